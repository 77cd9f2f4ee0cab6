"""The register as an Excel file, with its filters."""

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.findings import filters, queries
from casework.findings.models import Finding
from casework.findings.room import room
from casework.findings.words import KIND_WORDS, SEVERITY_WORDS, STATUS_TAGS
from casework.kit import clock
from casework.kit.documents.as_xlsx import write
from casework.kit.documents.cells import Text
from casework.kit.documents.report import Column, Report, Row, Section, Table, row
from casework.kit.doors import needs

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    *(Column("Reference"), Column("Finding", width=3.0), Column("Kind"), Column("How much it matters")),
    *(Column("Status"), Column("Theme"), Column("Source"), Column("Measures", width=2.0), Column("Raised")),
)


@room.get("/findings/download")
@needs(Need.READ_FINDINGS)
def download() -> ResponseReturnValue:
    """Every finding that the filters leave; every text as text, no formula, nothing hidden."""
    picked = filters.read(queries.list_facets(seen_by=current_user), request.args)
    rows = [_row(finding) for finding in queries.list_all(picked, seen_by=current_user)]
    report = Report(
        title="Findings",
        subtitle=current_user.organisation.name,
        generated_at=clock.now(),
        parameters={},
        sections=[Section("Findings", [Table("Findings", COLUMNS, rows, empty="No findings.")])],
        data={},
    )
    name = f"findings-{clock.today().isoformat()}.xlsx"
    return Response(write(report), mimetype=EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _row(finding: Finding) -> Row:
    return row(
        Text(finding.reference, f"/findings/{finding.id}"),
        finding.title,
        KIND_WORDS[finding.kind],
        SEVERITY_WORDS[finding.severity],
        STATUS_TAGS[finding.status][0],
        finding.theme or "",
        finding.source_words or "",
        ", ".join(link.measure.short for link in finding.measure_links),
        clock.day_of(finding.raised_at),
    )
