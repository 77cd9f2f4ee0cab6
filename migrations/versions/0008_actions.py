"""Plans, actions, evidence and sign-offs."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    """Create the room's tables."""
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_plan_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("organisation_id", "title", name=op.f("uq_plan_organisation_id_title")),
    )
    op.create_table(
        "deliverable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("priority", sa.String(length=200), nullable=False),
        sa.Column("success_looks_like", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_deliverable_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliverable")),
        sa.UniqueConstraint("plan_id", "priority", "title", name=op.f("uq_deliverable_plan_id_priority_title")),
    )
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=30), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(30), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.Column("deliverable_id", sa.Integer(), nullable=True),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("success_looks_like", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("lead", sa.String(length=200), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column("timescale", sa.String(length=200), nullable=True),
        sa.Column("source_words", sa.String(length=200), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("status", sa.String(30), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_note", sa.Text(), nullable=True),
        sa.Column("people_note", sa.Text(), nullable=True),
        sa.Column("no_evidence_reason", sa.Text(), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=True),
        sa.Column("stopped_reason", sa.Text(), nullable=True),
        sa.Column("signed_off_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'signed-off') = (signed_off_by_id IS NOT NULL)", name=op.f("ck_action_signed_off_has_signer")
        ),
        sa.CheckConstraint(
            "status <> 'returned' OR returned_reason IS NOT NULL", name=op.f("ck_action_returned_needs_reason")
        ),
        sa.CheckConstraint(
            "status <> 'stopped' OR stopped_reason IS NOT NULL", name=op.f("ck_action_stopped_needs_reason")
        ),
        sa.CheckConstraint(
            "status <> 'submitted' OR submitted_by_id = owner_id", name=op.f("ck_action_submitted_by_the_owner")
        ),
        sa.CheckConstraint(
            "status <> 'submitted' OR submitted_by_id IS NOT NULL", name=op.f("ck_action_submitted_by_somebody")
        ),
        sa.CheckConstraint("\"body\" IN ('council', 'complaints', 'board')", name=op.f("ck_action_body_word")),
        sa.CheckConstraint(
            "\"status\" IN ('proposed', 'agreed', 'in-progress', 'submitted', 'returned', 'signed-off', 'reopened', 'stopped')",
            name=op.f("ck_action_status_word"),
        ),
        sa.CheckConstraint("finding_id IS NULL OR deliverable_id IS NULL", name=op.f("ck_action_one_origin")),
        sa.CheckConstraint(
            "signed_off_by_id IS NULL OR owner_id IS NULL OR signed_off_by_id <> owner_id",
            name=op.f("ck_action_not_the_owner"),
        ),
        sa.CheckConstraint(
            "signed_off_by_id IS NULL OR submitted_by_id IS NULL OR signed_off_by_id <> submitted_by_id",
            name=op.f("ck_action_not_the_submitter"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["organisation.id"], name=op.f("fk_action_agency_id_organisation")),
        sa.ForeignKeyConstraint(
            ["deliverable_id"], ["deliverable.id"], name=op.f("fk_action_deliverable_id_deliverable")
        ),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_action_finding_id_finding")),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_action_measure_id_measure")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_action_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_action_owner_id_person")),
        sa.ForeignKeyConstraint(["signed_off_by_id"], ["person.id"], name=op.f("fk_action_signed_off_by_id_person")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["person.id"], name=op.f("fk_action_submitted_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("number", name=op.f("uq_action_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_action_reference")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index("ix_action_agency_id", ["agency_id"], unique=False)
        batch_op.create_index("ix_action_deliverable_id", ["deliverable_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_due_on"), ["due_on"], unique=False)
        batch_op.create_index("ix_action_finding_id", ["finding_id"], unique=False)
        batch_op.create_index("ix_action_organisation_id_due_on", ["organisation_id", "due_on", "id"], unique=False)
        batch_op.create_index("ix_action_organisation_id_status", ["organisation_id", "status"], unique=False)
        batch_op.create_index("ix_action_owner_id_status", ["owner_id", "status"], unique=False)

    op.create_table(
        "action_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_evidence_action_id_action")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_action_evidence_added_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_evidence")),
    )
    with op.batch_alter_table("action_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_evidence_action_id"), ["action_id"], unique=False)

    op.create_table(
        "action_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("going", sa.String(30), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "\"going\" IN ('on-track', 'slipping', 'off-track')", name=op.f("ck_action_update_going_word")
        ),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_update_action_id_action")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_action_update_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_update")),
    )
    with op.batch_alter_table("action_update", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_update_action_id"), ["action_id"], unique=False)

    op.create_table(
        "effect_judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(30), nullable=False),
        sa.Column("suggested", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"verdict\" IN ('improved', 'no-change', 'worse', 'too-early')",
            name=op.f("ck_effect_judgement_verdict_word"),
        ),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_effect_judgement_action_id_action")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_effect_judgement_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect_judgement")),
    )
    with op.batch_alter_table("effect_judgement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_effect_judgement_action_id"), ["action_id"], unique=False)

    op.create_table(
        "new_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=True),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_new_date_action_id_action")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_new_date_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_new_date")),
    )
    with op.batch_alter_table("new_date", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_new_date_action_id"), ["action_id"], unique=False)

    op.create_table(
        "sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_as", sa.String(length=40), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what_checked", sa.Text(), nullable=False),
        sa.Column("assurance", sa.String(30), nullable=False),
        sa.Column("remeasure_on", sa.Date(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "\"assurance\" IN ('substantial', 'reasonable', 'limited')", name=op.f("ck_sign_off_assurance_word")
        ),
        sa.CheckConstraint("owner_id IS NULL OR signed_by_id <> owner_id", name=op.f("ck_sign_off_not_the_owner")),
        sa.CheckConstraint("signed_by_id <> submitted_by_id", name=op.f("ck_sign_off_not_the_submitter")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_sign_off_action_id_action")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_sign_off_owner_id_person")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_sign_off_signed_by_id_person")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["person.id"], name=op.f("fk_sign_off_submitted_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
        sa.UniqueConstraint("action_id", "round", name=op.f("uq_sign_off_action_id_round")),
    )


def downgrade():
    """Remove them."""
    op.drop_table("sign_off")
    with op.batch_alter_table("new_date", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_new_date_action_id"))

    op.drop_table("new_date")
    with op.batch_alter_table("effect_judgement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_effect_judgement_action_id"))

    op.drop_table("effect_judgement")
    with op.batch_alter_table("action_update", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_update_action_id"))

    op.drop_table("action_update")
    with op.batch_alter_table("action_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_evidence_action_id"))

    op.drop_table("action_evidence")
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_index("ix_action_owner_id_status")
        batch_op.drop_index("ix_action_organisation_id_status")
        batch_op.drop_index("ix_action_organisation_id_due_on")
        batch_op.drop_index("ix_action_finding_id")
        batch_op.drop_index(batch_op.f("ix_action_due_on"))
        batch_op.drop_index("ix_action_deliverable_id")
        batch_op.drop_index("ix_action_agency_id")

    op.drop_table("action")
    op.drop_table("deliverable")
    op.drop_table("plan")
