"""Peer challenge: who may look in, what only the team sees, what the council must answer, and that over means over."""

from datetime import timedelta

import pytest

from casework.accounts import services as accounts
from casework.accounts.roles import Role
from casework.actions import services as actions
from casework.assessments import services
from casework.assessments.challenge import beside, council_services, queries, rules, team_services
from casework.assessments.challenge_models import ChallengeNoteText, RatingKind
from casework.assessments.models import AssessmentStatus
from casework.assessments.rules import Seen
from casework.extensions import db
from casework.findings.models import FindingKind, FindingStatus, Severity
from casework.findings.rules import SourceKind, source_kind
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.trail.models import TrailEntry
from tests import make
from tests.assessments import challenging
from tests.assessments.challenging import at as answer

TODAY = clock.today


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def peer(app):
    return make.organisation("E10000024", "Nottinghamshire")


@pytest.fixture
def mark(peer):
    return make.person("challenger", org=peer, name="Mark Vale")


@pytest.fixture
def signed(director):
    return challenging.signed(director)


@pytest.fixture
def challenge(signed, director, mark):
    return challenging.opened(signed, [mark], director)


def refused(verb, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        verb()


def words():
    return [entry.words for entry in db.session.query(TrailEntry).order_by(TrailEntry.id)]


# --- opening ---


def test_the_director_opens_a_signed_version(challenge, signed, mark):
    assert signed.status is AssessmentStatus.CHALLENGE
    assert [one.person for one in challenge.team] == [mark]
    assert "to Mark Vale (Nottinghamshire) until" in words()[-1]
    assert queries.list_open_to(mark, today=TODAY()) == [challenge]


def test_only_a_signed_version_is_opened_and_only_by_the_director(director, mark, signed):
    day = TODAY() + timedelta(days=5)
    draft = challenging.filled(director, "2013-14")
    analyst = make.person("analyst")
    elsewhere = make.person("director", org=make.organisation("E06000017", "Rutland"))
    refused(lambda: council_services.open_(draft, team=[mark], closes_on=day, by=director), "cannot be done now")
    refused(lambda: council_services.open_(signed, team=[mark], closes_on=day, by=analyst), "Only the director")
    refused(lambda: council_services.open_(signed, team=[mark], closes_on=day, by=elsewhere), "Only the director")
    council_services.open_(signed, team=[mark], closes_on=day, by=director)
    refused(lambda: council_services.open_(signed, team=[mark], closes_on=day, by=director), "cannot be done now")


def test_the_team_is_named_challengers_of_another_council(director, signed, peer, mark):
    def opening(*team, days=5):
        return lambda: council_services.open_(signed, team=team, closes_on=TODAY() + timedelta(days=days), by=director)

    ours = make.person("challenger", name="One of us")
    agency = make.person("challenger", org=make.organisation("police", "Police", "agency"))
    analyst = make.person("analyst", org=peer)
    disabled = make.person("challenger", org=peer, is_disabled=True)
    refused(opening(), "Select at least one challenger")
    for wrong in (ours, agency, analyst, disabled):
        refused(opening(mark, wrong), "Select challengers of another council")
    refused(opening(mark, days=-1), "today or in the future")
    refused(opening(mark, days=400), "within a year")
    assert queries.list_challengers(director.organisation_id) == [mark]
    opening(mark, days=0)()  # the control: today is a day like any other


# --- what exists for whom ---


def test_a_challenge_exists_for_its_team_alone(challenge, mark, peer, director):
    colleague = make.person("challenger", org=peer, name="Not named")
    assert queries.list_open_to(colleague, today=TODAY()) == []
    assert queries.list_open_to(director, today=TODAY()) == []
    assert queries.get_challenge(challenge.id, seen_by=mark) is challenge
    for stranger in (colleague, director):
        with pytest.raises(Exception, match="404"):
            queries.get_challenge(challenge.id, seen_by=stranger)


def test_a_second_role_changes_nothing_and_a_lost_role_everything(challenge, mark):
    accounts.change_roles(mark, roles=[Role.CHALLENGER, Role.DIRECTOR], by=None)
    assert rules.is_on_team(challenge, mark)
    accounts.change_roles(mark, roles=[Role.DIRECTOR], by=None)
    assert not rules.is_on_team(challenge, mark)
    assert queries.list_open_to(mark, today=TODAY()) == []
    refused(lambda: team_services.hold_open(challenge, mark), "not open to you")


def test_a_disabled_challenger_writes_nothing_more(challenge, mark):
    accounts.disable(mark, by=None)
    refused(lambda: team_services.ask(challenge, answer=answer(challenge.assessment, "enquiry"), text="?", by=mark),
            "not open to you")  # fmt: skip


def test_whoever_is_taken_off_the_team_is_out_and_the_notes_stay(challenge, mark, director, peer):
    other = make.person("challenger", org=peer, name="Ann Bell")
    one = answer(challenge.assessment, "o1.outcomes")
    team_services.note(challenge, answer=one, text="Mark's words", rating=2, seen=Seen(0), by=mark)
    council_services.change_team(challenge, team=[other], by=director)
    assert not rules.is_on_team(challenge, mark)
    assert queries.find_note(challenge, one).text == "Mark's words"
    assert queries.list_open_to(other, today=TODAY()) == [challenge]
    refused(lambda: council_services.change_team(challenge, team=[], by=director), "at least one")
    accounts.disable(other, by=None)
    council_services.change_team(challenge, team=[other, mark], by=director)  # who is on it may stay on it
    refused(lambda: council_services.change_team(challenge, team=[make.person("challenger")], by=director), "another")


# --- over means over ---


def test_the_last_day_counts_whole_and_the_day_after_nothing_is_open(challenge, mark, at):
    at("2026-04-30 23:59")
    challenge.closes_on = TODAY()
    assert rules.is_open(challenge, TODAY())
    at("2026-05-01 00:00")
    assert not rules.is_open(challenge, TODAY())
    assert queries.list_open_to(mark, today=TODAY()) == []
    assert queries.list_closed_to(mark, today=TODAY()) == [challenge]
    assert rules.closed_words(challenge) == (
        "This assessment closed to you on Thursday 30 April 2026. Ask the council if you need longer."
    )
    one = answer(challenge.assessment, "o1.outcomes")
    verbs = [
        lambda: team_services.note(challenge, answer=one, text="Late", rating=None, seen=Seen(0), by=mark),
        lambda: team_services.ask(challenge, answer=one, text="Late", by=mark),
        lambda: team_services.recommend(challenge, answer=one, text="Late", kind=FindingKind.RISK, priority=Severity.LOW,
                                        by=mark),
        lambda: team_services.share(challenge, notes=[], by=mark),
    ]  # fmt: skip
    for verb in verbs:
        refused(verb, "closed to you on Thursday 30 April 2026")


def test_a_later_day_opens_it_again(challenge, mark, director, at):
    at("2026-05-04 09:00")
    challenge.closes_on = TODAY() - timedelta(days=4)
    refused(lambda: council_services.extend(challenge, closes_on=TODAY() - timedelta(days=1), by=director), "future")
    refused(lambda: council_services.extend(challenge, closes_on=challenge.closes_on, by=director), "future")
    refused(lambda: council_services.extend(challenge, closes_on=TODAY(), by=mark), "Only the director")
    council_services.extend(challenge, closes_on=TODAY() + timedelta(days=7), by=director)
    assert "from 30 April 2026 to 11 May 2026" in words()[-1]
    team_services.ask(challenge, answer=answer(challenge.assessment, "o1.outcomes"), text="May we?", by=mark)


def test_closed_before_its_day_closed_on_that_day(challenge, mark, director, at):
    at("2026-04-07 10:00")
    challenge.closes_on = TODAY() + timedelta(days=20)
    council_services.close(challenge.assessment, by=director)
    assert challenge.assessment.status is AssessmentStatus.CLOSED
    assert "closed to you on Tuesday 7 April 2026" in rules.closed_words(challenge)
    refused(lambda: council_services.extend(challenge, closes_on=TODAY(), by=director), "challenge is closed")
    one = answer(challenge.assessment, "enquiry")
    refused(lambda: team_services.ask(challenge, answer=one, text="?", by=mark), "closed to you")
    fresh = services.revise(challenge.assessment, by=director)
    assert fresh.number == 2


# --- notes ---


def test_nobody_of_the_council_sees_a_note_before_it_is_shared(challenge, mark):
    one, two = (answer(challenge.assessment, key) for key in ("o1.outcomes", "o1.practice"))
    note = team_services.note(challenge, answer=one, text="Not as good as they say", rating=2, seen=Seen(0), by=mark)
    team_services.note(challenge, answer=two, text="Only ours", rating=1, seen=Seen(0), by=mark)
    assert queries.list_notes(challenge, shared_only=True) == {}
    assert queries.list_moves(challenge.assessment) == []
    team_services.share(challenge, notes=[note], by=mark)
    assert queries.list_notes(challenge, shared_only=True) == {one.id: note}
    (move,) = queries.list_moves(challenge.assessment)
    assert (move.kind, move.rating, move.reason, move.by) == (RatingKind.MODERATED, 2, note.text, mark)
    told = " ".join(f"{entry.words} {entry.changes} {entry.reason}" for entry in db.session.query(TrailEntry))
    assert "Only ours" not in told
    assert "Not as good" in told  # the control: what is shared stands in the trail as the reason


def test_a_rating_is_not_shared_without_words(challenge, mark):
    one = answer(challenge.assessment, "o1.outcomes")
    note = team_services.note(challenge, answer=one, text="", rating=2, seen=Seen(0), by=mark)
    refused(lambda: team_services.share(challenge, notes=[note], by=mark), "Say in your notes why")
    refused(lambda: team_services.share(challenge, notes=[], by=mark), "Select what you want to share")
    note = team_services.note(challenge, answer=one, text="Because", rating=2, seen=Seen(note.version), by=mark)
    team_services.share(challenge, notes=[note], by=mark)
    again = {"challenge": challenge, "answer": one, "by": mark}
    refused(lambda: team_services.note(text="", rating=3, seen=Seen(note.version), **again), "reads your rating")
    team_services.note(text="On reflection", rating=3, seen=Seen(note.version), **again)
    assert [move.rating for move in queries.list_moves(challenge.assessment)] == [2, 3]


def test_two_of_a_team_lose_no_text(challenge, mark, peer):
    ann = make.person("challenger", org=peer, name="Ann Bell")
    council_services.change_team(challenge, team=[mark, ann], by=challenge.opened_by)
    one = answer(challenge.assessment, "o1.outcomes")
    given = {"challenge": challenge, "answer": one, "rating": None, "seen": Seen(0)}
    team_services.note(text="Mark first", by=mark, **given)
    with pytest.raises(team_services.NoteConflict) as met:
        team_services.note(text="Ann too", by=ann, **given)
    assert met.value.note.text == "Mark first"
    kept = [text.text for text in db.session.query(ChallengeNoteText).order_by(ChallengeNoteText.id)]
    assert kept == ["Mark first", "Ann too"]
    team_services.note(**{**given, "text": "Both", "by": ann, "seen": Seen(met.value.note.version)})
    assert queries.find_note(challenge, one).text == "Both"


@pytest.mark.parametrize(("node", "rating"), [("o1.outcomes", 5), ("o1.outcomes", 9), ("enquiry", 1)])
def test_a_rating_off_the_scale_is_refused(challenge, mark, node, rating):
    one = answer(challenge.assessment, node)
    refused(
        lambda: team_services.note(challenge, answer=one, text="X", rating=rating, seen=Seen(0), by=mark),
        "ratings shown",
    )


# --- questions ---


def test_a_question_is_answered_once_by_somebody_of_the_council(challenge, mark, director):
    one = answer(challenge.assessment, "o4.partnership")
    question = team_services.ask(challenge, answer=one, text=" How do you know? ", by=mark)
    assert question.text == "How do you know?"
    writer = make.person("contributor")
    for outsider in (mark, writer, make.person("director", org=make.organisation("E06000017", "Rutland"))):
        refused(lambda by=outsider: council_services.reply(question, text="X", by=by), "Only the director, or a person")
    refused(lambda: council_services.reply(question, text=" ", by=director), "Enter your answer")
    council_services.reply(question, text="From the survey", by=director)
    refused(lambda: council_services.reply(question, text="Again", by=director), "Dee Cole has answered this question")
    assert question.reply == "From the survey"


def test_a_contributor_answers_about_the_section_they_were_given(challenge, mark):
    from casework.assessments.models import GivenSection, GivenStatus

    writer, now = make.person("contributor"), clock.now()
    db.session.add(
        GivenSection(assessment=challenge.assessment, section_id="o4", to=writer, status=GivenStatus.DONE, given_at=now,
                     changed_at=now)
    )  # fmt: skip
    inside = team_services.ask(challenge, answer=answer(challenge.assessment, "o4.partnership"), text="?", by=mark)
    outside = team_services.ask(challenge, answer=answer(challenge.assessment, "o1.outcomes"), text="?", by=mark)
    council_services.reply(inside, text="So", by=writer)
    refused(lambda: council_services.reply(outside, text="So", by=writer), "Only the director")


# --- recommendations ---


def recommend(challenge, mark, node="o1.outcomes"):
    return team_services.recommend(
        challenge,
        answer=answer(challenge.assessment, node),
        text="Ask people who left",
        kind=FindingKind.AREA_FOR_IMPROVEMENT,
        priority=Severity.HIGH,
        by=mark,
    )


def decide(made, director, reason=None, **given):
    return council_services.decide(
        made, **{"title": "Ask people", "theme": None, "measures": [make.measure()], "no_action_reason": reason,
                 "by": director, **given}
    )  # fmt: skip


def test_a_recommendation_becomes_a_finding_whose_source_is_the_challenge(challenge, mark, director):
    made = recommend(challenge, mark)
    finding = decide(made, director, "We ask already")
    assert source_kind(finding) is SourceKind.PEER_CHALLENGE
    assert (finding.recommendation_id, finding.answer_id, finding.entered_source) == (made.id, None, None)
    assert (finding.kind, finding.severity, finding.detail) == (made.kind, Severity.HIGH, made.text)
    assert (finding.status, finding.no_action_reason) == (FindingStatus.NO_ACTION, "We ask already")
    assert finding.source_words == "Peer challenge of Self-assessment 2012/13"
    assert made.finding is finding
    refused(lambda: decide(made, director), f"in the register already, as {finding.reference}")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": " "}, "Enter what was found"),
        ({"measures": []}, "Select at least one measure"),
        ({"no_action_reason": " "}, "Say why no action is needed"),
    ],
)
def test_a_decision_is_whole(challenge, mark, director, given, sentence):
    made = recommend(challenge, mark)
    refused(lambda: decide(made, director, **given), sentence)


