"""Forms of audits of practice and partner returns."""

from collections.abc import Iterable, Mapping

from casework.accounts.models import Organisation
from casework.findings import fields
from casework.findings.services import Said
from casework.kit.forms import (
    Choice,
    DateField,
    Form,
    OnceForm,
    RadiosField,
    SelectField,
    SubmitField,
    TextAreaField,
    TextField,
    TicksField,
    VersionedForm,
)
from casework.measures.models import Measure
from casework.safeguarding.frameworks import Framework
from casework.safeguarding.models import Audit, AuditCase, AuditFindingKind, Grade
from casework.safeguarding.pseudonyms import TRACEABLE
from casework.safeguarding.words import FINDING_WORDS, GRADE_WORDS

YES_NO = [Choice("yes", "Yes"), Choice("no", "No")]
FINDING_HINTS = {
    AuditFindingKind.GOOD_PRACTICE: "Something that worked for the person and that others could do too",
    AuditFindingKind.LEARNING: "Something that should be done otherwise",
}


def agency_choices(agencies: Iterable[Organisation]) -> list[Choice]:
    """A tick for each agency."""
    return [Choice(agency.id, agency.name) for agency in agencies]


class PlanForm(OnceForm):
    """What is looked at, by whom, how and why."""

    title = TextField("What is looked at", missing="Enter what is looked at", hint="Such as Self-neglect and hoarding")
    theme = TextField(
        "Theme",
        most=100,
        width=20,
        hint="Words used before, so that one theme is seen from every source",
    )
    period = TextField("Period", missing="Enter the period", most=40, width=20, hint="Such as 2025/26 or October 2025")
    agencies = TicksField("Which agencies take part?", missing="Select at least two agencies", small=True)
    method = TextAreaField("How is it done?", missing="Enter how it is done", called="How it is done", rows=3)
    sample = TextAreaField(
        "Which cases, and why these?", missing="Enter which cases, and why these", called="Which cases", rows=3
    )
    why = TextAreaField("Why this theme?", called="Why this theme", rows=3)
    started_on = DateField("Starts", hint="For example, 7 4 2026")
    due_on = DateField("Due", hint="When the board expects it")


class ChangeForm(PlanForm, VersionedForm):
    """The same, for an audit that is planned already."""


class StartForm(OnceForm):
    """When it started."""

    started_on = DateField("Started on", missing="Enter the day it started", must_be="past")


class DelayForm(Form):
    """Why it is delayed."""

    reason = TextAreaField("Why is it delayed?", missing="Say why it is delayed", called="Why it is delayed", rows=3)


class FinishForm(Form):
    """When it was finished."""

    finished_on = DateField("Finished on", missing="Enter the day it was finished", must_be="past")


class AddCaseForm(OnceForm):
    """A case under a made-up reference."""

    reference = TextField("Reference", missing="Enter a reference, like MCA-01", most=40, width=10, hint=TRACEABLE)
    is_unsafe = RadiosField(
        "Is anyone unsafe now?", choices=YES_NO, missing="Select whether anyone is unsafe now", inline=True
    )


class GradeForm(VersionedForm):
    """The agreed grade; the agencies' own grades are fields that `grade_form` adds."""

    agreed = SelectField(
        "Agreed grade",
        choices=[Choice(grade, GRADE_WORDS[grade]) for grade in Grade],
        blank="Not agreed yet",
        mark_optional=False,
    )
    is_unsafe = RadiosField(
        "Is anyone unsafe now?", choices=YES_NO, missing="Select whether anyone is unsafe now", inline=True
    )

    def given(self, audit: Audit) -> dict[int, Grade | None]:
        """What each agency graded, by its id."""
        return {agency.id: self[grade_field(agency)].data or None for agency in audit.agencies}


def grade_field(agency: Organisation) -> str:
    """The name of an agency's field."""
    return f"grade_{agency.id}"


