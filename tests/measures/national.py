"""A made-up national file in the published shape, as large as wanted: `python -m tests.measures.national FILE ROWS`.

Every council, region, council type and England of the shipped pack, every ASCOF measure of 2014-15 to 2022-23 with its
breakdowns, and a row for each type of figure. The figures are invented; each outcome follows from its counts.
"""

import csv
import sys
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from pathlib import Path

import yaml

from casework.kit.packs import PACKS

HEADER = [
    *("Year", "Geographical Code", "Geographical Description", "Geographical Level", "ONS Code"),
    *("ASCOF Measure Code", "Disaggregation Level", "Measure Type", "Measure Value", "Measure Group"),
]
YEARS = [f"20{year}-{year + 1}" for year in range(14, 23)]
GROUPS = (("", "Total"), ("M", "Male"), ("F", "Female"), ("1864", "18-64"), ("65OV", "65 and over"))
LEVELS = {"council": "Council", "region": "Region", "council-type": "Council Type", "country": "England"}
MULTIPLIER = {"percent": 100, "per-100000": 100_000}


def areas():
    names = set()  # a council under a newer code stands in the pack twice
    with (PACKS / "organisations" / "councils.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["name"] in names:
                continue
            names.add(row["name"])
            code = row["cassr_code"] or row["code"]
            yield [code, row["name"], LEVELS[row["kind"]], row["ons_code"] or "-"]


def measures():
    pack = yaml.safe_load((PACKS / "editions" / "ascof-2011.yaml").read_text(encoding="utf-8"))
    return [(one["code"], one["unit"], bool(one.get("survey")), one["decimals"]) for one in pack["measures"]]


def figures(seed, unit, survey, decimals):
    """Type and figure, each row of one value."""
    denominator = 200 + seed * 37 % 900
    numerator = denominator * (10 + seed % 80) // 100
    outcome = Decimal(numerator) * MULTIPLIER.get(unit, 20) / denominator
    outcome = outcome.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    yield from (("Numerator", numerator), ("Denominator", denominator), ("Outcome", outcome))
    if survey:
        yield from (("Base", denominator), ("Margin of Error", Decimal(seed % 50) / 10))


def rows():
    places, codes = list(areas()), measures()
    seed = 0
    for year in YEARS:
        for code, *kind in codes:
            for place in places:
                for suffix, group in GROUPS:
                    seed += 1
                    for type_words, figure in figures(seed, *kind):
                        yield [year, *place, code + suffix, group, type_words, figure, code]


def write(path, count):
    """A file of `count` rows below its header, in Windows-1252 as the older ones are."""
    with Path(path).open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        kept = 0
        for row in islice(rows(), count):
            writer.writerow(row)
            kept += 1
    return kept


if __name__ == "__main__":
    print(write(sys.argv[1], int(sys.argv[2])))
