"""The register in a browser: each page, each refusal, and what other people do not see."""

import re

import pytest

from casework.extensions import db
from casework.findings.models import Body, Finding, FindingKind, FindingStatus
from casework.findings.rules import SourceKind
from casework.findings.words import named_source
from tests import make

FORM = {
    "source": "Board meeting, March 2026", "kind": "risk", "title": "People wait too long",
    "detail": "Line one\nLine two",
    "theme": "Waiting", "severity": "high", "body": "board", "next": "later", "form_key": "k1",
}  # fmt: skip


@pytest.fixture
def director(client):
    person = make.person("director", name="Dee Cole")
    client.sign_in(person)
    return person


def text_of(answer):
    return answer.get_data(as_text=True)


def test_a_finding_is_raised_by_hand_and_shown_with_its_measure(client, director):
    measure = make.measure()
    make.value(measure, "1.6", "2019-20")
    answer = client.send("/findings/raise", {**FORM, "measure": measure.id})
    finding = db.session.query(Finding).one()
    assert (answer.status_code, answer.location) == (302, f"/findings/{finding.id}")
    assert (finding.entered_source, finding.body, finding.kind) == (
        "Board meeting, March 2026",
        Body.BOARD,
        FindingKind.RISK,
    )
    page = text_of(client.get(answer.location))
    assert f"{finding.reference} raised and linked to ASCOF 1E" in page
    assert finding.reference in {"FND-0001", "FND-0002", "FND-0003"}
    for words in (
        "People wait too long",
        "Line two",
        "1.6% in 2019/20",
        "No newer figure yet",
        "The independent chair",
    ):
        assert words in page


def test_a_second_click_makes_no_second_finding(client, director):
    data = {**FORM, "measure": make.measure().id}
    first, second = client.send("/findings/raise", data), client.send("/findings/raise", data)
    assert first.location == second.location
    assert db.session.query(Finding).count() == 1


@pytest.mark.parametrize(("choice", "path"), [("action", "/actions/propose"), ("no-action", "/decide-no-action")])
def test_what_happens_next_leads_there(client, director, choice, path):
    answer = client.send("/findings/raise", {**FORM, "measure": make.measure().id, "next": choice})
    assert answer.location == f"/findings/{db.session.query(Finding).one().id}{path}"


def test_an_empty_form_says_what_is_missing_and_keeps_what_was_typed(client, director):
    page = text_of(client.send("/findings/raise", {"detail": "What I typed"}))
    for words in ("Enter where this was found", "Enter what was found", "Select at least one measure", "What I typed"):
        assert words in page
    assert db.session.query(Finding).count() == 0


def test_a_measure_is_linked_and_taken_away_but_never_the_last(client, director):
    first, second = make.measure("1E"), make.measure("1G")
    finding = make.finding(first)
    page = f"/findings/{finding.id}"
    assert client.send(f"{page}/link", {"measure": second.id}).location == page
    assert "FND" in text_of(client.get(f"{page}/measures/{first.id}/unlink"))
    assert client.send(f"{page}/measures/{first.id}/unlink").location == page
    assert [link.measure for link in db.session.get(Finding, finding.id).measure_links] == [second]
    refused = text_of(client.send(f"{page}/measures/{second.id}/unlink"))
    assert "A finding needs at least one measure. Link another before you remove this one" in refused
    assert "Select a measure" in text_of(client.send(f"{page}/link"))
    assert client.get(f"{page}/measures/{first.id}/unlink").status_code == 404


def test_no_action_needs_a_reason_that_everybody_reads(client, director):
    finding = make.finding(make.measure())
    page = f"/findings/{finding.id}"
    assert "Say why no action is needed" in text_of(client.send(f"{page}/decide-no-action"))
    client.send(f"{page}/decide-no-action", {"reason": "The hospitals answer for it"})
    shown = text_of(client.get(page))
    assert "The hospitals answer for it" in shown
    assert "No action needed" not in shown
    assert db.session.get(Finding, finding.id).status == FindingStatus.NO_ACTION
    assert "was decided already" in text_of(client.send(f"{page}/decide-no-action", {"reason": "Again"}))


def test_a_finding_is_not_closed_before_its_actions_are_signed_off(client, director):
    finding = make.finding(make.measure())
    assert "Close a finding when its actions are signed off" in text_of(client.send(f"/findings/{finding.id}/close"))


