"""Questions that every room asks when it raises a finding: the same words and refusals wherever it is raised.

A room's own form builds them with these functions; the choices of measures are its own to give.
"""

from collections.abc import Iterable

from casework.findings.models import Finding, FindingKind, Severity
from casework.findings.words import KIND_WORDS, SEVERITY_WORDS
from casework.kit.forms import Choice, RadiosField, TextAreaField, TextField, TicksField
from casework.measures.models import Measure

KIND_HINTS = {
    FindingKind.AREA_FOR_IMPROVEMENT: "Something that does not work well enough",
    FindingKind.STRENGTH: "Something that works and should be kept",
    FindingKind.RISK: "Something that could go wrong for people",
    FindingKind.GOOD_PRACTICE: "Something others could do too",
    FindingKind.LEARNING: "Something we understood from a case",
}


def kind_field() -> RadiosField:
    """Kind."""
    choices = [Choice(kind, KIND_WORDS[kind], KIND_HINTS[kind]) for kind in FindingKind]
    return RadiosField("Kind", choices=choices, missing="Select what kind of finding it is")


def title_field() -> TextField:
    """Title."""
    return TextField("Title", missing="Enter what was found", hint="Say what is wrong, or what is good, not what to do")


def detail_field() -> TextAreaField:
    """What we found."""
    return TextAreaField("What we found", hint="What shows it: figures, cases, what people said. No names")


def theme_field() -> TextField:
    """Theme."""
    hint = "One or two words used before, so that the same theme is seen from every source"
    return TextField("Theme", most=100, width=20, hint=hint)


def severity_field() -> RadiosField:
    """Severity."""
    choices = [Choice(severity, SEVERITY_WORDS[severity]) for severity in reversed(Severity)]
    return RadiosField("How much does it matter to people?", choices=choices, missing="Select how much it matters")


def measures_field(choices: Iterable[Choice] = ()) -> TicksField:
    """The measures that the finding explains, as ticks; set `choices` on the form when they depend on the record."""
    hint = "The figures that should move when this gets better"
    return TicksField("Which measures?", choices=choices, missing="Select at least one measure", hint=hint, small=True)


def measure_choices(measures: Iterable[Measure]) -> list[Choice]:
    """A tick for each measure, by its printed form and title."""
    return [Choice(measure.id, f"{measure.label}: {measure.title}") for measure in measures]


def next_field() -> RadiosField:
    """What happens next?"""
    choices = [
        Choice("action", "Add an action now"),
        Choice("no-action", "No action, and I say why"),
        Choice("later", "Decide later"),
    ]
    return RadiosField("What happens next?", choices=choices, missing="Select what happens next", default="action")


def path_after(finding: Finding, chosen: str) -> str:
    """The page that the answer to "What happens next?" leads to."""
    page = f"/findings/{finding.id}"
    return {"action": f"{page}/actions/propose", "no-action": f"{page}/decide-no-action"}.get(chosen, page)
