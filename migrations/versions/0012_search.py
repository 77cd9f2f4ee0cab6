"""Searching cases by words, and lists that are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# The words come ready made (small Latin letters and digits), so the plainest tokenizer splits them as they are.
SEARCH = {
    "sqlite": [
        "CREATE VIRTUAL TABLE complaint_search USING fts5("
        "open_words, all_words, tokenize = 'ascii', detail = 'column', columnsize = 0)"
    ],
    "postgresql": [
        "CREATE TABLE complaint_search ("
        "complaint_id INTEGER PRIMARY KEY REFERENCES complaint (id) ON DELETE CASCADE, "
        "open_words tsvector NOT NULL, all_words tsvector NOT NULL)",
        "CREATE INDEX ix_complaint_search_open_words ON complaint_search USING gin (open_words)",
        "CREATE INDEX ix_complaint_search_all_words ON complaint_search USING gin (all_words)",
    ],
}


def upgrade():
    """Create the index of words, which `casework db upgrade` fills, and the kept lists."""
    for statement in SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)
    op.create_table(
        "case_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=True),
        sa.Column("tab", sa.String(length=20), nullable=False),
        sa.Column("picked", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=True),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name IS NOT NULL OR is_shared = false", name=op.f("ck_case_list_shared_has_name")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_case_list_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_case_list_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_list")),
        sa.UniqueConstraint("token", name=op.f("uq_case_list_token")),
    )
    with op.batch_alter_table("case_list", schema=None) as batch_op:
        batch_op.create_index("ix_case_list_organisation_id_is_shared", ["organisation_id", "is_shared"], unique=False)
        batch_op.create_index("ix_case_list_owner_id", ["owner_id"], unique=False)


def downgrade():
    """Remove both."""
    with op.batch_alter_table("case_list", schema=None) as batch_op:
        batch_op.drop_index("ix_case_list_owner_id")
        batch_op.drop_index("ix_case_list_organisation_id_is_shared")

    op.drop_table("case_list")
    op.execute("DROP TABLE complaint_search")
