"""The register of evidence: one list of the council, pieces used in many places, files, dates, changes and removals."""

import hashlib
import io
from datetime import date

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage, MultiDict

from casework.assessments import evidence_queries, evidence_services, home, queries, readiness, services
from casework.assessments.content import content_of
from casework.assessments.models import AssessmentStatus, Evidence, EvidenceKind
from casework.extensions import db
from casework.findings import filters
from casework.kit import files
from casework.kit.file_models import StoredFile
from casework.kit.rules import RuleBroken
from casework.trail.queries import list_history
from tests import make
from tests.assessments.make import answer, assessment, give

PDF = b"%PDF-1.7\n%%EOF\n"
FACTS = {"title": "Survey", "kind": "people", "about": "2012/13"}


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def browser(client, director):
    return client.sign_in(director)


def text_of(response):
    return " ".join(response.get_data(as_text=True).split())


def facts(**rest):
    return {"title": "Survey", "kind": EvidenceKind.PEOPLE, "about": "2012/13", **rest}


def whole(evidence, **rest):
    return {name: getattr(evidence, name) for name in evidence_services.FACTS} | rest


def lying():
    return list(files.folder().glob("*/*"))


def a_file(name="report.pdf", data=PDF):
    return (io.BytesIO(data), name)


def test_evidence_with_a_file_is_added_read_and_handed_out(browser, director):
    sent = {**FACTS, "form_key": "k", "file": a_file("../My report.pdf"), "owner": "Head of Quality"}
    page = browser.send("/evidence/add", sent, content_type="multipart/form-data").location
    piece = db.session.query(Evidence).one()
    assert page == f"/evidence/{piece.id}"
    shown = text_of(browser.get(page))
    assert "My report.pdf" in shown
    assert "In no answer that you can see" in shown
    answered = browser.get(f"{page}/file")
    assert answered.data == PDF
    assert answered.headers["Content-Disposition"] == 'attachment; filename="My report.pdf"'
    assert answered.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answered.headers["X-Content-Type-Options"] == "nosniff"
    assert answered.headers["Cache-Control"] == "no-store"
    (entry,) = list_history(piece)
    assert entry.words == 'put "Survey" in the evidence register with the file My report.pdf'
    assert entry.changes == {"File": [None, f"My report.pdf, SHA-256 {hashlib.sha256(PDF).hexdigest()}"]}


def test_a_file_that_is_refused_keeps_what_was_typed_and_nothing_else(browser):
    sent = {**FACTS, "words": "Asked 400 people", "form_key": "k", "file": a_file("page.pdf", b"<html>")}
    page = text_of(browser.send("/evidence/add", sent, content_type="multipart/form-data"))
    assert "This file is a web page. Save it as a PDF and choose it again." in page
    assert "Asked 400 people" in page
    assert (lying(), db.session.query(Evidence).count(), db.session.query(StoredFile).count()) == ([], 0, 0)
    sent = {**FACTS, "link": "ftp://somewhere", "form_key": "k", "file": a_file()}
    assert "Link must begin with" in text_of(browser.send("/evidence/add", sent, content_type="multipart/form-data"))
    assert lying() == []


def test_the_register_is_the_councils_and_a_contributor_sees_uses_only_of_their_sections(client, director):
    form = assessment(director)
    piece = evidence_services.add_evidence(answer(form, "o4.partnership"), **facts(), by=director)
    evidence_services.use_evidence(answer(form, "o1.practice"), evidence=piece, by=director)
    writer, elsewhere = (
        make.person("contributor"),
        make.person("director", org=make.organisation("E06000017", "Rutland")),
    )
    give(form, writer, "o4")
    db.session.commit()
    page = text_of(client.sign_in(director).get("/evidence"))
    assert page.count("2012/13, version 1: ") == 2
    page = text_of(client.sign_in(writer).get("/evidence"))
    assert "Survey" in page
    assert page.count("2012/13, version 1: ") == 1
    assert client.get(f"/evidence/{piece.id}").status_code == 200
    assert client.get(f"/evidence/{piece.id}/change").status_code == 302  # not theirs to change
    client.sign_in(elsewhere)
    assert "Survey" not in text_of(client.get("/evidence"))
    for page in ("", "/file", "/change", "/remove"):
        assert client.get(f"/evidence/{piece.id}{page}").status_code == 404
    assert client.sign_in(make.person("complaints-officer")).get("/evidence").status_code == 404


def pick(director, **chosen):
    offered = evidence_queries.list_facets(seen_by=director)
    picked = {facet.name: chosen.get(facet.name, []) for facet in offered}
    found = evidence_queries.list_evidence(picked, seen_by=director, today=date(2026, 6, 15))
    assert len(found) == evidence_queries.count_evidence(picked, seen_by=director, today=date(2026, 6, 15))
    return [one.title for one in found]


