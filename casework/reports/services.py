"""Making a report: the kind, what was said, the report object, the format."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app, has_request_context, request

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.assessments.models import Assessment
from casework.kit import clock
from casework.kit.documents.formats import FILES, Format
from casework.kit.documents.report import Report
from casework.kit.rules import RuleBroken
from casework.reports import (
    actions,
    as_html,
    assessment,
    benchmark,
    complaints,
    complaints_quarter,
    dashboard,
    partner_returns,
    spc,
    thread,
)
from casework.reports.kinds import Asked, Kind
from casework.reports.queries import notice

KINDS = tuple(
    report.KIND
    for report in (
        complaints,
        complaints_quarter,
        dashboard,
        benchmark,
        spc,
        thread,
        actions,
        partner_returns,
        assessment,
    )  # as listed
)
REPORTS: dict[str, Kind] = {kind.name: kind for kind in KINDS}
FORMATS: dict[str, Format] = {
    "html": Format("html", "Web page", "text/html; charset=utf-8", as_html.write),
    **FILES,
}
ALIASES = {"record_id": "id"}  # the command's name for an option that Python keeps for itself


def make_report(name: str, *, as_format: str, seen_by: Person | None = None, **parameters: Any) -> bytes:
    """The report as a file. Raises RuleBroken with a sentence for a report, format or parameter that is not known,
    a required parameter that was not given, and whatever the report itself refuses.

    `seen_by` None is the command: it sees every council's records.
    """
    if as_format not in FORMATS:
        raise RuleBroken(f"There is no format {as_format}. The formats are {', '.join(FORMATS)}")
    return FORMATS[as_format].write(fill(kind_called(name), seen_by=seen_by, given=parameters))


def kind_called(name: str) -> Kind:
    """The kind of report with this name. Raises RuleBroken."""
    if name not in REPORTS:
        raise RuleBroken(f"There is no report {name}. The reports are {', '.join(sorted(REPORTS))}")
    return REPORTS[name]


def fill(kind: Kind, *, seen_by: Person | None, given: Mapping[str, Any]) -> Report:
    """The report object. Raises RuleBroken as `make_report` does."""
    asked = ask(kind, seen_by=seen_by, given=given)
    for parameter in kind.required():
        if asked.get(parameter.name) is None:
            raise RuleBroken(parameter.missing or "", field=parameter.name)
    return kind.build(asked)


def ask(kind: Kind, *, seen_by: Person | None, given: Mapping[str, Any]) -> Asked:
    """What is asked, blank answers left out. Raises RuleBroken for a parameter that the report does not take."""
    said = {ALIASES.get(name, name): value for name, value in given.items() if value not in (None, "")}
    unknown = [name for name in said if name not in kind.takes()]
    if unknown:
        raise RuleBroken(f"The report {kind.name} takes no {unknown[0]}. It takes {', '.join(kind.takes())}")
    return Asked(seen_by, clock.now().replace(microsecond=0), said, notice=notice(), base_url=_base_url())


def write_assessment(of: Assessment, data: Mapping[str, Any], as_format: str) -> bytes:
    """The report of a self-assessment again from its JSON, as it was made then: to compare a file with it.

    ValueError or KeyError where the JSON does not say when and for what it was made.
    """
    told = dict(data)
    made_at, given = datetime.fromisoformat(told.pop("generated_at")), dict(told.pop("parameters"))
    asked = Asked(None, made_at, given, notice=notice())
    return FORMATS[as_format].write(assessment.report_of(asked, of, told))


def list_kinds(*, seen_by: Person) -> list[Kind]:
    """The reports this person may read, in their groups' order."""
    return [kind for kind in KINDS if may_read(kind, seen_by)]


def may_read(kind: Kind, person: Person) -> bool:
    """Whether the person reads the room that the report tells of."""
    return person.may(kind.need) and (person.may(Need.READ_REPORTS) or kind.need is Need.READ_RETURNS)


def _base_url() -> str:
    """What links in documents begin with; nothing when nobody has said where the product is."""
    if current_app.config["BASE_URL"]:
        return str(current_app.config["BASE_URL"])
    return request.url_root.rstrip("/") if has_request_context() else ""
