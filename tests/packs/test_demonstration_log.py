"""The demonstration log recounts to the figures of the published 2019/20 complaints report."""

from collections import Counter
from datetime import date

import pytest

from tests.packs.recount import (
    COMPLIMENTS,
    FAULT,
    INDIVIDUAL,
    LOG,
    STATUTORY,
    YEARS,
    fault,
    learned,
    percent,
    received,
    resolved,
    resolved_within,
    within_year,
    working_days,
)


@pytest.mark.parametrize(("year", "count"), [("2018-19", 173), ("2019-20", 194)])
def test_received(year, count):
    assert len(received(year)) == count


def test_received_rose_by_twelve_per_cent():
    assert percent(194 - 173, 173) == 12


@pytest.mark.parametrize(
    ("year", "all_resolved", "within"),
    [
        ("2019-20", 187, {10: (73, 39), 20: (146, 78), 40: (174, 93), 65: (183, 98)}),
        ("2018-19", 172, {10: (84, 49), 20: (138, 80), 40: (162, 94), 65: (169, 98)}),
    ],
)
def test_resolved_in_working_days(year, all_resolved, within):
    assert len(resolved(year)) == all_resolved
    assert {d: (resolved_within(year, d), percent(resolved_within(year, d), all_resolved)) for d in within} == within


def test_four_cases_over_65_working_days_all_went_through_the_review_step():
    slow = [row for row in resolved("2019-20") if working_days(row["received_on"], row["closed_on"]) > 65]
    assert len(slow) == 4
    assert all(row["reviewed_on"] for row in slow)


@pytest.mark.parametrize("days", [10, 11, 20, 21, 40, 41, 65])
def test_some_case_stands_on_each_boundary_because_off_by_one_must_show(days):
    assert days in {working_days(row["received_on"], row["closed_on"]) for row in resolved("2019-20")}


@pytest.mark.parametrize(("year", "count", "share"), [("2019-20", 82, 44), ("2018-19", 74, 43)])
def test_fault_found(year, count, share):
    assert len(fault(resolved(year))) == count
    assert percent(count, len(resolved(year))) == share


@pytest.mark.parametrize(
    ("year", "outcomes"),
    [
        ("2019-20", {"upheld": 38, "partly-upheld": 44, "not-upheld": 88, "no-finding": 7, "withdrawn": 10}),
        ("2018-19", {"upheld": 35, "partly-upheld": 39, "not-upheld": 83, "no-finding": 6, "withdrawn": 9}),
    ],
)
def test_outcomes(year, outcomes):
    assert Counter(row["outcome"] for row in resolved(year)) == outcomes


def test_open_at_the_start_and_received_less_resolved_is_open_at_the_end():
    def open_at(day):
        return sum(row["received_on"] < day <= row["closed_on"] for row in STATUTORY)

    stands = [open_at(YEARS[year][0]) for year in ("2018-19", "2019-20", "2020-21")]
    assert stands == [12, 13, 20]
    for start, end, year in zip(stands, stands[1:], ("2018-19", "2019-20"), strict=False):
        assert start + len(received(year)) - len(resolved(year)) == end
    assert len(received("2017-18")) == 12, "the log begins with what was open on 1 April 2018"
    assert len(resolved("2017-18")) == 0
    assert len(received("2020-21")) == 0
    assert len(resolved("2020-21")) == 20
    assert max(row["closed_on"] for row in LOG) < date(2020, 10, 1)
    assert sum(len(resolved(year)) for year in YEARS) == len(STATUTORY)


@pytest.mark.parametrize(
    ("district", "count", "upheld", "share"),
    [
        ("Hinckley and Bosworth", 16, 11, 69),
        ("Harborough", 14, 5, 36),
        ("Blaby", 12, 2, 17),
        ("Melton", 9, 6, 67),  # the paper prints 66: 66.67 rounds up
        ("North West Leicestershire", 9, 3, 33),
        ("Oadby and Wigston", 8, 2, 25),
        ("Charnwood", 7, 1, 14),
    ],
)
def test_district(district, count, upheld, share):
    rows = [row for row in received("2019-20") if row["district"] == district]
    assert (len(rows), len(fault(rows)), percent(len(fault(rows)), len(rows))) == (count, upheld, share)


def test_districts_together_from_1_october_2019_only():
    with_district = [row for row in STATUTORY if row["district"]]
    assert len(with_district) == 75
    assert len(fault(with_district)) == 30
    assert percent(30, 75) == 40
    assert min(row["received_on"] for row in with_district) >= date(2019, 10, 1)
    assert [row for row in received("2019-20") if row["received_on"] >= date(2019, 10, 1) and not row["district"]]


ASSESSMENT = ("Assessment and care plan: care planning", "Assessment and care plan: assessment")


def test_themes():
    now, before = (Counter(row["theme"] for row in received(year)) for year in ("2019-20", "2018-19"))
    assert [now[word] for word in ASSESSMENT] == [40, 35]
    together, together_before = (sum(year[word] for word in ASSESSMENT) for year in (now, before))
    assert percent(together, 194) == 39
    assert together == max(Counter(row["theme"].split(":")[0] for row in received("2019-20")).values())
    assert together > together_before
    assert now["Residential care"] > now["Home care"]
    assert before["Residential care"] < before["Home care"]
    assert now["Residential care"] > before["Residential care"]
    assert now["Direct payments"] < before["Direct payments"] / 2
    assert before["Charging"] * 0.8 < now["Charging"] < before["Charging"]


