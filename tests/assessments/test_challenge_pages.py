"""The pages of a challenge: what the team reads and writes, what the council reads and answers, and the end of it."""

import io
import re
from datetime import timedelta

import pytest
from werkzeug.datastructures import FileStorage

from casework.assessments import evidence_services, sign_services
from casework.assessments.challenge import queries, team_services
from casework.assessments.challenge_models import ChallengeQuestion, Recommendation
from casework.assessments.models import AnswerEvidence, Assessment, AssessmentStatus, EvidenceKind
from casework.extensions import db
from casework.findings.models import Finding, FindingStatus
from casework.kit import clock
from casework.kit.words import long_date
from tests import make
from tests.assessments import challenging
from tests.assessments.challenging import at as answer


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def mark(app):
    return make.person("challenger", org=make.organisation("E10000024", "Nottinghamshire"), name="Mark Vale")


@pytest.fixture
def challenge(director, mark):
    return challenging.opened(challenging.signed(director), [mark], director)


@pytest.fixture
def team(client, mark):
    return client.sign_in(mark)


@pytest.fixture
def council(app, director):
    return app.test_client().sign_in(director)


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.get_data(as_text=True).split("<main")[-1])
    return re.sub(r"\s+", " ", text)


def path_of(challenge, node_id="o1.outcomes"):
    return f"/challenges/{challenge.id}/answers/{answer(challenge.assessment, node_id).id}"


# --- the team ---


