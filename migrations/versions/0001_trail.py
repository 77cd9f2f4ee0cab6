"""The trail, append-only by trigger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

REFUSE = "SELECT RAISE(ABORT, 'the trail is append-only')"
# PostgreSQL needs a statement trigger too (TRUNCATE fires no row trigger); SQLite a guard before INSERT, because
# INSERT OR REPLACE would otherwise take the place of a row.
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER trail_entry_no_update BEFORE UPDATE ON trail_entry BEGIN {REFUSE}; END",
        f"CREATE TRIGGER trail_entry_no_delete BEFORE DELETE ON trail_entry BEGIN {REFUSE}; END",
        "CREATE TRIGGER trail_entry_no_replace BEFORE INSERT ON trail_entry "
        f"WHEN EXISTS (SELECT 1 FROM trail_entry WHERE id = NEW.id OR hash = NEW.hash) BEGIN {REFUSE}; END",
    ],
    "postgresql": [
        "CREATE FUNCTION trail_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$",
        "CREATE TRIGGER trail_entry_no_change BEFORE UPDATE OR DELETE ON trail_entry "
        "FOR EACH ROW EXECUTE FUNCTION trail_append_only()",
        "CREATE TRIGGER trail_entry_no_truncate BEFORE TRUNCATE ON trail_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION trail_append_only()",
    ],
}


def upgrade():
    """Create the room's tables."""
    op.create_table(
        "trail_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("subject_kind", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=60), nullable=True),
        sa.Column("origin", sa.String(length=60), nullable=False),
        sa.Column("actor_words", sa.String(length=200), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("changes", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "\"event\" IN ('person:added', 'person:disabled', 'person:enabled', 'person:roles-changed', 'person:signed-in', 'person:signed-out', 'person:password-changed', 'person:session-ended', 'sign-in:refused', 'access:refused', 'access:restricted-viewed', 'organisation:added', 'organisation:changed', 'packs:loaded', 'demonstration:loaded', 'file:imported', 'report:made', 'measure:added', 'measure:changed', 'value:recorded', 'value:restated', 'target:set', 'measure:rated', 'measure:rebased', 'data-question:raised', 'data-question:answered', 'assessment:started', 'assessment:given', 'assessment:consulted', 'assessment:reviewed', 'assessment:signed', 'assessment:revised', 'assessment:opened', 'assessment:closed', 'answer:written', 'answer:rated', 'answer:settled', 'answer:confirmed', 'answer:moderated', 'answer:commented', 'comment:closed', 'section:handed-in', 'section:taken-back', 'section:sent-back', 'section:accepted', 'challenge:noted', 'challenge:asked', 'challenge:answered', 'challenge:recommended', 'evidence:added', 'evidence:removed', 'finding:raised', 'finding:linked', 'finding:unlinked', 'finding:changed', 'finding:decided', 'finding:closed', 'action:proposed', 'action:changed', 'action:agreed', 'action:started', 'action:updated', 'action:redated', 'action:submitted', 'action:returned', 'action:signed-off', 'action:reopened', 'action:stopped', 'action:effect-judged', 'plan:started', 'complaint:logged', 'complaint:changed', 'complaint:sorted', 'complaint:acknowledged', 'complaint:assigned', 'complaint:settled', 'complaint:escalated', 'complaint:referred', 'complaint:answered', 'complaint:review-requested', 'complaint:reviewed', 'complaint:closed', 'complaint:reopened', 'complaint:withdrawn', 'complaint:restricted', 'complaint:opened-up', 'point:added', 'point:changed', 'point:decided', 'remedy:added', 'remedy:proved', 'ombudsman:added', 'ombudsman:decided', 'compliment:logged', 'audit:planned', 'audit:changed', 'audit:case-added', 'audit:case-graded', 'audit:case-escalated', 'audit:finding-noted', 'audit:finished', 'return:recorded', 'return:changed', 'return:submitted', 'return:unlocked')",
            name="event_word",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_trail_entry_hash")),
    )
    with op.batch_alter_table("trail_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trail_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_trail_entry_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_trail_entry_event"), ["event"], unique=False)
        batch_op.create_index("ix_trail_entry_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "trail_hidden",
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("subject_kind", "subject_id", name=op.f("pk_trail_hidden")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade():
    """Remove them."""
    op.drop_table("trail_hidden")
    with op.batch_alter_table("trail_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_trail_entry_subject")
        batch_op.drop_index(batch_op.f("ix_trail_entry_event"))
        batch_op.drop_index(batch_op.f("ix_trail_entry_at"))
        batch_op.drop_index(batch_op.f("ix_trail_entry_actor_id"))

    op.drop_table("trail_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION trail_append_only()")
