"""Column types that behave the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, DateTime, Dialect, Enum, Float, Numeric, event
from sqlalchemy.types import TypeDecorator, TypeEngine


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its zone, kept in UTC. A moment without a zone is refused: nobody could tell what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC for the database; ValueError without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment must carry its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always with UTC as its zone: SQLite hands it back without one."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A published figure, handed back as the Decimal that was printed (11.4 stays 11.4).

    SQLite keeps a REAL so that ranks and sums stay in SQL; its shortest form (repr) is the printed figure again up to
    15 digits. PostgreSQL keeps NUMERIC(18, 6).
    """

    impl = Numeric(18, 6)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """REAL on SQLite, NUMERIC elsewhere."""
        return dialect.type_descriptor(Float() if dialect.name == "sqlite" else Numeric(18, 6, asdecimal=True))

    def process_bind_param(self, value: Decimal | int | float | None, dialect: Dialect) -> Any:
        """A float for SQLite, a Decimal for PostgreSQL."""
        if value is None:
            return None
        return float(value) if dialect.name == "sqlite" else Decimal(str(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """The Decimal, without the zeros that NUMERIC pads with."""
        if value is None:
            return None
        exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        plain = exact.normalize()
        exponent = plain.as_tuple().exponent
        return plain.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else plain


class Word(Enum):
    """One word of a closed list, kept as text."""

    is_checked = True


def choice(words: type[StrEnum], *, length: int = 30, checked: bool = True) -> Word:
    """A column for one word of a closed list, kept as text with a CHECK on both databases.

    `checked=False` leaves the CHECK out, for a table that must never be rebuilt when the list grows.
    """
    column_type = Word(
        words,
        native_enum=False,
        create_constraint=False,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )
    column_type.is_checked = checked
    return column_type


@event.listens_for(Column, "after_parent_attach")
def _check_word(column: "Column[Any]", table: Any) -> None:
    """Give the column its CHECK, named after the column: a table may have two columns of the same list."""
    if isinstance(column.type, Word) and column.type.is_checked and "checked" not in column.info:
        column.info["checked"] = True  # travels with a copy of the table, whose constraints are copied too
        allowed = ", ".join(f"'{word}'" for word in column.type.enums)
        table.append_constraint(CheckConstraint(f'"{column.name}" IN ({allowed})', name=f"{column.name}_word"))
