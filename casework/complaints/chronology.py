"""Everything that happened in a case in the order of its days: what is printed for a meeting or the ombudsman.

Taken from the records of the case, not from the trail: what happened on which day, not who pressed a button.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from casework.complaints.kinds import PromiseKind
from casework.complaints.models import Complaint
from casework.complaints.records import ComplaintLetter
from casework.kit import clock, words


@dataclass(frozen=True)
class Happened:
    """One line: the day, what happened, and (for whoever sees the people in it) in what words."""

    on: date
    what: str
    detail: str | None = None


def chronology_of(case: Complaint, letters: Sequence[ComplaintLetter]) -> list[Happened]:
    """Every dated event of the case, oldest first; events of one day in the order in which a case goes."""
    found = [*_beginning(case), *_contact(case, letters), *_work(case), *_answers(case), *_after(case)]
    return sorted(found, key=lambda one: one.on)


def _beginning(case: Complaint) -> Iterator[Happened]:
    way = "in person" if case.channel.value == "in-person" else f"by {case.channel.words.lower()}"
    yield Happened(case.received_on, f"Received {way}", case.what_said)
    if case.matter_on:
        yield Happened(case.matter_on, "The matter happened, or they came to know of it")
    for one in case.routes:
        ground = f", {one.ground.words}" if one.ground else ""
        yield Happened(clock.day_of(one.chosen_at), f"Sorted as: {one.route.words.lower()}{ground}", one.reason)
    for told in case.referrals:
        reference = f", reference {told.safeguarding_reference}" if told.safeguarding_reference else ""
        yield Happened(told.told_on, f"Passed to safeguarding{reference}", told.note)
        if told.became and told.became_on:
            yield Happened(told.became_on, f"Safeguarding said what it became: {told.became.words.lower()}")
    if case.acknowledged_on:
        yield Happened(case.acknowledged_on, "Acknowledged", case.acknowledgement_note)


def _contact(case: Complaint, letters: Sequence[ComplaintLetter]) -> Iterator[Happened]:
    for letter in letters:
        if letter.dated_on:
            way = letter.channel.words.lower()
            yield Happened(
                letter.dated_on, f"{letter.kind.words}, {letter.direction.words.lower()}, {way}", letter.text
            )
    for note in case.notes:
        yield Happened(clock.day_of(note.written_at), "Note", note.text)
    for right in case.authorities:
        towards = f"towards {right.body}" if right.body else "towards us"
        yield Happened(right.noted_on, f"Right to complain {towards}: {right.right.words}, {right.state.words.lower()}")


def _work(case: Complaint) -> Iterator[Happened]:
    if case.plan_agreed_on:
        yield Happened(case.plan_agreed_on, "Response plan", case.wanted)
    for one in case.promises:
        what = "An answer" if one.kind == PromiseKind.ANSWER else "An update"
        yield Happened(one.made_on, f"{what} was promised by {words.full_date(one.due_on)}")
    for more in case.agreements:
        yield Happened(
            more.agreed_on, f"They agreed to a later answer by law, {words.full_date(more.until)}", more.proof
        )
    for longer in case.extensions:
        days = words.plural(longer.days, "working day")
        yield Happened(longer.told_on, f"{days} more under the Complaint Handling Code", longer.reason)
    for hold in case.holds:
        yield Happened(hold.started_on, f"Points on hold: {hold.reason.words.lower()}", hold.why)
        if hold.ended_on:
            yield Happened(hold.ended_on, "Points released")
    for body in case.joint_bodies:
        for chaser in body.chasers:
            yield Happened(chaser.chased_on, f"{body.name} chased for its part", chaser.note)
        if body.received_on:
            yield Happened(body.received_on, f"Part of {body.name} received", body.comments)
    for point in case.points:
        if point.decided_on and point.outcome:
            yield Happened(
                point.decided_on, f"Point {point.number} decided: {point.outcome.words.lower()}", point.because
            )


def _answers(case: Complaint) -> Iterator[Happened]:
    for answer in case.answers:
        if answer.sent_on:
            yield Happened(answer.sent_on, f"Answer sent, signed as {answer.signed_as}")
    if not case.answers and case.responded_on:
        yield Happened(case.responded_on, "Answer sent")
    if case.delay_explained_on:
        yield Happened(case.delay_explained_on, "Delay explained in writing")
    if case.review_requested_on:
        yield Happened(case.review_requested_on, "Review asked for")
    if case.reviewed_on:
        yield Happened(case.reviewed_on, "Reply to the review")
    if case.closed_on and case.outcome:
        yield Happened(case.closed_on, f"{case.status.words}: {case.outcome.words.lower()}", case.ended_reason)


def _after(case: Complaint) -> Iterator[Happened]:
    for remedy in case.remedies:
        if remedy.done_on:
            yield Happened(remedy.done_on, f"Remedy done: {remedy.kind.words.lower()}", remedy.proof)
    for enquiry in case.ombudsman_cases:
        yield Happened(enquiry.enquiry_on, "The ombudsman asked")
        if enquiry.answered_on:
            yield Happened(enquiry.answered_on, "We answered the ombudsman")
        if enquiry.decided_on and enquiry.outcome:
            yield Happened(enquiry.decided_on, f"The ombudsman decided: {enquiry.outcome.words.lower()}", enquiry.fault)
        for asked in enquiry.recommendations:
            if asked.done_on:
                yield Happened(asked.done_on, "Recommendation of the ombudsman carried out", asked.proof)
