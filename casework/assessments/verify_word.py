"""Whether a Word file is what was signed: that version is written again, and both are compared word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.oxml import parse_xml

from casework.assessments import word_form
from casework.assessments.challenge.printed import MOVED_HEADS
from casework.assessments.models import Assessment
from casework.assessments.papers import write_paper
from casework.assessments.report import whole_form
from casework.assessments.verify_json import NOT_OURS, Judged, find_signature, not_signed, signed_words, trouble_of
from casework.kit import clock
from casework.kit.rules import RuleBroken

SEAL = re.compile(r"\b[0-9a-f]{64}\b")
MADE = "Figures as at "  # how the line of a report begins that says when it was made: another at each making
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OTHER_PARTS = re.compile(r"^/word/(?:header|footer|footnotes|endnotes)\d*\.xml$")
PAGES = re.compile(r"page \d* ?of ?\d*$")
PICTURES = ("}drawing", "}pict", "}object")
MARKED, SHADED, PICTURE = " [marked]", "[coloured] ", " [a picture]"


def judge_word(data: bytes, organisation_id: int | None) -> Judged:
    """Find the seal the file names, write that version again, and compare both word by word.

    Both Word files are known: the official form, and the report. Ratings set beside ours since the file was made are
    left out of what it is compared with; those that stand in it are compared too.
    """
    try:
        document = Document(BytesIO(data))
    except (BadZipFile, KeyError, ValueError, OSError) as unread:
        raise RuleBroken("The file is not a Word file that can be read. Choose another", "file") from unread
    words = list(_words_in(document))
    found = (find_signature(seal, organisation_id) for line in words for seal in SEAL.findall(line))
    signature = next((one for one in found if one is not None), None)
    if signature is None:
        return Judged(False, NOT_OURS)
    trouble = trouble_of(signature)
    if trouble:
        return Judged(False, f"The file carries the seal, but {trouble}", signature=signature)
    is_report = any(line.startswith(MADE) for line in words)
    wanted = list(_words_in(Document(BytesIO(_again(signature.assessment, _moved_in(document), is_report)))))
    if is_report:
        words, wanted = ([line for line in lines if not line.startswith(MADE)] for lines in (words, wanted))
    if words == wanted:
        return Judged(True, signed_words(signature), signature=signature)
    return not_signed(signature, list(other_lines(words, wanted)))


def _again(assessment: Assessment, moved: int, is_report: bool) -> bytes:
    if not is_report:
        return word_form.write(assessment, moved=moved)
    made = {"generated_at": clock.now().isoformat(), "parameters": {}}
    return write_paper(assessment, made | whole_form(assessment, moved=moved), "docx")


def _moved_in(document: Any) -> int:
    """How many ratings set beside ours the file tells of."""
    tables = [table for table in document.tables if tuple(cell.text for cell in table.rows[0].cells) == MOVED_HEADS]
    return sum(len(table.rows) - 1 for table in tables)


def _words_in(document: Any) -> Iterator[str]:
    """Every paragraph in order, without spacing: of the text and its tables, of heads and feet, and of notes.

    What is marked with a colour says so, because the form gives its ratings so; what is hidden is not there; a picture
    or a drawing is named, because none is ever written. Page numbers are left out: every program counts its own.
    """
    for root in _roots(document):
        for paragraph in root.iter(f"{WORD}p"):
            if words := " ".join(_words_of(paragraph).split()):
                yield PAGES.sub("page", words)


def _roots(document: Any) -> Iterator[Any]:
    """The text first, then its other parts by name; a part that stands in several sections is read once."""
    yield document.element.body
    parts = {part.partname: part for part in document.part.package.iter_parts() if OTHER_PARTS.search(part.partname)}
    for _name, part in sorted(parts.items()):
        yield parse_xml(part.blob)


def _words_of(paragraph: Any) -> str:
    words = [SHADED] if _is_first(paragraph) and _is_coloured(paragraph.getparent()) else []
    for run in paragraph.iter(f"{WORD}r"):
        about = run.find(f"{WORD}rPr")
        if about is not None and _is_on(about.find(f"{WORD}vanish")):
            continue
        text = "".join(node.text or "" for node in run if node.tag == f"{WORD}t")
        pictured = any(node.tag.endswith(PICTURES) for node in run.iter())
        light = about.find(f"{WORD}highlight") if about is not None else None
        marked = text.strip() and light is not None and light.get(f"{WORD}val") != "none"
        words.append(f"{text}{MARKED if marked else ''}{PICTURE if pictured else ''}")
    return "".join(words)


def _is_first(paragraph: Any) -> bool:
    """Whether it is the first paragraph of a cell."""
    cell = paragraph.getparent()
    return cell is not None and cell.tag == f"{WORD}tc" and cell.find(f"{WORD}p") is paragraph


def _is_coloured(cell: Any) -> bool:
    """Whether the cell is filled with the colour of a chosen rating."""
    fill = cell.find(f"{WORD}tcPr/{WORD}shd")
    return fill is not None and str(fill.get(f"{WORD}fill")).upper() == word_form.CHOSEN


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(f"{WORD}val") not in ("0", "false", "off")


def other_lines(words: list[str], wanted: list[str]) -> Iterator[str]:
    """What a file says and what it should: "“4 Outstanding”, signed as “2 Adequate”"."""
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, wanted, words, autojunk=False).get_opcodes():
        if kind != "equal":
            signed, given = " / ".join(wanted[a1:a2]) or "nothing", " / ".join(words[b1:b2]) or "nothing"
            yield f"“{given[:200]}”, signed as “{signed[:200]}”"
