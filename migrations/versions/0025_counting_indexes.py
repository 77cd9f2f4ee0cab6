"""Indexes that hold what the annual report counts by, and those for reviews asked for, promises due and answers sent."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

COUNTED = (
    *("route", "is_restricted", "acknowledged_on", "responded_on", "outcome", "excluded_ground"),
    *("theme_id", "cause_id", "district_id"),
)
RECEIVED, CLOSED = "ix_complaint_organisation_id_received_on", "ix_complaint_organisation_id_closed_on"
REVIEW = "ix_complaint_organisation_id_review_requested_on"


def upgrade():
    """Widen two indexes and add three."""
    op.drop_index(RECEIVED, table_name="complaint")
    op.drop_index(CLOSED, table_name="complaint")
    op.create_index(RECEIVED, "complaint", ["organisation_id", "received_on", "id", *COUNTED, "closed_on"])
    op.create_index(CLOSED, "complaint", ["organisation_id", "closed_on", *COUNTED, "received_on"])
    some = sa.text("review_requested_on IS NOT NULL")
    columns = ["organisation_id", "review_requested_on"]
    op.create_index(REVIEW, "complaint", columns, sqlite_where=some, postgresql_where=some)
    op.create_index("ix_complaint_answer_sent_on", "complaint_answer", ["sent_on"])
    op.create_index("ix_complaint_promise_due_on", "complaint_promise", ["due_on"])


def downgrade():
    """Take them back."""
    op.drop_index("ix_complaint_promise_due_on", table_name="complaint_promise")
    op.drop_index("ix_complaint_answer_sent_on", table_name="complaint_answer")
    for name in (REVIEW, CLOSED, RECEIVED):
        op.drop_index(name, table_name="complaint")
    op.create_index(RECEIVED, "complaint", ["organisation_id", "received_on", "id"])
    op.create_index(CLOSED, "complaint", ["organisation_id", "closed_on"])
