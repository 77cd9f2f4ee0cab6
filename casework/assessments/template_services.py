"""Writing a council's own template: start a draft, change it part by part, publish it for good."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.assessments import drafts, pack_rules
from casework.assessments import queries as assessment_queries
from casework.assessments import services as assessments
from casework.assessments import template_queries as queries
from casework.assessments.content import hash_of
from casework.assessments.drafts import Body, Gone, Place
from casework.assessments.figure_queries import known_measures
from casework.assessments.models import AssessmentTemplate
from casework.assessments.pack_keys import Fault
from casework.assessments.template_models import TemplateDraft
from casework.extensions import db
from casework.kit import clock
from casework.kit.packs import parse_yaml
from casework.kit.rules import RuleBroken
from casework.kit.words import clock_time
from casework.trail import services as trail
from casework.trail.events import Event

LONGEST_CODE = 58
LONGEST_BASE = 200  # letters of what a draft was begun from
NO_DECLARATION = "the form has no declaration: nobody could sign it. Add one to its last section"


class Moved(Exception):
    """The part was changed by somebody else since the page was opened. `now` is how it stands."""

    def __init__(self, draft: TemplateDraft, now: Any) -> None:
        super().__init__("the part has changed")
        self.draft = draft
        self.now = now
        self.sentence = (
            f"{draft.changed_by.name} changed this at {clock_time(draft.changed_at)}, while you were writing. "
            "Read what stands there now, then save yours again or change it"
        )


class Refused(Exception):
    """What was written breaks rules of templates: (key or None, sentence) for each."""

    def __init__(self, sentences: list[tuple[str | None, str]]) -> None:
        super().__init__("the part has faults")
        self.sentences = sentences


def check_may_keep(person: Person, organisation_id: int | None) -> None:
    """Refuse everybody but a director or an analyst of the council whose template it is."""
    if not person.may(Need.KEEP_TEMPLATES) or person.organisation_id != organisation_id:
        raise RuleBroken("Only the director or an analyst of the council can change its templates")


def start_draft(*, title: str, by: Person, copied: AssessmentTemplate | None = None) -> TemplateDraft:
    """Begin a template of the council's own, blank or with the questions of another; the ids of copied ones stay."""
    check_may_keep(by, by.organisation_id)
    before = f"{by.organisation.code.lower()}-"
    code = drafts.slug(title, queries.list_codes(), before=before, longest=LONGEST_CODE)
    body = drafts.blank(code, title)
    if copied is not None:
        body = drafts.copy_of(copied.body, code=code, title=title, version=1, changes=[])
        body["copied_from"] = copied.outline.family
    return _keep_draft(code, body, by, f"a copy of {copied.title}, version {copied.version}" if copied else None)


def start_next(template: AssessmentTemplate, *, by: Person) -> TemplateDraft:
    """Begin the next version of one of the council's own templates. RuleBroken while another draft of it is open."""
    check_may_keep(by, template.organisation_id)
    if queries.find_draft(template.code) is not None:
        raise RuleBroken("There is a draft of the next version already. Open it from the list of templates")
    newest = queries.list_template_versions(template)[0]
    body = drafts.copy_of(
        newest.body, code=newest.code, title=newest.title, version=newest.version + 1, changes=newest.changes
    )
    return _keep_draft(newest.code, body, by, f"version {newest.version}")


def start_from_file(*, name: str, data: bytes, by: Person) -> TemplateDraft:
    """Begin a draft from a template file: the next version of a template of ours, or else a new template of our own.

    The ids of its questions stay, so answers are carried from the shipped form that it was made from. PackBroken with
    file, line and reason for each fault; RuleBroken while a draft of that template is open.
    """
    check_may_keep(by, by.organisation_id)
    file = Path(name)
    read = assessments.checked_template(file, parse_yaml(name, data), known_measures() or None)
    body: Body = json.loads(json.dumps(read))  # as it is kept: levels are named by words
    newest = assessment_queries.find_template(body["template"])
    if newest is not None and newest.organisation_id == by.organisation_id:
        if queries.find_draft(newest.code) is not None:
            raise RuleBroken("There is a draft of the next version already. Open it from the list of templates", "file")
        code, version, changes = newest.code, newest.version + 1, newest.changes
        own = {key: newest.body[key] for key in ("copied_from",) if key in newest.body}
    else:
        before = f"{by.organisation.code.lower()}-"
        code = drafts.slug(body["title"], queries.list_codes(), before=before, longest=LONGEST_CODE)
        version, changes = 1, []
        own = {"copied_from": newest.outline.family} if newest and newest.organisation_id is None else {}
    body = {key: value for key, value in body.items() if key != "copied_from"}
    body = drafts.copy_of({**body, **own}, code=code, title=body["title"], version=version, changes=changes)
    return _keep_draft(code, body, by, f"the file {file.name}"[:LONGEST_BASE])


def _keep_draft(code: str, body: Body, by: Person, based_on: str | None) -> TemplateDraft:
    now = clock.now()
    draft = TemplateDraft(
        organisation_id=by.organisation_id,
        code=code,
        next_version=body["version"],
        title=body["title"],
        based_on=based_on,
        body=body,
        started_by_id=by.id,
        started_at=now,
        changed_by_id=by.id,
        changed_at=now,
    )
    db.session.add(draft)
    begun = f" from {based_on}" if based_on else ""
    words = f'began version {draft.next_version} of the template "{draft.title}"{begun}'
    trail.record(Event.TEMPLATE_STARTED, draft, by=by, words=words)
    return draft