def test_filters(director):
    form = assessment(director)
    one = answer(form, "o4.partnership")
    add = evidence_services.add_to_register
    add(**facts(title="A old", expires_on=date(2026, 6, 14)), by=director)
    add(**facts(title="B today", expires_on=date(2026, 6, 15)), by=director)
    add(**facts(title="C soon", expires_on=date(2026, 7, 15), kind=EvidenceKind.STAFF), by=director)
    add(**facts(title="D later", expires_on=date(2026, 7, 16), owner="Head of Quality"), by=director)
    evidence_services.add_evidence(one, **facts(title="E used"), by=director)
    gone = add(**facts(title="F gone"), by=director)
    evidence_services.remove(gone, reason="Twice in the register", by=director)
    assert pick(director) == ["A old", "B today", "C soon", "D later", "E used"]
    assert pick(director, state=["out-of-date"]) == ["A old"]
    assert pick(director, state=["soon"]) == ["B today", "C soon"]
    assert pick(director, state=["current"]) == ["D later", "E used"]
    assert pick(director, state=["removed"]) == ["F gone"]
    assert pick(director, kind=["staff"]) == ["C soon"]
    assert pick(director, use=["used"]) == pick(director, **{"in": [str(form.id)]}) == ["E used"]
    assert pick(director, use=["unused"]) == ["A old", "B today", "C soon", "D later"]
    assert pick(director, owner=["Head of Quality"]) == ["D later"]
    counts = {kind: rest for kind, *rest in evidence_queries.count_kinds(seen_by=director, today=date(2026, 6, 15))}
    assert counts[EvidenceKind.PEOPLE] == [4, 1, 1]
    assert counts[EvidenceKind.PARTNERS] == [0, 0, 0]


def test_paging_shows_every_piece_once_with_as_many_statements_for_one_as_for_many(browser, director, statements):
    form = assessment(director)
    evidence_services.add_evidence(answer(form, "o1.practice"), **facts(title="Same"), by=director)
    db.session.commit()
    with statements() as few:
        browser.get("/evidence")
    for number in range(59):
        piece = evidence_services.add_to_register(**facts(title=f"Same {number % 3}"), by=director)
        evidence_services.use_evidence(answer(form, "o4.partnership"), evidence=piece, by=director)
    db.session.commit()
    with statements() as many:
        browser.get("/evidence")
    assert len(many) == len(few)
    picked = filters.read(evidence_queries.list_facets(seen_by=director), MultiDict())
    seen, after = [], None
    while True:
        page = evidence_queries.list_evidence(picked, seen_by=director, today=date(2026, 6, 15), after=after)
        seen += [one.id for one in page[: evidence_queries.PAGE]]
        if len(page) <= evidence_queries.PAGE:
            break
        after = seen[-1]
    assert len(seen) == len(set(seen)) == 60


def test_a_change_is_in_the_trail_and_meets_a_newer_version_in_words(browser, director):
    piece = evidence_services.add_to_register(**facts(), by=director)
    db.session.commit()
    page = f"/evidence/{piece.id}/change"
    assert 'value="Survey"' in browser.get(page).text
    sent = {**FACTS, "title": "Survey of 400", "version": "1", "form_key": "k"}
    assert browser.send(page, sent).location == f"/evidence/{piece.id}"
    assert list_history(piece)[0].changes == {"Title": ["Survey", "Survey of 400"]}
    late = browser.send(page, {**sent, "title": "Survey of 500"})
    assert "Somebody changed this evidence while you were writing" in text_of(late)
    assert "Survey of 500" in late.text
    assert piece.title == "Survey of 400"


def test_a_new_file_takes_the_place_of_the_old_one_unless_that_was_signed_for(director, app):
    def upload(data=PDF):
        return FileStorage(io.BytesIO(data), filename="report.pdf")

    form = assessment(director)
    one = answer(form, "o4.partnership")
    piece = evidence_services.add_evidence(one, **facts(), upload=upload(), by=director)
    db.session.commit()
    evidence_services.change(
        piece, **whole(piece), upload=upload(PDF + b"new"), seen_version=piece.version, by=director
    )
    db.session.commit()
    assert files.read(piece.file) == PDF + b"new"
    assert len(lying()) == 1
    content = content_of(form, queries.list_answers(form), {})
    written = next(n for s in content["sections"] for n in s["nodes"] if n["id"] == one.node_id)
    assert written["evidence"][0]["file"] == {"name": "report.pdf", "sha256": piece.file.sha256}
    form.status = AssessmentStatus.SIGNED
    with pytest.raises(RuleBroken, match="part of a signed self-assessment"):
        evidence_services.change(piece, **whole(piece), upload=upload(), seen_version=piece.version, by=director)
    evidence_services.change(piece, **whole(piece, owner="Me"), seen_version=piece.version, by=director)
    db.session.commit()
    assert len(lying()) == 1


