"""Whose record an entry of the trail is about, so that the page shows an auditor no other council's."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade():
    """Add the column as it is, without a new table: the trail's triggers stay, and its rows may not be written anew."""
    op.add_column("trail_entry", sa.Column("organisation_id", sa.Integer(), nullable=True))


def downgrade():
    """Forget it."""
    op.execute("ALTER TABLE trail_entry DROP COLUMN organisation_id")