def test_home_and_navigation_lead_to_what_is_open_and_nowhere_else(team, challenge):
    page = team.get("/").get_data(as_text=True)
    menu = re.search(r'<ul class="govuk-service-navigation__list".*?</ul>', page, re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', menu) == ["/challenges"]
    assert "Open to me" in menu
    until = long_date(challenge.closes_on)
    assert f"Leicestershire 2012/13, open until {until}" in page
    assert f'href="/challenges/{challenge.id}"' in page
    listed = words(team.get("/challenges"))
    for told in ("Leicestershire", "Self-assessment 2012/13", "Version 1, signed", until):
        assert told in listed


def test_nothing_else_of_the_council_exists_for_the_team(team, challenge, director):
    found = make.finding(make.measure(), title="Not for outsiders")
    make.action(director, found)
    of = challenge.assessment_id
    one = answer(challenge.assessment, "o1.outcomes").id
    paths = [
        "/assessments", f"/assessments/{of}", f"/assessments/{of}/answers/{one}", f"/assessments/{of}/challenge",
        f"/assessments/{of}/export", f"/assessments/{of}/export?format=json", f"/assessments/{of}/signed",
        f"/assessments/{of}/history", f"/assessments/{of}/evidence", "/findings", f"/findings/{found.id}", "/actions",
        "/measures", "/complaints", "/reports", "/reports/assessment", "/trail", "/people",
    ]  # fmt: skip
    assert {path: team.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
    assert team.get(f"/challenges/{challenge.id}").status_code == 200  # the control


def test_a_challenger_who_is_not_named_finds_nothing(client, challenge, mark):
    client.sign_in(make.person("challenger", org=mark.organisation))
    assert "No assessment is open to you" in words(client.get("/challenges"))
    for path in (f"/challenges/{challenge.id}", path_of(challenge), f"{path_of(challenge)}/ask"):
        assert client.get(path).status_code == 404


def test_an_answer_of_another_assessment_is_not_there(team, challenge, director):
    other = challenging.filled(director, period="2013-14")
    for node_id, of in (("o1.outcomes", other), ("about.name", challenge.assessment)):
        found = [one for one in of.answers if one.node_id == node_id or (of is not other and one.node.kind == "field")]
        assert team.get(f"/challenges/{challenge.id}/answers/{found[0].id}").status_code == 404


def test_the_overview_shows_lines_of_enquiry_first_then_the_four_columns(team, challenge):
    page = team.get(f"/challenges/{challenge.id}")
    text = words(page)
    assert text.index("Lines of enquiry") < text.index("Pay") < text.index("Our self-rating")
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page.get_data(as_text=True))
    assert heads[:5] == ["Area", "Our self-rating", "Your rating", "Notes", "Questions"]
    assert "3 Good" in text


def test_the_overview_costs_the_same_however_much_was_said(team, challenge, mark, statements):
    path = f"/challenges/{challenge.id}"
    challenging.noted(challenge, "o1.outcomes", mark)
    team.get(path)
    with statements() as one:
        team.get(path)
    for node_id in ("o1.practice", "o2.outcomes", "o2.practice", "o4.partnership"):
        challenging.noted(challenge, node_id, mark)
        team_services.ask(challenge, answer=answer(challenge.assessment, node_id), text="?", by=mark)
    with statements() as many:
        team.get(path)
    assert len(many) == len(one)


def test_a_note_and_a_rating_are_saved_and_shared_when_the_team_says_so(team, council, challenge):
    path = path_of(challenge)
    assert "Only your team sees these until you share them" in words(team.get(path))
    sent = {"version": "0", "rating": "2", "text": "Too kind by half", "save": "yes"}
    assert team.send(path, sent).location == path
    overview = words(team.get(f"/challenges/{challenge.id}"))
    assert "2 Adequate Only your team" in overview
    council_page = f"/assessments/{challenge.assessment_id}/challenge"
    assert "Too kind by half" not in words(council.get(council_page))
    note = queries.find_note(challenge, answer(challenge.assessment, "o1.outcomes"))
    assert "2 Adequate, 4 words" in words(team.get(f"/challenges/{challenge.id}/share"))
    team.send(f"/challenges/{challenge.id}/share", {"notes": note.id})
    shown = words(council.get(council_page))
    assert "Too kind by half" in shown
    assert "Moderated: 2 Adequate Mark Vale, Nottinghamshire" in shown


def test_the_buttons_that_lead_on_save_first(team, challenge):
    path = path_of(challenge)
    assert team.send(path, {"rating": "2", "text": "First", "ask": "yes"}).location == f"{path}/ask"
    sent = {"version": "1", "rating": "2", "text": "Second", "recommend": "yes"}
    version = queries.find_note(challenge, answer(challenge.assessment, "o1.outcomes")).version
    assert team.send(path, {**sent, "version": version}).location == f"{path}/recommend"
    assert queries.find_note(challenge, answer(challenge.assessment, "o1.outcomes")).text == "Second"
    untouched = path_of(challenge, "o1.practice")
    assert team.send(untouched, {"rating": "0", "ask": "yes"}).location == f"{untouched}/ask"  # nothing to save
    following = team.send(untouched, {"rating": "1", "text": "So", "save_next": "yes"}).location
    assert following not in (untouched, path)
    assert "Write a note, or select a rating" in words(team.send(following, {"rating": "0", "save": "yes"}))


def test_two_windows_show_both_texts(team, challenge, mark):
    path = path_of(challenge)
    challenging.noted(challenge, "o1.outcomes", mark, text="From the other window")
    page = team.send(path, {"version": "0", "rating": "1", "text": "From this window", "save": "yes"})
    assert page.status_code == 409
    text = page.get_data(as_text=True)
    assert "From the other window" in text
    assert re.search(r"<textarea[^>]*>\s*From this window", text)
    version = re.search(r'name="version"[^>]*value="(\d+)"', text)[1]
    joined = {"version": version, "rating": "1", "text": "Both", "save": "yes"}
    assert team.send(path, joined).status_code == 302


AUTOSAVE = {"headers": {"Accept": "application/json"}}


def test_notes_save_themselves_and_a_page_never_meets_itself(team, challenge, mark):
    path = path_of(challenge)
    page = team.get(path).get_data(as_text=True)
    assert f'data-autosave="{path}"' in page
    sent = {"version": "0", "sitting": "s", "rating": "2"}
    reply = team.send(path, sent | {"turn": "1", "text": "Half a"}, **AUTOSAVE)
    assert (reply.json["version"], reply.json["words"]) == (1, "2 words")
    # the answer to that save was lost on the way: the page sends again from where it stands
    assert team.send(path, sent | {"turn": "2", "text": "Half a sentence"}, **AUTOSAVE).json["version"] == 2
    assert team.send(path, sent | {"turn": "1", "text": "Half"}, **AUTOSAVE).status_code == 200  # late: kept, not taken
    note = queries.find_note(challenge, answer(challenge.assessment, "o1.outcomes"))
    assert note.text == "Half a sentence"
    other = team.send(path, sent | {"sitting": "t", "turn": "1", "text": "From another window"}, **AUTOSAVE)
    assert (other.status_code, other.json["conflict"]) == (409, True)
    assert [one.text for one in note.texts] == ["Half a", "Half a sentence", "Half", "From another window"]
    empty = team.send(path_of(challenge, "o1.practice"), {"rating": "0", "turn": "1"}, **AUTOSAVE)
    assert (empty.status_code, empty.json["sentences"]) == (422, ["Write a note, or select a rating"])


def test_shared_notes_wait_for_the_button_because_the_council_reads_them(team, challenge, mark):
    note = challenging.noted(challenge, "o1.outcomes", mark)
    team_services.share(challenge, notes=[note], by=mark)
    assert "data-autosave" not in team.get(path_of(challenge)).get_data(as_text=True)
    half = {"version": str(note.version), "sitting": "s", "turn": "1", "rating": "1", "text": "Half a thou"}
    refused = team.send(path_of(challenge), half, **AUTOSAVE)
    assert refused.status_code == 422
    assert (note.text, note.rating) == ("Too kind", 2)


def test_a_question_asked_twice_by_a_double_click_is_one(team, challenge):
    path = f"{path_of(challenge)}/ask"
    key = re.search(r'name="form_key"[^>]*value="(\w+)"', team.get(path).get_data(as_text=True))[1]
    for _ in range(2):
        assert team.send(path, {"form_key": key, "text": "Who was asked?"}).status_code == 302
    assert db.session.query(ChallengeQuestion).count() == 1
    assert "Enter your question" in words(team.send(path, {"text": " "}))


def test_the_team_opens_the_files_that_were_signed_and_no_other(team, director, mark):
    of = challenging.filled(director)
    one = answer(of, "o1.outcomes")
    shown, other = (evidence_file(director, name) for name in ("survey.txt", "secret.txt"))
    one.evidence_links.append(AnswerEvidence(evidence=shown, by_id=director.id, at=clock.now()))
    db.session.flush()
    seen_hash = sign_services.read_content(of).content_hash
    sign_services.sign(of, name="Dee Cole", position="Director", seen_hash=seen_hash, by=director)
    path = path_of(challenging.opened(of, [mark], director))
    assert f'href="{path}/files/{shown.file.id}"' in team.get(path).get_data(as_text=True)
    assert b"words of survey.txt" in team.get(f"{path}/files/{shown.file.id}").data
    assert team.get(f"{path}/files/{other.file.id}").status_code == 404
    assert team.get(f"/evidence/{shown.id}/file").status_code == 404


def evidence_file(by, name):
    upload = FileStorage(io.BytesIO(f"words of {name}".encode()), filename=name)
    return evidence_services.add_to_register(title=name, kind=EvidenceKind.PEOPLE, about="2012", upload=upload, by=by)


# --- the council ---


def test_the_director_opens_it_on_one_page(council, director, mark):
    of = challenging.signed(director)
    assert "Open to a peer challenger" in words(council.get(f"/assessments/{of.id}/challenge"))
    page = words(council.get(f"/assessments/{of.id}/open"))
    assert page.index("Pay") < page.index("Mark Vale") < page.index("Closes on")
    assert "Select at least one challenger" in words(council.send(f"/assessments/{of.id}/open"))
    day = clock.today() + timedelta(days=9)
    sent = {"team": mark.id, "closes_on": day.isoformat()}
    assert council.send(f"/assessments/{of.id}/open", sent).status_code == 302
    assert db.session.get(Assessment, of.id).status is AssessmentStatus.CHALLENGE
    day += timedelta(days=3)
    sent["closes_on"] = day.isoformat()
    council.send(f"/assessments/{of.id}/extend", sent)
    council.send(f"/assessments/{of.id}/change-team", sent)
    page = words(council.get(f"/assessments/{of.id}/challenge"))
    assert f"Open until {long_date(day).split(' ', 1)[1]}" in page


def test_without_any_challenger_the_page_says_what_to_do(council, director):
    of = challenging.signed(director)
    assert "Ask your administrator to add one" in words(council.get(f"/assessments/{of.id}/open"))


def test_the_whole_round_from_question_to_close(council, team, challenge, mark):
    of = challenge.assessment_id
    one = answer(challenge.assessment, "o1.outcomes")
    question = team_services.ask(challenge, answer=one, text="How do you know?", by=mark)
    make.measure()
    team.send(f"{path_of(challenge)}/recommend",
              {"text": "Ask people who left", "kind": "area-for-improvement", "priority": "high"})  # fmt: skip
    home = words(council.get("/"))
    assert "Mark Vale of the challenge team asks about" in home
    assert "Decide about 1 recommendation on the 2012/13 self-assessment" in home

    council.send(f"/assessments/{of}/answers/{one.id}/questions/{question.id}/reply", {"text": "From the survey"})
    assert "From the survey" in words(team.get(path_of(challenge)))

    made = db.session.query(Recommendation).one()
    path = f"/assessments/{of}/recommendations/{made.id}/decide"
    refused = council.send(f"/assessments/{of}/close")
    assert "1 recommendation has neither an action nor a reason" in words(refused)
    measure = re.search(r'name="measures"[^>]*value="(\d+)"', council.get(path).get_data(as_text=True))[1]
    sent = {"title": "Ask people who left", "measures": measure, "next": "no-action"}
    assert "Say why no action is needed" in words(council.send(path, sent))
    council.send(path, {**sent, "reason": "We began in May"})
    finding = db.session.query(Finding).one()
    assert (finding.status, finding.recommendation_id) == (FindingStatus.NO_ACTION, made.id)
    assert "No action, because: We began in May" in words(team.get(path_of(challenge)))
    register = words(council.get("/findings?source=peer-challenge"))
    assert finding.reference in register
    assert "Peer challenge of Self-assessment 2012/13" in words(council.get(f"/findings/{finding.id}"))

    assert council.send(f"/assessments/{of}/close").status_code == 302
    assert "Closed on" in words(council.get(f"/assessments/{of}/challenge"))
    assert team.get(path_of(challenge)).status_code == 410
    assert "Revise it" in words(council.get(f"/assessments/{of}"))


def test_an_action_follows_on_the_next_page(council, team, challenge, mark):
    make.measure()
    made = challenging.recommended(challenge, "o1.outcomes", mark)
    path = f"/assessments/{challenge.assessment_id}/recommendations/{made.id}/decide"
    measure = re.search(r'name="measures"[^>]*value="(\d+)"', council.get(path).get_data(as_text=True))[1]
    answered = council.send(path, {"title": "Ask", "measures": measure, "next": "action"})
    finding = db.session.query(Finding).one()
    assert answered.location == f"/findings/{finding.id}/actions/propose"
    assert council.get(answered.location).status_code == 200
    assert council.get(path).location == f"/findings/{finding.id}"  # decided once


def test_the_three_ratings_stand_on_every_page_that_shows_a_rating(council, challenge, mark):
    note = challenging.noted(challenge, "o1.outcomes", mark)
    team_services.share(challenge, notes=[note], by=mark)
    of, one = challenge.assessment_id, answer(challenge.assessment, "o1.outcomes")
    path = f"/assessments/{of}/answers/{one.id}"
    assert "Say why" in words(council.send(f"{path}/moderate", {"kind": "agreed", "rating": "2"}))
    council.send(f"{path}/moderate", {"kind": "agreed", "rating": "2", "reason": "They are right"})
    for page in (f"/assessments/{of}/challenge", path, f"/assessments/{of}"):
        shown = words(council.get(page))
        for told in ("Self", "3 Good", "Moderated", "2 Adequate", "Agreed"):
            assert told in shown, page
    assert "They are right" in words(council.get(path))
    section = one.assessment.template.outline.section_of(one.node).number
    assert "moderated: 2 Adequate, agreed: 2 Adequate" in words(council.get(f"/assessments/{of}/sections/{section}"))


def test_a_colleague_of_the_council_reads_no_unshared_note_anywhere(app, client, challenge, mark):
    challenging.noted(challenge, "o1.outcomes", mark, text="SECRET-OF-THE-TEAM", rating=1)
    of, one = challenge.assessment_id, answer(challenge.assessment, "o1.outcomes").id
    client.sign_in(make.person("director", "analyst", "auditor", "contributor"))
    for path in (
        f"/assessments/{of}", f"/assessments/{of}/challenge", f"/assessments/{of}/answers/{one}",
        f"/assessments/{of}/history", f"/assessments/{of}/export?format=json", "/trail", "/", "/findings",
    ):  # fmt: skip
        page = client.get(path)
        assert page.status_code == 200, path
        assert "SECRET-OF-THE-TEAM" not in page.get_data(as_text=True), path
        assert '"moderated": 1' not in page.get_data(as_text=True)


# --- the end ---


def test_after_the_closing_day_the_sentence_and_what_was_typed_is_all_there_is(client, mark, challenge, at):
    at("2026-04-30 23:58")
    team = client.sign_in(mark)
    challenge.closes_on = clock.today()
    db.session.commit()
    assert team.get(path_of(challenge)).status_code == 200
    at("2026-05-01 00:01")
    sentence = "This assessment closed to you on Thursday 30 April 2026. Ask the council if you need longer."
    for path in (f"/challenges/{challenge.id}", path_of(challenge), f"{path_of(challenge)}/recommend"):
        page = team.get(path)
        assert (page.status_code, sentence in words(page)) == (410, True)
        assert "About o1.outcomes" not in words(page)
    page = team.send(path_of(challenge), {"version": "0", "text": "Still typing", "save": "yes"})
    assert (page.status_code, "Still typing" in words(page)) == (410, True)
    assert queries.find_note(challenge, answer(challenge.assessment, "o1.outcomes")) is None
    listed = team.get("/challenges")
    assert "closed on Thursday 30 April 2026" in words(listed)
    assert f"/challenges/{challenge.id}" not in listed.get_data(as_text=True)
    assert "Assessments open to me" not in words(team.get("/"))


def test_the_auditor_reads_and_writes_nothing(client, challenge):
    client.sign_in(make.person("auditor"))
    of = challenge.assessment_id
    page = client.get(f"/assessments/{of}/challenge").get_data(as_text=True)
    for verb in ("close", "extend", "change-team", "moderate"):
        assert f"/{verb}" not in page
        assert client.get(f"/assessments/{of}/{verb}").status_code == 404


def test_another_council_cannot_look_into_it(client, challenge):
    client.sign_in(make.person("director", org=make.organisation("E06000017", "Rutland")))
    for verb in ("challenge", "open", "close", "extend", "change-team"):
        assert client.get(f"/assessments/{challenge.assessment_id}/{verb}").status_code == 404
