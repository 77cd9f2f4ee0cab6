"""The Word document walks like the printed form: each heading, table, column and rating cell of R1 to R13, in order."""

import io
import json
import shutil
import subprocess
from datetime import date

import pytest
from docx import Document

from casework.assessments import demonstration, queries, word_form
from casework.assessments.sign_services import read_content, sign
from casework.assessments.verify_json import judge_json
from tests import make
from tests.assessments.make import answer, figures, write

HEADINGS = [  # written out by hand from the printed form; parts that only group are ours
    ("Heading 1", "Sector-led self-assessment 2012/13"),
    ("Heading 2", "About this form"),
    ("Heading 3", "Signed/agreed on behalf of the Directorate"),
    ("Heading 2", "Outcomes"),
    ("Heading 2", "Enabling maximum choice and control"),
    ("Heading 2", "Helping people to stay well and independent"),
    ("Heading 2", "Enabling accessible information and positive advice and support"),
    ("Heading 2", "Keeping people safe"),
    ("Heading 2", "Part B: Cross Cutting Themes"),
    ("Heading 2", "Leadership"),
    ("Heading 3", "Key Weaknesses/Areas for Development"),
    ("Heading 3", "Key Strengths"),
    ("Heading 2", "Use of Resources"),
    ("Heading 3", "Key Weaknesses/Areas for Development"),
    ("Heading 3", "Key Strengths"),
    ("Heading 2", "Enablers and blockers"),
    ("Heading 2", "For the challenge team"),
    ("Heading 3", "Key lines of enquiry that we would recommend to the challenge team"),
]
COVER = [
    "Name of Local Authority", "Name of DASS Contact", "Address", "Telephone", "Email",
    "Narrative on process for completion of this form", "Period covered by this self assessment",
    "Date self-assessment Completed",
]  # fmt: skip
MEASURES = ["Indicator Ref", "Measure", "2011/12", "2011/12 Quartile", "2012/13", "2012/13 Quartile", "Quartile Trend"]
RATINGS = ["Theme", "1", "2", "3", "4", "Commentary"]
EVIDENCED = ["Narrative", "Where is the evidence?"]
BESIDE = ["Key enablers to progress", "Key blockers on improvement"]
TABLES = [COVER, ["Name", "Position", "Signature"], *[MEASURES, RATINGS] * 4, *[EVIDENCED] * 4, BESIDE]
THEMES = [
    "How well are outcomes being achieved?", "Working together, partnership", "Service delivery and effective practice",
]  # fmt: skip
# demonstration ratings by section; None is not rated
GIVEN = [[2, 3, 3], [2, 3, None], [3, 2, 2], [3, None, None]]


@pytest.fixture
def director(app):
    figures()
    return make.person("director", name="Dee Cole")


@pytest.fixture
def started(director):
    demonstration.load({"director": director, "contributor": make.person("contributor")}, date(2026, 4, 7))
    return queries.list_existing(director.organisation_id, "sector-led-2012", "2012-13")[0]


def read(of):
    return Document(io.BytesIO(word_form.write(of)))


def named(table):
    """The heads of a table, or the first column of one whose rows are named."""
    heads = [cell.text for cell in table.rows[0].cells]
    return heads if table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") else [row.cells[0].text for row in table.rows]


def test_headings_and_tables_in_the_forms_order(started):
    document = read(started)
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == HEADINGS
    assert [named(table) for table in document.tables] == TABLES


def test_every_figure_and_every_rating_cell(started):
    tables = read(started).tables
    outcomes = [(tables[2 + 2 * n], tables[3 + 2 * n]) for n in range(4)]
    assert [len(table.rows) - 1 for table, _ in outcomes] == [9, 7, 5, 3]
    employment = [cell.text for cell in outcomes[0][0].rows[6].cells]
    assert employment[0] == "1E"
    assert employment[2:] == ["1.8%", "Bottom", "1.6%", "Bottom", "→ About the same"]
    assert outcomes[0][0].rows[8].cells[4].text == "82.4%*"
    for (_, table), given in zip(outcomes, GIVEN, strict=True):
        assert table.rows[1].cells[0].text.startswith("Evidence: ")
        rows = table.rows[2:]
        assert [row.cells[0].text for row in rows] == THEMES
        for row, rating in zip(rows, given, strict=True):
            assert [cell.text for cell in row.cells[1:5]] == ["1", "2", "3", "4"]
            assert [word_form.is_chosen(cell) for cell in row.cells[1:5]] == [
                number == rating for number in (1, 2, 3, 4)
            ]
            words = row.cells[5].text
            assert words.startswith(f"Rating: {rating} " if rating else "Not rated yet")
    assert "Interpretation of Performance Data:" in outcomes[0][1].rows[2].cells[5].text
    assert "only 1.6% of adults with a learning disability have a paid job" in outcomes[0][1].rows[2].cells[5].text
    footnotes = [p.text for p in read(started).paragraphs if p.text.startswith("* ")]
    assert len(footnotes) == 1


