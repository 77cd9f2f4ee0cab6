"""Demonstration figures, through the importers that everybody uses. They are printed figures of public papers."""

from collections.abc import Mapping
from datetime import date

from casework.accounts.models import Person
from casework.kit.packs import PACKS
from casework.measures.importer import IMPORTERS

FOLDER = PACKS / "demonstration"


def load_organisations() -> None:
    """The council's partner agencies and peer groups; accounts need them, so they come before people."""
    IMPORTERS["organisations"](FOLDER / "organisations.csv", by=None)


def load_national() -> None:
    """Published figures of the other councils, regions, council types and England, so that ours have a place.

    Our own two councils are left out: their papers print what was known at the time.
    """
    IMPORTERS["values"](FOLDER / "national.csv", by=None)


def load(people: Mapping[str, Person], today: date) -> None:
    """Figures, targets and officers' ratings of the papers, recorded by the analyst."""
    analyst = people.get("analyst")
    load_organisations()
    for kind in ("values", "targets", "ratings"):
        IMPORTERS[kind](FOLDER / f"{kind}.csv", by=analyst)
