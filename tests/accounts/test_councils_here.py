"""Whose figures an agency's person works with: a council that only sends challengers does not count."""

from casework.accounts.queries import councils_here, find_only_council
from casework.extensions import db
from casework.measures.queries import council_of
from tests import make


def agency():
    return make.organisation("leicestershire-police", "Leicestershire Police", "agency")


def test_the_council_of_an_agency_is_the_one_that_works_here_not_one_that_visits(app):
    council = make.person("director").organisation
    make.person("challenger", org=make.organisation("E10000024", "Nottinghamshire"))
    member = make.person("board-member", org=agency())
    assert council_of(member) == find_only_council() == council
    assert db.session.scalars(councils_here()).all() == [council]


def test_between_two_councils_nobody_chooses_for_an_agency(app):
    make.person("director")
    make.person("analyst", org=make.organisation("E10000024", "Nottinghamshire"))
    member = make.person("board-member", org=agency())
    assert find_only_council() is None
    assert council_of(member) == member.organisation
