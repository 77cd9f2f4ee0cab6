"""Audited cases graded good or outstanding, counted from the audits finished in a period."""

from datetime import date

from casework.extensions import db
from casework.measures.hooks import Behind
from casework.measures.periods import parse_period
from casework.safeguarding import measured
from casework.safeguarding.models import AuditStatus, Grade
from tests import make
from tests.safeguarding.make import started


def graded(by, grades, finished_on):
    made = started(by, cases=[f"SNH-{number:02}" for number in range(len(grades))])
    for case, grade in zip(made.cases, grades, strict=True):
        case.agreed_grade = grade
    made.status, made.finished_on = AuditStatus.FINISHED, finished_on
    db.session.commit()
    return made


def test_graded_cases_of_audits_finished_in_the_period(app):
    office = make.person("board-office")
    council = office.organisation
    graded(office, [Grade.GOOD, Grade.OUTSTANDING, Grade.INADEQUATE, None], date(2020, 3, 31))
    graded(office, [Grade.GOOD, Grade.REQUIRES_IMPROVEMENT], date(2020, 4, 1))
    started(office, cases=["SNH-09"])
    spec = parse_period("2019-20")
    assert measured.audited_good(council, spec) == measured.Counted(2, 3)
    assert measured.audited_good(council, parse_period("2020-21 Q1")) == measured.Counted(1, 2)
    assert measured.audited_good(council, parse_period("2018-19")).denominator == 0
    assert measured.audited_good(make.organisation("E06000017", "Rutland"), spec).denominator == 0
    for is_counted, words in ((True, ["SNH-00", "SNH-01"]), (False, ["SNH-02"])):
        lines = measured.list_cases(Behind(council, spec, is_counted, office, 0, 51))
        assert [line.words.rsplit(" ", 1)[1] for line in lines] == words
