"""The list of the trail's events is closed in code alone: a new event must never rebuild an append-only table again."""

import importlib.util
from pathlib import Path

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

CHECK = "ck_trail_entry_event_word"


def upgrade():
    """Let the trail take events that are newer than the table; its triggers are put back where it was rebuilt."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(CHECK), "trail_entry", type_="check")
        return
    with op.batch_alter_table("trail_entry") as batch_op:
        batch_op.drop_constraint(op.f(CHECK), type_="check")
    for statement in _triggers():
        op.execute(statement)


def downgrade():
    """Nothing: a trail with newer events could not take the list back."""


def _triggers():
    """The triggers of the revision that made the table, so that they are written once."""
    path = Path(__file__).with_name("0001_trail.py")
    spec = importlib.util.spec_from_file_location("trail_0001", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.TRIGGERS["sqlite"]
