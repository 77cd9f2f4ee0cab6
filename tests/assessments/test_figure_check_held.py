"""Figures said of a measure against the values held, and the command."""

import json
from decimal import Decimal

import pytest
from click.testing import CliRunner

from casework.assessments.figure_check import Kind, Verdict, check_text
from casework.assessments.figure_check.command import check_figures
from casework.assessments.figure_check.held import council_to_check, held_of
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.measures.models import Unit
from tests import make

PAPER = "In all 116 of 1,238 (10%) came back.\n\nASCOF 1E stood at 11.8% in 2019/20.\n"


@pytest.fixture
def council(app):
    work = make.measure("1E", title="People with a learning disability in paid employment")
    make.value(work, Decimal("11.2"), "2019-20")
    make.value(work, Decimal("10.9"), "2018-19")
    care = make.measure("2A2", label="ASCOF 2A pt 2", title="Permanent admissions to care", unit=Unit.PER_100000)
    make.value(care, Decimal("605.7"), "2019-20")
    enquiries = make.measure(
        "enquiries", "safeguarding", label="Enquiries", title="Safeguarding enquiries", unit=Unit.COUNT
    )
    make.value(enquiries, Decimal(875), "2019-20")
    make.value(enquiries, Decimal(1203), "2018-19")
    make.organisation("E06000017", "Rutland")
    make.person("director")
    db.session.commit()
    return make.organisation()


def told(text, council):
    claims = check_text(text, held=held_of(council))
    return [(claim.kind, claim.verdict.value, claim.expected) for claim in claims]


@pytest.mark.parametrize(
    ("text", "verdict", "expected"),
    [
        ("ASCOF 1E stood at 11.2% in 2019/20.", "right", "11.2%"),
        ("ASCOF 1E stood at 11% in 2019/20.", "right", "11%"),
        ("ASCOF 1E stood at 11.8% in 2019/20.", "wrong", "11.2%"),
        ("In 2018/19 ASCOF 1E was 10.8%.", "wrong", "10.9%"),
        ("ASCOF 2A, part 2 was 605.7 in 2019/20.", "right", "605.7"),
        ("People with a learning disability in paid employment: 12.2% in 2019/20.", "wrong", "11.2%"),
        ("1E stood at 11.8% in 2019/20.", "unknown", None),
        ("ASCOF 1E was about 14% in 2019/20.", "unknown", None),
        ("ASCOF 1E was 11.8% in 2019/20 in Rutland.", "unknown", None),
        ("The target for ASCOF 1E was 13% in 2019/20.", "unknown", None),
    ],
)
def test_a_measures_figure_is_set_beside_the_value_held(council, text, verdict, expected):
    assert told(text, council) == [(Kind.HELD, verdict, expected)]


def test_a_count_and_its_change_are_set_beside_the_values_held(council):
    found = told(
        "There were 876 safeguarding enquiries during 2019/20; a 42% reduction from the previous year.", council
    )
    assert set(found) == {(Kind.HELD, "wrong", "875"), (Kind.CHANGE, "wrong", "27%")}
    right = told(
        "There were 875 safeguarding enquiries during 2019/20; a 27% reduction from the previous year.", council
    )
    assert {verdict for _kind, verdict, _expected in right} == {"right"}


ROWS = "| Measure | 2018/19 | 2019/20 | 2019/20 Target |\n|---|---|---|---|\n"


def test_a_tables_rows_are_set_beside_the_values_held(council):
    table = f"{ROWS}| ASCOF 1E | 10.9% | 12.1% | 13% |\n| ASCOF 2A pt 2 | | 605.7 | 580.0 |\n"
    assert told(table, council) == [
        (Kind.HELD, "right", "10.9%"),
        (Kind.HELD, "wrong", "11.2%"),
        (Kind.HELD, "right", "605.7"),
    ]


def test_the_table_of_another_council_is_not_called_wrong(council):
    rows = f"{ROWS}| Safeguarding enquiries | 59 | 39 | 30 |\n| ASCOF 1E | 5.0% | 6.0% | 7% |\n"
    assert not told(f"Rutland\n\n{rows}", council)
    assert {verdict for _kind, verdict, _expected in told(rows, council)} == {"unknown"}


def test_a_value_that_was_restated_is_the_one_compared(council):
    measure = make.measure("1G", title="Settled accommodation of adults")
    old = make.value(measure, Decimal("70.0"), "2017-18")
    new = make.value(make.measure("1F", title="Else"), Decimal("1.0"), "2017-18")
    old.superseded_by_id = new.id
    db.session.flush()
    make.value(measure, Decimal("82.9"), "2017-18")
    db.session.commit()
    assert told("ASCOF 1G was 82.9% in 2017/18.", council) == [(Kind.HELD, "right", "82.9%")]


def test_values_held_take_the_same_statements_however_many_there_are(council, statements):
    with statements() as few:
        held_of(council)
    for year in range(2000, 2017):
        make.value(make.measure(f"4{'AB'[year % 2]}"), Decimal(year), f"{year}-{(year + 1) % 100:02}")
    db.session.commit()
    db.session.expire_all()
    with statements() as many:
        held_of(make.organisation())
    assert len(many) <= len(few) + 1  # the council itself is read again


