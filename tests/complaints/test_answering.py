"""From plan to answer, and what outlives it: plan, more time, holds, the letter, remedies, the ombudsman."""

from datetime import date
from decimal import Decimal

import pytest

from casework.complaints import (
    access_services,
    after_services,
    answer_services,
    joint_services,
    more_time_services,
    plan_services,
    point_services,
    services,
    turns,
)
from casework.complaints.after_services import Asked, Recorded
from casework.complaints.calendar import Calendar
from casework.complaints.kinds import (
    Agreed,
    Channel,
    Direction,
    HoldReason,
    LetterKind,
    NextStep,
    OmbudsmanOutcome,
    Outcome,
    PromiseKind,
    RemedyKind,
    Right,
    RightState,
    Route,
    Status,
)  # fmt: skip
from casework.complaints.models import ComplaintNamed
from casework.complaints.plan_services import Plan
from casework.complaints.point_services import Finding
from casework.complaints.records import ComplaintLetter, OmbudsmanCase, OmbudsmanRecommendation
from casework.complaints.services import Sorting
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.trail.models import TrailEntry
from tests import make
from tests.complaints import make as room
from tests.complaints.browsing import send, text_of

TODAY = date(2026, 4, 7)
LAW = date(2026, 10, 6)


@pytest.fixture(autouse=True)
def _april(at):
    at("2026-04-07 10:42")


@pytest.fixture
def officer(app):
    return make.person("complaints-officer")


@pytest.fixture
def manager(app):
    return make.person("complaints-manager")


def under_way(officer, *points, **facts):
    given = {"status": Status.INVESTIGATING, "acknowledged_on": TODAY}
    return room.complaint(officer, points=points, **given | facts)


def a_plan(**facts):
    given = {"points": ["Call removed", "Not told why"], "wanted": "The call back", "method": "Read the notes"}
    return Plan(**{**given, "agreed": Agreed.PHONE, "agreed_on": TODAY} | facts)


def test_the_plan_makes_points_and_every_date_in_it_is_a_clock(officer):
    case = under_way(officer, status=Status.ACKNOWLEDGED)
    plan_services.plan(case, plan=a_plan(answer_by=date(2026, 4, 21), update_by=date(2026, 4, 14)), by=officer)
    assert [point.title for point in case.points] == ["Call removed", "Not told why"]
    assert {(one.kind, one.due_on.day) for one in case.promises} == {(PromiseKind.ANSWER, 21), (PromiseKind.UPDATE, 14)}
    assert (case.status, case.next_step, case.next_on) == (Status.INVESTIGATING, NextStep.UPDATE, date(2026, 4, 14))


def test_a_new_promise_takes_the_place_of_the_old_one(officer):
    case = under_way(officer, None)
    for day in (14, 14, 20):
        plan_services.plan(case, plan=a_plan(points=[], update_by=date(2026, 4, day)), by=officer)
    assert [(one.due_on.day, one.replaced_on) for one in case.promises] == [(14, TODAY), (20, None)]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"points": []}, "points"),
        ({"agreed_on": date(2026, 4, 8)}, "agreed_on"),
        ({"agreed_on": date(2026, 4, 6)}, "agreed_on"),
        ({"update_by": date(2026, 4, 6)}, "update_by"),
    ],
)
def test_a_plan_that_cannot_be_kept(officer, facts, field):
    with pytest.raises(RuleBroken) as refused:
        plan_services.plan(under_way(officer, status=Status.ACKNOWLEDGED), plan=a_plan(**facts), by=officer)
    assert refused.value.field == field


def test_an_update_that_was_sent_keeps_the_promise(officer):
    case = under_way(officer, None)
    plan_services.plan(case, plan=a_plan(points=[], update_by=date(2026, 4, 14)), by=officer)
    plan_services.write(
        case, kind=LetterKind.UPDATE, direction=Direction.SENT, way=Channel.PHONE, on=TODAY, with_whom=None, text="x",
        by=officer,
    )  # fmt: skip
    assert case.promises[0].kept_on == TODAY
    assert case.next_step == NextStep.TARGET


def longer(case, by, **facts):
    given = {"until": date(2026, 11, 4), "agreed_with": "The person", "on": date(2026, 9, 1), "how": Agreed.PHONE}
    plan_services.agree_longer(case, by=by, **{**given, "proof": "Note of the call"} | facts)


