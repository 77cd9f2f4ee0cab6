"""Loading the nine quality statements and the measures that speak to each.

The wording is that of the shipped template, read from its file, so that a statement is worded once. What an analyst
changed stays: words as with measures (loading), and a link taken away is not put back.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select

from casework.extensions import db
from casework.kit.packs import PackBroken, read_yaml
from casework.measures.loading import merge
from casework.measures.models import MeasureStatement, QualityStatement
from casework.measures.queries import list_measures
from casework.trail import services as trail
from casework.trail.events import Event

UNCONFIRMED = "The wording of this statement was not seen in full. Check it before you rely on it."


def load_statements(path: Path, templates: Path) -> int:
    """Load the statements and links of a file; how many statements or links were new. The caller commits.

    Raises PackBroken for a statement that its template does not ask, or a measure that is not there.
    """
    pack = read_yaml(path)
    asked = list(_read_template(templates / f"{pack['template']}.yaml"))
    more = pack.get("measures") or {}
    unknown = more.keys() - {one["code"] for one in asked}
    if unknown:
        raise PackBroken(path, None, f"the template asks no statement {sorted(unknown)[0]}")
    held = {one.code: one for one in db.session.scalars(select(QualityStatement))}
    measures = {one.reference: one for one in list_measures()}
    links = {(one.measure_id, one.statement_id) for one in db.session.scalars(select(MeasureStatement))}
    touched, kept = 0, list[str]()
    for position, one in enumerate(asked, start=1):
        printed = one.pop("measures")
        shipped = {**one, "position": position}
        code = shipped.pop("code")
        statement = held.get(code)
        if statement is None:
            statement = QualityStatement(code=code, **shipped)
            db.session.add(statement)
            touched += 1
        merge(statement, shipped, code, kept)
        db.session.flush()
        for reference in dict.fromkeys([*printed, *more.get(code, ())]):
            if reference not in measures:
                raise PackBroken(path, None, f"{code}: there is no measure {reference}")
            alike = measures[reference].same_as
            for measure in filter(None, (measures[reference], measures.get(alike or ""))):
                if (measure.id, statement.id) not in links:
                    db.session.add(MeasureStatement(measure_id=measure.id, statement_id=statement.id))
                    links.add((measure.id, statement.id))
                    touched += 1
    db.session.flush()
    if kept:
        words = f"kept what had been changed here, not the shipped: {'; '.join(kept)}"
        trail.record(Event.PACKS_LOADED, None, by=None, words=words)
    return touched


def _read_template(path: Path) -> Iterator[dict[str, Any]]:
    """The statements a template asks, in its order, each with the measures its tables print."""
    body = read_yaml(path)
    nodes: Iterable[dict[str, Any]] = body["nodes"]
    for section in nodes:
        if section.get("kind") != "section" or "statement" not in section:
            continue
        inside = [node for node in nodes if node.get("in") == section["id"]]
        rated = next((node["id"] for node in inside if node["kind"] == "rating"), None)
        if rated is None:
            raise PackBroken(path, None, f"the statement {section['title']} is not rated")
        yield {
            "code": rated,
            "theme": body["parts"][section["part"]],
            "title": section["title"],
            "words": section["statement"],
            "note": None if section.get("confirmed", True) else UNCONFIRMED,
            "measures": [
                row["measure"] for node in inside if node["kind"] == "measure-table" for row in node.get("rows") or ()
            ],
        }
