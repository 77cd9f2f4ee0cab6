"""Measures worked out from the log equal counting the file by hand, and open what they count."""

import re
from datetime import date

import pytest

from casework.complaints import measured, terms
from casework.complaints.importer import import_complaints
from casework.complaints.kinds import Outcome
from casework.complaints.models import ComplaintAccess
from casework.config import ROOT
from casework.demo_rooms import LOGGED_MONTHS, LOGGED_UNTIL
from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.kit.tables import TableRefused
from casework.measures import computing, control, services
from casework.measures.import_values import import_values
from casework.measures.models import MeasureValue
from casework.measures.periods import parse_period
from casework.measures.queries import find_measure
from casework.send import send
from tests import make
from tests.complaints import make as room
from tests.measures import make as figures
from tests.packs import recount

DEMO = ROOT / "casework" / "packs" / "demonstration"
CODES = ("answered-in-20", "fault-found", "acknowledged-in-3")
CLOSED = {"status": "closed", "outcome": Outcome.NOT_UPHELD}


@pytest.fixture
def council(app, at):
    at("2020-08-21 10:42")
    for code in CODES:
        make.measure(code, edition="complaints", is_computed=True, decimals=0)
    return make.organisation()


@pytest.fixture
def log(council, at):
    at("2026-04-07 10:42")
    terms.load_shipped()
    terms.load_own(DEMO / "terms.yaml", organisation=council)
    import_complaints(DEMO / "complaints.csv", by=None, organisation=council)
    computing.recompute(council, today=date(2020, 8, 21))
    db.session.commit()
    return council


def value_of(code, period, council):
    measure = find_measure(f"complaints:{code}")
    held = db.session.query(MeasureValue).filter_by(measure_id=measure.id, superseded_by_id=None)
    return held.filter(MeasureValue.period.has(code=period), MeasureValue.organisation_id == council.id).one()


def by_hand(code, first, last):
    """Numerator and denominator from the rows of the file, in loops."""

    def within(column):
        return [row for row in recount.STATUTORY if row[column] and first <= row[column] <= last]

    if code == "acknowledged-in-3":
        rows = within("received_on")
        told = [row for row in rows if row["acknowledged_on"]]
        return sum(recount.working_days(row["received_on"], row["acknowledged_on"]) <= 3 for row in told), len(rows)
    rows = within("closed_on")
    if code == "fault-found":
        return len(recount.fault(rows)), len(rows)
    return sum(recount.working_days(row["received_on"], row["closed_on"]) <= 20 for row in rows), len(rows)


def count_lines(reader, path):
    """How many records the pages list, from the first to the last."""
    number, link = 0, path
    while link:
        page = reader.get(link).get_data(as_text=True)
        number += page.count('scope="row"')
        found = re.search(r'href="([^"]*)" rel="next"', page)
        link = found[1].replace("&amp;", "&") if found else None
    return number


def test_the_log_of_the_demonstration(log, client, statements):
    """Equal to counting the file by hand, to the published figures, and to the records that each figure opens."""
    for code in CODES:
        for period in ("2018-19", "2019-20", "2019-20 Q1", "2019-20 Q4"):
            spec = parse_period(period)
            part, whole = by_hand(code, spec.starts_on, spec.ends_on)
            value = value_of(code, period, log)
            assert (value.numerator, value.denominator) == (part, whole), (code, period)
            assert (value.value, value.state) == (recount.percent(part, whole), "final")
    answered, fault = value_of("answered-in-20", "2019-20", log), value_of("fault-found", "2019-20", log)
    assert (answered.numerator, answered.denominator, answered.value) == (146, 187, 78)  # as published
    assert (fault.numerator, fault.value) == (82, 44)
    reader = client.sign_in(make.person("complaints-manager", org=log))
    costs = []
    for code, period in (
        ("answered-in-20", "2019-20 Q4"),
        ("fault-found", "2019-20"),
        ("acknowledged-in-3", "2019-20"),
    ):
        value = value_of(code, period, log)
        path = f"/measures/{value.measure_id}/values/{value.id}/counted"
        part, rest = int(value.numerator), int(value.denominator - value.numerator)
        assert (count_lines(reader, path), count_lines(reader, f"{path}?show=rest")) == (part, rest)
        with statements() as seen:
            reader.get(path)
        costs.append(len(seen))
    assert len(set(costs)) == 1


def test_a_running_year_is_kept_up_to_date_where_it_stands_and_a_final_one_is_restated(council):
    officer = make.person("complaints-officer", org=council)
    early = room.complaint(officer, received_on=date(2020, 3, 2), closed_on=date(2020, 3, 4), **CLOSED)
    room.complaint(officer, received_on=date(2020, 7, 1), closed_on=date(2020, 7, 3), **CLOSED)
    assert computing.recompute(council, today=clock.today()) > 0
    running = value_of("answered-in-20", "2020-21", council).id
    final = value_of("answered-in-20", "2019-20", council).id
    room.complaint(officer, received_on=date(2020, 1, 2), closed_on=date(2020, 3, 31), **CLOSED)
    room.complaint(officer, received_on=date(2020, 8, 3), closed_on=date(2020, 8, 4), **CLOSED)
    assert computing.recompute(council, today=clock.today()) > 0
    assert computing.recompute(council, today=clock.today()) == 0
    now = value_of("answered-in-20", "2020-21", council)
    assert (now.id, now.denominator, now.state) == (running, 2, "provisional")
    new, old = value_of("answered-in-20", "2019-20", council), db.session.get(MeasureValue, final)
    assert (new.value, new.numerator, new.denominator, new.replaces_reason) == (50, 1, 2, computing.REASON)
    assert (old.value, old.numerator, old.denominator, old.superseded_by_id) == (100, 1, 1, new.id)
    for case in db.session.query(type(early)).filter(type(early).closed_on < date(2020, 4, 1)):
        case.route = "corporate"  # sorted anew: there is nothing to count in that year any more
    computing.recompute(council, today=clock.today())
    assert (
        value_of("answered-in-20", "2019-20", council).value,
        computing.recompute(council, today=clock.today()),
    ) == (
        None,
        0,
    )


