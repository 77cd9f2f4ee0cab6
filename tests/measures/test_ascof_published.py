"""The real published files, where they are at hand: nothing lost, nothing changed, England as published."""

import csv
import json
import os
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casework.accounts.models import Organisation, OrganisationKind
from casework.extensions import db
from casework.measures.ascof_import import import_ascof
from casework.measures.models import Edition, Measure, MeasureValue, Period, Unit
from tests.measures.make import packs
from tests.measures.test_ascof_shapes import as_ods

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("CASEWORK_SHARED_DATA") or ROOT.parent / "shared" / "data")
OPEN_DATA = DATA / "ascof_sample_2020-21_open_data.csv"
SEVEN_YEARS = DATA / "ascof_sample_2017-18_to_2023-24_outcomes.csv"
TABLES = {
    "1c": "1C", "2a": "2A", "2c": "2C", "2d2": "2D(2)", "3a": "3A", "3d2a": "3D(2a)", "4b": "4B", "6a": "6A",
}  # fmt: skip
KINDS = {
    "Outcome": "value", "Numerator": "numerator", "Denominator": "denominator", "Base": "base",
    "Margin Of Error": "margin", "margin of error": "margin", "number of respondents": "base",
    "outcome": "value", "numerator": "numerator", "denominator": "denominator", "": "value",
}  # fmt: skip
WORDS = {"65-74": "65 to 74", "75-84": "75 to 84", "18-64": "18 to 64"}

pytestmark = pytest.mark.skipif(
    not OPEN_DATA.is_file(), reason=f"the published files are not at hand: no {OPEN_DATA}; set CASEWORK_SHARED_DATA"
)


@pytest.fixture
def shipped(app):
    """The shipped editions and councils."""
    packs()


@pytest.fixture(scope="module")
def expected():
    return json.loads((DATA / "ascof_expected_checks.json").read_text(encoding="utf-8"))


def table(code):
    return DATA / f"ascof_sample_2024-25_table_{code}.csv"


def run(path, edition, period=None):
    result = import_ascof(path, by=None, edition=edition, period=period)
    db.session.commit()
    return result


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def lines_of(path):
    """The header and the rows of a table, without the text above."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    at = next(at for at, line in enumerate(lines) if line[0] == "Local authority code")
    return lines[at], lines[at + 1 :]


def kept(edition):
    """Every standing value, by code, breakdown, area's ONS code (or name) and period."""
    query = (
        select(Measure.code, MeasureValue, Organisation.ons_code, Organisation.name, Period.code)
        .join(Measure, Measure.id == MeasureValue.measure_id)
        .join(Edition, Edition.id == Measure.edition_id)
        .join(Organisation, Organisation.id == MeasureValue.organisation_id)
        .join(Period, Period.id == MeasureValue.period_id)
        .where(MeasureValue.superseded_by_id.is_(None), Edition.code == edition)
    )
    return {
        (code, value.breakdown, ons or name, period): value
        for code, value, ons, name, period in db.session.execute(query)
    }


def area(ons, name):
    """How `kept` names an area: council types have no ONS code and two spellings."""
    spellings = {"Metropolitan District": "Metropolitan Districts", "Unitary Authority": "Unitary Authorities"}
    return ons if ons.startswith("E") else spellings.get(name, name)


def same(value, column, printed):
    """Whether the cell is what is kept: its number, or none and its mark."""
    if printed.startswith("["):
        return getattr(value, column) is None and (column != "value" or value.mark == printed)
    return getattr(value, column) == Decimal(printed.split(" (")[0].replace(",", ""))


def test_no_row_of_2020_21_is_lost(shipped):
    result = run(OPEN_DATA, "ascof-2011", "2020-21")
    rows, values = rows_of(OPEN_DATA), kept("ascof-2011")
    assert result.warnings == ()
    assert (result.new, len(rows)) == (len(values), 10_624)
    cells = Counter()
    for row in rows:
        breakdown = row["Disaggregation Level"].lower()
        key = (
            row["Measure Group"],
            WORDS.get(breakdown, breakdown),
            area(row["ONS Code"], row["Geographical Description"]),
            "2020-21",
        )
        column = KINDS[row["Measure Type"]]
        assert same(values[key], column, row["Measure Value"]), row
        cells[key] += 1
    assert cells.keys() == values.keys()
    assert set(cells.values()) == {3, 5}  # outcome and counts; a survey has its margin and base too