def test_removing_takes_it_out_of_open_answers_and_deletes_the_file(browser, director):
    signed, form = assessment(director, period="2011-12"), assessment(director)
    browser.send("/evidence/add", {**FACTS, "form_key": "k", "file": a_file()}, content_type="multipart/form-data")
    piece = db.session.query(Evidence).one()
    for one in (answer(signed, "o1.practice"), answer(form, "o1.practice"), answer(form, "o4.partnership")):
        evidence_services.use_evidence(one, evidence=piece, by=director)
    signed.status = AssessmentStatus.SIGNED
    db.session.commit()
    page = f"/evidence/{piece.id}/remove"
    assert "The file is deleted. It is taken out of 2 answers" in text_of(browser.get(page))
    assert "Say why it is removed" in text_of(browser.send(page, {"reason": " "}))
    assert browser.send(page, {"reason": "It names a person"}).location == f"/evidence/{piece.id}"
    assert (lying(), db.session.scalar(select(func.count()).select_from(StoredFile))) == ([], 0)
    uses = evidence_queries.list_uses([piece.id], seen_by=director)[piece.id]
    assert [use.assessment.period for use in uses] == ["2011-12"]
    entry = list_history(piece)[0]
    assert (entry.reason, entry.changes["File"][1]) == ("It names a person", None)
    assert "It names a person" in text_of(browser.get(f"/evidence/{piece.id}"))
    assert browser.get(f"/evidence/{piece.id}/file").status_code == 404
    assert "Survey" not in text_of(
        browser.get(f"/assessments/{form.id}/answers/{answer(form, 'o1.practice').id}/evidence/pick")
    )
    with pytest.raises(RuleBroken, match="was removed from the register"):
        evidence_services.use_evidence(answer(form, "o1.practice"), evidence=piece, by=director)
    fresh = services.revise(signed, by=director)
    assert answer(fresh, "o1.practice").evidence_links == []


def test_only_the_director_or_whoever_added_it_changes_it(director):
    mine, other = make.person("contributor"), make.person("contributor")
    piece = evidence_services.add_to_register(**facts(), by=mine)
    assert [evidence_services.may_change(piece, one) for one in (director, mine, other)] == [True, True, False]
    with pytest.raises(RuleBroken, match="Only the director, or whoever added the evidence"):
        evidence_services.remove(piece, reason="No", by=other)
    with pytest.raises(RuleBroken, match="Only people who write"):
        evidence_services.add_to_register(**facts(), by=make.person("analyst"))


def test_evidence_that_goes_out_of_date_is_on_home_and_on_the_readiness_page(client, director, at):
    at("2026-06-15 10:00")
    browser = client.sign_in(director)
    form = assessment(director)
    one = answer(form, "o4.partnership")
    evidence_services.add_evidence(one, **facts(title="Old", expires_on=date(2026, 6, 1)), by=director)
    evidence_services.add_evidence(one, **facts(title="Soon", expires_on=date(2026, 7, 1)), by=director)
    evidence_services.add_to_register(**facts(title="Unused", expires_on=date(2026, 6, 1)), by=director)
    lines = [line for line in home.list_for_home(director) if "evidence" in line.text]
    assert [(line.text, line.due_on) for line in lines] == [
        ("2 pieces of evidence are out of date or soon will be", date(2026, 6, 1))
    ]
    assert not [line for line in home.list_for_home(make.person("contributor")) if "evidence" in line.text]
    page = text_of(browser.get(f"/assessments/{form.id}/ready"))
    assert "1 answer rests on evidence that is out of date" in page
    assert "Out of date soon" in text_of(browser.get(f"/assessments/{form.id}/evidence"))
    found = readiness.read(form, queries.list_answers(form), {}, today=date(2026, 6, 1))
    assert not [point for point in found.may if "out of date" in point.words]


def test_the_coverage_counts_answers_with_and_without(browser, director):
    form = assessment(director)
    evidence_services.add_evidence(answer(form, "o4.partnership"), **facts(), by=director)
    db.session.commit()
    page = text_of(browser.get(f"/assessments/{form.id}/evidence"))
    asked = sum(node.has_evidence for node in form.template.outline.asked)
    assert f"{asked - 1} answers have no evidence yet" in page
    assert f"1 of {asked}" in page
    assert page.count("No evidence") >= asked - 1
