"""Forms from the first point to the last remedy."""

from casework.complaints.forms import NO_NAMES, VersionForm, choices_of
from casework.complaints.kinds import (
    POINT_OUTCOMES,
    Agreed,
    Channel,
    Direction,
    HoldReason,
    LetterKind,
    OmbudsmanOutcome,
    Outcome,
    RemedyKind,
    Right,
    RightState,
)
from casework.findings import fields
from casework.kit.forms import (
    Choice,
    DateField,
    NumberField,
    OnceForm,
    RadiosField,
    SelectField,
    SubmitField,
    TextAreaField,
    TextField,
    TickField,
    TicksField,
)

YES_NO = [Choice("yes", "Yes"), Choice("no", "No")]
OUTCOME_HINTS = {Outcome.NO_FINDING: "It cannot be said: the accounts differ, or there is nothing to go by"}


class PointForm(VersionForm):
    """One thing that was said."""

    title = TextField("What was said", missing="Enter what the point is", hint="One thing, in a line. No names")
    investigator = SelectField("Who decides it?", blank="Not given to anybody yet", called="Who decides it")


class GiveForm(VersionForm):
    """Who decides a point."""

    investigator = SelectField("Who decides it?", blank="Nobody yet", called="Who decides it", mark_optional=False)


class DecideForm(VersionForm):
    """What was looked at and found; the first button decides and goes on."""

    looked_at = TextAreaField("What I looked at", rows=3, hint="Notes, rotas, letters, who was spoken to")
    found = TextAreaField("What I found", rows=5)
    outcome = RadiosField(
        "Finding",
        choices=choices_of(Outcome, only=POINT_OUTCOMES, hints=OUTCOME_HINTS),
        small=True,
        mark_optional=False,
    )
    because = TextAreaField("Because", rows=3, mark_optional=False, hint="Why this follows from what you found")
    injustice = TextAreaField("What did it do to them?", called="What it did to them", rows=2,
                              hint="The injustice: what they lost, had to do, or went through")  # fmt: skip
    is_wider = TickField("Others could be affected")
    learning = TextAreaField("What should be learned?", called="What should be learned", rows=2, hint=NO_NAMES)
    decide = SubmitField("Decide this point")
    save = SubmitField("Save without deciding", kind="secondary")


class PlanForm(VersionForm):
    """The response plan."""

    points = TextAreaField("Points", rows=4, hint="One on each line, without names. You can add more later")
    wanted = TextAreaField("What do they want to happen?", called="What they want", rows=2)
    method = TextAreaField("How will we look into it?", called="How we look into it", rows=2)
    answer_by = RadiosField("Answer by", missing="Select when they get the answer", small=True)
    answer_on = DateField("Another day", missing="Enter the day of the answer", must_be="future", called="Answer by")
    update_by = DateField("Next update by", must_be="future")
    agreed = RadiosField(
        "How was it agreed?", choices=choices_of(Agreed), missing="Select how it was agreed", small=True
    )
    agreed_on = DateField("Agreed on", missing="Enter when it was agreed", must_be="past")


class AgreeLongerForm(VersionForm):
    """More time, agreed before the date by law."""

    until = DateField("New date", missing="Enter the new date", must_be="future")
    agreed_with = TextField("Agreed with", missing="Enter who agreed", hint="Such as the person, or the daughter")
    agreed_on = DateField("Agreed on", missing="Enter when they agreed", must_be="past")
    how = RadiosField("How?", missing="Select how they agreed", small=True,
                      choices=choices_of(Agreed, only=[one for one in Agreed if one != Agreed.NOT_AGREED]))  # fmt: skip
    proof = TextAreaField("What shows it?", missing="Say what shows that they agreed", called="What shows it", rows=2,
                          hint="Their email, or your note of the call")  # fmt: skip


class ExplainDelayForm(VersionForm):
    """The letter that says why the answer is late."""

    way = RadiosField("How was it sent?", choices=choices_of(Channel, only=(Channel.LETTER, Channel.EMAIL)), small=True,
                      missing="Select how it was sent")  # fmt: skip
    sent_on = DateField("Sent on", missing="Enter when it was sent", must_be="past")
    answer_by = DateField("They get the answer by", missing="Enter when they get the answer", must_be="future")
    text = TextAreaField("What we wrote", missing="Enter what we wrote", rows=8)


class HoldForm(VersionForm):
    """Which points wait, why, and when somebody looks again."""

    points = TicksField("Which points wait?", missing="Select at least one point", small=True)
    reason = RadiosField("Why?", choices=choices_of(HoldReason), missing="Select why they wait", small=True)
    why = TextAreaField("In your words", missing="Say why they wait", called="Why they wait", rows=2, hint=NO_NAMES)
    review_on = DateField("Look at it again on", missing="Enter when to look at it again", must_be="future")


class ReleaseForm(VersionForm):
    """Nothing to fill in: the points go on."""


class ReferForm(VersionForm):
    """The hand-over to safeguarding."""

    taken_by = TextField("Who took it?", missing="Enter who took it", called="Who took it", hint="Name or team")
    told_on = DateField("When?", missing="Enter when they were told", must_be="past", called="Told on")
    how = RadiosField("How?", choices=choices_of(Channel), missing="Select how they were told", small=True)
    reference = TextField("Their reference", most=60, width=20)
    note = TextAreaField("What was said", rows=2)


