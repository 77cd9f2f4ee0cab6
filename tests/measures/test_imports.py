"""Imports: every kind kept whole or not at all, the same file twice, refusals by row and column, restated values."""

from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter

from casework.accounts.queries import find_organisation
from casework.extensions import db
from casework.kit.tables import TableRefused
from casework.measures.importer import IMPORTERS
from casework.measures.models import Measure, MeasureValue, OfficerRating, Period, Target
from casework.measures.queries import find_measure
from casework.trail.models import TrailEntry
from tests.measures import make as figures
from tests.measures.make import LEICESTERSHIRE, RUTLAND, run, written

BLANK = {"value": "", "numerator": "", "denominator": "", "state": "", "due_text": "", "published_quartile": "",
         "note": "", "replaces_reason": ""}  # fmt: skip


def row(measure="ascof-2011:1E", organisation=LEICESTERSHIRE, period="2019-20", **cells):
    return {"measure": measure, "organisation": organisation, "period": period, **BLANK, **cells}


@pytest.fixture
def packs(app):
    figures.packs()


def refusals(kind, path, **options):
    with pytest.raises(TableRefused) as refused:
        IMPORTERS[kind](path, by=None, **options)
    db.session.rollback()
    return [str(problem) for problem in refused.value.problems]


def standing_values():
    return db.session.query(MeasureValue).filter(MeasureValue.superseded_by_id.is_(None)).count()


@pytest.mark.parametrize("kind", ["organisations", "values", "targets", "ratings"])
def test_the_demonstration_files_go_in_once(packs, kind):
    from casework.kit.packs import PACKS

    folder = PACKS / "demonstration"
    run("organisations", folder / "organisations.csv")
    first = run(kind, folder / f"{kind}.csv")
    second = run(kind, folder / f"{kind}.csv")
    assert (second.new, second.changed) == (0, 0)
    assert second.same == first.new + first.changed + first.same > 5


def test_a_dry_run_says_the_same_and_keeps_nothing(packs, tmp_path):
    path = written(tmp_path, "values.csv", [row(value="11.2", period="2020-21 Q1"), row(value="9", period="2024-05")])
    result = IMPORTERS["values"](path, by=None, dry_run=True)
    db.session.rollback()
    assert (result.new, result.changed, result.same) == (2, 0, 0)
    assert db.session.query(MeasureValue).count() == 0
    assert db.session.query(Period).count() == 0
    assert run("values", path).new == 2


def test_every_bad_row_is_named_and_nothing_is_kept(packs, tmp_path):
    rows = [
        row(value="11.2"),
        row(measure="ascof-2011:9Z", value="1"),
        row(measure="1E", value="1"),
        row(organisation="E99", value="1"),
        row(period="2020-22", value="1"),
        row(period="2018-19", value="eleven"),
        row(period="2013-14", value="5", state="soon"),
        row(measure="", value="5"),
    ]
    said = refusals("values", written(tmp_path, "values.csv", rows))
    assert len(said) == 7
    for sentence in (
        'values.csv:row 3: column "measure": there is no measure "ascof-2011:9Z"',
        'values.csv:row 4: column "measure": "1E" does not name a measure',
        'values.csv:row 5: column "organisation": there is no organisation "E99"',
        'values.csv:row 6: column "period": "2020-22" is neither a financial year',
        'values.csv:row 7: column "value": "eleven" is not a number',
        'values.csv:row 8: column "state": "soon" is not one of final',
        'values.csv:row 9: column "measure": is blank',
    ):
        assert any(line.startswith(sentence) for line in said), (sentence, said)
    assert standing_values() == 0


def test_rows_that_parse_but_cannot_stand_are_named_too(packs, tmp_path):
    rows = [
        row(value="11.2"),
        row(period="2017-18", value="104"),
        row(period="2016-17"),
        row(period="2015-16", value="5", state="closed"),
        row(period="2014-15", state="due"),
        row(period="2019/20", value="11.3"),
        row(measure="complaints:answered-in-20", value="78"),
        row(period="2012-13", value="-1"),
    ]
    said = refusals("values", written(tmp_path, "values.csv", rows))
    assert said == [
        'values.csv:row 3: column "value": 2017-18 value must be 100% or less',
        'values.csv:row 4: column "value": is blank: give the value, or a state that says why there is none',
        'values.csv:row 5: column "state": closed has no value, and the row has one',
        'values.csv:row 6: column "due_text": is blank: say when it is due, like Due June 2022',
        "values.csv:row 7: is about the same measure, organisation and period as row 2",
        'values.csv:row 8: column "measure": complaints:answered-in-20 is worked out from the records, '
        "never typed or imported",
        'values.csv:row 9: column "value": 2012-13 value must be 0 or more',
    ]
    assert standing_values() == 0


