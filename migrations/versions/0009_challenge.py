"""What a peer challenge recommends, each with its finding."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    """Create the room's tables."""
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("priority", sa.String(30), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "\"kind\" IN ('area-for-improvement', 'strength', 'risk', 'good-practice', 'learning')",
            name=op.f("ck_recommendation_kind_word"),
        ),
        sa.CheckConstraint("\"priority\" IN ('low', 'medium', 'high')", name=op.f("ck_recommendation_priority_word")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_recommendation_answer_id_answer")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_recommendation_by_id_person")),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_recommendation_challenge_id_challenge")
        ),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_recommendation_finding_id_finding")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("finding_id", name=op.f("uq_recommendation_finding_id")),
    )
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index("ix_recommendation_challenge_id", ["challenge_id"], unique=False)


def downgrade():
    """Remove them."""
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_index("ix_recommendation_challenge_id")
        batch_op.drop_index(batch_op.f("ix_recommendation_answer_id"))

    op.drop_table("recommendation")
