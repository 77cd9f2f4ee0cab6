"""Pages of the log: from logging to closing, what is refused and kept, who sees nothing, two people at once."""

from datetime import date, timedelta

import pytest

from casework.complaints.kinds import Outcome, Route, Status
from casework.complaints.models import Complaint, ComplaintNamed, Compliment
from casework.extensions import db
from casework.findings.models import Finding
from casework.trail.models import TrailEntry
from tests import make
from tests.complaints import make as room
from tests.complaints.browsing import browser_of, page_after, send, text_of, three, version_in

TODAY = date(2026, 4, 7)
CONCERN = {
    "what_said": "They took the evening call away", "told_by_name": "Zebedee Quill", "told_by": "family",
    "channel": "phone", "received": "today", "risk": "no", "standing": "not-settled",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _april(at):
    at("2026-04-07 10:42")


@pytest.fixture
def officer(app, client):
    person = make.person("complaints-officer", name="Rhian Parry")
    client.sign_in(person)
    return person


def only_case():
    return db.session.query(Complaint).one()


# --- logging ---


def test_a_concern_in_four_answers(client, officer):
    page = page_after(client, client.send("/complaints/log", CONCERN))
    assert (
        f"{only_case().reference} saved. Settle it by the end of Wednesday 8 April 2026 or it becomes a complaint "
        "received today"
    ) in page
    assert only_case().reference.startswith("CON-2026-0000")
    assert "Whose turn: you" in page


def test_a_complaint_goes_on_to_be_sorted(client, officer):
    answer = client.send("/complaints/log", CONCERN | {"standing": "complaint", "channel": "email"})
    page = page_after(client, answer)
    assert answer.location.endswith("/sort")
    assert f"{only_case().reference} saved. Acknowledge it by Friday 10 April 2026" in page
    assert only_case().reference.startswith("ASC-2026-0000")
    assert "20 working days Wednesday 6 May 2026" in page


def test_risk_goes_to_safeguarding_first(client, officer):
    answer = client.send("/complaints/log", CONCERN | {"risk": "yes"})
    assert answer.location.endswith("/refer")


@pytest.mark.parametrize("standing", ["not-settled", "settled", "complaint"])
def test_a_risk_that_was_not_passed_on_stays_on_home_and_on_the_case(app, client, officer, standing):
    client.send("/complaints/log", CONCERN | {"risk": "yes", "standing": standing, "settled_how": "Rang them"})
    said = f"Pass {only_case().reference} to safeguarding: somebody may be at risk"
    manager, other = (
        browser_of(app, make.person("complaints-manager")),
        browser_of(app, make.person("complaints-officer")),
    )
    assert said in text_of(client.get("/"))
    assert said in text_of(manager.get("/"))
    assert said not in text_of(other.get("/"))
    path = f"/complaints/{only_case().id}"
    assert "pass it to safeguarding now" in text_of(client.get(path))
    told = {"taken_by": "Duty worker", "how": "phone"} | three("told_on", TODAY)
    assert send(client, f"{path}/refer", told).status_code == 302
    assert said not in text_of(client.get("/"))


def test_a_risk_told_about_a_case_that_is_there_is_not_lost(client, officer):
    held = room.complaint(
        officer, told_by_name="Zebedee Quill", status=Status.CLOSED, closed_on=TODAY, outcome="upheld"
    )
    sent = CONCERN | {"risk": "yes", "told_by_name": "Zebedee Quill", "looked": "yes", "which": str(held.id)}
    client.send("/complaints/log", sent)
    assert f"Pass {held.reference} to safeguarding" in text_of(client.get("/"))


def test_a_day_before_by_its_three_boxes(client, officer):
    client.send(
        "/complaints/log",
        CONCERN | {"standing": "complaint", "received": "another"} | three("received_on", date(2026, 4, 3)),
    )
    assert only_case().received_on == date(2026, 4, 3)


def test_yesterday(client, officer):
    client.send("/complaints/log", CONCERN | {"received": "yesterday"})
    assert only_case().received_on == date(2026, 4, 6)


def test_a_compliment_is_no_complaint(client, officer):
    answer = client.send("/complaints/log", CONCERN | {"standing": "other", "other": "compliment"})
    assert answer.location.startswith("/compliments/")
    assert db.session.query(Complaint).count() == 0
    assert db.session.query(Compliment).one().text == CONCERN["what_said"]


def test_a_request_for_service(client, officer):
    client.send("/complaints/log", CONCERN | {"standing": "other", "other": "service-request"})
    assert only_case().route == Route.SERVICE_REQUEST


WRITTEN = "A written complaint cannot be settled this way"


def another(day):
    return {"received": "another", **three("received_on", day)}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"what_said": ""}, "Enter what was said"),
        ({"told_by": ""}, "Select who they are"),
        ({"risk": ""}, "Select whether an adult is at risk"),
        ({"standing": ""}, "Select how it stands"),
        ({"standing": "settled"}, "Enter what settled it"),
        ({"standing": "settled", "settled_how": "Done", "channel": "email"}, WRITTEN),
        ({"channel": "letter"}, WRITTEN),
        (another(TODAY + timedelta(days=1)), "Date received must be today or in the past"),
        ({"received": "another", "received_on": ["31", "2", "2026"]}, "Date received must be a real date"),
        (another(date(2026, 4, 1)), "It had to be settled by Thursday 2 April 2026"),
        ({"told_by_name": "x" * 201}, "Who told us must be 200 characters or less"),
        ({"what_said": "x" * 4001}, "What was said must be 4,000 characters or less"),
        ({"channel": "pigeon"}, "Select how it reached us"),
        ({"standing": "other", "other": ""}, "Select which it is"),
    ],
)  # fmt: skip
def test_what_is_refused_says_so_and_keeps_what_was_typed(client, officer, change, sentence):
    answer = client.send("/complaints/log", CONCERN | change)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert sentence in page.replace("&#39;", "'")
    assert change.get("told_by_name", "Zebedee Quill") in page
    assert db.session.query(Complaint).count() == 0


