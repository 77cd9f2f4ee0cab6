"""Finding a record from the home page by the reference that stands on papers and in mails."""

import re

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.actions import queries as actions
from casework.complaints import queries as complaints
from casework.findings import queries as findings
from casework.kit.forms import Form, TextField
from casework.safeguarding import queries as safeguarding

FINDERS = (Need.READ_COMPLAINTS, Need.READ_ACTIONS, Need.READ_FINDINGS, Need.READ_SAFEGUARDING)


OURS = re.compile(r"\s*(ACT|FND|AUD)-\d+\s*", re.IGNORECASE | re.ASCII)


class FindForm(Form):
    """Posted, so that what is looked for stands in no address."""

    words = TextField("Reference", missing="Enter a reference", hint="Such as ACT-0012, FND-0007 or AUD-0003")


def finds(person: Person) -> bool:
    """Whether anything that has a reference is this person's to read."""
    return any(person.may(need) for need in FINDERS)


def may_be_words(text: str, *, person: Person) -> bool:
    """Whether to look for it among the words of cases: not when it can only be a reference of another room."""
    return person.may(Need.READ_COMPLAINTS) and not OURS.fullmatch(text)


def find_path(reference: str, *, seen_by: Person) -> str | None:
    """The page of the record with this reference; None when there is none that the person may see."""
    wanted = reference.strip()
    if action := actions.find_by_reference(wanted, seen_by=seen_by):
        return f"/actions/{action.id}"
    if finding := findings.find_by_reference(wanted, seen_by=seen_by):
        return f"/findings/{finding.id}"
    if audit := safeguarding.find_by_reference(wanted, seen_by=seen_by):
        return f"/safeguarding/audits/{audit.id}"
    if seen_by.may(Need.READ_COMPLAINTS) and (case := complaints.find_by_reference(wanted, seen_by=seen_by)):
        return f"/complaints/{case.id}"
    return None
