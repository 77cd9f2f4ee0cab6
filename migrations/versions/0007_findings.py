"""The register of findings."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    """Create the room's tables."""
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("theme", sa.String(length=100), nullable=True),
        sa.Column("severity", sa.String(30), nullable=False),
        sa.Column("body", sa.String(30), nullable=False),
        sa.Column("status", sa.String(30), nullable=False),
        sa.Column("no_action_reason", sa.Text(), nullable=True),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("complaint_point_id", sa.Integer(), nullable=True),
        sa.Column("audit_finding_id", sa.Integer(), nullable=True),
        sa.Column("return_answer_id", sa.Integer(), nullable=True),
        sa.Column("entered_source", sa.String(length=200), nullable=True),
        sa.Column("source_words", sa.String(length=200), nullable=False),
        sa.Column("source_path", sa.String(length=200), nullable=True),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status <> 'closed' OR closed_at IS NOT NULL", name=op.f("ck_finding_closed_has_moment")),
        sa.CheckConstraint(
            "status <> 'no-action' OR no_action_reason IS NOT NULL", name=op.f("ck_finding_no_action_needs_reason")
        ),
        sa.CheckConstraint("\"body\" IN ('council', 'complaints', 'board')", name=op.f("ck_finding_body_word")),
        sa.CheckConstraint(
            "\"kind\" IN ('area-for-improvement', 'strength', 'risk', 'good-practice', 'learning')",
            name=op.f("ck_finding_kind_word"),
        ),
        sa.CheckConstraint("\"severity\" IN ('low', 'medium', 'high')", name=op.f("ck_finding_severity_word")),
        sa.CheckConstraint(
            "\"status\" IN ('open', 'action-agreed', 'no-action', 'closed', 'came-back')",
            name=op.f("ck_finding_status_word"),
        ),
        sa.CheckConstraint(
            "CASE WHEN answer_id IS NULL THEN 0 ELSE 1 END + CASE WHEN complaint_point_id IS NULL THEN 0 ELSE 1 END + CASE WHEN audit_finding_id IS NULL THEN 0 ELSE 1 END + CASE WHEN return_answer_id IS NULL THEN 0 ELSE 1 END + CASE WHEN entered_source IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_finding_one_source"),
        ),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_finding_answer_id_answer")),
        sa.ForeignKeyConstraint(
            ["audit_finding_id"], ["audit_finding.id"], name=op.f("fk_finding_audit_finding_id_audit_finding")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_point_id"], ["complaint_point.id"], name=op.f("fk_finding_complaint_point_id_complaint_point")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_finding_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["raised_by_id"], ["person.id"], name=op.f("fk_finding_raised_by_id_person")),
        sa.ForeignKeyConstraint(
            ["return_answer_id"], ["return_answer.id"], name=op.f("fk_finding_return_answer_id_return_answer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("number", name=op.f("uq_finding_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_finding_reference")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index("ix_finding_answer_id", ["answer_id"], unique=False)
        batch_op.create_index("ix_finding_audit_finding_id", ["audit_finding_id"], unique=False)
        batch_op.create_index("ix_finding_complaint_point_id", ["complaint_point_id"], unique=False)
        batch_op.create_index("ix_finding_organisation_id_id", ["organisation_id", "id"], unique=False)
        batch_op.create_index("ix_finding_organisation_id_status", ["organisation_id", "status"], unique=False)
        batch_op.create_index("ix_finding_return_answer_id", ["return_answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_theme"), ["theme"], unique=False)

    op.create_table(
        "finding_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("opening_value_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name=op.f("fk_finding_measure_finding_id_finding"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_finding_measure_measure_id_measure")),
        sa.ForeignKeyConstraint(
            ["opening_value_id"], ["measure_value.id"], name=op.f("fk_finding_measure_opening_value_id_measure_value")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_measure")),
        sa.UniqueConstraint("finding_id", "measure_id", name=op.f("uq_finding_measure_finding_id_measure_id")),
    )
    with op.batch_alter_table("finding_measure", schema=None) as batch_op:
        batch_op.create_index("ix_finding_measure_measure_id", ["measure_id"], unique=False)


def downgrade():
    """Remove them."""
    with op.batch_alter_table("finding_measure", schema=None) as batch_op:
        batch_op.drop_index("ix_finding_measure_measure_id")

    op.drop_table("finding_measure")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_theme"))
        batch_op.drop_index("ix_finding_return_answer_id")
        batch_op.drop_index("ix_finding_organisation_id_status")
        batch_op.drop_index("ix_finding_organisation_id_id")
        batch_op.drop_index("ix_finding_complaint_point_id")
        batch_op.drop_index("ix_finding_audit_finding_id")
        batch_op.drop_index("ix_finding_answer_id")

    op.drop_table("finding")
