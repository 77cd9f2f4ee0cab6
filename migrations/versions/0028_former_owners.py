"""Who worked on an action before it was given to somebody else: the database keeps them off its sign-offs."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

WORKED = "SELECT 1 FROM former_owner WHERE action_id = NEW.action_id AND person_id = NEW.signed_by_id"
SENTENCE = "whoever worked on an action never signs it off"
# Whoever rebuilds sign_off on SQLite must put its trigger back: it goes with the table.
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER sign_off_not_a_former_owner BEFORE INSERT ON sign_off WHEN EXISTS ({WORKED}) "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION sign_off_not_a_former_owner() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF EXISTS ({WORKED}) THEN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'; "
        "END IF; RETURN NEW; END $$",
        "CREATE TRIGGER sign_off_not_a_former_owner BEFORE INSERT ON sign_off "
        "FOR EACH ROW EXECUTE FUNCTION sign_off_not_a_former_owner()",
    ],
}


def upgrade():
    """Remember former owners; who gave an action away before this is not known and stays so."""
    op.create_table(
        "former_owner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_former_owner_action_id_action")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_former_owner_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_owner")),
        sa.UniqueConstraint("action_id", "person_id", name=op.f("uq_former_owner_action_id_person_id")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade():
    """Forget them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER sign_off_not_a_former_owner ON sign_off")
        op.execute("DROP FUNCTION sign_off_not_a_former_owner()")
    else:
        op.execute("DROP TRIGGER sign_off_not_a_former_owner")
    op.drop_table("former_owner")
