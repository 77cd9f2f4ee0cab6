"""What the scales of a template must be, and how ratings on one of them make an overall result. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from casework.assessments.pack_keys import STEP, Fault, is_flag, is_mapping, is_number, is_text, keys_of, line_of

BAND = {"at_least": is_number, "score": is_number, "word": is_text}
METHODS = ("statement", "category")


def scale_faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    """From 2 to 9 levels each, counted 1, 2, 3 where they are numbers, each with a word and what it says."""
    scales = data.get("scales") or {}
    if not isinstance(scales, Mapping):
        yield Fault(line_of(data), '"scales" must name each scale', "scales")
        return
    for name, steps in scales.items():
        if not isinstance(steps, Mapping) or not 2 <= len(steps) <= 9:
            yield Fault(line_of(steps) or line_of(scales), f'the scale "{name}" must have from 2 to 9 levels', "levels")
            continue
        keys = list(steps)
        numbered = any(str(key).isdigit() for key in keys)
        if numbered and [str(key) for key in keys] != [str(number) for number in range(1, len(keys) + 1)]:
            yield Fault(line_of(steps), f'the levels of the scale "{name}" must count 1, 2, 3 without a gap', "levels")
        for key, step in steps.items():
            if not isinstance(step, Mapping):
                why = f'level {key} of the scale "{name}" must have a word and what it says'
                yield Fault(line_of(steps), why, "levels")
            else:
                yield from keys_of(step, STEP, {"needs_work": is_flag}, what=f'level {key} of "{name}"')


def level_faults(node: Mapping[str, Any], data: Mapping[str, Any], *, what: str) -> Iterator[Fault]:
    """Descriptors of one node must be of levels that its scale has."""
    steps = (data.get("scales") or {}).get(node.get("scale")) or {}
    known = {str(key) for key in steps}
    for key in node.get("levels") or ():
        if str(key) not in known:
            yield Fault(line_of(node), f'{what} describes the level "{key}", which its scale does not have', "levels")
    named = data.get("evidence_categories") or {}
    for key in node.get("evidence_categories") or ():
        if key not in named:
            why = f'{what} asks for the evidence category "{key}", which the file does not declare'
            yield Fault(line_of(node), why, "evidence_categories")


def scoring_faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    """An overall result needs a numbered scale, bands that rise, and at least one way of scoring."""
    scoring = data.get("scoring")
    if scoring is None:
        return
    line = line_of(scoring)
    must = {"scale": is_text, "bands": _bands, "methods": is_mapping}
    wrong = list(keys_of(scoring, must, {}, what="the scoring"))
    yield from wrong
    if wrong:
        return
    scale = (data.get("scales") or {}).get(scoring["scale"])
    if not isinstance(scale, Mapping) or not all(str(key).isdigit() for key in scale):
        why = f'the scoring uses the scale "{scoring["scale"]}", which is not a numbered scale of this file'
        yield Fault(line, why, "scale")
    for band in scoring["bands"]:
        yield from keys_of(band, BAND, {"upper_from": is_number}, what="a band of the scoring")
    starts = [band.get("at_least") for band in scoring["bands"]]
    if any(not isinstance(start, int) for start in starts) or starts != sorted(set(starts)):
        yield Fault(line, "the bands of the scoring must rise, each from a higher percentage", "bands")
    for name, method in scoring["methods"].items():
        if name not in METHODS or not isinstance(method, Mapping):
            yield Fault(line, f'"{name}" is no way of scoring: there is {" and ".join(METHODS)}', "methods")
        else:
            yield from keys_of(method, STEP, {}, what=f'the way of scoring "{name}"')


def _bands(value: Any) -> str | None:
    listed = isinstance(value, list) and len(value) > 1 and all(isinstance(one, Mapping) for one in value)
    return None if listed else "must be a list of bands"
