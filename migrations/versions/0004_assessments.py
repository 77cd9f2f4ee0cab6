"""Templates, assessments, answers, evidence and signatures."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    """Create the room's tables."""
    op.create_table(
        "assessment_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(checksum) = 64", name=op.f("ck_assessment_template_checksum_length")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_assessment_template_version_from_1")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_template")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_assessment_template_code_version")),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("template_code", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(30), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "\"status\" IN ('draft', 'consultation', 'senior-review', 'signed', 'revised', 'challenge', 'closed')",
            name=op.f("ck_assessment_status_word"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_assessment_number_from_1")),
        sa.ForeignKeyConstraint(["follows_id"], ["assessment.id"], name=op.f("fk_assessment_follows_id_assessment")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_assessment_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["started_by_id"], ["person.id"], name=op.f("fk_assessment_started_by_id_person")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["assessment_template.id"], name=op.f("fk_assessment_template_id_assessment_template")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint(
            "organisation_id",
            "template_code",
            "period",
            "number",
            name=op.f("uq_assessment_organisation_id_template_code_period_number"),
        ),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_follows_id"), ["follows_id"], unique=False)
        batch_op.create_index("ix_assessment_organisation_id_status", ["organisation_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_template_id"), ["template_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("owner", sa.String(length=120), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "\"kind\" IN ('people', 'staff', 'partners', 'processes', 'outcomes')", name=op.f("ck_evidence_kind_word")
        ),
        sa.CheckConstraint(
            "expires_on IS NULL OR received_on IS NULL OR expires_on >= received_on", name=op.f("ck_evidence_in_order")
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_evidence_added_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_evidence_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_expires_on"), ["expires_on"], unique=False)
        batch_op.create_index("ix_evidence_organisation_id_title", ["organisation_id", "title"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("suggested_rating", sa.Integer(), nullable=True),
        sa.Column("rating_reason", sa.Text(), nullable=True),
        sa.Column("fields", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sitting", sa.String(length=32), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 9", name=op.f("ck_answer_rating_on_a_scale")),
        sa.CheckConstraint("suggested_rating BETWEEN 1 AND 9", name=op.f("ck_answer_suggested_rating_on_a_scale")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_answer_assessment_id_assessment")),
        sa.ForeignKeyConstraint(["carried_from_id"], ["answer.id"], name=op.f("fk_answer_carried_from_id_answer")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_answer_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("assessment_id", "node_id", name=op.f("uq_answer_assessment_id_node_id")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index("ix_answer_carried_from_id", ["carried_from_id"], unique=False)

    op.create_table(
        "challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_challenge_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_challenge_opened_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
    )
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.create_index("ix_challenge_assessment_id", ["assessment_id"], unique=False)

    op.create_table(
        "given_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.String(length=60), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("status", sa.String(30), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "\"status\" IN ('given', 'handed-in', 'sent-back', 'done')", name=op.f("ck_given_section_status_word")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_given_section_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_given_section_given_by_id_person")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_given_section_to_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_section")),
        sa.UniqueConstraint(
            "assessment_id", "section_id", "to_id", name=op.f("uq_given_section_assessment_id_section_id_to_id")
        ),
    )
    with op.batch_alter_table("given_section", schema=None) as batch_op:
        batch_op.create_index("ix_given_section_to_id_status", ["to_id", "status"], unique=False)

    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("declaration", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name=op.f("ck_signature_content_hash_length")),
        sa.CheckConstraint("length(seal) = 64", name=op.f("ck_signature_seal_length")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_signature_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_signature_signed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("assessment_id", name=op.f("uq_signature_assessment_id")),
    )
    op.create_table(
        "answer_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(30), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind = 'comment' OR asked_id IS NOT NULL", name=op.f("ck_answer_comment_question_is_asked_of_somebody")
        ),
        sa.CheckConstraint(
            "status <> 'answered' OR reply IS NOT NULL", name=op.f("ck_answer_comment_answered_has_a_reply")
        ),
        sa.CheckConstraint("\"kind\" IN ('comment', 'question', 'evidence')", name=op.f("ck_answer_comment_kind_word")),
        sa.CheckConstraint("\"status\" IN ('open', 'answered', 'closed')", name=op.f("ck_answer_comment_status_word")),
        sa.CheckConstraint("(reply IS NULL) = (replied_at IS NULL)", name=op.f("ck_answer_comment_reply_has_a_moment")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_answer_comment_answer_id_answer")),
        sa.ForeignKeyConstraint(["asked_id"], ["person.id"], name=op.f("fk_answer_comment_asked_id_person")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_answer_comment_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_comment")),
    )
    with op.batch_alter_table("answer_comment", schema=None) as batch_op:
        batch_op.create_index("ix_answer_comment_answer_id", ["answer_id"], unique=False)
        batch_op.create_index("ix_answer_comment_asked_id_status", ["asked_id", "status"], unique=False)

    op.create_table(
        "answer_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_answer_evidence_answer_id_answer")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_answer_evidence_by_id_person")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_answer_evidence_evidence_id_evidence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_evidence")),
        sa.UniqueConstraint("answer_id", "evidence_id", name=op.f("uq_answer_evidence_answer_id_evidence_id")),
    )
    with op.batch_alter_table("answer_evidence", schema=None) as batch_op:
        batch_op.create_index("ix_answer_evidence_evidence_id", ["evidence_id"], unique=False)

    op.create_table(
        "answer_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("fields", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_taken", sa.Boolean(), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.Column("answer_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_answer_revision_answer_id_answer")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_answer_revision_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_revision")),
    )
    with op.batch_alter_table("answer_revision", schema=None) as batch_op:
        batch_op.create_index("ix_answer_revision_answer_id_by_id", ["answer_id", "by_id"], unique=False)

    op.create_table(
        "challenge_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 9", name=op.f("ck_challenge_note_rating_on_a_scale")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_challenge_note_answer_id_answer")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_challenge_note_by_id_person")),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_challenge_note_challenge_id_challenge")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_note")),
        sa.UniqueConstraint("challenge_id", "answer_id", name=op.f("uq_challenge_note_challenge_id_answer_id")),
    )
    with op.batch_alter_table("challenge_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_challenge_note_answer_id"), ["answer_id"], unique=False)

    op.create_table(
        "challenge_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("replied_by_id", sa.Integer(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(reply IS NULL) = (replied_at IS NULL)", name=op.f("ck_challenge_question_reply_has_a_moment")
        ),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_challenge_question_answer_id_answer")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_challenge_question_by_id_person")),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_challenge_question_challenge_id_challenge")
        ),
        sa.ForeignKeyConstraint(
            ["replied_by_id"], ["person.id"], name=op.f("fk_challenge_question_replied_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_question")),
    )
    with op.batch_alter_table("challenge_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_challenge_question_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index("ix_challenge_question_challenge_id", ["challenge_id"], unique=False)

    op.create_table(
        "challenger",
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_challenger_challenge_id_challenge"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_challenger_person_id_person")),
        sa.PrimaryKeyConstraint("challenge_id", "person_id", name=op.f("pk_challenger")),
    )
    with op.batch_alter_table("challenger", schema=None) as batch_op:
        batch_op.create_index("ix_challenger_person_id", ["person_id"], unique=False)

    op.create_table(
        "rating_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("\"kind\" IN ('moderated', 'agreed')", name=op.f("ck_rating_move_kind_word")),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_rating_move_reason_given")),
        sa.CheckConstraint("rating BETWEEN 1 AND 9", name=op.f("ck_rating_move_rating_on_a_scale")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_rating_move_answer_id_answer")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_rating_move_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_move")),
    )
    with op.batch_alter_table("rating_move", schema=None) as batch_op:
        batch_op.create_index("ix_rating_move_answer_id_kind", ["answer_id", "kind"], unique=False)


