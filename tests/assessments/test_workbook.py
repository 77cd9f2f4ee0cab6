"""Out to Excel and back: only what was changed in the file changes, and nothing that was written meanwhile is lost."""

import io
from zipfile import ZipFile

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from werkzeug.datastructures import FileStorage

from casework.assessments import queries, workbook, workbook_services
from casework.assessments.answer_queries import find_waiting_text
from casework.assessments.models import AnswerRevision, Assessment, AssessmentStatus, GivenStatus
from casework.assessments.scoring import CATEGORY
from casework.assessments.workbook_lines import CUT
from casework.assessments.workbook_models import FilledWorkbook
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.kit.tables import TableRefused
from casework.trail.queries import list_history
from tests import make
from tests.assessments.make import answer, assessment, figures, fill, give, write

AWKWARD = "First\n\nSecond line\nwith = signs, “quotes”, 5 < 6 & a tab\tand ünïcode 報告"


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def form(director):
    return fill(assessment(director), director)


def text_of(response):
    return " ".join(response.get_data(as_text=True).split())


def sheets(made):
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def changed(made, cells=None, *, drop=(), more=(), seal=None):
    """The workbook as somebody's spreadsheet program would save it: `cells` {(key, column): text} are changed."""
    held = sheets(made)
    rows = held["Answers"]
    heads = rows[0]
    for (key, column), text in (cells or {}).items():
        row = next(one for one in rows if one[0] == key)
        row[heads.index(column)] = text
    held["Answers"] = [row for row in rows if row[0] not in drop] + list(more)
    if seal is not None:
        held["Seal"][1][0] = seal(held["Seal"][1][0])
    paper = io.BytesIO()
    with xlsxwriter.Workbook(paper, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, lines in held.items():
            sheet = book.add_worksheet(name)
            for at, line in enumerate(lines):
                for place, cell in enumerate(line):
                    if cell != "":
                        sheet.write(at, place, cell)
    return paper.getvalue()


def send(of, data, by, name="filled.xlsx", **rest):
    upload = FileStorage(io.BytesIO(data), filename=name)
    return workbook_services.put_aside(of, upload, filled_by=None, by=by, **rest)


def take(of, data, by):
    aside, _ = send(of, data, by)
    return workbook_services.save(aside, {one.id: one for one in queries.list_answers(of)}, by=by)


def standing(of):
    return {
        one.node_id: (one.text, one.rating, one.fields, one.version) for one in queries.list_answers(of, fresh=True)
    }


def refused(of, data, by):
    with pytest.raises(TableRefused) as problems:
        send(of, data, by)
    return [str(one) for one in problems.value.problems]


def test_only_the_answers_that_were_changed_in_the_file_change(director, form):
    write(answer(form, "o4.practice"), director, AWKWARD, 2)
    made = workbook.write(form, director)
    before = standing(form)
    cells = {("o1.outcomes", "Answer"): "= A new text\n\nin two parts", ("o1.practice", "Rating"): "4 Outstanding"}
    outcome = take(form, changed(made, cells), director)
    assert (outcome.saved, outcome.waiting) == (2, ())
    after = standing(form)
    assert {key for key in after if after[key] != before[key]} == {"o1.outcomes", "o1.practice"}
    assert after["o1.outcomes"][:2] == ("= A new text\n\nin two parts", before["o1.outcomes"][1])
    assert after["o1.practice"][:2] == (before["o1.practice"][0], 4)
    assert list_history(form)[0].words == 'took 2 answers from the workbook "filled.xlsx"'
    assert db.session.query(FilledWorkbook).count() == 0


def test_tabs_that_a_spreadsheet_program_drops_are_no_change(director, form):
    """An OpenDocument sheet comes back without them (seen with LibreOffice)."""
    write(answer(form, "o4.practice"), director, AWKWARD, 2)
    made = workbook.write(form, director)
    held = {row[0]: row[6] for row in sheets(made)["Answers"][1:]}
    assert "\t" in held["o4.practice"]
    cells = {("o4.practice", "Answer"): held["o4.practice"].replace("\t", ""), ("o1.outcomes", "Answer"): "Changed"}
    assert take(form, changed(made, cells), director).saved == 1
    assert answer(form, "o4.practice").text == AWKWARD


@pytest.mark.parametrize("code", ["sector-led-2012", "cqc-2024", "lgsco-code-2024"])
def test_every_template_goes_out_and_comes_back_unchanged_and_every_line_can_be_filled(director, code):
    of = assessment(director, code=code)
    made = workbook.write(of, director)
    before = standing(of)
    _, plan = send(of, changed(made), director)
    assert (plan.changes, plan.missing) == ([], 0)
    rows = sheets(made)["Answers"]
    assert rows[0] == list(workbook.HEADS)
    lines = {line.key: line for line in workbook.list_lines(of, director)}
    assert [row[0] for row in rows[1:]] == list(lines)
    cells = {}
    for key, line in lines.items():
        if line.scale:
            cells[key, "Rating"] = line.scale.steps[0].words
        if line.title_is:
            cells[key, "Title or where"] = f"T {key}"
        if line.has_text:
            cells[key, "Answer"] = f"A {key}"
    assert take(of, changed(made, cells), director).saved == len(before)
    again = {line.key: line.held for line in workbook.list_lines(of, director)}
    for key, line in lines.items():
        first = line.scale.steps[0].number if line.scale else None
        assert again[key].rating == first
        assert again[key].text == (f"A {key}" if line.has_text else "")


def test_categories_are_scored_line_by_line(director):
    of = assessment(director, code="cqc-2024")
    of.scoring = CATEGORY
    db.session.flush()
    lines = workbook.list_lines(of, director)
    scored = next(one for one in lines if one.part and one.scale)
    mine = [one.key for one in lines if one.answer is scored.answer and one.part]
    made = changed(workbook.write(of, director), {(key, "Rating"): "3" for key in mine})
    assert take(of, made, director).saved == 1
    held = answer(of, scored.answer.node_id)
    assert held.fields == {"categories": dict.fromkeys((key.split("#")[1] for key in mine), 3)}
    assert held.rating == 3


def test_what_was_written_meanwhile_is_never_overwritten(director, form):
    made = workbook.write(form, director)
    other = make.person("director")
    write(answer(form, "o1.outcomes"), other, "Written meanwhile", 1)
    write(answer(form, "o1.practice"), other, "Also meanwhile", 1)
    outcome = take(form, changed(made, {("o1.outcomes", "Answer"): "From the file"}), director)
    assert (outcome.saved, [one.node_id for one in outcome.waiting]) == (0, ["o1.outcomes"])
    one = answer(form, "o1.outcomes")
    assert (one.text, one.rating) == ("Written meanwhile", 1)
    waiting = find_waiting_text(one, by=director)
    assert (waiting.text, waiting.rating) == ("From the file", 3)
    assert answer(form, "o1.practice").text == "Also meanwhile"  # unchanged in the file: nothing to say about it
    assert "both are kept" in list_history(form)[0].words


def test_written_between_the_check_and_the_save_is_not_overwritten_either(director, form):
    aside, plan = send(
        form, changed(workbook.write(form, director), {("o1.outcomes", "Answer"): "From the file"}), director
    )
    assert [one.meets_newer for one in plan.changes] == [False]
    write(answer(form, "o1.outcomes"), make.person("director"), "Just now", 2)
    outcome = workbook_services.save(aside, {one.id: one for one in queries.list_answers(form)}, by=director)
    assert (outcome.saved, len(outcome.waiting), answer(form, "o1.outcomes").text) == (0, 1, "Just now")
    assert {"From the file", "Just now"} <= {one.text for one in db.session.query(AnswerRevision)}


def test_a_version_that_moved_without_its_words_is_no_conflict(director, form):
    made = workbook.write(form, director)
    answer(form, "o1.outcomes").rating_reason = "It stands"
    db.session.flush()
    assert take(form, changed(made, {("o1.outcomes", "Answer"): "From the file"}), director).saved == 1


def test_rows_that_cannot_be_taken_are_named_and_nothing_is_kept(director, form):
    made = workbook.write(form, director)
    before = standing(form)
    cells = {
        ("o1.outcomes", "Rating"): "5 Splendid",
        ("enquiry#1", "Title or where"): "x" * 201,
        ("leadership.strengths", "Rating"): "3",
        ("o1.practice", "Key"): "o1.nothing",
        ("o1.partnership", "Answer"): "This one is right",
    }
    rows = {row[0]: number for number, row in enumerate(sheets(made)["Answers"], start=1)}
    found = refused(form, changed(made, cells, more=[["o4.practice"], ["", "", "", "", "", "", "lost text"]]), director)
    last = len(rows)
    scale = form.template.outline.scale_of(answer(form, "o1.outcomes").node)
    assert found == [
        f'filled.xlsx:row {row}: column "{column}": {sentence}'
        for row, column, sentence in sorted([
            (rows["o1.outcomes"], "Rating", f'"5 Splendid" is not one of {", ".join(one.words for one in scale.steps)}'),
            (rows["enquiry#1"], "Title or where", "must be 200 characters or less"),
            (rows["leadership.strengths"], "Rating", "is not asked here. Leave it blank"),
            (rows["o1.practice"], "Key", '"o1.nothing" is not a line of this workbook'),
            (last + 1, "Key", '"o4.practice" stands in the file twice'),
            (last + 2, "Key", "is blank"),
        ])
    ]  # fmt: skip
    assert standing(form) == before
    assert db.session.query(FilledWorkbook).count() == 0


def test_files_that_are_not_our_workbook(director, form):
    made = workbook.write(form, director)
    assert refused(form, changed(made, seal=lambda sealed: sealed[:-3]), director) == [
        'filled.xlsx: the sheet "Seal" is not as it was. Make a new workbook and fill that in'
    ]
    other = assessment(director, period="2013-14")
    assert refused(other, made, director) == ["filled.xlsx: this workbook is of another self-assessment"]
    paper = io.BytesIO()
    with xlsxwriter.Workbook(paper) as book:
        book.add_worksheet("Answers")
    assert 'has no sheet "Answers" and "Seal"' in refused(form, paper.getvalue(), director)[0]
    for data, name, sentence in (
        (b"words", "a.xlsx", "damaged"),
        (b"%PDF-1.7", "a.pdf", "Excel workbook"),
        (b"", "a.xlsx", "damaged"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            send(form, data, director, name)
    form.status = AssessmentStatus.SIGNED
    with pytest.raises(RuleBroken, match="Signed"):
        send(form, made, director)


def test_rows_may_be_sorted_left_out_and_ratings_written_as_people_do(director, form):
    made = workbook.write(form, director)
    held = sheets(made)
    held["Answers"][1:] = reversed(held["Answers"][1:])
    data = changed(
        made, {("o1.outcomes", "Rating"): 4, ("o1.practice", "Rating"): "outstanding"}, drop=("o4.practice",)
    )
    aside, plan = send(form, data, director)
    assert (plan.missing, len(plan.changes)) == (1, 2)
    workbook_services.save(aside, {one.id: one for one in queries.list_answers(form)}, by=director)
    assert [answer(form, key).rating for key in ("o1.outcomes", "o1.practice", "o4.practice")] == [4, 4, 3]


def test_an_emptied_cell_empties_the_answer_and_lines_of_enquiry_move_up(director, form):
    write(answer(form, "enquiry"), director, "", fields={"lines": [{"title": t, "reason": "R"} for t in "abc"]})
    made = workbook.write(form, director)
    data = changed(made, {("enquiry#2", "Title or where"): "", ("enquiry#2", "Answer"): "", ("o1.outcomes", "Answer"): "",
                          ("enquiry#4", "Title or where"): "d"})  # fmt: skip
    assert take(form, data, director).saved == 2
    assert [line["title"] for line in answer(form, "enquiry").fields["lines"]] == ["a", "c", "d"]
    assert answer(form, "o1.outcomes").text == ""


def test_a_text_too_long_for_excel_stays_whole(director, form):
    long = "word " * 7_000 + "end"
    write(answer(form, "o1.outcomes"), director, long, 2)
    made = workbook.write(form, director)
    cell = next(row for row in sheets(made)["Answers"] if row[0] == "o1.outcomes")[6]
    assert len(cell) <= 32_767
    assert cell.endswith(CUT)
    assert take(form, changed(made, {("o1.outcomes", "Rating"): "4"}), director).saved == 1
    assert (answer(form, "o1.outcomes").text, answer(form, "o1.outcomes").rating) == (long, 4)


def test_a_contributor_gets_and_writes_only_what_is_with_them(client, director, form):
    writer = make.person("contributor")
    rows = give(form, writer, "o4", "o1")
    keys = {row[0] for row in sheets(workbook.write(form, writer))["Answers"][1:]}
    assert keys == {one.node_id for one in queries.list_answers(form, sections={"o4", "o1"})}
    whole = workbook.write(form, director)
    data = changed(whole, {("o4.practice", "Answer"): "Mine", ("leadership.strengths", "Answer"): "Not mine"})
    (problem,) = refused(form, data, writer)
    assert '"leadership.strengths" is not with you to write now' in problem
    made = workbook.write(form, writer)
    rows[1].status = GivenStatus.HANDED_IN
    db.session.flush()
    data = changed(made, {("o4.practice", "Rating"): "2", ("o4.practice", "Answer"): "Mine"})
    assert take(form, data, writer).saved == 1
    assert (answer(form, "o4.practice").suggested_rating, answer(form, "o4.practice").rating) == (2, 3)
    outsider = make.person("contributor")
    db.session.commit()
    assert client.sign_in(outsider).get(f"/assessments/{form.id}/workbook").status_code == 404
    assert client.sign_in(outsider).get(f"/assessments/{form.id}/workbook/download").status_code == 404


def test_the_pages_check_first_and_save_when_told(client, director, form):
    browser = client.sign_in(director)
    path = f"/assessments/{form.id}/workbook"
    assert "Get the workbook" in text_of(browser.get(path))
    answered = browser.get(f"{path}/download")
    assert answered.headers["Content-Disposition"].endswith('self-assessment-2012-13-version-1-to-fill-in.xlsx"')
    data = changed(
        answered.data, {("o1.outcomes", "Answer"): "About o1.outcomes, and more", ("o1.outcomes", "Rating"): "2"}
    )

    def upload(name="filled.xlsx", what=data):
        return {"file": (io.BytesIO(what), name), "filled_by": "Pat of Housing"}

    bad = changed(answered.data, {("o1.outcomes", "Rating"): "9"})
    page = text_of(browser.send(path, upload(what=bad), content_type="multipart/form-data"))
    assert "Nothing was taken: 1 problem in the workbook" in page
    check = browser.send(path, upload(), content_type="multipart/form-data").location
    page = text_of(browser.get(check))
    for words in ("1 answer to save", "filled in by Pat of Housing", ", and more", "3 Good", "Save 1 answer"):
        assert words in page
    assert answer(form, "o1.outcomes").text == "About o1.outcomes"
    other = make.person("director")
    db.session.commit()
    assert client.sign_in(other).get(check).status_code == 404
    client.sign_in(director)
    assert browser.send(check).location == f"/assessments/{form.id}"
    assert answer(form, "o1.outcomes").text == "About o1.outcomes, and more"
    assert "filled in by Pat of Housing" in list_history(db.session.get(Assessment, form.id))[0].words
    assert browser.get(check).status_code == 404


def test_the_workbook_has_no_formula_no_hidden_sheet_and_no_author(director, form):
    figures()
    write(answer(form, "o1.outcomes"), director, "=1+1", 2)
    made = workbook.write(form, director)
    with ZipFile(io.BytesIO(made)) as parts:
        names = parts.namelist()
        sheets_xml = "".join(parts.read(name).decode() for name in names if name.startswith("xl/worksheets/"))
        book = parts.read("xl/workbook.xml").decode()
    assert "<f>" not in sheets_xml
    assert "hidden" not in book
    assert "Figures" in sheets(made)
    assert next(row for row in sheets(made)["Answers"] if row[0] == "o1.outcomes")[6] == "=1+1"
    assert not [name for name in names if "comment" in name or "vba" in name]
