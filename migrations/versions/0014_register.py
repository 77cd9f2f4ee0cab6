"""Quality statements, complaint themes beside measures, councils and editions that can be edited, when figures were
last worked out, and the moments at which an action was stopped or its sign-off overturned."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
# An action stopped before this column was there: the moment is the trail's, or that of its making where it came stopped.
STOPPED = """
UPDATE action SET stopped_at = COALESCE(
    (SELECT MAX(trail_entry.at) FROM trail_entry
     WHERE trail_entry.subject_kind = 'action' AND trail_entry.subject_id = action.id
       AND trail_entry.event = 'action:stopped'), created_at)
WHERE status = 'stopped'
"""
REOPENED = """
UPDATE sign_off SET reopened_at = (
    SELECT MIN(trail_entry.at) FROM trail_entry
    WHERE trail_entry.subject_kind = 'action' AND trail_entry.subject_id = sign_off.action_id
      AND trail_entry.event = 'action:reopened' AND trail_entry.at >= sign_off.signed_at)
"""


def upgrade():
    """Make the tables, add the columns and fill in what the trail knows."""
    op.create_table(
        "quality_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(200), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("shipped", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_statement")),
        sa.UniqueConstraint("code", name=op.f("uq_quality_statement_code")),
    )
    op.create_table(
        "measure_statement",
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_measure_statement_measure_id_measure"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["quality_statement.id"],
            name=op.f("fk_measure_statement_statement_id_quality_statement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("measure_id", "statement_id", name=op.f("pk_measure_statement")),
    )
    op.create_index(op.f("ix_measure_statement_statement_id"), "measure_statement", ["statement_id"])
    op.create_table(
        "theme_measure",
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["term_id"], ["complaint_term.id"], name=op.f("fk_theme_measure_term_id_complaint_term"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_theme_measure_measure_id_measure"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("term_id", "measure_id", name=op.f("pk_theme_measure")),
    )
    op.create_index(op.f("ix_theme_measure_measure_id"), "theme_measure", ["measure_id"])
    op.create_table(
        "working_out",
        sa.Column("organisation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_working_out_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_working_out_by_id_person")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_working_out")),
    )
    op.add_column("organisation", sa.Column("other_names", sa.Text(), nullable=True))
    op.add_column("organisation", sa.Column("shipped", sa.JSON(), nullable=True))
    for table in ("organisation", "edition"):
        op.add_column(table, sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("action", sa.Column("stopped_at", MOMENT, nullable=True))
    op.add_column("sign_off", sa.Column("reopened_at", MOMENT, nullable=True))
    op.execute(STOPPED)
    op.execute(REOPENED)


def downgrade():
    """Remove them."""
    op.drop_column("sign_off", "reopened_at")
    op.drop_column("action", "stopped_at")
    for table in ("edition", "organisation"):
        op.drop_column(table, "version")
    op.drop_column("organisation", "shipped")
    op.drop_column("organisation", "other_names")
    op.drop_table("working_out")
    op.drop_index(op.f("ix_theme_measure_measure_id"), "theme_measure")
    op.drop_table("theme_measure")
    op.drop_index(op.f("ix_measure_statement_statement_id"), "measure_statement")
    op.drop_table("measure_statement")
    op.drop_table("quality_statement")
