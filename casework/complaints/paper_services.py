"""Files of a case, letters in Word from the council's templates, and the versions of those."""

from datetime import date

from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.complaints import letter_words, letters, rules
from casework.complaints.answer_services import answer_in_hand
from casework.complaints.calendar import Calendar
from casework.complaints.clocks import answer_by_law, target_by
from casework.complaints.kinds import Outcome
from casework.complaints.models import Complaint
from casework.complaints.paper_models import ComplaintFile, LetterTemplate
from casework.complaints.work_kinds import LetterTemplateKind
from casework.extensions import db
from casework.findings.numbers import hold_writers
from casework.kit import clock, files, words
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.trail import services as trail
from casework.trail.events import Event

MOST_FILES = 200
NO_NAME = "[name]"


# --- files of a case ---


def add_file(case: Complaint, *, upload: FileStorage, title: str, dated_on: date | None, by: Person) -> ComplaintFile:
    """Keep a paper of the case, after the one check of every upload."""
    if dated_on and dated_on > clock.today():
        raise RuleBroken("Date of the paper must be today or in the past", "dated_on")
    if len(list_files(case)) >= MOST_FILES:
        raise RuleBroken(f"A case has at most {MOST_FILES} papers. Put several into one file", "file")
    stored = files.keep(upload, by=by, field="file")
    paper = ComplaintFile(
        complaint_id=case.id, file_id=stored.id, title=title, dated_on=dated_on, added_by_id=by.id, added_at=clock.now()
    )
    db.session.add(paper)
    _in_trail(case, "added a paper", by)
    return paper


def remove_file(case: Complaint, paper: ComplaintFile, *, reason: str, by: Person) -> None:
    """Take a paper out of the case, for good; the history keeps that there was one, and why it went."""
    stored = paper.file
    db.session.delete(paper)
    db.session.flush()
    files.remove(stored)
    _in_trail(case, "removed a paper", by, reason=reason)


def list_files(case: Complaint) -> list[ComplaintFile]:
    """The papers of the case, newest first."""
    query = select(ComplaintFile).where(ComplaintFile.complaint_id == case.id)
    return list(db.session.scalars(query.order_by(ComplaintFile.id.desc())))


def get_file(case: Complaint, paper_id: int) -> ComplaintFile:
    """A paper of the case; 404 when it has none such."""
    return or_404(next((one for one in list_files(case) if one.id == paper_id), None))


def _in_trail(case: Complaint, sentence: str, by: Person, reason: str | None = None) -> None:
    trail.record(Event.COMPLAINT_CHANGED, case, by=by, words=sentence, reason=reason)
    if case.is_restricted:
        trail.hide(case)


# --- templates ---


def list_templates(organisation_id: int) -> dict[LetterTemplateKind, list[LetterTemplate]]:
    """The council's own versions of each letter, newest first; none where the shipped one is used."""
    query = select(LetterTemplate).where(LetterTemplate.organisation_id == organisation_id)
    found: dict[LetterTemplateKind, list[LetterTemplate]] = {kind: [] for kind in LetterTemplateKind}
    for one in db.session.scalars(query.order_by(LetterTemplate.number.desc())):
        found[one.kind].append(one)
    return found


def template_of(organisation_id: int, kind: LetterTemplateKind, number: int | None = None) -> bytes:
    """The template in use, or one of its versions (0 is the shipped one); 404 for a version that is not there."""
    versions = list_templates(organisation_id)[kind]
    if number is None:
        return files.read(versions[0].file) if versions else letter_words.shipped(kind)
    if number == 0:
        return letter_words.shipped(kind)
    return files.read(or_404(next((one for one in versions if one.number == number), None)).file)


def add_template(kind: LetterTemplateKind, *, upload: FileStorage, note: str | None, by: Person) -> LetterTemplate:
    """Take a new version of a letter into use; its fields are checked and it is filled in once before."""
    if not by.may(Need.MANAGE_COMPLAINTS):
        raise RuleBroken("Only the complaints manager changes letters")
    hold_writers()
    stored = files.keep(upload, by=by, field="file", kinds=(".docx",))
    letter_words.check_template(files.read(stored))
    last = db.session.scalar(
        select(func.max(LetterTemplate.number)).where(
            LetterTemplate.organisation_id == by.organisation_id, LetterTemplate.kind == kind
        )
    )
    template = LetterTemplate(
        organisation_id=by.organisation_id, kind=kind, number=(last or 0) + 1, file_id=stored.id, note=note or None,
        added_by_id=by.id, added_at=clock.now(),
    )  # fmt: skip
    db.session.add(template)
    trail.record(
        Event.LETTER_TEMPLATE_CHANGED, by.organisation, by=by,
        words=f"took version {template.number} of a letter into use: {kind.words.lower()}",
    )  # fmt: skip
    return template