def test_more_time_agreed_before_the_day_moves_the_date_by_law(officer, at):
    case = under_way(officer, None)
    at("2026-09-01 09:00")
    longer(case, officer)
    assert (case.agreements[0].until, case.agreements[0].instead_of) == (date(2026, 11, 4), LAW)


@pytest.mark.parametrize(
    ("today", "facts", "field"),
    [
        ("2026-10-07 09:00", {}, "agreed_on"),  # recorded too late, although said to be agreed before
        ("2026-09-01 09:00", {"on": date(2026, 9, 2)}, "agreed_on"),
        ("2026-09-01 09:00", {"on": date(2026, 4, 1)}, "agreed_on"),
        ("2026-09-01 09:00", {"until": LAW}, "until"),
        ("2026-09-01 09:00", {"how": Agreed.NOT_AGREED}, "how"),
    ],
)
def test_more_time_that_the_law_does_not_give(officer, at, today, facts, field):
    case = under_way(officer, None)
    at(today)
    with pytest.raises(RuleBroken) as refused:
        longer(case, officer, **facts)
    assert refused.value.field == field


def test_on_the_last_day_more_time_can_still_be_agreed(officer, at):
    case = under_way(officer, None)
    at("2026-10-06 23:59")
    longer(case, officer, on=LAW)
    assert case.agreements


def explain(case, by, **facts):
    given = {"on": date(2026, 10, 7), "way": Channel.LETTER, "text": "Because", "answer_by": date(2026, 10, 20)}
    plan_services.explain_delay(case, by=by, **given | facts)


def test_after_the_day_the_delay_is_explained_in_writing(officer, at):
    case = under_way(officer, None)
    with pytest.raises(RuleBroken, match="until Tuesday 6 October 2026 you can agree longer"):
        explain(case, officer)
    at("2026-10-07 09:00")
    with pytest.raises(RuleBroken, match="in writing"):
        explain(case, officer, way=Channel.PHONE)
    explain(case, officer)
    assert case.delay_explained_on == date(2026, 10, 7)
    assert case.promises[0].due_on == date(2026, 10, 20)


def hold(case, by, *numbers, **facts):
    given = {"reason": HoldReason.SAFEGUARDING, "why": "An enquiry", "review_on": date(2026, 4, 21)}
    return plan_services.hold(case, numbers=numbers, by=by, **given | facts)


def test_some_points_wait_and_the_others_go_on(officer, at):
    case = under_way(officer, None, None)
    held = hold(case, officer, 1)
    assert case.next_step == NextStep.HOLD_REVIEW
    point_services.decide_point(case.points[1], finding=Finding(Outcome.UPHELD, because="x"), by=officer)
    with pytest.raises(RuleBroken, match="Point 1 is on hold"):
        point_services.decide_point(case.points[0], finding=Finding(Outcome.UPHELD, because="x"), by=officer)
    at("2026-04-14 09:00")
    plan_services.release(case, held=held, by=officer)
    assert case.points[0].hold_id is None
    assert (case.next_step, case.next_on) == (NextStep.TARGET, date(2026, 5, 13))  # 6 May and 5 working days


@pytest.mark.parametrize("numbers", [(), (2,), (1,)])
def test_what_cannot_be_held(officer, numbers):
    case = under_way(officer, None, "upheld")
    if numbers == (1,):
        hold(case, officer, 1)
    with pytest.raises(RuleBroken):
        hold(case, officer, *numbers)


def test_a_hold_is_looked_at_again(officer):
    with pytest.raises(RuleBroken) as refused:
        hold(under_way(officer, None), officer, 1, review_on=TODAY)
    assert refused.value.field == "review_on"


def test_passing_it_to_safeguarding(officer):
    case = under_way(officer, None)
    plan_services.refer(
        case, taken_by="Duty worker", on=TODAY, how=Channel.PHONE, reference="SG-1", note=None, by=officer
    )
    assert (case.is_risk, case.referrals[0].taken_by) == (True, "Duty worker")


# --- the answer ---


def drafted(case, by, **facts):
    given = {"text": "Dear Ombudsman", "is_telling_allowed": True, "head_review_not_needed": "One small point"}
    return answer_services.draft(case, by=by, **given | facts)


