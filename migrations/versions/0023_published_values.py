"""Which figures came from a national file: they are published, and may be shown to every council's people."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

FEWEST = 4  # a year in which so many councils have a figure of a measure came from a national file


def upgrade():
    """Add the column; mark what a national file must have brought."""
    op.add_column("measure_value", sa.Column("is_published", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        sa.text(
            "UPDATE measure_value SET is_published = :yes "
            "WHERE state NOT IN ('provisional', 'due', 'information') "
            "AND period_id IN (SELECT id FROM period WHERE kind = 'year') "
            "AND measure_id IN (SELECT measure.id FROM measure JOIN edition ON edition.id = measure.edition_id "
            "WHERE edition.code LIKE 'ascof%') "
            "AND (measure_id, period_id) IN (SELECT one.measure_id, one.period_id FROM measure_value AS one "
            "JOIN organisation ON organisation.id = one.organisation_id WHERE organisation.kind = 'council' "
            "AND one.breakdown = 'total' AND one.superseded_by_id IS NULL GROUP BY one.measure_id, one.period_id "
            "HAVING count(*) >= :fewest)"
        ).bindparams(yes=True, fewest=FEWEST)
    )


def downgrade():
    """Remove it."""
    op.drop_column("measure_value", "is_published")
