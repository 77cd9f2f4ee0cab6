"""Files that were checked and wait for their import to be confirmed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.extensions import Model
from casework.kit.columns import UtcDateTime


class StagedImport(Model):
    """A file that was checked and waits for its import to be confirmed; `preview` is what the check found."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    file_name: Mapped[str] = mapped_column(String(200))
    stored_as: Mapped[str] = mapped_column(String(80))  # in the data folder's imports
    edition: Mapped[str | None] = mapped_column(String(40))
    period: Mapped[str | None] = mapped_column(String(40))
    preview: Mapped[dict[str, Any]] = mapped_column(JSON)
    staged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