def test_only_the_director_decides(challenge, mark):
    refused(lambda: decide(recommend(challenge, mark), make.person("analyst")), "Only the director")


def test_a_challenge_closes_when_every_recommendation_is_decided(challenge, mark, director):
    first, second, third = (recommend(challenge, mark, node) for node in ("o1.outcomes", "o1.practice", "enquiry"))
    refused(lambda: council_services.close(challenge.assessment, by=director), "3 recommendations have neither")
    decide(first, director, "No need")
    finding = decide(second, director)
    refused(lambda: council_services.close(challenge.assessment, by=director), "2 recommendations have neither")
    actions.propose(
        title="Ask", success_looks_like="Asked", owner=director, agency=director.organisation,
        organisation=director.organisation, by=director, due_on=TODAY() + timedelta(days=30), finding=finding,
    )  # fmt: skip
    refused(lambda: council_services.close(challenge.assessment, by=director), "1 recommendation has neither")
    decide(third, director, "No need")
    council_services.close(challenge.assessment, by=director)
    assert challenge.closed_at is not None
    refused(lambda: council_services.close(challenge.assessment, by=director), "cannot be done now")


# --- three ratings ---


def test_three_ratings_side_by_side_and_who_moved_them(challenge, mark, director):
    one = answer(challenge.assessment, "o1.outcomes")
    note = team_services.note(challenge, answer=one, text="Too kind", rating=2, seen=Seen(0), by=mark)
    team_services.share(challenge, notes=[note], by=mark)
    council_services.moderate(one, kind=RatingKind.AGREED, rating=2, reason="The figures say so", by=director)
    moves = queries.list_moves(challenge.assessment)
    shown = beside.list_beside(challenge.assessment, [one], moves)[0]
    assert (shown.ours, shown.moderated, shown.agreed, shown.is_moved) == ("3 Good", "2 Adequate", "2 Adequate", True)
    assert [(one.kind, one.by, one.move.reason) for one in beside.list_moved(challenge.assessment, moves)] == [
        ("Moderated", "Mark Vale, Nottinghamshire", "Too kind"),
        ("Agreed", "Dee Cole, Leicestershire", "The figures say so"),
    ]
    council_services.moderate(one, kind=RatingKind.AGREED, rating=3, reason="On second thoughts", by=director)
    assert [move.rating for move in queries.list_moves(challenge.assessment)] == [2, 2, 3]  # nothing is written over
    data = beside.as_data(queries.standing_of(queries.list_moves(challenge.assessment))[one.id], one.rating)
    assert data == {"self": 3, "moderated": 2, "agreed": 3}


