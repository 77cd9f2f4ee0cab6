"""Files that people add, and the one a piece of evidence may have."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    """Create the table of files and give evidence its file."""
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stored_as", sa.String(32), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("ending", sa.String(10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_not_empty")),
        sa.CheckConstraint("length(stored_as) = 32", name=op.f("ck_stored_file_stored_as_length")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_stored_file_sha256_length")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_stored_file_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_stored_file_stored_as")),
    )
    op.create_index(op.f("ix_stored_file_by_id"), "stored_file", ["by_id"])
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("file_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_evidence_file_id_stored_file"), "stored_file", ["file_id"], ["id"])
        batch_op.create_unique_constraint(op.f("uq_evidence_file_id"), ["file_id"])


def downgrade():
    """Remove them."""
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_evidence_file_id"), type_="unique")
        batch_op.drop_constraint(op.f("fk_evidence_file_id_stored_file"), type_="foreignkey")
        batch_op.drop_column("file_id")

    op.drop_index(op.f("ix_stored_file_by_id"), table_name="stored_file")
    op.drop_table("stored_file")
