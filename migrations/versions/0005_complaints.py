"""Complaints, points, remedies, ombudsman cases and compliments."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None
EXACT = sa.Numeric(18, 6).with_variant(sa.Float(), "sqlite")


def upgrade():
    """Create the room's tables."""
    op.create_table(
        "closure_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_closure_day_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure_day")),
        sa.UniqueConstraint("organisation_id", "day", name=op.f("uq_closure_day_organisation_id_day")),
    )
    op.create_table(
        "complaint_setting",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("targets", sa.String(length=60), nullable=False),
        sa.Column("usual_target", sa.Integer(), nullable=False),
        sa.Column("is_receipt_day_one", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_complaint_setting_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_complaint_setting")),
    )
    op.create_table(
        "complaint_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "\"kind\" IN ('district', 'team', 'provider', 'theme', 'cause')", name=op.f("ck_complaint_term_kind_word")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_complaint_term_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_term")),
    )
    with op.batch_alter_table("complaint_term", schema=None) as batch_op:
        batch_op.create_index(
            "uq_complaint_term_own",
            ["organisation_id", "kind", "name"],
            unique=True,
            sqlite_where=sa.text("organisation_id IS NOT NULL"),
            postgresql_where=sa.text("organisation_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_complaint_term_shared",
            ["kind", "name"],
            unique=True,
            sqlite_where=sa.text("organisation_id IS NULL"),
            postgresql_where=sa.text("organisation_id IS NULL"),
        )

    op.create_table(
        "reference_count",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=3), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_reference_count_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "series", "year", name=op.f("pk_reference_count")),
    )
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=30), nullable=False),
        sa.Column("concern_reference", sa.String(length=30), nullable=True),
        sa.Column("status", sa.String(30), nullable=False),
        sa.Column("summary", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(30), nullable=False),
        sa.Column("what_said", sa.Text(), nullable=True),
        sa.Column("told_by_name", sa.String(length=200), nullable=True),
        sa.Column("told_by", sa.String(30), nullable=True),
        sa.Column("told_by_words", sa.String(length=100), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("adult_reference", sa.String(length=60), nullable=True),
        sa.Column("is_risk", sa.Boolean(), nullable=False),
        sa.Column("route", sa.String(30), nullable=True),
        sa.Column("excluded_ground", sa.String(30), nullable=True),
        sa.Column("sorted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("target_days", sa.Integer(), nullable=True),
        sa.Column("matter_on", sa.Date(), nullable=True),
        sa.Column("is_late_accepted", sa.Boolean(), nullable=True),
        sa.Column("late_reason", sa.Text(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("cause_id", sa.Integer(), nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_by_way", sa.String(30), nullable=True),
        sa.Column("acknowledgement_note", sa.Text(), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.Column("plan_method", sa.Text(), nullable=True),
        sa.Column("plan_agreed", sa.String(length=30), nullable=True),
        sa.Column("plan_agreed_on", sa.Date(), nullable=True),
        sa.Column("responded_on", sa.Date(), nullable=True),
        sa.Column("delay_explained_on", sa.Date(), nullable=True),
        sa.Column("review_requested_on", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(30), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        sa.Column("restricted_reason", sa.Text(), nullable=True),
        sa.Column("is_imported", sa.Boolean(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("next_step", sa.String(30), nullable=True),
        sa.Column("logged_by_id", sa.Integer(), nullable=True),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(status IN ('closed', 'withdrawn', 'settled')) = (closed_on IS NOT NULL AND outcome IS NOT NULL)",
            name=op.f("ck_complaint_ended_has_outcome"),
        ),
        sa.CheckConstraint(
            "excluded_ground IS NULL OR route = 'excluded'", name=op.f("ck_complaint_ground_of_exclusion")
        ),
        sa.CheckConstraint(
            "\"acknowledged_by_way\" IN ('phone', 'email', 'letter', 'web', 'in-person')",
            name=op.f("ck_complaint_acknowledged_by_way_word"),
        ),
        sa.CheckConstraint(
            "\"channel\" IN ('phone', 'email', 'letter', 'web', 'in-person')", name=op.f("ck_complaint_channel_word")
        ),
        sa.CheckConstraint(
            "\"excluded_ground\" IN ('8(1)(a)', '8(1)(b)', '8(1)(c)', '8(1)(d)', '8(1)(e)', '8(1)(f)', '8(1)(g)', '8(1)(h)')",
            name=op.f("ck_complaint_excluded_ground_word"),
        ),
        sa.CheckConstraint(
            "\"next_step\" IN ('settle', 'acknowledge', 'update', 'promised-answer', 'target', 'answer-by-law', 'hold-review', 'ombudsman-answer', 'remedy')",
            name=op.f("ck_complaint_next_step_word"),
        ),
        sa.CheckConstraint(
            "\"outcome\" IN ('upheld', 'partly-upheld', 'not-upheld', 'no-finding', 'withdrawn')",
            name=op.f("ck_complaint_outcome_word"),
        ),
        sa.CheckConstraint(
            "\"route\" IN ('statutory', 'corporate', 'safeguarding', 'service-request', 'excluded')",
            name=op.f("ck_complaint_route_word"),
        ),
        sa.CheckConstraint(
            "\"status\" IN ('open', 'settled', 'new', 'acknowledged', 'investigating', 'answer-drafted', 'answered', 'in-review', 'closed', 'withdrawn')",
            name=op.f("ck_complaint_status_word"),
        ),
        sa.CheckConstraint(
            "\"told_by\" IN ('person', 'family', 'carer', 'advocate', 'councillor', 'other')",
            name=op.f("ck_complaint_told_by_word"),
        ),
        sa.CheckConstraint("(closed_on IS NULL) = (outcome IS NULL)", name=op.f("ck_complaint_outcome_when_ended")),
        sa.CheckConstraint(
            "acknowledged_on IS NULL OR acknowledged_on >= received_on",
            name=op.f("ck_complaint_acknowledged_after_received"),
        ),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= received_on", name=op.f("ck_complaint_closed_in_order")),
        sa.CheckConstraint(
            "responded_on IS NULL OR responded_on >= received_on", name=op.f("ck_complaint_answered_in_order")
        ),
        sa.CheckConstraint(
            "reviewed_on IS NULL OR reviewed_on >= responded_on", name=op.f("ck_complaint_reviewed_in_order")
        ),
        sa.ForeignKeyConstraint(["cause_id"], ["complaint_term.id"], name=op.f("fk_complaint_cause_id_complaint_term")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["complaint_term.id"], name=op.f("fk_complaint_district_id_complaint_term")
        ),
        sa.ForeignKeyConstraint(["logged_by_id"], ["person.id"], name=op.f("fk_complaint_logged_by_id_person")),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"], name=op.f("fk_complaint_officer_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_complaint_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["complaint_term.id"], name=op.f("fk_complaint_provider_id_complaint_term")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["complaint_term.id"], name=op.f("fk_complaint_team_id_complaint_term")),
        sa.ForeignKeyConstraint(["theme_id"], ["complaint_term.id"], name=op.f("fk_complaint_theme_id_complaint_term")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("organisation_id", "reference", name=op.f("uq_complaint_organisation_id_reference")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_officer_id_status", ["officer_id", "status"], unique=False)
        batch_op.create_index(
            "ix_complaint_organisation_id_adult_reference", ["organisation_id", "adult_reference"], unique=False
        )
        batch_op.create_index("ix_complaint_organisation_id_closed_on", ["organisation_id", "closed_on"], unique=False)
        batch_op.create_index(
            "ix_complaint_organisation_id_received_on", ["organisation_id", "received_on", "id"], unique=False
        )
        batch_op.create_index(
            "ix_complaint_organisation_id_status_next_on", ["organisation_id", "status", "next_on"], unique=False
        )
        batch_op.create_index(
            "uq_complaint_concern_reference",
            ["organisation_id", "concern_reference"],
            unique=True,
            sqlite_where=sa.text("concern_reference IS NOT NULL"),
            postgresql_where=sa.text("concern_reference IS NOT NULL"),
        )

    op.create_table(
        "compliment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=30), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("may_quote", sa.Boolean(), nullable=False),
        sa.Column("thanked_on", sa.Date(), nullable=True),
        sa.Column("thanked_by_id", sa.Integer(), nullable=True),
        sa.Column("logged_by_id", sa.Integer(), nullable=True),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["complaint_term.id"], name=op.f("fk_compliment_district_id_complaint_term")
        ),
        sa.ForeignKeyConstraint(["logged_by_id"], ["person.id"], name=op.f("fk_compliment_logged_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_compliment_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["complaint_term.id"], name=op.f("fk_compliment_team_id_complaint_term")),
        sa.ForeignKeyConstraint(["thanked_by_id"], ["person.id"], name=op.f("fk_compliment_thanked_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compliment")),
        sa.UniqueConstraint("organisation_id", "reference", name=op.f("uq_compliment_organisation_id_reference")),
    )
    with op.batch_alter_table("compliment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_compliment_organisation_id_received_on", ["organisation_id", "received_on", "id"], unique=False
        )

    op.create_table(
        "complaint_access",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_access_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_complaint_access_person_id_person")),
        sa.PrimaryKeyConstraint("complaint_id", "person_id", name=op.f("pk_complaint_access")),
    )
    with op.batch_alter_table("complaint_access", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_access_person_id"), ["person_id"], unique=False)

    op.create_table(
        "complaint_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("instead_of", sa.Date(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("agreed_with", sa.String(length=200), nullable=False),
        sa.Column("how", sa.String(30), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"how\" IN ('phone', 'in-person', 'email', 'letter', 'not-agreed')",
            name=op.f("ck_complaint_agreement_how_word"),
        ),
        sa.CheckConstraint("agreed_on < until", name=op.f("ck_complaint_agreement_agreed_before")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_agreement_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_complaint_agreement_noted_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_agreement")),
    )
    with op.batch_alter_table("complaint_agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_agreement_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "complaint_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_telling_allowed", sa.Boolean(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("head_reviewed_by", sa.String(length=200), nullable=True),
        sa.Column("head_review_not_needed", sa.Text(), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_as", sa.String(length=120), nullable=True),
        sa.Column("signed_text_hash", sa.String(length=64), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_how", sa.String(30), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "\"sent_how\" IN ('phone', 'email', 'letter', 'web', 'in-person')",
            name=op.f("ck_complaint_answer_sent_how_word"),
        ),
        sa.CheckConstraint(
            "checked_by_id IS NULL OR checked_by_id <> drafted_by_id",
            name=op.f("ck_complaint_answer_checked_by_another"),
        ),
        sa.CheckConstraint(
            "sent_on IS NULL OR signed_by_id IS NOT NULL", name=op.f("ck_complaint_answer_sent_is_signed")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["person.id"], name=op.f("fk_complaint_answer_checked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_answer_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["person.id"], name=op.f("fk_complaint_answer_drafted_by_id_person")
        ),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_complaint_answer_signed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_answer")),
        sa.UniqueConstraint("complaint_id", "round", name=op.f("uq_complaint_answer_complaint_id_round")),
    )
    op.create_table(
        "complaint_authority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=True),
        sa.Column("right", sa.String(30), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "\"right\" IN ('own', 'carer', 'consent', 'attorney', 'best-interests', 'bereaved')",
            name=op.f("ck_complaint_authority_right_word"),
        ),
        sa.CheckConstraint(
            "\"state\" IN ('shown', 'asked', 'refused')", name=op.f("ck_complaint_authority_state_word")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_authority_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_complaint_authority_noted_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_authority")),
    )
    with op.batch_alter_table("complaint_authority", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_authority_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "complaint_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "\"reason\" IN ('safeguarding', 'court', 'person-asked')", name=op.f("ck_complaint_hold_reason_word")
        ),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_complaint_hold_in_order")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_hold_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_complaint_hold_decided_by_id_person")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_complaint_hold_ended_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_hold")),
    )
    with op.batch_alter_table("complaint_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_hold_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "complaint_joint_body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("part", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("chased_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("comments", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_joint_body_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_joint_body")),
        sa.UniqueConstraint("complaint_id", "name", name=op.f("uq_complaint_joint_body_complaint_id_name")),
    )
    op.create_table(
        "complaint_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("direction", sa.String(30), nullable=False),
        sa.Column("channel", sa.String(30), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("with_whom", sa.String(length=200), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"channel\" IN ('phone', 'email', 'letter', 'web', 'in-person')",
            name=op.f("ck_complaint_letter_channel_word"),
        ),
        sa.CheckConstraint("\"direction\" IN ('sent', 'received')", name=op.f("ck_complaint_letter_direction_word")),
        sa.CheckConstraint(
            "\"kind\" IN ('acknowledgement', 'plan', 'update', 'delay', 'exclusion', 'answer', 'review', 'other')",
            name=op.f("ck_complaint_letter_kind_word"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_letter_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_complaint_letter_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_letter")),
    )
    with op.batch_alter_table("complaint_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_letter_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "complaint_named",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_named_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_complaint_named_person_id_person")),
        sa.PrimaryKeyConstraint("complaint_id", "person_id", name=op.f("pk_complaint_named")),
    )
    with op.batch_alter_table("complaint_named", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_named_person_id"), ["person_id"], unique=False)

    op.create_table(
        "complaint_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=True),
        sa.Column("replaced_on", sa.Date(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("\"kind\" IN ('answer', 'update')", name=op.f("ck_complaint_promise_kind_word")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_promise_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_complaint_promise_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_promise")),
    )
    with op.batch_alter_table("complaint_promise", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_promise_complaint_id_kept_on", ["complaint_id", "kept_on"], unique=False)

    op.create_table(
        "complaint_referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.String(length=200), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(30), nullable=False),
        sa.Column("safeguarding_reference", sa.String(length=60), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "\"how\" IN ('phone', 'email', 'letter', 'web', 'in-person')", name=op.f("ck_complaint_referral_how_word")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_referral_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(["told_by_id"], ["person.id"], name=op.f("fk_complaint_referral_told_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_referral")),
    )
    with op.batch_alter_table("complaint_referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_referral_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "complaint_route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("route", sa.String(30), nullable=False),
        sa.Column("ground", sa.String(30), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("chosen_by_id", sa.Integer(), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"ground\" IN ('8(1)(a)', '8(1)(b)', '8(1)(c)', '8(1)(d)', '8(1)(e)', '8(1)(f)', '8(1)(g)', '8(1)(h)')",
            name=op.f("ck_complaint_route_ground_word"),
        ),
        sa.CheckConstraint(
            "\"route\" IN ('statutory', 'corporate', 'safeguarding', 'service-request', 'excluded')",
            name=op.f("ck_complaint_route_route_word"),
        ),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["person.id"], name=op.f("fk_complaint_route_chosen_by_id_person")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_route_complaint_id_complaint")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_route")),
    )
    with op.batch_alter_table("complaint_route", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_route_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "ombudsman_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("their_reference", sa.String(length=60), nullable=True),
        sa.Column("enquiry_on", sa.Date(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(30), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("was_remedied_before", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "\"outcome\" IN ('upheld', 'not-upheld', 'closed-after-enquiries', 'referred-back', 'invalid', 'advice-given')",
            name=op.f("ck_ombudsman_case_outcome_word"),
        ),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (outcome IS NULL)", name=op.f("ck_ombudsman_case_decided_has_outcome")
        ),
        sa.CheckConstraint("decided_on IS NULL OR decided_on >= enquiry_on", name=op.f("ck_ombudsman_case_in_order")),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_ombudsman_case_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ombudsman_case")),
    )
    with op.batch_alter_table("ombudsman_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ombudsman_case_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index("ix_ombudsman_case_decided_on", ["decided_on"], unique=False)
        batch_op.create_index("ix_ombudsman_case_enquiry_on", ["enquiry_on"], unique=False)

    op.create_table(
        "complaint_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("investigator_id", sa.Integer(), nullable=True),
        sa.Column("hold_id", sa.Integer(), nullable=True),
        sa.Column("looked_at", sa.Text(), nullable=True),
        sa.Column("found", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(30), nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("injustice", sa.Text(), nullable=True),
        sa.Column("learning", sa.Text(), nullable=True),
        sa.Column("is_wider", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome <> 'withdrawn'", name=op.f("ck_complaint_point_outcome_of_a_point")
        ),
        sa.CheckConstraint(
            "\"outcome\" IN ('upheld', 'partly-upheld', 'not-upheld', 'no-finding', 'withdrawn')",
            name=op.f("ck_complaint_point_outcome_word"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_on IS NULL)", name=op.f("ck_complaint_point_decided_has_outcome")
        ),
        sa.CheckConstraint("outcome IS NULL OR hold_id IS NULL", name=op.f("ck_complaint_point_held_is_undecided")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_point_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_complaint_point_decided_by_id_person")),
        sa.ForeignKeyConstraint(
            ["hold_id"], ["complaint_hold.id"], name=op.f("fk_complaint_point_hold_id_complaint_hold")
        ),
        sa.ForeignKeyConstraint(
            ["investigator_id"], ["person.id"], name=op.f("fk_complaint_point_investigator_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_point")),
        sa.UniqueConstraint("complaint_id", "number", name=op.f("uq_complaint_point_complaint_id_number")),
    )
    with op.batch_alter_table("complaint_point", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_point_investigator_id", ["investigator_id", "decided_on"], unique=False)

    op.create_table(
        "ombudsman_recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ombudsman_case_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ombudsman_case_id"],
            ["ombudsman_case.id"],
            name=op.f("fk_ombudsman_recommendation_ombudsman_case_id_ombudsman_case"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ombudsman_recommendation")),
    )
    with op.batch_alter_table("ombudsman_recommendation", schema=None) as batch_op:
        batch_op.create_index("ix_ombudsman_recommendation_due_on", ["due_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ombudsman_recommendation_ombudsman_case_id"), ["ombudsman_case_id"], unique=False
        )

    op.create_table(
        "remedy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("pounds", EXACT, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("goodwill_reason", sa.Text(), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "\"kind\" IN ('apology', 'financial-redress', 'overdue-work', 'write-off', 'reassessment', 'staff-training', 'procedure-change', 'provider-reminder', 'better-information')",
            name=op.f("ck_remedy_kind_word"),
        ),
        sa.CheckConstraint("done_on IS NULL OR proof IS NOT NULL", name=op.f("ck_remedy_done_has_proof")),
        sa.CheckConstraint("pounds IS NULL OR pounds > 0", name=op.f("ck_remedy_pounds_above_nought")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_remedy_added_by_id_person")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_remedy_complaint_id_complaint"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["point_id"], ["complaint_point.id"], name=op.f("fk_remedy_point_id_complaint_point")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedy")),
    )
    with op.batch_alter_table("remedy", schema=None) as batch_op:
        batch_op.create_index("ix_remedy_complaint_id_kind", ["complaint_id", "kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_remedy_point_id"), ["point_id"], unique=False)


def downgrade():
    """Remove them."""
    with op.batch_alter_table("remedy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remedy_point_id"))
        batch_op.drop_index("ix_remedy_complaint_id_kind")

    op.drop_table("remedy")
    with op.batch_alter_table("ombudsman_recommendation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ombudsman_recommendation_ombudsman_case_id"))
        batch_op.drop_index("ix_ombudsman_recommendation_due_on")

    op.drop_table("ombudsman_recommendation")
    with op.batch_alter_table("complaint_point", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_point_investigator_id")

    op.drop_table("complaint_point")
    with op.batch_alter_table("ombudsman_case", schema=None) as batch_op:
        batch_op.drop_index("ix_ombudsman_case_enquiry_on")
        batch_op.drop_index("ix_ombudsman_case_decided_on")
        batch_op.drop_index(batch_op.f("ix_ombudsman_case_complaint_id"))

    op.drop_table("ombudsman_case")
    with op.batch_alter_table("complaint_route", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_route_complaint_id"))

    op.drop_table("complaint_route")
    with op.batch_alter_table("complaint_referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_referral_complaint_id"))

    op.drop_table("complaint_referral")
    with op.batch_alter_table("complaint_promise", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_promise_complaint_id_kept_on")

    op.drop_table("complaint_promise")
    with op.batch_alter_table("complaint_named", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_named_person_id"))

    op.drop_table("complaint_named")
    with op.batch_alter_table("complaint_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_letter_complaint_id"))

    op.drop_table("complaint_letter")
    op.drop_table("complaint_joint_body")
    with op.batch_alter_table("complaint_hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_hold_complaint_id"))

    op.drop_table("complaint_hold")
    with op.batch_alter_table("complaint_authority", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_authority_complaint_id"))

    op.drop_table("complaint_authority")
    op.drop_table("complaint_answer")
    with op.batch_alter_table("complaint_agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_agreement_complaint_id"))

    op.drop_table("complaint_agreement")
    with op.batch_alter_table("complaint_access", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_access_person_id"))

    op.drop_table("complaint_access")
    with op.batch_alter_table("compliment", schema=None) as batch_op:
        batch_op.drop_index("ix_compliment_organisation_id_received_on")

    op.drop_table("compliment")
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_complaint_concern_reference",
            sqlite_where=sa.text("concern_reference IS NOT NULL"),
            postgresql_where=sa.text("concern_reference IS NOT NULL"),
        )
        batch_op.drop_index("ix_complaint_organisation_id_status_next_on")
        batch_op.drop_index("ix_complaint_organisation_id_received_on")
        batch_op.drop_index("ix_complaint_organisation_id_closed_on")
        batch_op.drop_index("ix_complaint_organisation_id_adult_reference")
        batch_op.drop_index("ix_complaint_officer_id_status")

    op.drop_table("complaint")
    op.drop_table("reference_count")
    with op.batch_alter_table("complaint_term", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_complaint_term_shared",
            sqlite_where=sa.text("organisation_id IS NULL"),
            postgresql_where=sa.text("organisation_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_complaint_term_own",
            sqlite_where=sa.text("organisation_id IS NOT NULL"),
            postgresql_where=sa.text("organisation_id IS NOT NULL"),
        )

    op.drop_table("complaint_term")
    op.drop_table("complaint_setting")
    op.drop_table("closure_day")