class WriteForm(VersionForm):
    """A letter, mail or call."""

    kind = SelectField("What is it about?", choices=choices_of(LetterKind), missing="Select what it is about")
    direction = RadiosField("Sent or received?", choices=choices_of(Direction), missing="Select sent or received",
                            inline=True)  # fmt: skip
    way = RadiosField("How?", choices=choices_of(Channel), missing="Select how", small=True, inline=True)
    dated_on = DateField("Date", missing="Enter the date", must_be="past")
    with_whom = TextField("With whom?", called="With whom")
    text = TextAreaField("What was said or written", rows=6)


class AuthorityForm(VersionForm):
    """By what right somebody complains, towards us or an outside body."""

    body = TextField(
        "Which body?", called="Which body", most=120, hint="Leave blank for us. An outside body needs its own"
    )
    right = RadiosField("By what right?", choices=choices_of(Right), missing="Select by what right", small=True)
    state = RadiosField(
        "Was it shown?", choices=choices_of(RightState), missing="Select whether it was shown", inline=True
    )
    noted_on = DateField("Date", missing="Enter the date", must_be="past")
    note = TextAreaField("What shows it", rows=2)


class JointForm(VersionForm):
    """Another body that the complaint concerns."""

    name = TextField("Which body?", missing="Enter which body", called="Which body", most=120)
    is_lead = RadiosField("Does it lead?", choices=YES_NO, missing="Select whether it leads", inline=True)
    part = TextAreaField("What is its part?", called="Its part", rows=2, hint=NO_NAMES)
    due_on = DateField("Its part is due on")


class JointPartForm(VersionForm):
    """What became of a body's part."""

    part = TextAreaField("What is its part?", called="Its part", rows=2, hint=NO_NAMES)
    due_on = DateField("Due on")
    received_on = DateField("Part received on", must_be="past")
    comments = TextAreaField("Comments on the draft", rows=3)


class RemedyForm(VersionForm):
    """Something to put things right."""

    kind = RadiosField("What?", choices=choices_of(RemedyKind), missing="Select what it is", small=True)
    point = SelectField("For which point?", blank="The whole case", mark_optional=False)
    what = TextAreaField("In words", rows=2, hint=NO_NAMES)
    pounds = NumberField("Amount in pounds", least=1, most=1_000_000, places=2, prefix="£", example="500",
                         hint="For a payment or a write-off")  # fmt: skip
    due_on = DateField("Due")
    goodwill_reason = TextAreaField("If there was no fault: why is it given?", called="Why it is given", rows=2)


class ProveForm(VersionForm):
    """When something was done, and what shows it."""

    done_on = DateField("Done on", missing="Enter when it was done", must_be="past")
    proof = TextAreaField("What shows it?", missing="Say what shows it", called="What shows it", rows=3)


class EnquiryForm(VersionForm):
    """The ombudsman asks about the case."""

    enquiry_on = DateField("Received on", missing="Enter when it was received", must_be="past")
    reference = TextField("The ombudsman's reference", most=60, width=20)
    answer_due_on = DateField("Answer due")


class AnsweredForm(VersionForm):
    """We answered the ombudsman."""

    answered_on = DateField("Answered on", missing="Enter when we answered", must_be="past")


class OmbudsmanForm(VersionForm):
    """What the ombudsman decided."""

    decided_on = DateField("Decided on", missing="Enter when it was decided", must_be="past")
    outcome = RadiosField("Outcome", choices=choices_of(OmbudsmanOutcome), missing="Select the outcome", small=True)
    fault = TextAreaField("What fault was found?", called="What fault was found", rows=3, hint=NO_NAMES)
    was_remedied_before = RadiosField("Had we put it right before?", choices=YES_NO, inline=True)
    what = TextAreaField("What is recommended?", called="What is recommended", rows=4, hint="One on each line")
    due_on = DateField("By when?", called="Due", hint="For all of them; each can be proved on its own")


class CorrectEnquiryForm(VersionForm):
    """What is recorded of an enquiry and its decision, to be put right."""

    their_reference = TextField("The ombudsman's reference", most=60, width=20)
    enquiry_on = DateField("Received on", missing="Enter when it was received", must_be="past")
    decided_on = DateField("Decided on", missing="Enter when it was decided", must_be="past")
    outcome = RadiosField("Outcome", choices=choices_of(OmbudsmanOutcome), missing="Select the outcome", small=True)
    fault = TextAreaField("What fault was found?", called="What fault was found", rows=3, hint=NO_NAMES)
    was_remedied_before = RadiosField("Had we put it right before?", choices=YES_NO, inline=True)
    reason = TextAreaField("Why does it change?", missing="Say why it changes", called="Why it changes", rows=2,
                           hint=NO_NAMES)  # fmt: skip


class RaiseFindingForm(OnceForm):
    """Learning from a point, into the register of findings."""

    kind = fields.kind_field()
    title = fields.title_field()
    detail = fields.detail_field()
    measures = fields.measures_field()
    theme = fields.theme_field()
    severity = fields.severity_field()
    next = fields.next_field()