def test_from_draft_to_sent_and_closed(officer, manager):
    case = under_way(officer, "upheld", "not-upheld")
    drafted(case, officer)
    answer_services.check(case, by=manager)
    answer_services.sign(case, by=manager, position="Complaints manager")
    answer_services.send(case, on=TODAY, how=Channel.EMAIL, is_final=True, by=officer)
    assert (case.status, case.outcome, case.responded_on, case.closed_on) == (
        *(Status.CLOSED, Outcome.PARTLY_UPHELD),
        *(TODAY, TODAY),
    )
    said = [entry.words for entry in TrailEntry.query.filter_by(subject_id=case.id).order_by(TrailEntry.id)]
    assert said == ["wrote the answer", "checked the answer", "signed the answer", "sent the answer, 7 April 2026",
                    "closed the case: partly upheld"]  # fmt: skip


def test_an_answer_that_may_be_reviewed_leaves_the_case_answered(officer, manager):
    case = under_way(officer, "upheld")
    sent(case, officer, manager, is_final=False)
    assert (case.status, case.closed_on) == (Status.ANSWERED, None)


def sent(case, officer, manager, is_final):
    drafted(case, officer)
    answer_services.check(case, by=manager)
    answer_services.sign(case, by=manager, position="Complaints manager")
    answer_services.send(case, on=TODAY, how=Channel.EMAIL, is_final=is_final, by=officer)