def test_a_double_click_makes_one_case_and_leads_to_the_same_page(client, officer):
    typed = CONCERN | {"form_key": "abc123"}
    first, second = client.send("/complaints/log", typed), client.send("/complaints/log", typed)
    assert first.location == second.location
    assert db.session.query(Complaint).count() == 1


def test_a_possible_repeat_is_asked_about_before_it_is_saved(client, officer):
    earlier = room.complaint(officer, told_by_name="zebedee quill", received_on=date(2026, 3, 2))
    hidden = room.complaint(officer, told_by_name="Zebedee Quill", is_restricted=True)
    page = text_of(client.send("/complaints/log", CONCERN))
    assert "Could this be one of these?" in page
    assert earlier.reference in page
    assert hidden.reference not in page
    assert db.session.query(Complaint).count() == 2
    refused = client.send("/complaints/log", CONCERN | {"looked": "yes"})
    assert "Select whether it is new" in refused.get_data(as_text=True)
    assert client.send("/complaints/log", CONCERN | {"looked": "yes", "which": "new"}).status_code == 302
    assert db.session.query(Complaint).count() == 3


def test_a_repeat_is_added_to_the_case_that_is_there(client, officer):
    earlier = room.complaint(officer, told_by_name="Zebedee Quill")
    page = page_after(client, client.send("/complaints/log", CONCERN | {"looked": "yes", "which": str(earlier.id)}))
    assert f"Added to {earlier.reference}" in page
    assert "They took the evening call away" in page
    assert db.session.query(Complaint).count() == 1


# --- a case from logging to closing ---


def test_from_a_call_to_a_closed_case_with_learning(app, client, officer):
    measure = make.measure("1B", label="ASCOF 1B")
    manager = make.person("complaints-manager", name="Sam Obi")
    client.send("/complaints/log", CONCERN | {"standing": "complaint"})
    path = f"/complaints/{only_case().id}"
    sorting = {"summary": "Evening call removed", "route": "statutory", "target_days": "10"}
    assert "Sorted as: Statutory complaint" in page_after(client, send(client, f"{path}/sort", sorting))
    page = page_after(client, send(client, f"{path}/acknowledge", {"way": "phone"} | three("acknowledged_on", TODAY)))
    assert "Acknowledged in less than 1 working day. Next: the response plan" in page
    plan = {"points": "Call removed\nNot told why", "agreed": "phone", "answer_by": "2026-04-21"}
    plan |= three("agreed_on", TODAY) | three("update_by", date(2026, 4, 14))
    assert "Answer due Tuesday 21 April 2026" in page_after(client, send(client, f"{path}/plan", plan))
    decided = send(
        client, f"{path}/points/1/decide", {"outcome": "upheld", "because": "No reason on file", "decide": "yes"}
    )
    assert decided.location == f"{path}/points/2/decide"
    send(client, f"{path}/points/2/decide", {"outcome": "not-upheld", "because": "A letter went", "decide": "yes"})
    letter = client.get(f"{path}/answer").get_data(as_text=True)
    assert "We uphold this point. No reason on file" in letter
    ready = {"text": "Dear Z, the ombudsman", "is_telling_allowed": "yes", "head_review_not_needed": "One point"}
    page_after(client, send(client, f"{path}/answer", ready))
    others = browser_of(app, manager)
    page_after(others, send(others, f"{path}/check"))
    page_after(others, send(others, f"{path}/sign", {"position": "Complaints manager", "has_read": "yes"}))
    sent = {"how": "email", "is_final": "yes"} | three("sent_on", TODAY)
    assert "The case is closed: partly upheld" in page_after(client, send(client, f"{path}/send", sent))
    finding = {
        "kind": "learning", "title": "Calls are removed without a reason", "severity": "medium", "theme": "Reviews",
        "measures": str(measure.id), "next": "later",
    }  # fmt: skip
    assert client.send(f"{path}/points/1/raise-finding", finding).status_code == 302
    raised = db.session.query(Finding).one()
    assert (raised.complaint_point_id, raised.source_words) == (
        only_case().points[0].id,
        f"Complaint {only_case().reference} point 1",
    )
    assert raised.reference in text_of(client.get(path))


