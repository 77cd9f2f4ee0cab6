"""Reading a workbook that came back: what changed since it was made, what meets something newer, what cannot be.

A line counts as changed when it differs from what stood in the file when it was made. Everything else stays as it is
in Casework, also where it has been changed there since.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook

from casework.accounts.models import Person
from casework.assessments import queries
from casework.assessments.models import Answer, Assessment
from casework.assessments.outline import Scale
from casework.assessments.rules import Draft
from casework.assessments.workbook import HEADS, SEAL_SHEET, SHEET, Seal, list_lines, read_seal
from casework.assessments.workbook_lines import CUT, Filled, Line, draft_of, lines_of
from casework.kit.tables import Problem, TableRefused, cell_text
from casework.kit.text import cannot_keep, clean_text
from casework.kit.workbooks import check_unpacks

KEY, RATING, TITLE, ANSWER = HEADS[0], HEADS[4], HEADS[5], HEADS[6]
NO_SEAL = f'the sheet "{SEAL_SHEET}" is not as it was. Make a new workbook and fill that in'
OTHER_FORM = "this workbook is of another self-assessment"
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Change:
    """An answer that the file changes: from what stands in Casework to what the file says."""

    answer: Answer
    version: int  # that the file was made from, or the present one where only what is not in the file has moved
    now: Draft
    draft: Draft

    @property
    def meets_newer(self) -> bool:
        """Whether the answer was changed in Casework since the file was made."""
        return self.version != self.answer.version


@dataclass
class Plan:
    """What a workbook would do."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    missing: int = 0  # lines that are no longer in the file


def read(data: IO[bytes], name: str, *, assessment: Assessment, by: Person) -> Plan:
    """What the workbook would do for this person. Raises TableRefused with every row that cannot be taken."""
    rows, seal = _open(data, name, assessment)
    mine = {line.key for line in list_lines(assessment, by)}
    lines = {line.key: line for line in _every_line(assessment, by, seal)}
    given, problems = _read_rows(rows, name, lines, mine, seal)
    if problems:
        raise TableRefused(problems)
    plan = Plan(missing=len(set(seal.lines) & mine - set(given)))
    groups: dict[str, list[Line]] = {}
    for line in lines.values():
        groups.setdefault(line.answer.node_id, []).append(line)
    for group in groups.values():
        if group[0].key not in mine:
            continue
        changed = {
            line.key: given[line.key]
            for line in group
            if line.key in given and given[line.key].checksum != seal.lines[line.key][1]
        }
        if changed:
            _plan(plan, group, changed, given, seal, by)
        else:
            plan.same += 1
    return plan


def _every_line(assessment: Assessment, by: Person, seal: Seal) -> list[Line]:
    """Every line of the form, with at least as many lines of enquiry as the workbook has."""
    counts: dict[str, int] = {}
    for key in seal.lines:
        node_id, _, part = key.partition("#")
        if part.isdecimal():
            counts[node_id] = max(counts.get(node_id, 0), int(part))
    answers = queries.list_answers(assessment)
    return [line for one in answers for line in lines_of(one, by, at_least=counts.get(one.node_id, 0))]


def _plan(
    plan: Plan,
    group: Sequence[Line],
    changed: Mapping[str, Filled],
    given: Mapping[str, Filled],
    seal: Seal,
    by: Person,
) -> None:
    answer = group[0].answer
    moved = any(line.key in seal.lines and line.printed.checksum != seal.lines[line.key][1] for line in group)
    # Met by something newer, the file speaks as a whole: both versions are shown side by side.
    said = {line.key: given[line.key] for line in group if line.key in given} if moved else changed
    now, draft = draft_of(answer, group, {}, by), draft_of(answer, group, said, by)
    if draft == now:
        plan.same += 1
        return
    version = seal.lines[next(iter(changed))][0] if moved else answer.version
    plan.changes.append(Change(answer, version, now, draft))


