"""A report as HTML: a part of our own page, and a page that stands alone with its style in it."""

from flask import current_app
from markupsafe import Markup

from casework.kit.documents.report import Report, printable


def fragment(report: Report, *, root: str = "") -> Markup:
    """The sections of the report for our own page; `root` is what paths on this site begin with."""
    template = current_app.jinja_env.get_template("reports/blocks.html")
    made: Markup = template.module.sections(report, root, own=True)  # type: ignore[attr-defined]  # jinja2 gives each macro of a file as an attribute
    return made


def write(report: Report) -> bytes:
    """A whole page: no script, nothing to load; links lead to the product where its address is known."""
    page = current_app.jinja_env.get_template("reports/alone.html").render(report=report)
    return printable(page).encode()