@pytest.mark.parametrize(
    ("points", "facts", "sentence"),
    [
        (["upheld", None], {}, "point 2 has no finding"),
        ([], {}, "there is no point yet"),
        (["upheld"], {"text": "Dear"}, "the letter does not say how to reach the ombudsman"),
        (["upheld"], {"is_telling_allowed": False}, "nobody has said that consent allows each thing it tells"),
        (["upheld"], {"head_review_not_needed": None}, "no head of service has looked at it and no reason is given"),
    ],
)
def test_what_an_answer_still_needs(officer, manager, points, facts, sentence):
    case = under_way(officer, *points)
    drafted(case, officer, **facts)
    if points == ["upheld"]:  # what the page offers next is the first thing that the verbs refuse for
        step = turns.next_step(case, manager, today=TODAY, calendar=Calendar())
        assert step == turns.Step(f"The answer is not finished: {sentence}.", "Finish the answer", step.verb)
    for verb in (
        lambda: answer_services.check(case, by=manager),
        lambda: answer_services.sign(case, by=manager, position="x"),
        lambda: answer_services.send(case, on=TODAY, how=Channel.EMAIL, is_final=True, by=officer),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            verb()


def test_a_head_of_service_with_an_account_looks_at_it_unless_they_had_a_part_in_it(client, officer, manager):
    head, busy, named = (make.person("contributor", name=name) for name in ("Hale Head", "Ina Busy", "Ned Named"))
    case = under_way(officer, "upheld")
    case.points[0].investigator_id = busy.id
    case.named.append(ComplaintNamed(person_id=named.id))
    db.session.flush()
    for person, sentence in ((named, "is not named"), (busy, "did not look into"), (officer, "did not write")):
        with pytest.raises(RuleBroken, match=sentence) as broken:
            drafted(case, officer, head_review_not_needed=None, head_reviewer=person)
        assert broken.value.field == "head_reviewer"
    with pytest.raises(RuleBroken, match="Give one person"):
        drafted(case, officer, head_review_not_needed=None, head_reviewer=head, head_reviewed_by="Somebody else")
    client.sign_in(officer)
    page = client.get(f"/complaints/{case.id}/answer").get_data(as_text=True)
    assert "Hale Head" in page
    assert "Ina Busy" not in page
    assert "Ned Named" not in page
    sent_in = {"text": "Dear", "is_telling_allowed": "yes", "head_reviewer": str(head.id)}
    assert send(client, f"/complaints/{case.id}/answer", sent_in).status_code == 302
    answer = answer_services.answer_in_hand(db.session.get(type(case), case.id))
    assert (answer.head_reviewer_id, answer.head_reviewed_by) == (head.id, "Hale Head")
    again = client.get(f"/complaints/{case.id}/answer").get_data(as_text=True)
    assert f'<option value="{head.id}" selected' in again
    in_words = {"text": "Dear", "is_telling_allowed": "yes", "head_reviewed_by": "The head of hospital work"}
    assert send(client, f"/complaints/{case.id}/answer", in_words).status_code == 302
    answer = answer_services.answer_in_hand(db.session.get(type(case), case.id))
    assert (answer.head_reviewer_id, answer.head_reviewed_by) == (None, "The head of hospital work")


def test_whoever_wrote_it_does_not_check_it_and_an_officer_does_not_sign(officer, manager):
    case = under_way(officer, "upheld")
    drafted(case, officer)
    with pytest.raises(RuleBroken, match="You wrote this answer, so someone else must check it"):
        answer_services.check(case, by=officer)
    with pytest.raises(RuleBroken, match="nobody has checked it"):
        answer_services.sign(case, by=manager, position="x")
    offered = [turns.next_step(case, person, today=TODAY, calendar=Calendar()).button for person in (officer, manager)]
    assert offered == ["", "Check the answer"]
    answer_services.check(case, by=manager)
    with pytest.raises(RuleBroken, match="Only the director, the complaints manager or a deputy"):
        answer_services.sign(case, by=officer, position="x")
    with pytest.raises(RuleBroken, match="it is not signed"):
        answer_services.send(case, on=TODAY, how=Channel.EMAIL, is_final=True, by=officer)


def test_a_changed_letter_or_finding_must_be_checked_and_signed_again(officer, manager):
    case = under_way(officer, "upheld")
    drafted(case, officer)
    answer_services.check(case, by=manager)
    answer_services.sign(case, by=manager, position="x")
    drafted(case, officer, text="Dear all, the ombudsman")
    with pytest.raises(RuleBroken, match="nobody has checked it"):
        answer_services.send(case, on=TODAY, how=Channel.EMAIL, is_final=True, by=officer)
    answer_services.check(case, by=manager)
    point_services.decide_point(case.points[0], finding=Finding(Outcome.NOT_UPHELD, because="x"), by=officer)
    with pytest.raises(RuleBroken, match="nobody has checked it"):
        answer_services.sign(case, by=manager, position="x")


@pytest.mark.parametrize("on", [date(2026, 4, 6), date(2026, 4, 8)])
def test_sent_neither_before_it_came_nor_tomorrow(officer, manager, on):
    case = under_way(officer, "upheld")
    drafted(case, officer)
    answer_services.check(case, by=manager)
    answer_services.sign(case, by=manager, position="x")
    with pytest.raises(RuleBroken) as refused:
        answer_services.send(case, on=on, how=Channel.EMAIL, is_final=True, by=officer)
    assert refused.value.field == "sent_on"


def test_a_review_opens_the_case_again_and_its_reply_ends_it_on_its_own_day(officer, manager, at):
    case = under_way(officer, "upheld")
    sent(case, officer, manager, is_final=True)
    at("2026-04-20 09:00")
    answer_services.request_review(case, on=date(2026, 4, 17), reason="Not all answered", by=officer)
    assert (case.status, case.closed_on, case.outcome) == (Status.IN_REVIEW, None, None)
    with pytest.raises(RuleBroken) as refused:
        answer_services.reply(
            case, on=date(2026, 4, 16), reviewed_by="Head", text="www.lgo.org.uk", is_final=True, by=officer
        )
    assert refused.value.field == "reviewed_on"
    answer_services.reply(
        case, on=date(2026, 4, 20), reviewed_by="Head", text="www.lgo.org.uk", is_final=True, by=officer
    )
    assert (case.status, case.closed_on, case.responded_on) == (Status.CLOSED, date(2026, 4, 20), TODAY)


def test_who_reviews_it_is_an_account_that_had_no_part_in_it_or_is_said_in_words(client, officer, manager, at):
    head, busy, named, before = (
        make.person("contributor", name=name) for name in ("Hale Head", "Ina Busy", "Ned Named", "Del Decided")
    )
    case = under_way(officer, "upheld")
    sent(case, officer, manager, is_final=True)
    case.points[0].investigator_id, case.points[0].decided_by_id = busy.id, before.id
    case.named.append(ComplaintNamed(person_id=named.id))
    at("2026-04-20 09:00")
    answer_services.request_review(case, on=date(2026, 4, 17), reason=None, by=officer)
    asked = {"on": date(2026, 4, 20), "text": "www.lgo.org.uk", "is_final": True, "by": officer}
    parts = ((named, "is not named"), (busy, "did not look into"), (before, "did not look into"))
    for person, sentence in (*parts, (officer, "did not write")):
        with pytest.raises(RuleBroken, match=sentence) as broken:
            answer_services.reply(case, reviewer=person, **asked)
        assert broken.value.field == "reviewer"
    with pytest.raises(RuleBroken, match="Give one person") as broken:
        answer_services.reply(case, reviewer=head, reviewed_by="Somebody else", **asked)
    assert broken.value.field == "reviewed_by"
    with pytest.raises(RuleBroken, match="Select who reviewed it"):
        answer_services.reply(case, reviewed_by=" ", **asked)
    db.session.commit()
    client.sign_in(officer)
    page = client.get(f"/complaints/{case.id}/reply").get_data(as_text=True)
    assert [name for name in ("Hale Head", "Ina Busy", "Ned Named", "Del Decided") if name in page] == ["Hale Head"]
    sent_in = {"reviewer": str(head.id), "text": "We looked again: www.lgo.org.uk", "is_final": "yes"}
    sent_in |= {"reviewed_on": ["20", "4", "2026"]}
    assert send(client, f"/complaints/{case.id}/reply", sent_in).status_code == 302
    letter = db.session.query(ComplaintLetter).filter_by(kind="review").one()
    assert (letter.reviewer_id, letter.reviewed_by, letter.with_whom) == (head.id, "Hale Head", None)
    assert "Reviewed by Hale Head" in text_of(client.get(f"/complaints/{case.id}/letters"))


@pytest.mark.parametrize(
    ("text", "is_final", "sentence"),
    [
        ("We looked again", True, "how to reach the ombudsman"),
        ("Dear [name]", False, "in brackets"),
        ("No", False, None),
    ],
)
def test_the_last_word_on_a_review_names_the_ombudsman(officer, manager, text, is_final, sentence):
    case = under_way(officer, "upheld")
    sent(case, officer, manager, is_final=True)
    answer_services.request_review(case, on=TODAY, reason=None, by=officer)
    asked = {"on": TODAY, "reviewed_by": "Head", "text": text, "is_final": is_final, "by": officer}
    if sentence is None:
        answer_services.reply(case, **asked)
        return
    with pytest.raises(RuleBroken, match=sentence) as refused:
        answer_services.reply(case, **asked)
    assert refused.value.field == "text"


def test_who_no_longer_wants_the_review_leaves_the_answer_as_it_was(officer, manager, at):
    case = under_way(officer, "upheld")
    sent(case, officer, manager, is_final=True)
    at("2026-04-20 09:00")
    answer_services.request_review(case, on=date(2026, 4, 17), reason=None, by=officer)
    for on in (date(2026, 4, 16), date(2026, 4, 21)):
        with pytest.raises(RuleBroken) as refused:
            services.withdraw(case, on=on, reason="Content now", by=officer)
        assert refused.value.field == "withdrawn_on"
    services.withdraw(case, on=date(2026, 4, 20), reason="Content now", by=officer)
    assert (case.status, case.outcome, case.closed_on) == (Status.CLOSED, Outcome.UPHELD, TODAY)
    assert (case.responded_on, case.review_requested_on) == (TODAY, None)


def test_a_second_review_is_acknowledged_anew(officer, manager, at):
    case = under_way(officer, "upheld", route=Route.CORPORATE)
    sent(case, officer, manager, is_final=True)
    for month in (5, 6):
        at(f"2026-{month:02}-04 09:00")
        answer_services.request_review(case, on=date(2026, month, 4), reason=None, by=officer)
        assert case.review_acknowledged_on is None
        more_time_services.acknowledge_review(case, on=date(2026, month, 4), by=officer)
        answer_services.reply(
            case, on=date(2026, month, 4), reviewed_by="Head", text="www.lgo.org.uk", is_final=True, by=officer
        )


def test_one_answer_waits_for_each_part_that_another_body_owes(officer, manager):
    case = under_way(officer, "upheld")
    joint_services.add_body(case, name="Named Only", is_lead=False, part=None, due_on=None, by=officer)
    body = joint_services.add_body(case, name="One Trust", is_lead=False, part="The ward", due_on=TODAY, by=officer)
    drafted(case, officer)
    with pytest.raises(RuleBroken, match="the part of One Trust is not here"):
        answer_services.check(case, by=manager)
    joint_services.update_body(case, body, part="The ward", due_on=TODAY, received_on=TODAY, comments=None, by=officer)
    answer_services.check(case, by=manager)


def test_an_update_is_no_acknowledgement(officer):
    # In a published system the date of an update took the place of the first response.
    case = room.complaint(officer, route=Route.STATUTORY)
    for way in (Channel.LETTER, Channel.PHONE):
        plan_services.write(
            case,
            kind=LetterKind.UPDATE,
            direction=Direction.SENT,
            way=way,
            on=TODAY,
            with_whom=None,
            text="x",
            by=officer,
        )
    assert (case.acknowledged_on, case.next_step) == (None, NextStep.ACKNOWLEDGE)


def test_an_answer_with_brackets_is_not_checked(officer, manager):
    case = under_way(officer, "upheld")
    drafted(case, officer, text="Dear [name], the ombudsman")
    with pytest.raises(RuleBroken, match="in brackets"):
        answer_services.check(case, by=manager)


def test_what_they_may_be_told_stands_where_the_answer_is_written(client, officer):
    case = under_way(officer, "upheld")
    joint_services.add_authority(
        case, body="One Trust", right=Right.CONSENT, state=RightState.REFUSED, on=TODAY, note=None, by=officer
    )
    db.session.commit()
    page = text_of(client.sign_in(officer).get(f"/complaints/{case.id}/answer"))
    assert "One Trust: with the adult&#39;s written consent. Refused, 7 April 2026" in page


def test_naming_a_colleague_takes_back_what_they_did_in_it(officer, manager):
    case = under_way(officer, "upheld", None)
    looker = make.person("investigator", name="Ned Named")
    first, second = case.points
    first.decided_by_id, second.investigator_id = looker.id, looker.id
    db.session.flush()
    name(case, looker, by=officer)
    assert (first.outcome, first.decided_on, first.decided_by_id) == (None, None, None)
    assert second.investigator is None
    with pytest.raises(RuleBroken, match="The case is with a colleague you name") as refused:
        name(case, officer, by=manager)
    assert refused.value.field == "named"


def test_naming_whoever_looked_at_wrote_checked_or_signed_an_answer_has_it_done_again(officer, manager):
    case = under_way(officer, "upheld")
    head, director = make.person("contributor"), make.person("director")
    drafted(case, manager, head_review_not_needed=None, head_reviewer=head)
    answer_services.check(case, by=officer)
    answer_services.sign(case, by=director, position="Director")
    name(case, head, by=officer)
    answer = answer_services.answer_in_hand(case)
    assert (answer.head_reviewer_id, answer.checked_by_id, answer.signed_by_id) == (None, None, None)
    with pytest.raises(RuleBroken, match="no head of service has looked at it"):
        answer_services.check(case, by=officer)
    drafted(case, officer)
    checker = make.person("complaints-officer")
    answer_services.check(case, by=checker)
    name(case, head, checker, by=officer)
    assert answer.checked_by_id is None


def test_a_colleague_it_names_neither_writes_the_answer_nor_leaves_theirs_standing(officer, manager):
    case = under_way(officer, "upheld")
    drafted(case, manager)
    name(case, manager, by=officer)
    with pytest.raises(RuleBroken, match="a colleague it names wrote it"):
        answer_services.check(case, by=make.person("complaints-officer"))
    with pytest.raises(RuleBroken, match="You are named in this complaint"):
        drafted(case, manager)
    drafted(case, officer)  # the same words, now somebody else's
    answer_services.check(case, by=make.person("complaints-officer"))


def test_whoever_is_named_does_not_see_the_restricted_case_any_more(officer, manager):
    case = under_way(officer, "upheld")
    access_services.restrict(case, people=[officer], reason="x", by=manager)
    name(case, manager, by=officer)
    assert {row.person_id for row in case.access} == {officer.id}


def name(case, *people, by):
    sorting = Sorting(route=case.route, terms={}, named=[one.id for one in people])
    services.sort(case, sorting=sorting, by=by)
    db.session.flush()


@pytest.mark.parametrize("on", [date(2026, 4, 6), date(2026, 4, 8)])
def test_a_review_is_asked_for_after_the_answer_and_not_tomorrow(officer, manager, on):
    case = under_way(officer, "upheld")
    sent(case, officer, manager, is_final=True)
    with pytest.raises(RuleBroken) as refused:
        answer_services.request_review(case, on=on, reason=None, by=officer)
    assert refused.value.field == "requested_on"


def test_what_is_no_complaint_gets_no_answer_letter(officer):
    case = under_way(officer, route=Route.SERVICE_REQUEST)
    with pytest.raises(RuleBroken, match="Close it with a reason"):
        drafted(case, officer)


def test_an_answer_after_reopening_takes_the_place_of_the_old_review(officer, manager, at):
    case = under_way(officer, "upheld")
    sent(case, officer, manager, is_final=True)
    answer_services.request_review(case, on=TODAY, reason=None, by=officer)
    answer_services.reply(case, on=TODAY, reviewed_by="Head", text="www.lgo.org.uk", is_final=True, by=officer)
    at("2026-05-01 09:00")
    services.reopen(case, reason="New papers", by=officer)
    drafted(case, officer)
    answer_services.check(case, by=manager)
    answer_services.sign(case, by=manager, position="x")
    answer_services.send(case, on=date(2026, 5, 1), how=Channel.EMAIL, is_final=True, by=officer)
    assert (case.closed_on, case.reviewed_on) == (date(2026, 5, 1), None)
    assert [answer.round for answer in case.answers] == [1, 2]


# --- afterwards ---


def closed(officer, *points, **facts):
    given = {"status": Status.CLOSED, "responded_on": TODAY, "closed_on": TODAY, "outcome": Outcome.UPHELD}
    return under_way(officer, *points, **given | facts)


def test_a_remedy_lives_on_after_the_case_is_closed(officer, at):
    case = closed(officer, "upheld")
    remedy = after_services.add_remedy(
        case,
        kind=RemedyKind.FINANCIAL_REDRESS,
        point=case.points[0],
        pounds=Decimal(500),
        due_on=date(2026, 4, 30),
        by=officer,
    )
    assert (case.next_step, case.next_on) == (NextStep.REMEDY, date(2026, 4, 30))
    at("2026-04-20 09:00")
    after_services.prove_remedy(case, remedy, on=date(2026, 4, 20), proof="Paid", by=officer)
    assert (remedy.done_on, case.next_on) == (date(2026, 4, 20), None)
    with pytest.raises(RuleBroken, match="done already"):
        after_services.prove_remedy(case, remedy, on=date(2026, 4, 20), proof="Paid", by=officer)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": RemedyKind.FINANCIAL_REDRESS}, "pounds"),
        ({"kind": RemedyKind.APOLOGY, "pounds": Decimal(5)}, "pounds"),
        ({"kind": RemedyKind.APOLOGY, "point": 1}, "goodwill_reason"),
    ],
)
def test_remedies_that_are_refused(officer, facts, field):
    case = closed(officer, "upheld", "not-upheld")
    facts = facts | ({"point": case.points[facts["point"]]} if "point" in facts else {})
    with pytest.raises(RuleBroken) as refused:
        after_services.add_remedy(case, by=officer, **facts)
    assert refused.value.field == field


