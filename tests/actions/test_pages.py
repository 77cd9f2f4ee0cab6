"""Actions in a browser: the whole way from a finding to a sign-off, each refusal, and what others do not see."""

import re
from datetime import date

import pytest

from casework.actions import rules, services, signing
from casework.actions.models import Action, ActionStatus, Effect
from casework.extensions import db
from casework.findings.models import Body, FindingStatus
from casework.kit import clock
from tests import make
from tests.actions.make import in_progress, people, sign, submitted, update


@pytest.fixture(autouse=True)
def _today(at):
    at("2026-04-07 10:40")


@pytest.fixture
def who(app):
    return people()


def text_of(answer):
    return answer.get_data(as_text=True)


def hidden(page, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def test_the_whole_way_from_a_finding_to_a_sign_off(app, who):
    director, owner = (app.test_client().sign_in(who[name]) for name in ("director", "owner"))
    measure = make.measure()
    make.value(measure, "1.6", "2024-25")
    finding = make.finding(measure)
    director.get(f"/findings/{finding.id}/actions/propose")
    sent = director.send(
        f"/findings/{finding.id}/actions/propose",
        {
            "title": "Count work goals", "success_looks_like": "A goal in each review", "form_key": "k",
            "measure": measure.id,
            "owner": who["owner"].id, "agency": who["owner"].organisation_id,
            "due_on": ["30", "6", "2026"],
        },
    )  # fmt: skip
    page = sent.location
    assert re.search("ACT-000[123] proposed to its owner", text_of(director.get(page)))
    assert "Agree the action" in text_of(owner.get(page))
    owner.send(f"{page}/agree")
    owner.send(f"{page}/start")
    owner.send(f"{page}/update", {"text": "Half are counted", "going": "on-track", "form_key": "u"})
    done = {"done_note": "All counted", "evidence_title": "Count of May", "evidence_text": "61 of 80", "form_key": "s"}
    owner.send(f"{page}/submit", done)
    shown = text_of(owner.get(page))
    assert "Sent to the director to sign off. You cannot sign off your own action" in shown
    assert "Whose turn: <strong>the director</strong>" in shown
    assert f'href="{page}/sign-off"' not in shown
    form = text_of(director.get(f"{page}/sign-off"))
    for words in (
        "A goal in each review",
        "All counted",
        "Count of May",
        "Half are counted",
        'value="10"',
        'value="2026"',
    ):
        assert words in form
    checked = {"what_checked": "Opened ten", "assurance": "reasonable", "remeasure_on": "2026-10-07"}
    assert director.send(f"{page}/sign-off", {**checked, "seen": hidden(form, "seen")}).location == page
    shown = text_of(director.get(page))
    for words in ("Signed off", "Dee Cole", "Opened ten", "reasonable assurance", "7 October 2026", "Too early"):
        assert words in shown
    assert db.session.query(Action).one().status == ActionStatus.SIGNED_OFF


REFUSED = [
    ("owner", "in-progress", "update", {}, ["Enter what has happened", "Select how it is going"]),
    (
        "owner",
        "in-progress",
        "update",
        {"text": "TYPED", "going": "off-track"},
        ["Say what you will do about it", "TYPED"],
    ),
    ("owner", "in-progress", "add-evidence", {"text": "TYPED"}, ["Enter what the evidence is", "TYPED"]),
    (
        "owner",
        "in-progress",
        "add-evidence",
        {"title": "TYPED", "link": "javascript:x"},
        ["Link must begin with", "TYPED"],
    ),
    ("owner", "in-progress", "submit", {"people_note": "TYPED"}, ["Enter what was done", "TYPED"]),
    ("owner", "in-progress", "submit", {"done_note": "TYPED"}, ["Add what shows that it was done", "TYPED"]),
    ("owner", "in-progress", "redate", {"reason": "TYPED"}, ["Enter the new date", "TYPED", "Open this page again"]),
    ("director", "in-progress", "give", {}, ["Select an owner who has an account"]),
    ("director", "in-progress", "stop", {}, ["Say why"]),
    ("director", "submitted", "return", {}, ["Say what is missing"]),
    ("director", "submitted", "sign-off", {"remeasure_on": "x"}, ["Enter what you checked", "Select how sure you are"]),
    ("director", "signed-off", "reopen", {}, ["Say why"]),
    ("director", "signed-off", "judge-effect", {"reason": "TYPED"}, ["Select what the effect was", "TYPED"]),
]


def action_in(status, who, **rest):
    if status == "in-progress":
        return in_progress(who["owner"], **rest)
    action = submitted(who["owner"], **rest)
    if status == "signed-off":
        sign(action, who["director"])
    return action


@pytest.mark.parametrize(("person", "status", "verb", "data", "sentences"), REFUSED)
def test_a_form_that_is_not_right_comes_back_with_what_was_typed(client, who, person, status, verb, data, sentences):
    action = action_in(status, who)
    version = action.version
    client.sign_in(who[person])
    answer = client.send(f"/actions/{action.id}/{verb}", data)
    page = text_of(answer)
    assert answer.status_code == 200
    assert "There is a problem" in page
    for sentence in sentences:
        assert sentence in page
    assert db.session.get(Action, action.id).version == version


@pytest.mark.parametrize(
    ("person", "status", "verb", "data", "banner"),
    [
        ("owner", "in-progress", "add-evidence", {"title": "x"}, "Evidence added to"),
        ("owner", "in-progress", "redate", {"due_on": "2026-08-01", "reason": "x"}, "The date has changed"),
        ("director", "in-progress", "give", {"owner": "board-chair"}, "has a new owner"),
        ("director", "in-progress", "stop", {"reason": "x"}, "is stopped, with your reason"),
        ("director", "submitted", "return", {"reason": "x"}, "Returned to its owner"),
        ("director", "signed-off", "reopen", {"reason": "x"}, "is reopened. Its owner reads your reason"),
        ("director", "signed-off", "judge-effect", {"verdict": "improved", "reason": "x"}, "The effect is on record"),
    ],
)
def test_each_other_move_in_the_browser(client, who, person, status, verb, data, banner):
    action = action_in(status, who, found=make.finding(make.measure()))
    client.sign_in(who[person])
    path = f"/actions/{action.id}/{verb}"
    form = text_of(client.get(path))
    if 'name="version"' in form:
        data = {**data, "version": hidden(form, "version")}
    data = {name: who[value].id if value in who else value for name, value in data.items()}
    answer = client.send(path, data)
    assert answer.status_code == 302, text_of(answer)
    assert banner in text_of(client.get(answer.location))


def test_the_owner_with_the_right_to_sign_is_told_that_someone_else_must(client, who):
    action = submitted(who["director"])
    client.sign_in(who["director"])
    page = text_of(client.get(f"/actions/{action.id}"))
    assert "You cannot sign off your own action" in page
    assert "/sign-off" not in page
    assert "You own this action, so someone else must sign it off" in text_of(
        client.get(f"/actions/{action.id}/sign-off")
    )
    sent = {
        "what_checked": "Me",
        "assurance": "substantial",
        "remeasure_on": "2026-10-07",
        "seen": rules.content_hash(action),
    }
    page = text_of(client.send(f"/actions/{action.id}/sign-off", sent))
    assert "You own this action, so someone else must sign it off" in page
    assert db.session.get(Action, action.id).status == ActionStatus.SUBMITTED


def test_the_second_signer_reads_who_was_first_and_keeps_the_text(client, who):
    action = submitted(who["owner"])
    client.sign_in(make.person("director"))
    path = f"/actions/{action.id}/sign-off"
    seen = hidden(text_of(client.get(path)), "seen")
    sign(action, who["director"])
    sent = {"what_checked": "TYPED", "assurance": "limited", "remeasure_on": "2026-10-07", "seen": seen}
    answer = client.send(path, sent)
    assert answer.status_code == 409
    assert "Dee Cole signed this off at 10:40am." in text_of(answer)
    assert "TYPED" in text_of(answer)


def test_what_changed_since_the_page_was_opened_must_be_read_first(client, who):
    action = submitted(who["owner"])
    client.sign_in(who["director"])
    path = f"/actions/{action.id}/sign-off"
    sent = {"what_checked": "TYPED", "assurance": "limited", "remeasure_on": "2026-10-07"}
    sent["seen"] = hidden(text_of(client.get(path)), "seen")
    services.add_evidence(action, title="Late proof", by=who["owner"])
    answer = client.send(path, sent)
    assert answer.status_code == 409
    for words in ("This action changed at 10:40am. Read the change, then sign", "Late proof", "TYPED"):
        assert words in text_of(answer)
    assert client.send(path, {**sent, "seen": hidden(text_of(answer), "seen")}).status_code == 302


def test_a_moved_version_is_answered_409_with_what_was_typed(client, who):
    action = in_progress(who["owner"], due_on=date(2026, 6, 30), original_due_on=date(2026, 6, 30))
    client.sign_in(who["owner"])
    path = f"/actions/{action.id}/redate"
    version = hidden(text_of(client.get(path)), "version")
    services.redate(action, due_on=date(2026, 7, 31), reason="x", by=who["director"])
    answer = client.send(path, {"due_on": "2026-08-01", "reason": "TYPED", "version": version})
    assert answer.status_code == 409
    for words in ("This action changed at 10:40am", "31 July 2026", "TYPED"):
        assert words in text_of(answer)


def test_a_double_click_writes_one_update(client, who):
    action = in_progress(who["owner"])
    client.sign_in(who["owner"])
    for _ in range(2):
        answer = client.send(f"/actions/{action.id}/update", {"text": "Once", "going": "on-track", "form_key": "same"})
        assert answer.location == f"/actions/{action.id}"
    assert len(db.session.get(Action, action.id).updates) == 1


def test_a_returned_action_begins_with_what_is_missing(client, who):
    action = submitted(who["owner"])
    signing.return_(action, reason="Sample twenty", by=who["director"])
    client.sign_in(who["owner"])
    page = text_of(client.get(f"/actions/{action.id}"))
    assert "Sample twenty" in page
    assert re.search(r'class="govuk-button"[^>]*>Submit again', page)


def test_the_date_says_how_often_it_moved_and_from_when(client, who):
    action = in_progress(who["owner"], due_on=date(2026, 3, 31), original_due_on=date(2026, 3, 31))
    services.redate(action, due_on=date(2026, 6, 30), reason="Contract", by=who["owner"])
    client.sign_in(who["owner"])
    assert "Due 30 June 2026, 84 days left (first due 31 March 2026, moved once)" in text_of(
        client.get(f"/actions/{action.id}")
    )


# --- who sees what ---

PATHS = ["", "/update", "/add-evidence", "/submit", "/agree", "/start", "/redate"]


@pytest.mark.parametrize("path", PATHS)
def test_another_councils_action_is_not_there(client, who, path):
    away = make.person("contributor", org=make.organisation("E06000017", "Rutland"))
    action = in_progress(away)
    client.sign_in(who["owner"])
    assert client.get(f"/actions/{action.id}{path}").status_code == 404
    if path:
        assert client.send(f"/actions/{action.id}{path}", {"text": "x"}).status_code == 404


def titles(client, path="/actions?view=all"):
    return set(re.findall(r"Title of ([a-z]+)", text_of(client.get(path))))


def test_each_role_sees_what_is_theirs(client, who):
    police = make.organisation("police", "Police", kind="agency")
    measure, agent = make.measure(), make.person("board-member", org=police)
    secret = make.finding(measure, is_restricted=True)
    looker = make.person("investigator")
    make.action(who["owner"], title="Title of council")
    make.action(who["owner"], title="Title of police", agency=police)
    make.action(agent, title="Title of agent", org=who["owner"].organisation, agency=who["owner"].organisation)
    make.action(looker, title="Title of investigator")
    make.action(who["owner"], secret, title="Title of secret")
    common = {"council", "police", "agent", "investigator"}
    for person, expected in [
        (who["director"], common),
        (who["owner"], common | {"secret"}),
        (make.person("auditor"), common),
        (agent, {"police", "agent"}),
        (looker, {"investigator"}),
        (make.person("board-member", "analyst"), common),
    ]:
        client.sign_in(person)
        assert titles(client) == expected, person.role_words


def test_the_finding_behind_an_action_is_shown_only_to_whoever_may_see_it(client, who):
    police = make.organisation("police", "Police", kind="agency")
    agent = make.person("board-member", org=police)
    finding = make.finding(make.measure(), title="What was found", is_restricted=True)
    action = make.action(agent, finding, org=who["owner"].organisation, agency=police)
    client.sign_in(agent)
    page = text_of(client.get(f"/actions/{action.id}"))
    assert "What was found" not in page
    assert "No finding is shown for this action." in page


def test_a_partner_reads_what_its_action_is_for_and_gets_no_link_that_would_fail(client, who):
    police = make.organisation("police", "Police", kind="agency")
    agent = make.person("board-member", org=police)
    finding = make.finding(
        make.measure(),
        title="Nobody leads",
        source_words="Audit: Self-neglect, 2026/27",
        source_path="/safeguarding/audits/1",
    )
    action = make.action(agent, finding, org=who["owner"].organisation, agency=police)
    page = client.sign_in(agent).get(f"/actions/{action.id}")
    assert f"Finding {finding.reference}: Nobody leads" in text_of(page)
    assert "Found in: Audit: Self-neglect, 2026/27" in text_of(page)
    assert "/safeguarding/audits/1" not in page.get_data(as_text=True)
    assert f"/findings/{finding.id}" not in page.get_data(as_text=True)


@pytest.mark.parametrize("role", ["contributor", "board-member", "auditor"])
def test_only_whoever_signs_off_has_a_list_of_what_waits_for_their_sign_off(client, role):
    tabs = text_of(client.sign_in(make.person(role)).get("/actions"))
    assert "For my sign-off" not in tabs
    assert ("Mine" in tabs) == (role != "auditor")
    assert "For my sign-off" in text_of(client.sign_in(make.person("director")).get("/actions"))


def test_home_asks_to_close_a_finding_whose_actions_have_all_ended(client, who):
    finding = make.finding(make.measure(), status=FindingStatus.ACTION_AGREED, title="Nobody leads")
    action, other = submitted(who["owner"], found=finding), submitted(who["owner"], found=finding)
    line = f"Close {finding.reference}, its actions are signed off: Nobody leads"
    sign(action, who["director"])
    assert line not in text_of(client.sign_in(who["director"]).get("/"))  # one is still open
    sign(other, who["director"])
    home = text_of(client.get("/"))
    assert line in home
    assert "Findings to close" in home
    assert line not in text_of(client.sign_in(who["board-chair"]).get("/"))  # answers for the board's own
    client.sign_in(who["director"]).send(f"/findings/{finding.id}/close")
    assert line not in text_of(client.get("/"))


def test_home_asks_whether_it_worked_once_the_day_to_read_the_measure_again_has_come(client, who, at):
    director, second = who["director"], make.person("director")
    held = make.measure()
    signed_on, again_on = clock.today(), date(2026, 10, 7)
    action = submitted(who["owner"], measure=held, title="Rebuild the offer")
    sign(action, director, remeasure_on=again_on)
    line = f"Did {action.reference} work? Rebuild the offer"

    def asked(person):
        return line in text_of(client.sign_in(person).get("/"))

    assert (signed_on < again_on, asked(director)) == (True, False)
    signing.judge_effect(action, verdict=Effect.TOO_EARLY, suggested=None, by=director)
    at("2026-10-07T09:00:00+01:00")
    assert [asked(person) for person in (director, second, who["owner"], who["board-chair"])] == [
        True,
        True,
        False,
        False,
    ]
    signing.judge_effect(action, verdict=Effect.TOO_EARLY, suggested=None, by=director)  # said again, on the day
    assert not asked(director)


def test_a_finding_shows_its_actions_and_can_then_be_closed(client, who):
    finding = make.finding(make.measure(), status=FindingStatus.ACTION_AGREED)
    action = submitted(who["owner"], found=finding)
    client.sign_in(who["director"])
    page = f"/findings/{finding.id}"
    assert action.reference in text_of(client.get(page))
    assert "one is still open" in text_of(client.send(f"{page}/close"))
    sign(action, who["director"])
    shown = text_of(client.get(page))
    assert "Signed off by Dee Cole on 7 April 2026: Read the files" in shown
    assert "Close the finding" in shown
    client.send(f"{page}/close")
    assert "Closed" in text_of(client.get(page))
    data = {"title": "x", "success_looks_like": "x", "owner": who["owner"].id, "due_on": "2026-06-30"}
    data |= {"agency": who["owner"].organisation_id, "measure": finding.measure_links[0].measure_id}
    assert "is closed" in text_of(client.send(f"{page}/actions/propose", data))
    assert action.reference in text_of(client.get("/findings"))


def test_no_action_is_refused_while_one_is_open(client, who):
    finding = make.finding(make.measure())
    in_progress(who["owner"], found=finding)
    client.sign_in(who["director"])
    sent = client.send(f"/findings/{finding.id}/decide-no-action", {"reason": "x"})
    assert "An action is open on this finding. Stop it first, with a reason" in text_of(sent)


def test_the_effect_stands_on_the_record_when_a_later_figure_is_there(client, who):
    measure = make.measure()
    make.value(measure, "1.6", "2012-13")
    finding = make.finding(measure)
    finding.measure_links[0].opening_value = make.value(measure, "1.8", "2013-14")
    action = submitted(who["owner"], found=finding, measure=measure)
    sign(action, who["director"], at=clock.now().replace(year=2014, month=7, day=2))
    make.value(measure, "11.2", "2019-20")
    client.sign_in(who["director"])
    page = text_of(client.get(f"/actions/{action.id}"))
    assert "11.2% in 2019/20" in page
    assert re.search(r"govuk-tag--green.{1,400}Improved", page, re.DOTALL)
    form = text_of(client.get(f"/actions/{action.id}/judge-effect"))
    assert re.search(r'value="improved"[^>]* checked', form)
    refused = client.send(f"/actions/{action.id}/judge-effect", {"verdict": "worse"})
    assert "Say why this differs from the suggestion, Improved" in text_of(refused)
    client.send(f"/actions/{action.id}/judge-effect", {"verdict": "worse", "reason": "Another definition"})
    assert db.session.get(Action, action.id).judgements[0].verdict == Effect.WORSE


# --- home ---


def test_home_tells_each_person_what_their_actions_want(app, who):
    from casework.actions.home import list_for_home

    make.action(who["owner"], status=ActionStatus.PROPOSED, title="a")
    in_progress(who["owner"], title="b", due_on=date(2026, 4, 1))
    in_progress(who["owner"], title="c", due_on=date(2026, 4, 10))
    back = submitted(who["owner"], title="d", body=Body.BOARD)
    signing.return_(back, reason="x", by=who["board-chair"])
    submitted(who["owner"], title="e")

    def lines(person):
        return {
            (line.group, line.text.rpartition(": ")[2], line.path.rpartition("/")[2]) for line in list_for_home(person)
        }

    assert {(group, text[0]) for group, text, _ in lines(who["owner"])} == {
        ("My actions", "a"), ("Late", "b"), ("This week", "c"), ("Sent back to me", "d"),
    }  # fmt: skip
    assert ("For you to sign", "e", "sign-off") in lines(who["director"])
    assert ("Late", "1 action is late", "actions?view=overdue") in lines(who["director"])
    assert lines(make.person("challenger")) == set()
    update(in_progress(who["owner"]), who["owner"])
