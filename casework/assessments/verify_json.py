"""Whether a self-assessment as JSON is what was signed: its copy by the seal, the rest against the copy, part by part.

The seal in a file proves nothing by itself, because whoever changes a file can work out another seal for it: what
counts is the seal that this installation keeps, and wrote into its trail when the director signed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from casework.assessments.compare import compare_answers, compare_figures
from casework.assessments.content import canonical, seal_of
from casework.assessments.models import Assessment, Signature
from casework.assessments.report import about, parts_of, told
from casework.assessments.sign_services import verify
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.kit.words import full_moment
from casework.trail.events import Event
from casework.trail.models import TrailEntry

MOST_SHOWN = 10
NOT_OURS = "It carries no seal that was put under a self-assessment here"
BESIDE = frozenset({"moderated", "agreed", "moved"})  # set after the signature: no part of what was signed


@dataclass(frozen=True)
class Judged:
    """Whether the file is what was signed, in a sentence; `differences` say what is not, at most MOST_SHOWN of them.

    `is_unproved`: nothing in it was found to differ, and still the file proves nothing.
    """

    is_signed: bool
    sentence: str
    differences: tuple[str, ...] = ()
    signature: Signature | None = None
    is_unproved: bool = False


def read_json(data: bytes) -> Mapping[str, Any]:
    """The file's data. RuleBroken for what is no JSON object, or says one name twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):  # a reader would see one, we another
            raise ValueError("a name stands twice")
        return found

    try:
        read = json.loads(data.decode("utf-8-sig"), object_pairs_hook=once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as trouble:
        raise RuleBroken("The file is not a JSON file that Casework wrote. Choose another", "file") from trouble
    if not isinstance(read, dict):
        raise RuleBroken("The file is not a JSON file that Casework wrote. Choose another", "file")
    return read


def _no_constant(word: str) -> None:
    raise ValueError(word)


def judge_json(data: Mapping[str, Any], organisation_id: int | None = None) -> Judged:
    """The exported form, or its signed copy alone (`{"content", "signature"}`)."""
    copy = data.get("signed_copy") if "signed_copy" in data else data
    if not isinstance(copy, dict) or not all(isinstance(copy.get(key), dict) for key in ("content", "signature")):
        return Judged(False, "It holds no signed copy: the self-assessment was not signed when the file was made")
    try:
        seal = seal_of(copy["content"], copy["signature"])
    except (UnicodeEncodeError, RecursionError):
        return Judged(False, NOT_OURS)
    signature = find_signature(seal, organisation_id)
    if signature is None:
        return _changed_copy(data, copy, organisation_id)
    trouble = trouble_of(signature)
    if trouble:
        return Judged(False, f"The file carries the seal, but {trouble}", signature=signature)
    differences = list(_told_otherwise(data, copy["content"], copy["signature"])) if copy is not data else []
    if differences:
        return not_signed(signature, differences)
    return Judged(True, signed_words(signature), signature=signature)


def find_signature(seal: str, organisation_id: int | None = None) -> Signature | None:
    """The signature with this seal."""
    query = select(Signature).where(Signature.seal == seal).join(Signature.assessment)
    if organisation_id is not None:
        query = query.where(Assessment.organisation_id == organisation_id)
    return db.session.scalars(query).first()


def trouble_of(signature: Signature) -> str | None:
    """None while the copy kept here matches its seal, and the trail has written down the same seal."""
    trouble = verify(signature)
    if trouble:
        return f"the copy kept here is not whole: {trouble}"
    query = select(TrailEntry.changes).where(
        TrailEntry.event == Event.ASSESSMENT_SIGNED,
        TrailEntry.subject_kind == Assessment.__tablename__,
        TrailEntry.subject_id == signature.assessment_id,
    )
    written = [changes["Seal"][1] for changes in db.session.scalars(query) if changes and "Seal" in changes]
    if written and signature.seal not in written:
        return "the trail has another seal for this version"
    return None


def _changed_copy(data: Mapping[str, Any], copy: Mapping[str, Any], organisation_id: int | None) -> Judged:
    """The copy has no seal of ours. The file may still name one: then it is that version, changed."""
    sign_off = data.get("sign_off")
    named = str(sign_off.get("seal")) if isinstance(sign_off, dict) else ""
    signature = find_signature(named, organisation_id) or _same_version(copy, organisation_id)
    if signature is None:
        return Judged(False, NOT_OURS)
    frozen = signature.frozen
    try:
        differences = _different_content(frozen["content"], copy["content"])
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        differences = ["The form is not whole"]
    for key in ("declaration", "name", "position", "role", "signed_at"):
        if copy["signature"].get(key) != frozen["signature"].get(key):
            differences.append(f"Sign-off: {key.replace('_', ' ')} is not what was signed")
    return not_signed(signature, differences or ["Something of it was changed"])


def _same_version(copy: Mapping[str, Any], organisation_id: int | None) -> Signature | None:
    content = copy["content"]
    organisation, template = content.get("organisation"), content.get("template")
    if not isinstance(organisation, dict) or not isinstance(template, dict):
        return None
    for signature in db.session.scalars(select(Signature).join(Signature.assessment)):
        held = signature.frozen.get("content") or {}
        same = all(held.get(key) == content.get(key) for key in ("organisation", "period", "number"))
        if same and held["template"]["code"] == template.get("code"):
            is_ours = organisation_id in (None, signature.assessment.organisation_id)
            return signature if is_ours else None
    return None


def _different_content(signed: Mapping[str, Any], given: Mapping[str, Any]) -> list[str]:
    found = []
    for line in compare_answers(signed, given):
        if line.then_rating != line.now_rating:
            found.append(
                f"{line.name}: rated {line.now_rating or 'nothing'}, signed as {line.then_rating or 'nothing'}"
            )
        if line.words != "Same":
            found.append(f"{line.name}: other words than were signed")
    found += [f"{one.ref} {one.title}: {one.now}, signed as {one.then}" for one in compare_figures(signed, given)]
    if not found and canonical(signed) != canonical(given):
        found.append("Evidence, a question or another part of the form is not what was signed")
    return found


def _told_otherwise(data: Mapping[str, Any], content: Mapping[str, Any], signed: Mapping[str, Any]) -> Iterator[str]:
    """Where the part of the file that people read says anything else than the signed copy inside it."""
    named = data.get("assessment")
    for key, value in about(content).items():
        if not isinstance(named, dict) or not _same(named.get(key), value):
            yield f"The {key} is not what was signed"
    for key, value in told(content).items():
        if not _same(data.get(key), value):
            yield f"The {key} is not what was signed"
    sign_off = data.get("sign_off")
    for key, value in signed.items():
        if not isinstance(sign_off, dict) or sign_off.get(key) != value:
            yield f"Sign-off: {key.replace('_', ' ')} is not what was signed"
    parts = data.get("parts")
    wanted = parts_of(content)
    if not isinstance(parts, list) or len(parts) != len(wanted):
        yield "The parts of the form are not those that were signed"
        return
    for have, want in zip(parts, wanted, strict=True):
        yield from _part_told_otherwise(have, want)


def _part_told_otherwise(have: Any, want: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(have, dict) or have.get("title") != want["title"]:
        yield f"{want['title']}: the heading is not what was signed"
        return
    sections = have.get("sections")
    if not isinstance(sections, list) or len(sections) != len(want["sections"]):
        yield f"{want['title']}: the sections are not those that were signed"
        return
    for given, signed in zip(sections, want["sections"], strict=True):
        nodes = given.get("nodes") if isinstance(given, dict) else None
        if not isinstance(nodes, list) or len(nodes) != len(signed["nodes"]) or not _same(
            _without(given, "nodes"), _without(signed, "nodes")
        ):  # fmt: skip
            yield f"{signed['title']}: the questions are not those that were signed"
            continue
        for one, other in zip(nodes, signed["nodes"], strict=True):
            if not isinstance(one, dict) or not _same(_signed_part(one), _signed_part(other)):
                yield f"{signed['title']}: {other['title']} is not what was signed"


def _without(of: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in of.items() if key != name}


def _signed_part(node: Mapping[str, Any]) -> dict[str, Any]:
    """A node without what was set beside it after the signature."""
    kept = {key: value for key, value in node.items() if key not in BESIDE}
    if isinstance(kept.get("ratings"), dict):
        kept["ratings"] = {key: value for key, value in kept["ratings"].items() if key not in BESIDE}
    return kept


def _same(one: Any, other: Any) -> bool:
    """Equal as the seal sees it: 3 is not 3.0, and True is not 1."""
    try:
        return canonical(one) == canonical(other)
    except (UnicodeEncodeError, RecursionError):
        return False


def signed_words(signature: Signature) -> str:
    """Who signed what, and when."""
    of = signature.assessment
    return (
        f"It is what {signature.name}, {signature.position}, signed on {full_moment(signature.signed_at)}: "
        f"{of.name}, {of.organisation.name}, version {of.number}"
    )


def not_signed(signature: Signature, differences: list[str]) -> Judged:
    """The verdict on a file that differs from this signed version."""
    of = signature.assessment
    sentence = (
        f"It is not what was signed. It differs from version {of.number} of {of.name}, {of.organisation.name}, "
        f"which {signature.name} signed on {full_moment(signature.signed_at)}"
    )
    more = len(differences) - MOST_SHOWN
    shown = differences[:MOST_SHOWN] + ([f"and {more} more"] if more > 0 else [])
    return Judged(False, sentence, tuple(shown), signature)
