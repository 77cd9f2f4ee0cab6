"""Paragraphs of the annual report with their versions, years that are frozen, and an index of what is still to do."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    """Create both tables and the index."""
    some = sa.text("next_on IS NOT NULL")
    op.create_index(
        *("ix_complaint_organisation_id_next_on", "complaint", ["organisation_id", "next_on"]),
        unique=False,
        sqlite_where=some,
        postgresql_where=some,
    )
    op.create_table(
        "report_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.String(length=12), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_report_text_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_report_text_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_text")),
        sa.UniqueConstraint(
            *("organisation_id", "year", "part", "version"),
            name=op.f("uq_report_text_organisation_id_year_part_version"),
        ),
    )
    op.create_table(
        "frozen_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("frozen_by_id", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_frozen_year_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["person.id"], name=op.f("fk_frozen_year_frozen_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_year")),
        sa.UniqueConstraint(
            *("organisation_id", "year", "version"), name=op.f("uq_frozen_year_organisation_id_year_version")
        ),
    )


def downgrade():
    """Remove them."""
    op.drop_table("frozen_year")
    op.drop_table("report_text")
    op.drop_index("ix_complaint_organisation_id_next_on", table_name="complaint")
