"""A finding names the recommendation of a peer challenge as its source; every text of a challenge note is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BEFORE = ("answer_id", "complaint_point_id", "audit_finding_id", "return_answer_id", "entered_source")
AFTER = (*BEFORE[:-1], "recommendation_id", BEFORE[-1])


def one_source(columns):
    """Exactly one of the columns holds something."""
    return " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns) + " = 1"


def upgrade():
    """Move the key from the recommendation to its finding, where every other source stands."""
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recommendation_id", sa.Integer(), nullable=True))
        batch_op.drop_constraint(op.f("ck_finding_one_source"), type_="check")
    told = "SELECT recommendation.id FROM recommendation WHERE recommendation.finding_id = finding.id"
    others = ", ".join(f"{column} = NULL" for column in BEFORE)
    op.execute(f"UPDATE finding SET recommendation_id = ({told}), {others} WHERE EXISTS ({told})")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_foreign_key(
            op.f("fk_finding_recommendation_id_recommendation"), "recommendation", ["recommendation_id"], ["id"]
        )
        batch_op.create_index("ix_finding_recommendation_id", ["recommendation_id"], unique=True)
        batch_op.create_check_constraint(op.f("ck_finding_one_source"), one_source(AFTER))
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_recommendation_finding_id"), type_="unique")
        batch_op.drop_constraint(op.f("fk_recommendation_finding_id_finding"), type_="foreignkey")
        batch_op.drop_column("finding_id")
    op.create_table(
        "challenge_note_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_challenge_note_text_by_id_person")),
        sa.ForeignKeyConstraint(
            ["note_id"], ["challenge_note.id"], name=op.f("fk_challenge_note_text_note_id_challenge_note")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_note_text")),
    )
    op.create_index("ix_challenge_note_text_note_id", "challenge_note_text", ["note_id"])


def downgrade():
    """Put the key back on the recommendation; such a finding then says in words where it came from."""
    op.drop_index("ix_challenge_note_text_note_id", table_name="challenge_note_text")
    op.drop_table("challenge_note_text")
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("finding_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_recommendation_finding_id_finding"), "finding", ["finding_id"], ["id"])
        batch_op.create_unique_constraint(op.f("uq_recommendation_finding_id"), ["finding_id"])
    op.execute(
        "UPDATE recommendation SET finding_id ="
        " (SELECT finding.id FROM finding WHERE finding.recommendation_id = recommendation.id)"
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_finding_one_source"), type_="check")
    op.execute("UPDATE finding SET entered_source = source_words WHERE recommendation_id IS NOT NULL")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index("ix_finding_recommendation_id")
        batch_op.drop_constraint(op.f("fk_finding_recommendation_id_recommendation"), type_="foreignkey")
        batch_op.drop_column("recommendation_id")
        batch_op.create_check_constraint(op.f("ck_finding_one_source"), one_source(BEFORE))
