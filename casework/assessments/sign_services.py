"""Signing: the director's name goes under exactly what was read; the form is frozen with its figures and sealed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.accounts.models import Person
from casework.accounts.roles import Role
from casework.assessments import queries, rules
from casework.assessments.content import content_of, hash_of, seal_of
from casework.assessments.figure_queries import list_figures
from casework.assessments.figures import Figures
from casework.assessments.models import Answer, Assessment, Signature
from casework.assessments.services import hold
from casework.extensions import db
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.kit.words import clock_time
from casework.trail import services as trail
from casework.trail.events import Event

WITHOUT_DECLARATION = "I have read this self-assessment and sign it"


@dataclass(frozen=True)
class Reading:
    """The content as it stands now, and its hash: what a signer reads and what travels in the form."""

    content: dict[str, Any]
    content_hash: str
    answers: list[Answer]
    figures: Figures


def read_content(assessment: Assessment) -> Reading:
    """The whole form as it stands now."""
    answers = queries.list_answers(assessment, fresh=True)
    figures = list_figures(assessment)
    content = content_of(assessment, answers, figures)
    return Reading(content, hash_of(content), answers, figures)


def as_it_stands(assessment: Assessment) -> Reading:
    """As signed where it is signed, so that later figures change nothing; otherwise as it stands now."""
    if assessment.signature is None:
        return read_content(assessment)
    return Reading(assessment.signature.frozen["content"], assessment.signature.content_hash, [], {})


def declaration_of(assessment: Assessment) -> str:
    """The words that are signed."""
    declared = assessment.template.outline.declaration
    return str(declared.raw["says"]) if declared else WITHOUT_DECLARATION


def sign(
    assessment: Assessment, *, name: str, position: str, seen_hash: str, by: Person, seen_at: datetime | None = None
) -> Signature:
    """Sign exactly what was read. The caller has asked for the password again; `seen_at` is when the page was opened.

    Raises RuleBroken for anybody but the director, while something required is missing, when it is signed already,
    and when an answer or a figure has changed since the page with `seen_hash` was opened.
    """
    hold(assessment)
    rules.check_may_sign(assessment, by)
    reading = read_content(assessment)
    rules.check_complete(assessment.template.outline, reading.answers)
    if reading.content_hash != seen_hash:
        raise RuleBroken(_what_changed(reading.answers, seen_at))
    now = clock.now()
    signed = {
        "declaration": declaration_of(assessment),
        "name": name.strip(),
        "position": position.strip(),
        "role": Role.DIRECTOR.value,
        "signed_at": now.isoformat(),
    }
    signature = Signature(
        assessment=assessment,
        declaration=signed["declaration"],
        name=signed["name"],
        position=signed["position"],
        role=signed["role"],
        signed_by_id=by.id,
        signed_at=now,
        content_hash=reading.content_hash,
        seal=seal_of(reading.content, signed),
        frozen={"content": reading.content, "signature": signed},
    )
    db.session.add(signature)
    before, assessment.status = assessment.status, rules.check_move("sign", assessment.status)
    trail.record(
        Event.ASSESSMENT_SIGNED,
        assessment,
        by=by,
        words=f"signed version {assessment.number} of {assessment.name}",
        changes={"Status": (before, assessment.status), "Seal": (None, signature.seal)},
    )
    return signature


def _what_changed(answers: list[Answer], seen_at: datetime | None) -> str:
    """The refusal names the answer that was written since: that is what the signer has not read."""
    since = [answer for answer in answers if answer.written_at and seen_at and answer.written_at >= seen_at]
    if not since:
        return "Evidence or a figure changed since you opened this page. Read it again, then sign"
    latest = max(since, key=lambda answer: (answer.written_at, answer.id))
    at = clock_time(latest.written_at) if latest.written_at else ""
    return f"Answer '{latest.node.title}' changed at {at}. Read the change, then sign"


def verify(signature: Signature) -> str | None:
    """None when the frozen copy is what was signed; otherwise what does not match."""
    frozen = signature.frozen or {}
    content, signed = frozen.get("content"), frozen.get("signature")
    if not isinstance(content, dict) or not isinstance(signed, dict):
        return "the frozen copy is not there"
    if hash_of(content) != signature.content_hash:
        return "the frozen copy is not what was signed"
    if seal_of(content, signed) != signature.seal:
        return "the name, position or declaration is not what was signed"
    names = (signature.declaration, signature.name, signature.position, signature.role)
    if (*names, signature.signed_at.isoformat()) != tuple(
        signed[key] for key in ("declaration", "name", "position", "role", "signed_at")
    ):
        return "the name, position or declaration is not what was signed"
    return None
