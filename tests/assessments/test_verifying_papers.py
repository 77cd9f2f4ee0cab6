"""PDF, Excel and Word files of a signed self-assessment are verified, and what was changed in one is found out."""

import io
import json
import zipfile

import pytest
from docx import Document
from pypdf import PdfReader, PdfWriter

from casework.assessments import verifying, word_form
from casework.assessments.challenge import council_services, printed
from casework.assessments.challenge_models import RatingKind
from casework.assessments.report import whole_form
from casework.assessments.sign_services import read_content, sign
from casework.assessments.verify_papers import SAVED_AGAIN
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.reports.services import make_report
from tests import make
from tests.assessments import challenging

ODD = "Tags <b> & “quotes”, _x0041_, ü,\n=1+1\n\n" + "Verylongwordwithnoend" * 8


@pytest.fixture
def signed(app):
    director = make.person("director", name="Dee Cole")
    of = challenging.filled(director)
    challenging.at(of, "o2.practice").text = ODD
    sign(of, name="Dee Cole", position="Director", seen_hash=read_content(of).content_hash, by=director)
    db.session.commit()
    return of


def paper(of, as_format):
    return make_report("assessment", as_format=as_format, id=of.id)


def judge(data, ending):
    return verifying.judge_file(f"copy.{ending}", data)


def agree(of, node_id, rating=2):
    answer = challenging.at(of, node_id)
    council_services.moderate(answer, kind=RatingKind.AGREED, rating=rating, reason="The team saw", by=of.started_by)


def saved_again(data, attached=None, laid_over=None):
    """The file as another program saves it, with another copy inside, or with something in place of its pages."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(laid_over or data)))
    if attached is not None:
        del writer.root_object["/Names"]["/EmbeddedFiles"]
        if attached:
            writer.add_attachment("data.json", attached)
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


def cells_changed(data, old, new):
    """The workbook with some words of its cells changed, as a program would keep them."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(changed, "w") as other:
        for name in book.namelist():
            other.writestr(name, book.read(name).replace(old.encode(), new.encode()))
    return changed.getvalue()


def tables_in(made):
    tables = Document(io.BytesIO(made)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables[-3:]]


def test_every_file_of_a_signed_version_is_verified_also_after_a_rating_is_set_beside_it(signed):
    files = {ending: paper(signed, ending) for ending in ("pdf", "xlsx", "docx", "json")}
    files["form.docx"] = word_form.write(signed)
    agree(signed, "o1.outcomes")
    files |= {"later.xlsx": paper(signed, "xlsx"), "later.form.docx": word_form.write(signed)}
    agree(signed, "o1.practice", 4)
    for name, data in files.items():
        judged = verifying.judge_file(name, data)
        assert judged.is_signed, (name, judged)
        assert "Dee Cole, Director, signed on" in judged.sentence
    # the official form stays what was signed; what has no place in it stands behind it, as the data says
    signed_form, (last, ratings, moved) = tables_in(files["form.docx"]), tables_in(files["later.form.docx"])
    assert last == signed_form[-1]
    area = "Enabling maximum choice and control: How well are outcomes being achieved?"
    assert ratings[:2] == [["Area", "Self", "Moderated", "Agreed"], [area, "3 Good", "Not set", "2 Adequate"]]
    assert len(ratings) == 13
    assert (moved[1][:2], moved[1][3]) == ([area, "Agreed: 2 Adequate"], "The team saw")
    assert printed.ratings_of(whole_form(signed, moved=1))[0] == tuple(ratings[1])


def test_a_pdf_that_was_changed_is_refused_and_says_where(signed):
    made = paper(signed, "pdf")
    copy = PdfReader(io.BytesIO(made)).attachments["data.json"][0]
    again = judge(saved_again(made), "pdf")  # the very words, saved by another program: not proved, and we say so
    assert (again.is_signed, again.is_unproved, again.sentence) == (False, True, SAVED_AGAIN)
    other = challenging.at(signed, "o1.outcomes")
    frozen, signed.signature.frozen = signed.signature.frozen, json.loads(
        json.dumps(signed.signature.frozen).replace("About o1.outcomes", "Other words")
    )  # fmt: skip
    forged = paper(signed, "pdf")
    signed.signature.frozen = frozen
    judged = judge(saved_again(made, attached=copy, laid_over=forged), "pdf")  # pages forged, the copy inside intact
    assert (judged.is_signed, judged.is_unproved) == (False, False)
    assert any("Other words" in one and f"About {other.node_id}" in one for one in judged.differences)
    assert not judge(forged, "pdf").is_signed
    assert "It carries no signed copy" in judge(saved_again(made, attached=b""), "pdf").sentence
    with pytest.raises(RuleBroken, match="not a PDF that can be read"):
        judge(b"%PDF-1.7\nnothing", "pdf")


