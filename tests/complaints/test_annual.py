"""The report's figures: those that were published, and those that counting the file by hand gives."""

import csv
import random
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays
import pytest

from casework.complaints import annual, behind, terms
from casework.complaints.importer import import_complaints, import_compliments
from casework.complaints.kinds import Outcome
from casework.complaints.models import ComplaintAccess
from casework.config import ROOT
from casework.kit.rules import RuleBroken
from tests import make
from tests.complaints import make as room

DEMO = Path(ROOT) / "casework" / "packs" / "demonstration"
OFF = holidays.country_holidays("GB", subdiv="ENG", years=range(2016, 2027))
FAULT = {"upheld", "partly-upheld"}
WIDER = {"staff-training", "procedure-change", "provider-reminder", "better-information"}


def words_of_the_council():
    terms.load_shipped()
    terms.load_own(DEMO / "terms.yaml", organisation=make.organisation())


def demonstration_log():
    words_of_the_council()
    import_complaints(DEMO / "complaints.csv", by=None, organisation=make.organisation())
    import_compliments(DEMO / "compliments.csv", by=None, organisation=make.organisation())


@pytest.fixture
def council(prepared_once, at, request):
    at("2026-04-07 10:42")
    prepared_once(demonstration_log if "demonstration" in request.fixturenames else words_of_the_council)
    return make.organisation()


@pytest.fixture
def demonstration(council):
    return annual.figures("2019-20", council)


@cache
def working_days(start, end):
    """Counted one by one."""
    count = 0
    while start < end:
        start += timedelta(days=1)
        count += start.weekday() < 5 and start not in OFF
    return count


def percent(part, whole):
    return (200 * part + whole) // (2 * whole) if whole else None


def test_the_published_figures_of_2019_20(demonstration):
    found = demonstration
    assert (found["received"], found["received_previous"], found["change_percent"]) == (194, 173, 12)
    assert found["resolved"] == 187
    assert found["within"] == {"10": 73, "20": 146, "40": 174, "65": 183}
    assert found["within_percent"] == {"10": 39, "20": 78, "40": 93, "65": 98}
    assert found["over_65"] == 4
    assert (found["fault_found"], found["fault_percent"]) == (82, 44)
    assert (found["joint"], found["compliments"], found["wider_learning"]) == (10, 99, 24)
    assert found["districts"]["Melton"] == {"received": 9, "upheld": 6, "upheld_percent": 67}
    assert sum(one["received"] for one in found["districts"].values()) == 75
    assert sum(one["upheld"] for one in found["districts"].values()) == 30
    ombudsman = found["ombudsman"]
    assert (ombudsman["enquiries"], ombudsman["decisions"], ombudsman["fault"]) == (15, 10, 3)
    assert (ombudsman["remedies_on_time"], ombudsman["remedies_due"]) == (3, 3)
    assert found["trend"]["2019-20"] == 194


def count_by_hand(rows, year):
    """The same figures from the rows of a file, without a line of the product."""
    first, last = date(year, 4, 1), date(year + 1, 3, 31)

    def within(column, rows=rows):
        return [row for row in rows if row[column] and first <= date.fromisoformat(row[column]) <= last]

    def took(row, column="closed_on"):
        return working_days(date.fromisoformat(row["received_on"]), date.fromisoformat(row[column]))

    def words(row, column):
        return [part.strip() for part in row[column].split(";") if part.strip()]

    statutory = [row for row in rows if row["route"] == "statutory"]
    received, resolved = within("received_on", statutory), within("closed_on", statutory)
    fault = [row for row in resolved if row["outcome"] in FAULT]
    decided, due = within("ombudsman_decided_on", statutory), within("ombudsman_remedy_due", statutory)
    districts = {
        name: [row for row in received if row["district"] == name]
        for name in {row["district"] for row in received} - {""}
    }
    return {
        "received": len(received),
        "resolved": len(resolved),
        "within": {str(limit): sum(took(row) <= limit for row in resolved) for limit in (10, 20, 40, 65)},
        "over_65": sum(took(row) > 65 for row in resolved),
        "fault_found": len(fault),
        "fault_percent": percent(len(fault), len(resolved)),
        "outcomes": Counter(row["outcome"] for row in resolved),
        "themes": Counter(row["theme"] for row in received if row["theme"]),
        "causes": Counter(row["cause"] for row in received if row["cause"]),
        "districts": {
            name: {
                "received": len(held),
                "upheld": sum(row["outcome"] in FAULT for row in held),
                "upheld_percent": percent(sum(row["outcome"] in FAULT for row in held), len(held)),
            }
            for name, held in districts.items()
        },
        "joint": sum(bool(row["joint_with"]) for row in received),
        "remedies": Counter(word for row in fault for word in words(row, "remedies")),
        "wider_learning": sum(bool(WIDER & set(words(row, "remedies"))) for row in fault),
        "routes": Counter(row["route"] for row in within("received_on")),
        "acknowledged_in_3": {
            "count": sum(bool(row["acknowledged_on"]) and took(row, "acknowledged_on") <= 3 for row in received),
            "of": len(received),
        },
        "enquiries": len(within("ombudsman_enquiry_on", statutory)),
        "decisions": Counter(row["ombudsman_outcome"] for row in decided),
        "due": len(due),
        "in_time": sum("" < row["ombudsman_remedy_done"] <= row["ombudsman_remedy_due"] for row in due),
    }