def test_the_council_is_the_one_with_accounts_or_the_one_named(council):
    assert council_to_check(None) == council
    assert council_to_check("E06000017").name == "Rutland"
    make.person("director", org=make.organisation("E06000017"))
    with pytest.raises(RuleBroken, match="--organisation"):
        council_to_check(None)


# --- the command ---


@pytest.fixture
def run(app, tmp_path, monkeypatch):
    """Run the command on a paper, with this test's database."""
    from casework.assessments.figure_check import command

    monkeypatch.setattr(command, "ready_app", lambda: app)

    def run_it(text, *options, name="paper.md"):
        (tmp_path / name).write_text(text)
        db.session.commit()
        return CliRunner().invoke(check_figures, [str(tmp_path / name), *options])

    return run_it


def test_json_holds_the_claims_and_whom_they_were_compared_with(run, council):
    answer = run(PAPER, "--format", "json")
    found = json.loads(answer.stdout)
    assert answer.exit_code == 0
    assert found["compared_with"] == "Leicestershire"
    assert [(claim["line"], claim["kind"], claim["verdict"], claim["expected"]) for claim in found["claims"]] == [
        (1, "share", "wrong", "9%"),
        (3, "held", "wrong", "11.2%"),
    ]
    assert {"text", "line", "kind", "verdict", "expected"} <= set(found["claims"][0])


def test_text_lists_the_wrong_ones_first(run, council):
    lines = run(f"Late were 82 (44%).\n\n5 of 10 (50%).\n\n{PAPER}").stdout.splitlines()
    assert lines[0].startswith('paper.md:5: Wrong: "In all 116 of 1,238') or lines[0].startswith(
        'paper.md:5: Wrong: "116 of'
    )
    assert "It should be 9%." in lines[0]
    assert [line.split(":")[2].strip() for line in lines[:-1]] == ["Wrong", "Wrong", "Cannot tell", "Right"]
    assert lines[-1] == "4 claims: 2 wrong, 1 cannot tell, 1 right"


def test_a_paper_without_claims_says_so(run, council):
    assert run("Words only.").stdout == "No claim was found\n"


def test_without_a_database_the_arithmetic_is_still_checked(tmp_path, monkeypatch):
    monkeypatch.setenv("CASEWORK_DATA_DIR", str(tmp_path / "nothing"))
    monkeypatch.delenv("CASEWORK_DATABASE_URL", raising=False)
    (tmp_path / "paper.md").write_text(PAPER)
    answer = CliRunner().invoke(check_figures, [str(tmp_path / "paper.md"), "--format", "json"])
    assert answer.exit_code == 0
    assert answer.stderr.startswith("The values held were not compared. ")
    found = json.loads(answer.stdout)
    assert found["compared_with"] is None
    assert [claim["verdict"] for claim in found["claims"]] == [Verdict.WRONG]


def test_two_councils_with_accounts_and_none_named(run, council):
    make.person("director", org=make.organisation("E06000017"))
    answer = run(PAPER)
    assert answer.exit_code == 0
    assert "Say which council's values to compare with --organisation" in answer.stderr


def test_a_paper_that_cannot_be_read_and_an_unknown_council_are_refused(run, council):
    unread = run("x", name="paper.pdf")
    assert isinstance(unread.exception, RuleBroken)
    assert unread.exception.sentence == "paper.pdf is not a docx, txt, md, html or csv file"
    assert isinstance(run(PAPER, "--organisation", "nobody").exception, RuleBroken)


@pytest.mark.parametrize(("text", "said"), [
    ("Paid employment rose from 10.9% to 11.2%.", [("right", "11.2%")]),
    ("Paid employment rose from 11% to 11%, hardly a move.", [("right", "11%")]),
    ("Paid employment is 11.2%, up from 10.9%.", [("right", "11.2%")]),
    ("Paid employment of people with a learning disability rose from 10.9% to 11.8%.", [("wrong", "11.2%")]),
    ("Paid employment of people with a learning disability rose from 10.9% to 12.1%.", [("wrong", "11.2%")]),
    ("Paid employment of people with a learning disability rose from 10.9% to 23%.", []),
    ("Paid employment of people with a learning disability rose from 10.9% to 11.8% in June 2021.", []),
    ("In Rutland paid employment with a learning disability rose from 10.9% to 11.8%.", []),
    ("Sickness rose from 10.9% to 11.2%.", []),
    ("Employment rose from 10.9% to 11.8%.", []),
])  # fmt: skip
def test_two_figures_said_of_a_measure_are_set_beside_two_years_held(council, text, said):
    held = [(verdict, expected) for kind, verdict, expected in told(text, council) if kind is Kind.HELD]
    assert held == said


def test_a_move_the_wrong_way_is_wrong_although_both_figures_are_held(council):
    found = told("Paid employment fell from 10.9% to 11.2%.", council)
    assert (Kind.DIRECTION, "wrong", "a rise") in found
    claims = check_text("Paid employment rose from 10.9% to 11.2%.", held=held_of(council))
    assert [claim.because for claim in claims] == [
        "the value held for ASCOF 1E People with a learning disability in paid employment is 10.9% (2018/19) and 11.2% (2019/20)"
    ]
