"""The overall result of a form in the editor: on which scale, from which percentages, scored in which ways. Pure."""

from collections.abc import Mapping
from typing import Any

from casework.assessments.drafts import Body, flat_scoring
from casework.assessments.scoring import CATEGORY, STATEMENT
from casework.assessments.template_forms import MOST_LEVELS, SeenForm
from casework.assessments.template_values import is_numbered
from casework.kit.forms import Choice, Form, RadiosField, TextField, TicksField, WholeNumberField
from casework.kit.rules import RuleBroken

MOST_BANDS = 6
METHODS = {
    STATEMENT: ("One score for each statement", "All the evidence for a statement is judged together"),
    CATEGORY: ("A score for each evidence category", "The score of a statement is worked out from its categories"),
}


def scoring_form(body: Body) -> type[SeenForm]:
    """The scale that counts, the ways of scoring, and each band with the percentage it begins at."""
    flat = flat_scoring(body)
    scales = [
        Choice(name, f"{name}: {', '.join(step['word'] for step in steps.values())}")
        for name, steps in body["scales"].items()
        if is_numbered(steps)
    ]
    fields: dict[str, Any] = {
        "scale": RadiosField("Scale that counts", choices=scales, missing="Select a scale", default=flat.get("scale")),
        "methods": TicksField(
            "Ways of scoring",
            choices=[Choice(key, *words) for key, words in METHODS.items()],
            missing="Select at least one way of scoring",
            hint="Whoever starts a self-assessment chooses one of them",
            default=flat.get("methods") or [STATEMENT],
        ),
    }
    held = sum(name.startswith("band_") for name in flat)
    for number in range(1, min(max(held + 1, 4), MOST_BANDS) + 1):
        fields |= _band_fields(number, flat)
    return type("ScoringForm", (SeenForm,), fields)


def _band_fields(number: int, flat: Mapping[str, Any]) -> dict[str, Any]:
    missing = f"Enter what band {number} is called" if number < 3 else None
    return {
        f"band_{number}": TextField(
            f"Band {number}", hint="The lowest comes first" if number == 1 else "", default=flat.get(f"band_{number}"),
            mark_optional=number > 2, missing=missing, most=60,
        ),
        f"from_{number}": WholeNumberField(
            f"Band {number} begins at", default=flat.get(f"from_{number}"), most=99, least=1, suffix="%",
            mark_optional=False,
        ),
        f"upper_{number}": WholeNumberField(
            "Its upper half begins at", default=flat.get(f"upper_{number}"), most=99, least=1, suffix="%",
        ),
        f"score_{number}": WholeNumberField(
            f"Score of a statement in band {number}", default=flat.get(f"score_{number}"), least=1, most=MOST_LEVELS,
            mark_optional=False,
        ),
    }  # fmt: skip


def scoring_values(form: Form, held: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the form says, as the file says it; the words of ways of scoring that are there already stay.

    RuleBroken for a gap between bands, and for a band without its percentage or score.
    """
    bands: list[dict[str, Any]] = []
    for number in range(1, MOST_BANDS + 1):
        if f"band_{number}" not in form:
            break
        word, start, upper, score = (form[f"{part}_{number}"].data for part in ("band", "from", "upper", "score"))
        if not word:
            if start is not None or upper is not None or score is not None:
                raise RuleBroken(f"Enter what band {number} is called", f"band_{number}")
            continue
        if len(bands) < number - 1:
            raise RuleBroken(f"Fill the bands without a gap: band {number - 1} is empty", f"band_{number - 1}")
        if start is None:
            raise RuleBroken(f"Enter the percentage at which band {number} begins", f"from_{number}")
        if bands and start <= bands[-1]["at_least"]:
            raise RuleBroken(f"Band {number} must begin above {bands[-1]['at_least']}%", f"from_{number}")
        if score is None:
            raise RuleBroken(f"Enter the score of a statement in band {number}", f"score_{number}")
        if upper is not None and upper <= start:
            raise RuleBroken(f"The upper half of band {number} must begin above {start}%", f"upper_{number}")
        half = {} if upper is None else {"upper_from": upper}
        bands.append({"at_least": start, **half, "score": score, "word": word})
    kept = (held or {}).get("methods") or {}
    methods = {
        key: kept.get(key) or {"word": word, "says": says}
        for key, (word, says) in METHODS.items()
        if key in form["methods"].data
    }
    return {"scale": form["scale"].data, "bands": bands, "methods": methods}
