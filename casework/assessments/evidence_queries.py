"""Reading the register of evidence: the list with its filters, and where each piece is used.

The register is the council's: whoever reads or writes its self-assessments reads all of it. Where a piece is used is
told to a contributor only for the sections given to them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from casework.accounts.models import Person
from casework.accounts.roles import Role
from casework.assessments import queries, rules
from casework.assessments.evidence_models import SOON
from casework.assessments.forms import EVIDENCE_WORDS
from casework.assessments.models import Answer, AnswerEvidence, Assessment, Evidence, EvidenceKind, GivenSection
from casework.extensions import db
from casework.findings.filters import Facet, Picked
from casework.kit.queries import or_404
from casework.trail.models import TrailEntry

PAGE = 25
STATES = (
    ("current", "In date"),
    ("soon", f"Out of date within {SOON} days"),
    ("out-of-date", "Out of date"),
    ("removed", "Removed"),
)
USES = (("used", "Used in an answer"), ("unused", "Not used yet"))


def _register(person: Person) -> Select[Evidence]:
    return select(Evidence).where(Evidence.organisation_id == person.organisation_id)


def get_evidence(evidence_id: int, *, seen_by: Person) -> Evidence:
    """The piece of evidence; 404 when it is not there or another council's."""
    query = _register(seen_by).where(Evidence.id == evidence_id).options(queries.just_name(Evidence.added_by))
    return or_404(db.session.scalars(query).first())


def list_usable(*, seen_by: Person) -> list[Evidence]:
    """What can be used in an answer, by title."""
    query = _register(seen_by).where(Evidence.removed_at.is_(None)).order_by(Evidence.title, Evidence.id)
    return list(db.session.scalars(query))


def count_register(*, seen_by: Person) -> int:
    """How many pieces can be used."""
    query = _register(seen_by).where(Evidence.removed_at.is_(None)).with_only_columns(func.count())
    return db.session.scalar(query) or 0


def list_facets(*, seen_by: Person) -> list[Facet]:
    """What the register can be filtered by; owners and self-assessments are those there are."""
    owners = (
        _register(seen_by).with_only_columns(Evidence.owner).where(Evidence.owner.is_not(None)).distinct().limit(200)
    )
    listed = [one.assessment for one in queries.list_assessments(seen_by=seen_by)]
    return [
        Facet("kind", "Kind", [(kind.value, words) for kind, words in EVIDENCE_WORDS.items()], many=True),
        Facet("state", "State", STATES, many=True),
        Facet("use", "Use", USES),
        Facet("owner", "Owner", [(word, word) for word in sorted(str(word) for word in db.session.scalars(owners))]),
        Facet("in", "Self-assessment", [(str(one.id), f"{one.period_words}, version {one.number}") for one in listed]),
    ]


def _in_state(state: str, today: date) -> ColumnElement[bool]:
    there, soon = Evidence.removed_at.is_(None), today + timedelta(days=SOON)
    return {
        "current": and_(there, or_(Evidence.expires_on.is_(None), Evidence.expires_on > soon)),
        "soon": and_(there, Evidence.expires_on >= today, Evidence.expires_on <= soon),
        "out-of-date": and_(there, Evidence.expires_on < today),
        "removed": Evidence.removed_at.is_not(None),
    }[state]


def _conditions(picked: Picked, today: date) -> list[ColumnElement[bool]]:
    states = picked["state"] or [state for state, _ in STATES if state != "removed"]
    found: list[ColumnElement[bool]] = [or_(*(_in_state(state, today) for state in states))]
    if picked["kind"]:
        found.append(Evidence.kind.in_(picked["kind"]))
    if picked["owner"]:
        found.append(Evidence.owner.in_(picked["owner"]))
    used = exists().where(AnswerEvidence.evidence_id == Evidence.id)
    if picked["use"]:
        found.append(used if picked["use"] == ["used"] else ~used)
    if picked["in"]:
        there = select(Answer.id).where(Answer.assessment_id == int(picked["in"][0]))
        found.append(exists().where(AnswerEvidence.evidence_id == Evidence.id, AnswerEvidence.answer_id.in_(there)))
    return found


