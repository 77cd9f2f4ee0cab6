"""Standards by agencies: the heat map, the board's table of what needs work and what excels, and the report's figures.

Two statements however many agencies and standards there are. The rating that counts is the moderated one where the
board gave one.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from casework.accounts.models import Organisation, Person
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.safeguarding import rules
from casework.safeguarding.frameworks import Framework, Standard, framework_called
from casework.safeguarding.models import PartnerReturn, ReturnAnswer
from casework.safeguarding.returns_queries import visible

SHOWS = ("all", "work", "moved")


@dataclass(frozen=True)
class Cell:
    """What one agency says of one standard. `through` is the standard of its own tool that says the same."""

    answer_id: int
    return_id: int
    rating: str | None
    self_rating: str | None
    through: Standard | None = None

    @property
    def is_moved(self) -> bool:
        """Whether the board gave another rating than the agency."""
        return self.rating != self.self_rating


@dataclass(frozen=True)
class HeatMap:
    """A round: its returns by agency, and the answers by (return, standard)."""

    framework: Framework
    period: str
    returns: list[PartnerReturn]
    answers: dict[tuple[int, str], Cell]

    def cell(self, held: PartnerReturn, standard: Standard) -> Cell | None:
        """The agency's answer, given to this standard or to one of its own tool that maps to it; None: not asked."""
        own = self.answers.get((held.id, standard.code))
        if own and (own.rating or standard.asked_of is None):
            return own
        for other in self.framework.standards.values():
            mapped = self.answers.get((held.id, other.code)) if other.maps_to == standard.code else None
            if mapped:
                return Cell(mapped.answer_id, mapped.return_id, mapped.rating, mapped.self_rating, through=other)
        return None

    def rows(self, *, group: str | None = None, show: str = "all") -> list[tuple[str, str, list[Standard]]]:
        """Groups (code, title) with the standards that are shown; those that stand in another's row are left out."""
        chosen = [code for code in self.framework.groups if group in (None, code)]
        rows = []
        for code in chosen:
            standards = [
                one
                for one in self.framework.standards.values()
                if one.group == code and not one.maps_to and self._is_shown(one, show)
            ]
            if standards:
                rows.append((code, self.framework.groups[code], standards))
        return rows

    def _is_shown(self, standard: Standard, show: str) -> bool:
        cells = [cell for held in self.returns if (cell := self.cell(held, standard))]
        if show == "work":
            return any(self.framework.needs_work(cell.rating) for cell in cells)
        return any(cell.is_moved for cell in cells) if show == "moved" else bool(cells)

    def counts(self) -> Counter[str | None]:
        """How many answers have each rating; None counts standards that wait for an answer."""
        optional = self.framework.optional()
        return Counter(cell.rating for (_, code), cell in self.answers.items() if cell.rating or code not in optional)

    def of(self, held: PartnerReturn) -> list[tuple[Standard, Cell]]:
        """An agency's rated answers, in the order of the form."""
        found = ((one, self.answers.get((held.id, one.code))) for one in self.framework.standards.values())
        return [(standard, cell) for standard, cell in found if cell and cell.rating]

    def needs_work(self, held: PartnerReturn) -> list[tuple[Standard, Cell]]:
        """Where the agency needs to work."""
        return [(one, cell) for one, cell in self.of(held) if self.framework.needs_work(cell.rating)]

    def excelling(self, held: PartnerReturn) -> list[tuple[Standard, Cell]]:
        """Where the agency excels."""
        return [(one, cell) for one, cell in self.of(held) if self.framework.is_best(cell.rating)]


def read_heat_map(framework: Framework, period: str, *, seen_by: Person) -> HeatMap:
    """The round as this person may see it."""
    return _read(framework, period, visible(seen_by))


def _read(framework: Framework, period: str, clause: ColumnElement[bool]) -> HeatMap:
    mine = select(PartnerReturn).where(
        clause, PartnerReturn.template_code == framework.code, PartnerReturn.period == period
    )
    returns = sorted(db.session.scalars(mine), key=lambda held: held.agency.name)
    rows = db.session.execute(
        select(
            ReturnAnswer.partner_return_id,
            ReturnAnswer.standard,
            ReturnAnswer.id,
            ReturnAnswer.rating,
            ReturnAnswer.moderated_rating,
        ).where(ReturnAnswer.partner_return_id.in_([held.id for held in returns]))
    )
    answers = {
        (return_id, standard): Cell(answer_id, return_id, moderated or rating, rating)
        for return_id, standard, answer_id, rating, moderated in rows
    }
    return HeatMap(framework, period, returns, answers)


def partner_returns(
    template: str, period: str, *, organisation: Organisation | None = None, seen_by: Person | None = None
) -> dict[str, Any]:
    """The report's figures (contract, section 6): by agency what needs work, excels and was moderated; the matrix.

    Standards are named by their ids, as in the import; `titles` prints them. Without `organisation` and `seen_by` the
    only board's returns are counted. RuleBroken for an unknown template or period, or for returns of several boards.
    """
    framework, code = framework_called(template), rules.period_code(period)
    clause: ColumnElement[bool] = PartnerReturn.template_code == framework.code
    if seen_by is not None:
        clause = clause & visible(seen_by)
    if organisation is not None:
        clause = clause & (PartnerReturn.organisation_id == organisation.id)
    found = _read(framework, code, clause)
    if len({held.organisation_id for held in found.returns}) > 1:
        raise RuleBroken("Several councils' boards have returns for this period. Give --organisation")
    matrix: dict[str, dict[str, str]] = {}
    for standard in framework.standards.values():
        cells = {held.agency.name: found.answers.get((held.id, standard.code)) for held in found.returns}
        rated = {name: cell.rating for name, cell in cells.items() if cell and cell.rating}
        if rated:
            matrix[standard.code] = rated
    return {
        "agencies": {held.agency.name: _agency(found, held) for held in found.returns},
        "matrix": matrix,
        "titles": {standard: framework.standards[standard].title for standard in matrix},
    }


def _agency(found: HeatMap, held: PartnerReturn) -> dict[str, list[dict[str, Any]]]:
    return {
        "needs_work": [{"standard": one.code, "rating": cell.rating} for one, cell in found.needs_work(held)],
        "excelling": [{"standard": one.code, "rating": cell.rating} for one, cell in found.excelling(held)],
        "moderated": [
            {"standard": one.code, "rating": cell.rating, "self_rating": cell.self_rating}
            for one, cell in found.of(held)
            if cell.is_moved
        ],
    }
