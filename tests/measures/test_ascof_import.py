"""Importing published ASCOF files: what is kept, what is refused, what happens the second time."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from casework.accounts.models import Organisation, OrganisationKind
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.kit.tables import TableRefused
from casework.measures.ascof_import import import_ascof
from casework.measures.models import Edition, MeasureValue, Period, Unit, ValueState
from casework.trail.models import TrailEntry
from tests import make

HEADER = "Geographical Code,Geographical Description,Geographical Level,ONS Code,ASCOF Measure Code,Disaggregation Level,Measure Type,Measure Value"
COUNCIL = "508,Leicestershire,Council,E10000018"
RUTLAND = "509,Rutland,Council,E06000017"


@pytest.fixture
def held(app):
    """An edition with three measures, one council, one region, England."""
    for code, unit in (("1E", Unit.PERCENT), ("2A1", Unit.PER_100000), ("4A", Unit.PERCENT)):
        make.measure(code, unit=unit, is_survey=code == "4A")
    edition = db.session.scalars(select(Edition)).one()
    edition.first_year, edition.last_year = "2011-12", "2022-23"
    make.organisation()
    make.organisation("E12000004", "East Midlands", "region", cassr_code="EM")
    make.organisation("E92000001", "England", "country")
    db.session.commit()


def write(folder, *rows, header=HEADER, name="ascof.csv"):
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def run(path, **options):
    result = import_ascof(path, by=None, **{"edition": "ascof-2011", "period": "2020-21", **options})
    db.session.commit()
    return result


def current(code="1E", breakdown="total", org="E10000018", period="2020-21"):
    return db.session.scalars(
        select(MeasureValue)
        .join(MeasureValue.measure)
        .join(MeasureValue.organisation)
        .join(Period, Period.id == MeasureValue.period_id)
        .where(
            MeasureValue.measure.has(code=code),
            MeasureValue.breakdown == breakdown,
            Organisation.code == org,
            Period.code == period,
            MeasureValue.superseded_by_id.is_(None),
        )
    ).one()


def refused(path, **options):
    with pytest.raises(TableRefused) as refusal:
        run(path, **options)
    db.session.rollback()
    assert db.session.scalar(select(func.count(MeasureValue.id))) == 0
    return str(refusal.value).splitlines()


def entries():
    return db.session.scalars(select(TrailEntry).where(TrailEntry.event == "file:imported")).all()


def test_rows_of_one_value_are_joined(held, tmp_path):
    result = run(
        write(
            tmp_path,
            f"{COUNCIL},4A,Total,Outcome,70.1",
            f"{COUNCIL},4A,Total,Numerator,700",
            f"{COUNCIL},4AF,Female,Outcome,68.0",
            f'{COUNCIL},4A,Total,Denominator,"1,000"',
            f"{COUNCIL},4A,Total,Margin Of Error,4.5",
            f"{COUNCIL},4A,Total,Base,395",
        )
    )
    assert (result.new, result.changed, result.same, result.warnings) == (2, 0, 0, ())
    value = current("4A")
    assert (value.value, value.numerator, value.denominator) == (Decimal("70.1"), 700, 1000)
    assert (value.margin, value.base, value.state, value.mark) == (Decimal("4.5"), 395, ValueState.FINAL, None)
    assert current("4A", "female").value == 68
    assert value.is_published
    assert current("4A", "female").is_published
    assert [entry.words for entry in entries()] == [
        "imported national figures from ascof.csv (ascof-2011): 2 new, 0 changed, 0 the same (6 figures read, all kept)"
    ]


def test_england_and_regions_are_kept_as_such(held, tmp_path):
    run(
        write(
            tmp_path,
            "England,England,England,E92000001,1E,Total,Outcome,5.1",
            "EM,East Midlands,Regional,E12000004,1E,Total,Outcome,3.2",
        )
    )
    assert current(org="E92000001").organisation.kind is OrganisationKind.COUNTRY
    assert current(org="E12000004").value == Decimal("3.2")


@pytest.mark.parametrize(
    ("mark", "state", "kept"),
    [
        ("c", "suppressed", "c"),
        ("[c]", "suppressed", "[c]"),
        ("*", "suppressed", "*"),
        ("[x]", "not-collected", "[x]"),
        ("[z]", "not-collected", "[z]"),
        ("x", "not-collected", "x"),
        ("-", "not-collected", "-"),
        ("..", "not-collected", ".."),
        ("", "not-collected", None),
    ],
)
def test_a_mark_is_kept_and_is_never_nought(held, tmp_path, mark, state, kept):
    run(write(tmp_path, f"{COUNCIL},1E,Total,Outcome,{mark}", f"{COUNCIL},1E,Total,Numerator,{mark}"))
    value = current()
    assert (value.value, value.numerator, value.state, value.mark) == (None, None, state, kept)


def test_a_count_that_is_not_shown_is_said_beside_the_outcome(held, tmp_path):
    run(write(tmp_path, f"{COUNCIL},1E,Total,Outcome,2.5", f"{COUNCIL},1E,Total,Numerator,[c]"))
    assert current().value == Decimal("2.5")
    assert current().note == "Not shown: numerator [c]."


def test_a_provisional_figure_is_kept_as_one(held, tmp_path):
    run(write(tmp_path, f"{COUNCIL},1E,Total,Outcome,2.5 [p]"))
    assert current().state is ValueState.PROVISIONAL


def test_the_same_file_twice_changes_nothing(held, tmp_path):
    path = write(
        tmp_path,
        f"{COUNCIL},4A,Total,Outcome,70.1",
        f"{COUNCIL},4A,Total,Base,395",
        f"{COUNCIL},4AM,Male,Outcome,[c]",
        f"{COUNCIL},4AM,Male,Base,[c]",
    )
    run(path)
    again = run(path)
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert db.session.scalar(select(func.count(MeasureValue.id))) == 2
    assert len(entries()) == 1


def test_a_final_value_is_restated_with_the_file_as_reason(held, tmp_path):
    run(write(tmp_path, f"{COUNCIL},1E,Total,Outcome,5.0", f"{COUNCIL},2A1,Total,Outcome,9.9"))
    before = current().id
    result = run(write(tmp_path, f"{COUNCIL},1E,Total,Outcome,5.2", f"{COUNCIL},2A1,Total,Outcome,9.9", name="v2.csv"))
    assert (result.new, result.changed, result.same) == (0, 1, 1)
    now = current()
    assert (now.value, now.replaces_reason) == (Decimal("5.2"), "Published file v2.csv")
    assert now.is_published
    old = db.session.get(MeasureValue, before)
    assert (old.value, old.superseded_by_id) == (Decimal("5"), now.id)
    assert len(entries()) == 2


def test_counts_of_a_second_file_complete_a_value(held, tmp_path):
    run(write(tmp_path, f"{COUNCIL},1E,Total,Outcome,5.0"))
    result = run(write(tmp_path, f"{COUNCIL},1E,Total,Outcome,5.0", f"{COUNCIL},1E,Total,Numerator,10"))
    assert (result.changed, current().numerator, current().replaces_reason) == (1, 10, None)


def test_a_provisional_value_gives_way(held, tmp_path):
    measure = current_measure()
    make.value(measure, Decimal("4.9"), "2020-21", state=ValueState.PROVISIONAL)
    db.session.commit()
    result = run(write(tmp_path, f"{COUNCIL},1E,Total,Outcome,5.0"))
    assert (result.new, result.changed) == (0, 1)
    assert (current().value, current().state) == (5, ValueState.FINAL)


def current_measure():
    return make.measure("1E")


def test_councils_that_are_not_held_are_listed(held, tmp_path):
    path = write(
        tmp_path,
        f"{COUNCIL},1E,Total,Outcome,5.0",
        f"{RUTLAND},1E,Total,Outcome,6.0",
        "102,Cumbria,Council,E10000006,1E,Total,Outcome,7.0",
        f"{RUTLAND},1E,Total,Numerator,6",
        "WM,West Midlands,Region,E12000005,1E,Total,Outcome,8.0",
    )
    assert refused(path) == [
        'ascof.csv:row 3: column "Geographical Description": "Rutland" (E06000017) is not held; '
        "--organisations creates the areas of the file",
        'ascof.csv:row 4: column "Geographical Description": "Cumbria" (E10000006) is not held; '
        "--organisations creates the areas of the file",
        'ascof.csv:row 6: column "Geographical Description": "West Midlands" (E12000005) is not held; '
        "--organisations creates the areas of the file",
    ]


def test_areas_can_be_created(held, tmp_path):
    path = write(
        tmp_path,
        f"{RUTLAND},1E,Total,Outcome,6.0",
        "102,Cumbria,Council,E10000006,1E,Total,Outcome,7.0",
        "WM,West Midlands,Region,E12000005,1E,Total,Outcome,8.0",
        "S,Shire Counties,Council Type,,1E,Total,Outcome,9.0",
        "S,Shire Counties,Council type,-,2A1,Total,Outcome,9.0",
    )
    assert run(path, organisations=True).new == 5
    made = {one.code: one for one in db.session.scalars(select(Organisation))}
    assert made["E06000017"].name == "Rutland"
    assert (made["E10000006"].ons_code, made["E10000006"].cassr_code) == ("E10000006", "102")
    assert made["E12000005"].kind is OrganisationKind.REGION
    assert made["ct-shire-counties"].kind is OrganisationKind.COUNCIL_TYPE
    assert "4 areas added" in entries()[0].words
    assert run(path, organisations=True).same == 5


def test_areas_that_are_no_organisation_are_counted(held, tmp_path):
    result = run(
        write(
            tmp_path,
            f"{COUNCIL},1E,Total,Outcome,6.0",
            "D,District,Council Type,-,1E,Total,Outcome,7.0",
            "[z],Cornwall and Isles of Scilly,Council,[z],1E,Total,Outcome,7.0",
        )
    )
    assert result.new == 1
    assert result.warnings == (
        "ascof.csv: left out 1 figures of District: it is no council or area that is held",
        "ascof.csv: left out 1 figures of Cornwall and Isles of Scilly: it is no council or area that is held",
    )


def test_a_council_of_another_time_is_not_taken_for_its_namesake(held, tmp_path):
    make.organisation("E06000066", "Somerset", ons_code="E06000066", cassr_code="905")
    db.session.commit()
    path = write(tmp_path, "905,Somerset,Council,E10000027,1E,Total,Outcome,5.0")
    assert '"Somerset" (E10000027) is not held' in refused(path)[0]
    assert run(path, organisations=True).new == 1
    assert current(org="E10000027").value == 5


def test_look_alike_letters_are_folded(held, tmp_path):
    """Each word is warned about once, with the first cell it stands in; the control row after it has none."""
    header = HEADER.replace("Measure Value", "Mеasure Value")  # Cyrillic letters, as in the rows below
    result = run(
        write(
            tmp_path,
            "508,Lеicеstershire,Cоuncil,Е10000018,1Е,Fеmale,Оutcome,5.0",
            "508,Lеicеstershire,Cоuncil,Е10000018,4А,Fеmale,Оutcome,60.0",
            f"{COUNCIL},2A1,Total,Outcome,[с]",
            f"{COUNCIL},4A,Total,Outcome,61.0",
            header=header,
        )
    )
    assert current("1E", "female").value == 5
    assert current("4A", "female").value == 60
    assert (current("2A1").value, current("2A1").state) == (None, ValueState.SUPPRESSED)
    cells = [warning.split(" has letters that only look like Latin ones: ") for warning in result.warnings]
    assert cells == [
        ['ascof.csv:row 1: column "Mеasure Value": "Mеasure Value"', '"Measure Value" is meant, or check it'],
        ['ascof.csv:row 2: column "Measure Type": "Оutcome"', '"Outcome" is meant, or check it'],
        [
            'ascof.csv:row 2: column "Geographical Description": "Lеicеstershire"',
            '"Leicestershire" is meant, or check it',
        ],
        ['ascof.csv:row 2: column "ONS Code": "Е10000018"', '"E10000018" is meant, or check it'],
        ['ascof.csv:row 2: column "Geographical Level": "Cоuncil"', '"Council" is meant, or check it'],
        ['ascof.csv:row 2: column "ASCOF Measure Code": "1Е"', '"1E" is meant, or check it'],
        ['ascof.csv:row 2: column "Disaggregation Level": "Fеmale"', '"Female" is meant, or check it'],
        ['ascof.csv:row 3: column "ASCOF Measure Code": "4А"', '"4A" is meant, or check it'],
        ['ascof.csv:row 4: column "Mеasure Value": "[с]"', '"[c]" is meant, or check it'],
    ]


def test_every_problem_is_named_and_nothing_is_kept(held, tmp_path):
    path = write(
        tmp_path,
        f"{COUNCIL},1E,Total,Outcome,five",
        f"{COUNCIL},9Z,Total,Outcome,5.0",
        f"{COUNCIL},9Z,Total,Numerator,5",
        f"{COUNCIL},2A1,Total,Rank,5",
        f"{COUNCIL},4A,Total,Outcome,5.0",
        f"{COUNCIL},4A,Total,Outcome,5.1",
        "508,Leicestershire,Parish,E10000018,4A,Total,Outcome,5.0",
        f"{COUNCIL},2A1,Total,Outcome,7.7 (7.6)",
    )
    assert refused(path) == [
        'ascof.csv:row 2: column "Measure Value": "five" is not a number',
        'ascof.csv:row 3: column "ASCOF Measure Code": there is no measure "9Z" in ascof-2011',
        'ascof.csv:row 5: column "Measure Type": "Rank" is not a type of figure',
        'ascof.csv:row 7: column "Measure Value": 5.1 stands where 5.0 stood already (row 6)',
        'ascof.csv:row 8: column "Geographical Description": "Parish" is not a level of areas',
        'ascof.csv:row 9: column "Measure Value": "7.7 (7.6)" holds two figures; only those of 2016-17 are known',
    ]
    assert entries() == []


def test_the_list_of_problems_ends(held, tmp_path):
    rows = [f"{COUNCIL},1E,Group {number},Outcome,none" for number in range(500)]
    assert len(refused(write(tmp_path, *rows))) == 200


def test_a_dry_run_reports_the_same_and_keeps_nothing(held, tmp_path):
    path = write(tmp_path, f"{COUNCIL},1E,Total,Outcome,5.0", f"{RUTLAND},1E,Total,Outcome,6.0")
    dry = run(path, dry_run=True, organisations=True)
    assert (dry.new, dry.changed, dry.same) == (2, 0, 0)
    assert db.session.scalar(select(func.count(MeasureValue.id))) == 0
    assert db.session.scalar(select(func.count(Organisation.id))) == 3
    assert db.session.scalar(select(func.count(Period.id))) == 0
    assert entries() == []
    assert run(path, organisations=True) == dry


YEARS = f"Year,{HEADER}"


def test_years_of_another_edition_are_left_out_and_counted(held, tmp_path):
    rows = [f"{year},{COUNCIL},1E,Total,Outcome,5.0" for year in ("2017-18", "2018/19", "202122", "2023-24")]
    result = run(write(tmp_path, *rows, header=YEARS), period=None)
    assert result.new == 3
    assert result.warnings == ("ascof.csv: left out 1 figures of 2023-24, which ascof-2011 does not cover",)
    assert current(period="2021-22").value == 5


def test_the_period_that_is_asked_for_must_be_there(held, tmp_path):
    path = write(tmp_path, f"2017-18,{COUNCIL},1E,Total,Outcome,5.0", header=YEARS)
    assert refused(path, period="2018-19") == ["ascof.csv: holds no figures of 2018-19 that can be kept"]
    assert run(path, period="2017-18").new == 1


@pytest.mark.parametrize("year", ["2017-19", "2017-18 Q1", "soon"])
def test_a_year_that_is_none_is_refused(held, tmp_path, year):
    path = write(tmp_path, f"{year},{COUNCIL},1E,Total,Outcome,5.0", header=YEARS)
    assert refused(path, period=None)[0].startswith('ascof.csv:row 2: column "Year": ')


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"edition": None}, "Say whose codes the file uses, like --edition ascof-2011"),
        ({"edition": "ascof-2050"}, "There is no edition ascof-2050. There are ascof-2011"),
        ({"period": None}, "The file does not say its year. Give it, like --period 2020-21"),
        (
            {"period": "2023-24"},
            "ascof-2011 covers 2011-12 to 2022-23, not 2023-24: its codes mean other measures there",
        ),
        ({"period": "2020-21 Q1"}, "2020-21 Q1 is not a financial year, like 2020-21: ASCOF is published by year"),
        ({"period": "soon"}, '"soon" is not a period'),
    ],
)
def test_options_that_are_missing_are_asked_for(held, tmp_path, options, sentence):
    with pytest.raises(RuleBroken) as refusal:
        run(write(tmp_path, f"{COUNCIL},1E,Total,Outcome,5.0"), **options)
    assert refusal.value.sentence.startswith(sentence)


def test_odd_figures_are_kept_and_named(held, tmp_path):
    result = run(
        write(
            tmp_path,
            f"{COUNCIL},1E,Total,Outcome,105.0",
            f"{COUNCIL},1EF,Female,Outcome,11.4",
            f"{COUNCIL},1EF,Female,Numerator,140",
            f"{COUNCIL},1EF,Female,Denominator,1404",
            f"{COUNCIL},1EM,Male,Outcome,78.3",
            f"{COUNCIL},1EM,Male,Numerator,90",
            f"{COUNCIL},1EM,Male,Denominator,115",
            f"{COUNCIL},1E1864,18-64,Numerator,9",
            f"{COUNCIL},2A1,Total,Outcome,250.0",
            f"{COUNCIL},2A1,Total,Outcome,250",
        )
    )
    assert result.warnings == (
        "ascof.csv: 1 figures stand there twice, the same each time",
        "ascof.csv: 1 values have counts and no row with their outcome",
        "ascof.csv:row 2: ascof-2011:1E, Leicestershire, 2020-21: value must be 100% or less",
        "ascof.csv:row 3: ascof-2011:1E (female), Leicestershire, 2020-21: 11.4% is not 140 of 1,404, which is 10.0%",
    )
    assert current("1E", "18 to 64").state is ValueState.NOT_COLLECTED
    assert current("1E", "18 to 64").numerator == 9


@pytest.mark.parametrize(("outcome", "is_odd"), [("80.0", False), ("76.0", False), ("82.5", True)])
def test_counts_rounded_to_five_give_a_range(held, tmp_path, outcome, is_odd):
    rows = [("Outcome", outcome), ("Numerator", "90"), ("Denominator", "115")]
    result = run(write(tmp_path, *(f"{COUNCIL},1E,Total,{kind},{figure}" for kind, figure in rows)))
    assert bool(result.warnings) is is_odd


def test_a_year_that_has_not_ended_is_named(held, tmp_path, at):
    at("2021-02-01 10:00")
    result = run(write(tmp_path, f"{COUNCIL},1E,Total,Outcome,5.0"))
    assert result.warnings == ("ascof.csv: 2020/21 has not ended yet",)


def test_two_long_breakdowns_that_begin_alike_stay_two(held, tmp_path):
    long = "primary support reason: physical support"
    result = run(
        write(
            tmp_path,
            f"{COUNCIL},1E,{long} access and mobility only,Outcome,5.0",
            f"{COUNCIL},1E,{long} personal care support,Outcome,6.0",
            f"{COUNCIL},1E,{long} personal care support,Numerator,6",
        )
    )
    assert result.new == 2
    assert current("1E", long).value == 5
    assert current("1E", f"{long[:36]} (2)").value == 6


TABLE = "Table 1c: carers\nWords above.\nLocal authority code,Local authority,ONS area code,2016 to 2017 - margin of error,2016 to 2017 - number of respondents,2016 to 2017 - outcome,2024 to 2025 - outcome"


def test_two_figures_in_one_cell_of_2016_17(held, tmp_path):
    edition = make.measure("1C", edition="ascof-2023", unit=Unit.SCORE).edition
    edition.first_year = "2023-24"
    db.session.commit()
    rows = ['508,Leicestershire,E10000018,0.1 (1),"12,530 (8,285)",7.7 (:),7.3']
    result = run(write(tmp_path, *rows, header=TABLE), edition="ascof-2023", period="2024-25")
    assert (result.new, result.warnings) == (2, ())
    value = current("1C", period="2016-17")
    assert (value.value, value.base, value.margin) == (Decimal("7.7"), 12530, Decimal("0.1"))
    assert value.note == "Also printed in brackets: margin of error 1, number of respondents 8,285, outcome none."
    assert current("1C", period="2024-25").value == Decimal("7.3")


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_bar_on_a_terminal_and_none_in_a_pipe(held, tmp_path, monkeypatch, is_terminal):
    import io
    import sys

    shown = io.StringIO()
    shown.isatty = lambda: is_terminal
    monkeypatch.setattr(sys, "stderr", shown)
    run(write(tmp_path, *(f"{COUNCIL},1E,Group {number},Outcome,1" for number in range(5_000))))
    assert ("100%" in shown.getvalue()) is is_terminal
    assert bool(shown.getvalue()) is is_terminal