def downgrade():
    """Remove them."""
    with op.batch_alter_table("rating_move", schema=None) as batch_op:
        batch_op.drop_index("ix_rating_move_answer_id_kind")

    op.drop_table("rating_move")
    with op.batch_alter_table("challenger", schema=None) as batch_op:
        batch_op.drop_index("ix_challenger_person_id")

    op.drop_table("challenger")
    with op.batch_alter_table("challenge_question", schema=None) as batch_op:
        batch_op.drop_index("ix_challenge_question_challenge_id")
        batch_op.drop_index(batch_op.f("ix_challenge_question_answer_id"))

    op.drop_table("challenge_question")
    with op.batch_alter_table("challenge_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_challenge_note_answer_id"))

    op.drop_table("challenge_note")
    with op.batch_alter_table("answer_revision", schema=None) as batch_op:
        batch_op.drop_index("ix_answer_revision_answer_id_by_id")

    op.drop_table("answer_revision")
    with op.batch_alter_table("answer_evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_answer_evidence_evidence_id")

    op.drop_table("answer_evidence")
    with op.batch_alter_table("answer_comment", schema=None) as batch_op:
        batch_op.drop_index("ix_answer_comment_asked_id_status")
        batch_op.drop_index("ix_answer_comment_answer_id")

    op.drop_table("answer_comment")
    op.drop_table("signature")
    with op.batch_alter_table("given_section", schema=None) as batch_op:
        batch_op.drop_index("ix_given_section_to_id_status")

    op.drop_table("given_section")
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.drop_index("ix_challenge_assessment_id")

    op.drop_table("challenge")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index("ix_answer_carried_from_id")

    op.drop_table("answer")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_organisation_id_title")
        batch_op.drop_index(batch_op.f("ix_evidence_expires_on"))

    op.drop_table("evidence")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_template_id"))
        batch_op.drop_index("ix_assessment_organisation_id_status")
        batch_op.drop_index(batch_op.f("ix_assessment_follows_id"))

    op.drop_table("assessment")
    op.drop_table("assessment_template")
