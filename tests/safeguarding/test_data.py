"""The board's figures against the printed tables, and the demonstration as a whole."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from casework.extensions import db
from casework.measures.models import Unit
from casework.safeguarding import board_data, demonstration
from casework.safeguarding.models import Audit, AuditStatus, PartnerReturn, ReturnStatus
from casework.safeguarding.queries import list_for_home
from tests import make
from tests.packs.reading import DEMO, MEASURES, read_csv

# R79, R81 and R82, written out by hand from the printed tables
PRINTED = {
    ("enquiries", "Leicestershire"): """
        alerts 4,406 4,530 4,810 4,167
        enquiries 1,291 861 1,203 875
        abuse-found 43% 46% 49% 54%""",
    ("enquiries", "Rutland"): """
        alerts 268 235 421 298
        enquiries 77 52 59 39
        abuse-found 34% 60% 35% 45%""",
    ("personal", "Leicestershire"): """
        msp-asked 64% 70% 78% 73%
        msp-achieved 95% 96% 94% 92%
        stopped-at-request 17% 13% 5% 7%""",
    ("personal", "Rutland"): """
        msp-asked 75% 96% 95% 95%
        msp-achieved 94% 95% 94% 92%
        stopped-at-request 12% 15% 14% 11%""",
    ("liberty", "Leicestershire"): """
        dols-referrals 4,669 4,307 4,803
        dols-waiting 1,555 851 986
        dols-representatives 44% 49% 46%""",
    ("liberty", "Rutland"): """
        dols-referrals 223 238 299
        dols-waiting 8 15 29
        dols-representatives 43% 49% 47%""",
}
TODAY = date(2026, 4, 7)


def everybody():
    for row in read_csv(DEMO / "organisations.csv"):
        make.organisation(row["code"], row["name"], row["kind"])


def bring_values():
    """The values of the safeguarding edition, as the demonstration file has them."""
    for row in read_csv(DEMO / "values.csv"):
        edition, code = row["measure"].split(":")
        if edition == "safeguarding" and re.fullmatch(r"\d{4}-\d\d", row["period"]):
            told = MEASURES[row["measure"]]
            measure = make.measure(
                code, edition, title=told["title"], label=told["label"], unit=Unit(told["unit"]), decimals=0
            )
            numbers = {name: Decimal(row[name]) for name in ("numerator", "denominator") if row[name]}
            where = make.organisation(row["organisation"])
            make.value(measure, Decimal(row["value"]), row["period"], org=where, note=row["note"], **numbers)


@pytest.fixture
def told(app):
    """The demonstration of this room."""
    everybody()
    people = {"board-office": make.person("board-office")}
    people["board-member"] = make.person("board-member", org=make.organisation("leicestershire-police"))
    demonstration.load(people, TODAY)
    db.session.commit()
    return people


def test_the_tables_are_the_printed_ones(app):
    everybody()
    bring_values()
    areas = [make.organisation(), make.organisation("E06000017")]
    shown = {
        (section.key, table.area.name): [[row.measure.code, *row.cells] for row in table.rows]
        for section in board_data.read_sections(areas)
        for table in section.tables
    }
    assert shown == {key: [line.split() for line in text.strip().splitlines()] for key, text in PRINTED.items()}


def test_the_page_draws_the_tables_and_leads_to_the_measures(client, told, statements):
    bring_values()
    client.sign_in(told["board-office"])
    with statements() as seen:
        page = client.get("/safeguarding/data").get_data(as_text=True)
    assert len(seen) < 14
    assert "Leicestershire and Rutland, whole years" in page
    assert "Alerts fell from 4,810 to 4,167 in 2019/20" in page
    assert "21% of alerts became enquiries" in page
    assert "(875 of 4,167)" in page
    assert "2012/13" not in page, "a lone figure of a self-assessment is no year of the table"
    measure = make.measure("alerts", "safeguarding")
    assert f'href="/measures/{measure.id}" aria-label="4,167, Safeguarding alerts, 2019/20">4,167' in page
    assert page.count('role="img"') == 2 * 8, "each chart wide and narrow"


def test_without_figures_the_page_says_where_they_come_from(client):
    client.sign_in(make.person("director"))
    assert "No figures of the board yet" in client.get("/safeguarding/data").get_data(as_text=True)


def test_a_missing_year_is_said_and_a_lone_figure_has_no_trend(app):
    measure = make.measure("alerts", "safeguarding", title="Alerts", unit=Unit.COUNT, decimals=0, label="Alerts")
    make.measure("enquiries", "safeguarding", unit=Unit.COUNT)
    make.measure("abuse-found", "safeguarding")
    make.value(measure, Decimal(5), "2017-18")
    rutland = make.organisation("E06000017", "Rutland")
    make.value(measure, Decimal(7), "2018-19", org=rutland)
    (section,) = board_data.read_sections([make.organisation(), rutland])
    assert section.tables[0].rows[0].cells == ("5", "Not recorded")
    assert section.tables[0].chart.title == "Alerts: 5 in 2017/18"


@pytest.mark.parametrize(
    ("figures", "title"), [("5 5", "Alerts stayed at 5 in 2018/19"), ("5 7", "Alerts rose from 5 to 7 in 2018/19")]
)
def test_a_chart_states_its_finding(figures, title):
    points = [
        board_data.Point(year, Decimal(figure), figure)
        for year, figure in zip(("2017/18", "2018/19"), figures.split(), strict=True)
    ]
    assert board_data.finding_of(board_data.Line("Alerts", tuple(points))) == title


def test_the_demonstration_tells_the_audits(told):
    audits = {audit.title: audit for audit in db.session.query(Audit)}
    assert {title: audit.status for title, audit in audits.items()} == {
        "Mental Capacity Act and safeguarding": AuditStatus.FINISHED,
        "Financial abuse": AuditStatus.DELAYED,
        "Self-neglect and hoarding": AuditStatus.IN_PROGRESS,
    }
    live = audits["Self-neglect and hoarding"]
    assert (live.period, live.started_on, live.due_on) == (
        "2026-27",
        TODAY - timedelta(days=40),
        TODAY + timedelta(days=35),
    )
    unsafe = next(case for case in live.cases if case.is_unsafe)
    assert (unsafe.escalated_on, unsafe.made_safe_on) == (TODAY - timedelta(days=18), TODAY - timedelta(days=17))
    assert audits["Mental Capacity Act and safeguarding"].finished_on == date(2019, 11, 15)


def test_the_demonstration_finds_its_records_by_the_keys_of_the_story(told):
    assert demonstration.audit_finding_of("snh-one-plan").audit.title == "Self-neglect and hoarding"
    answer = demonstration.return_answer_of("leicestershire-police", "internal-procedures")
    assert (answer.rating, answer.partner_return.period) == ("working-towards", "2019-20")
    with pytest.raises(KeyError):
        demonstration.audit_finding_of("nothing")


def test_this_years_round_is_open_and_begun(told):
    open_ones = db.session.query(PartnerReturn).filter_by(period="2026-27").all()
    assert len(open_ones) == 9
    assert [held.agency.code for held in open_ones if held.status == ReturnStatus.IN_PROGRESS] == [
        "leicestershire-police"
    ]
    assert [line.text for line in list_for_home(told["board-member"])] == [
        "Return 2026/27: 4 of 11 standards answered, due Tuesday 28 April 2026"
    ]
    assert [(line.group, line.text) for line in list_for_home(told["board-office"])] == [
        ("Returns not in", "9 of 9 agencies have not returned for 2026/27, due Tuesday 28 April 2026"),
        ("Before the next meeting", "Agree grades in 3 cases of the audit of Self-neglect and hoarding"),
    ]


@pytest.mark.parametrize(("day", "period"), [(date(2026, 3, 31), "2025-26"), (date(2026, 4, 1), "2026-27")])
def test_the_year_turns_on_1_april(day, period):
    assert demonstration.this_year(day) == period
