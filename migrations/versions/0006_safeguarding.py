"""Audits of practice and partner returns."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    """Create the room's tables."""
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("theme", sa.String(length=100), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("sample", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("status", sa.String(30), nullable=False),
        sa.Column("delayed_reason", sa.Text(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'finished') = (finished_on IS NOT NULL)", name=op.f("ck_audit_finished_has_day")),
        sa.CheckConstraint(
            "status <> 'delayed' OR delayed_reason IS NOT NULL", name=op.f("ck_audit_delayed_needs_reason")
        ),
        sa.CheckConstraint(
            "\"status\" IN ('planned', 'in-progress', 'finished', 'delayed')", name=op.f("ck_audit_status_word")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_audit_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_number")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_organisation_id_status", ["organisation_id", "status"], unique=False)

    op.create_table(
        "partner_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("template_code", sa.String(length=60), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(length=20), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(30), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status NOT IN ('submitted', 'moderated') OR submitted_at IS NOT NULL",
            name=op.f("ck_partner_return_submitted_at"),
        ),
        sa.CheckConstraint(
            "\"status\" IN ('invited', 'in-progress', 'submitted', 'moderated')",
            name=op.f("ck_partner_return_status_word"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["organisation.id"], name=op.f("fk_partner_return_agency_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_partner_return_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_return")),
        sa.UniqueConstraint(
            "organisation_id",
            "template_code",
            "period",
            "agency_id",
            name=op.f("uq_partner_return_organisation_id_template_code_period_agency_id"),
        ),
    )
    with op.batch_alter_table("partner_return", schema=None) as batch_op:
        batch_op.create_index("ix_partner_return_agency_id_status", ["agency_id", "status"], unique=False)

    op.create_table(
        "audit_agency",
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_audit_agency_audit_id_audit"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_audit_agency_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("audit_id", "organisation_id", name=op.f("pk_audit_agency")),
    )
    with op.batch_alter_table("audit_agency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_agency_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "audit_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("agreed_grade", sa.String(30), nullable=True),
        sa.Column("is_unsafe", sa.Boolean(), nullable=False),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        sa.Column("escalated_to", sa.String(length=200), nullable=True),
        sa.Column("made_safe_on", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "\"agreed_grade\" IN ('outstanding', 'good', 'requires-improvement', 'inadequate')",
            name=op.f("ck_audit_case_agreed_grade_word"),
        ),
        sa.CheckConstraint("escalated_on IS NULL OR is_unsafe", name=op.f("ck_audit_case_only_unsafe_escalated")),
        sa.CheckConstraint(
            "made_safe_on IS NULL OR escalated_on IS NOT NULL", name=op.f("ck_audit_case_escalated_before_safe")
        ),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_audit_case_audit_id_audit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_case")),
        sa.UniqueConstraint("audit_id", "reference", name=op.f("uq_audit_case_audit_id_reference")),
    )
    op.create_table(
        "audit_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("\"kind\" IN ('good-practice', 'learning')", name=op.f("ck_audit_finding_kind_word")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_audit_finding_audit_id_audit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_finding")),
    )
    with op.batch_alter_table("audit_finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_finding_audit_id"), ["audit_id"], unique=False)

    op.create_table(
        "return_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_return_id", sa.Integer(), nullable=False),
        sa.Column("standard", sa.String(length=80), nullable=False),
        sa.Column("rating", sa.String(length=30), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("moderated_rating", sa.String(length=30), nullable=True),
        sa.Column("moderated_reason", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "moderated_rating IS NULL OR moderated_rating = rating OR moderated_reason IS NOT NULL",
            name=op.f("ck_return_answer_moved_needs_reason"),
        ),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_return_answer_changed_by_id_person")),
        sa.ForeignKeyConstraint(
            ["partner_return_id"], ["partner_return.id"], name=op.f("fk_return_answer_partner_return_id_partner_return")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_answer")),
        sa.UniqueConstraint("partner_return_id", "standard", name=op.f("uq_return_answer_partner_return_id_standard")),
    )
    op.create_table(
        "audit_grade",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(30), nullable=False),
        sa.CheckConstraint(
            "\"grade\" IN ('outstanding', 'good', 'requires-improvement', 'inadequate')",
            name=op.f("ck_audit_grade_grade_word"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["audit_case.id"], name=op.f("fk_audit_grade_case_id_audit_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_audit_grade_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("case_id", "organisation_id", name=op.f("pk_audit_grade")),
    )


def downgrade():
    """Remove them."""
    op.drop_table("audit_grade")
    op.drop_table("return_answer")
    with op.batch_alter_table("audit_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_finding_audit_id"))

    op.drop_table("audit_finding")
    op.drop_table("audit_case")
    with op.batch_alter_table("audit_agency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_agency_organisation_id"))

    op.drop_table("audit_agency")
    with op.batch_alter_table("partner_return", schema=None) as batch_op:
        batch_op.drop_index("ix_partner_return_agency_id_status")

    op.drop_table("partner_return")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_organisation_id_status")

    op.drop_table("audit")
