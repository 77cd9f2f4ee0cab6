"""Forms of the room: a value, a restatement, a target, a rating, a question about a figure, an import."""

from decimal import Decimal
from typing import Any

from casework.kit.forms import (
    Choice,
    FileField,
    Form,
    HiddenField,
    NumberField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    TickField,
    TicksField,
    WholeNumberField,
)
from casework.kit.rules import RuleBroken
from casework.measures.changing import FIELDS
from casework.measures.models import OfficerRating, Polarity, Quartile, Rag, TargetKind, Unit, ValueState
from casework.measures.rag import MEANING, RAG_WORDS, TRIGGERS
from casework.measures.rules import AIM_WORDS, QUARTILE_WORDS, UNIT_WORDS, NotAPeriod, parse_period
from casework.measures.services import Figures
from casework.measures.sure import SureForm

PERIOD_HINT = "Like 2020-21, 2020-21 Q1, 2020-21 Apr-Nov, 2024-05 or 2019-20 academic"
STATES = (
    Choice(ValueState.FINAL, "Final", "It changes only with a reason, and the old figure stays visible"),
    Choice(ValueState.PROVISIONAL, "Provisional", "It may still change"),
    Choice(ValueState.INFORMATION, "For information only", "No target and no rating"),
    Choice(ValueState.DUE, "Due later", "There is no figure yet", reveals="due_text"),
    Choice(ValueState.NOT_COLLECTED, "Not collected", "No survey or return in this period"),
    Choice(ValueState.SUSPENDED, "Suspended", "The collection has stopped for now"),
    Choice(ValueState.SUPPRESSED, "Not shown", "A small number that must not be published"),
    Choice(ValueState.CLOSED, "Closed", "The service was closed"),
)


def numerator_field() -> NumberField:
    """How many."""
    return NumberField("Numerator", hint="How many. For a percentage or a rate")


def denominator_field() -> NumberField:
    """Out of how many."""
    return NumberField("Denominator", hint="Out of how many")


def margin_field() -> NumberField:
    """A survey's margin of error."""
    return NumberField("Margin of error", least=0, hint="Of a survey: plus or minus, in the measure's own unit")


def base_field() -> WholeNumberField:
    """How many people answered a survey."""
    return WholeNumberField("How many answered", least=0, hint="Of a survey")


def state_field() -> RadiosField:
    """Final, provisional, or why there is no figure."""
    return RadiosField("What kind of figure is it?", choices=STATES, missing="Select what kind of figure it is")


def due_field() -> TextField:
    """When a figure is due, as it will be printed."""
    return TextField("When is it due?", most=100, width=20, missing="Enter when it is due, like Due June 2022")


def typed_figures(form: Any, **more: Any) -> Figures:
    """What was typed into a form with these fields."""
    return Figures(
        value=form.value.data,
        numerator=form.numerator.data,
        denominator=form.denominator.data,
        state=form.state.data,
        due_text=form.due_text.data or None,
        note=form.note.data or None,
        margin=form.margin.data,
        base=Decimal(form.base.data) if form.base.data is not None else None,
        **more,
    )


class AddValueForm(SureForm):
    """The value of one more period."""

    period = TextField("Period", missing="Enter the period", most=40, width=20, hint=PERIOD_HINT)
    value = NumberField("Value", hint="Leave blank when there is none, and say below why")
    numerator = numerator_field()
    denominator = denominator_field()
    margin = margin_field()
    base = base_field()
    state = state_field()
    due_text = due_field()
    published_quartile = SelectField(
        "Published quartile",
        choices=[Choice(one, QUARTILE_WORDS[one]) for one in Quartile],
        blank="None was published",
        hint="Used only where no national figures are held, and marked so",
    )
    note = TextAreaField("Note", rows=3)


class RestateForm(SureForm):
    """Another value in place of the one held."""

    value = NumberField("New value", hint="Leave blank when there is none, and say below why")
    numerator = numerator_field()
    denominator = denominator_field()
    margin = margin_field()
    base = base_field()
    state = state_field()
    due_text = due_field()
    reason = TextAreaField("Why does it change?", rows=3, hint="Stays beside the figure for everybody to read")
    note = TextAreaField("Note", rows=3)


class TargetForm(SureForm):
    """The target or milestone of a year."""

    period = TextField("Period", missing="Enter the period", most=40, width=20, hint=PERIOD_HINT)
    kind = RadiosField(
        "Kind",
        choices=[
            Choice(TargetKind.TARGET, "Target", "Of the plan's last year, or of this year alone"),
            Choice(TargetKind.MILESTONE, "Milestone", "Of a year on the way"),
        ],
        missing="Select whether it is a target or a milestone",
    )
    at_least = NumberField("At least")
    at_most = NumberField("At most", hint="Both limits make a band")
    is_strict = TickField("The limit itself does not count: more than 11%, not 11% or more")
    is_open = TickField("It is still to be confirmed")
    implied_count = WholeNumberField("Implied count", least=0, hint="How many people the limit comes to, if it says so")
    note = TextField("Note", most=400)


