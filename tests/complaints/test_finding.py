"""Finding cases by words, lists as Excel, several cases to one officer: never a case that does not exist for somebody."""

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import Text, inspect, update

from casework.complaints import bulk_services, search, search_index
from casework.complaints.kinds import Channel, Direction, LetterKind
from casework.complaints.models import Complaint, ComplaintAccess, ComplaintNamed
from casework.complaints.records import ComplaintLetter
from casework.complaints.visible import visible_to
from casework.extensions import db
from casework.kit import clock
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
    wanted = (visible_to(person), search.holds(text, seen_by=person))
    newest = (Complaint.received_on.desc(), Complaint.id.desc())
    return [case.reference for case in db.session.query(Complaint).filter(*wanted).order_by(*newest)]


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
    assert found.status_code == 302
    assert "quill" not in found.location
    page = client.get(found.location).get_data(as_text=True)
    assert case.reference in page
    assert "Words: quill" in page
    assert "Enter a reference or words" in client.send("/complaints/search", {"words": ""}).get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("O'Brien", [1]),
        ("O’Brien", [1]),
        ("obrien", [1]),
        ("Brien", [1]),
        ("brian", []),
        ("'", []),
        ('"', []),
        ("a* OR (", []),
        ("NEAR(a b)", []),
        ("open_words : x", []),
        ("call -evening", []),
        ("Łucja zażółć", [2]),
        ("lucja", []),
        ("zazołc", [2]),
        ("Renée", [2]),
        ("renee", [2]),
        ("T-77", [2]),
        ("ASC-2030", [1, 2]),
        ("e", []),
        ("x" * 300, []),
        ("\\ \x00 %s :asked {}", []),
    ],
)
def test_the_same_words_find_the_same_cases_on_either_database(officer, typed, found):
    told = ["Mr O'Brien rang", "Łucja said zażółć, Renée (T-77)"]
    for number, words in enumerate(told, start=1):
        room.complaint(officer, reference=f"ASC-2030-0000{number}", summary=None, what_said=words)
    assert sorted(int(reference[-1]) for reference in references(typed, officer)) == found


def test_the_index_follows_every_change_in_the_same_transaction(officer):
    case = room.complaint(officer, points=[None])
    case.what_said = "Nothing but pelicans"
    db.session.flush()
    assert references("pelicans", officer) == [case.reference]
    db.session.commit()
    case.what_said = "Storks"
    case.points[0].title = "A heron"
    letter = make.saved(
        ComplaintLetter(
            complaint_id=case.id, kind=LetterKind.OTHER, direction=Direction.SENT, channel=Channel.EMAIL,
            text="About flamingos", written_at=clock.now(),
        )
    )  # fmt: skip
    assert references("storks heron flamingos", officer) == [case.reference]
    assert references("pelicans", officer) == []
    db.session.rollback()
    assert references("flamingos", officer) == []
    assert references("pelicans", officer) == [case.reference]
    term = room.term("team", "Nightingale")
    case.team = term
    db.session.flush()
    term.name = "Lark"
    db.session.flush()
    assert references("lark", officer) == [case.reference]
    assert references("nightingale", officer) == []
    assert letter.text == "About flamingos"


def test_every_text_of_a_case_is_searched_or_left_out_for_a_reason():
    """A new column of words must be put into the index, or named here."""
    left_out = {
        "late_reason", "restricted_reason",  # about who may see it: searched by nobody
        "signed_as", "head_reviewed_by", "head_review_not_needed", "signed_text_hash", "sent_how",
    }  # fmt: skip
    hanging = [one.class_ for one in db.Model.registry.mappers if "complaint_id" in one.columns]
    for model in (Complaint, *(one for one in hanging if one.__name__ not in ("ComplaintOpening", "OmbudsmanListRow"))):
        for column in inspect(model).columns:
            if isinstance(column.type, Text):
                searched = {
                    one.key for one in (*search_index.OPEN.get(model, ()), *search_index.OF_TEAM.get(model, ()))
                }
                assert column.key in searched | left_out, f"{model.__name__}.{column.key}"


