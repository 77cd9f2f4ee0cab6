"""Charts in documents: the drawing of the page, with a text alternative, beside a table of its figures."""

import io
from decimal import Decimal

import docx
import pytest
from docx.oxml.ns import qn

from casework.kit.bars import Bar, Bars
from casework.kit.charts import Line, Point, Trend
from casework.kit.documents import as_docx, as_pdf, as_xlsx
from casework.kit.documents.pictures import png_of, svg_of
from casework.kit.documents.report import ChartBlock
from casework.reports import as_html
from tests.reports import make, reading


def trend(**rest):
    points = tuple(Point(f"201{n}/1{n + 1}", Decimal(n), f"{n}%") for n in range(5))
    target = Line("Target", tuple(Point(point.label, 4, "4%") for point in points))
    words = {"title": "Employment rose every year", "subtitle": "ASCOF 1E, <Leicestershire> & 中", "source": "ASCOF"}
    return Trend(key="t", line=Line("Leicestershire", points), target=target, **{**words, **rest})


def bars():
    return Bars(
        "b",
        "Most complaints were about care planning",
        "2019/20",
        (Bar("Care planning", 40, "40"), Bar("Other", 2, "2")),
    )


CHARTS = {"trend": trend, "bars": bars}


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_a_picture_in_word_with_its_alternative(app, chart):
    made = as_docx.write(make.report(ChartBlock(CHARTS[chart]())))
    document = docx.Document(io.BytesIO(made))
    assert len(document.inline_shapes) == 1
    about = document.inline_shapes[0]._inline.docPr
    assert about.get("title") == CHARTS[chart]().title
    assert CHARTS[chart]().desc in about.get("descr")
    assert document.element.body.iter(qn("w:drawing"))
    assert [name for name in reading.parts(made) if name.endswith(".png")]


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_drawn_in_pdf_with_its_words_as_words(app, chart):
    text = reading.pdf_text(as_pdf.write(make.report(ChartBlock(CHARTS[chart]()))))
    assert CHARTS[chart]().title in text
    assert ("Care planning" if chart == "bars" else "2010/11") in text


def test_the_picture_stands_alone(app):
    svg = svg_of(trend())
    assert svg.startswith("<svg ")
    assert 'xmlns="http://www.w3.org/2000/svg"' in svg
    assert "&lt;Leicestershire&gt; &amp; [U+4E2D]" in svg
    assert png_of(trend())[:8] == b"\x89PNG\r\n\x1a\n"


def test_every_rule_of_the_picture_names_something_it_draws(app):
    from casework.kit.documents.pictures import STYLE

    drawn = svg_of(trend()).split("</style>")[1] + svg_of(bars()).split("</style>")[1]
    for name in ("app-line--main", "app-line--target", "app-mark--main", "app-bar", "app-chart__grid"):
        assert f".{name} " in STYLE
        assert name in drawn


def test_the_page_draws_it_too_and_excel_has_no_picture(app):
    report = make.report(ChartBlock(trend()), ChartBlock(bars()))
    assert as_html.fragment(report).count("<svg") == 4
    assert not [name for name in reading.parts(as_xlsx.write(report)) if "chart" in name or "media" in name]