@pytest.mark.parametrize("path", ["", "/link", "/decide-no-action", "/close", "/measures/1/unlink"])
def test_another_councils_or_a_restricted_finding_is_not_there(client, director, path):
    measure = make.measure()
    away = make.finding(measure, org=make.organisation("E06000017", "Rutland"))
    hidden = make.finding(measure, is_restricted=True)
    for finding in (away, hidden):
        assert client.get(f"/findings/{finding.id}{path}").status_code == 404
        if path:
            assert client.send(f"/findings/{finding.id}{path}", {"reason": "x", "measure": 1}).status_code == 404
        assert finding.reference not in text_of(client.get("/findings"))


def test_a_room_can_say_who_sees_a_restricted_finding(client, director, monkeypatch):
    from sqlalchemy import true

    from casework.findings import restricted

    monkeypatch.setattr(restricted, "_seen_by", {"test": lambda person: true()})
    hidden = make.finding(make.measure(), is_restricted=True)
    assert client.get(f"/findings/{hidden.id}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, {"a", "b", "c"}),
        ({"status": ["open"]}, {"a", "b"}),
        ({"kind": ["strength"]}, {"b"}),
        ({"source": ["audit"]}, set()),
        ({"source": ["entered"]}, {"a", "b", "c"}),
        ({"severity": ["high"]}, {"c"}),
        ({"theme": ["Work"]}, {"a"}),
        ({"measure": ["second"]}, {"c"}),
        ({"status": ["nonsense"], "theme": ["nothing"]}, {"a", "b", "c"}),
    ],
)
def test_filters(client, director, asked, expected):
    first, second = make.measure("1E"), make.measure("1G")
    make.finding(first, title="Title a", theme="Work")
    make.finding(first, title="Title b", kind=FindingKind.STRENGTH)
    make.finding(second, title="Title c", severity="high", status="closed", closed_at=make.clock.now())
    asked = {
        name: [str(second.id) if value == "second" else value for value in values] for name, values in asked.items()
    }
    page = text_of(client.get("/findings", query_string=asked))
    assert {letter for letter in "abc" if f"Title {letter}" in page} == expected


def test_a_filter_can_be_taken_away_and_an_empty_list_says_so(client, director):
    make.finding(make.measure())
    page = text_of(client.get("/findings?kind=strength&kind=risk"))
    assert "No findings match." in page
    assert 'href="/findings?kind=risk"' in page


@pytest.mark.parametrize("before", ["99999999999999999999", "-1", "x", "²", ""])
def test_a_page_of_the_register_that_no_address_leads_to_is_the_first(client, director, before):
    make.finding(make.measure(), title="Title here")
    assert "Title here" in text_of(client.get("/findings", query_string={"before": before}))


def test_the_source_is_a_link_only_for_whoever_may_open_it(app):
    from casework.findings.pages import source_path

    finding = Finding(complaint_point_id=1, source_words="ASC-2019-00001", source_path="/complaints/1")
    assert source_path(finding, make.person("complaints-officer")) == "/complaints/1"
    assert source_path(finding, make.person("analyst")) is None
    assert source_path(Finding(entered_source="x", source_path="/x"), make.person("director")) is None
    writer = make.person("contributor")
    theirs = Finding(answer_id=1, source_path="/assessments/1/answers/1", raised_by_id=writer.id)
    assert source_path(theirs, writer) == "/assessments/1/answers/1"
    theirs.raised_by_id = None
    assert source_path(theirs, writer) is None, "another's section answers Page not found"
    assert source_path(theirs, make.person("director")) == "/assessments/1/answers/1"
    challenged = Finding(recommendation_id=1, source_path="/assessments/1/challenge", raised_by_id=writer.id)
    assert source_path(challenged, writer) is None, "the challenge is for whoever sees the whole form"
    assert source_path(challenged, make.person("director")) == "/assessments/1/challenge"


def test_pages_of_the_register_are_walked_to_the_end(client, director):
    measure = make.measure()
    for _ in range(60):
        make.finding(measure)
    path, seen = "/findings", []
    while path:
        page = text_of(client.get(path))
        seen += re.findall(r">(FND-\d+)</a>", page)
        path = next(iter(re.findall(r'href="([^"]*before=\d+)"', page)), None)
    assert len(seen) == len(set(seen)) == 60


def test_a_list_of_twenty_costs_no_more_statements_than_one(client, director, statements):
    measure = make.measure()

    def count():
        with statements() as seen:
            client.get("/findings")
        return len(seen)

    make.finding(measure, theme="x")
    count()
    one = count()
    for number in range(19):
        make.action(director, make.finding(measure, make.measure(f"2{number}"), theme=f"t{number}"))
    assert count() == one


