"""Restricted cases: nobody else can tell that they exist; breaking the glass has a reason, a day and a notice."""

from datetime import date

import pytest

from casework.complaints import glass_services, queries
from casework.complaints.kinds import Status
from casework.complaints.models import ComplaintAccess
from casework.complaints.work_records import ComplaintNote, ComplaintOpening
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.trail.models import TrailEntry, TrailHidden
from tests import make
from tests.complaints import make as room
from tests.complaints.browsing import browser_of, page_after, text_of

REASON = "A carer rang: she says that he will be hurt tonight"


@pytest.fixture(autouse=True)
def _april(at):
    at("2026-04-07 10:42")


@pytest.fixture
def people(app):
    return make.person("complaints-officer"), make.person("complaints-manager")


def secret(manager, **facts):
    case = room.complaint(manager, points=[None], is_restricted=True, **facts)
    case.access.append(ComplaintAccess(person_id=manager.id))
    db.session.flush()
    return case


def test_the_glass_is_broken_for_a_day_with_a_reason_that_the_manager_reads(app, client, people, at):
    officer, manager = people
    case = secret(manager)
    client.sign_in(officer)
    assert client.get(f"/complaints/{case.id}").status_code == 404
    opened = client.send("/complaints/break-glass", {"reference": case.reference.lower(), "reason": REASON})
    assert opened.location == f"/complaints/{case.id}"
    assert case.reference in page_after(client, opened)
    words = [one.words for one in db.session.query(TrailEntry).filter_by(subject_id=case.id).all()]
    assert words == ["broke the glass of the restricted case, for one day", "opened the restricted case"]
    assert db.session.get(TrailHidden, ("complaint", case.id)), "and the trail page shows neither"

    boss = browser_of(app, manager)
    assert "opened the restricted case" in text_of(boss.get("/"))
    page = text_of(boss.get(f"/complaints/{case.id}/openings"))
    assert REASON in page
    boss.send(f"/complaints/{case.id}/openings/{db.session.query(ComplaintOpening).one().id}/read")
    assert "Read why" not in text_of(boss.get("/"))
    assert db.session.query(ComplaintOpening).one().read_by_id == manager.id

    at("2026-04-08 10:43")
    client.sign_in(officer)
    assert client.get(f"/complaints/{case.id}").status_code == 404, "the day is over"
    assert case.reference not in client.get("/complaints?list=all").get_data(as_text=True)


@pytest.mark.parametrize("kind", ["unknown", "open", "named", "other council"])
def test_whatever_is_not_there_gets_the_same_answer_and_is_noted(client, people, kind):
    officer, manager = people
    if kind == "other council":
        case = secret(make.person("complaints-manager", org=make.organisation(code="E06000017", name="Rutland")))
    else:
        case = secret(manager) if kind != "open" else room.complaint(manager)
    if kind == "named":
        from casework.complaints.models import ComplaintNamed

        case.named.append(ComplaintNamed(person_id=officer.id))
    client.sign_in(officer)
    reference = "ASC-2019-99999" if kind == "unknown" else case.reference
    answer = client.send("/complaints/break-glass", {"reference": reference, "reason": REASON})
    assert glass_services.NONE_THERE in text_of(answer).replace("&#39;", "'")
    assert db.session.query(ComplaintOpening).count() == 0
    tries = db.session.query(TrailEntry).filter_by(event="complaint:glass-refused").all()
    assert [one.actor_id for one in tries] == [officer.id]
    assert reference not in str(tries[0].content())


def test_nobody_finds_cases_by_trying_numbers(people):
    officer, manager = people
    case = secret(manager)
    for _ in range(glass_services.MOST_TRIES):
        glass_services.note_try(by=officer)
    with pytest.raises(RuleBroken, match="too often today"):
        glass_services.break_glass(case.reference, reason=REASON, by=officer)


def test_an_investigator_or_auditor_has_no_such_page(client, people):
    for role in ("investigator", "auditor", "analyst"):
        client.sign_in(make.person(role))
        assert client.get("/complaints/break-glass").status_code == 404


PLANTED = {
    "summary": "Quincewort", "what_said": "Zaffrewort was said", "told_by_name": "Persephone Umberfold",
    "contact": "Xylomarsh Lane", "adult_reference": "QX-77123", "wanted": "Gorsewick back",
}  # fmt: skip
PAGES = (
    "/", "/complaints", "/complaints?list=all", "/complaints?list=late", "/complaints/download?list=all", "/findings",
    "/actions", "/reports", "/reports/complaints?year=2026-27", "/reports/complaints?year=2026-27&format=csv",
    "/reports/complaints?year=2026-27&format=json", "/trail", "/safeguarding/hand-overs", "/compliments",
)  # fmt: skip
ROLES = ("complaints-officer", "complaints-manager", "director", "auditor", "investigator", "board-office", "analyst")


