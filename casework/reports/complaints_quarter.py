"""The quarterly report on complaints for the senior team: the annual report's figures for three months."""

from typing import Any

from casework.accounts.roles import Need
from casework.complaints import annual, frozen
from casework.complaints.annual import Cohort
from casework.complaints.annual_more import more_from, more_members
from casework.complaints.annual_periods import periods_of, split_code
from casework.kit.clock import day_of
from casework.kit.documents.report import Paragraph, Report, Section
from casework.kit.rules import RuleBroken
from casework.kit.words import date_range, quarter_words
from casework.reports import complaints_more_parts as more_parts
from casework.reports import complaints_parts as parts
from casework.reports.complaints_ombudsman import ombudsman
from casework.reports.complaints_year import Year, annual_code
from casework.reports.kinds import Asked, Choices, Kind, Parameter
from casework.reports.queries import list_complaint_years

QUARTERS_OFFERED = 12
ABOUT = (
    "Volumes, themes, causes, districts and acknowledgement count complaints received in the quarter; time taken, "
    "outcomes and remedies count complaints resolved in it. Each is compared with the same quarter of the year before."
)
HEADS = (
    *(("How many", parts.how_many), ("Where", parts.where), ("About what", parts.about_what)),
    *(("How fast", parts.how_fast), ("What we found", parts.what_we_found), ("Learning", parts.learning)),
    *(("The ombudsman", ombudsman), ("Compliments", parts.compliments)),
    *(("Other complaints", more_parts.other_complaints), ("Monitoring the process", more_parts.monitoring)),
)


def build(asked: Asked) -> Report:
    """The report of one quarter, such as 2019-20 Q1. Raises RuleBroken for anything else."""
    code = str(asked.get("period"))
    try:
        start, quarter = split_code(code)
        period, before = periods_of(code)
    except ValueError as fault:
        raise RuleBroken(str(fault), field="period") from None
    if quarter is None or not 1990 <= start <= 2100:
        raise RuleBroken("Give a quarter, like 2019-20 Q1", field="period")
    cohort = Cohort(asked.council.id, asked.seen_by)
    data: dict[str, Any] = annual.figures_between(period, before, cohort=cohort)
    members = more_members(period, before, asked.council)
    data |= more_from(frozen.seen_members(members, frozen.hidden_from(asked.council, asked.seen_by)))
    begins = min(list_complaint_years(asked.council, seen_by=asked.seen_by), default=start)
    year = Year(data, start, opens=asked.seen_by is not None, log_begins=begins, quarter=quarter)
    sections = [Section(heading, fill(year)) for heading, fill in HEADS]
    sections[0] = Section(sections[0].heading, [Paragraph(ABOUT), *sections[0].blocks])
    return asked.report(
        f"Complaints and compliments: {quarter_words(start, quarter)}",
        f"{asked.council.name} adult social care, {date_range(period.first, period.last)}",
        sections,
        data,
        reference=f"complaints {code}",
    )


def _periods(asked: Asked) -> Choices:
    """The quarters that have begun, the newest first."""
    today = day_of(asked.at)
    start, quarter = today.year - (today.month < 4), (today.month - 4) % 12 // 3 + 1
    found = []
    for _ in range(QUARTERS_OFFERED):
        found.append((f"{annual_code(start)} Q{quarter}", quarter_words(start, quarter)))
        start, quarter = (start, quarter - 1) if quarter > 1 else (start - 1, 4)
    return found


KIND = Kind(
    name="complaints-quarter",
    title="Complaints and compliments: quarterly report",
    group="Complaints",
    purpose="The same figures for three months, beside the same months of the year before",
    readers="The senior team",
    need=Need.READ_COMPLAINTS,
    build=build,
    parameters=(Parameter("period", "Quarter", _periods, "Select a quarter"),),
)
