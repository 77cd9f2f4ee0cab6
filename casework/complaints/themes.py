"""Themes of complaints beside measures: loading the shipped links, reading them, and what an analyst changes."""

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from casework.accounts.models import Organisation, Person
from casework.accounts.roles import Need
from casework.complaints.kinds import Route, TermKind
from casework.complaints.models import Complaint, ComplaintTerm
from casework.complaints.theme_models import ThemeMeasure
from casework.complaints.visible import visible_to
from casework.extensions import db
from casework.kit import clock
from casework.kit.packs import PackBroken, read_yaml
from casework.kit.words import listed, plural
from casework.measures.hooks import Citation
from casework.measures.models import Measure
from casework.measures.queries import council_of, list_measures
from casework.trail import services as trail
from casework.trail.events import Event

HEADING = "Complaint themes"
LOOK_BACK = timedelta(days=365)


def load_links(path: Path) -> int:
    """Add the shipped links that are not there yet; how many were new. A link taken away here is not put back.

    Raises PackBroken for a theme that is not shipped or a measure that is not there. The caller commits.
    """
    shared = select(ComplaintTerm).where(ComplaintTerm.organisation_id.is_(None), ComplaintTerm.kind == TermKind.THEME)
    terms = {term.name: term for term in db.session.scalars(shared)}
    measures = {measure.reference: measure for measure in list_measures()}
    links = {(one.term_id, one.measure_id) for one in db.session.scalars(select(ThemeMeasure))}
    new = 0
    for name, references in read_yaml(path).items():
        if name not in terms:
            raise PackBroken(path, None, f"there is no shipped theme {name}")
        for reference in references:
            if reference not in measures:
                raise PackBroken(path, None, f"{name}: there is no measure {reference}")
            if (terms[name].id, measures[reference].id) not in links:
                db.session.add(ThemeMeasure(term_id=terms[name].id, measure_id=measures[reference].id))
                new += 1
    db.session.flush()
    return new


def _of_council(council: Organisation) -> ColumnElement[bool]:
    """The themes a council may use: the shared ones and its own."""
    return and_(
        ComplaintTerm.kind == TermKind.THEME,
        or_(ComplaintTerm.organisation_id.is_(None), ComplaintTerm.organisation_id == council.id),
    )


def list_themes(council: Organisation) -> list[ComplaintTerm]:
    """The themes of a council by name; those out of use left out."""
    query = select(ComplaintTerm).where(_of_council(council), ComplaintTerm.is_retired.is_(False))
    return list(db.session.scalars(query.order_by(ComplaintTerm.name)))


def themes_of(measure_id: int, council: Organisation) -> list[ComplaintTerm]:
    """The themes that bear on a measure, by name."""
    query = (
        select(ComplaintTerm)
        .join(ThemeMeasure, ThemeMeasure.term_id == ComplaintTerm.id)
        .where(_of_council(council), ThemeMeasure.measure_id == measure_id, ThemeMeasure.is_removed.is_(False))
        .order_by(ComplaintTerm.name)
    )
    return list(db.session.scalars(query))


def connect(measure: Measure, wanted: Collection[int], *, council: Organisation, by: Person) -> bool:
    """Let exactly these themes of the council bear on the measure; whether anything changed."""
    names = {theme.id: theme.name for theme in list_themes(council)}
    held = select(ThemeMeasure).where(ThemeMeasure.measure_id == measure.id, ThemeMeasure.term_id.in_(names))
    links = {one.term_id: one for one in db.session.scalars(held)}
    before = {number for number, link in links.items() if not link.is_removed}
    after = set(wanted) & names.keys()
    if before == after:
        return False
    for number in before ^ after:
        if number in links:
            links[number].is_removed = number not in after
        else:
            db.session.add(ThemeMeasure(term_id=number, measure_id=measure.id))
    said = [listed([names[number] for number in names if number in some]) or "none" for some in (before, after)]
    trail.record(
        Event.MEASURE_CHANGED,
        measure,
        by=by,
        words=f"changed the complaint themes that bear on {measure.reference}",
        changes={"Complaint themes": (said[0], said[1])},
    )
    return True


def cite(measure_id: int, person: Person) -> list[Citation]:
    """The themes that bear on a measure, with their statutory complaints for who may read complaints."""
    council = council_of(person)
    found = themes_of(measure_id, council)
    if not found or not person.may(Need.READ_COMPLAINTS):
        return [Citation(HEADING, theme.name) for theme in found]
    is_recent = Complaint.received_on > clock.today() - LOOK_BACK
    query = (
        select(Complaint.theme_id, func.count(), func.sum(case((is_recent, 1), else_=0)))
        .where(
            visible_to(person),
            Complaint.route == Route.STATUTORY,
            Complaint.theme_id.in_([theme.id for theme in found]),
        )
        .group_by(Complaint.theme_id)
    )
    counts = {theme_id: (count, int(recent)) for theme_id, count, recent in db.session.execute(query)}
    return [_citation(theme, *counts.get(theme.id, (0, 0))) for theme in found]


def _citation(theme: ComplaintTerm, count: int, recent: int) -> Citation:
    """Charging, opening its cases: 40 complaints, 3 in the last 12 months."""
    path = f"/complaints?list=all&theme={theme.id}&route={Route.STATUTORY.value}"
    said = f"{plural(count, 'complaint')}, {recent} in the last 12 months" if count else "no complaints"
    return Citation(HEADING, theme.name, path if count else None, said)