def test_a_finding_is_not_raised_from_a_point_without_fault(client, officer):
    case = room.complaint(officer, points=["not-upheld"])
    answer = client.get(f"/complaints/{case.id}/points/1/raise-finding")
    assert "was not upheld" in page_after(client, answer)


# --- every page, in every status ---


VERBS = (
    *("sort", "acknowledge", "assign", "settle", "escalate", "close", "withdraw", "reopen", "restrict", "open-up"),
    *("answer", "check", "sign", "send", "review", "reply", "plan", "agree-longer", "explain-delay", "hold", "refer"),
    *("correct", "letters/write", "authorities/add", "bodies/add", "remedies/add", "ombudsman/add"),
    *("points/add", "points/1/give", "points/1/decide"),
)
PAGES = ("", "/history", "/points", "/letters", "/remedies", "/ombudsman")
ENDED = {Status.CLOSED: Outcome.UPHELD, Status.WITHDRAWN: Outcome.WITHDRAWN, Status.SETTLED: Outcome.NO_FINDING}


def in_status(officer, status):
    ended = {"closed_on": TODAY, "outcome": ENDED[status]} if status in ENDED else {}
    point = None if status in (Status.NEW, Status.INVESTIGATING, Status.OPEN) else "upheld"
    return room.complaint(officer, points=[point], status=status, **ended)


@pytest.mark.parametrize("status", list(Status))
def test_every_page_and_verb_of_a_case_in_every_status(client, officer, status):
    manager = make.person("complaints-manager")
    case = in_status(officer, status)
    client.sign_in(manager)
    for page in PAGES:
        assert client.get(f"/complaints/{case.id}{page}").status_code == 200, page
    for verb in VERBS:
        path = f"/complaints/{case.id}/{verb}"
        shown = client.get(path)
        assert shown.status_code in (200, 302), path
        if shown.status_code == 200:
            seen = version_in(shown.get_data(as_text=True))
            assert client.send(path, {"version": seen}).status_code in (200, 302), path
        assert client.send(path).status_code in (200, 302, 409), path


@pytest.mark.parametrize("role", ["director", "auditor"])
def test_readers_see_the_case_without_people_or_verbs(client, app, role):
    case = room.complaint(make.person("complaints-officer"), told_by_name="Zebedee Quill", contact="07700 900123")
    client.sign_in(make.person(role))
    page = client.get(f"/complaints/{case.id}").get_data(as_text=True)
    assert not any(secret in page for secret in ("Zebedee", "900123", "evening call", "/sort"))
    assert client.get("/complaints/log").status_code == 404


# --- who sees nothing ---


def paths_of(case):
    return [f"/complaints/{case.id}{page}" for page in PAGES] + [f"/complaints/{case.id}/{verb}" for verb in VERBS]


def test_another_councils_case_is_not_there(app, client, officer):
    other = make.organisation(code="E06000017", name="Rutland")
    case = room.complaint(org=other, points=[None])
    missing = client.get("/complaints/999999").get_data(as_text=True)
    managers = browser_of(app, make.person("complaints-manager"))
    for path in paths_of(case):
        assert managers.get(path).status_code == 404, path
        assert managers.send(path).status_code in (404, 405), path
    assert client.get(f"/complaints/{case.id}").get_data(as_text=True) == missing
    assert case.reference not in client.get("/complaints?list=all").get_data(as_text=True)


