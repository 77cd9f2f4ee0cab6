"""Importing a log through pages, and files of what lists show: the same words as the command, nobody's secret told."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from casework.complaints.models import Complaint, ComplaintTerm
from casework.extensions import db
from casework.findings.models import Finding
from tests import make
from tests.complaints import make as room

HEAD = "reference,received_on,channel,route,team,summary"
CANARY = "zanzibarquokka"


@pytest.fixture
def manager(app, at):
    at("2026-04-07 10:42")
    return make.person("complaints-manager")


def upload(client, *rows, name="log.csv", **more):
    text = "\n".join([HEAD, *rows]).encode()
    data = {"kind": "complaints", "file": (io.BytesIO(text), name), **more}
    return client.send("/complaints/import", data, content_type="multipart/form-data")


def test_a_log_is_checked_then_imported(client, manager):
    client.sign_in(manager)
    assert 'href="/complaints/import"' in client.get("/complaints").get_data(as_text=True)
    row = "ASC-2025-00001,2025-04-07,phone,statutory,New team,A call was late"
    answer = upload(client, row, add_terms="yes")
    assert db.session.query(Complaint).count() == db.session.query(ComplaintTerm).count() == 0
    page = client.get(answer.location).get_data(as_text=True)
    assert "Import 1 record" in page
    assert client.send(answer.location).status_code == 302
    assert db.session.query(Complaint).one().team.name == "New team"
    assert client.get(answer.location).status_code == 404
    again = upload(client, row)
    assert "There is nothing to import" in client.get(again.location).get_data(as_text=True)


def test_problems_are_said_as_the_command_says_them_and_nothing_is_kept(client, manager):
    client.sign_in(manager)
    page = upload(client, "ASC-2025-00001,31/02/2025,phone,statutory,,x").get_data(as_text=True)
    assert "Nothing was imported: 1 problem in log.csv" in page
    assert "&#34;31/02/2025&#34; is not a date" in page
    assert "is not used yet" in upload(client, "ASC-2025-00001,2025-02-03,phone,statutory,Odd,x").get_data(as_text=True)
    assert db.session.query(Complaint).count() == 0


def test_only_the_manager_imports_and_only_their_own_file(client, manager):
    client.sign_in(manager)
    staged = upload(client, "ASC-2025-00001,2025-04-07,phone,statutory,,x").location
    client.sign_in(make.person("complaints-manager"))
    assert client.get(staged).status_code == 404
    client.sign_in(make.person("analyst"))
    assert client.get(staged).status_code == 404
    number = staged.split("/")[3]
    client.sign_in(manager)
    assert client.get(staged).status_code == 200
    assert client.get(f"/measures/imports/{number}/confirm").status_code == 404


def words_of(answer):
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


def test_compliments_and_findings_as_excel(client, manager):
    room.compliment(text="=SUM(A1)", team_id=room.term("team", "Review team").id)
    shown, hidden = (
        make.finding(org=manager.organisation, title="Reasons"),
        make.finding(org=manager.organisation, title=CANARY),
    )
    hidden.is_restricted = True
    client.sign_in(manager)
    assert "=SUM(A1)" in words_of(client.get("/compliments/download"))
    text = words_of(client.get("/findings/download"))
    assert shown.reference in text
    assert CANARY not in text
    assert db.session.query(Finding).count() == 2


PLACES = [
    *(
        f"/complaints?list={tab}"
        for tab in ("mine", "acknowledge", "promised", "points", "sign", "late", "ombudsman", "all")
    ),
    *("/", "/complaints/lists", "/complaints/download?list=all", "/complaints/assign-several", "/findings", "/actions"),
    *("/findings/download", "/reports/complaints?year=2025-26", "/reports/complaints?year=2025-26&format=json"),
    *("/reports/complaints?year=2025-26&format=xlsx", "/reports/complaints-quarter?period=2026-27 Q1", "/compliments"),
    *(
        "/reports/complaints/cases?year=2026-27&figure=received",
        "/reports/complaints/cases?year=2026-27&figure=monitoring.open_at_end",
    ),
]


def test_words_of_a_restricted_case_are_in_no_list_count_search_or_file(client, manager):
    officer = make.person("complaints-officer")
    case = room.complaint(
        officer, reference="ASC-2026-99999", is_restricted=True, points=["upheld"], next_on=date(2026, 4, 6),
        **dict.fromkeys(("summary", "what_said", "told_by_name", "contact", "adult_reference", "wanted"), CANARY),
    )  # fmt: skip
    case.points[0].title = case.points[0].learning = CANARY
    case.access = []
    named = make.person("complaints-manager")
    from casework.complaints.models import ComplaintAccess

    case.access.append(ComplaintAccess(person_id=named.id))
    db.session.commit()
    for person in (manager, officer, make.person("director"), make.person("auditor")):
        client.sign_in(person)
        for path in PLACES:
            answer = client.get(path)
            body = words_of(answer) if answer.mimetype.endswith("sheet") else answer.get_data(as_text=True)
            assert CANARY not in body, (person.role_words, path)
            assert "ASC-2026-99999" not in body, (person.role_words, path)
        found = client.send("/complaints/search", {"words": CANARY}).location
        page = client.get(found).get_data(as_text=True)
        assert "No complaints match" in page
        assert client.send("/complaints/search", {"words": "ASC-2026-99999"}).location != f"/complaints/{case.id}"
    client.sign_in(named)
    assert CANARY in client.get("/complaints?list=all").get_data(as_text=True)
    assert "ASC-2026-99999" in client.get(client.send("/complaints/search", {"words": CANARY}).location).get_data(
        as_text=True
    )
