"""Answers of self-assessments on a measure's page: those whose table prints it, for whom they exist."""

import pytest

from casework.assessments.citing import cite
from casework.assessments.models import AssessmentStatus
from casework.extensions import db
from casework.measures.queries import find_measure
from casework.setup import load_packs
from tests import make
from tests.assessments import make as room


@pytest.fixture
def director(app):
    load_packs()
    return make.person("director")


def said(measure, person):
    return [(one.words, one.status) for one in cite(measure.id, person)]


def test_answers_beside_a_table_that_prints_the_measure(director, statements):
    measure, other = find_measure("ascof-2011:1E"), find_measure("safeguarding:alerts")
    held = room.assessment(director)
    room.write(room.answer(held, "o1.outcomes"), director, rating=3)
    db.session.commit()
    (first, status), *rest = said(measure, director)
    assert (first, status) == (
        "Self-assessment 2012/13: Enabling maximum choice and control: How well are outcomes being achieved?",
        "rated 3 Good",
    )
    assert [one[1] for one in rest] == ["not rated yet", "not rated yet"]
    assert said(other, director) == []
    path = cite(measure.id, director)[0].path
    assert path == f"/assessments/{held.id}/answers/{room.answer(held, 'o1.outcomes').id}"
    db.session.expire_all()
    with statements() as once:
        cite(measure.id, director)
    for period in ("2013-14", "2014-15"):
        room.assessment(director, period=period)
    db.session.commit()
    with statements() as thrice:
        found = cite(measure.id, director)
    assert (len(found), len(thrice)) == (9, len(once))
    held.status = AssessmentStatus.REVISED
    assert len(said(measure, director)) == 6


def test_only_for_whom_they_exist(director):
    measure = find_measure("ascof-2011:1E")
    held = room.assessment(director)
    db.session.commit()
    contributor = make.person("contributor")
    assert said(measure, contributor) == []
    room.give(held, contributor, "o2")
    assert said(measure, contributor) == []  # another section
    room.give(held, contributor, "o1")
    assert len(said(measure, contributor)) == 3
    assert said(measure, make.person("complaints-manager")) == []
    assert said(measure, make.person("director", org=make.organisation("E06000017", "Rutland"))) == []
