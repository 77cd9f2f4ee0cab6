"""A signed self-assessment is verified from its exported file, and a file that was changed is found out."""

import copy
import io
import json
import sys

import pytest
from docx import Document

from casework import cli
from casework.assessments import export_routes, word_form
from casework.assessments.challenge import council_services
from casework.assessments.challenge_models import RatingKind
from casework.assessments.content import hash_of, seal_of
from casework.assessments.report import whole_form
from casework.assessments.verify_routes import verifying
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.reports.services import make_report
from tests import make
from tests.assessments import challenging
from tests.assessments.make import figures


@pytest.fixture
def signed(app):
    figures()
    of = challenging.signed(make.person("director", name="Dee Cole"))
    db.session.commit()
    return of


@pytest.fixture
def exported(signed):
    return json.loads(json.dumps(whole_form(signed)))


def judge(data, name="copy.json"):
    sent = data if isinstance(data, bytes) else json.dumps(data).encode()
    return verifying.judge_file(name, sent)


def node(data, node_id="o1.outcomes", signed_copy=False):
    parts = [data["signed_copy"]["content"]] if signed_copy else data["parts"]
    nodes = (one for part in parts for section in part["sections"] for one in section["nodes"])
    return next(one for one in nodes if one["id"] == node_id)


def test_what_was_exported_is_what_was_signed(signed, exported):
    for data in (
        exported,
        exported["signed_copy"],
        json.loads(make_report("assessment", as_format="json", id=signed.id)),
    ):
        judged = judge(data)
        assert judged.is_signed, judged
        assert "Dee Cole, Director, signed on" in judged.sentence
        assert "Self-assessment 2012/13, Leicestershire, version 1" in judged.sentence


def test_what_was_set_beside_it_later_changes_nothing(signed, exported):
    council_services.moderate(challenging.at(signed, "o1.outcomes"), kind=RatingKind.AGREED, rating=2, reason="Why",
                              by=signed.started_by)  # fmt: skip
    later = json.loads(json.dumps(whole_form(signed)))
    assert node(later)["ratings"] == {"self": 3, "moderated": None, "agreed": 2}
    assert node(later)["moved"][0]["reason"] == "Why"
    assert judge(later).is_signed
    assert later["signed_copy"] == exported["signed_copy"]


def text_everywhere(data):
    node(data)["commentary"] = node(data, signed_copy=True)["text"] = "About o1.outcomes, and more"


def rating_everywhere(data):
    node(data)["ratings"]["self"] = node(data, signed_copy=True)["rating"] = 4


def figure_everywhere(data):
    for copied in (False, True):
        node(data, "o1.table", copied)["rows"][0]["figures"][-1]["printed"] = "99.9%"


def resealed(data):
    """What a careful forger does: change it everywhere and work the hash and the seal out again."""
    rating_everywhere(data)
    signed_copy = data["signed_copy"]
    data["sign_off"]["seal"] = seal_of(signed_copy["content"], signed_copy["signature"])
    data["sign_off"]["content_hash"] = hash_of(signed_copy["content"])


TAMPERED = {
    "the commentary people read": lambda data: node(data).update(commentary="Other words"),
    "the rating people read": lambda data: node(data)["ratings"].update(self=4),
    "the rating as a fraction": lambda data: node(data)["ratings"].update(self=3.0),
    "a figure people read": lambda data: node(data, "o1.table")["rows"][0]["figures"][-1].update(printed="99.9%"),
    "the council": lambda data: data["assessment"]["organisation"].update(name="Rutland"),
    "the version": lambda data: data["assessment"].update(version=2),
    "the scale": lambda data: data["scales"].clear(),
    "who signed": lambda data: data["sign_off"].update(name="Somebody Else"),
    "a section gone": lambda data: data["parts"][1]["sections"].pop(),
    "a question gone": lambda data: data["parts"][1]["sections"][0]["nodes"].pop(),
    "a heading": lambda data: data["parts"][1]["sections"][0].update(title="Other"),
    "no parts": lambda data: data.pop("parts"),
    "the signed copy's name": lambda data: data["signed_copy"]["signature"].update(name="Somebody Else"),
    "the signed copy's evidence": lambda data: node(data, signed_copy=True).update(evidence=[{"title": "Survey"}]),
    "words everywhere": text_everywhere,
    "a rating everywhere": rating_everywhere,
    "a figure everywhere": figure_everywhere,
    "everything, with a new seal": resealed,
    "no signed copy": lambda data: data.update(signed_copy=None),
    "an empty copy": lambda data: data.update(signed_copy={"content": {}, "signature": {}}),
}


def test_a_changed_file_is_not_what_was_signed(exported):
    assert judge(exported).is_signed  # the control
    for what, tamper in TAMPERED.items():
        data = copy.deepcopy(exported)
        tamper(data)
        judged = judge(data)
        assert not judged.is_signed, what
        assert judged.sentence, what


