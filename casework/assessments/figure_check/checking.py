"""Checking a whole paper: its words, its tables, and each against the other and the values held."""

from collections.abc import Iterable
from pathlib import Path

from casework.assessments.figure_check.agreement import find_agreements
from casework.assessments.figure_check.approximate import find_fractions, find_one_in
from casework.assessments.figure_check.claims import Claim, Verdict
from casework.assessments.figure_check.columns import check_columns
from casework.assessments.figure_check.desk import Desk
from casework.assessments.figure_check.grids import grid_of
from casework.assessments.figure_check.held_moves import find_held_moves
from casework.assessments.figure_check.lookup import focus_of, resolve
from casework.assessments.figure_check.mentions import check_rows, find_mentions
from casework.assessments.figure_check.moves import find_moves
from casework.assessments.figure_check.multiples import find_multiples
from casework.assessments.figure_check.openings import find_openings
from casework.assessments.figure_check.papers import Block, Marked, Paragraph, Table, mark, paragraph
from casework.assessments.figure_check.parts import find_parts
from casework.assessments.figure_check.readers import in_context, read_bytes, read_paper, read_text
from casework.assessments.figure_check.series import Held, Series, series_of
from casework.assessments.figure_check.shares import find_of_these, find_shares
from casework.assessments.figure_check.tallies import Tally, find_tallies, tally_of
from casework.assessments.figure_check.totals import check_totals

WORDY_CELL = 6  # words from which a cell is read like a paragraph
EARLIER = 2  # paragraphs before, whose figures may be what a share is of


def check_file(path: Path, *, held: Held | None = None) -> list[Claim]:
    """Every claim of a docx, txt, md, html or csv file, in its order. Raises CannotRead (a RuleBroken)."""
    return check_blocks(read_paper(path), held=held)


def check_bytes(name: str, data: bytes, *, held: Held | None = None) -> list[Claim]:
    """The same of an uploaded file. Raises CannotRead (a RuleBroken)."""
    return check_blocks(read_bytes(name, data), held=held)


def check_text(text: str, *, held: Held | None = None) -> list[Claim]:
    """The same of plain or Markdown text."""
    return check_blocks(in_context(read_text(text)), held=held)


def check_blocks(blocks: Iterable[Block], *, held: Held | None = None) -> list[Claim]:
    """Every claim of a paper's paragraphs and tables, by line."""
    kept = list(blocks)
    tables = [block for block in kept if isinstance(block, Table)]
    own = series_of(tables)
    series = [*own, *(held.series if held else ())]
    tally = tally_of(tables)
    claims: list[Claim] = []
    earlier: list[Marked] = []
    number = -1
    for block in kept:
        if isinstance(block, Table):
            number += 1
            claims += _check_table(block, [one for one in own if one.table == number], series, tally, held)
            continue
        marked = mark(block)
        if any(figure.is_number for figure in marked.figures):
            claims += _check_words(marked, earlier, series, tally, held)
        earlier = [*earlier, marked][-EARLIER:]
    return sorted(claims, key=lambda claim: claim.line)


def _check_table(
    table: Table, rows: list[Series], series: list[Series], tally: Tally, held: Held | None
) -> list[Claim]:
    claims: list[Claim] = []
    grid = grid_of(table)
    if grid is not None:
        claims += check_columns(grid)
        shares = {(claim.line, claim.text) for claim in claims if claim.verdict is Verdict.RIGHT}
        claims += [one for one in check_totals(grid) if not _is_a_share(one, shares)]
    if held is not None:
        claims += check_rows(table, rows, held)
    read = {claim.text.rpartition(": ")[2] for claim in claims}
    for row in table.rows:
        earlier: list[Marked] = []
        for cell in row.cells:
            wordy = len(cell.split()) >= WORDY_CELL or "/" in cell or " of " in cell
            if not wordy or not any(letter.isdigit() for letter in cell) or cell in read:
                continue
            for part in _parts(cell):
                marked = mark(paragraph([(row.line, part)]))
                claims += _check_words(
                    Marked(_under(marked.paragraph, table), marked.figures, marked.text, marked.places),
                    earlier,
                    series,
                    tally,
                    held,
                )
                earlier = [*earlier, marked][-EARLIER:]
    return claims


def _is_a_share(claim: Claim, shares: set[tuple[int, str]]) -> bool:
    """Whether a total of percentages that is no sum is right as a share: 150 of 150 is 100%, whatever the rows say."""
    return claim.verdict is Verdict.WRONG and claim.text.endswith("%") and (claim.line, claim.text) in shares


def _under(words: Paragraph, table: Table) -> Paragraph:
    return Paragraph(words.text, words.lines, table.heading)


def _parts(cell: str) -> list[str]:
    for bullet in "●▪○➢":
        cell = cell.replace(bullet, "•")
    return [part for part in cell.split(" • ") if part.strip()]


def _check_words(
    marked: Marked, earlier: list[Marked], series: list[Series], tally: Tally, held: Held | None
) -> list[Claim]:
    desk = Desk(marked, list(earlier))
    sentences = marked.sentences()
    find_fractions(desk)
    for sentence in sentences:
        find_one_in(desk, sentence)
        if held is not None:
            find_held_moves(desk, sentence, held)
        find_moves(desk, sentence)
        find_multiples(desk, sentence, series)
    focus = focus_of(marked, series)
    for before, sentence in zip([None, *sentences], sentences, strict=False):
        find_parts(desk, sentence, series, focus)
        if before is not None:
            find_of_these(desk, before, sentence)
        find_shares(desk, sentence)
    for sentence in sentences:
        for opening in find_openings(desk, sentence):
            resolve(desk, opening, series, focus)
        find_tallies(desk, sentence, tally)
        find_agreements(desk, sentence, series, held)
        if held is not None:
            find_mentions(desk, sentence, held)
    return sorted(desk.claims, key=lambda claim: claim.span)


def count_of(claims: Iterable[Claim]) -> dict[Verdict, int]:
    """How many claims have each verdict."""
    counts = dict.fromkeys(Verdict, 0)
    for claim in claims:
        counts[claim.verdict] += 1
    return counts