def grade_form(case: AuditCase) -> GradeForm:
    """The form for a case, with a field for each agency of its audit, and the grades as they stand."""
    agencies = case.audit.agencies
    choices = [Choice(grade, GRADE_WORDS[grade]) for grade in Grade]
    own = {
        grade_field(agency): SelectField(agency.name, choices=choices, blank="Not graded", mark_optional=False)
        for agency in agencies
    }
    held = {grade_field(agency): case.grade_of(agency.id) for agency in agencies}
    made = type("CaseGradeForm", (GradeForm,), own)
    form: GradeForm = made(
        data={
            **held,
            "agreed": case.agreed_grade,
            "is_unsafe": "yes" if case.is_unsafe else "no",
            "version": case.version,
        }
    )
    return form


class EscalateForm(VersionedForm):
    """Who was told that somebody is unsafe, when, and when they were safe."""

    escalated_to = TextField(
        "Who was told?", missing="Enter who was told", called="Who was told", hint="A role or team, no name"
    )
    escalated_on = DateField("Told on", missing="Enter the day they were told", must_be="past")
    made_safe_on = DateField("Known to be safe on", must_be="past", hint="Leave blank while this is not known")


class NoteFindingForm(OnceForm):
    """Good practice or learning."""

    kind = RadiosField(
        "What is it?",
        choices=[Choice(kind, FINDING_WORDS[kind], FINDING_HINTS[kind]) for kind in AuditFindingKind],
        missing="Select good practice or learning",
    )
    words = TextAreaField(
        "What was found", missing="Enter what was found", hint="What the files show. No names", rows=4
    )


class RaiseForm(OnceForm):
    """Raise what an audit or a return found into the register."""

    kind = fields.kind_field()
    title = fields.title_field()
    detail = fields.detail_field()
    theme = fields.theme_field()
    severity = fields.severity_field()
    measures = fields.measures_field()

    def given(self, measures: Iterable[Measure]) -> Said:
        """The answers by the names of the service; `measures` are those that were offered."""
        return {
            "kind": self.kind.data,
            "title": self.title.data,
            "detail": self.detail.data,
            "theme": self.theme.data,
            "severity": self.severity.data,
            "measures": [measure for measure in measures if measure.id in self.measures.data],
        }


# --- partner returns ---


class AskForm(OnceForm):
    """Which agencies are asked for their return, on which template, for which period."""

    template = RadiosField("Template", missing="Select a template")
    period = TextField("Period", missing="Enter the period", most=40, width=10, hint="Such as 2025/26")
    agencies = TicksField("Which agencies?", missing="Select at least one agency", called="Agencies", small=True)
    due_on = DateField("Due", missing="Enter the day they are due", must_be="future", hint="For example, 30 4 2026")


class WriteForm(VersionedForm):
    """An answer to one standard."""

    rating = RadiosField("Rating", mark_optional=False)
    evidence = TextAreaField("Evidence", hint="What shows it: policies, samples, figures, what people said. No names")
    plan = TextAreaField(
        "If it is not effective yet: what will you do, and who will do it?",
        called="What you will do",
        mark_optional=False,
    )
    due_on = DateField("By when?", called="By when", mark_optional=False, hint="For example, 30 9 2026")
    go_on = SubmitField("Save and go to next")
    save = SubmitField("Save", kind="secondary")

    def offer(self, framework: Framework) -> None:
        """Offer the steps of the template's scale, each with its meaning."""
        self.rating.choices = [Choice(step.code, step.word, hint=step.says) for step in framework.steps.values()]


class SubmitReturnForm(OnceForm):
    """Nothing to fill in: the page says what submitting does."""


class UnlockForm(Form):
    """Why the return is opened again."""

    reason = TextAreaField("Why is it unlocked?", missing="Say why it is unlocked", called="Why it is unlocked", rows=3)


def data_of(audit: Audit) -> Mapping[str, object]:
    """An audit's plan as the form shows it."""
    return {
        "title": audit.title,
        "theme": audit.theme,
        "period": audit.period,
        "agencies": [agency.id for agency in audit.agencies],
        "method": audit.method,
        "sample": audit.sample,
        "why": audit.why,
        "started_on": audit.started_on,
        "due_on": audit.due_on,
        "version": audit.version,
    }