def list_evidence(picked: Picked, *, seen_by: Person, today: date, after: int | None = None) -> list[Evidence]:
    """A page of the register by title, and one row more when there is a next page; removed pieces only when asked."""
    query = _register(seen_by).where(*_conditions(picked, today)).order_by(Evidence.title, Evidence.id).limit(PAGE + 1)
    if after is not None:
        last = select(Evidence.title).where(Evidence.id == after).scalar_subquery()
        query = query.where(or_(Evidence.title > last, and_(Evidence.title == last, Evidence.id > after)))
    return list(db.session.scalars(query))


def count_evidence(picked: Picked, *, seen_by: Person, today: date) -> int:
    """How many pieces the filters leave."""
    query = _register(seen_by).where(*_conditions(picked, today)).with_only_columns(func.count())
    return db.session.scalar(query) or 0


def count_kinds(*, seen_by: Person, today: date) -> list[tuple[EvidenceKind, int, int, int]]:
    """For each kind: pieces in the register, those used in an answer, those out of date."""
    used = exists().where(AnswerEvidence.evidence_id == Evidence.id)
    query = (
        _register(seen_by)
        .where(Evidence.removed_at.is_(None))
        .with_only_columns(
            Evidence.kind,
            func.count(),
            func.count().filter(used),
            func.count().filter(Evidence.expires_on < today),
        )
        .group_by(Evidence.kind)
    )
    held = {kind: (count, uses, old) for kind, count, uses, old in db.session.execute(query)}
    return [(kind, *held.get(kind, (0, 0, 0))) for kind in EvidenceKind]


@dataclass(frozen=True)
class Use:
    """One answer that rests on a piece of evidence."""

    answer: Answer

    @property
    def assessment(self) -> Assessment:
        """The self-assessment it stands in."""
        return self.answer.assessment

    @property
    def words(self) -> str:
        """2012/13, version 1: Keeping people safe: Working together."""
        outline = self.assessment.template.outline
        return f"{self.assessment.period_words}, version {self.assessment.number}: {outline.name_of(self.answer.node)}"

    @property
    def is_signed_for(self) -> bool:
        """Whether the version it stands in was signed."""
        return self.assessment.status in rules.HAS_SIGNATURE


def list_uses(evidence_ids: Collection[int], *, seen_by: Person) -> dict[int, list[Use]]:
    """Where each piece is used, the newest self-assessment first; for a contributor only in their own sections."""
    query = (
        select(AnswerEvidence)
        .join(AnswerEvidence.answer)
        .join(Answer.assessment)
        .where(AnswerEvidence.evidence_id.in_(evidence_ids), Assessment.organisation_id == seen_by.organisation_id)
        .options(joinedload(AnswerEvidence.answer), selectinload(AnswerEvidence.answer, Answer.assessment))
        .order_by(Assessment.period.desc(), Assessment.number.desc(), Answer.id)
    )
    links = db.session.scalars(query).all() if evidence_ids else []
    mine = None if rules.sees_all(seen_by) else _given(seen_by)
    found: dict[int, list[Use]] = {number: [] for number in evidence_ids}
    for link in links:
        answer = link.answer
        if mine is None or (answer.assessment_id, answer.node.section_id) in mine:
            found[link.evidence_id].append(Use(answer))
    return found


def _given(person: Person) -> set[tuple[int, str]]:
    query = select(GivenSection.assessment_id, GivenSection.section_id).where(GivenSection.to_id == person.id)
    return {(assessment_id, section_id) for assessment_id, section_id in db.session.execute(query)}


def list_ageing(*, seen_by: Person, today: date) -> list[date]:
    """When the evidence that this person keeps (the director: all of it) goes or went out of date, earliest first."""
    query = _register(seen_by).where(
        or_(_in_state("out-of-date", today), _in_state("soon", today)),
        exists().where(AnswerEvidence.evidence_id == Evidence.id),
    )
    if not seen_by.has(Role.DIRECTOR):
        query = query.where(Evidence.added_by_id == seen_by.id)
    days = query.with_only_columns(Evidence.expires_on).order_by(Evidence.expires_on).limit(100)
    return [day for day in db.session.scalars(days) if day]


def list_history(evidence: Evidence) -> list[TrailEntry]:
    """What happened to the piece itself, newest first."""
    query = select(TrailEntry).where(
        TrailEntry.subject_kind == Evidence.__tablename__, TrailEntry.subject_id == evidence.id
    )
    return list(db.session.scalars(query.order_by(TrailEntry.id.desc()).limit(100)))
