"""Finding cases by words, lists as Excel, several cases to one officer: never a case that does not exist for somebody."""

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from casework.complaints import bulk_services, search
from casework.complaints.models import ComplaintAccess, ComplaintNamed
from casework.kit.rules import RuleBroken
from tests import make
from tests.complaints import make as room

TODAY = date(2026, 4, 7)


@pytest.fixture(autouse=True)
def _april(at):
    at("2026-04-07 10:42")


@pytest.fixture
def officer(app):
    return make.person("complaints-officer")


def references(text, person):
    return [case.reference for case in search.find_cases(text, seen_by=person)]


@pytest.mark.parametrize("words", ["quill", "EVENING call", "T-77", "removed", "Stair", "100%"])
def test_every_word_must_stand_somewhere_in_the_case(officer, words):
    facts = {"told_by_name": "Zebedee Quill", "adult_reference": "T-77", "contact": "100% by post"}
    case = room.complaint(officer, points=[None], **facts)
    case.points[0].title = "The stairlift"
    room.complaint(officer, summary="Other", what_said="Nothing alike")
    assert references(words, officer) == [case.reference]
    assert references(f"{words} nowhere", officer) == []


def test_no_words_find_nothing_and_signs_are_only_signs(officer):
    room.complaint(officer)
    assert references("  ", officer) == []
    assert references("%", officer) == []
    assert references("_", officer) == []


def test_who_only_reads_does_not_search_what_only_the_team_sees(officer):
    case = room.complaint(officer, told_by_name="Zebedee Quill", summary="Care call removed")
    director = make.person("director")
    assert references("Quill", director) == []
    assert references("removed", director) == [case.reference]


def test_restricted_and_other_councils_cases_are_found_by_nobody_else(officer):
    case = room.complaint(officer, summary="Plum secret", is_restricted=True)
    room.complaint(org=make.organisation(code="E06000017", name="Rutland"), summary="Plum secret")
    assert references("Plum", officer) == []
    case.access = [ComplaintAccess(person_id=officer.id)]
    assert references("Plum", officer) == [case.reference]


def test_a_reference_leads_straight_to_the_case_and_words_stay_out_of_the_address(client, officer):
    case = room.complaint(officer, concern_reference="CON-2026-00009", told_by_name="Zebedee Quill")
    client.sign_in(officer)
    answer = client.send("/complaints/search", {"words": "con-2026-00009"})
    assert answer.location == f"/complaints/{case.id}"
    found = client.send("/complaints/search", {"words": "quill"})
    assert found.status_code == 200
    assert case.reference in found.get_data(as_text=True)
    assert "Enter a reference or words" in client.send("/complaints/search", {"words": ""}).get_data(as_text=True)


def sheet_of(answer):
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


def test_a_list_as_excel_has_its_rows_and_nobodys_name(client, officer):
    case = room.complaint(officer, told_by_name="Zebedee Quill", summary="=1+1")
    hidden = room.complaint(officer, is_restricted=True)
    client.sign_in(officer)
    answer = client.get("/complaints/download?list=all")
    text = sheet_of(answer)
    assert case.reference in text
    assert "=1+1" in text
    assert hidden.reference not in text
    assert "Zebedee" not in text


def test_several_cases_go_to_one_officer_or_none_does(officer):
    manager, other = make.person("complaints-manager"), make.person("complaints-officer")
    first, second = room.complaint(officer), room.complaint(officer)
    given = bulk_services.assign_several([first.id, second.id], officer=other, by=manager)
    assert given == [first.reference, second.reference]
    assert {first.officer_id, second.officer_id} == {other.id}
    make.saved(ComplaintNamed(complaint_id=second.id, person_id=officer.id))
    with pytest.raises(RuleBroken, match=f"{second.reference}: Select someone who is not named"):
        bulk_services.assign_several([second.id], officer=officer, by=manager)
    with pytest.raises(RuleBroken, match="has these cases already"):
        bulk_services.assign_several([first.id], officer=other, by=manager)


def test_the_page_of_several_is_the_managers(client, officer):
    manager, other = make.person("complaints-manager"), make.person("complaints-officer")
    case = room.complaint(officer)
    client.sign_in(manager)
    assert "Select at least one case" in client.send("/complaints/assign-several").get_data(as_text=True)
    answer = client.send("/complaints/assign-several", {"officer": str(other.id), "cases": [str(case.id)]})
    assert answer.status_code == 302
    client.sign_in(officer)
    assert client.get("/complaints/assign-several").status_code == 404
