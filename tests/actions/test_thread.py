"""The thread of a measure and the report of actions: what they say, to whom, and what they cost."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from flask import render_template_string

from casework.actions import services, signing
from casework.actions.models import Effect
from casework.actions.report import report_actions
from casework.actions.thread import read_thread, thread_of
from casework.extensions import db
from casework.findings.models import FindingKind, FindingStatus
from casework.kit import clock
from casework.kit.rules import RuleBroken
from tests import make
from tests.actions.make import in_progress, people, sign, submitted, update

KEYS = {"id", "source", "source_reference", "kind", "title", "actions"}
ACTION_KEYS = {"reference", "status", "owner", "due", "signed_off_by", "signed_off_at", "impact"}
REPORT_KEYS = {
    "reference", "action", "source", "source_reference", "lead", "agency", "due", "original_due", "revisions", "status",
    "brag", "overdue_days", "measure", "signed_off_by",
}  # fmt: skip


@pytest.fixture
def story(app, at):
    """A weak figure, a finding, an action signed off in 2014, a better figure since; and a finding without action."""
    at("2026-04-07 10:40")
    who = people()
    measure = make.measure()
    make.value(measure, "1.8", "2011-12")
    opening = make.value(measure, "1.6", "2012-13")
    make.value(measure, None, "2013-14", state="due", due_text="Due June 2014")
    make.value(measure, "11.2", "2019-20")
    make.value(measure, "50", "2019-20", org=make.organisation("E06000017", "Rutland"))
    finding = make.finding(measure, title="Few have a job", status=FindingStatus.ACTION_AGREED)
    finding.measure_links[0].opening_value = opening
    action = submitted(who["owner"], found=finding, measure=measure, due_on=date(2014, 6, 30))
    sign(action, who["director"], at=clock.now().replace(year=2014, month=7, day=2))
    make.finding(measure, title="A strength", kind=FindingKind.STRENGTH)
    return SimpleNamespace(who=who, measure=measure, finding=finding, action=action, council=who["owner"].organisation)


def test_the_thread_has_the_keys_of_the_contract_and_tells_the_story(story):
    data = thread_of(story.measure, organisation=story.council)
    assert data["measure"] == "ascof-2011:1E"
    assert [(one["period"], one["printed"]) for one in data["values"]] == [
        ("2011-12", "1.8%"), ("2012-13", "1.6%"), ("2013-14", "Due June 2014"), ("2019-20", "11.2%"),
    ]  # fmt: skip
    weak, strong = data["findings"]
    assert set(weak) >= KEYS
    assert (weak["title"], weak["kind"], weak["source"]) == ("Few have a job", "area-for-improvement", "entered")
    assert strong["actions"] == []
    (action,) = weak["actions"]
    assert set(action) >= ACTION_KEYS
    assert action["signed_off_by"] == "Dee Cole"
    assert action["signed_off_at"].startswith("2014-07-02")
    assert (action["due"], action["impact"], action["status"]) == ("2014-06-30", "improved", "signed-off")
    assert (action["measured_again"], weak["value_at_opening"]) == ("11.2% in 2019/20", "1.6% in 2012/13")


def test_a_judgement_of_a_person_stands_before_the_rule(story):
    signing.judge_effect(
        story.action,
        verdict=Effect.NO_CHANGE,
        suggested=Effect.IMPROVED,
        reason="New definition",
        by=story.who["director"],
    )
    assert thread_of(story.measure, organisation=story.council)["findings"][0]["actions"][0]["impact"] == "no-change"


def test_an_action_that_is_not_signed_off_has_no_impact(story):
    signing.reopen(story.action, reason="x", by=story.who["director"])
    (action,) = thread_of(story.measure, organisation=story.council)["findings"][0]["actions"]
    assert (action["impact"], action["signed_off_by"], action["signed_off_at"]) == (None, None, None)


def test_the_thread_shows_each_reader_what_is_theirs(story):
    make.finding(story.measure, title="Secret", is_restricted=True)
    make.finding(story.measure, title="Away", org=make.organisation("E06000017", "Rutland"))

    def seen(person):
        return [item.finding.title for item in read_thread(story.measure, seen_by=person).findings]

    assert seen(story.who["director"]) == ["Few have a job", "A strength"]
    assert seen(make.person("board-member")) == []
    assert [one["title"] for one in thread_of(story.measure, organisation=story.council)["findings"]] == [
        "Few have a job", "A strength",
    ]  # fmt: skip
    with pytest.raises(ValueError):
        read_thread(story.measure)


def test_a_long_thread_costs_no_more_statements(story, statements):
    def count():
        db.session.commit()
        db.session.expire_all()
        with statements() as seen:
            thread_of(db.session.merge(story.measure), organisation=story.council)
        return len(seen)

    one = count()
    for number in range(20):
        finding = make.finding(story.measure)
        finding.measure_links[0].opening_value = make.value(
            story.measure, "3", f"{1990 + number}-{(1991 + number) % 100:02}"
        )
        make.action(make.person("analyst"), finding)
        make.action(make.person("analyst"), finding)
    assert count() == one


def test_the_thread_on_a_page(story, client):
    template = '{% from "actions/thread.html" import thread_list with context %}{{ thread_list(thread) }}'
    with client.application.test_request_context():
        page = render_template_string(template, thread=read_thread(story.measure, seen_by=story.who["director"]))
    for words in (
        "Few have a job",
        "Signed off by Dee Cole on 2 July 2014",
        "Measured again: 11.2% in 2019/20",
        "No action yet",
    ):
        assert words in page
    assert re.search(r"govuk-tag--green.{1,400}Improved", page, re.DOTALL)


# --- the report of actions ---


def test_the_report_has_the_keys_of_the_contract(story):
    late = in_progress(story.who["owner"], due_on=date(2026, 4, 1), original_due_on=date(2026, 4, 1))
    services.redate(late, due_on=date(2026, 5, 1), reason="x", by=story.who["owner"])
    moved = in_progress(story.who["owner"], due_on=date(2026, 3, 28))
    update(moved, story.who["owner"], next_step="x", going="slipping")
    data = report_actions(organisation=story.council, today=date(2026, 4, 7))
    rows = {row["reference"]: row for row in data["actions"]}
    assert all(set(row) >= REPORT_KEYS for row in rows.values())
    done, redated, overdue = rows[story.action.reference], rows[late.reference], rows[moved.reference]
    assert (done["brag"], done["overdue_days"], done["measure"], done["signed_off_by"]) == (
        "blue",
        0,
        "ascof-2011:1E",
        "Dee Cole",
    )
    assert (done["source"], done["source_reference"]) == ("entered", "A test")
    assert (redated["due"], redated["original_due"], redated["revisions"]) == ("2026-05-01", "2026-04-01", 1)
    assert (overdue["overdue_days"], overdue["brag"]) == (10, "red")
    summary = data["summary"]
    assert (summary["total"], summary["overdue"], summary["revised"], summary["improved"]) == (3, 1, 1, 1)
    assert (summary["status"]["signed-off"], summary["status"]["in-progress"]) == (1, 2)
    assert [row["reference"] for row in data["actions"]] == [moved.reference, late.reference, story.action.reference]


def test_the_report_is_filtered_and_leaves_out_what_is_restricted(story):
    police = make.organisation("police", "Police", kind="agency")
    theirs = make.action(story.who["owner"], agency=police)
    make.action(story.who["owner"], make.finding(story.measure, is_restricted=True), title="Secret")

    def references(**asked):
        rows = report_actions(organisation=story.council, today=date(2026, 4, 7), **asked)["actions"]
        return {row["reference"] for row in rows}

    assert references() == {theirs.reference, story.action.reference}
    assert references(agency=police) == {theirs.reference}
    assert references(status="signed-off") == {story.action.reference}
    assert references(source="entered") == {story.action.reference}
    assert references(source="plan") == set()
    with pytest.raises(RuleBroken, match="There is no source nonsense"):
        references(source="nonsense")
    with pytest.raises(RuleBroken, match="There is no status nonsense"):
        references(status="nonsense")


def test_a_long_report_costs_no_more_statements(story, statements):
    def count():
        db.session.commit()
        db.session.expire_all()
        council = db.session.merge(story.council)
        with statements() as seen:
            report_actions(organisation=council, today=date(2026, 4, 7))
        return len(seen)

    one = count()
    for number in range(10):
        other = make.measure(f"2{number}")
        make.value(other, "3", "2012-13")
        action = submitted(make.person("analyst"), found=make.finding(other), measure=other)
        sign(action, story.who["director"])
    assert count() == one
