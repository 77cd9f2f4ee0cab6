"""The dashboard as JSON types (contract, section 6)."""

from typing import Any

from casework.measures.dashboard import Dashboard, DashboardRow


def as_data(made: Dashboard) -> dict[str, Any]:
    """JSON types: target, performance and previous are the printed words."""
    met, of = made.milestones
    return {
        "rows": [_row_data(row) for row in made.rows],
        "summary": {name: made.counts.get(name, 0) for name in ("red", "amber", "green", "none")}
        | {"milestones_met": met, "milestones_of": of},
        "previous_period": made.previous.code,
    }


def _row_data(row: DashboardRow) -> dict[str, Any]:
    measure = row.measure
    return {
        "measure": measure.reference,
        "label": measure.label,
        "title": measure.title,
        "description": row.description,
        "layer": measure.layer,
        "strategic_outcome": measure.strategic_outcome,
        "supporting_outcome": measure.supporting_outcome,
        "tags": (measure.tags or "").split(";") if measure.tags else [],
        "aim": measure.polarity.value,
        "target": row.target,
        "performance": row.performance,
        "rag": row.rag.value if row.rag else "none",
        "rag_suggested": row.suggestion.rag.value if row.suggestion.rag else "none",
        "rag_by": row.rag_by,
        "previous": row.previous,
        "quartile": row.place.quartile.value if row.place and row.place.quartile else "none",
        "rank": row.place.rank if row.place else None,
        "n": row.place.n if row.place else None,
        "milestone_met": {True: "yes", False: "no", None: "none"}[row.milestone_met],
        "milestone": row.milestone,
        "travel": row.travel or "none",
        "since": row.since.period.code if row.since and row.travel else None,
        "changes": row.changes,
        "is_sure": row.is_sure,
        "forecast": row.forecast,
        "within_chance": row.within_chance,
    }
