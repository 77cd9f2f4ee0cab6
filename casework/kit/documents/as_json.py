"""A report as JSON: its data as given, the moment it was made, and what was asked for."""

import json
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from casework.kit.documents.report import Report


def write(report: Report) -> bytes:
    """UTF-8, keys in the order given; a Decimal is a number, a moment has its zone."""
    whole = {"generated_at": report.generated_at, "parameters": dict(report.parameters), **report.data}
    return (json.dumps(whole, default=_plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def _plain(value: Any) -> Any:
    """What JSON has no word for."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} has no place in a report's data")
