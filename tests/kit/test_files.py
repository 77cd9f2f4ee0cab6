"""Files that people add: told by content, kept under random names, handed out so that nothing in them runs."""

import hashlib
import io
import os
import struct
import time
import zlib
from email.message import EmailMessage
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
import xlsxwriter
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import InternalServerError

from casework.doctor import examine
from casework.extensions import db
from casework.kit import files
from casework.kit.file_kinds import DAMAGED, KINDS, LARGEST, NOT_TAKEN, PASSWORD, TOO_MUCH, WEB_PAGE, clean_name
from casework.kit.file_models import StoredFile
from casework.kit.rules import RuleBroken
from tests import make

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(200)
MACROS = "This file holds macros. Save it as {} and choose it again."


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def word():
    made = io.BytesIO()
    docx.Document().save(made)
    return made.getvalue()


def excel():
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet().write(0, 0, "one")
    return made.getvalue()


def archive(*parts):
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as zipped:
        for name, data in parts:
            zipped.writestr(name, data)
    return made.getvalue()


def office(main, *parts):
    listing = f'<Types><Override PartName="/x.xml" ContentType="application/vnd.{main}"/></Types>'
    return archive(("[Content_Types].xml", listing), *parts)


def odf(kind, *parts):
    return archive(("mimetype", f"application/vnd.oasis.opendocument.{kind}"), ("content.xml", "<a/>"), *parts)


def an_email(name=None, data=b""):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@demo.example", "b@demo.example", "Late care calls"
    message.set_content("Words")
    message.add_alternative("<p>Words</p>", subtype="html")
    if name:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def add(data, name, **rest):
    return files.keep(FileStorage(io.BytesIO(data), filename=name), by=None, **rest)


def lying():
    return list(files.folder().glob("*/*"))


