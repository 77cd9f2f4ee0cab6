"""Partner returns from a CSV or XLSX: agency*, standard*, rating, evidence, plan, due, on a template for a period.

A second return of the same agency for the same period changes the first; the same file twice changes nothing. A row
with nothing but its key leaves what is held as it is.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.accounts.models import Organisation, OrganisationKind, Person
from casework.accounts.queries import list_organisations
from casework.extensions import db
from casework.kit import words as print_words
from casework.kit.cells import day, words
from casework.kit.letters import fold
from casework.kit.rules import RuleBroken
from casework.kit.tables import ImportResult, Row, Table, read_table
from casework.safeguarding import rules
from casework.safeguarding.frameworks import Framework, framework_called
from casework.safeguarding.models import PartnerReturn
from casework.safeguarding.returns import Given, held_in, record_answers, start_return
from casework.trail import services as trail
from casework.trail.events import Event

NOTHING = Given()


@dataclass
class Sent:
    """What the file holds of one agency: its answers by standard."""

    agency: Organisation
    answers: dict[str, Given] = field(default_factory=dict)


def import_partner_return(
    path: Path,
    *,
    by: Person | None,
    organisation: Organisation | None,
    dry_run: bool = False,
    add_terms: bool = False,
    ignore_unknown: bool = False,
    template: str | None = None,
    period: str | None = None,
    **_: Any,
) -> ImportResult:
    """Record the returns in `path` for the board of `organisation`; the caller commits.

    TableRefused with every problem of the file, RuleBroken for a missing or unknown template, period or council.
    """
    framework, code = _what_is_asked(template, period)
    if organisation is None:
        raise RuleBroken("Give --organisation: the council whose board asked for the returns")
    table = read_table(path, _columns(framework), required=("agency", "standard"), ignore_unknown=ignore_unknown)
    sent = _match(table, framework)
    table.check()
    held = _list_held(organisation, framework, code)
    counts = Counter[str]()
    for one in sent:
        found = held.get(one.agency.id)
        differing = _differing(one, found, counts)
        if dry_run or not differing:
            continue
        target = found or start_return(
            organisation=organisation,
            agency=one.agency,
            framework=framework,
            period=code,
            tool=_tool(framework, one),
        )
        record_answers(target, answers=differing, by=by, file=path.name, is_new=found is None)
    if (counts["new"] or counts["changed"]) and not dry_run:
        sentence = f"imported partner returns of {print_words.plural(len(sent), 'agency', 'agencies')} from {path.name}"
        trail.record(Event.FILE_IMPORTED, None, by=by, words=sentence)
    return ImportResult(counts["new"], counts["changed"], counts["same"], tuple(_warnings(table, framework)))


def _differing(sent: Sent, held: PartnerReturn | None, counts: Counter[str]) -> dict[str, Given]:
    """The answers that differ from those held; each row is counted as new, changed or the same."""
    before = {answer.standard: held_in(answer) for answer in held.answers} if held else {}
    differing = {}
    for standard, given in sent.answers.items():
        old = before.get(standard, NOTHING)
        if given in (NOTHING, old):
            counts["same"] += 1
        else:
            counts["new" if old == NOTHING else "changed"] += 1
            differing[standard] = given
    return differing


def _what_is_asked(template: str | None, period: str | None) -> tuple[Framework, str]:
    if not template:
        raise RuleBroken("Give --template: the template that the returns answer, such as saaf-2019")
    if not period:
        raise RuleBroken("Give --period: the period that the returns are about, such as 2019-20")
    return framework_called(template), rules.period_code(period)


def _columns(framework: Framework) -> dict[str, Callable[[str], Any]]:
    return {
        "agency": fold,
        "standard": _standard_of(framework),
        "rating": _rating_of(framework),
        "evidence": words(),
        "plan": words(),
        "due": day,
    }


def _standard_of(framework: Framework) -> Callable[[str], str]:
    """A standard by its id or, as people copy it, by its title."""
    known = {standard.title.lower(): standard.code for standard in framework.standards.values()}
    known |= {standard.code: standard.code for standard in framework.standards.values()}

    def parse(text: str) -> str:
        try:
            return known[fold(text).lower()]
        except KeyError:
            raise ValueError(f'"{text}" is not a standard of {framework.code}') from None

    return parse


def _rating_of(framework: Framework) -> Callable[[str], str]:
    """A rating by its code, "working towards" with a space, or its printed word."""
    known = {step.word.lower().replace(" ", "-"): code for code, step in framework.steps.items()}
    known |= {code: code for code in framework.steps}

    def parse(text: str) -> str:
        try:
            return known[fold(text).lower().replace(" ", "-")]
        except KeyError:
            raise ValueError(f'"{text}" is not one of {", ".join(framework.steps)}') from None

    return parse


def _match(table: Table, framework: Framework) -> list[Sent]:
    """The rows by agency, in the order of the file; problems are noted in the table."""
    known: dict[str, Organisation] = {}
    for organisation in list_organisations(OrganisationKind.COUNCIL, OrganisationKind.AGENCY):
        for name in (organisation.name, organisation.ons_code, organisation.code):
            if name:
                known[name.lower()] = organisation
    sent: dict[int, Sent] = {}
    for row in table.rows:
        agency = known.get(row.cells["agency"].lower())
        if agency is None:
            table.refuse(row, "agency", f'"{row.cells["agency"]}" is not an agency or council that is known here')
            continue
        one = sent.setdefault(agency.id, Sent(agency))
        standard = row.cells["standard"]
        if standard in one.answers:
            table.refuse(row, "standard", f'"{standard}" is answered twice by {agency.name}')
            continue
        one.answers[standard] = _given(row)
    return list(sent.values())


def _given(row: Row) -> Given:
    cells = row.cells
    return Given(cells["rating"], cells["evidence"] or None, cells["plan"] or None, cells["due"])


def _list_held(organisation: Organisation, framework: Framework, period: str) -> dict[int, PartnerReturn]:
    query = select(PartnerReturn).where(
        PartnerReturn.organisation_id == organisation.id,
        PartnerReturn.template_code == framework.code,
        PartnerReturn.period == period,
    )
    return {one.agency_id: one for one in db.session.scalars(query.options(selectinload(PartnerReturn.answers)))}


def _tool(framework: Framework, sent: Sent) -> str:
    """The tool that most of the agency's answers belong to."""
    tools = [framework.standards[code].tool for code in sent.answers]
    return max(framework.tools, key=tools.count)


def _warnings(table: Table, framework: Framework) -> list[str]:
    return [
        f'{table.file}:row {row.number}: column "plan": needs work, but does not say what will be done and by when'
        for row in table.rows
        if framework.needs_work(row.cells["rating"]) and not (row.cells["plan"] and row.cells["due"])
    ]


IMPORTERS = {"partner-return": import_partner_return}
