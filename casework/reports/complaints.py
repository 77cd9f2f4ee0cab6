"""The annual report on complaints and compliments (regulation 18 of SI 2009/309), in the order committees know.

The figures are those of `complaints.annual`; this module only puts them into sections, sentences and tables.
"""

from datetime import date
from typing import Any

from casework.accounts.roles import Need
from casework.complaints import annual
from casework.kit.clock import day_of
from casework.kit.documents.report import Block, Note, Paragraph, Report, Section
from casework.kit.rules import RuleBroken
from casework.kit.words import date_range, parse_year, year_words
from casework.reports import complaints_parts as parts
from casework.reports.complaints_stories import stories
from casework.reports.complaints_year import Year, annual_code
from casework.reports.kinds import Asked, Choices, Kind, Parameter
from casework.reports.publication import protect
from casework.reports.queries import list_complaint_years

YEARS_OFFERED = 6
SCOPE = (
    "This report is about complaints under the Local Authority Social Services and National Health Service Complaints "
    "(England) Regulations 2009: what was done, or left undone, in the council's own adult social care and in the care "
    "it arranges. Questions, requests and alerts that somebody is at risk are dealt with elsewhere and not counted. "
    "Other complaints about the council are counted apart."
)
COUNTED = (
    "Numbers, themes, causes, districts and acknowledgement count complaints received in the year; time taken, "
    "outcomes, remedies and learning count complaints resolved in it, whenever they came. Time is counted in working "
    "days from the day of receipt to the final local answer, a review included."
)
PROTECTED = (
    "For publication: counts 1 to 4 are not shown, nor any figure they could be worked out from. Nought is shown."
)
HEADS = (
    *(("How many", parts.how_many), ("Where", parts.where), ("About what", parts.about_what)),
    *(("How fast", parts.how_fast), ("What we found", parts.what_we_found), ("Learning", parts.learning)),
    *(("The ombudsman", parts.ombudsman), ("Compliments", parts.compliments)),
)


def build(asked: Asked) -> Report:
    """The report of one financial year; for publication without small numbers and without any single case."""
    start = asked_year(asked)
    public = asked.get("publication") in (True, "yes")
    data: dict[str, Any] = annual.figures(annual_code(start), asked.council, seen_by=asked.seen_by)
    data = protect(data) if public else data | stories(start, asked.council, seen_by=asked.seen_by)
    begins = min(list_complaint_years(asked.council), default=start)
    year = Year(data, start, opens=not public and asked.seen_by is not None, log_begins=begins)
    sections = [Section(heading, part(year)) for heading, part in HEADS]
    about: list[Block] = [Paragraph(SCOPE), Paragraph(COUNTED), *([Note(PROTECTED)] if public else [])]
    sections[0] = Section(sections[0].heading, [*about, *sections[0].blocks])
    period = date_range(date(start, 4, 1), date(start + 1, 3, 31))
    return asked.report(
        f"Complaints and compliments: annual report {year_words(start)}",
        f"{asked.council.name} adult social care, {period}",
        sections,
        data,
        reference=f"complaints {year_words(start)}{' for publication' if public else ''}",
    )


def asked_year(asked: Asked) -> int:
    """The year in which the financial year began. Raises RuleBroken."""
    try:
        start = parse_year(str(asked.get("year")))
    except ValueError as fault:
        raise RuleBroken(str(fault), field="year") from None
    if not 1990 <= start <= 2100:
        raise RuleBroken("The year must lie between 1990/91 and 2100/01", field="year")
    return start


def _years(asked: Asked) -> Choices:
    """This financial year and those before it."""
    today = day_of(asked.at)
    now = today.year - (today.month < 4)
    starts = sorted({*range(now - YEARS_OFFERED, now + 1), *list_complaint_years(asked.council)}, reverse=True)
    return [(annual_code(start), year_words(start)) for start in starts]


def _publication(asked: Asked) -> Choices:
    return [("yes", "Yes, hide small numbers")]


KIND = Kind(
    name="complaints",
    title="Complaints and compliments: annual report",
    group="Complaints",
    purpose="What was complained of in a year, how fast it was answered, what was found and learned (regulation 18)",
    readers="Scrutiny, the senior team, anyone who asks",
    need=Need.READ_COMPLAINTS,
    build=build,
    parameters=(
        Parameter("year", "Year", _years, "Select a year"),
        Parameter("publication", "For publication", _publication, any_words="No"),
    ),
)
