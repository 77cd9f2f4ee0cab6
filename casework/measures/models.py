"""Editions of measures, periods, values, targets and officers' ratings.

The key of a measure is edition and code: codes were reused with new meanings in 2023.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Organisation, Person
from casework.extensions import Model
from casework.kit.columns import Exact, UtcDateTime, choice
from casework.measures.chart_models import ChartRebase
from casework.measures.forecast_models import YearForecast
from casework.measures.kinds import (
    PeriodKind,
    Polarity,
    Quartile,
    Rag,
    TargetKind,
    Unit,
    ValueState,
)
from casework.measures.register_models import MeasureStatement, QualityStatement, WorkingOut
from casework.measures.staged_models import StagedImport

__all__ = [
    "TOTAL",
    "ChartRebase",
    "DataQuestion",
    "Edition",
    "Measure",
    "MeasureStatement",
    "MeasureValue",
    "OfficerRating",
    "Period",
    "PeriodKind",
    "Polarity",
    "QualityStatement",
    "Quartile",
    "Rag",
    "StagedImport",
    "Target",
    "TargetKind",
    "Unit",
    "ValueState",
    "WorkingOut",
    "YearForecast",
]

CODE_WITHIN = re.compile(r"\b\d[A-Z]")  # a label that is a code: ASCOF 1E, 3D, 1C (ii); not: Answered in 20
TOTAL = "total"  # the breakdown that is the whole council, not one age group or sex


class Edition(Model):
    """A published set of measures, such as ASCOF 2011/12 to 2022/23 ("ascof-2011")."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    first_year: Mapped[str | None] = mapped_column(String(10))
    last_year: Mapped[str | None] = mapped_column(String(10))
    source: Mapped[str | None] = mapped_column(String(400))
    note: Mapped[str | None] = mapped_column(Text)
    shipped: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # what the pack last said: a difference is an edit
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return self.code


