"""Tables for Word, written as XML in one go: the library's own cells take minutes for a thousand rows."""

from typing import Any
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from casework.kit.documents.cells import Cell, Marked, Missing
from casework.kit.documents.report import Group, Report, Row, Table, link_of, printable
from casework.kit.documents.word import GREY, link_xml, room_of, runs_xml

GLYPHS = {
    **{"square": "■", "triangle": "▲", "down": "▼", "disc": "●", "diamond": "◆", "ring": "○", "star": "★"},
    **{"dash": "–", "arrow-up": "↑", "arrow-down": "↓", "level": "↔"},
}
INKS = {"red": "CA3535", "amber": "C56E00", "green": "0F7A52", "blue": "1D70B8", "grey": GREY, "black": "0B0C0C"}
BOLD = "<w:b/>"
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="EEEFEF"/>'
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B1B4B6"/>' for side in ("top", "bottom", "insideH")
)


def add_table(document: Any, report: Report, table: Table) -> None:
    """Add the table at the end; its heads repeat on every page and no row is cut in two."""
    widths = _widths(table, room_of(document))
    rows = [_heads(table, widths)]
    for one in table.rows:
        rows.append(_group(one, widths) if isinstance(one, Group) else _row(document, report, table, one, widths))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    caption = quoteattr(printable(table.caption)[:250])
    xml = (
        f'<w:tbl {nsdecls("w", "r")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/><w:tblCaption w:val={caption}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(xml))  # before the last section's properties


def _widths(table: Table, room: int) -> list[int]:
    shares = [column.width for column in table.columns]
    return [int(room * share / sum(shares)) for share in shares]


def _tc(inside: str, width: int, *, right: bool = False, shade: bool = False, span: int = 1, keep: bool = False) -> str:
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += SHADE if shade else ""
    kept = "<w:keepNext/>" if keep else ""
    side = '<w:jc w:val="right"/>' if right else ""
    return (
        f'<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:pPr><w:pStyle w:val="TableText"/>{kept}{side}</w:pPr>'
        f"{inside}</w:p></w:tc>"
    )


def _heads(table: Table, widths: list[int]) -> str:
    cells = (
        _tc(runs_xml(column.heading, look=BOLD), width, right=column.figures, shade=True, keep=True)
        for column, width in zip(table.columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _group(group: Group, widths: list[int]) -> str:
    inside = _tc(runs_xml(group.words, look=BOLD), sum(widths), span=len(widths), keep=True)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{inside}</w:tr>"


def _row(document: Any, report: Report, table: Table, row: Row, widths: list[int]) -> str:
    look = BOLD if row.is_total else ""
    cells = (
        _tc(cell_xml(document, report, one, look), width, right=column.figures)
        for one, column, width in zip(row.cells, table.columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def cell_xml(document: Any, report: Report, one: Cell, look: str = "") -> str:
    """A cell's words as runs: a judgement with its shape, a missing figure in grey, a link where it leads somewhere."""
    if isinstance(one, Marked):
        ink = f'{look}<w:color w:val="{INKS.get(one.colour, INKS["black"])}"/>'
        return runs_xml(f"{GLYPHS[one.shape]}\u00a0", look=ink) + runs_xml(one.words, look=look)
    if isinstance(one, Missing):
        return runs_xml(one.words, look=f'{look}<w:color w:val="{GREY}"/>')
    address = link_of(report, one)
    return link_xml(document, one.words, address=address, look=look) if address else runs_xml(one.words, look=look)
