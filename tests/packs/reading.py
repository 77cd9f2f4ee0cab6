"""Reads the shipped measure packs as plain files, and prints their figures by the rule of the demonstration README."""

import csv
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "casework" / "packs"
DEMO = PACKS / "demonstration"
NATIONAL = ROOT.parent / "shared" / "data"

EDITION_FILES = sorted(p for p in (PACKS / "editions").glob("*.yaml") if p.name != "groupings.yaml")


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_editions():
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in EDITION_FILES]


EDITIONS = load_editions()
MEASURES = {f"{e['edition']}:{m['code']}": m for e in EDITIONS for m in e["measures"]}
COUNCILS = read_csv(PACKS / "organisations" / "councils.csv")
ORGANISATIONS = {r["code"]: r for r in COUNCILS + read_csv(DEMO / "organisations.csv")}
GROUPINGS = yaml.safe_load((PACKS / "editions" / "groupings.yaml").read_text(encoding="utf-8"))
VALUES, TARGETS, RATINGS = (read_csv(DEMO / f"{name}.csv") for name in ("values", "targets", "ratings"))
BY_KEY = {(v["measure"], v["organisation"], v["period"]): v for v in VALUES}


def half_up(number, decimals):
    return Decimal(number).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def quoted(note):
    """The printed words of a cell that its plain number would not give back, or None."""
    found = re.match(r'Printed "([^"]+)"', note)
    return found and found.group(1)


def printed_value(row):
    """A value as the paper prints it, by the rule in the demonstration README."""
    measure = MEASURES[row["measure"]]
    if quoted(row["note"]):
        return quoted(row["note"])
    if not row["value"]:
        return row["due_text"] or None
    return f"{half_up(row['value'], measure['decimals']):,}" + ("%" if measure["unit"] == "percent" else "")


def printed_target(row):
    percent = "%" if MEASURES[row["measure"]]["unit"] == "percent" else ""
    if quoted(row["note"]):
        return quoted(row["note"])
    if row["at_least"] and row["at_most"]:
        return f"{row['at_least']}-{row['at_most']}{percent}"
    limit = row["at_least"] or row["at_most"]
    return f"{limit}{percent}" if limit else "TBC"


def foreign_letters(text):
    """Letters that are not Latin: the look-alikes of the scanned papers among them."""
    return [c for c in text if c.isalpha() and not unicodedata.name(c).startswith("LATIN")]
