"""Pages of the room: the list of reports, a report on a page, and its documents."""

from types import SimpleNamespace
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.guard import refuse
from casework.accounts.roles import Need
from casework.assessments import papers
from casework.complaints.annual_periods import split_code
from casework.complaints.behind import list_behind
from casework.kit.documents.formats import FILES
from casework.kit.documents.report import Report
from casework.kit.doors import needs
from casework.kit.forms import Mistake
from casework.kit.rules import RuleBroken
from casework.kit.words import quarter_words, year_words
from casework.measures.queries import council_of
from casework.reports import as_html, services
from casework.reports.kinds import Kind

room = Blueprint("reports", __name__)
FILE_POLICY = "default-src 'none'; sandbox"


@room.get("/reports")
@needs(Need.READ_REPORTS)
def list_reports() -> ResponseReturnValue:
    """Every report this person may read: what it is for and who reads it."""
    return render_template("reports/list.html", kinds=services.list_kinds(seen_by=current_user))


@room.get("/reports/<name>")
@needs(Need.SIGNED_IN)
def show(name: str) -> ResponseReturnValue:
    """A report for what the address says, as a page or, with `format`, as a file."""
    kind = services.REPORTS.get(name) or abort(404)
    if not services.may_read(kind, current_user):
        refuse(kind.need)
    given = {key: value for key, value in request.args.items() if key != "format"}
    as_format = request.args.get("format", "html")
    if as_format != "html" and as_format not in FILES:
        abort(404)
    try:
        report = services.fill(kind, seen_by=current_user, given=given) if _is_asked(kind, given) else None
    except RuleBroken as broken:
        return _page(kind, given, None, broken), 400
    if report is None or as_format == "html":
        return _page(kind, given, report)
    return _file(report, as_format)


@room.get("/reports/complaints/cases")
@needs(Need.READ_REPORTS)
def list_cases() -> ResponseReturnValue:
    """The cases that a figure of the annual report counts, as far as they exist for this person."""
    year, figure = request.args.get("year"), request.args.get("figure")
    if not year or not figure:
        abort(404)
    if not services.may_read(services.REPORTS["complaints"], current_user):
        refuse(Need.READ_COMPLAINTS)
    try:
        is_frozen = request.args.get("frozen") == "yes"
        after = request.args.get("after")
        council = council_of(current_user)
        found = list_behind(figure, year, council, seen_by=current_user, is_frozen=is_frozen, after=after)
        start, quarter = split_code(year)
        printed = year_words(start) if quarter is None else quarter_words(start, quarter)
    except (RuleBroken, ValueError):
        abort(404)
    address = {key: value for key, value in request.args.items() if key != "after"}
    return render_template(
        "reports/cases.html",
        cases=found.cases,
        count=found.count,
        first_page=f"?{urlencode(address)}" if after else None,
        next_page=f"?{urlencode(address | {'after': found.next_cursor})}" if found.next_cursor else None,
        year=year,
        printed=printed,
        quarter=quarter,
    )


def _is_asked(kind: Kind, given: dict[str, str]) -> bool:
    """Whether the report can be made at once: something was said, or nothing needs to be."""
    return bool(given) or not kind.required()


def _page(kind: Kind, given: dict[str, str], report: Report | None, broken: RuleBroken | None = None) -> str:
    mistakes = [Mistake(broken.sentence, f"#filter-{broken.field}" if broken.field else None)] if broken else []
    of = {"organisation": given["organisation"]} if report and "organisation" in given else {}
    asked = services.ask(kind, seen_by=current_user, given=of)
    files = [(file.words, f"?{urlencode(given | {'format': file.name})}") for file in FILES.values()]
    return render_template(
        "reports/show.html",
        kind=kind,
        given=given,
        choices={one.name: one.choices(asked) for one in kind.parameters},
        report=report,
        sections=as_html.fragment(report, root=request.script_root) if report else "",
        files=files if report else [],
        form=SimpleNamespace(error_list=mistakes),
    )


def _file(report: Report, as_format: str) -> Response:
    """The document as an attachment that no browser opens in our place."""
    file = FILES[as_format]
    response = make_response(file.write(report))
    response.headers["Content-Type"] = file.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{report.file_stem}.{file.name}"'
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response


def init_room(app: Flask) -> None:
    """Open the room's pages; tell the room of self-assessments how its report is written again from its data."""
    app.register_blueprint(room)
    papers.register_writer(app, services.write_assessment)
