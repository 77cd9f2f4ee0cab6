"""A published year of complaints against a reader who subtracts: random years, equations written down apart."""

import random

from casework.kit.suppression import is_small
from casework.reports.publication import DAYS, protect
from tests.reports.test_suppression import solved


class Equations:
    """What a reader knows of the printed report; hidden counts are the unknowns."""

    def __init__(self, true, shown):
        self.true, self.shown, self.sums = true, shown, []

    def whole(self, total, *parts):
        self.sums.append((total, parts))

    def found_out(self):
        """Names of hidden small counts that the equations give away."""
        from casework.kit.suppression import Sum

        hiding = {name for name, count in self.shown.items() if count is None}
        sums = [Sum(total, parts) for total, parts in self.sums]
        known = solved(self.true, sums, hiding)
        return {name for name in known if is_small(self.true[name])}


def split(dice, total, names):
    """The total in random parts, small ones often."""
    left, parts = total, {}
    for name in names[:-1]:
        parts[name] = min(left, dice.choice([0, 1, 2, 3, 4, dice.randint(0, max(1, total))]))
        left -= parts[name]
    return parts | {names[-1]: left}


def random_year(seed):
    dice = random.Random(seed)
    received, resolved = dice.choice([0, 3, 9, 30, 194]), dice.choice([0, 2, 8, 25, 187])
    outcomes = split(dice, resolved, ["upheld", "partly-upheld", "not-upheld", "no-finding", "withdrawn"])
    fault = outcomes["upheld"] + outcomes["partly-upheld"]
    bands = split(dice, resolved, [*DAYS, "over"])
    within, so_far = {}, 0
    for days in DAYS:
        so_far += bands[days]
        within[days] = so_far
    districts = {}
    for name, count in split(dice, dice.randint(0, received), ["Blaby", "Melton", "Rutland"]).items():
        districts[name] = {"received": count, "upheld": dice.randint(0, count), "upheld_percent": 1}
    decided = split(dice, dice.randint(0, 12), ["upheld", "not-upheld", "referred-back"])
    due = dice.randint(0, 6)
    ombudsman = {
        "enquiries": dice.randint(0, 15),
        "decisions": sum(decided.values()),
        "fault": decided["upheld"],
        "outcomes": decided,
        "remedied_before": dice.randint(0, sum(decided.values())),
        "remedies_due": due,
        "remedies_on_time": dice.randint(0, due),
    }
    previous = dice.randint(0, 200)
    corporate, compliments = dice.choice([0, 2, 6, 40]), dice.randint(0, 9)
    excluded = {ground: dice.choice([0, 0, 1, 3, 8]) for ground in ("8(1)(a)", "8(1)(e)")}
    return {
        "received": received,
        "received_previous": previous,
        "change_percent": 1,
        "resolved": resolved,
        "within": within,
        "within_percent": dict.fromkeys(DAYS, 1),
        "over_65": bands["over"],
        "fault_found": fault,
        "fault_percent": 1,
        "outcomes": outcomes,
        "themes": split(dice, received, ["Charging", "Home care", "Other"]),
        "causes": split(dice, received, ["Delay", "Communication"]),
        "districts": districts,
        "joint": dice.randint(0, received),
        "compliments": compliments,
        "remedies": {"apology": dice.randint(0, fault), "write-off": dice.randint(0, fault)},
        "goodwill_remedies": {"apology": dice.randint(0, 5)},
        "wider_learning": dice.randint(0, fault),
        "ombudsman": ombudsman,
        "routes": {"statutory": received, "corporate": corporate, "excluded": sum(excluded.values())},
        "corporate": corporate_of(dice, corporate),
        "excluded": excluded,
        "monitoring": monitoring_of(dice),
        "compliments_trend": {"2018-19": dice.randint(0, 9), "2019-20": compliments},
        "previous": previous_of(dice, previous),
        "acknowledged_in_3": {"count": dice.randint(0, received), "of": received},
        "trend": {"2018-19": previous, "2019-20": received},
    }


def ended_of(dice, resolved):
    """Outcomes, and fault among them."""
    outcomes = split(dice, resolved, ["upheld", "partly-upheld", "not-upheld"])
    return {"resolved": resolved, "outcomes": outcomes, "fault_found": outcomes["upheld"] + outcomes["partly-upheld"]}


def corporate_of(dice, received):
    ended = ended_of(dice, dice.choice([0, 3, 7, 30]))
    return {
        "received": received,
        "acknowledged_in_5": dice.randint(0, received),
        "answered_in_10": dice.randint(0, ended["resolved"]),
        **ended,
    }


def monitoring_of(dice):
    due, sent = dice.randint(0, 9), dice.randint(0, 20)
    return {
        **{"promises_due": due, "promises_kept": dice.randint(0, due), "answers_sent": sent},
        **{"answers_checked": dice.randint(0, sent), "reviews": dice.randint(0, 9), "open_at_end": dice.randint(0, 9)},
    }


