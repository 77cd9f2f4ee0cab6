"""What a dashboard is made of: its rows with their words and judgements, its groups, and some of its rows."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from casework.accounts.models import Organisation
from casework.measures import rules
from casework.measures.models import Measure, MeasureValue, OfficerRating, Rag
from casework.measures.outlook import Outlook, short_words
from casework.measures.periods import PeriodSpec
from casework.measures.places import Place
from casework.measures.rag import Suggestion
from casework.measures.row_words import is_sure_move

CHANCE = {True: ", more than chance", False: ", which chance alone could explain", None: ""}


@dataclass(frozen=True)
class DashboardRow:
    """One measure: printed words and judgements."""

    measure: Measure
    description: str
    target: str
    performance: str
    rag: Rag | None
    rag_by: str  # officer, suggested or none
    suggestion: Suggestion
    rating: OfficerRating | None
    previous: str
    place: Place | None
    milestone_met: bool | None
    milestone: str
    travel: str | None
    since: MeasureValue | None  # what the figure is compared with: the period before, else the last full year
    rag_before: Rag | None  # the officer's rating of the period before
    outlook: Outlook | None
    is_information: bool
    value: MeasureValue | None
    history: tuple[MeasureValue, ...] = ()

    @property
    def name(self) -> str:
        """Code and printed wording, or the wording alone where the label is no code."""
        return f"{self.measure.printed_code} {self.description}".strip()

    @property
    def group(self) -> tuple[str, str, str]:
        """Layer, strategic outcome, supporting outcome."""
        measure = self.measure
        return measure.layer or "", measure.strategic_outcome or "", measure.supporting_outcome or ""

    @property
    def within_chance(self) -> bool:
        """Whether it stands as red, and its interval includes the target all the same."""
        return self.rag is Rag.RED and self.suggestion.within_chance

    @property
    def forecast(self) -> str:
        """The year's forecast, short; blank where there is none, or where the printed figure names one itself."""
        if self.outlook is None or (self.value is not None and rules.printed(self.value.note)):
            return ""
        return short_words(self.outlook, self.measure)

    @cached_property
    def is_sure(self) -> bool | None:
        """Whether the figure moved by more than chance; None where that cannot be told."""
        return is_sure_move(self.value, self.since, self.measure) if self.value is not None else None

    @property
    def direction(self) -> str | None:
        """better, same or worse: the same where chance alone could explain the move."""
        return "same" if self.travel and self.is_sure is False else self.travel

    @property
    def was(self) -> str:
        """11.2% in 2019/20: what the figure is compared with; blank where it is compared with nothing."""
        if self.since is None:
            return ""
        return f"{rules.value_words(self.since, self.measure)} in {rules.period_words(self.since.period.code)}"

    @property
    def changes(self) -> list[str]:
        """What changed since the period before, in words: better or worse, how sure that is, and another rating."""
        said = []
        if self.travel in ("better", "worse") and self.was:
            said.append(f"{self.performance}, was {self.was}{CHANCE[self.is_sure]}")
        if self.rating is not None and self.rag_before is not None and self.rag_before is not self.rating.rag:
            said.append(f"rated {rules.RAG_WORDS[self.rating.rag]}, was {rules.RAG_WORDS[self.rag_before]}")
        return said


@dataclass(frozen=True)
class Dashboard:
    """The rows with what they are of, and the summary line's counts."""

    organisation: Organisation
    period: PeriodSpec
    target_year: PeriodSpec
    previous: PeriodSpec
    before: PeriodSpec
    rows: list[DashboardRow]
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def milestones(self) -> tuple[int, int]:
        """How many milestones or targets of the previous year were met, of how many that could be."""
        known = [row.milestone_met for row in self.rows if row.milestone_met is not None]
        return sum(known), len(known)

    def groups(self) -> list[tuple[tuple[str, str, str], list[DashboardRow]]]:
        """The rows under their headings, in order."""
        found: list[tuple[tuple[str, str, str], list[DashboardRow]]] = []
        for row in self.rows:
            if not found or found[-1][0] != row.group:
                found.append((row.group, []))
            found[-1][1].append(row)
        return found


def filtered(
    made: Dashboard, *, rag: str = "", layer: str = "", source: str = ""
) -> list[tuple[tuple[str, str, str], list[DashboardRow]]]:
    """The rows under their headings that have this rating, layer and source (ascof, local, bcf); blank: any."""

    def is_shown(row: DashboardRow) -> bool:
        stands = row.rag.value if row.rag else "none"
        return (
            rag in ("", stands)
            and layer in ("", row.measure.layer or "Other measures")
            and (not source or source in sources_of(row.measure))
        )

    found = [(group, [row for row in rows if is_shown(row)]) for group, rows in made.groups()]
    return [(group, rows) for group, rows in found if rows]


def sources_of(measure: Measure) -> set[str]:
    """ascof or local, and bcf where the measure is tagged so."""
    tags = {tag.strip().lower() for tag in (measure.tags or "").split(";")}
    return {"ascof" if measure.edition.code.startswith("ascof") else "local"} | ({"bcf"} & tags)
