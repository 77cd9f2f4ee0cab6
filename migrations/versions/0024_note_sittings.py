"""Which page saved a challenge team's note last, and how often it has sent: a page never conflicts with itself."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade():
    """Add both columns; a note of before was saved by no page that is still open."""
    op.add_column("challenge_note", sa.Column("sitting", sa.String(32), nullable=True))
    op.add_column("challenge_note", sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))


def downgrade():
    """Remove them."""
    op.drop_column("challenge_note", "turn")
    op.drop_column("challenge_note", "sitting")