def test_a_final_value_changes_only_with_a_reason_and_the_old_one_stays(packs, tmp_path):
    run("values", written(tmp_path, "a.csv", [row(value="11.2")]))
    changed = written(tmp_path, "b.csv", [row(value="11.4")])
    assert refusals("values", changed) == ['b.csv:row 2: column "replaces_reason": say why the final value changes']
    result = run("values", written(tmp_path, "c.csv", [row(value="11.4", replaces_reason="Two people counted twice")]))
    assert (result.new, result.changed) == (0, 1)
    old, new = db.session.query(MeasureValue).order_by(MeasureValue.id)
    assert (old.value, old.superseded_by_id) == (Decimal("11.2"), new.id)
    assert (new.value, new.superseded_by_id, new.replaces_reason) == (Decimal("11.4"), None, "Two people counted twice")
    entry = db.session.query(TrailEntry).order_by(TrailEntry.id.desc()).first()
    assert entry.changes == {"ascof-2011:1E, Leicestershire, 2019-20": ["11.2", "11.4"]}
    again = run("values", written(tmp_path, "c.csv", [row(value="11.4", replaces_reason="Two people counted twice")]))
    assert (again.changed, again.same) == (0, 1)


def test_a_provisional_value_becomes_final_without_a_reason(packs, tmp_path):
    run("values", written(tmp_path, "a.csv", [row(value="605.7", measure="ascof-2011:2A2", state="provisional")]))
    run("values", written(tmp_path, "b.csv", [row(value="536.3", measure="ascof-2011:2A2", state="final")]))
    assert [value.value for value in db.session.query(MeasureValue).order_by(MeasureValue.id)] == [
        Decimal("605.7"),
        Decimal("536.3"),
    ]
    assert standing_values() == 1


def test_counts_and_notes_complete_a_value_without_restating_it(packs, tmp_path):
    run("values", written(tmp_path, "a.csv", [row(value="11.2")]))
    result = run(
        "values", written(tmp_path, "b.csv", [row(value="11.2", numerator="163", denominator="1458", note="SALT")])
    )
    assert result.changed == 1
    value = db.session.query(MeasureValue).one()
    assert (value.numerator, value.denominator, value.note) == (163, 1458, "SALT")
    lost = written(tmp_path, "c.csv", [row(value="11.2", numerator="164", denominator="1458")])
    assert "say why the final value changes" in refusals("values", lost)[0]


def test_look_alike_letters_in_codes_and_words_are_folded(packs, tmp_path):
    """T2: the scanned dashboard writes a Cyrillic Н, А and Т."""
    cyrillic = row(measure="аscof-2011:1Е", value="11.2", state="finаl", published_quartile="Тор")
    run("values", written(tmp_path, "values.csv", [cyrillic]))
    value = db.session.query(MeasureValue).one()
    assert (value.measure.code, value.state, value.published_quartile) == ("1E", "final", "top")


def test_an_excel_file_with_the_columns_in_another_order(packs, tmp_path):
    path = tmp_path / "values.xlsx"
    paper = BytesIO()
    with xlsxwriter.Workbook(paper) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Value", "Period", "Organisation", "Measure"])
        sheet.write_row(1, 0, [11.2, "2019-20", "Leicestershire", "ascof-2023:2d1"])
    path.write_bytes(paper.getvalue())
    run("values", path)
    value = db.session.query(MeasureValue).one()
    assert (value.measure.code, value.value) == ("2D(1)", Decimal("11.2"))


def test_unknown_columns_stop_it_unless_they_are_to_be_ignored(packs, tmp_path):
    path = written(
        tmp_path,
        "values.csv",
        [
            {
                "measure": "ascof-2011:1E",
                "organisation": LEICESTERSHIRE,
                "period": "2019-20",
                "value": "5",
                "colour": "red",
            }
        ],
    )
    assert 'column "colour": is not a column of this file' in refusals("values", path)[0]
    assert run("values", path, ignore_unknown=True).new == 1


def test_warnings_name_their_cell(packs, tmp_path):
    """T5, T6: figures that do not fit are kept, and said."""
    rows = [row(value="11.4", numerator="140", denominator="1405"), row(measure="ascof-2011:1G", value="0.829"),
            row(measure="ascof-2011:1G", period="2018-19", value="81.4")]  # fmt: skip
    result = IMPORTERS["values"](written(tmp_path, "values.csv", rows), by=None)
    assert any(
        line.startswith('values.csv:row 2: column "value": 11.4% is not 140 of 1,405') for line in result.warnings
    )
    assert any("row 3" in line and "check the unit" in line for line in result.warnings)