def test_goodwill_with_its_reason(officer):
    case = closed(officer, "not-upheld", outcome=Outcome.NOT_UPHELD)
    remedy = after_services.add_remedy(case, kind=RemedyKind.APOLOGY, goodwill_reason="A long wait", by=officer)
    assert remedy.goodwill_reason == "A long wait"


def test_the_ombudsman_asks_decides_and_recommends(officer, at):
    case = closed(officer, "upheld")
    with pytest.raises(RuleBroken, match="Add the ombudsman's enquiry first"):
        after_services.check_decide(case)
    at("2026-06-01 09:00")
    enquiry = after_services.add_enquiry(
        case, on=date(2026, 6, 1), reference="26 001 234", answer_due_on=date(2026, 6, 20), by=officer
    )
    assert case.next_step == NextStep.OMBUDSMAN_ANSWER
    after_services.answer_enquiry(case, enquiry, on=date(2026, 6, 1), by=officer)
    at("2026-08-01 09:00")
    asked = [Asked("Pay 500 pounds", date(2026, 9, 1)), Asked("Train staff", date(2026, 10, 1))]
    decide(case, officer, asked=asked)
    assert [one.what for one in enquiry.recommendations] == ["Pay 500 pounds", "Train staff"]
    assert case.next_on == date(2026, 9, 1)
    after_services.prove_recommendation(case, enquiry.recommendations[0], on=date(2026, 8, 1), proof="Paid", by=officer)
    assert case.next_on == date(2026, 10, 1)