def test_outcomes_of_2020_21_follow_from_their_counts(shipped, expected):
    run(OPEN_DATA, "ascof-2011", "2020-21")
    checks = expected["2020-21 rounding"]
    times = {Unit.PERCENT: 100, Unit.PER_100000: 100_000}
    agreed = 0
    for value in kept("ascof-2011").values():
        if value.measure.is_survey or value.value is None or not value.denominator:
            continue
        counted = value.numerator * times[value.measure.unit] / value.denominator
        assert counted.quantize(Decimal("0.1"), ROUND_HALF_UP) == value.value
        agreed += 1
    assert agreed == activity_outcomes() > 2_000
    values = kept("ascof-2011")
    for case in checks["exact_half_cases"]:
        found = [
            value
            for (code, _, ons, _), value in values.items()
            if ons == case["code"]
            and case["measure"].startswith(code)
            and (value.numerator, value.denominator) == (case["numerator"], case["denominator"])
        ]
        if case["measure"].startswith("1G"):  # not in the sample
            continue
        assert Decimal(str(case["published"])) in {value.value for value in found}, case


def activity_outcomes():
    """How many outcomes of the file stand beside counts, of measures that are no survey; a whole of 0 gives none."""
    printed = {}
    for row in rows_of(OPEN_DATA):
        if row["Measure Group"] != "4A" and not row["Measure Value"].startswith("["):
            key = (row["Geographical Description"], row["Geographical Level"], row["ASCOF Measure Code"])
            printed.setdefault(key, {})[row["Measure Type"]] = row["Measure Value"]
    return sum(len(types) == 3 and types["Denominator"] != "0" for types in printed.values())


def test_the_2020_21_file_again_changes_nothing(shipped):
    first = run(OPEN_DATA, "ascof-2011", "2020-21")
    again = run(OPEN_DATA, "ascof-2011", "2020-21")
    assert (again.new, again.changed, again.same) == (0, 0, first.new)


def test_seven_years_in_one_file_by_the_edition_of_each(shipped):
    rows = rows_of(SEVEN_YEARS)
    old = run(SEVEN_YEARS, "ascof-2011")
    new = run(SEVEN_YEARS, "ascof-2023")
    districts = [row for row in rows if row["Geographical Description"] == "District"]
    years = Counter(row["Year"] for row in rows)
    assert old.new + new.new + len(districts) == len(rows) == 4_020
    assert new.new == years["2023-24"]
    values = kept("ascof-2011") | {("new", *key): value for key, value in kept("ascof-2023").items()}
    for row in rows:
        if row in districts:
            continue
        key = (row["Measure Group"], "total", area(row["ONS Code"], row["Geographical Description"]), row["Year"])
        key = ("new", *key) if row["Year"] == "2023-24" else key
        assert same(values[key], "value", row["Measure_Value"]), row


def test_councils_before_and_after_a_change_are_two(shipped):
    run(SEVEN_YEARS, "ascof-2011")
    values = kept("ascof-2011")
    assert {key[3] for key in values if key[2] == "E10000009"} == {"2017-18", "2018-19"}  # Dorset County
    assert "2019-20" in {key[3] for key in values if key[2] == "E06000059"}  # Dorset
    barnsley = {key[3] for key in values if key[2] == "E08000016"}
    assert "2022-23" in barnsley


@pytest.mark.parametrize("code", TABLES)
def test_no_cell_of_a_table_is_lost(shipped, code):
    result = run(table(code), "ascof-2023", "2024-25")
    header, lines = lines_of(table(code))
    values = kept("ascof-2023")
    left_out = Counter()
    for line in lines:
        for words, printed in list(zip(header, line, strict=True))[3:]:
            year, kind = words.split(" - ")
            key = (TABLES[code], "total", area(line[2], line[1]), f"{year[:4]}-{year[-2:]}")
            if key not in values:
                left_out[line[1]] += 1
            else:
                assert same(values[key], KINDS[kind], printed), (line[1], words)
    assert left_out.keys() <= {"District", "Cornwall and Isles of Scilly"}
    said = [words for words in result.warnings if "left out" in words]
    assert [int(words.split("left out ")[1].split()[0]) for words in said] == list(left_out.values())


@pytest.mark.parametrize("code", TABLES)
def test_england_in_2024_25_is_as_published(shipped, expected, code):
    run(table(code), "ascof-2023", "2024-25")
    value = kept("ascof-2023")[TABLES[code], "total", "E92000001", "2024-25"]
    published = expected["2024-25 England"][f"Table_{TABLES[code].lower()}"]
    assert published
    for words, printed in published.items():
        assert same(value, KINDS[words.split(" - ")[1]], printed), words


