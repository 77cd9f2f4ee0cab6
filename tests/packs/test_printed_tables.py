"""The demonstration figures against the printed tables, cell for cell: the tables below are taken from the papers."""

from collections import Counter
from decimal import Decimal

import pytest

from tests.packs.reading import BY_KEY, GROUPINGS, MEASURES, RATINGS, TARGETS, half_up, printed_target, printed_value

LEICESTERSHIRE, RUTLAND = "E10000018", "E06000017"
YEARS = ["2016-17", "2017-18", "2018-19", "2019-20"]
INFORMATION = "For information only"

# Measure | description | aim | RAG | 2020-21 target | Q1 performance | 2019/20 performance | milestone or target met?
DASHBOARD = """
Local | % of sequels that 'Prevent Need' | Target Band Width | G | 56-61% | 56.2% | 60.9% | Yes (milestone 56-61%)
ASCOF 3D pt 1 | % of SUs who find it easy to find information | H | N/A | 73% | Due June 2021 | TBC (Covid-19 Delay) | TBC
ASCOF 3D pt 2 | % of carers who find it easy to find information | H | N/A | 67% | Due March 2021 | There was no carers' survey in 2019/20 | N/A
Local | Heritage visits | H | N/A | TBC | Closed due to Covid-19 guidance | 135.0k | No (target 146.1k)
Local | Hours of Volunteering (Heritage & Libraries) | H | N/A | TBC | 0.2k | 25.6k | Yes (target 23.1k)
Local | Library visits (inc. website visits) | H | N/A | TBC | 34.9k | 1,054k | Yes (target 970.0k)
Local | All library issues | H | N/A | TBC | 190.9k | 2.0m | Yes (target 1.5m)
Local | Children's issues | H | N/A | TBC | 1.4k | 746k | Yes (target 575k)
Local | E-loans | H | N/A | TBC | 187.2k | 414k | Yes (target 160k)
Local | Total community library issues | N/A | For information only | For information only | 935 | 334,941 | For information only
Local | Community library children's issues | N/A | For information only | For information only | 285 | 185,898 | For information only
Local | LALS Success Rate | H | G | 86.0% | 98.0% | 96% | Yes (target 86%)
Local | % of sequels that 'Reduce Need' | Target Band Width | G | 17-22% | 18.8% | 21.7% | Yes (milestone 17-22%)
ASCOF 1I pt 1 | % of SUs who had as much social contact as they would like | H | N/A | 49% | Due June 2021 | TBC (Covid-19 Delay) | TBC
ASCOF 1I pt 2 | % of carers who had as much social contact as they would like | H | N/A | 36% | Due March 2021 | There was no carers' survey in 2019/20 | N/A
ASCOF 1E | % of people with LD in employment | H | G | >11% | 11.4% | 11.2% | Yes (milestone >11%)
ASCOF 1G | % of people with LD in settled accommodation | H | A | 86% | 83.7% | 82.9% | Yes (milestone 82%)
Local | % of sequels that 'Delay Need' | Target Band Width | A | 10-15% | 9.6% | 12.2% | Yes (milestone 10-15%)
Local | Delayed transfers of care attributable to ASC-only | L | N/A | TBC | Not currently available | 163 day per month | Yes (milestone 207 days/ mth)
ASCOF 2D | % of people who had no need for ongoing services following reablement | H | A | 87% | 79.5% | 87.5% | Yes (milestone 82.0%)
ASCOF 2B pt 1 *BCF* | Living at home 91 days after hospital discharge and reablement | H | A | 88% | 85.5% | 88.1% | Yes (milestone 88.0%)
ASCOF 2A pt 1 | Permanent admissions to care (aged 18-64) per 100,000 pop. | L | G | <8.1 | 1.4 (fcast 11 admms) | 5.5 (23 admissions) | Yes (milestone <8.1)
ASCOF 2A pt 2 *BCF* | Permanent admissions to care (aged 65+) per 100,000 pop. | L | G | <553 | 387.9 (f'cast 540 admms) | 605.7 (880 admissions) | No (milestone <585)
Local | % of sequels that 'Meet need' | Target Band Width | A | 6-11% | 15.4% | 10.1% | Yes (milestone 6-11%)
ASCOF 1C pt 1a | Adults aged 18+ receiving self directed support | H | A | 99% | 96.2% | 97.2% | Yes (milestone 97%)
ASCOF 1C pt 2a | Adult aged 18+ receiving direct payments | H | G | >40% | 47.4% | 47.5% | Yes (milestone >40%)
ASCOF 1C pt 1b | Carers receiving self directed support | H | G | 100% | 99.8% | 99.8% | Yes (milestone 99.0%)
ASCOF 1C pt 2b | Carers receiving direct payments | H | A | 100% | 98.1% | 98.4% | Yes (milestone 97.0%)
Local | Of safeguarding enquiries where an outcome was expressed, the percentage partially or fully achieved | H | N/A | TBC | 95.8% | 92.4% | N/A
ASCOF 4B | % of service users who say that services have made them feel safe | H | N/A | 90% | Due June 2021 | TBC (Covid-19 Delay) | TBC
"""

