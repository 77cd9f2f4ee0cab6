"""The register of evidence: add, change, remove; and using a piece of it in answers."""

from datetime import date
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from casework.accounts.models import Person
from casework.accounts.roles import Role
from casework.assessments import rules
from casework.assessments.answer_services import hold_answer
from casework.assessments.models import Answer, AnswerEvidence, Assessment, Evidence, EvidenceKind
from casework.extensions import db
from casework.kit import clock, files
from casework.kit.rules import RuleBroken
from casework.trail import services as trail
from casework.trail.events import Event

FACTS = {
    "title": "Title", "kind": "Kind", "about": "About", "received_on": "Received", "expires_on": "Out of date on",
    "owner": "Owner", "link": "Link", "words": "What it shows",
}  # fmt: skip
NOT_YOURS = "Only the director, or whoever added the evidence, can change it"
MOVED_ON = "Somebody changed this evidence while you were writing. Read what it says now, then save again"
IN_A_SIGNED_ONE = (
    "This file is part of a signed self-assessment. Add the new one as evidence of its own, and use that from now on"
)


def add_to_register(
    *,
    title: str,
    kind: EvidenceKind,
    about: str,
    by: Person,
    received_on: date | None = None,
    expires_on: date | None = None,
    owner: str | None = None,
    words: str | None = None,
    link: str | None = None,
    upload: FileStorage | None = None,
) -> Evidence:
    """Put a piece of evidence in the register of the person's council.

    RuleBroken for somebody who does not write self-assessments, for facts that cannot be, and for a file that is not
    taken (field `file`).
    """
    if not by.has(Role.DIRECTOR, Role.CONTRIBUTOR):
        raise RuleBroken("Only people who write self-assessments add evidence")
    facts = _facts(title=title, kind=kind, about=about, received_on=received_on, expires_on=expires_on,
                   owner=owner, words=words, link=link)  # fmt: skip
    kept = files.keep(upload, by=by) if upload else None
    evidence = Evidence(organisation_id=by.organisation_id, file=kept, added_by_id=by.id, added_at=clock.now(), **facts)
    db.session.add(evidence)
    words_of_file = f" with the file {kept.name}" if kept else ""
    said = f'put "{evidence.title}" in the evidence register{words_of_file}'
    trail.record(Event.EVIDENCE_ADDED, evidence, by=by, words=said, changes=_file_change(None, kept))
    return evidence


def change(
    evidence: Evidence, *, by: Person, seen_version: int | None, upload: FileStorage | None = None, **given: Any
) -> None:
    """Change what the register says, or its file. Signed versions keep what they said.

    RuleBroken when it has moved since the page was opened, and for a new file when the old one was signed for.
    """
    _hold(evidence, by)
    if seen_version != evidence.version:
        raise RuleBroken(
            "Somebody changed this evidence while you were writing. Read what it says now, then save again"
        )
    facts = _facts(**given)
    before = {key: getattr(evidence, key) for key in FACTS}
    old = evidence.file
    if upload and old and is_signed_for(evidence):
        raise RuleBroken(IN_A_SIGNED_ONE, "file")
    kept = files.keep(upload, by=by) if upload else None
    changes = {FACTS[key]: (before[key], facts[key]) for key in FACTS} | (_file_change(old, kept) if kept else {})
    if all(one == other for one, other in changes.values()):
        return
    for key, fact in facts.items():
        setattr(evidence, key, fact)
    if kept:
        evidence.file = kept
        db.session.flush()
        if old:
            files.remove(old)
    trail.record(
        Event.EVIDENCE_CHANGED, evidence, by=by, words=f'changed the evidence "{evidence.title}"', changes=changes
    )


def remove(evidence: Evidence, *, reason: str, by: Person) -> int:
    """Take it out of the register, out of every answer that is still written, and its file away; how many answers.

    Signed versions still name it, with the checksum its file had. RuleBroken without a reason.
    """
    _hold(evidence, by)
    if not reason.strip():
        raise RuleBroken("Say why it is removed", "reason")
    taken_out = 0
    for link in _links(evidence):
        if link.answer.assessment.is_open:
            db.session.delete(link)
            taken_out += 1
    old, evidence.file = evidence.file, None
    evidence.removed_at, evidence.removed_reason = clock.now(), reason.strip()
    db.session.flush()
    if old:
        files.remove(old)
    trail.record(
        Event.EVIDENCE_REMOVED,
        evidence,
        by=by,
        words=f'removed "{evidence.title}" from the evidence register',
        changes=_file_change(old, None),
        reason=evidence.removed_reason,
    )
    return taken_out


