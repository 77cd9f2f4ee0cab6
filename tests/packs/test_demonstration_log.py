"""The demonstration log, recounted from its CSV files by hand.

Nothing of casework is imported: the counting rules are written out again here, with a loop over every day instead of
arithmetic, so that a fault in the product's counting cannot hide behind the same fault in its own data.
The expected figures are those of the published 2019/20 complaints report.
"""

import csv
import re
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays
import pytest
import yaml

PACKS = Path(__file__).resolve().parents[2] / "casework" / "packs"
BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG", years=range(2017, 2023))
YEARS = {
    "2017-18": (date(2017, 4, 1), date(2018, 3, 31)),
    "2018-19": (date(2018, 4, 1), date(2019, 3, 31)),
    "2019-20": (date(2019, 4, 1), date(2020, 3, 31)),
    "2020-21": (date(2020, 4, 1), date(2021, 3, 31)),
}
COMPLAINT_COLUMNS = [
    "reference",
    "received_on",
    "channel",
    "route",
    "excluded_ground",
    "complainant",
    "adult_reference",
    "district",
    "team",
    "provider",
    "theme",
    "cause",
    "joint_with",
    "acknowledged_on",
    "responded_on",
    "review_requested_on",
    "reviewed_on",
    "closed_on",
    "outcome",
    "remedies",
    "redress_pounds",
    "ombudsman_enquiry_on",
    "ombudsman_decided_on",
    "ombudsman_outcome",
    "ombudsman_remedy_due",
    "ombudsman_remedy_done",
    "summary",
]
COMPLIMENT_COLUMNS = ["reference", "received_on", "team", "district", "source", "text"]
DATES = [name for name in COMPLAINT_COLUMNS if name.endswith("_on") or name.startswith("ombudsman_remedy")]
WORDS = {
    "channel": {"phone", "email", "letter", "web", "in-person"},
    "route": {"statutory", "corporate", "safeguarding", "service-request", "excluded"},
    "outcome": {"upheld", "partly-upheld", "not-upheld", "no-finding", "withdrawn"},
    "ombudsman_outcome": {
        "",
        "upheld",
        "not-upheld",
        "closed-after-enquiries",
        "referred-back",
        "invalid",
        "advice-given",
    },
}
INDIVIDUAL = {"apology", "financial-redress", "overdue-work", "write-off", "reassessment"}
WIDER = {"staff-training", "procedure-change", "provider-reminder", "better-information"}
FAULT = {"upheld", "partly-upheld"}
# What may have a capital letter inside a sentence: anything else could be somebody's name.
CAPITALS = {"I"}


