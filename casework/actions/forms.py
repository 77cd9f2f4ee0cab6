"""Forms of the room. Rules that need the record stand in rules.py and come back on the same form."""

from datetime import timedelta

from casework.actions.models import Assurance, Effect, Going
from casework.actions.words import ASSURANCE_WORDS, EFFECT_TAGS, GOING_WORDS
from casework.kit.forms import (
    Choice,
    DateField,
    Form,
    HiddenField,
    OnceForm,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
)

OPENED_BEFORE = "Open this page again: it did not say which version you read"
ASSURANCE_HINTS = {
    Assurance.SUBSTANTIAL: "The proof shows it, wherever I looked",
    Assurance.REASONABLE: "The proof shows it, with small gaps",
    Assurance.LIMITED: "Something was done, and it is not yet sure that it works or lasts",
}
LOOK_BACK = timedelta(days=31)


class ProposeForm(OnceForm):
    """Add an action to a finding."""

    title = TextAreaField(
        "What will be done",
        missing="Enter what will be done",
        rows=3,
        most=1_000,
        hint='Start with a verb. "Remind staff" on its own rarely changes anything',
    )
    success_looks_like = TextAreaField(
        "What success looks like", missing="Enter what success looks like", rows=3, most=1_000
    )
    measure = RadiosField("Which measure should move?", missing="Select which measure should move")
    owner = SelectField(
        "Owner",
        type_ahead=True,
        missing="Select an owner who has an account, or invite them",
        hint="Does the work and says when it is done. Somebody else signs it off",
    )
    agency = SelectField("Agency", missing="Select an agency")
    due_on = DateField("Due", missing="Enter when it is due", must_be="future")


class UpdateForm(OnceForm):
    """A progress note."""

    text = TextAreaField("What has happened", missing="Enter what has happened")
    going = RadiosField(
        "How is it going?",
        choices=[Choice(going, GOING_WORDS[going]) for going in Going],
        missing="Select how it is going",
    )
    next_step = TextAreaField(
        "Next step", rows=3, hint="If it is slipping or off track: what you will do about it, by when"
    )


class EvidenceForm(OnceForm):
    """What shows that it was done."""

    title = TextField("Title", missing="Enter what the evidence is", hint="Such as: sample of 20 files, May 2026")
    text = TextAreaField("What it shows", hint="Counts and conclusions. No names of people")
    link = TextField("Link", most=500, hint="Where it is kept, beginning with https://")


class SubmitForm(OnceForm):
    """Say that it is done; one piece of evidence can be added here."""

    done_note = TextAreaField("What was done", missing="Enter what was done")
    evidence_title = TextField("What shows it", hint="Such as: sample of 20 files, May 2026. More can be added before")
    evidence_text = TextAreaField("What it shows", rows=3)
    no_evidence_reason = TextAreaField("If there is nothing to show, why?", rows=3)
    people_note = TextAreaField("Has anything changed for people yet?", rows=3)


class RedateForm(Form):
    """Another due date."""

    due_on = DateField("New date", missing="Enter the new date", must_be="future")
    reason = TextAreaField("Why", missing="Say why the date must change", rows=3)
    version = HiddenField(missing=OPENED_BEFORE)


class GiveForm(Form):
    """Another owner."""

    owner = SelectField("Owner", type_ahead=True, missing="Select an owner who has an account, or invite them")
    version = HiddenField(missing=OPENED_BEFORE)


class ReturnForm(Form):
    """Back to the owner."""

    reason = TextAreaField("What is missing", missing="Say what is missing", hint="The owner reads this word for word")


class SignOffForm(Form):
    """Sign off what was read; `seen` is the digest of the content that the page showed."""

    what_checked = TextAreaField(
        "What did you check?", missing="Enter what you checked", hint="What you opened, asked or tried yourself"
    )
    assurance = RadiosField(
        "How sure are you that it works and lasts?",
        choices=[Choice(one, ASSURANCE_WORDS[one], ASSURANCE_HINTS[one]) for one in Assurance],
        missing="Select how sure you are",
    )
    remeasure_on = DateField(
        "Read the measure again on", missing="Enter when the measure is read again", must_be="future"
    )
    seen = HiddenField(missing=OPENED_BEFORE)


class ReasonForm(Form):
    """A move that only needs a reason: the label says of what."""

    reason = TextAreaField("Why", missing="Say why", rows=4)


class JudgeEffectForm(Form):
    """Confirm or override what the figures suggest."""

    verdict = RadiosField(
        "What was the effect?",
        choices=[Choice(effect, EFFECT_TAGS[effect][0]) for effect in Effect],
        missing="Select what the effect was",
    )
    reason = TextAreaField("Why", rows=4, hint="Needed when you differ from the suggestion")


class ConfirmForm(Form):
    """A move with nothing to fill in."""
