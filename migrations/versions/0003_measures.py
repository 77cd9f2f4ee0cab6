"""Editions, measures, periods, values, targets and ratings."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
EXACT = sa.Numeric(18, 6).with_variant(sa.Float(), "sqlite")


def upgrade():
    """Create the room's tables."""
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("first_year", sa.String(length=10), nullable=True),
        sa.Column("last_year", sa.String(length=10), nullable=True),
        sa.Column("source", sa.String(length=400), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("shipped", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("code", name=op.f("uq_edition_code")),
    )
    op.create_table(
        "period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "\"kind\" IN ('year', 'quarter', 'part-year', 'half-year', 'academic', 'rolling', 'month', 'snapshot')",
            name=op.f("ck_period_kind_word"),
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_period_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint("code", name=op.f("uq_period_code")),
    )
    with op.batch_alter_table("period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_period_ends_on"), ["ends_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_period_starts_on"), ["starts_on"], unique=False)

    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("official_title", sa.String(length=600), nullable=True),
        sa.Column("description", sa.String(length=400), nullable=True),
        sa.Column("polarity", sa.String(30), nullable=False),
        sa.Column("unit", sa.String(30), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=True),
        sa.Column("tags", sa.String(length=200), nullable=True),
        sa.Column("layer", sa.String(length=100), nullable=True),
        sa.Column("strategic_outcome", sa.String(length=200), nullable=True),
        sa.Column("supporting_outcome", sa.String(length=400), nullable=True),
        sa.Column("dashboard_order", sa.Integer(), nullable=True),
        sa.Column("amber_tolerance", EXACT, nullable=True),
        sa.Column("is_survey", sa.Boolean(), nullable=False),
        sa.Column("is_computed", sa.Boolean(), nullable=False),
        sa.Column("same_as", sa.String(length=80), nullable=True),
        sa.Column("formerly", sa.String(length=80), nullable=True),
        sa.Column("replaced_by", sa.String(length=80), nullable=True),
        sa.Column("years", sa.String(length=120), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("\"polarity\" IN ('high', 'low', 'band', 'none')", name=op.f("ck_measure_polarity_word")),
        sa.CheckConstraint(
            "\"unit\" IN ('percent', 'per-100000', 'score', 'count', 'days', 'hours', 'pounds')",
            name=op.f("ck_measure_unit_word"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_measure_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("edition_id", "code", name=op.f("uq_measure_edition_id_code")),
    )
    op.create_table(
        "chart_rebase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_chart_rebase_decided_by_id_person")),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_chart_rebase_measure_id_measure")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_chart_rebase_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_chart_rebase_period_id_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chart_rebase")),
        sa.UniqueConstraint(
            "measure_id",
            "organisation_id",
            "period_id",
            name=op.f("uq_chart_rebase_measure_id_organisation_id_period_id"),
        ),
    )
    op.create_table(
        "data_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (outcome IS NULL)", name=op.f("ck_data_question_answered_with_outcome")
        ),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_data_question_measure_id_measure")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_data_question_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_data_question_owner_id_person")),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_data_question_period_id_period")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["person.id"], name=op.f("fk_data_question_raised_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_question")),
    )
    with op.batch_alter_table("data_question", schema=None) as batch_op:
        batch_op.create_index("ix_data_question_measure_id", ["measure_id"], unique=False)
        batch_op.create_index(
            "ix_data_question_organisation_id_answered_at", ["organisation_id", "answered_at"], unique=False
        )

    op.create_table(
        "measure_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("breakdown", sa.String(length=40), nullable=False),
        sa.Column("value", EXACT, nullable=True),
        sa.Column("numerator", EXACT, nullable=True),
        sa.Column("denominator", EXACT, nullable=True),
        sa.Column("margin", EXACT, nullable=True),
        sa.Column("base", EXACT, nullable=True),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("mark", sa.String(length=10), nullable=True),
        sa.Column("due_text", sa.String(length=100), nullable=True),
        sa.Column("published_quartile", sa.String(30), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("replaces_reason", sa.Text(), nullable=True),
        sa.Column("superseded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "value IS NOT NULL OR state NOT IN ('final', 'provisional')", name=op.f("ck_measure_value_number_or_state")
        ),
        sa.CheckConstraint(
            "\"published_quartile\" IN ('top', 'second', 'third', 'bottom')",
            name=op.f("ck_measure_value_published_quartile_word"),
        ),
        sa.CheckConstraint(
            "\"state\" IN ('final', 'provisional', 'due', 'not-collected', 'suspended', 'suppressed', 'closed', 'information')",
            name=op.f("ck_measure_value_state_word"),
        ),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_measure_value_measure_id_measure")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_measure_value_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_measure_value_period_id_period")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_measure_value_recorded_by_id_person")),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"], ["measure_value.id"], name=op.f("fk_measure_value_superseded_by_id_measure_value")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_value")),
    )
    with op.batch_alter_table("measure_value", schema=None) as batch_op:
        batch_op.create_index("ix_measure_value_period_id_measure_id", ["period_id", "measure_id"], unique=False)
        batch_op.create_index(
            "ix_measure_value_organisation_id_period_id", ["organisation_id", "period_id"], unique=False
        )
        batch_op.create_index(
            "ix_measure_value_restated",
            ["measure_id", "organisation_id"],
            unique=False,
            sqlite_where=sa.text("superseded_by_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_by_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_measure_value_current",
            ["measure_id", "organisation_id", "period_id", "breakdown"],
            unique=True,
            sqlite_where=sa.text("superseded_by_id IS NULL"),
            postgresql_where=sa.text("superseded_by_id IS NULL"),
        )

    op.create_table(
        "officer_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("rag", sa.String(30), nullable=False),
        sa.Column("triggers", sa.String(length=400), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("rated_by", sa.String(length=120), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.CheckConstraint("\"rag\" IN ('red', 'amber', 'green')", name=op.f("ck_officer_rating_rag_word")),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_officer_rating_measure_id_measure")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_officer_rating_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_officer_rating_period_id_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_rating")),
        sa.UniqueConstraint(
            "measure_id",
            "organisation_id",
            "period_id",
            name=op.f("uq_officer_rating_measure_id_organisation_id_period_id"),
        ),
    )
    op.create_table(
        "staged_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("stored_as", sa.String(length=80), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=True),
        sa.Column("period", sa.String(length=40), nullable=True),
        sa.Column("preview", sa.JSON(), nullable=False),
        sa.Column("staged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_staged_import_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_import")),
    )
    with op.batch_alter_table("staged_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staged_import_person_id"), ["person_id"], unique=False)

    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("at_least", EXACT, nullable=True),
        sa.Column("at_most", EXACT, nullable=True),
        sa.Column("implied_count", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.CheckConstraint("\"kind\" IN ('target', 'milestone')", name=op.f("ck_target_kind_word")),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_target_measure_id_measure")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_target_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_target_period_id_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint(
            "measure_id",
            "organisation_id",
            "period_id",
            "kind",
            name=op.f("uq_target_measure_id_organisation_id_period_id_kind"),
        ),
    )


def downgrade():
    """Remove them."""
    op.drop_table("target")
    with op.batch_alter_table("staged_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staged_import_person_id"))

    op.drop_table("staged_import")
    op.drop_table("officer_rating")
    with op.batch_alter_table("measure_value", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_measure_value_current",
            sqlite_where=sa.text("superseded_by_id IS NULL"),
            postgresql_where=sa.text("superseded_by_id IS NULL"),
        )
        batch_op.drop_index(
            "ix_measure_value_restated",
            sqlite_where=sa.text("superseded_by_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_by_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_measure_value_organisation_id_period_id")
        batch_op.drop_index("ix_measure_value_period_id_measure_id")

    op.drop_table("measure_value")
    with op.batch_alter_table("data_question", schema=None) as batch_op:
        batch_op.drop_index("ix_data_question_organisation_id_answered_at")
        batch_op.drop_index("ix_data_question_measure_id")

    op.drop_table("data_question")
    op.drop_table("chart_rebase")
    op.drop_table("measure")
    with op.batch_alter_table("period", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_period_starts_on"))
        batch_op.drop_index(batch_op.f("ix_period_ends_on"))

    op.drop_table("period")
    op.drop_table("edition")
