"""What a file is, told by what is in it and never by its name alone; and a name that is safe to keep.

Office files are read as far as their list of contents, never unpacked: macros, bombs and other archives are refused.
"""

import email
import re
import unicodedata
from collections.abc import Collection
from email.errors import MessageError
from email.message import Message
from io import BytesIO
from typing import IO
from zipfile import BadZipFile, ZipFile

import filetype

from casework.kit.file_models import NAME_MOST
from casework.kit.rules import RuleBroken
from casework.kit.words import listed

# ending -> (what it is called in a refusal, its media type)
KINDS: dict[str, tuple[str, str]] = {
    ".pdf": ("a PDF", "application/pdf"),
    ".docx": ("a Word document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": ("an Excel workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pptx": ("a PowerPoint presentation", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ".odt": ("an OpenDocument text", "application/vnd.oasis.opendocument.text"),
    ".ods": ("an OpenDocument spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
    ".odp": ("an OpenDocument presentation", "application/vnd.oasis.opendocument.presentation"),
    ".png": ("a PNG picture", "image/png"),
    ".jpg": ("a JPEG picture", "image/jpeg"),
    ".txt": ("plain text", "text/plain"),
    ".csv": ("a CSV file", "text/csv"),
    ".eml": ("an email", "message/rfc822"),
}
ENDINGS = (*KINDS, ".jpeg")
TEXTS = (".txt", ".csv", ".eml")
TAKEN_WORDS = "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, text, CSV or email (.eml)"
LARGEST = 20_000_000  # bytes
LARGEST_UNPACKED = 200_000_000  # bytes that an Office file may unpack to
MOST_PARTS = 10_000
MOST_EMAIL_PARTS = 200
LIST_MOST = 1_000_000  # bytes read of an Office file's list of contents

NOT_TAKEN = f"The file must be {TAKEN_WORDS}"
MACROS = "This file holds macros. Save it as {ending} and choose it again."
PASSWORD = "This file is protected with a password. Take the password off and choose it again."  # noqa: S105 - a sentence
DAMAGED = "This file is damaged or is not what its name says. Open it, save it again and choose it again."
TOO_MUCH = "This file unpacks to more than 200 MB. Split it, or save it as a PDF."
WEB_PAGE = "This file is a web page. Save it as a PDF and choose it again."

MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": ".docx",
    b"spreadsheetml.sheet.main+xml": ".xlsx",
    b"presentationml.presentation.main+xml": ".pptx",
}
TEMPLATES = {
    b"wordprocessingml.template.main+xml": ".docx",
    b"spreadsheetml.template.main+xml": ".xlsx",
    b"presentationml.template.main+xml": ".pptx",
    b"presentationml.slideshow.main+xml": ".pptx",
}
MACRO_ENDINGS = {
    ".docm": ".docx", ".dotm": ".docx", ".xlsm": ".xlsx", ".xltm": ".xlsx", ".xlsb": ".xlsx", ".xlam": ".xlsx",
    ".pptm": ".pptx", ".potm": ".pptx", ".ppsm": ".pptx",
}  # fmt: skip
MACRO_PARTS = re.compile(r"vbaproject|vbadata|/macrosheets/|/activex/", re.IGNORECASE)
ODF_MACROS = re.compile(r"^(Scripts/.+|Basic/.+/(?!script-l[bc]\.xml).+)", re.IGNORECASE)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = {".doc": ".docx", ".xls": ".xlsx", ".ppt": ".pptx", ".msg": ".eml"}
# What browsers take for a page, whatever it is called.
MARKUP = re.compile(
    rb"^\s*(<!doctype|<\?xml|<!--|<(html|head|body|script|svg|iframe|style|title|table|div|h1|font|img|a|br|b|p)[\s>/])"
    rb"|<(html|script|svg|iframe)[\s>/]",
    re.IGNORECASE,
)
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)


def recognise(data: IO[bytes], name: str, *, kinds: Collection[str] = ENDINGS) -> str:
    """The ending that the content has (".jpg" for ".jpeg" too), when the name says the same and it is one of `kinds`.

    Raises RuleBroken with a sentence for the person who chose the file. Leaves `data` at its beginning.
    """
    try:
        ending = _told(data, _ending(name))
    finally:
        data.seek(0)
    if ending not in kinds:
        raise RuleBroken(f"The file must be {listed([KINDS[one][0] for one in KINDS if one in kinds], last='or')}")
    said = ".jpg" if _ending(name) == ".jpeg" else _ending(name)
    if said != ending:
        what = f"its name ends in {said}" if said else "its name has no ending"
        raise RuleBroken(f"This is {KINDS[ending][0]}, but {what}. Give it the ending {ending}")
    return ending


def clean_name(name: str, ending: str) -> str:
    """A file name that is safe on every machine: no folders, controls or text that turns round, at most 120 letters.

    It ends in `ending`; a name with nothing left of it becomes "file".
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if letter in '<>:"|?*' or letter.isspace() else letter for letter in last)
    kept = "".join(letter for letter in seen if unicodedata.category(letter)[0] != "C")
    stem = kept[: -len(_ending(kept))] if _ending(kept) in (*ENDINGS, *MACRO_ENDINGS) else kept
    stem = " ".join(stem.split()).strip(". ")[: NAME_MOST - len(ending)].strip(". ")
    if not stem or RESERVED.fullmatch(stem.split(".")[0].strip()):
        stem = f"file {stem}".strip()
    return stem + ending


def _ending(name: str) -> str:
    found = re.search(r"\.[A-Za-z0-9]{1,5}$", name.strip())
    return found.group().lower() if found else ""


def _told(data: IO[bytes], said: str) -> str:
    """What the content is. Raises RuleBroken."""
    if said in MACRO_ENDINGS:
        raise RuleBroken(MACROS.format(ending=MACRO_ENDINGS[said]))
    start = data.read(8192)
    if start.startswith(OLD_OFFICE):
        if ENCRYPTED in start + data.read():
            raise RuleBroken(PASSWORD)
        if said in SAVE_AS:
            raise RuleBroken(f"Files ending in {said} are not taken. Save it as {SAVE_AS[said]} and choose it again.")
        raise RuleBroken(NOT_TAKEN)
    if start.startswith(b"PK"):
        data.seek(0)
        return _told_of_archive(data)
    known = filetype.guess(start)
    if known is not None:
        ending = f".{known.extension}"
        if ending not in (".pdf", ".png", ".jpg"):
            raise RuleBroken(NOT_TAKEN)
        return ending
    return _told_of_text(start + data.read(), said)


def _told_of_archive(data: IO[bytes]) -> str:
    """Which Office file an archive is. Raises RuleBroken for any other, for macros and for a bomb."""
    try:
        with ZipFile(data) as archive:
            parts = archive.infolist()
            names = [part.filename for part in parts]
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
                raise RuleBroken(TOO_MUCH)
            if "[Content_Types].xml" in names:
                with archive.open("[Content_Types].xml") as listing:
                    return _told_of_office(listing.read(LIST_MOST), names)
            if names and names[0] == "mimetype":
                with archive.open("mimetype") as stated:
                    return _told_of_odf(stated.read(100).decode("ascii", "replace").strip(), names)
    except (BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError, KeyError):
        raise RuleBroken(DAMAGED) from None
    except Exception as fault:
        if isinstance(fault, RuleBroken):
            raise
        raise RuleBroken(DAMAGED) from None  # zlib, lzma and bz2 have errors of their own
    raise RuleBroken(NOT_TAKEN)


def _told_of_office(listing: bytes, names: list[str]) -> str:
    if b"<!ENTITY" in listing or b"<!DOCTYPE" in listing:
        raise RuleBroken(DAMAGED)
    main = next((ending for mark, ending in MAIN_PARTS.items() if mark in listing), None)
    template = next((ending for mark, ending in TEMPLATES.items() if mark in listing), None)
    if b"macroEnabled" in listing or any(MACRO_PARTS.search(name) for name in names):
        other = ".xlsx" if b"ms-excel" in listing else ".pptx" if b"ms-powerpoint" in listing else ".docx"
        raise RuleBroken(MACROS.format(ending=main or other))
    if template:
        raise RuleBroken(f"This file is a template. Save it as {template} and choose it again.")
    if main is None:
        raise RuleBroken(NOT_TAKEN)
    return main


def _told_of_odf(stated: str, names: list[str]) -> str:
    for ending in (".odt", ".ods", ".odp"):
        if stated == KINDS[ending][1]:
            if any(ODF_MACROS.match(name) for name in names):
                raise RuleBroken(MACROS.format(ending=f"{ending} without them"))
            return ending
    raise RuleBroken(NOT_TAKEN)


def _told_of_text(data: bytes, said: str) -> str:
    """Text, a table of it, or an email: nothing in the content tells the first two apart, so the name does."""
    if said == ".eml":
        _check_email(data)
        return ".eml"
    text = _decoded(data)
    if text is None or CONTROLS.search(text):
        raise RuleBroken(NOT_TAKEN if said not in KINDS else DAMAGED)
    if MARKUP.search(text.encode("utf-8")):
        raise RuleBroken(WEB_PAGE)
    if said not in TEXTS:
        raise RuleBroken(NOT_TAKEN if said not in KINDS else DAMAGED)
    return said


def _decoded(data: bytes) -> str | None:
    """Text in the encodings that people's programs write, or None."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _check_email(data: bytes) -> None:
    """An email whose own attachments would each be taken too; pictures in its body may be of any kind."""
    try:
        message = email.message_from_bytes(data)
        parts = list(message.walk())
    except (MessageError, ValueError, LookupError, RecursionError):
        raise RuleBroken(DAMAGED) from None
    if not message["From"] or not (message["Date"] or message["Received"] or message["Subject"]):
        raise RuleBroken(DAMAGED)
    if len(parts) > MOST_EMAIL_PARTS:
        raise RuleBroken("This email holds too many parts. Save it as a PDF and choose it again.")
    for part in parts:
        if not part.is_multipart():
            _check_part(part)


def _check_part(part: Message) -> None:
    name = part.get_filename()
    if name is None and part.get_content_type() in ("text/plain", "text/html", "text/calendar"):
        return  # the words of the email: it is only ever handed out as a file
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    known = filetype.guess(content[:8192])
    if not content or (known is not None and known.mime.startswith("image/")):
        return
    try:
        recognise(BytesIO(content), str(name or "attachment"))
    except RuleBroken:
        raise RuleBroken(
            "This email holds a file that cannot be taken. Save the email without it, or as a PDF, and choose it again."
        ) from None