def decide(case, by, **facts):
    given = {"on": date(2026, 8, 1), "outcome": OmbudsmanOutcome.UPHELD, "fault": "Delay", "asked": []}
    after_services.decide_enquiry(
        case, after_services.check_decide(case), by=by, **{**given, "was_remedied_before": False} | facts
    )


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"on": date(2026, 5, 31)}, "decided_on"),
        ({"on": date(2026, 8, 2)}, "decided_on"),
        ({"outcome": OmbudsmanOutcome.NOT_UPHELD, "asked": [Asked("Pay", date(2026, 9, 1))]}, "what"),
    ],
)
def test_ombudsman_decisions_that_are_refused(officer, at, facts, field):
    case = closed(officer, "upheld")
    at("2026-08-01 09:00")
    after_services.add_enquiry(case, on=date(2026, 6, 1), reference=None, answer_due_on=None, by=officer)
    with pytest.raises(RuleBroken) as refused:
        decide(case, officer, **facts)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("on", "due", "field"),
    [
        (date(2026, 4, 8), None, "enquiry_on"),
        (date(2026, 4, 6), None, "enquiry_on"),
        (TODAY, date(2026, 4, 6), "answer_due_on"),
    ],
)
def test_ombudsman_enquiries_that_are_refused(officer, on, due, field):
    with pytest.raises(RuleBroken) as refused:
        after_services.add_enquiry(closed(officer, "upheld"), on=on, reference=None, answer_due_on=due, by=officer)
    assert refused.value.field == field