def test_what_was_written_past_the_session_is_indexed_afresh(officer):
    case = room.complaint(officer)
    db.session.execute(update(Complaint).values(summary="Penguins"))
    assert references("penguins", officer) == []
    assert search_index.fill() == 0
    assert search_index.fill(afresh=True) == 1
    assert references("penguins", officer) == [case.reference]


def test_an_investigator_searches_all_of_the_cases_given_to_them(officer):
    investigator = make.person("investigator")
    mine, other = (room.complaint(officer, points=[None], told_by_name="Zebedee Quill") for _ in range(2))
    mine.points[0].investigator_id = investigator.id
    assert references("quill", investigator) == [mine.reference]
    assert other.reference in references("quill", officer)


def test_a_search_belongs_to_who_made_it_and_is_let_go(client, officer, at):
    room.complaint(officer)
    client.sign_in(officer)
    address = client.send("/complaints/search", {"words": "evening"}).location
    assert client.get(address).status_code == 200
    client.sign_in(make.person("complaints-officer"))
    assert client.get(address).status_code == 404
    at("2026-05-30 10:00")
    client.sign_in(officer)
    client.send("/complaints/search", {"words": "morning"})
    assert client.get(address).status_code == 404


def test_a_list_is_saved_shared_and_removed(client, officer):
    team = room.term("team", "Review team")
    case, other = room.complaint(officer, team_id=team.id), room.complaint(officer)
    client.sign_in(officer)
    found = client.send("/complaints/search", {"words": "evening"}).location
    token = found.rpartition("/")[2]
    address = f"/complaints/lists/save?list=all&team={team.id}&from={token}"
    assert "Words: evening" in client.get(address).get_data(as_text=True)
    assert "Enter a name" in client.send(address, {"name": ""}).get_data(as_text=True)
    saved = client.send(address, {"name": "Evenings", "shared": "yes"}).location
    page = client.get(saved).get_data(as_text=True)
    assert case.reference in page
    assert other.reference not in page
    assert "You have a list called Evenings already" in client.send(address, {"name": "Evenings"}).get_data(
        as_text=True
    )
    text = sheet_of(client.get(f"/complaints/download?list=all&team={team.id}&saved={saved.rpartition('/')[2]}"))
    assert case.reference in text
    assert other.reference not in text

    colleague, director = make.person("complaints-officer"), make.person("director")
    client.sign_in(colleague)
    assert "Evenings" in client.get("/complaints/lists").get_data(as_text=True)
    assert case.reference in client.get(saved).get_data(as_text=True)
    client.send(f"{saved}/remove")
    assert client.get(saved).status_code == 200
    client.sign_in(director)
    assert "Evenings" not in client.get("/complaints/lists").get_data(as_text=True)
    assert client.get(saved).status_code == 404
    abroad = make.person("complaints-officer", org=make.organisation(code="E06000017", name="Rutland"))
    client.sign_in(abroad)
    assert client.get(saved).status_code == 404
    client.sign_in(officer)
    assert client.send(f"{saved}/remove").status_code == 302
    assert client.get(saved).status_code == 404


def test_what_is_ticked_in_a_list_is_given_together(client, officer):
    manager, other = make.person("complaints-manager"), make.person("complaints-officer")
    first, second, third = (room.complaint(officer) for _ in range(3))
    client.sign_in(manager)
    assert f'value="{first.id}"' in client.get("/complaints?list=all").get_data(as_text=True)
    address = f"/complaints/assign-several?cases={first.id}&cases={second.id}"
    page = client.get(address).get_data(as_text=True)
    assert page.count("checked") == 2
    assert third.reference not in page
    client.send(address, {"officer": str(other.id), "cases": [str(first.id), str(second.id)]})
    assert (first.officer_id, second.officer_id, third.officer_id) == (other.id, other.id, officer.id)


def test_searching_costs_the_same_statements_for_1_and_20_cases(client, officer, statements):
    client.sign_in(officer)
    counts = []
    for _ in range(2):
        room.complaint(officer, points=[None])
        address = client.send("/complaints/search", {"words": "evening"}).location
        client.get(address)
        with statements() as seen:
            client.get(address)
        counts.append(len(seen))
        for _ in range(19):
            room.complaint(officer, points=[None])
    assert counts[0] == counts[1] <= 15


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
