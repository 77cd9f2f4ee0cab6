"""The further figures of the annual report made fit for publication, in the same ledger as the others.

What hangs together: the year before with its own parts, corporate complaints with the route's count, grounds of
exclusion with theirs, compliments with this year's count.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from casework.reports.ledger import DAYS, Cell, Ledger

MORE = ("previous", "corporate", "excluded", "monitoring", "compliments_trend")


def put_more(ledger: Ledger, data: Mapping[str, Any]) -> None:
    """Add the figures that are there, and how they hang together."""
    if "previous" in data:
        _previous(ledger, data["previous"])
    if "corporate" in data:
        _corporate(ledger, data["corporate"])
    if "excluded" in data:
        ledger.whole(("routes", "excluded"), ledger.put_all("excluded", data["excluded"]))
    if "monitoring" in data:
        for name, count in data["monitoring"].items():
            ledger.put("monitoring", name, count=count)
        ledger.whole(("monitoring", "promises_due"), [("monitoring", "promises_kept")])
        ledger.whole(("monitoring", "answers_sent"), [("monitoring", "answers_checked")])
    if "compliments_trend" in data:
        trend = ledger.put_all("compliments_trend", data["compliments_trend"])
        ledger.whole(trend[-1], [("compliments",)])


def _previous(ledger: Ledger, before: Mapping[str, Any]) -> None:
    resolved = ledger.put("previous", "resolved", count=before["resolved"])
    fault = ledger.put("previous", "fault_found", count=before["fault_found"])
    outcomes = ledger.put_all("previous outcomes", before["outcomes"])
    ledger.whole(resolved, outcomes)
    ledger.whole(fault, [one for one in outcomes if one[-1] in ("upheld", "partly-upheld")])
    cells = [ledger.put("previous within", days, count=before["within"][days]) for days in DAYS]
    for less, more in pairwise(cells):
        ledger.whole(more, [less])
    ledger.whole(resolved, [cells[-1], ledger.put("previous", "over_65", count=before["over_65"])])
    for name in ("themes", "causes"):
        ledger.whole(("received_previous",), ledger.put_all(f"previous {name}", before[name]))


def _corporate(ledger: Ledger, said: Mapping[str, Any]) -> None:
    for name in ("received", "acknowledged_in_5", "resolved", "answered_in_10", "fault_found"):
        ledger.put("corporate", name, count=said[name])
    outcomes = ledger.put_all("corporate outcomes", said["outcomes"])
    ledger.whole(("routes", "corporate"), [("corporate", "received")])
    ledger.whole(("corporate", "received"), [("corporate", "acknowledged_in_5")])
    ledger.whole(("corporate", "resolved"), outcomes)
    ledger.whole(("corporate", "resolved"), [("corporate", "answered_in_10")])
    fault = [one for one in outcomes if one[-1] in ("upheld", "partly-upheld")]
    ledger.whole(("corporate", "fault_found"), fault)


def without_more(data: Mapping[str, Any], hiding: frozenset[Cell]) -> dict[str, Any]:
    """Those that are there, with None for what is hidden."""

    def kept(value: Any, *names: Cell) -> Any:
        return None if any(name in hiding for name in names) else value

    def each(head: str, counts: Mapping[str, Any]) -> dict[str, Any]:
        return {key: kept(one, (head, key)) for key, one in counts.items()}

    shown: dict[str, Any] = {name: each(name, data[name]) for name in MORE[2:] if name in data}
    if "corporate" in data:
        plain = {key: one for key, one in data["corporate"].items() if key != "outcomes"}
        outcomes = each("corporate outcomes", data["corporate"]["outcomes"])
        shown["corporate"] = each("corporate", plain) | {"outcomes": outcomes}
    if "previous" in data:
        before = data["previous"]
        resolved: Cell = ("previous", "resolved")
        shown["previous"] = {
            **{name: kept(before[name], ("previous", name)) for name in ("resolved", "over_65", "fault_found")},
            "fault_percent": kept(before["fault_percent"], resolved, ("previous", "fault_found")),
            **{name: each(f"previous {name}", before[name]) for name in ("outcomes", "themes", "causes", "within")},
            "within_percent": {
                days: kept(before["within_percent"][days], resolved, ("previous within", days)) for days in DAYS
            },
        }
    return shown