# Measure | 2011/12 | quartile | 2012/13 | quartile. "-" is a blank cell.
SELF_ASSESSMENT = """
1A | 18.3 | Bottom | 18.9 | Second
1B | 66.1% | Bottom | 74.4% | Third
1C (i) | 39.2% | Third | 50.5% | Third
1C (ii) | 13.6% | Third | 15.3% | Third
1D | Not collected | n/a | 7.9 | Third
1E | 1.8% | Bottom | 1.6% | Bottom
1G | 47.7% | Bottom | 61.6% | Bottom
SLI Core: Personal Budgets | Not collected | n/a | 82.4%* | -
SLI Core: Reviews | 46.7% | n/a | 46.5% | -
2A (i) | 13.7 | Second | 11 | Second
2A (ii) | 690.8 | Second | 798.1 | Third
2B | 77.9% | Bottom | 78.6% | Third
2C (i) | 6.5 | Second | 10.9 | Third
2C (ii) | 1.9 | Second | 2.1 | Second
SLI Core: Early Intervention | 46% | n/a | 44% | -
SLI Core: Reablement | 41.5% | n/a | 45.40% | -
3A | 58.4% | Bottom | 67.9% | Top
3B | n/a | n/a | 43.3% | Second
3C | n/a | n/a | 75.6% | Second
3D | 67.2% | n/a | 70.3% | Third
SLI Core: Assessments | 68.0% | n/a | 66.8% | -
4A | 59.2% | Bottom | 60.3% | Bottom
4B | 81.8% | Second | 89.3% | Top
SLI Core: Safeguarding | - | n/a | - | -
"""
CODES_2012 = {
    "1C (i)": "1Ci",
    "1C (ii)": "1Cii",
    "2A (i)": "2A1",
    "2A (ii)": "2A2",
    "2B": "2B1",
    "2C (i)": "2C1",
    "2C (ii)": "2C2",
}

# Code: Leicestershire, then Rutland, the years ending with 2019/20.
BOARD = {
    "alerts": ("4406 4530 4810 4167", "268 235 421 298"),
    "enquiries": ("1291 861 1203 875", "77 52 59 39"),
    "abuse-found": ("43 46 49 54", "34 60 35 45"),
    "msp-asked": ("64 70 78 73", "75 96 95 95"),
    "msp-achieved": ("95 96 94 92", "94 95 94 92"),
    "stopped-at-request": ("17 13 5 7", "12 15 14 11"),
    "dols-referrals": ("4669 4307 4803", "223 238 299"),
    "dols-waiting": ("1555 851 986", "8 15 29"),
    "dols-representatives": ("44 49 46", "43 49 47"),
}


def cells(table):
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def target_for(measure, period):
    found = [t for t in TARGETS if (t["measure"], t["period"]) == (measure, period)]
    assert len(found) <= 1
    return found[0] if found else None


def met(value, target):
    """Whether a value reaches its target: yes, no, or nothing to say."""
    if target is None:
        return "N/A"
    if not (target["at_least"] or target["at_most"]):
        return "TBC"
    number = Decimal(value["value"])
    high_enough = not target["at_least"] or number >= Decimal(target["at_least"])
    low_enough = not target["at_most"] or number <= Decimal(target["at_most"])
    return f"{'Yes' if high_enough and low_enough else 'No'} ({target['kind']} {printed_target(target)})"


