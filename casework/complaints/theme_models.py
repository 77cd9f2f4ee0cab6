"""Which measures a theme of complaints bears on: a weak figure and what people say about it stand side by side."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casework.extensions import Model


class ThemeMeasure(Model):
    """That complaints of a theme bear on a measure. A row taken away stays, so that no newer pack brings it back."""

    term_id: Mapped[int] = mapped_column(ForeignKey("complaint_term.id", ondelete="CASCADE"), primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True, index=True)
    is_removed: Mapped[bool] = mapped_column(default=False)