def test_another_code_of_the_same_council_leads_to_the_one_in_use(packs, tmp_path):
    run("values", written(tmp_path, "values.csv", [row(organisation="E08000038", value="5")]))
    assert db.session.query(MeasureValue).one().organisation.code == "E08000016"


def test_targets_bands_and_to_be_confirmed(packs, tmp_path):
    columns = {"at_least": "", "at_most": "", "implied_count": "", "note": ""}
    rows = [
        {
            "measure": "local-2020:sequels-meet",
            "organisation": LEICESTERSHIRE,
            "period": "2020-21",
            "kind": "target",
            **columns,
            "at_least": "6",
            "at_most": "11",
        },
        {
            "measure": "ascof-2011:1E",
            "organisation": LEICESTERSHIRE,
            "period": "2020-21",
            "kind": "milestone",
            **columns,
        },
    ]
    assert run("targets", written(tmp_path, "targets.csv", rows)).new == 2
    band, open_one = db.session.query(Target).order_by(Target.id)
    assert (band.at_least, band.at_most, open_one.at_least, open_one.at_most) == (6, 11, None, None)
    rows[0]["at_most"] = "5"
    assert 'column "at_most": 5 is less than at_least, 6' in refusals("targets", written(tmp_path, "t.csv", rows))[0]
    rows[0] |= {"at_most": "12", "measure": "local-2020:community-issues"}
    assert "has no aim, so it has no target" in refusals("targets", written(tmp_path, "t.csv", rows))[0]


def test_ratings_are_the_officers_own(packs, tmp_path):
    cells = {
        "measure": "ascof-2011:1E",
        "organisation": LEICESTERSHIRE,
        "period": "2020-21 Q1",
        "triggers": "",
        "reason": "",
        "rated_by": "",
        "rated_on": "",
    }
    said = refusals("ratings", written(tmp_path, "r.csv", [{**cells, "rag": "O"}]))
    assert 'column "rag": "O" is not one of red, amber, green' in said[0]  # T1: a G that was read as an O
    assert "say why it is Red" in refusals("ratings", written(tmp_path, "r.csv", [{**cells, "rag": "Red"}]))[0]
    later = [{**cells, "rag": "green", "rated_on": "2999-01-01"}]
    assert "must be today or in the past" in refusals("ratings", written(tmp_path, "r.csv", later))[0]
    run(
        "ratings",
        written(
            tmp_path,
            "r.csv",
            [{**cells, "rag": "green", "triggers": "On track; No issues", "rated_by": "A", "rated_on": "2020-08-21"}],
        ),
    )
    assert db.session.query(OfficerRating).one().triggers == "On track;No issues"


def test_measures_of_an_edition_of_ones_own(packs, tmp_path):
    columns = [
        "title",
        "polarity",
        "unit",
        "decimals",
        "source",
        "tags",
        "layer",
        "strategic_outcome",
        "supporting_outcome",
        "amber_tolerance",
    ]
    blank = dict.fromkeys(columns, "")
    new = {
        "edition": "ours-2024",
        "code": "waits",
        **blank,
        "title": "Waiting for an assessment",
        "polarity": "low",
        "unit": "count",
    }
    assert (
        "is blank, and the measure is new"
        in refusals("measures", written(tmp_path, "m.csv", [{**new, "title": ""}]))[0]
    )
    run(
        "measures",
        written(tmp_path, "m.csv", [new | {"tags": "BCF;Local", "layer": "Delay need", "amber_tolerance": "5"}]),
    )
    made = find_measure("ours-2024:waits")
    assert (made.decimals, made.tags, made.layer, made.amber_tolerance) == (0, "BCF;Local", "Delay need", 5)
    result = run(
        "measures",
        written(tmp_path, "m2.csv", [{"edition": "ascof-2011", "code": "1E", **blank, "amber_tolerance": "0.5"}]),
    )
    assert (result.new, result.changed) == (0, 1)
    assert find_measure("ascof-2011:1E").title == "People with a learning disability in paid employment"
    count = db.session.query(Measure).count()
    IMPORTERS["measures"](written(tmp_path, "m3.csv", [{**new, "code": "other"}]), by=None, dry_run=True)
    assert db.session.query(Measure).count() == count