# --- a letter ---


def make_letter(case: Complaint, kind: LetterTemplateKind, calendar: Calendar) -> bytes:
    """The letter of a case in Word. RuleBroken for an answer with a point unanswered."""
    return letter_words.fill_in(template_of(case.organisation_id, kind), fields_of(case, kind, calendar))


def file_letter(case: Complaint, kind: LetterTemplateKind, calendar: Calendar, *, by: Person) -> ComplaintFile:
    """Make the letter and keep a copy with the case: what went out is what lies there, whatever the case says later."""
    made = make_letter(case, kind, calendar)
    if len(list_files(case)) >= MOST_FILES:
        raise RuleBroken(f"A case has at most {MOST_FILES} papers. Put several into one file")
    stored = files.keep_made(made, f"{case.reference}-{kind.value}.docx", by=by)
    paper = ComplaintFile(
        complaint_id=case.id, file_id=stored.id, title=f"{kind.words}, in Word", letter_kind=kind,
        dated_on=clock.today(), added_by_id=by.id, added_at=clock.now(),
    )  # fmt: skip
    db.session.add(paper)
    db.session.flush()
    _in_trail(case, f"made a letter in Word and kept a copy: {kind.words.lower()}", by)
    return paper


def fields_of(case: Complaint, kind: LetterTemplateKind, calendar: Calendar) -> dict[str, object]:
    """What the fields of a template are filled with: texts only, and nothing else of the case."""
    answer = answer_in_hand(case) or next(iter(reversed(case.answers)), None)
    text = letters.LETTERS[kind.value](case, calendar)
    if kind == LetterTemplateKind.ANSWER:
        if not case.points:
            raise RuleBroken("Add at least one point and decide it before you write the answer")
        rules.check_decided(case, "write the answer")
        text = answer.text if answer else text
    signer = answer.signed_by if answer and kind == LetterTemplateKind.ANSWER else None
    enquiry = case.ombudsman_cases[-1] if case.ombudsman_cases else None
    return {
        "council": case.organisation.name,
        "today": words.full_date(clock.today()),
        "our_reference": case.reference,
        "recipient": case.told_by_name or NO_NAME,
        "address": case.contact or "",
        "received": words.full_date(case.received_on),
        "channel": case.channel.words.lower(),
        "subject": case.summary or "",
        "letter": [line for line in text.split("\n") if line.strip()],
        "points": [
            {
                "number": point.number,
                "title": point.title,
                "looked_at": point.looked_at or "",
                "found": point.found or "",
                "finding": Outcome(point.outcome).words if point.outcome else "",
                "because": point.because or "",
                "injustice": point.injustice or "",
            }
            for point in case.points
        ],
        "remedies": [remedy.what or remedy.kind.words for remedy in case.remedies],
        "answer_by_law": words.full_date(answer_by_law(case, calendar)),
        "answer_target": words.full_date(target_by(case, calendar, today=clock.today())),
        "ground": case.excluded_ground.words if case.excluded_ground else "",
        "late_reason": case.late_reason or "",
        "ombudsman_reference": enquiry.their_reference or "" if enquiry else "",
        "officer": case.officer.name if case.officer else "",
        "signed_by": signer.name if signer else "",
        "signed_as": answer.signed_as or "" if answer and signer else "",
        "is_signed": signer is not None,
        "ombudsman": "www.lgo.org.uk, 0300 061 0614",
    }


def kinds_for(case: Complaint) -> list[LetterTemplateKind]:
    """Letters that make sense for the case as it stands; each of them can be made."""
    kind = LetterTemplateKind
    found = [] if case.status.is_concern else [kind.ACKNOWLEDGEMENT]
    if case.excluded_ground:
        found.append(kind.EXCLUSION)
    if case.is_late_accepted is False:
        found.append(kind.REFUSAL)
    if case.route and case.route.has_clocks and case.responded_on is None:
        found += [kind.DELAY] if case.route.value == "statutory" else [kind.EXTENSION]
    if case.points and not rules.open_points(case):
        found.append(kind.ANSWER)
    if case.ombudsman_cases:
        found.append(kind.OMBUDSMAN)
    return found
