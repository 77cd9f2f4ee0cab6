"""Which letter a filed paper is, and the head of service who looked at an answer, as a person."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade():
    """Add both columns; who was named in words stays named in words."""
    with op.batch_alter_table("complaint_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("letter_kind", sa.String(30), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_complaint_file_letter_kind_word"),
            "letter_kind IN ('acknowledgement', 'exclusion', 'refusal', 'delay', 'extension', 'answer', 'ombudsman')",
        )
    with op.batch_alter_table("complaint_answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("head_reviewer_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_complaint_answer_head_reviewer_id_person"), "person", ["head_reviewer_id"], ["id"]
        )


def downgrade():
    """Take them back."""
    with op.batch_alter_table("complaint_answer", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_complaint_answer_head_reviewer_id_person"), type_="foreignkey")
        batch_op.drop_column("head_reviewer_id")
    with op.batch_alter_table("complaint_file", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_complaint_file_letter_kind_word"), type_="check")
        batch_op.drop_column("letter_kind")