class ForecastForm(SureForm):
    """An analyst's own forecast of a year."""

    period = TextField("Year", missing="Enter the year", most=40, width=20, hint="Like 2020-21")
    value = NumberField("Forecast for the whole year", hint="Blank takes your forecast back")
    count = WholeNumberField("Count behind it", least=0, hint="How many people or events a rate comes to")
    method = TextField("How was it made?", most=400, hint="Like last year's winter added to the eight months known")


class RateForm(Form):
    """The officer's own red, amber or green."""

    rag = RadiosField(
        "Rating", choices=[Choice(one, RAG_WORDS[one], MEANING[one]) for one in Rag], missing="Select a rating"
    )
    triggers = TicksField(
        "What makes it so?",
        choices=[
            Choice(f"{one.value}-{at}", f"{RAG_WORDS[one]}: {words}")
            for one in Rag
            for at, words in enumerate(TRIGGERS[one])
        ],
        small=True,
    )
    reason = TextAreaField("Why", rows=3, hint="Needed when it is Red, or differs from the suggestion")

    def show(self, rating: OfficerRating) -> None:
        """Fill the form with the rating that stands."""
        self.rag.data, self.reason.data = rating.rag, rating.reason or ""
        said = (rating.triggers or "").split(";")
        self.triggers.data = [
            f"{one.value}-{at}" for one in Rag for at, words in enumerate(TRIGGERS[one]) if words in said
        ]

    def trigger_words(self) -> list[str]:
        """The ticked statements, as kept and printed."""
        wanted = [text.split("-") for text in self.triggers.data]
        return [TRIGGERS[Rag(rag)][int(at)] for rag, at in wanted]


class ConfirmForm(Form):
    """A move with nothing to fill in."""


class ChangeForm(Form):
    """What a measure is: what a shipped file could not confirm, and our own tolerance."""

    version = HiddenField()
    title = TextField("Title", missing="Enter the title", most=400)
    official_title = TextField("Official title", most=600)
    polarity = RadiosField("Aim", choices=[Choice(one, AIM_WORDS[one]) for one in Polarity], missing="Select the aim")
    unit = SelectField(
        "Measured as",
        choices=[Choice(one, UNIT_WORDS[one].capitalize()) for one in Unit],
        missing="Select what it is measured as",
    )
    decimals = WholeNumberField("Decimals", least=0, most=6, missing="Enter how many decimals are printed", width=2)
    accumulates = SelectField(
        "Over a year",
        choices=[
            Choice(True, "It adds up: part of a year holds part of the figure"),
            Choice(False, "It does not add up: each part stands by itself"),
        ],
        blank="As what it is measured as does",
        hint="Counts, hours and pounds add up unless you say otherwise. What adds up is not compared with whole years",
    )
    breaks = TextField(
        "Counted in another way from",
        most=100,
        hint="Financial years separated by ; such as 2014-15. Figures before and after are shown and never compared",
    )
    amber_tolerance = NumberField(
        "Amber tolerance",
        least=0,
        hint="How far off its target a figure may be and still be suggested Amber, in the measure's own unit",
    )
    source = TextField("Source", most=400)
    tags = TextField("Tags", most=200, hint="Separated by ; such as BCF")
    layer = TextField("Layer", most=100, hint="Where it stands on the dashboard, such as Prevent need")
    strategic_outcome = TextField("Strategic outcome", most=200)
    supporting_outcome = TextField("Supporting outcome", most=400)
    description = TextField("Wording on the dashboard", most=400)
    note = TextAreaField("Note", rows=3)

    def words(self) -> dict[str, Any]:
        """What was typed, blank answers as nothing."""
        given = {name: self[name].data for name in FIELDS}
        return {name: None if value == "" else value for name, value in given.items()}


class RebaseForm(Form):
    """Start the control chart anew."""

    period = SelectField("From which period?", missing="Select the period")
    reason = TextAreaField("Why?", rows=3, missing="Say why the chart starts anew", hint="What changed in how we work")


class QuestionForm(Form):
    """Ask about an odd figure."""

    period = SelectField("Period", blank="Not about one period")
    question = TextAreaField("What looks odd?", rows=3, missing="Enter what looks odd")
    owner = SelectField("Who looks into it?", blank="Nobody yet")
    outcome = TextAreaField("What came of it?", rows=3, hint="If you know already, such as why the figure is right")


class AnswerForm(Form):
    """What came of a question."""

    outcome = TextAreaField("What came of it?", rows=3, missing="Enter what came of it")


class ImportForm(Form):
    """A file of figures."""

    kind = RadiosField(
        "What is in the file?",
        choices=[
            Choice("values", "Figures of our own measures"),
            Choice("targets", "Targets and milestones"),
            Choice("ratings", "Officers' ratings"),
            Choice("ascof", "National ASCOF figures", "As published, CSV or workbook"),
        ],
        missing="Select what is in the file",
    )
    file = FileField("File", missing="Select a file", kinds=(".csv", ".xlsx", ".ods"), megabytes=20)
    edition = SelectField("Edition", blank="Only for national figures", hint="Whose codes the national file uses")
    period = TextField("Period", most=40, width=20, hint="Only for a national file that does not say its year")

    def check_period(self) -> None:
        """Raise RuleBroken when the period typed is none."""
        if self.period.data:
            try:
                parse_period(self.period.data)
            except NotAPeriod as problem:
                raise RuleBroken(str(problem), field="period") from None
