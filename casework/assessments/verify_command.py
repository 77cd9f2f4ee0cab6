"""The command verify-assessment."""

from pathlib import Path

import click

from casework import ready_app
from casework.kit.rules import RuleBroken


@click.command("verify-assessment")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def verify_assessment(file: Path) -> None:
    """Say whether FILE, an exported self-assessment, is what the director signed.

    FILE is the JSON, Word, PDF or Excel file of the self-assessment, exported from the page or with "casework report
    assessment". The JSON file is checked by its seal, and everything beside it against the signed copy inside; a Word
    file word by word against the signed copy kept here. A PDF or Excel file carries its JSON: that copy is checked,
    and the file is written again from it; only the very same file, byte for byte, is proved, because in one that
    another program has saved something may be laid over the words. Moderated and agreed ratings are no part of what
    was signed. Exit 0: it is. Exit 1: it is not, or it is not proved, with what differs on standard error, or it
    cannot be read.
    """
    from casework.assessments.verifying import judge_file

    with ready_app().app_context():
        judged = judge_file(file.name, file.read_bytes())
        if not judged.is_signed:
            raise RuleBroken("\n".join([f"{file.name}: {judged.sentence}", *judged.differences]))
        click.echo(f"{file.name}: {judged.sentence}")
        if judged.signature is not None:
            click.echo(f"Seal {judged.signature.seal}")