TAKEN = {
    "report.pdf": PDF,
    "report.docx": word(),
    "figures.xlsx": excel(),
    "slides.pptx": office("openxmlformats-officedocument.presentationml.presentation.main+xml"),
    "plan.odt": odf("text", ("Basic/Standard/script-lb.xml", "<a/>")),
    "plan.ods": odf("spreadsheet"),
    "plan.odp": odf("presentation"),
    "photo.png": png(),
    "photo.jpg": JPEG,
    "PHOTO.JPEG": JPEG,
    "notes.txt": "Café, “quoted” – 5 < 6 and a <b> in it".encode(),
    "old notes.txt": "Caf\xe9".encode("cp1252"),
    "wide.txt": "Café".encode("utf-16"),
    "list.csv": b"name,count\nTeam A,3\n",
    "letter.eml": an_email(),
    "letter with a report.eml": an_email("report.pdf", PDF),
    "letter with a logo.eml": an_email("logo.gif", b"GIF89a" + bytes(20)),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_is_kept_as_it_came_and_handed_out_without_powers(app, name):
    stored = add(TAKEN[name], name)
    db.session.commit()
    assert stored.sha256 == hashlib.sha256(TAKEN[name]).hexdigest()
    assert len(stored.stored_as) == 32
    (path,) = lying()
    assert (path.name, path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (
        stored.stored_as,
        0o600,
        0o700,
    )
    with app.test_request_context():
        answer = files.download(stored)
    answer.direct_passthrough = False
    assert answer.get_data() == TAKEN[name]
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.mimetype == KINDS[stored.ending][1]
    assert not {"html", "svg", "script"} & set(answer.mimetype.replace("+", "/").split("/"))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"\n<!DOCTYPE html><html><script>alert(1)</script></html>"
XHTML = b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
WORD_MACROS = office("ms-word.document.macroEnabled.main+xml", ("word/vbaProject.bin", b"x"))
HIDDEN_MACROS = office(
    "openxmlformats-officedocument.wordprocessingml.document.main+xml", ("word/vbaProject.bin", b"x")
)
EXCEL_4 = office("openxmlformats-officedocument.spreadsheetml.sheet.main+xml", ("xl/macrosheets/sheet1.xml", b"x"))
BOMB = office(
    "openxmlformats-officedocument.wordprocessingml.document.main+xml", ("word/document.xml", bytes(201_000_000))
)
REFUSED = [
    ("empty.pdf", b"", "The file is empty. Choose another"),
    ("page.html", HTML, WEB_PAGE),
    ("page.txt", HTML, WEB_PAGE),
    ("page.txt", HTML.decode().encode("utf-16"), WEB_PAGE),
    ("page.csv", XHTML, WEB_PAGE),
    ("picture.svg", SVG, WEB_PAGE),
    ("picture.png", SVG, WEB_PAGE),
    ("report.pdf", HTML, WEB_PAGE),
    ("late.txt", b"words and then <script >alert(1)</script>", WEB_PAGE),
    ("run.js", b"alert(1)", NOT_TAKEN),
    ("run.exe", b"MZ" + bytes(200), NOT_TAKEN),
    ("run.pdf", b"MZ" + bytes(200), NOT_TAKEN),
    ("run.sh", b"#!/bin/sh\n", NOT_TAKEN),
    ("moving.gif", b"GIF89a" + bytes(200), NOT_TAKEN),
    ("moving.png", b"GIF89a/*" + b"*/=1;alert(1)", NOT_TAKEN),
    ("report.pdf", png(), "This is a PNG picture, but its name ends in .pdf. Give it the ending .png"),
    ("report.docx", excel(), "This is an Excel workbook, but its name ends in .docx. Give it the ending .xlsx"),
    ("report", PDF, "This is a PDF, but its name has no ending. Give it the ending .pdf"),
    ("report.pdf.exe", PDF, "This is a PDF, but its name ends in .exe. Give it the ending .pdf"),
    ("report.docx", b"only words", DAMAGED),
    ("notes.txt", b"words\0words", DAMAGED),
    ("all.zip", archive(("report.pdf", PDF)), NOT_TAKEN),
    ("all.docx", archive(("report.pdf", PDF)), NOT_TAKEN),
    ("app.docx", archive(("META-INF/MANIFEST.MF", "x"), ("mimetype", "text/html")), NOT_TAKEN),
    ("cut.docx", word()[:900], DAMAGED),
    ("bomb.docx", BOMB, TOO_MUCH),
    ("many.docx", archive(*((f"part{number}", b"") for number in range(10_001))), TOO_MUCH),
    ("entity.docx", archive(("[Content_Types].xml", '<!DOCTYPE a [<!ENTITY b "c">]><Types/>')), DAMAGED),
    ("letter.docm", WORD_MACROS, MACROS.format(".docx")),
    ("letter.docx", WORD_MACROS, MACROS.format(".docx")),
    ("letter.docx", HIDDEN_MACROS, MACROS.format(".docx")),
    ("sums.xlsx", EXCEL_4, MACROS.format(".xlsx")),
    ("sums.xlsm", excel(), MACROS.format(".xlsx")),
    ("plan.ods", odf("spreadsheet", ("Basic/Standard/Module1.xml", "<a/>")), MACROS.format(".ods without them")),
    ("plan.odt", odf("text", ("Scripts/python/run.py", "x")), MACROS.format(".odt without them")),
    ("old.doc", OLE, "Files ending in .doc are not taken. Save it as .docx and choose it again."),
    ("old.msg", OLE, "Files ending in .msg are not taken. Save it as .eml and choose it again."),
    ("locked.docx", OLE + "EncryptedPackage".encode("utf-16-le"), PASSWORD),
    ("letter.eml", b"no headers at all", DAMAGED),
    ("letter.eml", an_email("run.exe", b"MZ" + bytes(200)), "This email holds a file that cannot be taken"),
    ("letter.eml", an_email("page.html", HTML), "This email holds a file that cannot be taken"),
    ("letter.eml", an_email("sums.xlsm", excel()), "This email holds a file that cannot be taken"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "sentence"), REFUSED)
def test_a_file_that_is_refused_says_what_to_do_and_leaves_nothing(app, name, data, sentence):
    with pytest.raises(RuleBroken) as refused:
        add(data, name, field="proof")
    assert refused.value.sentence.startswith(sentence)
    assert refused.value.field == "proof"
    assert (lying(), db.session.scalar(select(func.count()).select_from(StoredFile))) == ([], 0)


def test_the_limit_is_20_megabytes(app):
    at_most = PDF + bytes(LARGEST - len(PDF))
    assert add(at_most, "whole.pdf").size == 20_000_000
    with pytest.raises(RuleBroken, match="smaller than 20 MB"):
        add(at_most + b"\0", "more.pdf")
    assert app.config["MAX_CONTENT_LENGTH"] > LARGEST


def test_only_the_kinds_that_the_form_takes(app):
    with pytest.raises(RuleBroken, match="The file must be a Word document or a PNG picture"):
        add(PDF, "report.pdf", kinds=(".png", ".docx"))


def test_a_file_that_is_two_things_is_handed_out_as_the_one_it_begins_as(app):
    both = PDF + archive(("run.html", HTML))
    stored = add(both, "both.pdf")
    with app.test_request_context():
        assert files.download(stored).mimetype == "application/pdf"


NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\windows\\win.pdf": "win.pdf",
    "C:\\papers\\plan.pdf": "plan.pdf",
    "/root/.ssh/id.pdf": "id.pdf",
    "plan\0.pdf": "plan.pdf",
    "a\0.html\0.pdf": "a.html.pdf",
    "gepj\u202efdp.pdf": "gepjfdp.pdf",
    "ze\u200bro\ufeff.pdf": "zero.pdf",
    "one\r\nSet-Cookie: a=b.pdf": "one Set-Cookie a=b.pdf",
    'quo"te.pdf': "quo te.pdf",
    "<script>.pdf": "script.pdf",
    "a|b?c*d.pdf": "a b c d.pdf",
    "CON.pdf": "file CON.pdf",
    "con .pdf": "file con.pdf",
    "nul.txt.pdf": "file nul.txt.pdf",
    "LPT1.pdf": "file LPT1.pdf",
    "COM\u00b9.pdf": "file COM\u00b9.pdf",
    "Consultation.pdf": "Consultation.pdf",
    ".htaccess.pdf": "htaccess.pdf",
    "...pdf": "file.pdf",
    ".pdf": "file.pdf",
    "": "file.pdf",
    "   .pdf": "file.pdf",
    "/": "file.pdf",
    "a" * 300 + ".pdf": "a" * 116 + ".pdf",
    "a" * 115 + ". .pdf": "a" * 115 + ".pdf",
    "spaces   and\ttabs .pdf": "spaces and tabs.pdf",
    "Cafe\u0301 – notes.PDF": "Café – notes.pdf",
    "報告.pdf": "報告.pdf",
    "=cmd|' /C calc'!A0.pdf": "C calc'!A0.pdf",
    "report.pdf.pdf": "report.pdf.pdf",
    "report.docx": "report.pdf",
    "\ud800half.pdf": "half.pdf",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=lambda name: repr(name)[:40])
def test_names_are_made_safe(name):
    assert clean_name(name, ".pdf") == NAMES[name]


def test_a_name_cannot_reach_the_headers(app):
    stored = add(PDF, 'a"\r\nX-Evil: 1;\u202e é.pdf')
    with app.test_request_context():
        header = files.download(stored).headers["Content-Disposition"]
    assert not {"\r", "\n", "\u202e"} & set(header)
    assert header.encode("latin-1")


def test_nothing_stays_when_the_transaction_is_not_kept(app):
    add(PDF, "one.pdf")
    assert len(lying()) == 1
    db.session.rollback()
    assert lying() == []
    add(PDF, "two.pdf")
    db.session.remove()
    assert lying() == []
    kept = add(PDF, "three.pdf")
    step = db.session.begin_nested()
    add(PDF, "four.pdf")
    step.rollback()
    db.session.commit()
    assert [path.name for path in lying()] == [kept.stored_as]


def test_a_file_is_removed_when_its_row_is_and_not_before(app):
    stored = add(PDF, "one.pdf")
    db.session.commit()
    files.remove(stored)
    db.session.rollback()
    assert len(lying()) == 1
    files.remove(db.session.get(StoredFile, 1))
    assert len(lying()) == 1
    db.session.commit()
    assert (lying(), db.session.get(StoredFile, 1)) == ([], None)


def test_what_casework_made_is_kept_too(app):
    clerk = make.person("contributor")
    letter = word()
    stored = files.keep_made(letter, "Answer.docx", by=clerk)
    assert (stored.by_id, files.read(stored)) == (clerk.id, letter)


def test_the_doctor_names_files_that_are_missing_changed_or_left_behind(app):
    gone, changed, whole = add(PDF, "gone.pdf"), add(PDF, "changed.pdf"), add(PDF, "whole.pdf")
    db.session.commit()
    assert files.list_faults() == []
    where = {path.name: path for path in lying()}
    where[gone.stored_as].unlink()
    where[changed.stored_as].write_bytes(PDF + b" ")
    left = where[whole.stored_as].with_name("0" * 32)
    left.write_bytes(PDF)
    assert not any("0" * 32 in fault for fault in files.list_faults())  # perhaps it is just being saved
    os.utime(left, (time.time() - 4000,) * 2)
    faults = files.list_faults()
    assert [fault.split(" (")[0] for fault in faults] == [
        f"File {gone.id} is missing from uploads", f"File {changed.id} in uploads",
        "0" * 32 + " in uploads belongs to no record: a save that did not finish. It can be removed",
    ]  # fmt: skip
    db.session.rollback()
    assert {line.words for line in examine(app) if not line.is_well} >= set(faults)
    with pytest.raises(InternalServerError):
        files.read(changed)
    with pytest.raises(InternalServerError):
        files.read(gone)


def test_uploads_lie_outside_what_the_server_serves(app):
    assert not files.folder().is_relative_to(app.static_folder)
