"""Actions that aim at a measure without a finding that cites it, such as the activities of a plan."""

from sqlalchemy import select

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.actions.models import Action
from casework.actions.queries import visible
from casework.actions.words import STATUS_TAGS
from casework.extensions import db
from casework.findings.models import FindingMeasure
from casework.kit.words import short_date
from casework.measures.hooks import Citation

HEADING = "Actions that aim at it"
MOST = 100


def cite(measure_id: int, person: Person) -> list[Citation]:
    """The actions that should move the measure and are not in its thread already, unfinished and finished alike."""
    if not person.may(Need.READ_ACTIONS):
        return []
    threaded = select(FindingMeasure.finding_id).where(FindingMeasure.measure_id == measure_id)
    in_thread = Action.finding_id.is_not(None) & Action.finding_id.in_(threaded)
    query = visible(person).where(Action.measure_id == measure_id, ~in_thread).order_by(Action.id).limit(MOST)
    return [
        Citation(
            HEADING,
            f"{action.reference} {action.title}",
            f"/actions/{action.id}",
            STATUS_TAGS[action.status][0] + (f", due {short_date(action.due_on)}" if action.due_on else ""),
        )
        for action in db.session.scalars(query)
    ]
