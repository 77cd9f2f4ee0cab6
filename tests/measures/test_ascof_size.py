"""A national file of many rows is imported in few statements, on either database."""

import csv
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from casework.accounts.models import Organisation
from casework.extensions import db
from casework.measures.ascof_import import import_ascof
from casework.measures.models import MeasureValue
from tests import make

CODES = ("1A", "1B", "1C1A", "1E", "1G", "2A1", "3A", "4A")
GROUPS = (("", "Total"), ("M", "Male"), ("F", "Female"), ("1864", "18-64"), ("65OV", "65 and over"))
COUNCILS = 150
YEARS = ("2019-20", "2020-21")


@pytest.fixture
def national(app, tmp_path):
    """A file of 24,000 rows: 150 councils, 2 years, 8 measures, 5 groups, 2 types of figure."""
    for code in CODES:
        make.measure(code)
    path = tmp_path / "national.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            [
                "Year",
                "Geographical Code",
                "Geographical Description",
                "Geographical Level",
                "ONS Code",
                "ASCOF Measure Code",
                "Disaggregation Level",
                "Measure Type",
                "Measure Value",
                "Measure Group",
            ]
        )
        for kind in ("Outcome", "Base"):  # the rows of one value far apart
            for number in range(COUNCILS):
                area = [100 + number, f"Council {number}", "Council", f"E0600{number:04}"]
                for year in YEARS:
                    for code in CODES:
                        for suffix, group in GROUPS:
                            figure = (number + len(suffix)) / 10 if kind == "Outcome" else number + 300
                            writer.writerow([year, *area, code + suffix, group, kind, figure, code])
    db.session.commit()
    return path


def test_a_national_file_is_kept_in_few_statements(national, statements):
    with statements() as seen:
        result = import_ascof(national, by=None, edition="ascof-2011", organisations=True)
        db.session.commit()
    assert (result.new, result.warnings) == (12_000, ())
    assert len(seen) < 60 + COUNCILS  # SQLite adds the new councils one by one
    assert db.session.scalar(select(func.count(MeasureValue.id))) == 12_000
    assert db.session.scalar(select(func.count(Organisation.id))) == COUNCILS
    kept = db.session.scalars(
        select(MeasureValue)
        .join(MeasureValue.organisation)
        .where(MeasureValue.breakdown == "18 to 64", Organisation.name == "Council 149")
    ).all()
    assert len(kept) == len(CODES) * len(YEARS)
    assert {(value.value, value.base, value.margin, value.recorded_by_id) for value in kept} == {
        (Decimal("15.3"), Decimal(449), None, None)
    }
    with statements() as seen:
        again = import_ascof(national, by=None, edition="ascof-2011", organisations=True)
        db.session.commit()
    assert (again.new, again.changed, again.same) == (0, 0, 12_000)
    assert len(seen) < 40


def test_who_and_when_are_kept_with_every_value(national, at):
    moment = at("2026-04-07 10:42")
    person = make.person("analyst")
    import_ascof(national, by=person, edition="ascof-2011", organisations=True)
    db.session.commit()
    db.session.expire_all()
    stamps = db.session.execute(select(MeasureValue.recorded_at, MeasureValue.recorded_by_id).distinct()).all()
    assert [tuple(stamp) for stamp in stamps] == [(moment, person.id)]
