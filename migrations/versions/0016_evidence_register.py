"""Evidence that was taken out of the register, with the reason."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():
    """Give evidence its removal."""
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("removed_reason", sa.Text(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_evidence_removed_with_a_reason"), "(removed_at IS NULL) = (removed_reason IS NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_evidence_removed_without_its_file"), "removed_at IS NULL OR file_id IS NULL"
        )


def downgrade():
    """Take it away."""
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_evidence_removed_without_its_file"), type_="check")
        batch_op.drop_constraint(op.f("ck_evidence_removed_with_a_reason"), type_="check")
        batch_op.drop_column("removed_reason")
        batch_op.drop_column("removed_at")
