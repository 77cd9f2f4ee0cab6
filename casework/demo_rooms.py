"""The demonstration's records, room by room from the floor up: each room loads its own."""

from datetime import date

from casework.accounts.models import Person
from casework.actions import demonstration as actions
from casework.assessments import demonstration as assessments
from casework.assessments.challenge import demonstration as challenge
from casework.complaints import demonstration as complaints
from casework.kit.packs import PACKS
from casework.measures import computing
from casework.measures import demonstration as measures
from casework.measures.importer import IMPORTERS
from casework.safeguarding import demonstration as safeguarding

LOGGED_UNTIL, LOGGED_MONTHS = date(2020, 4, 1), 24  # the two years of which the demonstration has the whole log


def load_before_people() -> None:
    """The partner agencies: people belong to them."""
    import_organisations = IMPORTERS["organisations"]
    import_organisations(
        PACKS / "demonstration" / "organisations.csv",
        by=None,
        organisation=None,
        dry_run=False,
        add_terms=False,
        ignore_unknown=False,
    )


def load_rooms(people: dict[str, Person], *, today: date) -> None:
    """Figures, cases, answers, audits, and at last the findings and actions that join them."""
    measures.load(people, today)
    measures.load_national()
    complaints.load(people, today)
    assessments.load(people, today)
    safeguarding.load(people, today)
    actions.load(
        people,
        today,
        answer_of=assessments.answer_of,
        point_of_story=complaints.point_of_story,
        audit_finding_of=safeguarding.audit_finding_of,
        return_answer_of=safeguarding.return_answer_of,
    )
    challenge.load(people, today)
    logged = computing.months_before(LOGGED_UNTIL, LOGGED_MONTHS)  # its log by month: what a control chart is made of
    computing.recompute(people["analyst"].organisation, today=today, also=logged)
