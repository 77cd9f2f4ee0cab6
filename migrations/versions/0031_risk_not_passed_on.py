"""Cases in which somebody may be at risk are found by an index of their own: they are few, and Home asks for them."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None
RISK = "ix_complaint_organisation_id_is_risk"


def upgrade():
    """Index them."""
    some = sa.text("is_risk")
    op.create_index(RISK, "complaint", ["organisation_id", "id"], sqlite_where=some, postgresql_where=some)


def downgrade():
    """Take the index back."""
    op.drop_index(RISK, table_name="complaint")
