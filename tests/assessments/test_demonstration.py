"""The demonstration's self-assessment: nine areas rated and marked as ours, three left, one section given away."""

from datetime import date

import pytest

from casework.accounts.models import Person
from casework.assessments import demonstration, home, queries
from casework.assessments.models import AssessmentStatus, Evidence
from casework.extensions import db
from tests import make
from tests.assessments.make import figures


def the_story():
    figures()
    people = {
        "director": make.person("director", name="Dee Cole"),
        "contributor": make.person("contributor", name="Al Bee"),
    }
    demonstration.load(people, date(2026, 4, 7))


@pytest.fixture
def loaded(prepared_once):
    prepared_once(the_story)
    names = {"Dee Cole": "director", "Al Bee": "contributor"}
    return {names[one.name]: one for one in db.session.query(Person).filter(Person.name.in_(names))}


def started():
    return queries.list_existing(make.organisation().id, "sector-led-2012", "2012-13")[0]


def test_nine_are_rated_marked_and_three_left(loaded):
    answers = queries.list_answers(started())
    rated = [one for one in answers if one.rating]
    assert len(rated) == 9
    assert all(one.text.endswith(demonstration.MARK) for one in rated)
    unrated = [one.node_id for one in answers if one.node.kind == "rating" and not one.rating]
    assert unrated == ["o2.practice", "o4.partnership", "o4.practice"]
    assert not any(demonstration.MARK in one.text for one in answers if not one.rating)
    assert all(one.text or one.fields for one in answers)
    assert started().is_demonstration


def test_evidence_used_twice_is_one_piece(loaded):
    titles = [one.title for one in db.session.query(Evidence)]
    assert len(titles) == len(set(titles))
    survey = db.session.query(Evidence).filter_by(title="Adult social care survey 2012/13").one()
    assert [use.answer.node_id for use in survey.uses] == ["o1.outcomes", "o3.outcomes", "o4.outcomes"]


def test_the_overview_says_whose_turn(client, loaded):
    client.sign_in(loaded["director"])
    page = " ".join(client.get(f"/assessments/{started().id}").get_data(as_text=True).split())
    assert started().status is AssessmentStatus.CONSULTATION
    assert "9 of 12 rated. Waiting for: you (1), Al Bee (2)." in page
    assert "Given to Al Bee, due 21 April 2026" in page


def test_home_lines_lead_to_the_very_answer(loaded):
    of = started()
    mine = home.list_for_home(loaded["contributor"])
    following = demonstration.answer_of("o4.partnership")
    path = f"/assessments/{of.id}/answers/{following.id}/write"
    expected = ("My sections", "Keeping people safe (2012/13), due Tuesday 21 April 2026", path, date(2026, 4, 21))
    assert [(line.group, line.text, line.path, line.due_on) for line in mine] == [expected]
    theirs = [(line.group, line.text) for line in home.list_for_home(loaded["director"])]
    assert theirs == [
        ("This week", "1 area to rate in the 2012/13 self-assessment"),
        ("Waiting for others", "Al Bee is writing Keeping people safe, due Tuesday 21 April 2026"),
    ]
    assert home.list_for_home(make.person("analyst")) == []


def test_the_findings_story_finds_its_answers(loaded):
    assert demonstration.answer_of("o1.outcomes").assessment == started()
    with pytest.raises(LookupError):
        demonstration.answer_of("o9.outcomes")