@pytest.mark.parametrize("role", ["complaints-manager", "complaints-officer", "director", "auditor", "investigator"])
def test_a_restricted_case_is_not_there_for_anybody_not_named(client, app, role):
    secret = room.complaint(make.person("complaints-officer"), points=[None], is_restricted=True, summary="Plum secret")
    client.sign_in(make.person(role))
    for path in paths_of(secret):
        assert client.get(path).status_code == 404, path
        assert client.send(path).status_code in (404, 405), path
    page = client.get("/complaints?list=all").get_data(as_text=True)
    assert "Plum secret" not in page
    assert secret.reference not in page


def test_named_people_see_it_and_every_view_is_noted(app, client, officer):
    manager = make.person("complaints-manager")
    case = room.complaint(officer)
    send(browser_of(app, manager), f"/complaints/{case.id}/restrict", {"reason": "A colleague is in it"})
    for page in ("", "/points"):
        assert client.get(f"/complaints/{case.id}{page}").status_code == 200
    views = db.session.query(TrailEntry).filter_by(event="access:restricted-viewed", actor_id=officer.id)
    assert views.count() == 2


def test_an_investigator_sees_only_the_cases_given_to_them(client, officer):
    investigator = make.person("investigator")
    mine, other = (
        room.complaint(officer, points=[None], status=Status.INVESTIGATING),
        room.complaint(officer, points=[None]),
    )
    mine.points[0].investigator_id = investigator.id
    client.sign_in(investigator)
    page = client.get("/complaints?list=all").get_data(as_text=True)
    assert mine.reference in page
    assert other.reference not in page
    assert client.get(f"/complaints/{mine.id}").status_code == 200
    assert client.get(f"/complaints/{other.id}").status_code == 404
    decided = send(
        client, f"/complaints/{mine.id}/points/1/decide", {"outcome": "upheld", "because": "x", "decide": "yes"}
    )
    assert decided.status_code == 302
    assert client.get(f"/complaints/{mine.id}/sort").status_code == 404


def test_an_investigator_does_not_decide_the_points_of_others(client, officer):
    investigator = make.person("investigator")
    case = room.complaint(officer, points=[None, None], status=Status.INVESTIGATING)
    case.points[0].investigator_id = investigator.id
    client.sign_in(investigator)
    assert client.get(f"/complaints/{case.id}/points/2/decide").status_code == 404
    assert client.send(f"/complaints/{case.id}/points/2/decide").status_code == 404


# --- two at once ---


def ready_to_close(officer):
    return room.complaint(officer, points=["upheld"], status=Status.ANSWERED, acknowledged_on=TODAY, responded_on=TODAY)


def test_two_officers_close_one_case_one_wins_and_the_other_sees_why(client, officer):
    case = ready_to_close(officer)
    path = f"/complaints/{case.id}/close"
    seen = {"version": version_in(client.get(path).get_data(as_text=True))}
    assert client.send(path, seen).status_code == 302
    client.sign_in(make.person("complaints-manager", name="Sam Obi"))
    answer = client.send(path, seen)
    assert answer.status_code == 409
    page = text_of(answer)
    assert "Rhian Parry (complaints officer) closed the case: upheld, 7 April 2026, 10:42am" in page
    assert "This can no longer be done" in page
    closed = db.session.query(TrailEntry).filter_by(event="complaint:closed", subject_id=case.id)
    assert closed.count() == 1


def test_what_the_slower_one_typed_is_still_there_and_can_be_sent_again(client, officer):
    case = room.complaint(officer, points=[None], status=Status.INVESTIGATING, acknowledged_on=TODAY)
    path = f"/complaints/{case.id}/points/1/decide"
    seen = {"version": version_in(client.get(path).get_data(as_text=True))}
    send(client, f"/complaints/{case.id}/points/add", {"title": "Another thing"})
    typed = {"outcome": "upheld", "because": "A long reason", "found": "A long story", "decide": "yes"}
    answer = client.send(path, seen | typed)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "A long story" in page
    assert "added point 2" in page
    assert client.send(path, typed | {"version": version_in(page)}).status_code == 302


def test_a_second_click_on_a_verb_shows_the_result_of_the_first(client, officer):
    case = ready_to_close(officer)
    path = f"/complaints/{case.id}/close"
    typed = {"version": version_in(client.get(path).get_data(as_text=True)), "form_key": "once"}
    first, second = client.send(path, typed), client.send(path, typed)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location


# --- compliments ---


