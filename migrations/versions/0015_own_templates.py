"""Templates of a council's own: drafts, and published versions that the database itself never lets change."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

REFUSE = "SELECT RAISE(ABORT, 'a published version of a template never changes')"
# Whoever rebuilds assessment_template on SQLite must put its triggers back: they go with the table.
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER assessment_template_no_update BEFORE UPDATE ON assessment_template BEGIN {REFUSE}; END",
        f"CREATE TRIGGER assessment_template_no_delete BEFORE DELETE ON assessment_template BEGIN {REFUSE}; END",
        "CREATE TRIGGER assessment_template_no_replace BEFORE INSERT ON assessment_template WHEN EXISTS "
        "(SELECT 1 FROM assessment_template WHERE id = NEW.id OR (code = NEW.code AND version = NEW.version)) "
        f"BEGIN {REFUSE}; END",
    ],
    "postgresql": [
        "CREATE FUNCTION assessment_template_never_changes() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a published version of a template never changes'; END $$",
        "CREATE TRIGGER assessment_template_no_change BEFORE UPDATE OR DELETE ON assessment_template "
        "FOR EACH ROW EXECUTE FUNCTION assessment_template_never_changes()",
    ],
}


def upgrade():
    """Say whose a template is, keep drafts, and close the table of published versions."""
    with op.batch_alter_table("assessment_template", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("published_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_assessment_template_organisation_id_organisation"), "organisation", ["organisation_id"], ["id"]
        )
        batch_op.create_foreign_key(
            op.f("fk_assessment_template_published_by_id_person"), "person", ["published_by_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_assessment_template_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "template_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("next_version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("based_on", sa.String(length=300), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("next_version >= 1", name=op.f("ck_template_draft_next_version_from_1")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_template_draft_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["started_by_id"], ["person.id"], name=op.f("fk_template_draft_started_by_id_person")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_template_draft_changed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_draft")),
        sa.UniqueConstraint("code", name=op.f("uq_template_draft_code")),
    )
    with op.batch_alter_table("template_draft", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_template_draft_organisation_id"), ["organisation_id"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade():
    """Open it again and forget whose a template is."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER assessment_template_no_change ON assessment_template")
        op.execute("DROP FUNCTION assessment_template_never_changes()")
    else:
        for name in ("no_update", "no_delete", "no_replace"):
            op.execute(f"DROP TRIGGER assessment_template_{name}")
    op.drop_table("template_draft")
    with op.batch_alter_table("assessment_template", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_assessment_template_organisation_id"))
        batch_op.drop_constraint(op.f("fk_assessment_template_published_by_id_person"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_assessment_template_organisation_id_organisation"), type_="foreignkey")
        batch_op.drop_column("published_by_id")
        batch_op.drop_column("organisation_id")
