"""How far a self-assessment is, section by section, and whose turn it is: computed, never typed. Pure."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from casework.accounts.models import Person
from casework.assessments import rules
from casework.assessments.comment_models import AnswerComment
from casework.assessments.models import Answer, Assessment, AssessmentStatus, GivenSection, GivenStatus
from casework.assessments.outline import Node, NodeKind, Outline, Section
from casework.kit.words import full_date, listed, plural

STATUS_TAGS = {
    AssessmentStatus.DRAFT: ("Draft", "blue"),
    AssessmentStatus.CONSULTATION: ("In consultation", "teal"),
    AssessmentStatus.SENIOR_REVIEW: ("Senior review", "purple"),
    AssessmentStatus.SIGNED: ("Signed", "green"),
    AssessmentStatus.REVISED: ("Revised", "teal"),
    AssessmentStatus.CHALLENGE: ("In challenge", "purple"),
    AssessmentStatus.CLOSED: ("Closed", "grey"),
}
COMPLETED = ("Completed", "plain")
AS_SIGNED = ("As signed", "plain")  # not everything was answered, and nothing more can be
GIVEN_TAGS = {
    GivenStatus.GIVEN: ("With someone", "purple"),
    GivenStatus.HANDED_IN: ("Handed in", "purple"),
    GivenStatus.SENT_BACK: ("Sent back", "yellow"),
}
WITH_THEM = frozenset({GivenStatus.GIVEN, GivenStatus.SENT_BACK})


@dataclass(frozen=True)
class SectionProgress:
    """One section: how many of its nodes are answered, how many of its areas rated, and with whom it is."""

    section: Section
    asked: int
    answered: int
    to_rate: int
    rated: int
    begun: bool
    given: tuple[GivenSection, ...]
    is_signed: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to answer in it."""
        return self.answered == self.asked

    @property
    def count_words(self) -> str:
        """2 of 3 rated; 5 of 8 answered."""
        if self.to_rate:
            return f"{self.rated} of {self.to_rate} rated"
        return f"{self.answered} of {self.asked} answered"

    @property
    def hint(self) -> str:
        """The count, and with whom the section is until when."""
        with_them = [one for one in self.given if one.status in WITH_THEM]
        if not with_them:
            return self.count_words
        latest = with_them[-1]
        due = f", due {full_date(latest.due_on)}" if latest.due_on else ""
        return f"{self.count_words}. Given to {listed([one.to.name for one in with_them])}{due}"

    @property
    def tag(self) -> tuple[str, str]:
        """The word and colour of its state."""
        if self.is_signed:
            return COMPLETED if self.is_complete else AS_SIGNED
        for status in (GivenStatus.SENT_BACK, GivenStatus.GIVEN, GivenStatus.HANDED_IN):
            if any(one.status is status for one in self.given):
                return GIVEN_TAGS[status]
        if self.is_complete:
            return COMPLETED
        return ("In progress", "teal") if self.begun else ("Not started", "grey")


@dataclass(frozen=True)
class Progress:
    """The whole form: sections in order, areas rated, and what a signature still needs."""

    outline: Outline
    sections: tuple[SectionProgress, ...]
    missing: tuple[Node, ...]

    @property
    def given(self) -> list[GivenSection]:
        """What was given to whom, of all sections."""
        return [one for section in self.sections for one in section.given]

    @property
    def rated(self) -> int:
        """Areas rated."""
        return sum(section.rated for section in self.sections)

    @property
    def to_rate(self) -> int:
        """Areas to rate."""
        return sum(section.to_rate for section in self.sections)

    @property
    def count_words(self) -> str:
        """9 of 12 rated."""
        if self.to_rate:
            return f"{self.rated} of {self.to_rate} rated"
        return f"{sum(s.answered for s in self.sections)} of {sum(s.asked for s in self.sections)} answered"

    def parts(self) -> list[tuple[str, list[SectionProgress]]]:
        """The sections under the headings of the form's parts; a part without any of the reader's is left out."""
        groups = [
            (title, [one for one in self.sections if one.section.part == key]) for key, title in self.outline.parts
        ]
        return [(title, sections) for title, sections in groups if sections]

    def waiting_for(self) -> list[tuple[GivenSection | None, int]]:
        """Who has how much still to do: people with a section, and None for the director."""
        counts: dict[int | None, int] = {}
        holders: dict[int, GivenSection] = {}
        for one in self.sections:
            left = sum(node.section_id == one.section.id for node in self.missing)
            holder = next((given for given in one.given if given.status in WITH_THEM), None)
            if holder is not None:
                holders[holder.to_id] = holder
                left = max(left, one.asked - one.answered)
            if left:
                key = holder.to_id if holder else None
                counts[key] = counts.get(key, 0) + left
        return [(holders[key] if key is not None else None, count) for key, count in counts.items()]


