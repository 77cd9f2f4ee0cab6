"""The self-assessment as a Word document in the official shape: the form's own order, headings, tables and columns.

Made from the whole form as data (`content`), so it says what the page says, and for a signed version what was signed.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu

from casework.assessments.challenge import printed
from casework.assessments.figures import TREND_ARROWS
from casework.assessments.models import Assessment
from casework.assessments.report import whole_form
from casework.assessments.sign_services import read_content
from casework.kit import clock
from casework.kit.documents.report import printable
from casework.kit.documents.word import new_document
from casework.kit.words import full_moment

CHOSEN, HEAD = "FFF2A8", "EEEFEF"  # fill of the rating that was given, of heads
NARROW, NAME = 0.05, 0.2  # shares of the width: a number to highlight, a label
ANNEX = "Annex: moderated and agreed ratings"
NOT_WRITTEN = "Not written yet"
Data = Mapping[str, Any]


def write(assessment: Assessment, *, moved: int | None = None) -> bytes:
    """The whole document; a signed version carries its version and seal on every page.

    Ratings set beside ours have no place in the official form: they stand behind it, with who set them and why
    (`moved`: only the first so many of them, as when a file was made earlier).
    """
    signature = assessment.signature
    content: Data = signature.frozen["content"] if signature else read_content(assessment).content
    title = f"{assessment.name}, {assessment.organisation.name}"
    seal = f", seal {signature.seal[:12]}" if signature else ", not signed"
    notice = ". Demonstration: every person and case here is invented" if assessment.is_demonstration else ""
    running = f"{title}, version {assessment.number}{seal}{notice}"
    document = new_document(title=title, made_at=clock.now(), running_words=running)
    document.add_paragraph(printable(content["template"]["title"]), style="Heading 1")
    if content.get("result"):
        _say(document, f"{content['result']['words']}. {content['result']['basis']}.")
        _say(document, f"{content['result']['method_words']}.")
    for part in content["parts"]:
        sections = [section for section in content["sections"] if section["part"] == part["id"]]
        if not sections:
            continue
        if len(sections) > 1 or sections[0]["title"] != part["title"]:
            document.add_paragraph(printable(part["title"]), style="Heading 2")
        for section in sections:
            _section(document, content, section, assessment)
    _annex(document, whole_form(assessment, moved=moved))
    paper = BytesIO()
    document.save(paper)
    return paper.getvalue()


def _annex(document: Any, data: Data) -> None:
    ratings = printed.ratings_of(data)
    if not ratings:
        return
    document.add_paragraph(ANNEX, style="Heading 2")
    _say(document, "The form has no place for these. They were set beside our own ratings, which stand as they were.")
    _table(document, printed.SIDE_BY_SIDE, printed.RATING_HEADS, ratings, [3, 1, 1, 1])
    _table(document, printed.WHO_MOVED, printed.MOVED_HEADS, printed.moved_of(data), [2, 1.2, 1.6, 2.4])


def _section(document: Any, content: Data, section: Data, assessment: Assessment) -> None:
    document.add_paragraph(printable(section["title"]), style="Heading 2")
    if section.get("linked_to"):
        _say(document, f"(Linked to {section['linked_to']})")
    if section.get("statement"):
        _say(document, f"“{section['statement']}”")
    if section.get("says"):
        _say(document, section["says"])
    fields = [node for node in section["nodes"] if node["kind"] == "field"]
    if fields:
        _table(document, section["title"], None, [(node["title"], node["text"]) for node in fields], [NAME * 1.6, 1])
    for node in section["nodes"]:
        if node["kind"] == "measure-table":
            _measures(document, section, node)
    ratings = [node for node in section["nodes"] if node["kind"] == "rating"]
    if section.get("asks"):
        _say(document, section["asks"] + ".")
    if ratings:
        _ratings(document, content, section, ratings)
    beside = section.get("beside") or []
    if beside:
        both = [node for key in beside for node in section["nodes"] if node["id"] == key]
        texts = tuple(node["text"] or NOT_WRITTEN for node in both)
        _table(document, section["title"], [node["title"] for node in both], [texts], [1, 1])
    for node in section["nodes"]:
        if node["id"] not in beside:
            _part(document, content, node, assessment)


def _part(document: Any, content: Data, node: Data, assessment: Assessment) -> None:
    """Nodes that stand one under another: strengths, narratives, enquiry, statements, the declaration."""
    kind = node["kind"]
    if kind in ("field", "measure-table", "rating"):
        return
    document.add_paragraph(printable(node["title"]), style="Heading 3")
    if kind == "evidenced":
        evidence = "\n\n".join(_evidence(one) for one in node["evidence"]) or "None"
        _table(document, node["title"], node["columns"], [(node["text"] or NOT_WRITTEN, evidence)], [2, 1])
    elif kind == "lines-of-enquiry":
        for line in node["lines"]:
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.add_run(printable(f"{line['title']}: ")).bold = True
            paragraph.add_run(printable(line["reason"]))
    elif kind == "statement-list":
        words = {step["number"]: step["word"] for step in content["scales"][node["scale"]]}
        heads = node.get("columns") or ["Statement", "Answer", "Words"]
        parts = ("where", "words") if node.get("columns") else ("words",)
        rows = [
            (s["says"], words.get(s.get("step"), "Not answered"), *(s.get(part) or "" for part in parts))
            for s in node["statements"]
        ]
        _table(document, node["title"], heads, rows, [2, 1, *(2 for _ in parts)])
    elif kind == "declaration":
        _declaration(document, node, assessment)
    else:
        _paragraphs(document, node["text"] or NOT_WRITTEN)


def _declaration(document: Any, node: Data, assessment: Assessment) -> None:
    signature = assessment.signature
    _say(document, node["says"])
    name, position = (signature.name, signature.position) if signature else ("", "")
    signed = f"Signed in Casework on {full_moment(signature.signed_at)}. Seal {signature.seal}" if signature else ""
    rows = [("Name", name), ("Position", position), ("Signature", signed or "Not signed yet")]
    _table(document, node["title"], None, rows, [NAME * 1.6, 1])


def _measures(document: Any, section: Data, node: Data) -> None:
    rows = []
    for row in node["rows"]:
        cells = [text for one in row["figures"] for text in (one["printed"], _quartile(one))]
        arrow = TREND_ARROWS.get(row["trend"] or "", "")
        rows.append((row["ref"], row["title"], *cells, f"{arrow} {row['trend_printed']}".strip()))
    years = (len(node["columns"]) - 3) // 2
    _table(document, f"{node['title']}: {section['title']}", node["columns"], rows, [1.2, 2.6] + [1, 1] * years + [1.1])
    for note in node["footnotes"]:
        document.add_paragraph(printable(f"{note['mark']} {note['says']}"), style="Table Note")


def _quartile(figure: Data) -> str:
    return figure["quartile"].capitalize() if figure["quartile"] else "n/a"


def _ratings(document: Any, content: Data, section: Data, ratings: Sequence[Data]) -> None:
    """Theme, a column for each level, commentary: the level that was given is highlighted, and said in words."""
    steps = content["scales"][ratings[0]["scale"]]
    _say(document, ", ".join(f"{step['number']} = {step['word'].lower()}" for step in steps))
    heads = ["Theme", *(str(step["number"]) for step in steps), "Commentary"]
    shares = [NAME] + [NARROW] * len(steps) + [1 - NAME - NARROW * len(steps)]
    table = _new_table(document, f"Ratings: {section['title']}", heads, shares)
    if section.get("evidence_prompt"):
        cells = table.add_row().cells
        cells[0].merge(cells[-1]).text = ""
        _fill(cells[0], f"Evidence: {section['evidence_prompt']}")
    for node in ratings:
        cells = table.add_row().cells
        _fill(cells[0], node["title"], bold=True)
        given = next((step for step in steps if step["number"] == node["rating"]), None)
        for cell, step in zip(cells[1:-1], steps, strict=True):
            _fill(cell, str(step["number"]), chosen=step is given)
        _fill(cells[-1], f"Rating: {given['number']} {given['word']}" if given else "Not rated yet", bold=True)
        for one in node.get("categories") or ():
            _add(cells[-1], f"{one['words']}: {one['score'] or 'not scored'}")
        if node.get("opens_with"):
            _add(cells[-1], f"{node['opens_with']}:")
        for paragraph in (node["text"] or NOT_WRITTEN).split("\n\n"):
            _add(cells[-1], paragraph)
        if node["evidence"]:
            _add(cells[-1], "Evidence: " + "; ".join(_evidence(one) for one in node["evidence"]))


def _evidence(one: Data) -> str:
    return f"{one['title']} ({one['about']})"


# --- tables ---


def _table(
    document: Any, caption: str, heads: Sequence[str] | None, rows: Sequence[Sequence[str]], shares: Sequence[float]
) -> None:
    """A table of plain words; without heads its first column names the rows."""
    table = _new_table(document, caption, heads, shares)
    for row in rows:
        for place, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            first, *others = str(text or "").split("\n\n")
            _fill(cell, first, bold=heads is None and place == 0)
            for other in others:
                _add(cell, other)


def _new_table(document: Any, caption: str, heads: Sequence[str] | None, shares: Sequence[float]) -> Any:
    """An empty table with a text alternative and, where it has heads, heads that repeat on every page."""
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    table = document.add_table(rows=1 if heads else 0, cols=len(shares))
    table.style, table.autofit = "Table Grid", False
    name = printable(caption).replace("&", "and").replace('"', "'").replace("<", "")
    table._tbl.tblPr.append(parse_xml(f'<w:tblCaption {nsdecls("w")} w:val="{name[:250]}"/>'))
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Emu(int(room * share / sum(shares)))
    for cell, head in zip(table.rows[0].cells if heads else (), heads or (), strict=True):
        _fill(cell, head, bold=True, fill=HEAD)
    if heads:
        table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    document.add_paragraph(style="Table Note")
    return table


def _fill(cell: Any, text: str, *, bold: bool = False, chosen: bool = False, fill: str = "") -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = "Table Text"
    run = paragraph.add_run(printable(text))
    run.bold = bold or chosen
    if chosen:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    if chosen or fill:
        cell._tc.get_or_add_tcPr().append(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{CHOSEN if chosen else fill}"/>')
        )


def _add(cell: Any, text: str) -> None:
    cell.add_paragraph(printable(text), style="Table Text")


def _say(document: Any, text: str) -> None:
    document.add_paragraph(printable(text))


def _paragraphs(document: Any, text: str) -> None:
    for paragraph in text.split("\n\n"):
        _say(document, paragraph)


def is_chosen(cell: Any) -> bool:
    """Whether a rating cell of the document is the one that was given."""
    shade = cell._tc.find(f".//{qn('w:shd')}")
    return shade is not None and shade.get(qn("w:fill")) == CHOSEN