def test_every_theme_and_cause_of_2019_20():
    themes = Counter(row["theme"].split(": ")[-1] for row in received("2019-20"))
    assert themes == {
        "care planning": 40,
        "Residential care": 37,
        "assessment": 35,
        "Home care": 29,
        "Charging": 22,
        "Safeguarding": 13,
        "Direct payments": 7,
        "Other": 3,
        "Transition from children's services": 3,
        "Transport": 3,
        "Disabled facilities grants": 2,
    }
    assert Counter(row["cause"] for row in received("2019-20")) == {
        "Decision making": 64,
        "Delay": 33,
        "Quality of work": 31,
        "Communication": 25,
        "Information and advice": 17,
        "Staff conduct": 13,
        "Policy or procedure": 8,
        "Record keeping": 3,
    }


def test_causes():
    now, before = (Counter(row["cause"] for row in received(year)) for year in ("2019-20", "2018-19"))
    top = ["Decision making", "Delay", "Quality of work"]
    assert [word for word, _ in now.most_common(3)] == [word for word, _ in before.most_common(3)] == top
    assert now["Delay"] < before["Delay"]
    assert now["Quality of work"] < before["Quality of work"]


def test_joint_complaints():
    joint = [row for row in received("2019-20") if row["joint_with"]]
    assert len(joint) == 10
    assert any(";" in row["joint_with"] for row in joint)


def test_remedies_and_learning():
    counts = Counter(remedy for row in fault(resolved("2019-20")) for remedy in row["remedies"])
    ((first, most), (_, next_most)) = counts.most_common(2)
    assert first == "staff-training"
    assert most > next_most
    assert counts["procedure-change"] == 2
    assert min(counts[word] for word in INDIVIDUAL) >= 4
    assert (learned("2019-20"), percent(learned("2019-20"), 82)) == (24, 29)
    assert (learned("2018-19"), percent(learned("2018-19"), 74)) == (23, 31)


def test_ombudsman_in_2019_20():
    assert len(within_year("ombudsman_enquiry_on", "2019-20")) == 15
    assert percent(15, 194) == 8
    decided = within_year("ombudsman_decided_on", "2019-20")
    outcomes = Counter(row["ombudsman_outcome"] for row in decided)
    assert outcomes["upheld"] == 3
    assert outcomes["not-upheld"] == 3
    assert outcomes["closed-after-enquiries"] + outcomes["invalid"] == 4
    assert sum(outcomes.values()) == 10
    upheld = {
        int(row["redress_pounds"]): set(row["remedies"]) for row in decided if row["ombudsman_outcome"] == "upheld"
    }
    assert set(upheld) == {1100, 500, 750}
    assert {"write-off", "staff-training"} <= upheld[500]
    assert "staff-training" in upheld[750]
    due = within_year("ombudsman_remedy_due", "2019-20")
    assert [row["reference"] for row in due] == [
        row["reference"] for row in decided if row["ombudsman_outcome"] == "upheld"
    ]
    assert all(row["ombudsman_remedy_done"] <= row["ombudsman_remedy_due"] for row in due)


def test_ombudsman_in_2018_19():
    decided = within_year("ombudsman_decided_on", "2018-19")
    assert len(decided) == 13
    assert sum(row["ombudsman_outcome"] == "upheld" for row in decided) == 5
    assert len(within_year("ombudsman_remedy_due", "2018-19")) == 5


def test_acknowledged_within_three_working_days_but_for_a_few():
    for year in ("2018-19", "2019-20"):
        rows = received(year)
        late = [row for row in rows if working_days(row["received_on"], row["acknowledged_on"]) > 3]
        assert 3 <= len(late) <= 8
        assert all(working_days(row["received_on"], row["acknowledged_on"]) <= 6 for row in late)


def test_compliments():
    assert len(within_year("received_on", "2019-20", COMPLIMENTS)) == 99
    assert len(within_year("received_on", "2018-19", COMPLIMENTS)) == 112
    assert len(COMPLIMENTS) == 99 + 112


def test_other_routes_stay_out_of_the_statutory_counts():
    first, last = YEARS["2019-20"]
    routes = Counter(row["route"] for row in LOG if first <= row["received_on"] <= last)
    assert routes == {"statutory": 194, "corporate": 9, "excluded": 7, "safeguarding": 5, "service-request": 6}
    others = [row for row in LOG if row["route"] != "statutory"]
    assert any(row["outcome"] in FAULT for row in others), "one that would show if it were counted"
    assert any(row["district"] for row in others)
    assert not any(row["ombudsman_enquiry_on"] or row["joint_with"] for row in others)


def test_something_was_reviewed_in_each_year_since_the_step_began():
    reviewed = Counter(year for year in ("2018-19", "2019-20") for row in resolved(year) if row["reviewed_on"])
    assert reviewed["2018-19"] > 3
    assert reviewed["2019-20"] > 30