def progress_of(
    outline: Outline, answers: Sequence[Answer], given: Collection[GivenSection], *, is_signed: bool = False
) -> Progress:
    """The progress of these answers; sections without any of them are left out (they are not the reader's)."""
    held = {answer.node_id: answer for answer in answers}
    sections = []
    for section in outline.sections:
        here = [(node, held[node.id]) for node in section.asked if node.id in held]
        if not here:
            continue
        ratings = [answer for node, answer in here if node.kind is NodeKind.RATING]
        sections.append(
            SectionProgress(
                section,
                asked=len(here),
                answered=sum(rules.is_answered(node, answer) for node, answer in here),
                to_rate=len(ratings),
                rated=sum(answer.rating is not None for answer in ratings),
                begun=any(rules.is_begun(answer) for _, answer in here),
                given=tuple(one for one in given if one.section_id == section.id),
                is_signed=is_signed,
            )
        )
    missing = [node for node in rules.missing_for_signature(outline, answers) if node.id in held]
    return Progress(outline, tuple(sections), tuple(missing))


def whose_turn(
    assessment: Assessment, progress: Progress, person: Person, questions: Sequence[AnswerComment] = ()
) -> str:
    """ "Waiting for: Head of Safeguarding (2), you (1), Dee Cole (1 question)", in the words of whoever reads it."""
    if not assessment.is_open:
        words = {
            AssessmentStatus.CHALLENGE: "Whose turn: the challenge team",
            AssessmentStatus.REVISED: "A newer version has taken its place",
        }
        return words.get(assessment.status, "Nothing is waited for")
    named = []
    for given, count in progress.waiting_for():
        if given is None:
            name = "you" if rules.rates(person) else "the director"
        else:
            name = "you" if given.to_id == person.id else given.to.name
        named.append(f"{name} ({count})")
    asked = Counter(one.waits_for for one in questions if one.waits_for)
    for who, count in asked.items():
        named.append(f"{'you' if who.id == person.id else who.name} ({plural(count, 'question')})")
    if named:
        return f"Waiting for: {', '.join(named)}"
    return "Waiting for: you, to sign" if rules.rates(person) else "Waiting for: the director, to sign"


def next_answer(outline: Outline, answers: Sequence[Answer], person: Person, after: str | None = None) -> Answer | None:
    """The next answer for this person: the first that needs them after the node `after`, else from the beginning."""
    is_done = rules.is_answered if rules.rates(person) else rules.is_written
    open_ones = [answer for answer in answers if not is_done(outline.nodes[answer.node_id], answer)]
    order = {node.id: place for place, node in enumerate(outline.asked)}
    later = [answer for answer in open_ones if after is not None and order[answer.node_id] > order[after]]
    return next(iter(later or open_ones), None)


def continue_at(outline: Outline, answers: Sequence[Answer], person: Person) -> Answer | None:
    """Where the person stopped: the next open answer after the one they wrote last."""
    mine = [answer for answer in answers if answer.written_by_id == person.id and answer.written_at]
    last = max(mine, key=lambda answer: (answer.written_at, answer.id), default=None)
    return next_answer(outline, answers, person, last.node_id if last else None)


def count_words(text: str) -> str:
    """123 words"""
    return plural(len(text.split()), "word")