def dashboard_row(group):
    """One row of the dashboard, built from the packs alone."""
    ref = group["measure"]
    measure = MEASURES[ref]
    value, previous = BY_KEY[ref, LEICESTERSHIRE, "2020-21 Q1"], BY_KEY[ref, LEICESTERSHIRE, "2019-20"]
    only_information = value["state"] == "information"
    rating = next((r["rag"] for r in RATINGS if r["measure"] == ref), None)
    target = target_for(ref, "2020-21")
    return [
        measure["label"] + (" *BCF*" if "BCF" in measure["tags"] else ""),
        group["description"],
        {"high": "H", "low": "L", "band": "Target Band Width", "none": "N/A"}[measure["polarity"]],
        INFORMATION if only_information else {"green": "G", "amber": "A", "red": "R", None: "N/A"}[rating],
        INFORMATION if only_information else printed_target(target),
        printed_value(value),
        printed_value(previous),
        INFORMATION if only_information else met(previous, target_for(ref, "2019-20")),
    ]


def test_dashboard_is_the_printed_one_cell_for_cell():
    assert [g["order"] for g in GROUPINGS] == list(range(1, 31))
    assert [dashboard_row(g) for g in GROUPINGS] == cells(DASHBOARD)


def test_dashboard_has_the_printed_groups():
    assert Counter(g["layer"] for g in GROUPINGS) == {
        "Prevent need": 12,
        "Reduce need": 5,
        "Delay need": 6,
        "Meet need": 7,
    }
    groups = dict.fromkeys((g["layer"], g["strategic_outcome"], g["supporting_outcome"]) for g in GROUPINGS)
    assert [(layer.split()[0], outcome) for layer, outcome, _ in groups] == [
        ("Prevent", "Wellbeing and Opportunity"),
        ("Prevent", "Great Communities"),
        ("Prevent", "Strong Economy"),
        ("Reduce", "Wellbeing and Opportunity"),
        ("Reduce", "Affordable and Quality Homes"),
        ("Delay", "Wellbeing and Opportunity"),
        ("Meet", "Wellbeing and Opportunity"),
        ("Meet", "Keeping People Safe"),
    ]


def test_dashboard_is_counted_as_the_table_has_it():
    """The paper's text says 19 of 21 milestones met; its table shows 20 and 2."""
    rows = [dashboard_row(g) for g in GROUPINGS]
    assert Counter(row[3] for row in rows) == {"G": 8, "A": 7, "N/A": 13, INFORMATION: 2}
    assert Counter(row[7].split()[0] for row in rows) == {"Yes": 20, "No": 2, "TBC": 3, "N/A": 3, "For": 2}


@pytest.mark.parametrize("row", cells(SELF_ASSESSMENT), ids=lambda row: row[0])
def test_self_assessment_table_2012(row):
    name, *printed = row
    ref = name.lower().replace("sli core: ", "sli-2012:").replace(" ", "-")
    if not name.startswith("SLI"):
        ref = f"ascof-2011:{CODES_2012.get(name, name)}"
    for period, words, quartile in (("2011-12", *printed[:2]), ("2012-13", *printed[2:])):
        value = BY_KEY[ref, LEICESTERSHIRE, period]
        assert (printed_value(value) or "-") == words
        assert value["published_quartile"] == ("" if quartile in ("n/a", "-") else quartile.lower())


@pytest.mark.parametrize("code", BOARD)
@pytest.mark.parametrize(("organisation", "column"), [(LEICESTERSHIRE, 0), (RUTLAND, 1)])
def test_board_table(code, organisation, column):
    printed = BOARD[code][column].split()
    ours = [BY_KEY[f"safeguarding:{code}", organisation, year]["value"] for year in YEARS[-len(printed) :]]
    assert ours == printed


@pytest.mark.parametrize(("organisation", "printed"), [(LEICESTERSHIRE, "21"), (RUTLAND, "13")])
def test_conversion_is_enquiries_over_alerts(organisation, printed):
    alerts, enquiries = (BY_KEY[f"safeguarding:{c}", organisation, "2019-20"]["value"] for c in ("alerts", "enquiries"))
    value = BY_KEY["safeguarding:conversion", organisation, "2019-20"]
    assert (value["value"], value["numerator"], value["denominator"]) == (printed, enquiries, alerts)
    assert half_up(Decimal(enquiries) * 100 / Decimal(alerts), 0) == Decimal(printed)


def test_halves_go_up():
    assert str(half_up(Decimal(10) * 100 / 160, 1)) == "6.3"