def _open(data: IO[bytes], name: str, assessment: Assessment) -> tuple[list[list[Any]], Seal]:
    try:
        check_unpacks(data)
        data.seek(0)
        book = CalamineWorkbook.from_filelike(data)
        if not {SHEET, SEAL_SHEET} <= set(book.sheet_names):
            what = f'has no sheet "{SHEET}" and "{SEAL_SHEET}". Choose the workbook that was made here'
            raise TableRefused([Problem(name, 0, None, what)])
        rows = book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
        sealed = book.get_sheet_by_name(SEAL_SHEET).to_python(skip_empty_area=False)
    except (BadZipFile, CalamineError):
        raise TableRefused([Problem(name, 0, None, "is not a spreadsheet that can be read")]) from None
    except ValueError as trouble:
        raise TableRefused([Problem(name, 0, None, str(trouble))]) from None
    seal = read_seal([str(row[0]).strip() for row in sealed[1:] if row])
    if seal is None:
        raise TableRefused([Problem(name, 0, None, NO_SEAL)])
    if seal.assessment_id != assessment.id:
        raise TableRefused([Problem(name, 0, None, OTHER_FORM)])
    return rows, seal


def _read_rows(
    rows: list[list[Any]], name: str, lines: Mapping[str, Line], mine: Collection[str], seal: Seal
) -> tuple[dict[str, Filled], list[Problem]]:
    heads = [cell_text(cell).strip() for cell in rows[0]] if rows else []
    absent = [head for head in (KEY, RATING, TITLE, ANSWER) if head not in heads]
    if absent:
        return {}, [Problem(name, 1, head, "is missing from the header") for head in absent]
    at = {head: heads.index(head) for head in (KEY, RATING, TITLE, ANSWER)}
    given: dict[str, Filled] = {}
    problems: list[Problem] = []
    for number, cells in enumerate(rows[1 : MOST_ROWS + 1], start=2):
        texts = {head: clean_text(cell_text(cells[place])) if place < len(cells) else "" for head, place in at.items()}
        key = texts[KEY]
        if not any(texts.values()):
            continue
        if key in given:
            problems.append(Problem(name, number, KEY, f'"{key}" stands in the file twice'))
        elif key not in seal.lines:
            problems.append(
                Problem(name, number, KEY, f'"{key}" is not a line of this workbook' if key else "is blank")
            )
        elif key not in lines:
            problems.append(Problem(name, number, KEY, f'"{key}" is no longer asked. Make a new workbook'))
        else:
            given[key] = _read_line(name, number, texts, lines[key], problems)
            if key not in mine and given[key].checksum != seal.lines[key][1]:
                problems.append(Problem(name, number, KEY, f'"{key}" is not with you to write now. Leave it as it was'))
    return given, problems


def _read_line(name: str, number: int, texts: Mapping[str, str], line: Line, problems: list[Problem]) -> Filled:
    def refuse(column: str, sentence: str) -> None:
        problems.append(Problem(name, number, column, sentence))

    rating = None
    if line.scale is not None:
        try:
            rating = _rating(texts[RATING], line.scale)
        except ValueError as problem:
            refuse(RATING, str(problem))
    elif texts[RATING]:
        refuse(RATING, "is not asked here. Leave it blank")
    for column, text, longest, is_asked in (
        (TITLE, texts[TITLE], line.longest_title, bool(line.title_is)),
        (ANSWER, texts[ANSWER], line.longest_text, line.has_text),
    ):
        if text and not is_asked:
            refuse(column, "is not asked here. Leave it blank")
        elif len(text) > longest and not text.endswith(CUT):
            refuse(column, f"must be {longest:,} characters or less")
        elif cannot_keep(text):
            refuse(column, "holds a character that cannot be kept")
    return Filled(rating, texts[TITLE], CUT if texts[ANSWER].endswith(CUT) else texts[ANSWER])


def _rating(text: str, scale: Scale) -> int | None:
    """The level that a cell names, by its number, its word or both; None for an empty cell. ValueError with words."""
    if not text:
        return None
    plain = " ".join(text.lower().split())
    for step in scale.steps:
        if plain in (step.words.lower(), step.word.lower(), step.key.lower()):
            return step.number
    raise ValueError(f'"{text[:60]}" is not one of {", ".join(step.words for step in scale.steps)}')
