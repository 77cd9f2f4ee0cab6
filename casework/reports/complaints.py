"""The annual report on complaints and compliments (regulation 18 of SI 2009/309), in the order committees know.

The figures are those of `complaints.annual`; this module only puts them into sections, sentences and tables.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from casework.accounts.roles import Need
from casework.complaints import annual, frozen
from casework.complaints.annual_stories import stories
from casework.complaints.report_models import FrozenYear
from casework.kit.clock import day_of
from casework.kit.documents.report import Block, Note, Paragraph, Report, Section
from casework.kit.rules import RuleBroken
from casework.kit.words import date_range, parse_year, year_words
from casework.reports import complaints_more_parts as more_parts
from casework.reports import complaints_parts as parts
from casework.reports.complaints_ombudsman import ombudsman
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
STORIES = ("learning", "actions", "ombudsman_cases")  # of single cases: never published
SAMPLES = "compliment_samples"  # published: each was said to be quotable
HEADS = (
    *(("how-many", "How many", parts.how_many), ("where", "Where", parts.where)),
    *(("about-what", "About what", parts.about_what), ("how-fast", "How fast", parts.how_fast)),
    *(("what-we-found", "What we found", parts.what_we_found), ("learning", "Learning", parts.learning)),
    *(("ombudsman", "The ombudsman", ombudsman), ("compliments", "Compliments", parts.compliments)),
    ("other-complaints", "Other complaints", more_parts.other_complaints),
    ("monitoring", "Monitoring the process", more_parts.monitoring),
)


@dataclass(frozen=True)
class Written:
    """A paragraph of a part, and what is said of its last change."""

    words: str
    changed: str


def build(asked: Asked) -> Report:
    """The report of one financial year; for publication without small numbers and without any single case.

    A frozen year is told as it was frozen unless `figures` is "now".
    """
    start = asked_year(asked)
    public = asked.get("publication") in (True, "yes")
    held = frozen.find_frozen(asked.council, annual_code(start)) if asked.get("figures") != "now" else None
    data, texts = _frozen(asked, held) if held else _live(asked, start)
    data = _published(data) if public else data
    begins = min(list_complaint_years(asked.council, seen_by=asked.seen_by), default=start)
    opens = not public and asked.seen_by is not None
    year = Year(data, start, opens=opens, log_begins=begins, is_frozen=held is not None)
    may_write = held is None and opens and asked.seen_by is not None and asked.seen_by.may(Need.MANAGE_COMPLAINTS)
    sections = [_section(year, part, heading, fill, texts, may_write) for part, heading, fill in HEADS]
    sections.append(Section("What the law asks for", more_parts.regulation_18()))
    about: list[Block] = [Paragraph(SCOPE), Paragraph(COUNTED), *([Note(PROTECTED)] if public else [])]
    if held:
        said, more = more_parts.of_frozen(held, asked.council, seen_by=asked.seen_by, public=public)
        about, sections = [*about, *said], [*sections, *more]
        data = data | {"frozen": more_parts.frozen_json(held)}
    sections[0] = replace(sections[0], blocks=[*about, *sections[0].blocks])
    period = date_range(date(start, 4, 1), date(start + 1, 3, 31))
    made = asked.report(
        f"Complaints and compliments: annual report {year_words(start)}",
        f"{asked.council.name} adult social care, {period}",
        sections,
        data,
        reference=f"complaints {year_words(start)}{' for publication' if public else ''}",
        links=_links(asked, start, held),
    )
    return replace(made, figures_at=held.frozen_at) if held else made


def _published(data: Mapping[str, Any]) -> dict[str, Any]:
    """Without small numbers and single cases; with compliments that may be quoted, where their number is shown."""
    shown = protect({key: one for key, one in data.items() if key not in (*STORIES, SAMPLES)})
    return shown | {SAMPLES: data[SAMPLES]} if isinstance(shown["compliments"], int) else shown


def _links(asked: Asked, start: int, held: FrozenYear | None) -> list[tuple[str, str]]:
    """Where somebody who may goes on: freezing a year that is over."""
    if asked.seen_by is None or not asked.seen_by.may(Need.MANAGE_COMPLAINTS):
        return []
    if day_of(asked.at) <= date(start + 1, 3, 31):
        return []
    words = "Freeze this year again" if held else "Freeze this year"
    return [(words, f"/complaints/annual-reports/{annual_code(start)}/freeze")]


def _live(asked: Asked, start: int) -> tuple[dict[str, Any], Mapping[str, Written]]:
    """The year as it stands now."""
    data = annual.figures(annual_code(start), asked.council, seen_by=asked.seen_by)
    data |= frozen.more_data(start, asked.council, seen_by=asked.seen_by)
    texts = {
        part: Written(one.text, f"Last changed by {one.written_by.name}, version {one.version}.")
        for part, one in frozen.list_texts(asked.council, annual_code(start)).items()
    }
    return data | stories(start, asked.council, seen_by=asked.seen_by), texts


def _frozen(asked: Asked, held: FrozenYear) -> tuple[dict[str, Any], Mapping[str, Written]]:
    """The year as it was frozen. Raises RuleBroken when it is not what was sealed."""
    if not frozen.is_whole(held):
        raise RuleBroken("The frozen report is not as it was sealed. Tell your administrator")
    texts = {part: Written(words, "") for part, words in held.content["texts"].items()}
    return frozen.frozen_data(held, asked.council, seen_by=asked.seen_by), texts


def _section(
    year: Year,
    part: str,
    heading: str,
    fill: Callable[[Year], list[Block]],
    texts: Mapping[str, Written],
    may_write: bool,
) -> Section:
    """A part: its figures, then its paragraph."""
    text = texts.get(part)
    written: list[Block] = [Paragraph(one.strip()) for one in text.words.split("\n\n") if one.strip()] if text else []
    change = f"/complaints/annual-reports/{year.code}/parts/{part}/change" if may_write else ""
    return Section(heading, [*fill(year), *written], change=change, changed=text.changed if text else "")


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
    starts = sorted(
        {*range(now - YEARS_OFFERED, now + 1), *list_complaint_years(asked.council, seen_by=asked.seen_by)},
        reverse=True,
    )
    return [(annual_code(start), year_words(start)) for start in starts]


def _publication(asked: Asked) -> Choices:
    return [("yes", "Yes, hide small numbers")]


def _figures(asked: Asked) -> Choices:
    return [("now", "As they stand now")]


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
        Parameter("figures", "Figures", _figures, any_words="As frozen, where the year is frozen"),
    ),
)
