"""Bad input is refused with the same sentence on the form and in the import."""

from datetime import date

import pytest

from casework.complaints import after_services, answer_services, rules
from casework.complaints.import_complaints import import_complaints
from casework.complaints.kinds import OmbudsmanOutcome, RemedyKind, Status
from casework.complaints.models import Complaint
from casework.complaints.records import OmbudsmanCase
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.kit.tables import TableRefused
from tests import make
from tests.complaints import make as room

RECEIVED, BEFORE, AFTER = date(2026, 4, 7), date(2026, 4, 6), date(2026, 4, 20)
FACTS = {"received_on": RECEIVED, "acknowledged_on": RECEIVED}


@pytest.fixture(autouse=True)
def _may(at):
    at("2026-05-20 10:00")


def imported(tmp_path, officer, **columns):
    """What the import says of a row with these columns."""
    cells = {
        "reference": "ASC-2026-00900",
        "received_on": RECEIVED,
        "channel": "letter",
        "route": "statutory",
        **columns,
    }
    path = tmp_path / "log.csv"
    path.write_text(",".join(cells) + "\n" + ",".join(str(cell) for cell in cells.values()) + "\n")
    with pytest.raises(TableRefused) as refused:
        import_complaints(path, by=officer, organisation=officer.organisation)
    assert db.session.query(Complaint).filter_by(reference="ASC-2026-00900").count() == 0
    return [problem.sentence for problem in refused.value.problems]


def answered_early(case, by):
    rules.check_dates(case, date(2026, 5, 20), responded_on=BEFORE)


def reviewed_early(case, by):
    case.status, case.responded_on, case.review_requested_on = Status.IN_REVIEW, AFTER, AFTER
    answer_services.reply(case, on=RECEIVED, reviewed_by="Head", text="www.lgo.org.uk", is_final=True, by=by)


def asked_early(case, by):
    after_services.add_enquiry(case, on=BEFORE, reference=None, answer_due_on=None, by=by)


def decided_early(case, by):
    enquiry = OmbudsmanCase(enquiry_on=AFTER)
    case.ombudsman_cases.append(enquiry)
    after_services.decide_enquiry(
        case,
        enquiry,
        on=RECEIVED,
        outcome=OmbudsmanOutcome.UPHELD,
        fault=None,
        asked=[],
        was_remedied_before=None,
        by=by,
    )


def decided_without_enquiry(case, by):
    after_services.check_decide(case)


@pytest.mark.parametrize(
    ("on_the_form", "columns"),
    [
        (answered_early, {"responded_on": BEFORE}),
        (reviewed_early, {"responded_on": AFTER, "review_requested_on": AFTER, "reviewed_on": RECEIVED}),
        (asked_early, {"ombudsman_enquiry_on": BEFORE}),
        (
            decided_early,
            {"ombudsman_enquiry_on": AFTER, "ombudsman_decided_on": RECEIVED, "ombudsman_outcome": "upheld"},
        ),
        (decided_without_enquiry, {"ombudsman_decided_on": AFTER, "ombudsman_outcome": "upheld"}),
    ],
)
def test_the_form_and_the_import_say_the_same(tmp_path, app, on_the_form, columns):
    officer = make.person("complaints-officer")
    case = room.complaint(officer, points=["upheld"], **FACTS)
    with pytest.raises(RuleBroken) as broken:
        on_the_form(case, officer)
    assert broken.value.sentence in imported(tmp_path, officer, **columns)


def test_an_outcome_on_what_is_open_and_an_end_without_one_are_refused_both_ways(tmp_path, app):
    officer = make.person("complaints-officer")
    case = room.complaint(officer, points=[None], **FACTS)
    for columns in ({"outcome": "upheld"}, {"responded_on": AFTER, "closed_on": AFTER}):
        assert imported(tmp_path, officer, **columns)
    with pytest.raises(RuleBroken, match="Decide every point before you close the case: point 1 is open"):
        rules.check_close(case)
    with pytest.raises(RuleBroken, match="A remedy needs a finding of fault"):
        after_services.add_remedy(case, kind=RemedyKind.APOLOGY, by=officer)
