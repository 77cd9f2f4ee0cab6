"""Writing an answer: nothing typed is ever lost, whoever saves when."""

import pytest

from casework.assessments import answer_queries, answer_services, evidence_queries, evidence_services
from casework.assessments.answer_services import Conflict
from casework.assessments.models import AnswerRevision, AssessmentStatus, EvidenceKind, GivenStatus
from casework.assessments.rules import Draft, Seen
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.trail.queries import list_history
from tests import make
from tests.assessments.make import answer, assessment, give, seen, write


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def one(director):
    return answer(assessment(director), "o4.partnership")


def test_a_save_keeps_text_rating_and_who(one, director):
    write(one, director, "The board meets", 3)
    assert (one.text, one.rating, one.written_by, one.version) == ("The board meets", 3, director, 2)
    entries = list_history(one)
    assert entries[0].changes == {"Rating": ["Not rated", "3 Good"]}
    assert (entries[1].words, entries[1].changes) == (
        'wrote "Keeping people safe: Working together, partnership"',
        {"Words": [0, 3]},
    )
    write(one, director, "The board meets monthly", 4)
    assert [kept.text for kept in answer_queries.list_revisions(one)] == ["The board meets monthly", "The board meets"]
    assert list_history(one)[0].changes == {"Rating": ["3 Good", "4 Outstanding"]}


def test_saving_the_same_again_is_nothing(one, director):
    write(one, director, "Same", 2)
    before = (one.version, len(answer_queries.list_revisions(one)), len(list_history(one)))
    for seen_version in (1, 2, None):
        draft = Draft("Same", 2)
        assert answer_services.write(one, draft=draft, by=director, seen=Seen(seen_version)) == "same"
    assert (one.version, len(answer_queries.list_revisions(one)), len(list_history(one))) == before


def test_the_second_writer_gets_both_texts(one, director):
    other, opened = make.person("director", name="Al Bee"), seen(one)
    write(one, director, "Mine came first", 2)
    with pytest.raises(Conflict) as refused:
        answer_services.write(one, draft=Draft("I came second", 3), by=other, seen=opened)
    assert one.text == "Mine came first"
    waiting = answer_queries.find_waiting_text(one, by=other)
    assert refused.value.mine is waiting
    assert (waiting.text, waiting.rating, waiting.is_taken) == ("I came second", 3, False)
    assert answer_queries.find_waiting_text(one, by=director) is None


@pytest.mark.parametrize("version", [None, 0, -1, 99])
def test_an_absent_or_forged_version_is_refused_and_kept(one, director, version):
    write(one, director, "Held")
    with pytest.raises(Conflict):
        answer_services.write(one, draft=Draft("Forged"), by=director, seen=Seen(version))
    assert one.text == "Held"
    assert answer_queries.find_waiting_text(one, by=director).text == "Forged"


def test_settling_takes_the_chosen_text_and_both_stay(one, director):
    other, opened = make.person("director"), seen(one)
    write(one, director, "Theirs", 2)
    with pytest.raises(Conflict) as refused:
        answer_services.write(one, draft=Draft("Mine", 3), by=other, seen=opened)
    mine = refused.value.mine
    answer_services.settle(one, mine=mine, draft=Draft("Theirs\n\nMine", 3), by=other, seen=seen(one))
    assert (one.text, one.rating, one.written_by) == ("Theirs\n\nMine", 3, other)
    assert answer_queries.find_waiting_text(one, by=other) is None
    assert [kept.text for kept in answer_queries.list_revisions(one)] == ["Theirs\n\nMine", "Mine", "Theirs"]
    assert list_history(one)[0].words == 'settled two versions of "Keeping people safe: Working together, partnership"'


def test_keeping_theirs_changes_nothing_but_settles(one, director):
    other, opened = make.person("director"), seen(one)
    write(one, director, "Theirs", 2)
    with pytest.raises(Conflict) as refused:
        answer_services.write(one, draft=Draft("Mine", 3), by=other, seen=opened)
    answer_services.settle(one, mine=refused.value.mine, draft=Draft("Theirs", 2), by=other, seen=Seen(None))
    assert (one.text, one.version) == ("Theirs", 2)
    assert answer_queries.find_waiting_text(one, by=other) is None


def test_settling_meets_a_third_version(one, director):
    other, opened = make.person("director"), seen(one)
    write(one, director, "First")
    with pytest.raises(Conflict) as refused:
        answer_services.write(one, draft=Draft("Mine"), by=other, seen=opened)
    saw = seen(one)
    write(one, director, "Second")
    with pytest.raises(Conflict) as again:
        answer_services.settle(one, mine=refused.value.mine, draft=Draft("First\n\nMine"), by=other, seen=saw)
    assert one.text == "Second"
    assert answer_queries.find_waiting_text(one, by=other) is again.value.mine
    everything = {kept.text for kept in answer_queries.list_revisions(one)}
    assert everything == {"First", "Mine", "Second", "First\n\nMine"}