def test_organisations_with_neighbours(packs, tmp_path):
    columns = {"region": "", "council_type": "", "neighbours": ""}
    rows = [
        {"code": "our-trust", "name": "Our Trust", "kind": "agency", **columns, "region": "East Midlands"},
        {"code": LEICESTERSHIRE, "name": "", "kind": "", **columns, "neighbours": f"E10000024;{RUTLAND}"},
    ]
    result = run("organisations", written(tmp_path, "o.csv", rows))
    assert (result.new, result.changed) == (1, 1)
    assert find_organisation("our-trust").region == "E12000004"
    assert find_organisation(LEICESTERSHIRE).neighbours == f"E10000024;{RUTLAND}"
    rows[1]["neighbours"] = "E10000024;nowhere"
    assert (
        'column "neighbours": there is no organisation "nowhere"'
        in refusals("organisations", written(tmp_path, "o.csv", rows))[0]
    )


def test_two_thousand_figures_in_a_few_statements(packs, tmp_path, statements):
    measures = [f"ascof-2011:{code}" for code in ("1E", "1G", "2D", "3A", "4A")]
    rows = [row(measure=measure, organisation=council, period=f"{year}-{year - 1999:02}", value="50")
            for measure in measures for council in (LEICESTERSHIRE, RUTLAND) for year in range(2003, 2013)]  # fmt: skip
    path = written(tmp_path, "values.csv", rows)
    with statements() as seen:
        run("values", path)
    assert len(seen) < 60


HEADER = "measure,organisation,period,value,numerator,denominator,state"


def typed(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ('ascof-2011:1F,E10000018,2016-17,"6,5",,,', 'column "value": "6,5" is not a number'),
        (
            "ascof-2011:2A2,E10000018,2016-17,6.5%,,,",
            'column "value": 6.5% is a percentage, and ascof-2011:2A2 is per 100,000 people',
        ),
        ("ascof-2011:1F,E10000018,2016-17,6.5,65%,1000,", 'column "numerator": "65%" is a percentage, not how many'),
    ],
)
def test_a_comma_or_a_percent_sign_in_the_wrong_place_is_refused(packs, tmp_path, row, problem):
    path = typed(tmp_path, "values.csv", f"{HEADER}\n{row}\n")
    assert refusals("values", path) == [f"values.csv:row 2: {problem}"]


def test_a_percentage_may_carry_its_sign(packs, tmp_path):
    path = typed(tmp_path, "values.csv", f"{HEADER}\nascof-2011:1F,E10000018,2016-17,6.5%,65,1000,\n")
    assert str(IMPORTERS["values"](path, by=None)) == "1 new, 0 changed, 0 the same"
    assert db.session.query(MeasureValue).one().value == Decimal("6.5")


def test_every_problem_of_a_file_is_said_at_once(packs, tmp_path):
    """What a cell holds, what a row holds, and what the rows hold together."""
    rows = (
        "ascof-2011:1F,E10000018,2016-17,six,,,", "ascof-2011:1F,E10000018,2017-18,101,,,",
        "ascof-2011:1F,E10000018,2018-19,5,,,", "ascof-2011:1F,E10000018,2018-19,6,,,",
    )  # fmt: skip
    path = typed(tmp_path, "values.csv", "\n".join([HEADER, *rows]) + "\n")
    assert refusals("values", path) == [
        'values.csv:row 2: column "value": "six" is not a number',
        'values.csv:row 3: column "value": 2017-18 value must be 100% or less',
        "values.csv:row 5: is about the same measure, organisation and period as row 4",
    ]
    assert standing_values() == 0
    aims = (
        "measure,organisation,period,kind,at_least,at_most\n"
        "ascof-2011:1F,E10000018,2016-17,target,7,5\nascof-2011:1F,E10000018,2017-18,target,five,\n"
    )
    assert refusals("targets", typed(tmp_path, "targets.csv", aims)) == [
        'targets.csv:row 2: column "at_most": 5 is less than at_least, 7',
        'targets.csv:row 3: column "at_least": "five" is not a number',
    ]


@pytest.mark.parametrize(("value", "warns"), [("0.065", True), ("0.5", False), ("6.55", False), ("0", False)])
def test_a_share_that_a_spreadsheet_kept_for_a_percentage_is_asked_about(packs, tmp_path, value, warns):
    """Excel shows 6.5% and keeps 0.065; without counts nothing else would tell."""
    path = typed(tmp_path, "values.csv", f"{HEADER}\nascof-2011:1F,E10000018,2016-17,{value},,,\n")
    said = (
        f'values.csv:row 2: column "value": {value} has more decimals than the measure: is 6.5% meant, kept as a share?'
    )
    assert IMPORTERS["values"](path, by=None).warnings == ((said,) if warns else ())