def check_may_change(evidence: Evidence, by: Person) -> None:
    """Refuse everybody but the director of the council and whoever added it; and a piece that was removed."""
    of_council = by.organisation_id == evidence.organisation_id
    if not of_council or not (by.has(Role.DIRECTOR) or (by.id == evidence.added_by_id and by.has(Role.CONTRIBUTOR))):
        raise RuleBroken(NOT_YOURS)
    if evidence.removed_at is not None:
        raise RuleBroken("This evidence was removed from the register")


def may_change(evidence: Evidence, by: Person) -> bool:
    """Whether a Change link would succeed."""
    try:
        check_may_change(evidence, by)
    except RuleBroken:
        return False
    return True


def is_signed_for(evidence: Evidence) -> bool:
    """Whether a version that was signed rests on it."""
    return any(link.answer.assessment.status in rules.HAS_SIGNATURE for link in _links(evidence))


def add_evidence(answer: Answer, *, by: Person, **given: Any) -> Evidence:
    """Put a new piece of evidence in the register and use it in this answer."""
    hold_answer(answer, by)
    evidence = add_to_register(by=by, **given)
    use_evidence(answer, evidence=evidence, by=by)
    return evidence


def use_evidence(answer: Answer, *, evidence: Evidence, by: Person) -> None:
    """Use a piece of the register in this answer; nothing happens when it is used there already."""
    node = hold_answer(answer, by)
    if not node.has_evidence:
        raise RuleBroken("This part of the form asks for no evidence")
    if evidence.organisation_id != answer.assessment.organisation_id:
        raise RuleBroken("Select evidence from the register", "evidence")
    if evidence.removed_at is not None:
        raise RuleBroken("This evidence was removed from the register", "evidence")
    if any(link.evidence_id == evidence.id for link in answer.evidence_links):
        return
    answer.evidence_links.append(AnswerEvidence(evidence=evidence, by_id=by.id, at=clock.now()))
    words = f'added the evidence "{evidence.title}" to "{answer.name}"'
    trail.record(Event.EVIDENCE_ADDED, answer, by=by, words=words)


def remove_evidence(answer: Answer, *, link: AnswerEvidence, by: Person) -> None:
    """Take a piece of evidence out of this answer; it stays in the register."""
    hold_answer(answer, by)
    title = link.evidence.title
    answer.evidence_links.remove(link)
    trail.record(Event.EVIDENCE_REMOVED, answer, by=by, words=f'took the evidence "{title}" out of "{answer.name}"')


def _hold(evidence: Evidence, by: Person) -> None:
    db.session.flush()
    db.session.refresh(evidence, with_for_update={"of": Evidence})
    check_may_change(evidence, by)


def _links(evidence: Evidence) -> list[AnswerEvidence]:
    query = (
        select(AnswerEvidence)
        .join(AnswerEvidence.answer)
        .join(Answer.assessment)
        .where(AnswerEvidence.evidence_id == evidence.id)
        .with_for_update(read=True, of=Assessment)
    )
    return list(db.session.scalars(query))


def _facts(**given: Any) -> dict[str, Any]:
    """The facts as they are kept; RuleBroken for a link that is none and for dates in the wrong order."""
    link = (given["link"] or "").strip() or None
    if link and not link.startswith(("https://", "http://")):
        raise RuleBroken("Link must begin with https://", "link")
    if given["expires_on"] and given["received_on"] and given["expires_on"] < given["received_on"]:
        raise RuleBroken("Out of date on must be the same as or after date received", "expires_on")
    return {
        "title": given["title"].strip(),
        "kind": EvidenceKind(given["kind"]),
        "about": given["about"].strip(),
        "received_on": given["received_on"],
        "expires_on": given["expires_on"],
        "owner": (given["owner"] or "").strip() or None,
        "words": (given["words"] or "").strip() or None,
        "link": link,
    }


def _file_change(old: files.StoredFile | None, new: files.StoredFile | None) -> dict[str, tuple[Any, Any]]:
    """Name and checksum before and after, so that the trail still says what was there."""
    if old is new:
        return {}
    words = [f"{one.name}, SHA-256 {one.sha256}" if one else None for one in (old, new)]
    return {"File": (words[0], words[1])}
