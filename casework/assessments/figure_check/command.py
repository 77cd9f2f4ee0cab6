"""The command check-figures."""

import json
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from casework import ready_app
from casework.assessments.figure_check.checking import check_blocks, count_of
from casework.assessments.figure_check.claims import Claim, Verdict
from casework.assessments.figure_check.readers import read_paper
from casework.assessments.figure_check.series import Held
from casework.config import CannotStartError
from casework.kit import words
from casework.kit.rules import RuleBroken

WRONG_FIRST = (Verdict.WRONG, Verdict.UNKNOWN, Verdict.RIGHT)
VERDICT_WORDS = {Verdict.RIGHT: "Right", Verdict.WRONG: "Wrong", Verdict.UNKNOWN: "Cannot tell"}


@click.command("check-figures")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "as_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--organisation", metavar="CODE", help="the council whose values held are compared")
def check_figures(file: Path, as_format: str, organisation: str | None) -> None:
    """Check the arithmetic of a paper: FILE is docx, txt, md, html or csv.

    Finds shares such as 9.4% (116/1,238), changes, differences, percentage points, percentages and totals of tables,
    and figures said of a measure; works each out again and lists it as right, wrong (with what it should be) or cannot
    tell. Rounding is decimal, halves up; what is right under usual rounding is never called wrong.

    Lines are those of the file; in a Word document paragraphs and table rows are counted. Figures of measures are
    compared with the values held of the council, where there is a database with exactly one council that has accounts,
    or --organisation names it; without, everything else is checked and a line on standard error says so.

    JSON: {"claims": [{"text", "line", "kind", "verdict" (right, wrong or unknown), "expected", "because"}],
    "compared_with" (the council, or null)}. "expected" is null where it cannot be told.
    """
    blocks = read_paper(file)  # a paper that cannot be read is refused before the database is asked
    held = _held(organisation)
    claims = check_blocks(blocks, held=held)
    if as_format == "json":
        told: dict[str, Any] = {"claims": [claim.as_data() for claim in claims], "compared_with": held and held.council}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for verdict in WRONG_FIRST:
        for claim in claims:
            if claim.verdict is verdict:
                click.echo(_line(file, claim))
    counts = count_of(claims)
    found = ", ".join(f"{words.number(counts[one])} {VERDICT_WORDS[one].lower()}" for one in WRONG_FIRST)
    click.echo(f"{words.plural(len(claims), 'claim')}: {found}" if claims else "No claim was found")


def _line(file: Path, claim: Claim) -> str:
    should_be = f" It should be {claim.expected}." if claim.verdict is Verdict.WRONG and claim.expected else ""
    return f'{file.name}:{claim.line}: {VERDICT_WORDS[claim.verdict]}: "{claim.text}".{should_be} ({claim.because})'


def _held(organisation: str | None) -> Held | None:
    """The values held, or None with a line on standard error that says why they are not compared.

    Raises RuleBroken when the council was named and cannot be found.
    """
    try:
        with ready_app().app_context():
            from casework.assessments.figure_check.held import council_to_check, held_of

            return held_of(council_to_check(organisation))
    except (CannotStartError, DBAPIError) as trouble:
        why = str(trouble).splitlines()[0]
    except RuleBroken as refusal:
        if organisation is not None:
            raise
        why = refusal.sentence
    click.echo(f"The values held were not compared. {why}", err=True)
    return None
