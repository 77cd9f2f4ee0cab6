"""A blank Word document in the look of the house: A4, en-GB, page numbers, nobody's name in its properties."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from casework.kit.documents.report import printable

LONG, SHORT, MARGIN = Cm(29.7), Cm(21), Cm(2)
FONT, BLACK, GREY = "Arial", RGBColor(0x0B, 0x0C, 0x0C), "505A5F"
# Parts of the library's own blank document that say nothing here: a preview picture, old styles, a citation list.
NOT_NEEDED = ("/thumbnail", "/stylesWithEffects", "/customXml")
SIZES = {"Normal": 11, "Heading 1": 20, "Heading 2": 15, "Heading 3": 12, "Subtitle": 12, "Caption": 10.5}


def new_document(*, title: str, made_at: datetime, running_words: str = "") -> Any:
    """An empty document; `running_words` stand at the head of every page, the title and page number at its foot."""
    document = Document(BytesIO(_blank()))
    about = document.core_properties
    about.title, about.language = printable(title)[:255], "en-GB"
    about.author = about.last_modified_by = about.comments = about.keywords = about.subject = ""
    about.created = about.modified = made_at.astimezone(UTC).replace(tzinfo=None)
    section = document.sections[0]
    section.page_width, section.page_height = SHORT, LONG
    section.left_margin = section.right_margin = section.bottom_margin = MARGIN
    section.top_margin = Cm(2.5)
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.text = printable(running_words)
    foot.text = f"{printable(title)}, page "
    for field, between in (("PAGE", " of "), ("NUMPAGES", "")):
        run = '<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t>1</w:t></w:r>'
        foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{field}">{run}</w:fldSimple>'))
        foot.add_run(between)
    for one in (head, foot):
        for run in one.runs:
            run.font.size = Pt(9)
    return document


@lru_cache(maxsize=1)
def _blank() -> bytes:
    """The library's blank document with our styles and language; made once, because its styles are long to read."""
    document = Document()
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith(NOT_NEEDED):
                del part.rels[key]
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.THEME:
            theme = relation.target_part
            theme._blob = re.sub(rb'<a:latin typeface="[^"]*"/>', f'<a:latin typeface="{FONT}"/>'.encode(), theme.blob)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "en-GB")
    for name, size in SIZES.items():
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), BLACK
        style.font.italic = False
        for spread in list(style.element.iter(qn("w:spacing"))):
            if spread.getparent().tag == qn("w:rPr"):
                spread.getparent().remove(spread)
        style.font.bold = name.startswith("Heading") or name == "Caption"
        style.paragraph_format.space_before = Pt(16 if name == "Heading 2" else 10 if name == "Heading 3" else 0)
        style.paragraph_format.space_after = Pt(3 if name == "Caption" else 8)
        style.paragraph_format.keep_with_next = name != "Normal" and name != "Subtitle"
    cells = document.styles.add_style("Table Text", 1)
    cells.base_style = document.styles["Normal"]
    cells.font.size = Pt(9.5)
    cells.paragraph_format.space_before = cells.paragraph_format.space_after = Pt(2)
    cells.paragraph_format.line_spacing = 1.0
    notes = document.styles.add_style("Table Note", 1)
    notes.base_style = document.styles["Normal"]
    notes.font.size, notes.font.color.rgb = Pt(9), RGBColor.from_string(GREY)
    notes.paragraph_format.space_before, notes.paragraph_format.space_after = Pt(4), Pt(12)
    paper = BytesIO()
    document.save(paper)
    return paper.getvalue()


def turn_page(document: Any, *, landscape: bool) -> None:
    """Begin a new page, upright or landscape, unless the pages lie that way already."""
    last = document.sections[-1]
    if (last.orientation == WD_ORIENT.LANDSCAPE) == landscape:
        return
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if landscape else (SHORT, LONG)


def room_of(document: Any) -> int:
    """The width between the margins of the present page, in twentieths of a point."""
    section = document.sections[-1]
    return int((section.page_width - section.left_margin - section.right_margin) / 635)


def runs_xml(text: str, *, look: str = "") -> str:
    """The text as runs of a paragraph, line ends kept; `look` is XML of run properties."""
    lines = [
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in printable(text).replace("\t", " ").split("\n")
    ]
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{'<w:br/>'.join(lines)}</w:r>"


def link_xml(document: Any, text: str, *, address: str = "", anchor: str = "", look: str = "") -> str:
    """The text as a link to a whole address, or to a bookmark of the document."""
    look = f'{look}<w:color w:val="1D70B8"/><w:u w:val="single"/>'
    if anchor:
        return f"<w:hyperlink w:anchor={quoteattr(anchor)}>{runs_xml(text, look=look)}</w:hyperlink>"
    key = document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return f'<w:hyperlink r:id="{key}">{runs_xml(text, look=look)}</w:hyperlink>'


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Name the paragraph, so that the contents list can lead to it."""
    start = parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name={quoteattr(name)}/>')
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))
