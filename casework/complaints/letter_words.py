"""A letter in Word: the fields a council may use in its own template, the shipped templates, and filling one in.

A template is a Word file with fields such as {{ our_reference }}. It is filled in a sandbox that reaches nothing but
the texts given to it; every text is written as text, whatever signs are in it. Fields that are not known are refused
when the template is taken in, so that a letter never goes out with a hole in it.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import OpcError
from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from casework.complaints.work_kinds import LetterTemplateKind
from casework.kit import words
from casework.kit.rules import RuleBroken

FIELDS: dict[str, str] = {
    "council": "The council's name",
    "today": "The day of the letter, such as 7 April 2026",
    "our_reference": "The case, such as ASC-2026-00042",
    "recipient": "Who told us, or [name]",
    "address": "How to reach them, as recorded",
    "received": "The day the complaint came",
    "channel": "How it came, such as letter",
    "subject": "What it is about, in a few words",
    "letter": "The text of the letter as it stands on the case, line by line",
    "points": "The points: number, title, looked_at, found, finding, because, injustice",
    "remedies": "What is done to put things right, one line each",
    "answer_by_law": "The day by which the law wants an answer",
    "answer_target": "Our own day for the answer",
    "ground": "The paragraph of regulation 8, for a notice that it is excluded",
    "late_reason": "Why a complaint that came too late is refused",
    "ombudsman_reference": "The ombudsman's reference",
    "officer": "Who deals with the case",
    "signed_by": "Who signed the answer, or nothing",
    "signed_as": "The position of who signed",
    "is_signed": "Whether the answer is signed as it stands",
    "ombudsman": "How to reach the ombudsman",
}
SAMPLE: dict[str, Any] = {
    "council": "Leicestershire", "today": "7 April 2026", "our_reference": "ASC-2026-00042",
    "recipient": "Mrs A Sample", "address": "1 Sample Street", "received": "1 April 2026",
    "channel": "letter", "subject": "Care call removed",
    "letter": ["Dear Mrs Sample", "Thank you for telling us.", "Yours sincerely"],
    "points": [{"number": 1, "title": "The evening call was taken away", "looked_at": "The rota", "found": "It ended",
                "finding": "Upheld", "because": "Nobody told her", "injustice": "She went without supper"}],
    "remedies": ["An apology"], "answer_by_law": "30 September 2026", "answer_target": "30 April 2026",
    "ground": "Already investigated: 8(1)(e)", "late_reason": "Nobody who was there can be asked",
    "ombudsman_reference": "26 001 234", "officer": "Sam Sample", "signed_by": "Dee Sample",
    "signed_as": "Director of adult social services", "is_signed": True,
    "ombudsman": "www.lgo.org.uk, 0300 061 0614",
}  # fmt: skip
# what Word files and expressions in them can fail with; an XML fault is a SyntaxError
UNREADABLE = (BadZipFile, OpcError, SyntaxError, LookupError, ValueError, TypeError, ArithmeticError, AttributeError)
MISTAKE = "The template has a mistake between its curly brackets. Compare it with the shipped letter"
LARGEST = 5_000_000  # bytes of a letter that was made


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def fill_in(template: bytes, fields: Mapping[str, Any]) -> bytes:
    """The letter as a Word file. RuleBroken with what is wrong in the template."""
    try:
        document = DocxTemplate(BytesIO(template))
        document.render(dict(fields), jinja_env=_environment(), autoescape=True)
        made = BytesIO()
        document.save(made)
    except TemplateError:
        raise RuleBroken(MISTAKE, "file") from None
    except UNREADABLE:
        raise RuleBroken(MISTAKE, "file") from None
    if made.tell() > LARGEST:
        raise RuleBroken("The letter would be larger than 5 MB. Make the template smaller", "file")
    return made.getvalue()


def check_template(template: bytes) -> None:
    """Refuse a template with fields nobody fills in, with a mistake, or that reaches for what it must not."""
    try:
        used = DocxTemplate(BytesIO(template)).get_undeclared_template_variables(jinja_env=_environment())
    except TemplateError:
        raise RuleBroken(MISTAKE, "file") from None
    except UNREADABLE:
        raise RuleBroken("The template cannot be read. Open it in Word and save it again", "file") from None
    unknown = sorted(used - FIELDS.keys())
    if unknown:
        raise RuleBroken(f"There is no field {words.listed(unknown)}. Use only the fields in the list", "file")
    fill_in(template, SAMPLE)


def shipped(kind: LetterTemplateKind) -> bytes:
    """The template that a council begins with: our text between its own head and signature."""
    document = Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(12)
    document.core_properties.title, document.core_properties.language = kind.words, "en-GB"
    document.core_properties.author = ""
    document.add_heading("{{ council }} adult social care", level=1)
    lines = ["{{ recipient }}", "{{ address }}", "", "{{ today }}", "Our reference: {{ our_reference }}"]
    if kind == LetterTemplateKind.OMBUDSMAN:
        lines = ["Local Government and Social Care Ombudsman", "", "{{ today }}",
                 "Your reference: {{ ombudsman_reference }}", "Our reference: {{ our_reference }}"]  # fmt: skip
    if kind == LetterTemplateKind.ANSWER:
        lines.append("{% if not is_signed %}Draft: not signed{% endif %}")
    lines += ["{%p for line in letter %}", "{{ line }}", "{%p endfor %}"]
    if kind == LetterTemplateKind.ANSWER:
        lines += ["{{ signed_by }}", "{{ signed_as }}"]
    else:
        lines.append("{{ officer }}")
    for line in lines:
        document.add_paragraph(line)
    made = BytesIO()
    document.save(made)
    return made.getvalue()