def read(name):
    with (PACKS / "demonstration" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def complaints():
    rows = read("complaints.csv")
    for row in rows:
        for name in DATES:
            row[name] = date.fromisoformat(row[name]) if row[name] else None
        row["remedies"] = row["remedies"].split(";") if row["remedies"] else []
    return rows


LOG = complaints()
STATUTORY = [row for row in LOG if row["route"] == "statutory"]
COMPLIMENTS = [{**row, "received_on": date.fromisoformat(row["received_on"])} for row in read("compliments.csv")]


def is_working_day(day):
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


@cache
def working_days(start, end):
    """How many working days d have start < d <= end, counted one by one."""
    count, day = 0, start
    while day < end:
        day += timedelta(days=1)
        if is_working_day(day):
            count += 1
    return count


def percent(part, whole):
    """A whole percentage, halves up, in integers so that no binary fraction can tip it."""
    return (200 * part + whole) // (2 * whole)


def within_year(column, year, rows=None):
    first, last = YEARS[year]
    return [row for row in (STATUTORY if rows is None else rows) if row[column] and first <= row[column] <= last]


def received(year):
    return within_year("received_on", year)


def resolved(year):
    return within_year("closed_on", year)


def fault(rows):
    return [row for row in rows if row["outcome"] in FAULT]


def resolved_within(year, days):
    return sum(working_days(row["received_on"], row["closed_on"]) <= days for row in resolved(year))


def learned(year):
    return sum(bool(WIDER & set(row["remedies"])) for row in fault(resolved(year)))


def test_files_have_the_columns_of_the_import_formats_in_order():
    for name, columns in (("complaints.csv", COMPLAINT_COLUMNS), ("compliments.csv", COMPLIMENT_COLUMNS)):
        header = (PACKS / "demonstration" / name).read_text(encoding="utf-8").splitlines()[0]
        assert header.split(",") == columns


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


def test_remedy_needs_fault_and_redress_needs_its_remedy():
    for row in LOG:
        assert set(row["remedies"]) <= INDIVIDUAL | WIDER, row
        assert len(set(row["remedies"])) == len(row["remedies"]), row
        assert not row["remedies"] or row["outcome"] in FAULT, row
        assert bool(row["redress_pounds"]) == ("financial-redress" in row["remedies"]), row
        assert re.fullmatch(r"|[1-9]\d{1,3}", row["redress_pounds"]), row


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


# The order in which things can happen; each is checked against every one before it that has a date.
ORDER = ["received_on", "acknowledged_on", "responded_on", "review_requested_on", "reviewed_on", "closed_on"]
AFTER_CLOSING = ["ombudsman_enquiry_on", "ombudsman_decided_on", "ombudsman_remedy_done"]


def test_everything_happened_in_order_and_on_working_days():
    for row in LOG:
        dates = [row[name] for name in ORDER + AFTER_CLOSING if row[name]]
        assert dates == sorted(dates), row
        assert all(is_working_day(row[name]) for name in ORDER[1:] + AFTER_CLOSING if row[name]), row
        assert row["acknowledged_on"], row
        assert row["closed_on"], row


def test_a_case_is_closed_on_its_final_local_answer():
    for row in LOG:
        unanswered = row["outcome"] == "withdrawn" or row["route"] == "safeguarding"
        assert bool(row["responded_on"]) != unanswered, row
        assert unanswered or row["closed_on"] == (row["reviewed_on"] or row["responded_on"]), row


def test_a_review_follows_an_answer_and_none_came_before_the_step_began():
    for row in LOG:
        assert bool(row["review_requested_on"]) == bool(row["reviewed_on"]), row
        assert not row["reviewed_on"] or (row["responded_on"] and row["reviewed_on"] >= date(2019, 1, 7)), row


def test_the_ombudsman_comes_after_closing_and_remedies_after_a_decision_of_fault():
    for row in LOG:
        assert bool(row["ombudsman_enquiry_on"]) == bool(row["ombudsman_decided_on"]) == bool(row["ombudsman_outcome"])
        assert not row["ombudsman_enquiry_on"] or row["ombudsman_enquiry_on"] > row["closed_on"], row
        upheld = row["ombudsman_outcome"] == "upheld"
        assert bool(row["ombudsman_remedy_due"]) == bool(row["ombudsman_remedy_done"]) == upheld, row
        assert not upheld or row["ombudsman_decided_on"] < row["ombudsman_remedy_due"], row


def test_receipts_are_on_working_days_but_for_a_few_written_ones():
    other_days = [row for row in STATUTORY if not is_working_day(row["received_on"])]
    assert 10 <= len(other_days) <= 25
    assert {row["channel"] for row in other_days} <= {"email", "web"}
    assert any(row["received_on"] in BANK_HOLIDAYS for row in other_days)


def test_something_was_reviewed_in_each_year_since_the_step_began():
    reviewed = Counter(year for year in ("2018-19", "2019-20") for row in resolved(year) if row["reviewed_on"])
    assert reviewed["2018-19"] > 3
    assert reviewed["2019-20"] > 30


@pytest.mark.parametrize(("prefix", "rows"), [("ASC", LOG), ("CMP", COMPLIMENTS)], ids=["complaints", "compliments"])
def test_references_run_in_order_of_receipt_within_the_calendar_year(prefix, rows):
    count = Counter()
    expected = []
    for row in sorted(rows, key=lambda row: row["reference"]):
        count[row["received_on"].year] += 1
        expected.append(f"{prefix}-{row['received_on'].year}-{count[row['received_on'].year]:05d}")
    assert [row["reference"] for row in rows] == expected
    assert [row["received_on"] for row in rows] == sorted(row["received_on"] for row in rows)


def terms():
    shipped = yaml.safe_load((PACKS / "terms" / "complaints.yaml").read_text(encoding="utf-8"))
    demonstration = yaml.safe_load((PACKS / "demonstration" / "terms.yaml").read_text(encoding="utf-8"))
    assert set(shipped) | set(demonstration) == {"district", "team", "provider", "theme", "cause"}
    return {kind: shipped.get(kind, []) + demonstration.get(kind, []) for kind in shipped}


@pytest.mark.parametrize("kind", ["district", "team", "provider", "theme", "cause"])
def test_words_are_those_of_the_shipped_terms_and_all_are_used(kind):
    words = terms()[kind]
    assert len(words) == len(set(words))
    rows = LOG + (COMPLIMENTS if kind in {"district", "team"} else [])
    assert {row[kind] for row in rows} - {""} == set(words)
    if kind == "provider":
        assert all(word.endswith(" (demonstration)") for word in words)


@pytest.mark.parametrize("column", sorted(WORDS))
def test_coded_words_are_those_of_the_contract(column):
    assert {row[column] for row in LOG} <= WORDS[column]


def test_statutory_rows_are_sorted_and_excluded_ones_name_the_paragraph():
    assert all(row["theme"] and row["cause"] and row["team"] and row["adult_reference"] for row in STATUTORY)
    for row in LOG:
        assert bool(row["excluded_ground"]) == (row["route"] == "excluded")
        assert re.fullmatch(r"|8\(1\)\([a-h]\)", row["excluded_ground"])
        settled = row["excluded_ground"] == "8(1)(c)"
        assert not settled or row["channel"] in {"phone", "in-person"}
        assert not settled or working_days(row["received_on"], row["closed_on"]) <= 1


def test_summaries_are_short_sentences_that_hardly_repeat():
    for row in LOG:
        assert 8 <= len(row["summary"].split()) <= 16, row["summary"]
        assert row["summary"].endswith(".")
    assert max(Counter(row["summary"] for row in LOG).values()) <= 2
    assert max(Counter(row["text"] for row in COMPLIMENTS).values()) <= 2


def test_stories_name_rows_that_bear_them_out():
    stories = yaml.safe_load((PACKS / "demonstration" / "complaint-stories.yaml").read_text(encoding="utf-8"))
    rows = {row["reference"]: row for row in STATUTORY}
    told = {letter: set(rows[story["reference"]]["remedies"]) for letter, story in stories["learning"].items()}
    assert {"write-off", "provider-reminder"} <= told["J"]
    assert {"apology", "financial-redress", "better-information"} <= told["D"]
    assert {"apology", "reassessment", "staff-training"} <= told["H"]
    references = {story["reference"] for story in stories["learning"].values()}
    assert references <= {row["reference"] for row in fault(resolved("2019-20"))}
    decided = within_year("ombudsman_decided_on", "2019-20")
    upheld = sorted((row for row in decided if row["ombudsman_outcome"] == "upheld"), key=lambda row: row["reference"])
    assert [story["reference"] for story in stories["ombudsman"]] == [row["reference"] for row in upheld]
    assert [row["redress_pounds"] for row in upheld] == ["1100", "500", "750"]


PERSONAL = {
    "a long number, such as an NHS number or a telephone": r"(?:\d[ -]?){7,}",
    "an email address or a link": r"@|www\.|https?:",
    "a date": r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\bborn\b|\bDOB\b",
    "a postcode": r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
    "a National Insurance number": r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b",
    "a title": r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lady|Rev)\b",
}


@pytest.mark.parametrize("what", sorted(PERSONAL))
def test_nothing_looks_like_a_person(what):
    pattern = re.compile(PERSONAL[what])
    free = ("summary", "text", "complainant", "source", "provider", "joint_with", "team")
    for row in LOG + COMPLIMENTS:
        for column in free:
            assert not pattern.search(row.get(column, "")), (row["reference"], column)


def test_no_capital_inside_a_sentence_could_be_a_name():
    for row in LOG + COMPLIMENTS:
        for sentence in re.split(r"(?<=[.?!]) ", row.get("summary") or row["text"]):
            for word in sentence.split()[1:]:
                assert not word[0].isupper() or word.strip(".,") in CAPITALS, (row["reference"], sentence)
    assert all(re.fullmatch(r"|DEMO-\d{5}", row["adult_reference"]) for row in LOG)
    assert all(row["complainant"][0].islower() for row in LOG)