def apply(
    draft: TemplateDraft,
    change: Callable[[Body], Body],
    *,
    by: Person,
    words: str,
    read: tuple[str, ...] | None = None,
    seen: str = "",
    place: Place | None = None,
) -> None:
    """Change one part of the draft as it stands now, so that two people at two parts lose nothing.

    `read` names the part that the page showed and `seen` its mark then: Moved when it is another now, RuleBroken when
    it is gone. `place` is where new faults are refused (Refused); faults elsewhere may wait until it is published.
    """
    _hold(draft, by)
    try:
        before = drafts.part_of(draft.body, read) if read else None
        if read and drafts.mark_of(before) != seen:
            raise Moved(draft, before)
        body = change(draft.body)
    except Gone:
        name = draft.changed_by.name
        raise RuleBroken(
            f"This is not there any more: {name} changed the draft at {clock_time(draft.changed_at)}"
        ) from None
    if place is not None and (sentences := faults_of_place(body, place)):
        raise Refused(sentences)
    draft.body, draft.title = body, str(body["title"])
    draft.changed_by_id, draft.changed_at = by.id, clock.now()
    after = _part_or_none(body, read)
    trail.record(Event.TEMPLATE_CHANGED, draft, by=by, words=words, changes=_differences(before, after))


def _part_or_none(body: Body, read: tuple[str, ...] | None) -> Any:
    try:
        return drafts.part_of(body, read) if read else None
    except Gone:
        return None


def _differences(before: Any, after: Any) -> dict[str, tuple[Any, Any]] | None:
    """The words that were replaced, so that nothing anybody wrote is lost."""
    old, new = (part if isinstance(part, dict) else {} for part in (before, after))
    changed = {
        str(key): (_words(old.get(key)), _words(new.get(key))) for key in {**old, **new} if old.get(key) != new.get(key)
    }
    return changed or None


def _words(value: Any) -> str | None:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_words(each)}" for key, each in value.items())
    if isinstance(value, list):
        return "; ".join(str(_words(each)) for each in value)
    return None if value is None else str(value)


def _who(draft: TemplateDraft) -> str:
    return f"{draft.changed_by.name} changed the draft at {clock_time(draft.changed_at)}"


def _hold(draft: TemplateDraft, by: Person) -> None:
    """Read the draft as it stands now, while nobody else can change it."""
    db.session.flush()
    db.session.refresh(draft, with_for_update={"of": TemplateDraft})
    check_may_keep(by, draft.organisation_id)


def faults_in(body: Body) -> list[tuple[Place, Fault]]:
    """Everything that keeps a body from being published, by the same rules as a file."""
    trial = {**body, "changes": [*body["changes"], f"{body['version']}: draft"]}
    read, places = drafts.lined(trial)
    found = drafts.faults_at(pack_rules.faults_of(read, known_measures=known_measures() or None), places)
    if not any(node["kind"] == "declaration" for node in body["nodes"]):
        found.append((Place(), Fault(None, NO_DECLARATION)))
    return found


def faults_of_place(body: Body, place: Place) -> list[tuple[str | None, str]]:
    """The faults of one part, as (key, sentence); a list that is still empty is no fault of the page that begins it."""
    waits = {"rows", "statements", None}  # None: about the form as a whole, not about what this page asks
    return [(fault.key, fault.why) for at, fault in faults_in(body) if at == place and fault.key not in waits]


def publish(draft: TemplateDraft, *, change: str, seen_version: int, by: Person) -> AssessmentTemplate:
    """Make the draft a version that never changes, with a line for its change log; the draft is gone afterwards.

    RuleBroken while it has faults, and when somebody changed it since the page with `seen_version` was opened.
    """
    _hold(draft, by)
    if draft.version != seen_version:
        raise RuleBroken(f"{_who(draft)}. Read it again, then publish it")
    if faults := faults_in(draft.body):
        raise RuleBroken(f"This must be put right first: {faults[0][1].why}")
    body = {**draft.body, "changes": [*draft.body["changes"], f"{draft.next_version}: {change.strip()}"]}
    template = AssessmentTemplate(
        code=draft.code,
        version=draft.next_version,
        title=draft.title,
        checksum=hash_of(body),
        changes=body["changes"],
        body=body,
        loaded_at=clock.now(),
        organisation_id=draft.organisation_id,
        published_by_id=by.id,
    )
    db.session.add(template)
    db.session.delete(draft)
    words = f'published version {template.version} of the template "{template.title}"'
    changes = {"Checksum": (None, template.checksum)}
    trail.record(Event.TEMPLATE_PUBLISHED, template, by=by, words=words, changes=changes, reason=change.strip())
    return template


def discard(draft: TemplateDraft, *, by: Person) -> None:
    """Throw a draft away; what is published stays."""
    _hold(draft, by)
    words = f'threw away the draft of version {draft.next_version} of the template "{draft.title}"'
    trail.record(Event.TEMPLATE_DISCARDED, draft, by=by, words=words)
    db.session.delete(draft)