def test_home_asks_whoever_answers_for_a_finding(app):
    from casework.findings.queries import list_for_home

    measure = make.measure()
    for body in Body:
        make.finding(measure, body=body, title=body.value)
    make.finding(measure, body=Body.COUNCIL, status="closed", closed_at=make.clock.now())
    for role, expected in {
        "director": ["council"],
        "complaints-manager": ["complaints"],
        "board-chair": ["board"],
        "analyst": [],
    }.items():
        lines = list_for_home(make.person(role))
        assert [line.text.rpartition(": ")[2] for line in lines] == expected


def test_a_room_is_not_asked_about_somebody_who_cannot_open_it(client, monkeypatch):
    from sqlalchemy import true

    from casework.findings import restricted

    monkeypatch.setattr(restricted, "_seen_by", {"complaints": lambda person: true()})
    hidden = make.finding(make.measure(), is_restricted=True)
    for role, status in (("analyst", 404), ("complaints-officer", 200)):
        client.sign_in(make.person(role))
        assert client.get(f"/findings/{hidden.id}").status_code == status


@pytest.mark.parametrize(
    ("kind", "source", "printed"),
    [
        (SourceKind.AUDIT, "Audit: Self-neglect, 2026/27", "Audit: Self-neglect, 2026/27"),
        (SourceKind.COMPLAINT, "Complaint ASC-2019-00195 point 1", "Complaint ASC-2019-00195 point 1"),
        (SourceKind.PEER_CHALLENGE, "Self-assessment 2025/26", "Peer challenge: Self-assessment 2025/26"),
        (SourceKind.ENTERED, "Board meeting, March 2020", "Board meeting, March 2020"),
    ],
)
def test_a_source_is_named_once(kind, source, printed):
    assert named_source(kind, source) == printed


ANSWERS = {
    "council": {"director"},
    "complaints": {"complaints-manager", "director"},
    "board": {"board-chair", "board-office"},
}


@pytest.mark.parametrize("body", ANSWERS)
def test_only_whoever_answers_for_a_finding_or_raised_it_waves_it_away(client, body):
    roles = (
        "director",
        "contributor",
        "analyst",
        "complaints-manager",
        "complaints-officer",
        "board-chair",
        "board-office",
    )
    for role in roles:
        finding = make.finding(make.measure(), body=Body(body))
        person = make.person(role)
        path = f"/findings/{finding.id}"
        page = client.sign_in(person).get(path).get_data(as_text=True)
        answer = client.send(f"{path}/decide-no-action", {"reason": "It is small"})
        allowed = role in ANSWERS[body]
        assert ("No action needed" in page) == (answer.status_code == 302) == allowed, role
        assert ("whoever raised it can decide this" in answer.get_data(as_text=True)) != allowed
    own = make.finding(make.measure(), body=Body(body), raised_by=person)
    assert client.send(f"/findings/{own.id}/decide-no-action", {"reason": "x"}).status_code == 302


def test_whoever_raised_it_and_no_longer_may_does_not_close_it(client):
    person = make.person("auditor")
    finding = make.finding(make.measure(), raised_by=person)
    assert "No action needed" not in client.sign_in(person).get(f"/findings/{finding.id}").get_data(as_text=True)


def test_a_finding_raised_from_a_measure_starts_with_it(client):
    held, other = make.measure(), make.measure("2D")
    client.sign_in(make.person("director"))
    way = f'href="/findings/raise?measure={held.id}"'
    assert way in client.get(f"/measures/{held.id}").get_data(as_text=True)
    make.finding(held)
    assert way in client.get(f"/measures/{held.id}").get_data(as_text=True)
    chosen = re.compile(r'<option value="(\d+)"[^>]* selected')
    for asked, found in ((held.id, [str(held.id)]), (other.id, [str(other.id)]), (10**8, []), ("x", []), ("", [])):
        page = client.get(f"/findings/raise?measure={asked}").get_data(as_text=True)
        assert chosen.findall(page) == found, asked


def test_a_partner_is_not_told_that_nothing_was_found_about_a_measure(client):
    held = make.measure()
    make.finding(held, title="Nobody leads")
    agent = make.person("board-member", org=make.organisation("police", "Police", kind="agency"))
    page = client.sign_in(agent).get(f"/measures/{held.id}").get_data(as_text=True)
    assert "Nobody leads" not in page
    assert "No findings cite this measure" not in page
    assert "No findings cite this measure" in client.sign_in(make.person("auditor")).get(
        f"/measures/{make.measure('2D').id}"
    ).get_data(as_text=True)
