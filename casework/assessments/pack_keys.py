"""What each kind of node may say, and of what sort each value must be. How nodes stand together is in `pack_rules`."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from casework.assessments.outline import NodeKind


class Fault(NamedTuple):
    """What is wrong with a template: the line of the file, the reason, and the key at fault where there is one."""

    line: int | None
    why: str
    key: str | None = None


Check = Callable[[Any], str | None]  # what is wrong with a value, or None

ID = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)*")
CODE = re.compile(r"[a-z][a-z0-9-]{1,58}")
MEASURE = re.compile(r"[a-z0-9-]+:\S+")
PERIOD = re.compile(r"\d{4}-\d\d( \S+)?")
LONGEST_ID = 60
INPUTS = ("text", "lines", "telephone", "email")
SIGNERS = ("director",)


def is_text(value: Any) -> str | None:
    """Words."""
    return (
        None if isinstance(value, str) and value.strip() else "must be words; put yes, no, dates and numbers in quotes"
    )


def is_flag(value: Any) -> str | None:
    """True or false."""
    return None if isinstance(value, bool) else "must be true or false"


def is_number(value: Any) -> str | None:
    """A small whole number."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return None if whole and 1 <= value <= 99 else "must be a whole number from 1 to 99"


def is_texts(value: Any) -> str | None:
    """A list of words."""
    return None if isinstance(value, list) and value and not any(map(is_text, value)) else "must be a list of words"


def is_named_texts(value: Any) -> str | None:
    """Words under names of their own."""
    named = isinstance(value, Mapping) and value and not any(map(is_text, value.values()))
    return None if named else "must have words under each name"


def is_list(value: Any) -> str | None:
    """A list."""
    return None if isinstance(value, list) else "must be a list"


def is_mapping(value: Any) -> str | None:
    """Names with values."""
    return None if isinstance(value, Mapping) and value else "must be names with what each says"


def is_any(value: Any) -> str | None:
    """Looked at elsewhere."""
    return None


def one_of(*words: str) -> Check:
    """One of these words."""
    return lambda value: None if value in words else f"must be one of {', '.join(words)}"


STEP: dict[str, Check] = {"word": is_text, "says": is_text}
TITLED: dict[str, Check] = {"in": is_text, "title": is_text}
HELP: dict[str, Check] = {"hint": is_text}
Keys = tuple[dict[str, Check], dict[str, Check]]  # what it must say, what it may say
KEYS: dict[NodeKind, Keys] = {
    NodeKind.SECTION: (
        {"part": is_text, "title": is_text},
        {
            "linked_to": is_text,
            "statement": is_text,
            "confirmed": is_flag,
            "people_say": is_texts,
            "asks": is_text,
            "says": is_text,
            "evidence_prompt": is_text,
            "rating_columns": is_texts,
            "beside": is_texts,
        },
    ),
    NodeKind.FIELD: ({"in": is_text, "label": is_text, "input": one_of(*INPUTS)}, {**HELP, "required": is_flag}),
    NodeKind.MEASURE_TABLE: (
        {**TITLED, "columns": is_texts, "years": is_texts, "rows": is_list},
        {"footnotes": is_list},
    ),
    NodeKind.RATING: (
        {**TITLED, "scale": is_text},
        {
            **HELP,
            "opens_with": is_text,
            "measures": is_any,
            "levels": is_named_texts,
            "group": is_text,
            "tool": is_text,
            "maps_to": is_any,
            "asked_of": is_any,
            "short": is_text,
            "evidence_categories": is_texts,
        },
    ),
    NodeKind.EVIDENCED: ({**TITLED, "columns": is_texts}, {**HELP, "required": is_flag, "weaknesses": is_flag}),
    NodeKind.NARRATIVE: (TITLED, {**HELP, "opens_with": is_text, "required": is_flag, "weaknesses": is_flag}),
    NodeKind.LINES_OF_ENQUIRY: ({**TITLED, "columns": is_texts}, {**HELP, "at_least": is_number}),
    NodeKind.STATEMENT_LIST: (
        {**TITLED, "scale": is_text, "statements": is_list},
        {**HELP, "columns": is_texts, "required": is_flag},
    ),
    NodeKind.DECLARATION: ({**TITLED, "says": is_text, "signs": one_of(*SIGNERS), "fields": is_list}, {}),
}
TOP: Keys = (
    {
        "template": is_text,
        "version": is_number,
        "title": is_text,
        "parts": is_any,
        "nodes": is_list,
        "changes": is_texts,
    },
    {
        "summary": is_text,
        "scales": is_any,
        "scoring": is_mapping,
        "evidence_categories": is_named_texts,
        "copied_from": is_texts,
    },
)


def line_of(value: Any) -> int | None:
    """The line on which a mapping of the file begins, when it is known."""
    return getattr(value, "line", None)


def keys_of(
    held: Mapping[str, Any], must: Mapping[str, Check], may: Mapping[str, Check], *, what: str
) -> Iterator[Fault]:
    """Keys that are missing, not known, or hold the wrong sort of value."""
    line = line_of(held)
    for key in must:
        if key not in held:
            yield Fault(line, f'{what} does not say its "{key}"', key)
    for key, value in held.items():
        check = must.get(key) or may.get(key)
        if check is None:
            close = get_close_matches(str(key), [*must, *may], n=1)
            meant = f'; did you mean "{close[0]}"?' if close else ""
            yield Fault(line, f'{what} has "{key}", which is not known here{meant}', str(key))
        elif wrong := check(value):
            yield Fault(line, f'{what}: "{key}" {wrong}', str(key))


def measure_fault(key: Any, line: int | None, *, what: str, known_measures: Collection[str] | None) -> Iterator[Fault]:
    """A measure that is not written as one, or that no edition has."""
    if not isinstance(key, str) or not MEASURE.fullmatch(key):
        yield Fault(line, f'{what}: "{key}" is not a measure, like ascof-2011:1E', "measure")
    elif known_measures is not None and key not in known_measures:
        yield Fault(line, f'{what}: no edition has the measure "{key}"', "measure")
