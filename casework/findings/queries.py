"""Reading the register: which findings exist for a person, the list with its filters, and what waits for a decision."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, load_only, selectinload
from sqlalchemy.orm.attributes import InstrumentedAttribute
from sqlalchemy.orm.strategy_options import _AbstractLoad

from casework.accounts.models import Person
from casework.accounts.roles import Need, Role
from casework.extensions import db
from casework.findings.filters import Facet, Picked
from casework.findings.models import Body, Finding, FindingKind, FindingMeasure, FindingStatus, Severity
from casework.findings.restricted import open_to
from casework.findings.rules import SOURCE_COLUMNS, UNDECIDED, SourceKind
from casework.findings.words import KIND_WORDS, SEVERITY_WORDS, SOURCE_WORDS, STATUS_TAGS
from casework.kit import clock
from casework.kit.lines import HomeLine
from casework.kit.queries import or_404
from casework.measures.models import Edition, Measure

PAGE = 25
MOST_LISTED = 50_000
HOME_LINES = 5
DECIDE_WITHIN = timedelta(days=14)  # our own aim: every finding is decided within two weeks


def just_name(person: InstrumentedAttribute[Person | None]) -> _AbstractLoad:
    """Load a person's name in the same statement, and neither roles nor organisation."""
    return joinedload(person).options(load_only(Person.name), lazyload(Person.organisation), lazyload(Person.role_rows))


def visible(person: Person) -> Select[Finding]:
    """The findings that exist for this person: of their own council, and restricted ones only through the source."""
    return select(Finding).where(Finding.organisation_id == person.organisation_id, open_to(person))


def with_finding() -> _AbstractLoad:
    """Load the finding of a link in the statement of the link; join it first."""
    return contains_eager(FindingMeasure.finding)


def get_finding(finding_id: int, *, seen_by: Person) -> Finding:
    """The finding, or "Page not found"."""
    query = visible(seen_by).where(Finding.id == finding_id).options(just_name(Finding.raised_by))
    return or_404(db.session.scalars(query).first())


def find_by_reference(reference: str, *, seen_by: Person) -> Finding | None:
    """The finding with this reference, whatever its case; None when it is not theirs to see."""
    if not seen_by.may(Need.READ_FINDINGS):
        return None
    return db.session.scalars(visible(seen_by).where(Finding.reference == reference.upper())).first()


def list_facets(*, seen_by: Person) -> list[Facet]:
    """What the register can be filtered by; themes and measures are those in use."""
    themes = visible(seen_by).with_only_columns(Finding.theme).where(Finding.theme.is_not(None)).distinct()
    used = select(FindingMeasure.measure_id).where(
        FindingMeasure.finding_id.in_(visible(seen_by).with_only_columns(Finding.id))
    )
    in_order = (
        select(Measure).join(Measure.edition).where(Measure.id.in_(used)).order_by(Edition.code, Measure.position)
    )
    measures = [(str(one.id), one.name[:80]) for one in db.session.scalars(in_order)]
    return [
        Facet("status", "Status", [(one.value, STATUS_TAGS[one][0]) for one in FindingStatus], many=True),
        Facet("kind", "Kind", [(one.value, KIND_WORDS[one]) for one in FindingKind], many=True),
        Facet("source", "Source", [(one.value, SOURCE_WORDS[one]) for one in SourceKind], many=True),
        Facet("severity", "How much it matters", [(one.value, SEVERITY_WORDS[one]) for one in Severity], many=True),
        Facet("theme", "Theme", [(word, word) for word in sorted(str(word) for word in db.session.scalars(themes))]),
        Facet("measure", "Measure", measures),
    ]


