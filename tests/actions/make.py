"""What tests of this room need beside tests.make."""

from casework.accounts.models import Person, PersonRole
from casework.accounts.roles import Role
from casework.actions import rules, services, signing
from casework.actions.models import Action, ActionStatus, Assurance, Going
from casework.findings.models import Body
from tests import make

ORG, AGENCY = 1, 2


def person_of(role, *, number=7, org=ORG):
    """Somebody who is not kept anywhere."""
    return Person(id=number, name="Priya Shah", organisation_id=org, role_rows=[PersonRole(role=Role(role))])


def action_of(status, *, body=Body.COUNCIL, owner=3, submitter=3, agency=ORG):
    """An action that is not kept anywhere."""
    return Action(
        status=ActionStatus(status), body=body, owner_id=owner, submitted_by_id=submitter, organisation_id=ORG,
        agency_id=agency, lead="Head of Service",
    )  # fmt: skip


def people(org=None):
    """An owner and the three who may sign, of one council."""
    org = org or make.organisation()
    return {
        "owner": make.person("contributor", org=org, name="Olu Owner"),
        "director": make.person("director", org=org, name="Dee Cole"),
        "complaints-manager": make.person("complaints-manager", org=org, name="Cal Moss"),
        "board-chair": make.person("board-chair", org=org, name="Priya Shah"),
    }


def in_progress(owner, **rest):
    """An action in hand."""
    return make.action(owner, status=ActionStatus.IN_PROGRESS, **rest)


def submitted(owner, **rest):
    """An action that its owner submitted as done, with one piece of evidence."""
    action = in_progress(owner, **rest)
    services.add_evidence(action, title="Count of files", by=owner)
    services.submit(action, done_note="All done", by=owner)
    return action


def sign(action, by, **rest):
    """Sign off as a person does who has read the page."""
    words = {"what_checked": "Read the files", "assurance": Assurance.REASONABLE}
    return signing.sign_off(action, by=by, **{"seen_hash": rules.content_hash(action), **words, **rest})


def update(action, by, going=Going.ON_TRACK, text="It goes on", **rest):
    """A progress note."""
    return services.update(action, text=text, going=going, by=by, **rest)
