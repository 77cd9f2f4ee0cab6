"""The story that the product exists for: from a weak figure to a sign-off by somebody else, with the trail beside it."""

import json
import re

import pytest

pytestmark = pytest.mark.browser


def test_a_director_follows_a_weak_figure_to_its_sign_off(visit, server):
    director = visit().sign_in("director")
    assert director.heading == "What needs you today"
    director.follow("Measures")
    director.page.get_by_label("Edition").select_option("ascof-2011")
    director.press("Show").follow(re.compile("^ASCOF 1E "))
    assert "paid" in director.heading.lower()
    page = director.page
    assert page.locator("svg[role=img] title").count() >= 1, "the history is a chart with a title"
    row = page.locator("tr", has_text="2012/13").first
    assert "1.6%" in row.inner_text(), "and the same figures in a table"
    assert "Bottom" in director.text

    thread = page.get_by_role("heading", name="The thread")
    assert thread.is_visible()
    director.follow(re.compile(r"^FND-\d+"))
    assert "Finding" in director.heading
    director.follow(re.compile(r"^ACT-\d+"))
    assert "Signed off" in director.text
    assert "Dee Cole" in director.text
    assert "Priya Shah" in director.text
    history = page.locator("#history").locator("xpath=following::ol[1]").inner_text()
    assert "signed off" in history.lower()

    told = json.loads(server.command("report", "thread", "--measure", "ascof-2011:1E", "--format", "json").stdout)
    finding = next(one for one in told["findings"] if one["actions"])
    action = finding["actions"][0]
    assert (action["status"], action["owner"], action["signed_off_by"]) == ("signed-off", "Dee Cole", "Priya Shah")
    assert action["impact"] == "improved"
    assert server.command("trail", "verify", "--deep").returncode == 0


def test_an_action_goes_from_its_owner_to_a_signer_who_is_somebody_else(visit):
    owner = visit().sign_in("contributor")
    owner.open("/actions?status=in-progress")
    owner.follow(re.compile(r"^ACT-\d+"))
    reference = re.search(r"ACT-\d+", owner.heading).group()
    address = owner.page.url
    assert owner.page.locator("a", has_text="Sign off").count() == 0
    owner.follow("Submit as done")
    owner.press("Submit as done")
    assert "There is a problem" in owner.text
    owner.page.get_by_label("What was done").fill(
        "The list is sorted by risk every Monday and the oldest are decided first."
    )
    owner.page.get_by_label("What shows it").fill("Waiting list of the last four Mondays")
    owner.press("Submit as done")
    assert "Submitted" in owner.text
    owner.open(address + "/sign-off")
    assert "not found" in owner.heading.lower() or "someone else" in owner.text, "not by guessing the address either"

    for role in ("board-chair", "director"):
        signer = visit().sign_in(role)
        signer.open(address)
        if signer.page.locator("a", has_text=re.compile("^Sign off$")).count():
            break
    signer.follow("Sign off")
    assert reference in signer.heading
    signer.page.get_by_label("What did you check?").fill(
        "Opened the four lists and asked for two of the oldest requests."
    )
    signer.page.get_by_role("radio", name="Reasonable").check()
    signer.press("Sign off")
    assert "Signed off" in signer.text


def test_a_wrong_page_is_only_not_found(visit):
    member = visit().sign_in("board-member")
    member.page.goto("/complaints")
    member.look()
    assert member.heading == "Page not found"


def test_the_check_itself_finds_a_fault(chromium, server):
    """The control: a page with a fault must turn the visitor's list red."""
    from tests.journeys.conftest import Visitor

    visitor = Visitor(chromium, server)
    visitor.open("/sign-in")
    assert visitor.faults == []
    visitor.page.evaluate("document.querySelector('label').remove()")
    visitor.look(again=True)
    visitor.context.close()
    assert visitor.faults
