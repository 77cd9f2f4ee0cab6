"""The command verify-assessment."""

from pathlib import Path

import click

from casework.assessments.figure_check.command import ready_app
from casework.kit.rules import RuleBroken


@click.command("verify-assessment")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def verify_assessment(file: Path) -> None:
    """Say whether FILE, an exported self-assessment, is what the director signed.

    FILE is the JSON file or the Word file of the self-assessment, exported from the page or with "casework report
    assessment". The JSON file is checked by its seal and everything beside it against the signed copy inside; the
    Word file word by word against the signed copy kept here. Moderated and agreed ratings are no part of what was
    signed. Exit 0: it is. Exit 1: it is not, with what differs on standard error, or it cannot be read.
    """
    from casework.assessments.verifying import judge_file

    with ready_app().app_context():
        judged = judge_file(file.name, file.read_bytes())
        if not judged.is_signed:
            raise RuleBroken("\n".join([f"{file.name}: {judged.sentence}", *judged.differences]))
        click.echo(f"{file.name}: {judged.sentence}")
        if judged.signature is not None:
            click.echo(f"Seal {judged.signature.seal}")