def test_a_compliment_in_thirty_seconds_and_thanks_passed_on(client, officer):
    team = room.term("team", "HART")
    typed = {"text": "They came every day", "team": str(team.id), "may_quote": "yes"} | three("received_on", TODAY)
    page = page_after(client, client.send("/compliments/log", typed))
    assert "CMP-2026-00001 saved. Thank the team" in page
    thanked = client.send(
        f"/compliments/{db.session.query(Compliment).one().id}/thank",
        {"team": str(team.id), "way": "email", "thanks": "Well done"},
    )
    assert "Thanks passed on to HART" in page_after(client, thanked)
    thanked = db.session.query(Compliment).one()
    assert (thanked.thanked_on, thanked.thanked_by_way, thanked.thanks) == (TODAY, "email", "Well done")


def test_a_compliment_that_came_with_a_file_can_be_quoted_later(client, officer):
    held = room.compliment(text="They came every day")
    path = f"/compliments/{held.id}/quote"
    assert "They came every day" in text_of(client.get(path))
    assert "May be quoted" in page_after(client, client.send(path, {"may_quote": "yes"}))
    assert db.session.get(Compliment, held.id).may_quote
    assert "Not to be quoted" in page_after(client, client.send(path, {"may_quote": "no"}))
    last = db.session.query(TrailEntry).order_by(TrailEntry.id.desc()).first()
    assert last.words == "said that it is not to be quoted"
    other = room.compliment(org=make.organisation(code="E06000017", name="Rutland"))
    assert client.get(f"/compliments/{other.id}/quote").status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"), [({"text": ""}, "Enter what was said"), ({"team": ""}, "Select the team")]
)
def test_compliments_that_are_refused(client, officer, change, sentence):
    team = room.term("team", "HART")
    typed = {"text": "Kind", "team": str(team.id)} | three("received_on", TODAY) | change
    answer = client.send("/compliments/log", typed)
    assert sentence in answer.get_data(as_text=True)
    assert db.session.query(Compliment).count() == 0


def test_another_councils_compliment_is_not_there(client, officer):
    other = make.organisation(code="E06000017", name="Rutland")
    held = room.compliment(org=other)
    assert client.get(f"/compliments/{held.id}/thank").status_code == 404
    assert held.reference not in client.get("/compliments").get_data(as_text=True)


# --- sorting ---


SORTED = {"summary": "Evening call removed", "route": "statutory", "target_days": "10"}


def test_questions_that_nothing_makes_necessary_are_not_asked(client, officer):
    case = room.complaint(officer)
    path = f"/complaints/{case.id}/sort"
    page = client.get(path).get_data(as_text=True)
    assert "If the route changes" not in page
    assert "do we look into it" not in page
    old = send(client, path, SORTED | three("matter_on", date(2025, 1, 1)))
    assert "It happened more than 12 months before. Say whether you accept it, and why" in text_of(old)
    assert "do we look into it" in text_of(old)
    accepted = SORTED | three("matter_on", date(2025, 1, 1)) | {"is_late_accepted": "yes", "late_reason": "In hospital"}
    assert send(client, path, accepted).status_code == 302
    assert only_case().is_late_accepted is True
    assert "If the route changes" in client.get(path).get_data(as_text=True)


def test_what_else_can_be_done_stands_under_what_it_is_about(client, officer):
    case = room.complaint(officer, points=[None], status=Status.INVESTIGATING, acknowledged_on=TODAY)
    page = text_of(client.get(f"/complaints/{case.id}"))
    more = page[page.index("More you can do") : page.index("Latest")]
    order = ["Points and dates", "Put points on hold", "Letters and people", "Write a note", "The answer and after"]
    order += ["Write the answer", "The case", "They withdraw it"]
    assert sorted(order, key=more.index) == order


def test_whoever_handles_complaints_may_be_named_and_whoever_is_named_stays(client, officer):
    make.person("investigator", name="Joe Marsh")
    make.person("contributor", name="Dee Cole")
    moved = make.person("contributor", name="Ada Moved")
    case = room.complaint(officer, named=[ComplaintNamed(person_id=moved.id)])
    page = text_of(client.get(f"/complaints/{case.id}/sort"))
    assert "They took the evening call away" in page
    assert "Joe Marsh" in page
    assert "Ada Moved" in page
    assert "Dee Cole" not in page


def test_the_right_to_complain_is_asked_with_the_sorting_and_limits_no_acknowledgement(client, officer):
    case = room.complaint(officer)
    send(client, f"/complaints/{case.id}/sort", SORTED | {"right": "consent"})
    (right,) = only_case().authorities
    assert (right.right.value, right.state.value, right.body) == ("consent", "asked", None)
    answer = send(client, f"/complaints/{case.id}/acknowledge", {"way": "phone"} | three("acknowledged_on", TODAY))
    assert answer.status_code == 302
