"""Matching the areas of a published file with what is held, and creating those it names when asked to.

An area is found by its ONS code; else by its own code where the name agrees; else by its name among areas of its level.
Counties (E10), ended councils and newer or older ONS codes of one council are found through what is held about them.
"""

import re
from collections import Counter

from casework.accounts.models import Organisation, OrganisationKind
from casework.extensions import db
from casework.kit.letters import fold, imitations
from casework.kit.tables import Problem
from casework.measures.ascof_shapes import Area
from casework.measures.matching import Organisations, plain_name

ONS_CODE = re.compile(r"[ENSWK]\d{8}")
NO_CODE = ("", "-", "[z]", "z", "[x]", "x")
COLUMNS = {
    "code": "Geographical Code",
    "name": "Geographical Description",
    "ons": "ONS Code",
    "level": "Geographical Level",
}
LEVELS = {
    "council": OrganisationKind.COUNCIL,
    "local authority": OrganisationKind.COUNCIL,
    "region": OrganisationKind.REGION,
    "regional": OrganisationKind.REGION,
    "council type": OrganisationKind.COUNCIL_TYPE,
    "england": OrganisationKind.COUNTRY,
    "national": OrganisationKind.COUNTRY,
    "country": OrganisationKind.COUNTRY,
}


class Areas:
    """The areas of a file, each matched once, and numbered in the order of their first row."""

    def __init__(self, known: Organisations, *, creates: bool) -> None:
        self.known = known
        self.creates = creates
        self.found: list[Organisation] = []
        self.created: list[Organisation] = []
        self.unknown: dict[Area, tuple[str, int, str]] = {}  # area -> place and row of its first figure, why not
        self.left_out: Counter[str] = Counter()  # what is no organisation -> how many of its figures
        self.look_alikes: list[Problem] = []  # where an area is first named with letters that only look Latin
        self._numbers: dict[Area, int | None] = {}
        self._by_object: dict[int, int] = {}

    def number(self, area: Area, place: str, row: int) -> int | None:
        """The area's number in `found`; None when there is no such organisation, with the reason noted."""
        if area not in self._numbers:
            self._numbers[area] = self._look_up(area, place, row)
            self.look_alikes += [
                Problem(place, row, column, why)
                for key, column in COLUMNS.items()
                for why in imitations(getattr(area, key))
            ]
        number = self._numbers[area]
        if number is None and area not in self.unknown:
            self.left_out[area.name] += 1
        return number

    def keep(self) -> None:
        """Add what was created to the database."""
        db.session.add_all(self.created)
        db.session.flush()

    def _look_up(self, area: Area, place: str, row: int) -> int | None:
        kind = LEVELS.get(" ".join(fold(area.level).lower().split()))
        if kind is None and area.level:
            self.unknown[area] = (place, row, f'"{area.level}" is not a level of areas')
            return None
        kind = kind or OrganisationKind.COUNCIL
        found = self._match(area, kind) or self._create(area, kind)
        if found is None:
            if _codes(area) and kind is not OrganisationKind.COUNCIL_TYPE:
                code = area.ons if ONS_CODE.fullmatch(area.ons) else area.code
                words = f'"{area.name}" ({code}) is not held; --organisations creates the areas of the file'
                self.unknown[area] = (place, row, words)
            return None
        if id(found) not in self._by_object:
            self._by_object[id(found)] = len(self.found)
            self.found.append(found)
        return self._by_object[id(found)]

    def _match(self, area: Area, kind: OrganisationKind) -> Organisation | None:
        codes, names = self.known.codes, self.known.names
        ons = fold(area.ons)
        if ONS_CODE.fullmatch(ons) and ons.lower() in codes:
            return codes[ons.lower()]
        named = names.get((kind, plain_name(area.name)))
        coded = codes.get(fold(area.code).lower()) if area.code.lower() not in NO_CODE else None
        if ONS_CODE.fullmatch(ons) and named is not None and ONS_CODE.fullmatch(named.ons_code or named.code):
            return None  # another code than that of the council of this name: one that ended, or a new one
        if coded is not None and coded.kind is kind and (named is None or named is coded):
            return coded
        return named

    def _create(self, area: Area, kind: OrganisationKind) -> Organisation | None:
        if not self.creates or (not _codes(area) and kind is not OrganisationKind.COUNCIL_TYPE):
            return None
        ons = fold(area.ons) if ONS_CODE.fullmatch(fold(area.ons)) else None
        slug = re.sub(r"[^a-z]+", "-", fold(area.name).lower()).strip("-")
        own = fold(area.code) if area.code.lower() not in NO_CODE else None
        code = ons or (f"ct-{slug}" if kind is OrganisationKind.COUNCIL_TYPE else own or slug)
        cassr = own[:10] if own and own.lower() not in self.known.codes else None
        made = Organisation(code=code[:40], name=area.name[:200], kind=kind, ons_code=ons, cassr_code=cassr)
        self.created.append(made)
        self.known.add(made)
        return made


def _codes(area: Area) -> list[str]:
    """The codes that the file gives, of any kind."""
    return [code for code in (area.ons, area.code) if code.lower() not in NO_CODE]