def test_the_difference_is_named(exported):
    data = copy.deepcopy(exported)
    resealed(data)
    figure_everywhere(data)
    judged = judge(data)
    assert "It is not what was signed. It differs from version 1 of Self-assessment 2012/13" in judged.sentence
    told = " | ".join(judged.differences)
    assert "rated 4 Outstanding, signed as 3 Good" in told
    assert "99.9%" in told


def test_a_copy_changed_here_is_found_and_so_is_a_seal_the_trail_does_not_know(signed, exported):
    signature = signed.signature
    frozen = json.loads(json.dumps(signature.frozen))
    frozen["content"]["sections"][1]["nodes"][1]["rating"] = 4
    signature.frozen, signature.content_hash = frozen, hash_of(frozen["content"])
    signature.seal = seal_of(frozen["content"], frozen["signature"])
    db.session.commit()
    forged = whole_form(signed)
    judged = judge(json.loads(json.dumps(forged)))
    assert not judged.is_signed
    assert "the trail has another seal for this version" in judged.sentence
    assert not judge(exported).is_signed


def test_another_councils_file_is_unknown(exported):
    elsewhere = make.organisation("E06000017", "Rutland")
    sent = json.dumps(exported).encode()
    judged = verifying.judge_file("copy.json", sent, organisation_id=elsewhere.id)
    assert (judged.is_signed, judged.sentence) == (False, verifying.NOT_OURS)


BROKEN = [
    b"",
    b"\xff\xfe",
    b"[1]",
    b"{",
    b'{"a": NaN}',
    b'{"a": 1, "a": 2}',
    b"[" * 100_000,
    b'{"signed_copy": "\\ud800"}',
]


def test_a_file_that_is_none_is_refused_in_a_sentence(signed):
    for data in BROKEN[:-1]:
        with pytest.raises(RuleBroken, match="Choose another"):
            judge(data)
    assert not judge(BROKEN[-1]).is_signed
    for name in ("copy.csv", "copy", "copy.json.exe"):
        with pytest.raises(RuleBroken, match="Other files cannot be checked"):
            judge(b"{}", name)
    with pytest.raises(RuleBroken, match="not a Word file"):
        judge(b"PK", "copy.docx")


def changed_word(data, old, new):
    document = Document(io.BytesIO(data))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    for paragraph in [*document.paragraphs, *(one for cell in cells for one in cell.paragraphs)]:
        if old in paragraph.text:
            paragraph.runs[0].text = paragraph.text.replace(old, new)
            break
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def test_a_word_file_is_checked_word_by_word(signed):
    written = word_form.write(signed)
    assert judge(written, "copy.docx").is_signed
    assert judge(changed_word(written, "nowhere in it", ""), "copy.docx").is_signed  # saved again by another program
    judged = judge(changed_word(written, "About o1.outcomes", "About something else"), "copy.docx")
    assert not judged.is_signed
    assert "About something else" in judged.differences[0]
    assert "signed as “About o1.outcomes”" in judged.differences[0]
    judged = judge(changed_word(written, signed.signature.seal, "none"), "copy.docx")
    assert judged.sentence == verifying.NOT_OURS


def test_the_command_says_so_and_exits_1_when_it_is_not(signed, exported, tmp_path, app, monkeypatch, capsys):
    monkeypatch.setattr("casework.assessments.verify_command.ready_app", lambda: app)
    path = tmp_path / "copy.json"

    def run():
        db.session.rollback()  # an open transaction of the test would keep the command waiting
        monkeypatch.setattr(sys, "argv", ["casework", "verify-assessment", str(path)])
        return cli.main()

    path.write_bytes(export_routes.FILES["json"][2](signed))
    run()
    assert signed.signature.seal in capsys.readouterr().out
    node(exported)["commentary"] = "Other words"
    path.write_text(json.dumps(exported))
    with pytest.raises(SystemExit) as left:
        run()
    assert left.value.code == 1
    assert "copy.json: It is not what was signed" in capsys.readouterr().err


def test_the_page_says_the_same_and_keeps_nothing(client, signed, exported):
    client.sign_in(make.person("auditor"))
    assert "Choose a file" in client.send("/assessments/check-file").get_data(as_text=True)

    def check(data):
        sent = {"file": (io.BytesIO(json.dumps(data).encode()), "copy.json")}
        return client.send("/assessments/check-file", sent, content_type="multipart/form-data").get_data(as_text=True)

    assert "this is what was signed" in check(exported)
    node(exported)["commentary"] = "Other words"
    page = check(exported)
    assert "this is not what was signed" in page
    assert "is not what was signed" in page