def test_planted_words_of_a_restricted_case_are_in_no_page_count_or_search_of_anybody_not_named(app, people, at):
    _, manager = people
    case = secret(manager, received_on=date(2026, 4, 7), **PLANTED)
    case.notes.append(ComplaintNote(text="Thistlegate note", written_at=case.logged_at))
    words = [*PLANTED.values(), "Thistlegate", "Zaffrewort", case.reference]
    everybody = {role: make.person(role) for role in ROLES}
    before = {role: pages_of(browser_of(app, person), words) for role, person in everybody.items()}
    for role, found in before.items():
        for path, (page, hits) in found.items():
            assert not hits, f"{role} reads {hits} on {path}"
            assert page is not None
    case.is_restricted = False  # the control: the same search finds it once it is open
    db.session.flush()
    seen = pages_of(browser_of(app, everybody["complaints-officer"]), words)
    assert any(hits for _, hits in seen.values())
    counted = [path for path, (page, _) in seen.items() if page != before["complaints-officer"][path][0]]
    assert "/complaints?list=all" in counted
    assert "/reports/complaints?year=2026-27&format=csv" in counted


def pages_of(browser, words):
    found = {}
    for path in PAGES:
        answer = browser.get(path)
        page = answer.get_data().decode("utf-8", "replace") if answer.status_code == 200 else ""
        found[path] = page, [word for word in words if word in page]
    for word in ("Quincewort", "Zaffrewort", "QX-77123"):
        answer = browser.send("/complaints/search", {"words": word}, follow_redirects=True)
        page = text_of(answer)
        hits = [one for one in words if one in page and one != word]
        found[f"find {word}"] = page, hits
    for name in ("Persephone Umberfold",):
        answer = browser.send("/complaints/repeats", {"told_by_name": name, "adult_reference": "QX-77123"})
        page = answer.get_data(as_text=True) if answer.status_code == 200 else ""
        found["repeats"] = page, [one for one in words if one in page]
    return found


def test_a_likely_repeat_that_is_restricted_is_asked_about_by_nobody(people):
    officer, manager = people
    case = secret(manager, told_by_name="Persephone Umberfold")
    assert queries.list_repeats(name="Persephone Umberfold", adult_reference=None, seen_by=officer) == []
    assert queries.list_repeats(name="Persephone Umberfold", adult_reference=None, seen_by=manager) == [case]


def test_an_earlier_case_is_found_by_a_name_with_an_accent_and_by_capitals(people):
    officer, manager = people
    case = room.complaint(manager, told_by_name="Élodie O'Brien-Łaska")
    for name in ("Élodie O'Brien-Łaska", "Élodie o'brien-Łaska", " Élodie O'BRIEN-Łaska "):
        assert queries.list_repeats(name=name, adult_reference=None, seen_by=officer) == [case], name
    assert queries.list_repeats(name="Élodie", adult_reference=None, seen_by=officer) == []


def test_a_link_to_a_restricted_case_is_seen_only_by_its_people(app, client, people):
    from casework.complaints import work_services
    from casework.complaints.work_kinds import LinkKind

    officer, manager = people
    case, other = room.complaint(officer, status=Status.INVESTIGATING), secret(manager)
    work_services.link(case, other, kind=LinkKind.SAME_PERSON, by=manager)
    assert work_services.list_linked(case, seen_by=manager) == [(other, LinkKind.SAME_PERSON)]
    assert work_services.list_linked(case, seen_by=officer) == []
    client.sign_in(officer)
    page = client.get(f"/complaints/{case.id}").get_data(as_text=True)
    assert other.reference not in page


@pytest.mark.parametrize("is_secret_first", [False, True])
def test_no_history_or_trail_says_that_a_link_led_to_a_restricted_case(app, people, is_secret_first):
    from casework.complaints import access_services, work_services
    from casework.complaints.work_kinds import LinkKind

    officer, manager = people
    auditor = make.person("auditor")
    case, other = room.complaint(officer), room.complaint(manager)
    page = f"/complaints/{case.id}"
    asked = [(browser_of(app, officer), page), (browser_of(app, officer), f"{page}/history")]
    asked += [(browser_of(app, auditor), f"{page}/history"), (browser_of(app, auditor), "/trail")]

    def read():
        return [text_of(browser.get(path)) for browser, path in asked]

    before = read()
    if is_secret_first:
        access_services.restrict(other, people=[manager], reason="x", by=manager)
    work_services.link(case, other, kind=LinkKind.SAME_PERSON, by=manager)
    if not is_secret_first:
        assert all("linked" in page.lower() for page in read()[:2]), (
            "the control: an open case is named in both histories"
        )
        access_services.restrict(other, people=[manager], reason="x", by=manager)
    work_services.unlink(case, other, by=manager)
    assert read() == before
    held = text_of(browser_of(app, manager).get(f"/complaints/{case.id}/history"))
    assert f"Linked {case.reference} and {other.reference}: the same person" in held
    assert f"Took the link between {case.reference} and {other.reference} away" in held
