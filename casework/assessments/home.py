"""What self-assessments need from somebody today: sign, rate, write what was given, answer what was asked."""

from collections.abc import Sequence

from casework.accounts.models import Person
from casework.accounts.roles import Role
from casework.assessments import comment_queries, evidence_queries, queries, rules
from casework.assessments.challenge import home as challenge
from casework.assessments.comment_models import AnswerComment, CommentStatus
from casework.assessments.models import Assessment, GivenSection, GivenStatus
from casework.assessments.outline import Node, NodeKind
from casework.kit import clock, words
from casework.kit.lines import HomeLine
from casework.kit.words import plural


def list_for_home(person: Person) -> list[HomeLine]:
    """What self-assessments and their challenges need from this person, each line one click from doing it."""
    return _own_lines(person) + challenge.list_for_home(person)


def _own_lines(person: Person) -> list[HomeLine]:
    if not person.has(Role.DIRECTOR, Role.CONTRIBUTOR):
        return []
    held = queries.list_open(seen_by=person)
    asked = comment_queries.list_asked(person, held)
    lines = [line for assessment in held for line in _home_lines(assessment, person)]
    return lines + [_asked(one) for one in asked] + _old_evidence(person)


def _old_evidence(person: Person) -> list[HomeLine]:
    """One line for all evidence that should be looked at again, with the first day it matters."""
    old = evidence_queries.list_ageing(seen_by=person, today=clock.today())
    if not old:
        return []
    verb = "is" if len(old) == 1 else "are"
    text = f"{plural(len(old), 'piece')} of evidence {verb} out of date or soon will be"
    path = "/evidence?state=out-of-date&state=soon"
    return [HomeLine("This week", text, path, old[0])]


def _asked(said: AnswerComment) -> HomeLine:
    path = f"/assessments/{said.answer.assessment_id}/answers/{said.answer_id}"
    title = said.answer.node.title
    if said.status is CommentStatus.OPEN:
        return HomeLine("This week", f"{said.by.name} asks about {title}", f"{path}/comments/{said.id}/reply")
    name = said.asked.name if said.asked else "Somebody"
    return HomeLine("To sign or check", f"{name} answered about {title}", f"{path}/comments/{said.id}/accept")


def _home_lines(assessment: Assessment, person: Person) -> list[HomeLine]:
    outline, given = assessment.template.outline, queries.list_given(assessment)
    answers = queries.list_answers(assessment)
    path = f"/assessments/{assessment.id}"
    lines = []
    for one in given:
        if one.to_id == person.id and one.status in rules.WITH_THEM:
            theirs = [answer for answer in answers if answer.node.section_id == one.section_id]
            following = next((a for a in theirs if not rules.is_written(a.node, a)), theirs[0])
            group = "Sent back to me" if one.status is GivenStatus.SENT_BACK else "My sections"
            due = f", due {words.long_date(one.due_on)}" if one.due_on else ""
            text = f"{outline.nodes[one.section_id].title} ({assessment.period_words}){due}"
            lines.append(HomeLine(group, text, f"{path}/answers/{following.id}/write", one.due_on))
        elif one.status is GivenStatus.HANDED_IN and rules.rates(person):
            number = outline.section_of(outline.nodes[one.section_id]).number
            text = f"Read what {one.to.name} handed in: {outline.nodes[one.section_id].title}"
            lines.append(HomeLine("To sign or check", text, f"{path}/sections/{number}"))
    if rules.rates(person):
        missing = rules.missing_for_signature(outline, answers)
        lines += _director_lines(assessment, missing, given, path)
    return lines


def _director_lines(
    assessment: Assessment, missing: Sequence[Node], given: Sequence[GivenSection], path: str
) -> list[HomeLine]:
    name = f"the {assessment.period_words} self-assessment"
    if not missing:
        return [HomeLine("For you to sign", f"Sign {name}: nothing is missing", f"{path}/sign", assessment.due_on)]
    away = {one.section_id: one for one in given if one.status in rules.WITH_THEM}
    mine = [node for node in missing if node.section_id not in away]
    lines = []
    if mine:
        unrated = sum(node.kind is NodeKind.RATING for node in mine)
        what = plural(unrated, "area") + " to rate" if unrated else plural(len(mine), "answer") + " to give"
        lines.append(HomeLine("This week", f"{what[:1].upper()}{what[1:]} in {name}", path, assessment.due_on))
    for section_id, one in away.items():
        if any(node.section_id == section_id for node in missing):
            due = f", due {words.long_date(one.due_on)}" if one.due_on else ""
            text = f"{one.to.name} is writing {assessment.template.outline.nodes[section_id].title}{due}"
            lines.append(HomeLine("Waiting for others", text, path, one.due_on))
    return lines