def test_two_figures_in_a_cell_are_one_value_and_a_note(shipped, expected):
    run(table("1c"), "ascof-2023", "2024-25")
    noted = {key: value for key, value in kept("ascof-2023").items() if value.note}
    assert {key[3] for key in noted} == {"2016-17"}
    assert len(noted) * 3 == expected["2024-25 cells holding two values, e.g. 7.7 (7.6)"]["Table_1c"]
    england = noted["1C", "total", "E92000001", "2016-17"]
    assert (england.value, england.base) == (Decimal("7.7"), 51_230)
    assert "number of respondents 35,415, outcome 7.6" in england.note


def test_the_figure_outside_brackets_has_the_median_that_oflog_published(shipped, expected):
    run(table("1c"), "ascof-2023", "2024-25")
    councils = [
        value.value
        for key, value in kept("ascof-2023").items()
        if key[3] == "2016-17" and value.organisation.kind is OrganisationKind.COUNCIL and value.value is not None
    ]
    group = next(
        group
        for group in expected["oflog median and MAD"]["groups"]
        if group["measure"] == "Outcome, ASC Carer Quality of Life" and group["year"] == "2016-17"
    )
    assert abs(len(councils) - group["values"]) <= 2  # Oflog leaves out two that have no figure in brackets
    assert sorted(councils)[len(councils) // 2] == Decimal(group["published_median"])


def test_numerators_above_their_denominator_are_named(shipped, expected):
    result = run(table("4b"), "ascof-2023", "2024-25")
    said = [words for words in result.warnings if "more than the whole" in words]
    cases = expected["2024-25 numerator above denominator"]
    assert len(said) == len(cases) == 3
    for case, words in zip(cases, said, strict=True):
        assert case["area"] in words
        assert f"{case['numerator']} is more than the whole, {case['denominator']}" in words


def test_two_copies_of_the_same_figures_agree(shipped):
    """The workbook prints earlier years of 3A, which the older files print as 1B."""
    run(SEVEN_YEARS, "ascof-2011")
    run(table("3a"), "ascof-2023", "2024-25")
    older, newer = kept("ascof-2011"), kept("ascof-2023")
    compared = 0
    for (code, breakdown, ons, period), value in older.items():
        twin = newer.get(("3A", breakdown, ons, period))
        if code != "1B" or twin is None or value.value is None or twin.value is None or period == "2020-21":
            continue
        if value.organisation.kind is OrganisationKind.COUNCIL:
            assert twin.value == value.value, (ons, period)
            compared += 1
    assert compared > 5 * 140


def test_the_whole_workbook_in_one_command(shipped, tmp_path):
    sheets = {"Contents": [["Measures from ASCOF"], ["1A", "Social care-related quality of life score"]]}
    for code in TABLES:
        with table(code).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        sheets[f"Table_{TABLES[code].lower()}"] = [[number_of(cell) for cell in row] for row in rows]
    book = as_ods(tmp_path / "ascof_2024_25.ods", sheets)
    whole = run(book, "ascof-2023", "2024-25")
    assert whole.new == db.session.scalar(select(func.count(MeasureValue.id)))
    for code in TABLES:
        single = run(table(code), "ascof-2023", "2024-25")
        assert (single.new, single.changed) == (0, 0), code


def number_of(cell):
    plain = cell.replace(",", "")
    try:
        return float(plain) if "." in plain else int(plain)
    except ValueError:
        return cell.replace("&", "&amp;")


@pytest.mark.parametrize(
    ("path", "edition", "period", "account"),
    [
        (OPEN_DATA, "ascof-2011", "2020-21", "10,624 figures read, all kept"),
        (SEVEN_YEARS, "ascof-2011", None, "4,020 figures read, 673 left out, 3,347 kept"),
        (SEVEN_YEARS, "ascof-2023", None, "4,020 figures read, 3,355 left out, 665 kept"),
        (table("4b"), "ascof-2023", "2024-25", "1,020 figures read, 6 left out, 1,014 kept"),
    ],
    ids=lambda one: getattr(one, "name", None),
)
def test_every_figure_of_a_file_is_accounted_for(shipped, path, edition, period, account):
    result = run(path, edition, period)
    assert result.read == account
    said = [
        int(words.split("left out ")[1].split()[0].replace(",", "")) for words in result.warnings if "left" in words
    ]
    read, *rest = (
        int(part.split()[0].replace(",", "")) for part in account.replace("all kept", "10,624 kept").split(", ")
    )
    assert read == sum(rest)
    assert sum(said) == read - rest[-1]  # each one that is left out has its reason
