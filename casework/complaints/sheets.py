"""A list of cases as an Excel file: what the list prints, without anything that tells who somebody is."""

from collections.abc import Sequence
from datetime import date

from casework.accounts.models import Person
from casework.complaints import pages
from casework.complaints.calendar import Calendar
from casework.complaints.models import Complaint, Compliment
from casework.complaints.terms import calendar_of
from casework.kit import clock
from casework.kit.documents.as_xlsx import write
from casework.kit.documents.cells import Day, Text
from casework.kit.documents.report import Column, Report, Row, Section, Table, row

COLUMNS = (
    *(Column("Reference"), Column("Subject", width=2.0), Column("Status"), Column("Received"), Column("Route")),
    *(Column("Team"), Column("Theme"), Column("Provider"), Column("District"), Column("Officer")),
    *(Column("Next"), Column("By"), Column("Whose turn"), Column("Closed"), Column("Outcome")),
)


def workbook(cases: Sequence[Complaint], *, reader: Person, title: str) -> bytes:
    """The cases as a workbook of one table."""
    today, calendar = clock.today(), calendar_of(reader.organisation_id)
    rows = [_row(case, reader, today, calendar) for case in cases]
    table = Table(title, COLUMNS, rows, empty="No complaints.")
    return _written(title, table, reader)


def _written(title: str, table: Table, reader: Person) -> bytes:
    report = Report(
        title=title,
        subtitle=reader.organisation.name,
        generated_at=clock.now(),
        parameters={},
        sections=[Section(title, [table])],
        data={},
    )
    return write(report)


COMPLIMENT_COLUMNS = (
    *(Column("Reference"), Column("Received"), Column("What was said", width=3.0), Column("Who said it")),
    *(Column("Team"), Column("District"), Column("May be quoted"), Column("Thanks passed on")),
)


def compliments_workbook(compliments: Sequence[Compliment], *, reader: Person) -> bytes:
    """Compliments as a workbook of one table."""
    rows = [
        row(
            one.reference,
            Day(one.received_on),
            one.text,
            one.source or "",
            one.team.name if one.team else "",
            one.district.name if one.district else "",
            "Yes" if one.may_quote else "No",
            Day(one.thanked_on) if one.thanked_on else "",
        )
        for one in compliments
    ]
    return _written("Compliments", Table("Compliments", COMPLIMENT_COLUMNS, rows, empty="No compliments."), reader)


def _row(case: Complaint, reader: Person, today: date, calendar: Calendar) -> Row:
    shown = pages.list_row(case, reader, today=today, calendar=calendar)
    return row(
        Text(case.reference, f"/complaints/{case.id}"),
        shown.subject,
        case.status.words,
        Day(case.received_on),
        case.route.words if case.route else "",
        case.team.name if case.team else "",
        case.theme.name if case.theme else "",
        case.provider.name if case.provider else "",
        case.district.name if case.district else "",
        case.officer.name if case.officer else "",
        shown.label,
        Day(case.next_on) if case.next_on else "",
        shown.turn,
        Day(case.closed_on) if case.closed_on else "",
        case.outcome.words if case.outcome else "",
    )
