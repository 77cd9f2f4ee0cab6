"""Who looked at a review, links that were taken away, and from which number on references are Casework's own."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade():
    """Add the columns; replies kept before stay as they were written, with the name in `with_whom`."""
    with op.batch_alter_table("complaint_letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reviewed_by", sa.String(200), nullable=True))
        batch_op.add_column(sa.Column("reviewer_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_complaint_letter_reviewer_id_person"), "person", ["reviewer_id"], ["id"])
    with op.batch_alter_table("complaint_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("reference_count", schema=None) as batch_op:
        batch_op.add_column(sa.Column("own_from", sa.Integer(), nullable=True))


def downgrade():
    """Take them back; a link that was taken away is gone."""
    with op.batch_alter_table("reference_count", schema=None) as batch_op:
        batch_op.drop_column("own_from")
    op.execute("DELETE FROM complaint_link WHERE removed_at IS NOT NULL")
    with op.batch_alter_table("complaint_link", schema=None) as batch_op:
        batch_op.drop_column("removed_at")
    with op.batch_alter_table("complaint_letter", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_complaint_letter_reviewer_id_person"), type_="foreignkey")
        batch_op.drop_column("reviewer_id")
        batch_op.drop_column("reviewed_by")
