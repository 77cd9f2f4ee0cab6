"""What is due by itself: `casework send` runs every room's steps, each in a transaction of its own.

Safe to run every few minutes and twice at once: a step does only what is still to be done. A step that fails is taken
back, said, and does not stop the others. A room adds a step by a line in STEPS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import click
from flask import current_app

from casework import ready_app
from casework.accounts import tidying
from casework.complaints import services as complaints
from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.measures import computing


@dataclass(frozen=True)
class Step:
    """`run` does what is due on a day and says each thing it did, in a sentence without anybody's name."""

    title: str
    run: Callable[[date], list[str]]


STEPS: tuple[Step, ...] = (
    Step("Concerns that were not settled in time", complaints.move_on),
    Step("Measures that come from our own records", computing.work_out_due),
    Step("What was kept for a while", tidying.tidy),
)


@dataclass(frozen=True)
class Sent:
    """What a run did, and which of its steps failed."""

    done: list[str]
    failed: list[str]


def send(today: date | None = None, *, steps: tuple[Step, ...] = STEPS) -> Sent:
    """Run every step and keep what each did."""
    done, failed = [], []
    for step in steps:
        try:
            said = step.run(today or clock.today())
            db.session.commit()
        except Exception:
            db.session.rollback()
            current_app.logger.exception("casework send: %s", step.title)
            failed.append(f"{step.title}: this could not be done and was taken back. The log says why")
        else:
            done.extend(said)
    return Sent(done, failed)


@click.command("send")
def send_command() -> None:
    """Do what is due. Run it every few minutes; it repeats nothing.

    Concerns not settled in time become complaints; measures that come from our own records are worked out once a day;
    typed forms that nobody came back for are removed.
    Prints a line for each thing it did, or that nothing was due. Exit 1 when a part of it failed; the rest is kept.
    """
    with ready_app().app_context():
        made = send()
    for line in made.done or ([] if made.failed else ["Nothing was due"]):
        click.echo(line)
    if made.failed:
        raise RuleBroken("\n".join(made.failed))
