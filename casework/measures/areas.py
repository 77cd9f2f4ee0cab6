"""Matching the areas of a national file with what is held, and creating those it names when asked to."""

import re
from dataclasses import dataclass, field

from casework.accounts.models import Organisation, OrganisationKind
from casework.extensions import db
from casework.kit.letters import fold
from casework.measures.matching import Organisations, plain_name
from casework.measures.national_files import Area

ONS_CODE = re.compile(r"[ENSWK]\d{8}")
NO_CODE = ("", "-", "[z]", "z", "[x]", "x")
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


@dataclass
class Areas:
    """Areas met so far. `left_out`: no council of its own (two taken together, a council type that is not held)."""

    known: Organisations
    creates: bool = False  # areas that are not held
    created: list[Organisation] = field(default_factory=list)
    unknown: dict[Area, int] = field(default_factory=dict)  # area -> its first row
    left_out: dict[Area, int] = field(default_factory=dict)  # area -> how many of its cells
    seen: dict[Area, Organisation | None] = field(default_factory=dict)

    def find(self, area: Area, row: int) -> Organisation | None:
        """The organisation, or None with the reason noted."""
        if area not in self.seen:
            self.seen[area] = self._match(area)
        found = self.seen[area]
        if found is None and area not in self.unknown:
            if _codes(area) and LEVELS.get(area.level.lower(), OrganisationKind.COUNCIL) is OrganisationKind.COUNCIL:
                self.unknown[area] = row
            else:
                self.left_out[area] = self.left_out.get(area, 0) + 1
        return found

    def _match(self, area: Area) -> Organisation | None:
        """By ONS code; else by the area's own code if the name agrees; else by name within its level."""
        kind = LEVELS.get(area.level.lower(), OrganisationKind.COUNCIL)
        codes = _codes(area)
        if ONS_CODE.fullmatch(area.ons) and area.ons.lower() in self.known.codes:
            return self.known.codes[area.ons.lower()]
        named = self.known.names.get((kind, plain_name(area.name)))
        coded = next((self.known.codes[code.lower()] for code in codes if code.lower() in self.known.codes), None)
        if named is not None and (coded is None or plain_name(coded.name) != plain_name(area.name)):
            return named
        if coded is not None and coded.kind is kind:
            return coded
        if kind is OrganisationKind.COUNTRY:
            return next((one for (held, _), one in self.known.names.items() if held is kind), None) or self._create(
                area, kind
            )
        return self._create(area, kind)

    def _create(self, area: Area, kind: OrganisationKind) -> Organisation | None:
        if not self.creates or (not _codes(area) and kind is not OrganisationKind.COUNCIL_TYPE):
            return None
        ons = area.ons if ONS_CODE.fullmatch(area.ons) else None
        slug = re.sub(r"[^a-z]+", "-", area.name.lower()).strip("-")
        code = ons or (f"ct-{slug}" if kind is OrganisationKind.COUNCIL_TYPE else fold(area.code))
        cassr = area.code if area.code not in NO_CODE and area.code.lower() not in self.known.codes else None
        made = Organisation(code=code[:40], name=area.name, kind=kind, ons_code=ons, cassr_code=cassr)
        db.session.add(made)
        db.session.flush()
        self.created.append(made)
        self.known.add(made)
        return made


def _codes(area: Area) -> list[str]:
    """The codes that the file gives; letters stand for regions and council types too."""
    return [code for code in (area.ons, area.code) if code.lower() not in NO_CODE]