def test_nobody_settles_what_another_wrote(one, director):
    other, opened = make.person("director"), seen(one)
    write(one, director, "Theirs")
    with pytest.raises(Conflict) as refused:
        answer_services.write(one, draft=Draft("Mine"), by=other, seen=opened)
    with pytest.raises(RuleBroken):
        answer_services.settle(one, mine=refused.value.mine, draft=Draft("x"), by=director, seen=seen(one))


def test_a_page_never_conflicts_with_itself(one, director):
    opened = one.version
    for turn in (1, 2, 3):  # the answers to its saves never arrived
        draft = Draft("typed " * turn)
        assert answer_services.write(one, draft=draft, by=director, seen=Seen(opened, "page", turn)) == "taken"
    late = answer_services.write(one, draft=Draft("typed, late"), by=director, seen=Seen(opened, "page", 1))
    assert (late, one.text) == ("stale", "typed " * 3)
    assert "typed, late" in {kept.text for kept in answer_queries.list_revisions(one)}
    assert answer_queries.find_waiting_text(one, by=director) is None


def test_a_contributors_rating_is_a_suggestion(one, director):
    writer = make.person("contributor", name="Head of Safeguarding")
    with pytest.raises(RuleBroken, match=r"Only the director, or a person the section was given to|was not given"):
        write(one, writer, "Mine", 3)
    rows = give(one.assessment, writer, "o4")
    write(one, writer, "Mine", 3)
    assert (one.rating, one.suggested_rating) == (None, 3)
    assert list_history(one)[0].words == 'suggested a rating of "Keeping people safe: Working together, partnership"'
    write(one, director, "Mine", 2)
    assert (one.rating, one.suggested_rating, one.text) == (2, 3, "Mine")
    rows[0].status = GivenStatus.HANDED_IN
    with pytest.raises(RuleBroken, match=r"You handed this section in\. Take it back to change it"):
        write(one, writer, "More", 3)


def test_after_signing_nothing_is_written(one, director):
    one.assessment.status = AssessmentStatus.SIGNED
    db.session.flush()
    with pytest.raises(RuleBroken, match=r"Signed\. Revise it to make a new version"):
        write(one, director, "Late")
    evidence = {"title": "Late", "kind": EvidenceKind.STAFF, "about": "2013"}
    with pytest.raises(RuleBroken, match="Signed"):
        evidence_services.add_evidence(one, **evidence, by=director)
    assert db.session.query(AnswerRevision).count() == 0


def test_evidence_is_one_thing_used_in_many_answers(one, director):
    survey = evidence_services.add_evidence(
        one, title="Survey", kind=EvidenceKind.PEOPLE, about="2012/13", words="Asked 400 people", by=director
    )
    another = answer(one.assessment, "leadership.strengths")
    evidence_services.use_evidence(another, evidence=survey, by=director)
    evidence_services.use_evidence(another, evidence=survey, by=director)
    assert [link.evidence.title for link in another.evidence_links] == ["Survey"]
    assert [use.evidence.title for use in survey.uses] == ["Survey", "Survey"]
    evidence_services.remove_evidence(one, link=one.evidence_links[0], by=director)
    db.session.flush()
    assert (one.evidence_links, evidence_queries.list_usable(seen_by=director)) == ([], [survey])
    words = [entry.words for entry in list_history(one)]
    assert words == [
        'took the evidence "Survey" out of "Keeping people safe: Working together, partnership"',
        'added the evidence "Survey" to "Keeping people safe: Working together, partnership"',
    ]


def test_evidence_refusals(one, director):
    words = {"title": "Survey", "kind": EvidenceKind.PEOPLE, "about": "2012/13", "by": director}
    with pytest.raises(RuleBroken, match="Link must begin with https://"):
        evidence_services.add_evidence(one, **words, link="javascript:alert(1)")
    with pytest.raises(RuleBroken, match="asks for no evidence"):
        evidence_services.add_evidence(answer(one.assessment, "enablers.blockers"), **words)
    elsewhere = make.person("director", org=make.organisation("E06000017", "Rutland"))
    theirs = evidence_services.add_evidence(answer(assessment(elsewhere), "o1.practice"), **{**words, "by": elsewhere})
    with pytest.raises(RuleBroken, match="Select evidence from the register"):
        evidence_services.use_evidence(one, evidence=theirs, by=director)
