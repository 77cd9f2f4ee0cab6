"""The first three things to do in an installation without demonstration: people, figures, a self-assessment."""

from dataclasses import dataclass

from sqlalchemy import func, select

from casework.accounts.models import Person
from casework.accounts.roles import Need, Role
from casework.assessments.models import Assessment
from casework.extensions import db
from casework.measures.models import MeasureValue

THEIRS = (Role.DIRECTOR, Role.ANALYST, Role.ADMINISTRATOR)  # who is told: the people who do them


@dataclass(frozen=True)
class Task:
    """One of the three; `href` is empty for somebody else's task."""

    words: str
    who: str
    href: str
    is_done: bool


def list_tasks(person: Person) -> list[Task]:
    """All three while one is left, for those who can do one of them; nothing for others."""
    if not person.has(*THEIRS):
        return []
    here = person.organisation_id
    figures = select(MeasureValue.id).where(MeasureValue.organisation_id == here).limit(1)
    started = select(Assessment.id).where(Assessment.organisation_id == here).limit(1)
    started_one, has_figures = bool(db.session.scalar(started)), bool(db.session.scalar(figures))
    asked = (
        ("Add people", "an administrator", "/people/add", Need.KEEP_ACCOUNTS, _has_people()),
        ("Import figures", "an analyst", "/measures/import", Need.KEEP_MEASURES, has_figures),
        ("Start a self-assessment", "the director", "/assessments/start", Need.SIGN_ASSESSMENTS, started_one),
    )
    tasks = [Task(words, who, href if person.may(need) else "", done) for words, who, href, need, done in asked]
    return [] if all(task.is_done for task in tasks) else tasks


def _has_people() -> bool:
    return (db.session.scalar(select(func.count()).select_from(Person)) or 0) > 1
