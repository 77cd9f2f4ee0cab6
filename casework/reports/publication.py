"""A year of complaints made fit for publication: no count of 1 to 4 is left, nor anything it could be worked out from.

What hangs together is said once, as sums: parts of a whole, bands of time, rows and columns of districts, and the
remainders that nobody prints but anybody could subtract. `kit.suppression` then says what must not be shown.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from casework.kit.suppression import Sum, hidden
from casework.reports.ledger import DAYS, Cell, Ledger
from casework.reports.publication_more import put_more, without_more

BREAKDOWNS = (("themes", "received"), ("causes", "received"), ("outcomes", "resolved"))


def protect(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same figures with None for every count and percentage that must not be shown."""
    ledger = Ledger()
    for name in ("received", "received_previous", "resolved", "fault_found", "joint", "compliments", "wider_learning"):
        ledger.put(name, count=data[name])
    for name, total in BREAKDOWNS:
        ledger.whole((total,), ledger.put_all(name, data[name]))
    ledger.put_all("routes", data["routes"])
    ledger.put_all("remedies", data["remedies"])
    ledger.put_all("goodwill_remedies", data["goodwill_remedies"])
    ledger.put_all("trend", data["trend"])
    *_, before, this = data["trend"]
    ledger.whole(("trend", this), [("received",)])
    ledger.whole(("trend", before), [("received_previous",)])
    ledger.whole(("routes", "statutory"), [("received",)])
    fault: list[Cell] = [("outcomes", one) for one in ("upheld", "partly-upheld") if one in data["outcomes"]]
    ledger.whole(("fault_found",), fault)
    ledger.whole(("fault_found",), [("wider_learning",)])
    _time(ledger, data)
    _districts(ledger, data["districts"])
    _ombudsman(ledger, data["ombudsman"])
    acknowledged = data["acknowledged_in_3"]
    ledger.put("acknowledged_of", count=acknowledged["of"])
    ledger.whole(("acknowledged_of",), [("received",)])
    ledger.whole(("acknowledged_of",), [ledger.put("acknowledged", count=acknowledged["count"])])
    put_more(ledger, data)
    hiding = hidden(ledger.counts, ledger.sums)
    return _without(data, hiding) | without_more(data, hiding)


def _time(ledger: Ledger, data: Mapping[str, Any]) -> None:
    """Within 20 days is within 10 and those between; all resolved are within 65 and over."""
    cells = [ledger.put("within", days, count=data["within"][days]) for days in DAYS]
    for less, more in pairwise(cells):
        ledger.whole(more, [less])
    ledger.whole(("resolved",), [cells[-1], ledger.put("over_65", count=data["over_65"])])


def _districts(ledger: Ledger, districts: Mapping[str, Mapping[str, int]]) -> None:
    """Received, and of them upheld, by district and together; their sum is part of all received."""
    if not districts:
        return
    for column in ("received", "upheld"):
        cells = [ledger.put("districts", name, column, count=one[column]) for name, one in districts.items()]
        total = ledger.put("districts", "all", column, count=sum(one[column] for one in districts.values()))
        ledger.sums.append(Sum(total, tuple(cells)))
    for name in (*districts, "all"):
        ledger.whole(("districts", name, "received"), [("districts", name, "upheld")])
    ledger.whole(("received",), [("districts", "all", "received")])


def _ombudsman(ledger: Ledger, said: Mapping[str, Any]) -> None:
    for name in ("enquiries", "decisions", "fault", "remedies_on_time", "remedies_due"):
        ledger.put("ombudsman", name, count=said[name])
    outcomes = ledger.put_all("ombudsman outcome", said["outcomes"])
    ledger.whole(("ombudsman", "decisions"), outcomes)
    ledger.whole(("ombudsman", "decisions"), [("ombudsman", "fault")])
    before = ledger.put("put right", "remedied_before", count=said["remedied_before"])
    ledger.whole(("ombudsman", "decisions"), [before])
    ledger.whole(("ombudsman", "fault"), [("ombudsman outcome", "upheld")])
    ledger.whole(("ombudsman", "remedies_due"), [("ombudsman", "remedies_on_time")])


def _without(data: Mapping[str, Any], hiding: frozenset[Cell]) -> dict[str, Any]:
    """The figures, with None where a count is hidden or a percentage has a hidden count in it."""

    def kept(value: Any, *names: Cell) -> Any:
        return None if any(name in hiding for name in names) else value

    plain = ("received", "received_previous", "resolved", "fault_found", "joint", "compliments", "wider_learning")
    lists = ("themes", "causes", "outcomes", "routes", "remedies", "goodwill_remedies", "trend")
    said = data["ombudsman"]
    shown = dict(data)
    shown |= {name: kept(data[name], (name,)) for name in plain}
    shown |= {name: {key: kept(one, (name, key)) for key, one in data[name].items()} for name in lists}
    shown["change_percent"] = kept(data["change_percent"], ("received",), ("received_previous",))
    shown["fault_percent"] = kept(data["fault_percent"], ("fault_found",), ("resolved",))
    shown["over_65"] = kept(data["over_65"], ("over_65",))
    shown["within"] = {days: kept(data["within"][days], ("within", days)) for days in DAYS}
    shown["within_percent"] = {
        days: kept(data["within_percent"][days], ("within", days), ("resolved",)) for days in DAYS
    }
    shown["districts"] = {
        name: {
            "received": kept(one["received"], ("districts", name, "received")),
            "upheld": kept(one["upheld"], ("districts", name, "upheld")),
            "upheld_percent": kept(
                one["upheld_percent"], ("districts", name, "upheld"), ("districts", name, "received")
            ),
        }
        for name, one in data["districts"].items()
    }
    shown["ombudsman"] = {
        **{name: kept(said[name], ("ombudsman", name), ("put right", name)) for name in said if name != "outcomes"},
        "outcomes": {key: kept(one, ("ombudsman outcome", key)) for key, one in said["outcomes"].items()},
    }
    acknowledged = data["acknowledged_in_3"]
    shown["acknowledged_in_3"] = {
        "count": kept(acknowledged["count"], ("acknowledged",)),
        "of": kept(acknowledged["of"], ("acknowledged_of",)),
    }
    return shown
