"""How the statements of a self-assessment are scored, where its form offers more than one way."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    """Say it on each self-assessment."""
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scoring", sa.String(length=20), nullable=True))


def downgrade():
    """Forget it."""
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_column("scoring")