@pytest.mark.parametrize(
    ("node", "rating", "reason", "sentence"),
    [
        ("o1.outcomes", 2, " ", "Say why"),
        ("o1.outcomes", 7, "Why", "ratings shown"),
        ("enquiry", 2, "Why", "no rating of ours"),
    ],
)
def test_a_moved_rating_needs_a_reason_and_a_place(challenge, director, node, rating, reason, sentence):
    one = answer(challenge.assessment, node)
    kind = RatingKind.AGREED
    refused(lambda: council_services.moderate(one, kind=kind, rating=rating, reason=reason, by=director), sentence)


MAY_BE_SET = {
    "draft": (), "consultation": (), "senior-review": ("moderated",), "signed": ("moderated", "agreed"),
    "challenge": ("moderated", "agreed"), "closed": ("moderated", "agreed"), "revised": (),
}  # fmt: skip


def test_when_a_rating_can_be_set_beside_ours(signed, director):
    one = answer(signed, "o1.outcomes")
    for status in AssessmentStatus:
        signed.status = status
        for kind in RatingKind:

            def verb(kind=kind):
                return council_services.moderate(one, kind=kind, rating=2, reason="Why", by=director)

            if kind.value in MAY_BE_SET[status.value]:
                assert verb().rating == 2
            else:
                refused(verb, "not now")


def test_only_the_director_moves_a_rating(challenge, mark):
    one = answer(challenge.assessment, "o1.outcomes")
    for person in (mark, make.person("analyst")):
        refused(lambda by=person: council_services.moderate(one, kind=RatingKind.AGREED, rating=2, reason="X", by=by),
                "Only the director")  # fmt: skip


def test_moved_stands_beside_the_rating_that_differs():
    def shown(moderated, agreed):
        one = beside.Beside(None, "Area", "3 Good", moderated, agreed, True)
        return one.differs(one.moderated), one.differs(one.agreed)

    assert shown("2 Adequate", beside.NOT_MOVED) == (True, False)
    assert shown("2 Adequate", "3 Good") == (True, False)
    assert shown(beside.NOT_MOVED, "2 Adequate") == (False, True)
