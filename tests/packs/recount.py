"""The demonstration log, recounted from its CSV files by hand.

Nothing of casework is imported: the counting rules are written out again here, with a loop over every day instead of
arithmetic, so that a fault in the product's counting cannot hide behind the same fault in its own data.
"""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays

PACKS = Path(__file__).resolve().parents[2] / "casework" / "packs"
BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG", years=range(2017, 2023))
YEARS = {
    "2017-18": (date(2017, 4, 1), date(2018, 3, 31)),
    "2018-19": (date(2018, 4, 1), date(2019, 3, 31)),
    "2019-20": (date(2019, 4, 1), date(2020, 3, 31)),
    "2020-21": (date(2020, 4, 1), date(2021, 3, 31)),
}
INDIVIDUAL = {"apology", "financial-redress", "overdue-work", "write-off", "reassessment"}
WIDER = {"staff-training", "procedure-change", "provider-reminder", "better-information"}
FAULT = {"upheld", "partly-upheld"}


def read(name):
    with (PACKS / "demonstration" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def complaints():
    rows = read("complaints.csv")
    for row in rows:
        for name in row:
            if name.endswith("_on") or name in {"ombudsman_remedy_due", "ombudsman_remedy_done"}:
                row[name] = date.fromisoformat(row[name]) if row[name] else None
        row["remedies"] = row["remedies"].split(";") if row["remedies"] else []
    return rows


LOG = complaints()
STATUTORY = [row for row in LOG if row["route"] == "statutory"]
COMPLIMENTS = [{**row, "received_on": date.fromisoformat(row["received_on"])} for row in read("compliments.csv")]


def is_working_day(day):
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


@cache
def working_days(start, end):
    """How many working days d have start < d <= end, counted one by one."""
    count, day = 0, start
    while day < end:
        day += timedelta(days=1)
        if is_working_day(day):
            count += 1
    return count


def percent(part, whole):
    """A whole percentage, halves up, in integers so that no binary fraction can tip it."""
    return (200 * part + whole) // (2 * whole)


def within_year(column, year, rows=None):
    first, last = YEARS[year]
    return [row for row in (STATUTORY if rows is None else rows) if row[column] and first <= row[column] <= last]


def received(year):
    return within_year("received_on", year)


def resolved(year):
    return within_year("closed_on", year)


def fault(rows):
    return [row for row in rows if row["outcome"] in FAULT]


def resolved_within(year, days):
    return sum(working_days(row["received_on"], row["closed_on"]) <= days for row in resolved(year))


def learned(year):
    return sum(bool(WIDER & set(row["remedies"])) for row in fault(resolved(year)))
