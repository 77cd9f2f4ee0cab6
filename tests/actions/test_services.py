"""Verbs of an action: what each does, what it refuses, and its entry in the trail."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from casework.actions import rules, services, signing
from casework.actions.models import ActionStatus, Effect, Going, SignOff
from casework.extensions import db
from casework.findings.models import Body, FindingStatus
from casework.kit.rules import RuleBroken
from casework.trail.models import TrailEntry, TrailHidden
from tests import make
from tests.actions.make import in_progress, people, sign, submitted, update


@pytest.fixture(autouse=True)
def _today(at):
    at("2026-04-07 10:40")


def last_entry():
    return db.session.query(TrailEntry).order_by(TrailEntry.id.desc()).first()


def proposed(by, **rest):
    words = {"title": "Count work goals", "success_looks_like": "A goal in each review", "due_on": date(2026, 6, 30)}
    org = by.organisation
    return services.propose(**{"owner": by, "agency": org, "organisation": org, "by": by, **words, **rest})


def test_an_action_is_proposed_with_the_next_reference_and_keeps_its_first_date(app):
    who = people()
    finding = make.finding(make.measure(), body=Body.COMPLAINTS)
    first = proposed(who["director"], owner=who["owner"], finding=finding)
    assert first.reference in {"ACT-0001", "ACT-0002", "ACT-0003"}, "numbers are left out on purpose"
    assert (first.status, first.body) == (ActionStatus.PROPOSED, Body.COMPLAINTS)
    assert first.original_due_on == date(2026, 6, 30)
    second = proposed(who["director"])
    assert second.number - first.number in (1, 2, 3)
    assert second.reference == f"ACT-{second.number:04}"
    assert last_entry().event == "action:proposed"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": " "}, "Enter what will be done"),
        ({"success_looks_like": ""}, "Enter what success looks like"),
        ({"owner": None}, "Select an owner who has an account, or invite them"),
        ({"due_on": None}, "Enter when it is due"),
        ({"due_on": date(2026, 4, 6)}, "Due must be today or in the future"),
    ],
)
def test_an_action_without_what_success_owner_or_date_is_refused(app, change, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        proposed(make.person("director"), **change)


@pytest.mark.parametrize("who", ["disabled", "auditor", "elsewhere"])
def test_an_owner_must_be_able_to_do_the_work(app, who):
    away = make.organisation("E06000017", "Rutland")
    owner = {
        "disabled": lambda: make.person("contributor", is_disabled=True),
        "auditor": lambda: make.person("auditor"),
        "elsewhere": lambda: make.person("contributor", org=away),
    }[who]()
    with pytest.raises(RuleBroken, match="Select an owner who has an account"):
        proposed(make.person("director"), owner=owner)


def test_agreeing_decides_the_finding(app):
    who = people()
    finding = make.finding(make.measure())
    action = proposed(who["director"], owner=who["owner"], finding=finding)
    services.agree(action, by=who["owner"])
    assert (action.status, finding.status) == (ActionStatus.AGREED, FindingStatus.ACTION_AGREED)
    assert db.session.query(TrailEntry).filter_by(event="action:agreed").one().changes == {
        "Status": ["proposed", "agreed"]
    }


def test_the_first_update_starts_the_work(app):
    owner = people()["owner"]
    action = make.action(owner)
    update(action, owner, next_step="Ask two more teams")
    assert (action.status, action.updates[0].next_step) == (ActionStatus.IN_PROGRESS, "Ask two more teams")
    assert last_entry().words == "wrote an update: on track"


def test_off_track_needs_what_will_be_done(app):
    owner = people()["owner"]
    with pytest.raises(RuleBroken, match="Say what you will do about it"):
        update(in_progress(owner), owner, going=Going.OFF_TRACK)


def test_only_the_owner_updates(app):
    who = people()
    with pytest.raises(RuleBroken, match=r"Only its owner can do this\. This action belongs to Olu Owner"):
        update(in_progress(who["owner"]), who["director"])


def test_a_date_moves_with_a_reason_and_the_first_one_stays(app):
    owner = people()["owner"]
    action = in_progress(owner, due_on=date(2026, 3, 31), original_due_on=date(2026, 3, 31))
    services.redate(
        action, due_on=date(2026, 6, 30), reason="The contract is not signed", by=owner, seen=str(action.version)
    )
    assert (action.due_on, action.original_due_on) == (date(2026, 6, 30), date(2026, 3, 31))
    assert last_entry().words == "moved the due date from 31 March 2026 to 30 June 2026"
    assert last_entry().reason == "The contract is not signed"


@pytest.mark.parametrize(
    ("due_on", "reason", "sentence"),
    [
        (date(2026, 4, 6), "x", "New date must be today or in the future"),
        (date(2026, 6, 30), "x", "New date must be another than the date now"),
        (date(2026, 7, 30), " ", "Say why the date must change"),
    ],
)
def test_a_new_date_is_refused_without_reason_or_sense(app, due_on, reason, sentence):
    owner = people()["owner"]
    action = in_progress(owner, due_on=date(2026, 6, 30))
    with pytest.raises(RuleBroken, match=sentence):
        services.redate(action, due_on=due_on, reason=reason, by=owner)


def test_a_change_made_on_an_old_page_is_refused(app):
    owner = people()["owner"]
    action = in_progress(owner)
    seen = str(action.version)
    services.add_evidence(action, title="x", by=owner)
    services.redate(action, due_on=date(2026, 7, 1), reason="x", by=owner, seen=seen)
    with pytest.raises(rules.Overtaken, match="This action changed at 10:40am"):
        services.redate(action, due_on=date(2026, 8, 1), reason="x", by=owner, seen=seen)


def test_an_action_is_given_to_another_owner(app):
    who = people()
    action = in_progress(who["owner"])
    services.give(action, owner=who["board-chair"], by=who["director"])
    assert action.owner == who["board-chair"]
    assert last_entry().changes == {"Owner": ["Olu Owner", "Priya Shah"]}


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "example.org"])
def test_a_link_that_leads_to_no_page_is_refused(app, link):
    owner = people()["owner"]
    with pytest.raises(RuleBroken, match="Link must begin with https://"):
        services.add_evidence(in_progress(owner), title="x", link=link, by=owner)


def test_done_needs_a_note_and_proof_or_a_reason(app):
    owner = people()["owner"]
    action = in_progress(owner)
    with pytest.raises(RuleBroken, match="Enter what was done"):
        services.submit(action, done_note=" ", by=owner, no_evidence_reason="none")
    with pytest.raises(RuleBroken, match="Add what shows that it was done, or say why there is nothing to show"):
        services.submit(action, done_note="Done", by=owner)
    services.submit(action, done_note="Done", by=owner, no_evidence_reason="It was a talk")
    assert (action.status, action.round, action.submitted_by) == (ActionStatus.SUBMITTED, 1, owner)
    assert last_entry().event == "action:submitted"


def test_a_returned_action_carries_its_reason_and_is_submitted_again(app):
    who = people()
    action = submitted(who["owner"])
    with pytest.raises(RuleBroken, match="Say what is missing"):
        signing.return_(action, reason="", by=who["director"])
    signing.return_(action, reason="Sample twenty files", by=who["director"])
    assert (action.status, action.returned_reason) == (ActionStatus.RETURNED, "Sample twenty files")
    assert last_entry().reason == "Sample twenty files"
    services.submit(action, done_note="Twenty sampled", by=who["owner"])
    assert (action.status, action.round) == (ActionStatus.SUBMITTED, 2)


def test_a_sign_off_keeps_what_was_checked_and_what_was_seen(app):
    who = people()
    action = submitted(who["owner"])
    seen = rules.content_hash(action)
    row = sign(action, who["director"], remeasure_on=date(2026, 10, 7))
    assert (action.status, action.signed_off_by) == (ActionStatus.SIGNED_OFF, who["director"])
    assert (row.round, row.owner_id, row.signed_as, row.content_hash) == (1, who["owner"].id, "director", seen)
    assert (last_entry().event, last_entry().reason) == ("action:signed-off", "Read the files")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"what_checked": " "}, "Enter what you checked"),
        ({"assurance": None}, "Select how sure you are"),
        ({"remeasure_on": date(2026, 4, 7)}, "must be after the sign-off"),
        ({"seen_hash": "another"}, "This action changed at 10:40am. Read the change, then sign"),
        ({"seen_hash": ""}, "Read the change, then sign"),
    ],
)
def test_a_sign_off_is_refused_without_check_or_when_the_page_was_old(app, change, sentence):
    who = people()
    action = submitted(who["owner"])
    with pytest.raises(RuleBroken, match=sentence):
        sign(action, who["director"], **change)
    assert db.session.query(SignOff).count() == 0


def test_whatever_the_owner_adds_after_the_page_was_read_must_be_read_first(app):
    who = people()
    action = submitted(who["owner"])
    seen = rules.content_hash(action)
    for change in (
        lambda: services.add_evidence(action, title="More", by=who["owner"]),
        lambda: update(action, who["owner"]),
        lambda: (
            signing.return_(action, reason="x", by=who["director"]),
            services.submit(action, done_note="All done", by=who["owner"]),
        ),
    ):
        change()
        assert rules.content_hash(action) != seen
        with pytest.raises(rules.Overtaken):
            sign(action, who["director"], seen_hash=seen)
        seen = rules.content_hash(action)
    sign(action, who["director"], seen_hash=seen)


def test_nobody_signs_their_own_action(app):
    who = people()
    action = submitted(who["director"])
    with pytest.raises(RuleBroken, match="You own this action, so someone else must sign it off"):
        sign(action, who["director"])
    with pytest.raises(RuleBroken, match="Only the director can do this"):
        sign(action, who["board-chair"])


def test_the_second_signer_is_told_who_was_first(app):
    who = people()
    action = submitted(who["owner"])
    sign(action, who["director"])
    with pytest.raises(rules.Overtaken, match=r"^Dee Cole signed this off at 10:40am\.$"):
        sign(action, make.person("director"))


def test_reopening_keeps_the_sign_off_and_brings_the_finding_back(app):
    who = people()
    finding = make.finding(make.measure(), status=FindingStatus.ACTION_AGREED)
    action = submitted(who["owner"], found=finding)
    sign(action, who["director"])
    with pytest.raises(RuleBroken, match="Say why the action is reopened"):
        signing.reopen(action, reason="", by=who["director"])
    signing.reopen(action, reason="Two files had no goal", by=who["director"])
    assert (action.status, action.signed_off_by, len(action.sign_offs)) == (ActionStatus.REOPENED, None, 1)
    assert finding.status == FindingStatus.CAME_BACK
    services.submit(action, done_note="Again", by=who["owner"])
    sign(action, who["director"])
    assert [row.round for row in action.sign_offs] == [1, 2]


def test_stopping_the_only_action_leaves_the_finding_open(app):
    who = people()
    finding = make.finding(make.measure(), status=FindingStatus.ACTION_AGREED)
    action = in_progress(who["owner"], found=finding)
    with pytest.raises(RuleBroken, match="Say why the action stops"):
        signing.stop(action, reason="", by=who["director"])
    signing.stop(action, reason="The law changed", by=who["director"])
    assert (action.status, action.stopped_reason) == (ActionStatus.STOPPED, "The law changed")
    assert finding.status == FindingStatus.OPEN


def test_the_effect_is_judged_with_a_reason_where_it_differs(app):
    who = people()
    action = submitted(who["owner"])
    sign(action, who["director"])
    with pytest.raises(RuleBroken, match="Say why this differs from the suggestion, No change"):
        signing.judge_effect(action, verdict=Effect.IMPROVED, suggested=Effect.NO_CHANGE, by=who["director"])
    signing.judge_effect(action, verdict=Effect.IMPROVED, suggested=Effect.IMPROVED, by=who["director"])
    assert action.judgements[0].verdict == Effect.IMPROVED
    assert last_entry().event == "action:effect-judged"


def test_what_is_set_back_in_time_says_so_in_the_trail(app):
    who = people()
    action = in_progress(who["owner"])
    then = make.clock.now().replace(year=2014, month=7, day=2)
    update(action, who["owner"], at=then)
    assert action.updates[0].at == then
    assert last_entry().words == "wrote an update: on track (dated 2 July 2014)"


def test_actions_of_a_restricted_finding_are_left_out_of_the_trail_page(app):
    by = make.person("director")
    action = proposed(by, finding=make.finding(make.measure(), is_restricted=True))
    assert db.session.get(TrailHidden, ("action", action.id))


# --- the database itself ---


def refused_by_database(statement, **values):
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text(statement), values)


def test_the_database_refuses_what_must_never_be(app):
    who = people()
    action = submitted(who["owner"])
    signed = submitted(who["owner"])
    row = sign(signed, who["director"])
    db.session.commit()
    owner, director = who["owner"].id, who["director"].id
    sign_it = "UPDATE action SET status = 'signed-off', signed_off_by_id = :by WHERE id = :id"
    refused_by_database(sign_it, by=owner, id=action.id)
    refused_by_database("UPDATE action SET status = 'signed-off' WHERE id = :id", id=action.id)
    refused_by_database("UPDATE action SET signed_off_by_id = :by WHERE id = :id", by=director, id=action.id)
    refused_by_database("UPDATE action SET owner_id = :by WHERE id = :id", by=director, id=signed.id)
    refused_by_database("UPDATE action SET submitted_by_id = :by WHERE id = :id", by=director, id=signed.id)
    refused_by_database("UPDATE action SET status = 'returned' WHERE id = :id", id=action.id)
    refused_by_database("UPDATE action SET status = 'stopped' WHERE id = :id", id=action.id)
    refused_by_database("UPDATE action SET submitted_by_id = NULL WHERE id = :id", id=action.id)
    refused_by_database("UPDATE action SET submitted_by_id = :by WHERE id = :id", by=director, id=action.id)
    refused_by_database("UPDATE action SET status = 'finished' WHERE id = :id", id=action.id)
    copy = (
        "INSERT INTO sign_off (action_id, round, owner_id, submitted_by_id, signed_by_id, signed_as, signed_at,"
        " what_checked, assurance, content_hash) SELECT action_id, :round, :owner, :submitter, :signer, signed_as,"
        " signed_at, what_checked, assurance, content_hash FROM sign_off WHERE id = :id"
    )
    refused_by_database(copy, round=1, owner=owner, submitter=owner, signer=director, id=row.id)  # twice in a round
    refused_by_database(copy, round=2, owner=director, submitter=owner, signer=director, id=row.id)
    refused_by_database(copy, round=2, owner=owner, submitter=director, signer=director, id=row.id)
    db.session.execute(text(copy), {"round": 2, "owner": owner, "submitter": owner, "signer": director, "id": row.id})