def _conditions(picked: Picked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for name, column in (("status", Finding.status), ("kind", Finding.kind), ("severity", Finding.severity)):
        if picked[name]:
            found.append(column.in_(picked[name]))
    if picked["source"]:
        columns = [getattr(Finding, SOURCE_COLUMNS[SourceKind(value)]) for value in picked["source"]]
        found.append(or_(*(column.is_not(None) for column in columns)))
    if picked["theme"]:
        found.append(Finding.theme.in_(picked["theme"]))
    if picked["measure"]:
        linked = select(FindingMeasure.finding_id).where(FindingMeasure.measure_id == int(picked["measure"][0]))
        found.append(Finding.id.in_(linked))
    return found


def list_findings(picked: Picked, *, seen_by: Person, before_id: int | None = None) -> list[Finding]:
    """A page of the register, newest first, and one row more when there is a next page."""
    query = (
        visible(seen_by)
        .where(*_conditions(picked))
        .options(selectinload(Finding.measure_links).lazyload(FindingMeasure.opening_value))
        .order_by(Finding.id.desc())
        .limit(PAGE + 1)
    )
    if before_id is not None:
        query = query.where(Finding.id < before_id)
    return list(db.session.scalars(query))


def list_all(picked: Picked, *, seen_by: Person) -> list[Finding]:
    """Every finding that the filters leave, newest first, for a file; at most MOST_LISTED."""
    query = visible(seen_by).where(*_conditions(picked)).order_by(Finding.id.desc()).limit(MOST_LISTED)
    return list(
        db.session.scalars(query.options(selectinload(Finding.measure_links).lazyload(FindingMeasure.opening_value)))
    )


def count_findings(picked: Picked, *, seen_by: Person) -> int:
    """How many findings the filters leave."""
    query = visible(seen_by).where(*_conditions(picked)).with_only_columns(func.count())
    return db.session.scalar(query) or 0


def count_by_measure(measure_ids: Collection[int], person: Person) -> dict[int, int]:
    """How many findings that this person may see cite each measure; nothing for who may not read findings."""
    if not person.may(Need.READ_FINDINGS):
        return {}
    theirs = visible(person).with_only_columns(Finding.id)
    rows = db.session.execute(
        select(FindingMeasure.measure_id, func.count())
        .where(FindingMeasure.measure_id.in_(measure_ids), FindingMeasure.finding_id.in_(theirs))
        .group_by(FindingMeasure.measure_id)
    )
    return {measure_id: count for measure_id, count in rows}  # noqa: C416 - dict(rows) has no types


def count_undecided(*, seen_by: Person) -> int:
    """How many findings wait for a decision."""
    query = visible(seen_by).where(Finding.status.in_(UNDECIDED)).with_only_columns(func.count())
    return db.session.scalar(query) or 0


def list_used_themes(*, seen_by: Person) -> list[str]:
    """Themes in use, for the same theme to get the same words."""
    themes = visible(seen_by).with_only_columns(Finding.theme).where(Finding.theme.is_not(None)).distinct()
    return sorted(str(word) for word in db.session.scalars(themes))


def bodies_of(person: Person) -> Sequence[Body]:
    """Whose findings this person decides about."""
    mine = {
        Body.COUNCIL: (Role.DIRECTOR,),
        Body.COMPLAINTS: (Role.COMPLAINTS_MANAGER,),
        Body.BOARD: (Role.BOARD_OFFICE, Role.BOARD_CHAIR),
    }
    return [body for body, roles in mine.items() if person.has(*roles)]


def list_for_home(person: Person) -> list[HomeLine]:
    """Findings that wait for this person to say what happens next, oldest first; their own figures open the list."""
    bodies = bodies_of(person)
    if not bodies or not person.may(Need.READ_FINDINGS):
        return []
    query = (
        visible(person)
        .where(Finding.status.in_(UNDECIDED), Finding.body.in_(bodies))
        .order_by(Finding.raised_at, Finding.id)
        .limit(HOME_LINES)
    )
    return [
        HomeLine(
            "Before the next meeting" if finding.body == Body.BOARD else "This week",
            f"Decide what happens about {finding.reference}: {finding.title}",
            f"/findings/{finding.id}",
            clock.day_of(finding.raised_at) + DECIDE_WITHIN,
        )
        for finding in db.session.scalars(query)
    ]
