"""How measures are named: edition and code, because codes were used again with other meanings in 2023."""

import re

from casework.kit.letters import fold

REFERENCE = re.compile(r"([A-Za-z][A-Za-z0-9-]*)\s*:\s*(\S(?:.*\S)?)")


def parse_measure_code(text: str) -> tuple[str, str]:
    """("ascof-2011", "1E") from "ascof-2011:1E". Raises ValueError with a sentence when the edition is missing."""
    found = REFERENCE.fullmatch(fold(text))
    if not found:
        raise ValueError(f'"{text}" does not name a measure: write edition and code, like ascof-2011:1E')
    return found[1].lower(), found[2]


def code_key(code: str) -> str:
    """The code without case, brackets and spaces: national files print 2D1 or 2d(1) for 2D(1)."""
    return re.sub(r"[\s()\[\]._-]", "", fold(code)).upper()
