"""Every way the papers write a period, and how periods stand to each other."""

from datetime import date
from itertools import pairwise

import pytest

from casework.measures.models import PeriodKind
from casework.measures.rules import (
    NotAPeriod,
    financial_year,
    last_full_year,
    parse_period,
    period_before,
    period_words,
    target_year,
)

FORMS = [
    ("2020-21", "2020-21", "year", "2020-04-01", "2021-03-31", "2020/21"),
    ("2020/21", "2020-21", "year", "2020-04-01", "2021-03-31", "2020/21"),
    ("2020 to 2021", "2020-21", "year", "2020-04-01", "2021-03-31", "2020/21"),
    ("2020–21", "2020-21", "year", "2020-04-01", "2021-03-31", "2020/21"),
    ("2011-12", "2011-12", "year", "2011-04-01", "2012-03-31", "2011/12"),  # never December 2011
    ("1999-00", "1999-00", "year", "1999-04-01", "2000-03-31", "1999/00"),
    ("2020-21 Q1", "2020-21 Q1", "quarter", "2020-04-01", "2020-06-30", "April to June 2020 (Q1 2020/21)"),
    ("2020/21 Quarter 4", "2020-21 Q4", "quarter", "2021-01-01", "2021-03-31", "January to March 2021 (Q4 2020/21)"),
    ("Q3 2020/21", "2020-21 Q3", "quarter", "2020-10-01", "2020-12-31", "October to December 2020 (Q3 2020/21)"),
    ("April to June 2020 (Quarter 1)", "2020-21 Q1", "quarter", "2020-04-01", "2020-06-30", None),
    ("2020-21 Apr-Jun", "2020-21 Q1", "quarter", "2020-04-01", "2020-06-30", None),
    ("2021-22 Apr-Nov", "2021-22 Apr-Nov", "part-year", "2021-04-01", "2021-11-30", "April to November 2021 (2021/22)"),
    ("April to November 2021", "2021-22 Apr-Nov", "part-year", "2021-04-01", "2021-11-30", None),
    ("2020-21 H1", "2020-21 Apr-Sep", "half-year", "2020-04-01", "2020-09-30", "April to September 2020 (2020/21)"),
    ("2020-21 Apr-Mar", "2020-21", "year", "2020-04-01", "2021-03-31", None),
    ("2024-05", "2024-05", "month", "2024-05-01", "2024-05-31", "May 2024"),
    ("February 2024", "2024-02", "month", "2024-02-01", "2024-02-29", "February 2024"),
    ("2023-24 Feb", "2024-02", "month", "2024-02-01", "2024-02-29", None),
    ("December 2011", "Dec 2011", "month", "2011-12-01", "2011-12-31", "December 2011"),
    ("2019-20 academic", "2019-20 academic", "academic", "2019-08-01", "2020-07-31", "academic year 2019/20"),
    ("academic year 2019/20", "2019-20 academic", "academic", "2019-08-01", "2020-07-31", None),
    ("12 months to November 2021", "12 months to 2021-11", "rolling", "2020-12-01", "2021-11-30", None),
    ("rolling 12 months to 2021-12", "12 months to 2021-12", "rolling", "2021-01-01", "2021-12-31", None),
    ("31 March 2020", "2020-03-31", "snapshot", "2020-03-31", "2020-03-31", "31 March 2020"),
    ("2020-03-31", "2020-03-31", "snapshot", "2020-03-31", "2020-03-31", None),
]


@pytest.mark.parametrize(("text", "code", "kind", "starts", "ends", "words"), FORMS, ids=[form[0] for form in FORMS])
def test_a_period_as_people_write_it(text, code, kind, starts, ends, words):
    spec = parse_period(text)
    found = (spec.code, spec.kind, spec.starts_on, spec.ends_on)
    assert found == (code, PeriodKind(kind), date.fromisoformat(starts), date.fromisoformat(ends))
    assert parse_period(spec.code) == spec
    assert parse_period(spec.words) == spec
    assert words in (None, period_words(code))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020",
        "2020-22",
        "2024-13",
        "2020-21 Q5",
        "2020-21 Nov-Apr",
        "31 February 2020",
        "12 months to 2020-13",
        "soon",
        "٢٠٢٠-٢١",
    ],
)
def test_what_is_no_period_is_refused_with_the_text_in_the_sentence(text):
    with pytest.raises(NotAPeriod) as refused:
        parse_period(text)
    assert text in str(refused.value) or "within one financial year" in str(refused.value)


def test_months_and_quarter_that_disagree_are_refused():
    """T11: a heading says April to June 2019 and means the quarter of 2020."""
    with pytest.raises(NotAPeriod, match="names two periods"):
        parse_period("April to June 2019 (Q1 2020/21)")


@pytest.mark.parametrize(
    ("code", "previous", "target"),
    [
        ("2020-21 Q1", "2019-20", "2020-21"),
        ("2020-21 Q4", "2019-20", "2020-21"),
        ("2019-20", "2018-19", "2019-20"),
        ("2020-05", "2019-20", "2020-21"),
        ("2021-03", "2019-20", "2020-21"),
        ("2019-20 academic", "2018-19", "2019-20"),
        ("2020-03-31", "2018-19", "2019-20"),
        ("12 months to 2021-11", "2019-20", "2021-22"),
    ],
)
def test_the_last_full_year_and_the_year_of_the_target(code, previous, target):
    spec = parse_period(code)
    assert last_full_year(spec).code == previous
    assert target_year(spec).code == target
    assert last_full_year(spec).ends_on < spec.starts_on
    assert f"{financial_year(spec)}-" in target


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("2020-21", "2019-20"),
        ("2020-21 Q1", "2019-20 Q4"),
        ("2020-21 Q4", "2020-21 Q3"),
        ("2024-01", "2023-12"),
        ("2021-22 Apr-Nov", "2020-21 Apr-Nov"),
        ("2019-20 academic", "2018-19 academic"),
        ("12 months to 2021-11", "12 months to 2020-11"),
        ("2020-02-29", "2019-02-28"),
    ],
)
def test_the_period_before(code, before):
    assert period_before(parse_period(code)).code == before


def test_months_of_a_year_cover_every_day_once():
    days = []
    spec = parse_period("2024-03")
    for _ in range(12):
        days.append((spec.starts_on, spec.ends_on))
        spec = period_before(spec)
    days.reverse()
    assert (days[0][0], days[-1][1]) == (date(2023, 4, 1), date(2024, 3, 31))
    assert all((after[0] - before[1]).days == 1 for before, after in pairwise(days))
