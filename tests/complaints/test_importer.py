"""Importing a log and compliments: all or nothing, problems by row and column, the same file twice changes nothing."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from casework.complaints import access_services, services, terms
from casework.complaints.import_rows import COLUMNS
from casework.complaints.importer import import_complaints, import_compliments
from casework.complaints.kinds import Channel, NextStep, OmbudsmanOutcome, Outcome, RemedyKind, Route, Status
from casework.complaints.models import Complaint, ComplaintTerm, Compliment
from casework.complaints.references import Series, next_reference
from casework.complaints.services import Standing, Told
from casework.config import ROOT
from casework.extensions import db
from casework.kit.tables import TableRefused
from casework.trail.models import TrailEntry
from tests import make

DEMO = Path(ROOT) / "casework" / "packs" / "demonstration"
ROW = {
    "reference": "ASC-2025-00001", "received_on": "2025-04-07", "channel": "phone", "route": "statutory",
    "complainant": "daughter", "adult_reference": "T-1", "theme": "Home care", "cause": "Delay",
    "acknowledged_on": "2025-04-08", "summary": "Call came late.",
}  # fmt: skip
CLOSED = {"responded_on": "2025-04-20", "closed_on": "2025-04-20", "outcome": "upheld"}
PAID = CLOSED | {"remedies": "financial-redress"}
TOMORROW = {"received_on": "2026-04-08", "acknowledged_on": ""}
ASKED = {"ombudsman_enquiry_on": "2025-06-01"}
DECIDED = {"ombudsman_decided_on": "2025-06-01", "ombudsman_outcome": "upheld"}


@pytest.fixture(autouse=True)
def council(app, at):
    at("2026-04-07 10:42")
    terms.load_shipped()
    return make.organisation()


def write(folder, *rows, name="log.csv", columns=None):
    path = folder / name
    columns = columns or list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def take(path, council, importer=import_complaints, **options):
    return importer(path, by=None, organisation=council, **{"dry_run": False, "add_terms": False, **options})


def problems(path, council, **options):
    with pytest.raises(TableRefused) as refused:
        take(path, council, **options)
    return [str(problem) for problem in refused.value.problems]


def only():
    return db.session.query(Complaint).one()


def test_a_row_becomes_a_case_with_all_it_says(tmp_path, council):
    row = ROW | CLOSED | {
        "joint_with": "One Trust; Two Trust", "remedies": "apology;financial-redress", "redress_pounds": "1,100.50",
        "review_requested_on": "2025-04-21", "reviewed_on": "2025-04-25", "closed_on": "2025-04-25",
        "ombudsman_enquiry_on": "2025-05-01", "ombudsman_decided_on": "2025-06-01", "ombudsman_outcome": "upheld",
        "ombudsman_remedy_due": "2025-07-01", "ombudsman_remedy_done": "2025-06-20",
    }  # fmt: skip
    assert str(take(write(tmp_path, row), council)) == "1 new, 0 changed, 0 the same"
    case = only()
    assert (case.status, case.outcome, case.closed_on) == (Status.CLOSED, Outcome.UPHELD, date(2025, 4, 25))
    assert (case.channel, case.route, case.theme.name, case.told_by_words) == (
        *(Channel.PHONE, Route.STATUTORY),
        *("Home care", "daughter"),
    )
    assert [body.name for body in case.joint_bodies] == ["One Trust", "Two Trust"]
    assert {(one.kind, one.pounds) for one in case.remedies} == {
        (RemedyKind.APOLOGY, None), (RemedyKind.FINANCIAL_REDRESS, Decimal("1100.5")),
    }  # fmt: skip
    (enquiry,) = case.ombudsman_cases
    assert (enquiry.outcome, enquiry.recommendations[0].done_on) == (OmbudsmanOutcome.UPHELD, date(2025, 6, 20))
    assert case.next_on is None


@pytest.mark.parametrize(
    ("dates", "status", "step"),
    [
        ({"acknowledged_on": ""}, Status.NEW, NextStep.ACKNOWLEDGE),
        ({}, Status.ACKNOWLEDGED, NextStep.TARGET),
        ({"responded_on": "2025-04-20"}, Status.ANSWERED, None),
        ({"responded_on": "2025-04-20", "review_requested_on": "2025-04-22"}, Status.IN_REVIEW, NextStep.TARGET),
        (CLOSED | {"outcome": "withdrawn"}, Status.WITHDRAWN, None),
    ],
)
def test_where_an_imported_case_stands(tmp_path, council, dates, status, step):
    take(write(tmp_path, ROW | dates), council)
    assert (only().status, only().next_step) == (status, step)


def test_the_same_file_twice_changes_nothing(tmp_path, council):
    path = write(tmp_path, ROW | CLOSED | {"remedies": "apology"}, ROW | {"reference": "ASC-2025-00002"})
    take(path, council)
    before = db.session.query(TrailEntry).count()
    assert str(take(path, council)) == "0 new, 0 changed, 2 the same"
    assert db.session.query(TrailEntry).count() == before


@pytest.mark.parametrize("cell", [{"joint_with": "One;Two;One"}, CLOSED | {"remedies": "apology;apology"}])
def test_the_same_file_twice_changes_nothing_although_a_word_stands_in_it_twice(tmp_path, council, cell):
    path = write(tmp_path, ROW | cell)
    assert str(take(path, council)) == "1 new, 0 changed, 0 the same"
    assert str(take(path, council)) == "0 new, 0 changed, 1 the same"


def test_a_changed_row_changes_its_case_and_a_column_that_is_not_there_nothing(tmp_path, council):
    take(write(tmp_path, ROW), council)
    key = {name: ROW[name] for name in ("reference", "received_on", "channel", "route")}
    result = take(write(tmp_path, key | CLOSED | {"remedies": "apology"}), council)
    assert str(result) == "0 new, 1 changed, 0 the same"
    case = only()
    assert (case.status, case.theme.name, [one.kind for one in case.remedies]) == (
        *(Status.CLOSED, "Home care"),
        [RemedyKind.APOLOGY],
    )


def test_a_case_handled_in_casework_is_not_changed_by_a_file(tmp_path, council):
    officer = make.person("complaints-officer")
    take(write(tmp_path, ROW), council)
    services.assign(only(), officer=officer, by=officer)
    assert str(take(write(tmp_path, ROW), council)) == "0 new, 0 changed, 1 the same"
    (problem,) = problems(write(tmp_path, ROW | {"channel": "email"}), council)
    assert "is handled in Casework" in problem


def test_a_file_tells_nobody_which_references_restricted_cases_have(tmp_path, council, at):
    at("2026-04-07 10:42")
    manager, named = make.person("complaints-manager", org=council), make.person("complaints-manager", org=council)
    told = Told(what_said="x", channel=Channel.EMAIL, received_on=date(2026, 4, 7))
    cases = [services.log(told=told, standing=Standing.COMPLAINT, by=named) for _ in range(20)]
    secret = cases[3]
    access_services.restrict(secret, people=[named], reason="x", by=named)
    numbers = range(int(cases[0].reference[-5:]), int(cases[-1].reference[-5:]))
    unseen = [f"ASC-2026-{number:05}" for number in numbers]
    unseen = [one for one in unseen if one not in {case.reference for case in cases if case is not secret}]
    assert len(unseen) > 1, "the control: numbers were left out, too"
    answers = set()
    for reference in unseen:
        row = ROW | {"reference": reference}
        with pytest.raises(TableRefused) as refused:
            import_complaints(write(tmp_path, row), by=manager, organisation=council)
        answers.add(str(refused.value).replace(reference, "it"))
    assert len(answers) == 1, answers
    with pytest.raises(TableRefused, match="is handled in Casework"):
        import_complaints(write(tmp_path, ROW | {"reference": secret.reference}), by=named, organisation=council)


def test_a_restricted_case_of_the_old_log_counts_as_unchanged_for_whoever_cannot_see_it(tmp_path, council):
    manager, named = make.person("complaints-manager", org=council), make.person("complaints-manager", org=council)
    take(write(tmp_path, ROW), council)
    access_services.restrict(db.session.query(Complaint).one(), people=[named], reason="x", by=named)
    for row in (ROW, ROW | {"summary": "Something else"}):
        result = import_complaints(write(tmp_path, row), by=manager, organisation=council)
        assert (result.new, result.changed, result.same) == (0, 0, 1)


def test_a_dry_run_says_the_same_and_keeps_nothing(tmp_path, council):
    path = write(tmp_path, ROW | {"team": "New team"})
    assert str(take(path, council, dry_run=True, add_terms=True)) == "1 new, 0 changed, 0 the same"
    assert db.session.query(Complaint).count() == 0
    assert db.session.query(ComplaintTerm).filter_by(name="New team").count() == 0
    assert db.session.query(TrailEntry).count() == 0


def test_one_bad_row_and_nothing_is_kept(tmp_path, council):
    path = write(tmp_path, ROW, ROW | {"reference": "ASC-2025-00002", "acknowledged_on": "31/02/2025"})
    assert problems(path, council) == ['log.csv:row 3: column "acknowledged_on": "31/02/2025" is not a date']
    assert db.session.query(Complaint).count() == 0


@pytest.mark.parametrize(
    ("change", "column", "sentence"),
    [
        ({"responded_on": "2025-04-06"}, "responded_on", "Answered on must be the same as or after date received"),
        ({"acknowledged_on": "2025-04-06"}, "acknowledged_on", "Date acknowledged must be the same as or after"),
        ({"responded_on": "2025-04-20", "reviewed_on": "2025-04-19"}, "reviewed_on", "Reviewed on must be the same as"),
        ({"reviewed_on": "2025-04-19"}, "reviewed_on", "A case can be reviewed only after an answer"),
        (TOMORROW, "received_on", "Date received must be today or in the past"),
        ({"closed_on": "2025-04-20"}, "outcome", "A closed case needs an outcome"),
        ({"outcome": "upheld"}, "outcome", "Outcome must be blank while the case is open"),
        (DECIDED, "ombudsman_decided_on", "Add the ombudsman's enquiry first"),
        (ASKED | {"ombudsman_decided_on": "2025-06-02"}, "ombudsman_outcome", "A decision needs both"),
        (ASKED | {"ombudsman_remedy_due": "2025-06-02"}, "ombudsman_remedy_due", "comes with the ombudsman's"),
        ({"channel": "pigeon"}, "channel", '"pigeon" is not one of phone, email, letter, web, in-person'),
        ({"route": "none"}, "route", '"none" is not one of statutory'),
        ({"remedies": "apology;cake"}, "remedies", '"cake" is not one of apology'),
        ({"excluded_ground": "9"}, "excluded_ground", '"9" is not a paragraph of regulation 8'),
        ({"excluded_ground": "8(1)(c)"}, "excluded_ground", "Only an excluded complaint has a paragraph"),
        ({"redress_pounds": "500"}, "redress_pounds", "Only a payment or a write-off has an amount"),
        (PAID | {"redress_pounds": "0"}, "redress_pounds", "Amount must be more than 0"),
        ({"reference": ""}, "reference", "is blank"),
        ({"theme": "Weather"}, "theme", '"Weather" is not used yet. Correct it, or add new words with --add-terms'),
        ({"complainant": "x" * 101}, "complainant", "is longer than 100 characters"),
    ],
)  # fmt: skip
def test_bad_input_is_named_by_row_and_column(tmp_path, council, change, column, sentence):
    found = problems(write(tmp_path, ROW | change), council)
    assert any(line.startswith(f'log.csv:row 2: column "{column}": ') and sentence in line for line in found), found
    assert db.session.query(Complaint).count() == 0


def test_a_reference_stands_once_in_a_file(tmp_path, council):
    assert problems(write(tmp_path, ROW, ROW), council) == [
        'log.csv:row 3: column "reference": ASC-2025-00001 stands in row 2 already'
    ]


def test_a_column_nobody_knows_is_an_error_unless_ignored(tmp_path, council):
    path = write(tmp_path, ROW | {"mood": "bad"})
    assert 'column "mood": is not a column of this file' in problems(path, council)[0]
    take(path, council, ignore_unknown=True)
    assert only().reference == ROW["reference"]


def test_each_new_word_is_listed_once_and_added_when_asked(tmp_path, council):
    rows = [ROW | {"reference": f"ASC-2025-0000{number}", "team": "HART", "district": "Melton"} for number in (1, 2, 3)]
    path = write(tmp_path, *rows)
    assert len(problems(path, council)) == 2
    take(path, council, add_terms=True)
    assert {one.team.name for one in db.session.query(Complaint)} == {"HART"}
    added = db.session.query(ComplaintTerm).filter_by(organisation_id=council.id)
    assert {term.name for term in added} == {"HART", "Melton"}


def test_look_alike_letters_are_folded_before_matching(tmp_path, council):
    take(write(tmp_path, ROW | {"theme": "Hоme саre", "channel": "рhone", "reference": "АSС-2025-00001"}), council)
    assert (only().theme.name, only().reference) == ("Home care", "ASC-2025-00001")


def test_remedies_without_fault_are_goodwill_and_said_so(tmp_path, council):
    result = take(write(tmp_path, ROW | CLOSED | {"outcome": "not-upheld", "remedies": "apology"}), council)
    assert only().remedies[0].goodwill_reason
    assert result.warnings == (
        'log.csv:row 2: column "remedies": no fault was found: kept as goodwill and counted apart',
    )


@pytest.mark.parametrize("written", ["8(1)(c)", "(c)", "c", "8(1)c", "Regulation 8(1)(c)"])
def test_a_paragraph_as_people_write_it(tmp_path, council, written):
    take(write(tmp_path, ROW | {"route": "excluded", "excluded_ground": written}), council)
    assert only().excluded_ground.value == "8(1)(c)"


def test_the_next_reference_goes_on_after_the_imported_ones(tmp_path, council):
    take(write(tmp_path, ROW | {"reference": "ASC-2025-00200"}), council)
    assert next_reference(council.id, Series.COMPLAINT, 2025) in {f"ASC-2025-0020{number}" for number in (1, 2, 3)}


def test_two_councils_may_have_the_same_reference(tmp_path, council):
    other = make.organisation(code="E06000017", name="Rutland")
    path = write(tmp_path, ROW)
    take(path, council)
    take(path, other)
    assert db.session.query(Complaint).count() == 2


def test_a_long_summary_is_kept_whole(tmp_path, council):
    path = write(tmp_path, ROW | {"summary": "word " * 100})
    take(path, council)
    assert len(only().summary) <= 200
    assert only().what_said == ("word " * 100).strip()
    assert str(take(path, council)) == "0 new, 0 changed, 1 the same"


def test_a_spreadsheet_with_real_dates(tmp_path, council):
    path = tmp_path / "log.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for column, name in enumerate(ROW):
            sheet.write(0, column, name)
            if name.endswith("_on"):
                sheet.write_datetime(1, column, date.fromisoformat(ROW[name]), day)
            else:
                sheet.write(1, column, ROW[name])
    take(path, council)
    assert (only().received_on, only().acknowledged_on) == (date(2025, 4, 7), date(2025, 4, 8))


def test_the_demonstration_log_comes_in_whole_and_twice_the_same(council):
    path = DEMO / "complaints.csv"
    terms.load_own(DEMO / "terms.yaml", organisation=council)
    result = take(path, council)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (result.new, result.warnings) == (len(rows), ())
    assert set(rows[0]) == set(COLUMNS)
    db.session.expire_all()
    assert take(path, council).same == len(rows)


def test_compliments_come_in_and_twice_the_same(council):
    terms.load_own(DEMO / "terms.yaml", organisation=council)
    path = DEMO / "compliments.csv"
    result = take(path, council, import_compliments)
    assert result.new == db.session.query(Compliment).count() > 100
    assert take(path, council, import_compliments).same == result.new


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"received_on": "2026-04-08"}, "today or in the past"),
        ({"team": "Nobody"}, "is not used yet"),
        ({"reference": ""}, "is blank"),
    ],
)
def test_compliments_that_are_refused(tmp_path, council, change, sentence):
    row = {"reference": "CMP-2025-00001", "received_on": "2025-05-01", "team": "", "text": "Kind"} | change
    with pytest.raises(TableRefused, match=sentence):
        take(write(tmp_path, row), council, import_compliments)
    assert db.session.query(Compliment).count() == 0


def test_the_trail_has_one_entry_for_a_file_without_its_words(tmp_path, council):
    take(write(tmp_path, ROW), council)
    (entry,) = db.session.query(TrailEntry)
    assert (entry.event, entry.words) == (
        "file:imported",
        "imported complaints from log.csv: 1 new, 0 changed, 0 the same",
    )