class Measure(Model):
    """One measure of one edition. `label` is its printed form ("ASCOF 2A pt 2")."""

    __table_args__ = (UniqueConstraint("edition_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    code: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(400))
    official_title: Mapped[str | None] = mapped_column(String(600))
    description: Mapped[str | None] = mapped_column(String(400))  # its wording on the printed dashboard
    polarity: Mapped[Polarity] = mapped_column(choice(Polarity))
    unit: Mapped[Unit] = mapped_column(choice(Unit))
    decimals: Mapped[int] = mapped_column(default=1)
    source: Mapped[str | None] = mapped_column(String(400))
    tags: Mapped[str | None] = mapped_column(String(200))  # separated by ;
    layer: Mapped[str | None] = mapped_column(String(100))
    strategic_outcome: Mapped[str | None] = mapped_column(String(200))
    supporting_outcome: Mapped[str | None] = mapped_column(String(400))
    dashboard_order: Mapped[int | None]
    amber_tolerance: Mapped[Decimal | None] = mapped_column(Exact)  # in the measure's own unit
    is_survey: Mapped[bool] = mapped_column(default=False)
    accumulates: Mapped[bool | None]  # whether a part of a year holds a part of the figure; None: as its unit does
    is_computed: Mapped[bool] = mapped_column(default=False)  # from the product's own records, never typed
    same_as: Mapped[str | None] = mapped_column(String(80))  # edition:code with the same definition: may be joined
    formerly: Mapped[str | None] = mapped_column(String(80))  # edition:code with another definition: never joined
    replaced_by: Mapped[str | None] = mapped_column(String(80))  # likewise, in the other direction
    breaks: Mapped[str | None] = mapped_column(String(100))  # years (2014-15;) from which it is counted another way
    years: Mapped[str | None] = mapped_column(String(120))  # when it was collected, in words
    note: Mapped[str | None] = mapped_column(Text)
    position: Mapped[int] = mapped_column(default=0)
    shipped: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # what the pack last said: a difference is an edit
    version: Mapped[int] = mapped_column(default=1)

    edition: Mapped[Edition] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """edition:code, as commands and import files name it."""
        return f"{self.edition.code}:{self.code}"

    @property
    def printed_code(self) -> str:
        """The label where it is a code (ASCOF 1E); nothing where it is a word that the title says better (Alerts)."""
        return self.label if self.label == self.code or CODE_WITHIN.search(self.label) else ""

    @property
    def short(self) -> str:
        """What to call it in a sentence: its code, else its title."""
        return self.printed_code or self.title

    @property
    def name(self) -> str:
        """Code and title, or the title alone."""
        return f"{self.printed_code} {self.title}".strip()


class Period(Model):
    """A stretch of time as the contract writes it ("2020-21 Q1"); both days belong to it."""

    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[PeriodKind] = mapped_column(choice(PeriodKind))
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date] = mapped_column(index=True)


class MeasureValue(Model):
    """What one organisation's figure was in one period. A restated value stays, pointing to what took its place."""

    __table_args__ = (
        Index(
            "uq_measure_value_current",
            "measure_id",
            "organisation_id",
            "period_id",
            "breakdown",
            unique=True,
            sqlite_where=text("superseded_by_id IS NULL"),
            postgresql_where=text("superseded_by_id IS NULL"),
        ),
        Index("ix_measure_value_period_id_measure_id", "period_id", "measure_id"),
        Index("ix_measure_value_organisation_id_period_id", "organisation_id", "period_id"),
        Index(
            "ix_measure_value_restated",
            "measure_id",
            "organisation_id",
            sqlite_where=text("superseded_by_id IS NOT NULL"),
            postgresql_where=text("superseded_by_id IS NOT NULL"),
        ),
        CheckConstraint("value IS NOT NULL OR state NOT IN ('final', 'provisional')", name="number_or_state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    breakdown: Mapped[str] = mapped_column(String(40), default=TOTAL)
    value: Mapped[Decimal | None] = mapped_column(Exact)
    numerator: Mapped[Decimal | None] = mapped_column(Exact)
    denominator: Mapped[Decimal | None] = mapped_column(Exact)
    margin: Mapped[Decimal | None] = mapped_column(Exact)  # published margin of error of a survey, plus or minus
    base: Mapped[Decimal | None] = mapped_column(Exact)  # how many people answered a survey
    state: Mapped[ValueState] = mapped_column(choice(ValueState))
    mark: Mapped[str | None] = mapped_column(String(10))  # printed in place of a number: [c], [x], [z]
    due_text: Mapped[str | None] = mapped_column(String(100))  # as printed: "Due June 2021"
    published_quartile: Mapped[Quartile | None] = mapped_column(choice(Quartile))
    note: Mapped[str | None] = mapped_column(Text)
    is_published: Mapped[bool] = mapped_column(default=False, server_default=false())  # a national file brought it
    replaces_reason: Mapped[str | None] = mapped_column(Text)
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("measure_value.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    measure: Mapped[Measure] = relationship()
    organisation: Mapped[Organisation] = relationship()
    period: Mapped[Period] = relationship(lazy="joined", innerjoin=True)
    recorded_by: Mapped[Person | None] = relationship()

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"{self.measure.reference} {self.period.code}"


class Target(Model):
    """What is aimed at in a period: at least, at most, both (a band), or neither ("to be confirmed")."""

    __table_args__ = (UniqueConstraint("measure_id", "organisation_id", "period_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    kind: Mapped[TargetKind] = mapped_column(choice(TargetKind))
    at_least: Mapped[Decimal | None] = mapped_column(Exact)
    at_most: Mapped[Decimal | None] = mapped_column(Exact)
    is_strict: Mapped[bool] = mapped_column(default=False)  # the one limit itself does not count: >11%, <8.1
    implied_count: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(String(400))
    measure: Mapped[Measure] = relationship()
    period: Mapped[Period] = relationship(lazy="joined", innerjoin=True)

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"{self.measure.reference} {self.period.code}"


class OfficerRating(Model):
    """The officer's own red, amber or green, which stands beside the suggestion and is the published one."""

    __table_args__ = (UniqueConstraint("measure_id", "organisation_id", "period_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    rag: Mapped[Rag] = mapped_column(choice(Rag))
    triggers: Mapped[str | None] = mapped_column(String(400))  # separated by ;
    reason: Mapped[str | None] = mapped_column(Text)
    rated_by: Mapped[str] = mapped_column(String(120))
    rated_on: Mapped[date]
    measure: Mapped[Measure] = relationship()
    period: Mapped[Period] = relationship(lazy="joined", innerjoin=True)

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"{self.measure.reference} {self.period.code}"


class DataQuestion(Model):
    """Something odd about a figure, who looks into it, and what came of it."""

    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (outcome IS NULL)", name="answered_with_outcome"),
        Index("ix_data_question_organisation_id_answered_at", "organisation_id", "answered_at"),
        Index("ix_data_question_measure_id", "measure_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    period_id: Mapped[int | None] = mapped_column(ForeignKey("period.id"))
    question: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str | None] = mapped_column(Text)
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    measure: Mapped[Measure] = relationship(lazy="joined", innerjoin=True)
    period: Mapped[Period | None] = relationship(lazy="joined")
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    raised_by: Mapped[Person | None] = relationship(foreign_keys=[raised_by_id])
    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """How the trail names it."""
        return f"data question {self.id}"