def check_against_hand(found, by_hand):
    for name in ("received", "resolved", "within", "over_65", "fault_found", "fault_percent", "joint", "districts"):
        assert found[name] == by_hand[name], name
    for name in ("wider_learning", "acknowledged_in_3", "themes", "causes"):
        assert found[name] == by_hand[name], name
    for name in ("outcomes", "remedies", "routes"):
        assert {word: number for word, number in found[name].items() if number} == by_hand[name], name
    ombudsman = found["ombudsman"]
    assert ombudsman["enquiries"] == by_hand["enquiries"]
    assert {word: number for word, number in ombudsman["outcomes"].items() if number} == by_hand["decisions"]
    assert (ombudsman["remedies_due"], ombudsman["remedies_on_time"]) == (by_hand["due"], by_hand["in_time"])


@pytest.mark.parametrize("year", [2017, 2018, 2019, 2020])
def test_every_year_of_the_demonstration_equals_counting_the_file_by_hand(demonstration, council, year):
    with (DEMO / "complaints.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    check_against_hand(annual.figures(f"{year}-{(year + 1) % 100:02}", council), count_by_hand(rows, year))


def generated(seed, size=400):
    """A log of random cases, some open, some of other routes, some with remedies given as goodwill."""
    draw = random.Random(seed)
    columns = csv.DictReader((DEMO / "complaints.csv").open(encoding="utf-8")).fieldnames
    rows = []
    for number in range(size):
        received = date(2023, 4, 1) + timedelta(days=draw.randrange(720))
        row = dict.fromkeys(columns, "") | {
            "reference": f"GEN-{number:05}", "received_on": received.isoformat(),
            "channel": draw.choice(["phone", "email", "letter", "web", "in-person"]),
            "route": draw.choice(["statutory"] * 6 + ["corporate", "safeguarding", "service-request", "excluded"]),
            "district": draw.choice(["", "Melton", "Blaby"]), "theme": draw.choice(["", "Charging", "Home care"]),
            "cause": draw.choice(["", "Delay", "Communication"]), "joint_with": draw.choice(["", "", "A; B"]),
            "acknowledged_on": draw.choice(["", (received + timedelta(days=draw.randrange(9))).isoformat()]),
        }  # fmt: skip
        row["excluded_ground"] = "8(1)(e)" if row["route"] == "excluded" else ""
        if draw.random() < 0.85:
            _end(row, received, draw)
        rows.append(row)
    return rows


def _end(row, received, draw):
    responded = received + timedelta(days=draw.randrange(120))
    row["closed_on"] = row["responded_on"] = responded.isoformat()
    row["outcome"] = draw.choice(["upheld", "partly-upheld", "not-upheld", "no-finding", "withdrawn"])
    kinds = ["apology", "staff-training", "procedure-change", "financial-redress"]
    row["remedies"] = ";".join(draw.sample(kinds, draw.randrange(3)))
    if draw.random() < 0.3:
        asked = responded + timedelta(days=draw.randrange(60))
        row["ombudsman_enquiry_on"] = asked.isoformat()
        row["ombudsman_decided_on"] = (asked + timedelta(days=90)).isoformat()
        row["ombudsman_outcome"] = draw.choice(["upheld", "not-upheld", "referred-back", "advice-given"])
        row["ombudsman_remedy_due"] = (asked + timedelta(days=120)).isoformat()
        row["ombudsman_remedy_done"] = draw.choice(["", (asked + timedelta(days=draw.randrange(150))).isoformat()])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_generated_log_gives_the_figures_of_an_independent_count(tmp_path, council, seed):
    rows = generated(seed)
    path = tmp_path / "generated.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    import_complaints(path, by=None, organisation=council)
    for year in (2023, 2024, 2025):
        check_against_hand(annual.figures(f"{year}-{(year + 1) % 100:02}", council), count_by_hand(rows, year))


def figures_in(found, prefix=""):
    """Every figure of the report that counts cases, with its name."""
    for name, number in found.items():
        if name.endswith("percent") or name in ("trend", "compliments"):
            continue
        if isinstance(number, dict):
            yield from figures_in(number, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", number


def test_every_figure_opens_the_cases_it_counts(demonstration, council):
    opened = 0
    for name, number in figures_in(demonstration):
        assert behind.list_behind(name, "2019-20", council).count == number, name
        opened += 1
    assert opened > 60


@pytest.mark.parametrize("figure", ["received", "within.20", "previous.resolved"])
def test_the_cases_of_a_figure_are_read_a_page_at_a_time_and_each_once(demonstration, council, statements, figure):
    with statements() as seen:
        page = behind.list_behind(figure, "2019-20", council)
    found, costs = list(page.cases), {len(seen)}
    assert len(page.cases) == behind.PAGE
    while page.next_cursor:
        with statements() as seen:
            page = behind.list_behind(figure, "2019-20", council, after=page.next_cursor)
        found += page.cases
        costs.add(len(seen))
    keys = [(one.received_on, one.id) for one in found]
    assert keys == sorted(set(keys))
    assert len(keys) == page.count
    assert max(costs) <= 10
    assert len(costs) == 1, "the last page costs what the first does"


@pytest.mark.parametrize("figure", ["nothing", "outcomes.cake", "ombudsman.cake", "remedies."])
def test_a_figure_that_is_not_there(council, figure):
    with pytest.raises(RuleBroken, match="There is no figure"):
        behind.list_behind(figure, "2019-20", council)


def test_another_councils_cases_do_not_count(demonstration, council):
    other = make.organisation(code="E06000017", name="Rutland")
    assert annual.figures("2019-20", other)["received"] == 0
    assert behind.list_behind("received", "2019-20", other).count == 0


def test_restricted_cases_count_only_for_whom_they_exist(council):
    officer, other = make.person("complaints-officer"), make.person("complaints-manager")
    day = date(2019, 5, 1)
    case = room.complaint(
        officer, received_on=day, is_restricted=True, status="closed", closed_on=day, outcome=Outcome.UPHELD
    )
    case.access = [ComplaintAccess(person_id=officer.id)]
    assert annual.figures("2019-20", council)["received"] == 1
    assert annual.figures("2019-20", council, seen_by=officer)["received"] == 1
    unseen = annual.figures("2019-20", council, seen_by=other)
    assert (unseen["received"], unseen["resolved"], unseen["trend"]["2019-20"]) == (0, 0, 0)
    assert behind.list_behind("received", "2019-20", council, seen_by=other) == behind.Behind([], 0, None)


@pytest.mark.parametrize("year", ["2019", "2019-21", "soon"])
def test_a_year_that_is_none_is_refused_in_a_sentence(council, year):
    with pytest.raises(ValueError, match="is not a financial year"):
        annual.figures(year, council)


def test_however_many_cases_the_report_costs_the_same_statements(council, statements):
    officer = make.person("complaints-officer")
    with statements() as few:
        annual.figures("2019-20", council)
    for number in range(30):
        day = date(2019, 4, 1) + timedelta(days=number)
        room.complaint(officer, received_on=day, status="closed", closed_on=day, outcome=Outcome.UPHELD)
    with statements() as many:
        annual.figures("2019-20", council)
    assert len(many) <= len(few) + 2
    assert len(few) < 25
