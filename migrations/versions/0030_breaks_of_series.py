"""From which years a measure is counted in another way, so that figures before and after are not compared."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade():
    """Add the column; the shipped editions fill it when they are next loaded."""
    op.add_column("measure", sa.Column("breaks", sa.String(100), nullable=True))


def downgrade():
    """Take it back, and what the editions said of it, so that an older product takes its own."""
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.drop_column("breaks")