def previous_of(dice, received):
    ended = ended_of(dice, dice.choice([0, 2, 11, 173]))
    bands, within, so_far = split(dice, ended["resolved"], [*DAYS, "over"]), {}, 0
    for days in DAYS:
        so_far += bands[days]
        within[days] = so_far
    return {
        **ended,
        **{"within": within, "within_percent": dict.fromkeys(DAYS, 1), "over_65": bands["over"], "fault_percent": 1},
        **{"themes": split(dice, received, ["Charging", "Other"]), "causes": split(dice, received, ["Delay", "Other"])},
    }


def flat(data):
    """Every count by its name, percentages left out."""
    found = {}
    for key, value in data.items():
        if "percent" in key:
            continue
        if isinstance(value, dict):
            found |= {f"{key}.{name}": count for name, count in flat(value).items()}
        else:
            found[key] = value
    return found


def equations_of(data, shown):
    """The sums of the report, with what is left over as an unknown of its own."""
    true, printed = flat(data), flat(shown)
    said = Equations(true, printed)

    def whole(total, parts):
        rest = f"{total} without {parts}"
        true[rest] = true[total] - sum(true[part] for part in parts)
        printed[rest] = None
        said.whole(total, *parts, rest)

    whole("resolved", [name for name in true if name.startswith("outcomes.")])
    whole("fault_found", ["outcomes.upheld", "outcomes.partly-upheld"])
    whole("fault_found", ["wider_learning"])
    whole("received", [name for name in true if name.startswith("themes.")])
    whole("received", [name for name in true if name.startswith("causes.")])
    whole("within.20", ["within.10"])
    whole("within.40", ["within.20"])
    whole("within.65", ["within.40"])
    whole("resolved", ["within.65", "over_65"])
    whole("received", [f"districts.{name}.received" for name in data["districts"]])
    for name in data["districts"]:
        whole(f"districts.{name}.received", [f"districts.{name}.upheld"])
    whole("ombudsman.decisions", [name for name in true if name.startswith("ombudsman.outcomes.")])
    whole("ombudsman.fault", ["ombudsman.outcomes.upheld"])
    whole("ombudsman.remedies_due", ["ombudsman.remedies_on_time"])
    whole("acknowledged_in_3.of", ["acknowledged_in_3.count"])
    for head in ("previous", "corporate"):
        whole(f"{head}.resolved", [name for name in true if name.startswith(f"{head}.outcomes.")])
        whole(f"{head}.fault_found", [f"{head}.outcomes.upheld", f"{head}.outcomes.partly-upheld"])
    whole("received_previous", [name for name in true if name.startswith("previous.themes.")])
    whole("received_previous", [name for name in true if name.startswith("previous.causes.")])
    for less, more in (("10", "20"), ("20", "40"), ("40", "65")):
        whole(f"previous.within.{more}", [f"previous.within.{less}"])
    whole("previous.resolved", ["previous.within.65", "previous.over_65"])
    whole("corporate.received", ["corporate.acknowledged_in_5"])
    whole("corporate.resolved", ["corporate.answered_in_10"])
    whole("routes.excluded", [name for name in true if name.startswith("excluded.")])
    whole("monitoring.promises_due", ["monitoring.promises_kept"])
    whole("monitoring.answers_sent", ["monitoring.answers_checked"])
    said.whole("routes.corporate", "corporate.received")
    said.whole("compliments_trend.2019-20", "compliments")
    for same in ("routes.statutory", "trend.2019-20", "acknowledged_in_3.of"):
        said.whole(same, "received")
    said.whole("trend.2018-19", "received_previous")
    return said


def test_no_small_count_is_shown_or_found_out_in_a_hundred_years():
    for seed in range(100):
        data = random_year(seed)
        shown = protect(data)
        left = [name for name, count in flat(shown).items() if count is not None and is_small(count)]
        assert not left, (seed, left)
        assert all(count in (None, flat(data)[name]) for name, count in flat(shown).items())
        assert not equations_of(data, shown).found_out(), seed


def test_a_percentage_goes_with_its_count():
    data = random_year(3)
    data["districts"]["Blaby"] = {"received": 9, "upheld": 2, "upheld_percent": 22}
    data["received"] = data["routes"]["statutory"] = data["trend"]["2019-20"] = data["acknowledged_in_3"]["of"] = 300
    shown = protect(data)
    assert shown["districts"]["Blaby"]["upheld_percent"] is None
    assert data["districts"]["Blaby"]["upheld_percent"] == 22


def tenfold(value, name=""):
    if isinstance(value, dict):
        return {key: tenfold(one, key) for key, one in value.items()}
    return value if "percent" in name else value * 10


def test_a_year_of_large_counts_is_published_whole():
    for seed in range(20):
        data = tenfold(random_year(seed))
        assert protect(data) == data
