"""The command work-out."""

import click

from casework import ready_app
from casework.extensions import db
from casework.kit import clock, words
from casework.measures import computing


@click.command("work-out")
@click.option("--all", "every", is_flag=True, help="also what was worked out today already")
def work_out(every: bool) -> None:
    """Work out the measures that come from our own records, once a day: safe to run every few minutes."""
    with ready_app().app_context():
        for council, touched in computing.recompute_due(today=clock.today(), every=every):
            click.echo(f"{council.name}: {words.plural(touched, 'figure')} changed")
        db.session.commit()