def test_a_workbook_that_was_changed_is_refused_and_says_where(signed):
    made = paper(signed, "xlsx")
    again = judge(cells_changed(made, "no such words", ""), "xlsx")
    assert (again.is_signed, again.is_unproved) == (False, True)
    judged = judge(cells_changed(made, "About o1.outcomes", "Other words"), "xlsx")
    assert not judged.is_signed
    assert "Other words" in judged.differences[0]
    assert "row 4, column 6" in judged.differences[0]
    assert not judge(cells_changed(made, "Data to check this file", "Notes"), "xlsx").is_signed
    with pytest.raises(RuleBroken, match="not an Excel file"):
        judge(b"PK", "xlsx")


def test_an_annex_that_was_changed_is_refused(signed):
    agree(signed, "o1.outcomes")
    document = Document(io.BytesIO(word_form.write(signed)))
    document.tables[-1].rows[1].cells[3].paragraphs[0].runs[0].text = "Nobody saw"
    saved = io.BytesIO()
    document.save(saved)
    judged = judge(saved.getvalue(), "docx")
    assert not judged.is_signed
    assert judged.differences == ("“Nobody saw”, signed as “The team saw”",)


def repacked(data, change):
    """The file with each of its parts as `change` of (name, bytes) leaves it."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as held, zipfile.ZipFile(saved, "w") as packed:
        for name in held.namelist():
            packed.writestr(name, change(name, held.read(name)))
    return saved.getvalue()


CHOSEN_CELL = b'w:fill="FFF2A8"'
BY_HAND = {
    "another rating is marked": ("document", b'<w:highlight w:val="yellow"/>', b"", " [marked]"),
    "a mark is taken away": ("document", b'<w:highlight w:val="yellow"/>', b'<w:highlight w:val="none"/>', " [marked]"),
    "the colour of a rating is gone": ("document", CHOSEN_CELL, b'w:fill="FFFFFF"', "[coloured]"),
    "words are hidden": ("document", b"<w:b/>", b"<w:vanish/><w:b/>", "signed as"),
    "the head says another version": ("header1", b"version 1", b"version 9", "version 9"),
    "the foot says another year": ("footer1", b"2012/13", b"2013/14", "2013/14"),
    "a picture is laid over it": ("document", b"</w:rPr>", b"</w:rPr><w:pict/>", "a picture"),
}


@pytest.mark.parametrize("what", BY_HAND)
def test_a_word_file_that_looks_otherwise_is_refused(signed, what):
    part, old, new, words = BY_HAND[what]
    made = word_form.write(signed)
    assert old in zipfile.ZipFile(io.BytesIO(made)).read(f"word/{part}.xml")
    changed = repacked(made, lambda name, data: data.replace(old, new, 1) if name == f"word/{part}.xml" else data)
    judged = judge(changed, "docx")
    assert not judged.is_signed
    assert any(words in one for one in judged.differences), judged.differences


def _with_pages_counted(name, data):
    return data.replace(b"<w:t>1</w:t>", b"<w:t>12</w:t>") if "footer" in name else data


def test_a_word_file_that_was_only_saved_again_is_what_was_signed(signed):
    for made in (word_form.write(signed), paper(signed, "docx")):
        paged = repacked(made, _with_pages_counted)
        assert paged != made
        assert judge(paged, "docx").is_signed
        saved = io.BytesIO()
        Document(io.BytesIO(made)).save(saved)
        assert judge(saved.getvalue(), "docx").is_signed


def test_an_unsigned_file_carries_nothing(app):
    of = challenging.filled(make.person("director"))
    db.session.commit()
    for ending in ("pdf", "xlsx"):
        assert "It carries no signed copy" in judge(paper(of, ending), ending).sentence


def test_the_files_of_the_page_are_checked_on_the_page(client, signed):
    browser = client.sign_in(signed.started_by)
    page = browser.get(f"/assessments/{signed.id}/export").get_data(as_text=True)
    for ending, words in (("pdf", "PDF"), ("xlsx", "Excel")):
        path = f"/reports/assessment?id={signed.id}&format={ending}"
        assert f"{words}, the whole form as a report" in page
        assert path.replace("&", "&amp;") in page
        made = browser.get(path).data
        sent = {"file": (io.BytesIO(made), f"copy.{ending}")}
        checked = browser.send("/assessments/check-file", sent, content_type="multipart/form-data")
        assert "this is what was signed" in checked.get_data(as_text=True)
    again = {
        "file": (io.BytesIO(saved_again(browser.get(f"/reports/assessment?id={signed.id}&format=pdf").data)), "x.pdf")
    }
    checked = browser.send("/assessments/check-file", again, content_type="multipart/form-data").get_data(as_text=True)
    assert "this file is not proved" in checked
    assert f'href="/assessments/{signed.id}/signed">Read what was signed' in checked
