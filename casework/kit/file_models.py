"""The row behind every file that people add: what it is called, what it is, and how it was when it came."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.extensions import Model
from casework.kit.columns import UtcDateTime

NAME_MOST = 120  # characters
STORED_NAME = 32  # hexadecimal signs: 128 random bits
SHA256 = 64


class StoredFile(Model):
    """A file kept in the data folder under a random name. A record that has one keeps a foreign key to this row.

    Who may have it is the business of the record it belongs to: there is no address for a file by its own number.
    """

    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint(f"length(stored_as) = {STORED_NAME}", name="stored_as_length"),
        CheckConstraint(f"length(sha256) = {SHA256}", name="sha256_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stored_as: Mapped[str] = mapped_column(String(STORED_NAME), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_MOST))  # cleaned: as people see it and as it is downloaded
    ending: Mapped[str] = mapped_column(String(10))  # by content, with its dot: ".docx"
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(String(SHA256))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
