"""Forecasts that an analyst gives, limits that do not count themselves, and measures whose parts add up to a year."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

EXACT = sa.Numeric(18, 6).with_variant(sa.Float(), "sqlite")


def upgrade():
    """Add the columns and the table."""
    op.create_table(
        "year_forecast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("value", EXACT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(400), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_year_forecast_given_by_id_person")),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_year_forecast_measure_id_measure")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_year_forecast_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_year_forecast_period_id_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_forecast")),
        sa.UniqueConstraint(
            "measure_id",
            "organisation_id",
            "period_id",
            name=op.f("uq_year_forecast_measure_id_organisation_id_period_id"),
        ),
    )
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.add_column(sa.Column("accumulates", sa.Boolean(), nullable=True))
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_strict", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.alter_column("is_strict", server_default=None)


def downgrade():
    """Remove them."""
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.drop_column("is_strict")
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.drop_column("accumulates")
    op.drop_table("year_forecast")
