"""What tests of this room need: the shipped packs, the demonstration figures, a small nation of councils."""

import csv
import os
from pathlib import Path

from casework.accounts.models import Organisation, OrganisationKind
from casework.accounts.queries import find_organisation
from casework.extensions import db
from casework.kit import clock
from casework.kit.packs import PACKS
from casework.measures import demonstration, services
from casework.measures.importer import IMPORTERS
from casework.measures.models import MeasureValue, ValueState
from tests import make

NATIONAL = Path(os.environ.get("CASEWORK_SHARED_DATA") or PACKS.parent.parent.parent / "shared" / "data")
LEICESTERSHIRE, RUTLAND = "E10000018", "E06000017"


def packs():
    services.load_organisations(PACKS / "organisations" / "councils.csv")
    services.load_editions(PACKS / "editions")
    db.session.commit()


def demo():
    """Packs and the demonstration's figures; Leicestershire."""
    packs()
    demonstration.load({}, None)
    db.session.commit()
    return leicestershire()


def leicestershire():
    return find_organisation(LEICESTERSHIRE)


def written(folder, name, rows):
    """A CSV file with these rows (mappings); the columns of the first."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(kind, path, **options):
    """Import a file and keep it."""
    result = IMPORTERS[kind](path, by=None, **options)
    db.session.commit()
    return result


def nation(measure, numbers, code="2019-20", **rest):
    """A council for each number, with that value; a None is a council without one."""
    councils = []
    for at, number in enumerate(numbers):
        council = make.saved(Organisation(code=f"T{at:04}", name=f"Council {at:03}", kind=OrganisationKind.COUNCIL))
        state = ValueState.FINAL if number is not None else ValueState.SUPPRESSED
        make.value(measure, number, code, council, **{"state": state, **rest})
        councils.append(council)
    return councils


def held(measure, number, code, council, **rest):
    """A value of any kind of period: a quarter, a month, a part of a year."""
    period = services.hold_period(code)
    words = {"state": ValueState.FINAL, "recorded_at": clock.now(), **rest}
    return make.saved(MeasureValue(measure=measure, organisation=council, period=period, value=number, **words))


def nation_more(measure, councils, code="2019-20", name=None):
    """A figure of this measure for each of the councils, or for a new council of this name."""
    if name:
        councils = [make.saved(Organisation(code=name[:12], name=name, kind=OrganisationKind.COUNCIL))]
    for council in councils:
        make.value(measure, 1, code, council)
    return councils
