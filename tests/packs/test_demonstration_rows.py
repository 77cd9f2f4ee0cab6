"""Every row of the demonstration log: columns, words and order of events, and that none looks like a real person."""

import re
from collections import Counter
from datetime import date

import pytest
import yaml

from tests.packs.recount import (
    BANK_HOLIDAYS,
    COMPLIMENTS,
    FAULT,
    INDIVIDUAL,
    LOG,
    PACKS,
    STATUTORY,
    WIDER,
    fault,
    is_working_day,
    resolved,
    within_year,
    working_days,
)

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
# What may have a capital letter inside a sentence: anything else could be somebody's name.
CAPITALS = {"I"}


def test_files_have_the_columns_of_the_import_formats_in_order():
    for name, columns in (("complaints.csv", COMPLAINT_COLUMNS), ("compliments.csv", COMPLIMENT_COLUMNS)):
        header = (PACKS / "demonstration" / name).read_text(encoding="utf-8").splitlines()[0]
        assert header.split(",") == columns


def test_remedy_needs_fault_and_redress_needs_its_remedy():
    for row in LOG:
        assert set(row["remedies"]) <= INDIVIDUAL | WIDER, row
        assert len(set(row["remedies"])) == len(row["remedies"]), row
        assert not row["remedies"] or row["outcome"] in FAULT, row
        assert bool(row["redress_pounds"]) == ("financial-redress" in row["remedies"]), row
        assert re.fullmatch(r"|[1-9]\d{1,3}", row["redress_pounds"]), row


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
