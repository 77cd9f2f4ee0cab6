"""Charts for documents: the drawing that stands on the page, with its colours written in, as SVG and as PNG.

The page's style sheet does not reach a document, so the few rules a chart needs are repeated here in plain colours.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import font_source_sans_pro
import typst
from flask import current_app

from casework.kit.bars import Bars
from casework.kit.documents.glyphs import letters_of, shown
from casework.kit.documents.report import Chart, printable

FONTS = Path(font_source_sans_pro.font_directory)
FACE = FONTS / "SourceSansPro-Regular.ttf"
STYLE = """
text { fill: #0b0c0c; font-family: "Source Sans Pro"; font-size: 14px; }
.app-chart__words--ours, .app-chart__figure { font-weight: 700; }
.app-chart__grid { fill: none; stroke: #dfe1e2; stroke-width: 1px; }
.app-chart__grid--base, .app-chart__tick { fill: none; stroke: #0b0c0c; stroke-width: 1px; }
.app-chart__event { stroke: #0b0c0c; stroke-width: 1.5px; stroke-dasharray: 1 4; }
.app-chart__interval { fill: none; stroke: #0b0c0c; stroke-width: 1.5px; }
.app-line { fill: none; stroke-width: 2px; stroke-linejoin: round; }
.app-line--main { stroke: #1d70b8; stroke-width: 3.5px; }
.app-line--other-1 { stroke: #0b6e6e; stroke-dasharray: 3 3; }
.app-line--other-2 { stroke: #801650; stroke-dasharray: 9 3 2 3; }
.app-line--other-3 { stroke: #6a4c00; }
.app-line--target { stroke: #0b0c0c; stroke-dasharray: 10 6; }
.app-mark { stroke: #ffffff; stroke-width: 1px; }
.app-mark--main { fill: #1d70b8; }
.app-mark--other-1 { fill: #ffffff; stroke: #0b6e6e; stroke-width: 2px; }
.app-mark--other-2 { fill: #ffffff; stroke: #801650; stroke-width: 2px; }
.app-mark--other-3 { fill: #ffffff; stroke: #6a4c00; stroke-width: 2px; }
.app-bar { fill: #1d70b8; stroke: #0b0c0c; stroke-width: 1px; }
.app-bar--other { fill: #d2e2f1; }
"""
PAGE = b'#set page(width: 640pt, height: auto, margin: 0pt)\n#image("chart.svg", width: 100%)'


def svg_of(chart: Any) -> str:
    """The wide drawing as an SVG that stands alone."""
    name = "bars_picture" if isinstance(chart, Bars) else "trend_picture"
    macros: Any = current_app.jinja_env.get_template("kit/charts.html").module
    drawn = str(getattr(macros, name)(chart, chart.drawings[0])).strip()
    head, rest = drawn.split(">", 1)
    alone = f'{head} xmlns="http://www.w3.org/2000/svg"><style>{STYLE}</style>{rest}'
    return shown(printable(alone), letters_of(FACE))


def png_of(chart: Any) -> bytes:
    """The same as a PNG of twice the size, sharp in print."""
    return _png(svg_of(chart))


@lru_cache(maxsize=32)
def _png(svg: str) -> bytes:
    made: bytes = typst.compile(  # type: ignore[call-overload]  # files by name are taken, though its types say no
        {"main.typ": PAGE, "chart.svg": svg.encode()},
        format="png",
        ppi=144,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
    )
    return made


def alternative(chart: Chart) -> str:
    """What the picture says, for those who do not see it."""
    return f"{chart.title}. {chart.subtitle}. {chart.desc}"
