"""A report as a Word document that can be edited: headings, lists and tables are Word's own."""

from io import BytesIO
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from casework.kit.documents import report as r
from casework.kit.documents.pictures import alternative, png_of
from casework.kit.documents.word import bookmark, link_xml, new_document, runs_xml, turn_page
from casework.kit.documents.word_tables import BOLD, add_table, cell_xml


def write(report: r.Report) -> bytes:
    """The whole report."""
    running = ". ".join(words for words in (report.subtitle, report.notice) if words)
    document = new_document(title=report.title, made_at=report.generated_at, running_words=running)
    document.add_paragraph(r.printable(report.title), style="Heading 1")
    document.add_paragraph(r.printable(report.subtitle), style="Subtitle")
    document.add_paragraph(report.as_at)
    if report.notice:
        _paragraph(document, runs_xml(report.notice, look=BOLD))
    if report.has_contents:
        _contents(document, report)
    numbers = report.numbers()
    for at, (heading, section) in enumerate(report.numbered(), start=1):
        turn_page(document, landscape=section.landscape)
        bookmark(document.add_paragraph(r.printable(heading), style="Heading 2"), f"part{at}", at)
        for block in section.blocks:
            _block(document, report, block, numbers)
    paper = BytesIO()
    document.save(paper)
    return paper.getvalue()


def _contents(document: Any, report: r.Report) -> None:
    document.add_paragraph("Contents", style="Heading 2")
    for at, (heading, _) in enumerate(report.numbered(), start=1):
        _paragraph(document, link_xml(document, heading, anchor=f"part{at}"))


def _paragraph(document: Any, inside: str, style: str | None = None) -> None:
    paragraph = document.add_paragraph(style=style)
    for element in parse_xml(f"<w:p {nsdecls('w', 'r')}>{inside}</w:p>"):
        paragraph._p.append(element)


def _block(document: Any, report: r.Report, block: r.Block, numbers: r.Numbers) -> None:
    match block:
        case r.Paragraph(words):
            _paragraph(document, runs_xml(words))
        case r.Heading(words):
            document.add_paragraph(r.printable(words), style="Heading 3")
        case r.Note(words):
            _paragraph(document, runs_xml(words, look="<w:i/>"))
        case r.Bullets(items):
            for item in items:
                _paragraph(document, runs_xml(item), style="List Bullet")
        case r.KeyFigures(items=items):
            for one in items:
                note = f", {one.note}" if one.note else ""
                figure = cell_xml(document, report, one.cell, BOLD)
                _paragraph(document, f"{runs_xml(f'{one.label}: ')}{figure}{runs_xml(note)}", style="List Bullet")
        case r.Table():
            _table(document, report, block, numbers.next())
        case r.ChartBlock(chart):
            _chart(document, chart)


def _chart(document: Any, chart: r.Chart) -> None:
    """The title, what it shows and where, the picture with its text alternative, the source."""
    document.add_paragraph(r.printable(chart.title), style="Caption")
    document.add_paragraph(r.printable(chart.subtitle)).paragraph_format.keep_with_next = True
    picture = document.add_picture(BytesIO(png_of(chart)), width=Cm(15))
    about = picture._inline.docPr
    about.set("descr", r.printable(alternative(chart)))
    about.set("title", r.printable(chart.title))
    if chart.source:
        document.add_paragraph(r.printable(chart.source), style="Table Note")


def _table(document: Any, report: r.Report, table: r.Table, number: int) -> None:
    document.add_paragraph(r.printable(f"Table {number}: {table.caption}"), style="Caption")
    if table.rows:
        add_table(document, report, table)
    else:
        document.add_paragraph(r.printable(table.empty))
    document.add_paragraph(r.printable(table.note), style="Table Note")
