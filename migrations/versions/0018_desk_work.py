"""Notes, links, chasers, extensions, deputies, broken glass, the ombudsman's lists, and how a council counts."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade():
    """Add the tables and columns."""
    op.create_table(
        "ombudsman_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_ombudsman_list_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["taken_by_id"], ["person.id"], name=op.f("fk_ombudsman_list_taken_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ombudsman_list")),
        sa.UniqueConstraint("organisation_id", "year", name=op.f("uq_ombudsman_list_organisation_id_year")),
    )
    op.create_table(
        "signing_deputy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_signing_deputy_in_order")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_signing_deputy_given_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_signing_deputy_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signing_deputy_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_deputy")),
    )
    with op.batch_alter_table("signing_deputy", schema=None) as batch_op:
        batch_op.create_index(
            "ix_signing_deputy_organisation_id_until_on", ["organisation_id", "until_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_signing_deputy_person_id"), ["person_id"], unique=False)

    op.create_table(
        "complaint_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_complaint_extension_days_above_nought")),
        sa.CheckConstraint("stage IN (1, 2)", name=op.f("ck_complaint_extension_stage_of_the_code")),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_extension_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_complaint_extension_noted_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_extension")),
        sa.UniqueConstraint("complaint_id", "stage", name=op.f("uq_complaint_extension_complaint_id_stage")),
    )
    op.create_table(
        "complaint_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("linked_by_id", sa.Integer(), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"kind\" IN ('same-matter', 'same-person', 'same-cause')", name=op.f("ck_complaint_link_kind_word")
        ),
        sa.CheckConstraint("complaint_id < other_id", name=op.f("ck_complaint_link_kept_once")),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_link_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["linked_by_id"], ["person.id"], name=op.f("fk_complaint_link_linked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["other_id"], ["complaint.id"], name=op.f("fk_complaint_link_other_id_complaint"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_link")),
        sa.UniqueConstraint("complaint_id", "other_id", name=op.f("uq_complaint_link_complaint_id_other_id")),
    )
    with op.batch_alter_table("complaint_link", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_link_other_id", ["other_id"], unique=False)

    op.create_table(
        "complaint_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_note_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_complaint_note_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_note")),
    )
    with op.batch_alter_table("complaint_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_note_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "complaint_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_opening_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_complaint_opening_opened_by_id_person")),
        sa.ForeignKeyConstraint(["read_by_id"], ["person.id"], name=op.f("fk_complaint_opening_read_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_opening")),
    )
    with op.batch_alter_table("complaint_opening", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_opening_complaint_id_read_at", ["complaint_id", "read_at"], unique=False)

    op.create_table(
        "complaint_chaser",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("chased_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("chased_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["complaint_joint_body.id"],
            name=op.f("fk_complaint_chaser_body_id_complaint_joint_body"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["chased_by_id"], ["person.id"], name=op.f("fk_complaint_chaser_chased_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_chaser")),
    )
    with op.batch_alter_table("complaint_chaser", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_chaser_body_id"), ["body_id"], unique=False)

    op.create_table(
        "ombudsman_list_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("their_reference", sa.String(length=60), nullable=False),
        sa.Column("category", sa.String(length=120), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(30), nullable=True),
        sa.Column("was_remedied_before", sa.Boolean(), nullable=True),
        sa.Column("ombudsman_case_id", sa.Integer(), nullable=True),
        sa.Column("explained", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "\"outcome\" IN ('upheld', 'not-upheld', 'closed-after-enquiries', 'referred-back', 'invalid', 'advice-given')",
            name=op.f("ck_ombudsman_list_row_outcome_word"),
        ),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["ombudsman_list.id"],
            name=op.f("fk_ombudsman_list_row_list_id_ombudsman_list"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ombudsman_case_id"],
            ["ombudsman_case.id"],
            name=op.f("fk_ombudsman_list_row_ombudsman_case_id_ombudsman_case"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ombudsman_list_row")),
        sa.UniqueConstraint("list_id", "their_reference", name=op.f("uq_ombudsman_list_row_list_id_their_reference")),
    )
    with op.batch_alter_table("ombudsman_list_row", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ombudsman_list_row_ombudsman_case_id"), ["ombudsman_case_id"], unique=False
        )

    with op.batch_alter_table("closure_day", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_bank_holiday", sa.Boolean(), nullable=False, server_default=sa.false()))

    op.add_column("complaint", sa.Column("review_acknowledged_on", sa.Date(), nullable=True))

    with op.batch_alter_table("complaint_access", schema=None) as batch_op:
        batch_op.add_column(sa.Column("until", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("complaint_referral", schema=None) as batch_op:
        batch_op.add_column(sa.Column("became", sa.String(30), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_complaint_referral_became_word"),
            "\"became\" IN ('enquiry', 'other-enquiry', 'other-help', 'nothing-more')",
        )
        batch_op.add_column(sa.Column("became_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("became_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_complaint_referral_became_by_id_person"), "person", ["became_by_id"], ["id"]
        )

    with op.batch_alter_table("complaint_setting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tiers", sa.String(length=400), nullable=True))
        batch_op.add_column(sa.Column("is_target_calendar", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(
            sa.Column("is_target_from_acknowledgement", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("compliment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("thanked_by_way", sa.String(30), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_compliment_thanked_by_way_word"),
            "\"thanked_by_way\" IN ('phone', 'email', 'letter', 'web', 'in-person')",
        )
        batch_op.add_column(sa.Column("thanks", sa.Text(), nullable=True))


def downgrade():
    """Remove them."""
    with op.batch_alter_table("compliment", schema=None) as batch_op:
        batch_op.drop_column("thanks")
        batch_op.drop_constraint(op.f("ck_compliment_thanked_by_way_word"), type_="check")
        batch_op.drop_column("thanked_by_way")

    with op.batch_alter_table("complaint_setting", schema=None) as batch_op:
        batch_op.drop_column("is_target_from_acknowledgement")
        batch_op.drop_column("is_target_calendar")
        batch_op.drop_column("tiers")

    with op.batch_alter_table("complaint_referral", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_complaint_referral_became_by_id_person"), type_="foreignkey")
        batch_op.drop_column("became_by_id")
        batch_op.drop_column("became_on")
        batch_op.drop_constraint(op.f("ck_complaint_referral_became_word"), type_="check")
        batch_op.drop_column("became")

    with op.batch_alter_table("complaint_access", schema=None) as batch_op:
        batch_op.drop_column("until")

    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.drop_column("review_acknowledged_on")

    with op.batch_alter_table("closure_day", schema=None) as batch_op:
        batch_op.drop_column("is_bank_holiday")

    with op.batch_alter_table("ombudsman_list_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ombudsman_list_row_ombudsman_case_id"))

    op.drop_table("ombudsman_list_row")
    with op.batch_alter_table("complaint_chaser", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_chaser_body_id"))

    op.drop_table("complaint_chaser")
    with op.batch_alter_table("complaint_opening", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_opening_complaint_id_read_at")

    op.drop_table("complaint_opening")
    with op.batch_alter_table("complaint_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_note_complaint_id"))

    op.drop_table("complaint_note")
    with op.batch_alter_table("complaint_link", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_link_other_id")

    op.drop_table("complaint_link")
    op.drop_table("complaint_extension")
    with op.batch_alter_table("signing_deputy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signing_deputy_person_id"))
        batch_op.drop_index("ix_signing_deputy_organisation_id_until_on")

    op.drop_table("signing_deputy")
    op.drop_table("ombudsman_list")
