"""Workbooks that came back filled in, until their answers are saved."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade():
    """Create the table."""
    op.create_table(
        "filled_workbook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("filled_by", sa.String(120), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_filled_workbook_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_filled_workbook_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filled_workbook")),
    )
    op.create_index(op.f("ix_filled_workbook_assessment_id"), "filled_workbook", ["assessment_id"])
    op.create_index(op.f("ix_filled_workbook_by_id"), "filled_workbook", ["by_id"])


def downgrade():
    """Remove it."""
    op.drop_index(op.f("ix_filled_workbook_by_id"), table_name="filled_workbook")
    op.drop_index(op.f("ix_filled_workbook_assessment_id"), table_name="filled_workbook")
    op.drop_table("filled_workbook")
