"""Forms of daily work: notes, links, chasers, notices, more time under the Code, broken glass, hand-overs."""

from casework.complaints.forms import OnceForm, VersionForm, choices_of
from casework.complaints.kinds import Channel
from casework.complaints.work_kinds import Became, LinkKind
from casework.kit.forms import DateField, RadiosField, TextAreaField, TextField, WholeNumberField

WRITTEN = (Channel.LETTER, Channel.EMAIL)


class NoteForm(OnceForm):
    """A note for the team."""

    text = TextAreaField(
        "Note", missing="Enter a note", rows=5, hint="For whoever works on the case. It is never part of a letter"
    )


class LinkForm(OnceForm):
    """Another case that belongs together with this one."""

    reference = TextField("Reference of the other case", missing="Enter a reference", most=30, width=20,
                          hint="Such as ASC-2026-00042")  # fmt: skip
    kind = RadiosField("Why do they belong together?", choices=choices_of(LinkKind), small=True,
                       missing="Select why they belong together", called="Why they belong together")  # fmt: skip


class UnlinkForm(OnceForm):
    """Nothing to fill in."""


class ChaseForm(VersionForm):
    """A reminder to another body."""

    chased_on = DateField("Chased on", missing="Enter when it was chased", must_be="past")
    note = TextAreaField("What was said?", called="What was said", rows=2, hint="Who was asked, and what they promised")


class NoticeForm(VersionForm):
    """The written notice that ends the case."""

    way = RadiosField("How was it sent?", choices=choices_of(Channel, only=WRITTEN), small=True,
                      missing="Select how it was sent", called="How it was sent")  # fmt: skip
    on = DateField("Sent on", missing="Enter when it was sent", must_be="past")
    text = TextAreaField("What we wrote", missing="Enter what we wrote", rows=14)


class ExtendForm(VersionForm):
    """More time under the Complaint Handling Code."""

    days = WholeNumberField("How many working days more?", missing="Enter how many working days more", least=1, most=20,
                            width=2, example="5", called="Working days")  # fmt: skip
    reason = TextAreaField(
        "Good reason", missing="Enter the reason", rows=2, hint="No names. It is told to them as well"
    )
    way = RadiosField("How were they told?", choices=choices_of(Channel, only=WRITTEN), small=True,
                      missing="Select how they were told", called="How they were told")  # fmt: skip
    on = DateField("Told on", missing="Enter when they were told", must_be="past")
    text = TextAreaField("What we wrote", missing="Enter what we wrote", rows=10)


class AcknowledgeReviewForm(VersionForm):
    """When the request for a review was acknowledged."""

    on = DateField("Acknowledged on", missing="Enter when it was acknowledged", must_be="past")


class BreakGlassForm(OnceForm):
    """The reference of a restricted case and why it must be opened now."""

    reference = TextField("Reference of the case", missing="Enter the reference", most=30, width=20)
    reason = TextAreaField("Why must you open it now?", missing="Enter why you must open it", most=1_000, rows=3,
                           called="Why you must open it",
                           hint="The complaints manager reads this word for word. No names")  # fmt: skip


class ReadOpeningForm(OnceForm):
    """Nothing to fill in: the notice was read."""


class BecameForm(OnceForm):
    """What safeguarding did with what was passed on."""

    became = RadiosField("What did it become?", choices=choices_of(Became), missing="Select what it became", small=True,
                         called="What it became")  # fmt: skip
    became_on = DateField("Decided on", missing="Enter when it was decided", must_be="past")
    reference = TextField("Safeguarding reference", most=60, width=20, hint="Of the safeguarding record")