def decided(officer, **facts):
    case = under_way(officer, "upheld")
    enquiry = OmbudsmanCase(enquiry_on=TODAY, decided_on=TODAY, outcome=OmbudsmanOutcome.UPHELD, **facts)
    case.ombudsman_cases.append(enquiry)
    db.session.flush()
    return case, enquiry


def test_what_is_recorded_of_the_ombudsman_can_be_put_right(client, officer):
    case, enquiry = decided(officer)
    client.sign_in(officer)
    path = f"/complaints/{case.id}/ombudsman/{enquiry.id}/correct"
    assert "Correct this" in text_of(client.get(f"/complaints/{case.id}/ombudsman"))
    typed = {
        "their_reference": "26 001 004",
        "fault": "Care was late",
        "was_remedied_before": "yes",
        "outcome": "upheld",
    }
    typed |= {"enquiry_on": ["7", "4", "2026"], "decided_on": ["7", "4", "2026"]}
    assert "Say why it changes" in text_of(send(client, path, typed))
    assert send(client, path, typed | {"reason": "Their list says so"}).status_code == 302
    held = db.session.get(OmbudsmanCase, enquiry.id)
    assert (held.their_reference, held.fault, held.was_remedied_before) == ("26 001 004", "Care was late", True)
    last = db.session.query(TrailEntry).order_by(TrailEntry.id.desc()).first()
    assert (last.words, last.reason) == ("corrected what is recorded of the ombudsman", "Their list says so")
    assert last.changes == {"Put right before": [None, True]}


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"enquiry_on": date(2026, 4, 6)}, "enquiry_on", "must be the same as or after date received"),
        ({"enquiry_on": date(2026, 4, 8)}, "enquiry_on", "must be today or in the past"),
        ({"decided_on": date(2026, 4, 8)}, "decided_on", "must be today or in the past"),
        ({"decided_on": date(2026, 4, 6)}, "decided_on", "Decided on must be the same as or after"),
        ({"decided_on": None}, "decided_on", "needs both its day and its outcome"),
        ({"outcome": None}, "decided_on", "needs both its day and its outcome"),
        ({"outcome": OmbudsmanOutcome.NOT_UPHELD}, "outcome", "only an upheld decision has them"),
    ],
)
def test_corrections_of_the_ombudsmans_part_that_are_refused(officer, facts, field, sentence):
    case, enquiry = decided(officer, recommendations=[OmbudsmanRecommendation(what="Pay", due_on=TODAY)])
    standing = {"their_reference": None, "enquiry_on": TODAY, "decided_on": TODAY, "outcome": OmbudsmanOutcome.UPHELD}
    with pytest.raises(RuleBroken, match=sentence) as refused:
        after_services.correct_enquiry(case, enquiry, recorded=Recorded(**standing | facts), reason="x", by=officer)
    assert refused.value.field == field