def test_what_was_written_is_there_whole(started):
    document = read(started)
    everything = "\n".join([p.text for p in document.paragraphs] + [c.text for t in document.tables for r in t.rows for c in r.cells])  # fmt: skip
    for one in queries.list_answers(started):
        for paragraph in one.text.split("\n\n"):
            assert paragraph in everything, one.node_id
    assert "Personalisation: " in everything
    assert document.core_properties.author == ""
    assert "Demonstration" in document.sections[0].header.paragraphs[0].text


def test_a_signed_version_carries_its_seal_and_its_frozen_words(started, director):
    for node_id in ("o2.practice", "o4.partnership", "o4.practice"):
        write(answer(started, node_id), director, "Rated now", 2)
    signature = sign(
        started, name="Dee Cole", position="Director", seen_hash=read_content(started).content_hash, by=director
    )
    answer(started, "o1.practice").text = "Changed behind the services' back"
    document = read(started)
    assert f"version 1, seal {signature.seal[:12]}" in document.sections[0].header.paragraphs[0].text
    signed = [cell.text for row in document.tables[1].rows for cell in row.cells]
    assert signed[1] == "Dee Cole"
    assert signature.seal in signed[5]
    assert "services' back" not in document.tables[3].rows[4].cells[5].text


def test_odd_letters_do_not_break_the_document(started, director):
    write(answer(started, "o1.practice"), director, 'Quotes " & <tags>\n\n\u202eturned', 3)
    assert 'Quotes " & <tags>' in read(started).tables[3].rows[4].cells[5].text


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice on this machine")
def test_libreoffice_opens_it(started, tmp_path):
    (tmp_path / "form.docx").write_bytes(word_form.write(started))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "txt:Text"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "form.docx")], check=True, capture_output=True, timeout=120)  # fmt: skip
    text = (tmp_path / "form.txt").read_text(encoding="utf-8-sig")
    place = 0
    for _, title in HEADINGS:
        place = text.index(title, place) + 1


def test_files_are_handed_over_to_whoever_sees_the_whole(client, started, director):
    client.sign_in(director)
    page = client.get(f"/assessments/{started.id}/export").get_data(as_text=True)
    assert "Word, in the shape of the form" in page
    word = client.get(f"/assessments/{started.id}/export?format=docx")
    assert word.headers["Content-Disposition"] == 'attachment; filename="self-assessment-2012-13-version-1.docx"'
    assert "sandbox" in word.headers["Content-Security-Policy"]
    assert Document(io.BytesIO(word.data)).tables
    data = json.loads(client.get(f"/assessments/{started.id}/export?format=json").data)
    assert list(data)[:2] == ["generated_at", "parameters"]
    assert client.get(f"/assessments/{started.id}/export?format=exe").status_code == 404
    client.sign_in(make.person("contributor"))
    assert client.get(f"/assessments/{started.id}/export?format=docx").status_code == 404


def test_the_exported_json_proves_the_signature(client, started, director):
    for node_id in ("o2.practice", "o4.partnership", "o4.practice"):
        write(answer(started, node_id), director, "Rated now", 2)
    sign(started, name="Dee Cole", position="Director", seen_hash=read_content(started).content_hash, by=director)
    client.sign_in(director)
    data = json.loads(client.get(f"/assessments/{started.id}/export?format=json").data)
    assert judge_json(data).is_signed
    data["signed_copy"]["content"]["sections"][1]["nodes"][1]["rating"] = 4
    assert not judge_json(data).is_signed
