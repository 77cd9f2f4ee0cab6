"""Papers of a case; letters in Word from templates the council edits, in a sandbox."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document

from casework.complaints import letter_words, paper_services
from casework.complaints.kinds import Route, Status
from casework.complaints.paper_models import ComplaintFile, LetterTemplate
from casework.complaints.terms import calendar_of
from casework.complaints.work_kinds import LetterTemplateKind
from casework.extensions import db
from casework.kit import files
from casework.kit.rules import RuleBroken
from casework.trail.models import TrailEntry
from tests import make
from tests.complaints import make as room
from tests.complaints.browsing import page_after, text_of

MISTAKE = "The template has a mistake between its curly brackets"
ANSWER, LETTER = LetterTemplateKind.ANSWER, LetterTemplateKind.ACKNOWLEDGEMENT


@pytest.fixture(autouse=True)
def _april(at):
    at("2026-04-07 10:42")


@pytest.fixture
def officer(app, client):
    person = make.person("complaints-officer")
    client.sign_in(person)
    return person


@pytest.fixture
def manager(app):
    return make.person("complaints-manager")


def word(*lines):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def lines_of(made):
    return [paragraph.text for paragraph in Document(BytesIO(made)).paragraphs if paragraph.text.strip()]


def upload(client, path, content, name, **more):
    return client.send(path, {"file": (BytesIO(content), name), **more}, content_type="multipart/form-data")


# --- papers ---


def test_a_paper_is_kept_handed_out_and_removed_with_a_reason(client, officer):
    case = room.complaint(officer)
    path = f"/complaints/{case.id}/documents"
    page = page_after(client, upload(client, f"{path}/add", b"Notes of the visit\n", "visit notes.txt", title="Notes"))
    assert "Notes plain text" in page
    paper = db.session.query(ComplaintFile).one()
    handed = client.get(f"{path}/{paper.id}")
    assert (handed.data, handed.mimetype) == (b"Notes of the visit\n", "text/plain")
    assert handed.headers["Content-Disposition"].startswith("attachment")
    stored = files.folder() / paper.file.stored_as[:2] / paper.file.stored_as
    assert stored.exists()
    assert "Say why it is removed" in text_of(client.send(f"{path}/{paper.id}/remove", {"reason": ""}))
    client.send(f"{path}/{paper.id}/remove", {"reason": "Another person's"})
    assert db.session.query(ComplaintFile).count() == 0
    assert not stored.exists()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.txt", "empty"),
        (b"MZ\x90\x00\x03" + b"\0" * 200, "a.pdf", "must be"),
        (b"<html><script>", "a.txt", "web page"),
    ],
)
def test_papers_that_are_refused(client, officer, content, name, sentence):
    case = room.complaint(officer)
    answer = upload(client, f"/complaints/{case.id}/documents/add", content, name, title="Kept title")
    assert sentence in text_of(answer)
    assert "Kept title" in answer.get_data(as_text=True)
    assert db.session.query(ComplaintFile).count() == 0


def test_papers_are_for_those_who_see_the_people(client, officer):
    case = room.complaint(officer, points=[None], status=Status.INVESTIGATING)
    upload(client, f"/complaints/{case.id}/documents/add", b"x\n", "a.txt", title="Notes")
    paper = db.session.query(ComplaintFile).one()
    investigator = make.person("investigator")
    for person, there in ((make.person("director"), False), (make.person("auditor"), False), (investigator, False)):
        client.sign_in(person)
        for path in ("documents", f"documents/{paper.id}", "documents/add"):
            assert (client.get(f"/complaints/{case.id}/{path}").status_code == 200) is there
    case.points[0].investigator_id = investigator.id
    assert client.get(f"/complaints/{case.id}/documents/{paper.id}").status_code == 200
    other = room.complaint(officer)
    client.sign_in(officer)
    assert client.get(f"/complaints/{other.id}/documents/{paper.id}").status_code == 404, "only through its own case"


# --- letters ---


def test_every_shipped_letter_is_filled_in_whole(app):
    for kind in LetterTemplateKind:
        shipped = letter_words.shipped(kind)
        letter_words.check_template(shipped)
        text = "\n".join(lines_of(letter_words.fill_in(shipped, letter_words.SAMPLE)))
        assert "Thank you for telling us." in text
        assert "{" not in text


def test_the_answer_is_built_from_the_points_and_not_made_with_one_unanswered(client, officer):
    case = room.complaint(officer, points=["upheld", None], status=Status.INVESTIGATING, told_by_name="A & B <Quill>")
    with pytest.raises(RuleBroken, match="Decide every point before you write the answer: point 2 is open"):
        paper_services.make_letter(case, ANSWER, calendar_of(case.organisation_id))
    assert "point 2 is open" in page_after(client, client.send(f"/complaints/{case.id}/letters/answer/make"))
    assert db.session.query(ComplaintFile).count() == 0
    assert "Make: answer" not in text_of(client.get(f"/complaints/{case.id}/letters"))
    case.points[1].outcome, case.points[1].decided_on = "not-upheld", case.received_on
    case.points[0].because = "Nobody told her"
    made = made_in_word(client, case, "answer")
    assert made.headers["Content-Disposition"] == f"attachment; filename={case.reference}-answer.docx"
    text = "\n".join(lines_of(made.data))
    for part in (
        "A & B <Quill>",
        "We uphold this point. Nobody told her",
        "We do not uphold",
        "Draft: not signed",
        "lgo.org.uk",
    ):
        assert part in text


def made_in_word(client, case, word):
    """The copy that lies with the case once the letter is made."""
    assert "a copy kept" in page_after(client, client.send(f"/complaints/{case.id}/letters/{word}/make"))
    paper = db.session.query(ComplaintFile).order_by(ComplaintFile.id.desc()).first()
    assert paper.letter_kind == word
    return client.get(f"/complaints/{case.id}/documents/{paper.id}")


def test_a_letter_that_was_made_stays_as_it_was_under_letters_documents_and_in_the_trail(client, officer):
    case = room.complaint(officer, told_by_name="Zebedee Quill")
    first = made_in_word(client, case, "acknowledgement")
    case.told_by_name = "Another Name"
    db.session.commit()
    paper = db.session.query(ComplaintFile).one()
    again = client.get(f"/complaints/{case.id}/documents/{paper.id}")
    assert again.data == first.data
    assert "Zebedee Quill" in "\n".join(lines_of(again.data))
    for page in ("letters", "documents"):
        assert "Acknowledgement, in Word" in text_of(client.get(f"/complaints/{case.id}/{page}"))
    said = [one.words for one in db.session.query(TrailEntry).filter_by(subject_kind="complaint", subject_id=case.id)]
    assert said == ["made a letter in Word and kept a copy: acknowledgement"]
    client.sign_in(make.person("auditor"))
    assert client.send(f"/complaints/{case.id}/letters/acknowledgement/make").status_code == 404


def test_how_it_was_acknowledged_stands_with_the_letters(client, officer):
    case = room.complaint(officer, acknowledged_on=date(2026, 4, 7), acknowledged_by_way="phone",
                          acknowledgement_note="Offered to meet on Friday", status=Status.ACKNOWLEDGED)  # fmt: skip
    page = text_of(client.get(f"/complaints/{case.id}/letters"))
    assert "7 April 2026: Acknowledged by phone" in page
    assert "Offered to meet on Friday" in page
    client.sign_in(make.person("auditor"))
    assert "Offered to meet" not in text_of(client.get(f"/complaints/{case.id}/letters"))


@pytest.mark.parametrize("kind", list(LetterTemplateKind))
def test_a_letter_that_is_offered_can_be_made(client, officer, kind):
    case = room.complaint(
        officer, points=["upheld"], route=Route.EXCLUDED if kind == "exclusion" else Route.CORPORATE if kind == "extension"
        else Route.STATUTORY, excluded_ground="8(1)(b)" if kind == "exclusion" else None, is_late_accepted=False,
    )  # fmt: skip
    if kind == "ombudsman":
        from casework.complaints.records import OmbudsmanCase

        case.ombudsman_cases.append(OmbudsmanCase(enquiry_on=case.received_on, their_reference="26 001 234"))
    assert kind in paper_services.kinds_for(case)
    made = made_in_word(client, case, kind.value)
    assert case.reference in "\n".join(lines_of(made.data))


def test_the_manager_takes_a_new_version_into_use_and_the_old_ones_stay(client, officer, manager):
    case = room.complaint(officer, told_by_name="Zebedee Quill")
    client.sign_in(manager)
    path = f"/complaints/settings/letters/{LETTER.value}"
    for number, line in enumerate(("First {{ our_reference }}", "Second {{ recipient }}"), start=1):
        assert f"version {number} is in use" in page_after(
            client, upload(client, f"{path}/upload", word(line), "l.docx")
        )
    assert lines_of(client.get(f"{path}/versions/1").data) == ["First {{ our_reference }}"]
    assert lines_of(client.get(f"{path}/versions/2/preview").data) == ["Second Mrs A Sample"]
    assert client.get(f"{path}/versions/3").status_code == 404
    made = paper_services.make_letter(case, LETTER, calendar_of(case.organisation_id))
    assert lines_of(made) == ["Second Zebedee Quill"]
    client.sign_in(officer)
    assert client.get(f"{path}/upload").status_code == 404


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Dear {{ their_name }}", "There is no field their_name"),
        ("Dear {{ recipient", MISTAKE),
        ("{{ recipient.__class__.__mro__ }}", MISTAKE),
        ("{% for one in range(10000000000) %}x{% endfor %}", MISTAKE),
        ("{{ points.nothing.here }}", MISTAKE),
        ("{% include '/etc/passwd' %}", MISTAKE),
    ],
)
def test_templates_that_are_refused(client, manager, line, sentence):
    client.sign_in(manager)
    answer = upload(client, f"/complaints/settings/letters/{LETTER.value}/upload", word(line), "letter.docx")
    assert sentence in text_of(answer), text_of(answer)[-900:]
    assert db.session.query(LetterTemplate).count() == 0


def test_what_people_wrote_is_never_read_as_a_field(officer, manager):
    case = room.complaint(officer, told_by_name="{{ 7 * 7 }}", contact="<w:p>{% raw %}")
    text = "\n".join(lines_of(paper_services.make_letter(case, LETTER, calendar_of(case.organisation_id))))
    assert "{{ 7 * 7 }}" in text
    assert "<w:p>{% raw %}" in text