def test_a_restricted_case_is_in_no_figure_that_everybody_reads(council):
    officer = make.person("complaints-officer", org=council)
    days = {"received_on": date(2020, 3, 2), "closed_on": date(2020, 3, 4), "acknowledged_on": date(2020, 3, 2)}
    secret = room.complaint(officer, **days, **CLOSED, is_restricted=True)
    secret.access = [ComplaintAccess(person_id=officer.id)]
    db.session.flush()
    spec = parse_period("2019-20")
    computers = (measured.answered_in_20, measured.fault_found, measured.acknowledged_in_3)
    assert [computer(council, spec).denominator for computer in computers] == [0, 0, 0]
    secret.is_restricted = False
    db.session.flush()
    assert [computer(council, spec).denominator for computer in computers] == [1, 1, 1]


def test_an_analyst_works_out_again_and_opens_no_case(council, client):
    officer = make.person("complaints-officer", org=council)
    room.complaint(officer, received_on=date(2020, 3, 2), closed_on=date(2020, 3, 4), **CLOSED)
    measure = find_measure("complaints:answered-in-20")
    analyst = client.sign_in(make.person("analyst", org=council, name="Tomasz Lind"))
    page = analyst.get(f"/measures/{measure.id}").get_data(as_text=True)
    assert "Not worked out yet." in page
    done = analyst.send(f"/measures/{measure.id}/work-out", follow_redirects=True).get_data(as_text=True)
    assert "Worked out again from the records: 9 figures changed" in done
    assert "Last on 21 August 2020, 10:42am by Tomasz Lind." in " ".join(done.split())
    value = value_of("answered-in-20", "2019-20", council)
    path = f"/measures/{value.measure_id}/values/{value.id}/counted"
    assert path not in done  # an analyst may not read complaints
    assert analyst.get(path).status_code == 404
    director = client.sign_in(make.person("director", org=council))
    assert path in director.get(f"/measures/{measure.id}").get_data(as_text=True)
    assert director.get(path).status_code == 200
    assert director.send(f"/measures/{measure.id}/work-out").status_code == 404


def test_they_are_never_typed_or_imported(council, tmp_path):
    measure = find_measure("complaints:fault-found")
    with pytest.raises(RuleBroken, match="worked out from the records, so it is never typed"):
        services.add_value(measure, council, period="2010-11", figures=services.Figures(), by=None)
    rows = [{"measure": measure.reference, "organisation": council.code, "period": "2019-20", "value": "50"}]
    with pytest.raises(TableRefused, match="worked out from the records, never typed or imported"):
        import_values(figures.written(tmp_path, "values.csv", rows), by=None)


def test_the_schedule_works_out_once_a_day(council, at):
    make.person("analyst", org=council)
    assert [one.name for one, _ in computing.recompute_due(today=clock.today())] == ["Leicestershire"]
    assert computing.recompute_due(today=clock.today()) == []
    officer = make.person("complaints-officer", org=council)
    room.complaint(officer, received_on=date(2020, 3, 2), closed_on=date(2020, 3, 4), **CLOSED)
    at("2020-08-22 00:05")
    assert send().done == ["Worked out 9 figures of Leicestershire from the records"]
    assert send().done == []
    at("2020-08-23 00:05")
    assert len(computing.recompute_due(today=clock.today())) == 1
    assert computing.recompute_due(today=clock.today()) == []
    assert len(computing.recompute_due(today=clock.today(), every=True)) == 1


def test_the_demonstrations_log_by_month_is_a_control_chart_of_24_points_and_more(log):
    """Worked out month by month from the records; the months of a year add up to it, and the limits are no trial."""
    computing.recompute(log, today=date(2020, 8, 21), also=computing.months_before(LOGGED_UNTIL, LOGGED_MONTHS))
    db.session.commit()
    measure = find_measure("complaints:answered-in-20")
    made = control.build(measure, log)
    assert made.kind == "month"
    months = {one.period.code: one for one in made.values}
    assert [one.code for one in reversed(list(computing.months_before(LOGGED_UNTIL, 24)))] == list(months)[:24]
    for code, (first, last) in {
        "2018-19": (date(2018, 4, 1), date(2019, 3, 31)),
        "2019-20": (date(2019, 4, 1), date(2020, 3, 31)),
    }.items():
        within = [one for one in made.values if first <= one.period.starts_on <= last]
        year = value_of("answered-in-20", code, log)
        assert len(within) == 12
        assert sum(one.denominator for one in within) == year.denominator
        assert sum(one.numerator for one in within) == year.numerator
    assert (months["2019-07"].numerator, months["2019-07"].denominator) == by_hand(
        "answered-in-20", date(2019, 7, 1), date(2019, 7, 31)
    )
    assert not made.chart.is_trial
    assert made.is_judged
    assert made.chart.points[0].lower < made.chart.points[0].mean < made.chart.points[0].upper


def test_a_month_that_has_hardly_begun_is_no_point():
    codes = [one.code for one in computing.months_before(date(2020, 5, 1), 3)]
    assert codes == ["2020-04", "2020-03", "2020-02"]
    assert [one.code for one in computing.months_before(date(2020, 1, 31), 2)] == ["2019-12", "2019-11"]
