"""What is asked about an answer where it happens: on its page, by its autosave, and until it is answered."""

import pytest

from casework.assessments import drafts, evidence_services, services, template_services
from casework.assessments.models import AssessmentStatus, EvidenceKind
from casework.assessments.nodes import NodeKind
from casework.findings.models import FindingKind, FindingStatus
from tests import make
from tests.assessments.make import answer, assessment, figures, give, write

JSON = {"headers": {"Accept": "application/json"}}
NO_EVIDENCE = "This rating has no evidence. What shows it?"


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def form(director):
    return assessment(director)


@pytest.fixture
def browser(client, director):
    return client.sign_in(director)


def path_of(one, rest=""):
    return f"/assessments/{one.assessment_id}/answers/{one.id}{rest}"


def sent(one, text="All is well", **rest):
    return {"version": str(one.version), "sitting": "s", "turn": "0", "text": text, **rest}


def text_of(response):
    return " ".join(response.get_data(as_text=True).split())


def test_a_rating_with_no_evidence_asks_at_once_and_the_step_saves_first(browser, director, form):
    one = answer(form, "o4.partnership")
    assert "raises a question" not in text_of(browser.get(path_of(one, "/write")))  # nothing said, nothing asked
    reply = browser.send(path_of(one, "/write"), sent(one, rating="3"), **JSON).json
    assert (reply["version"], reply["asks"]) == (one.version, "1 question")  # saved, not stopped
    assert NO_EVIDENCE in reply["questions"]
    for page in ("", "/write"):
        assert NO_EVIDENCE in text_of(browser.get(path_of(one, page)))
    response = browser.send(path_of(one, "/write"), sent(one, "And more", rating="3", answers="evidence"))
    assert response.location == path_of(one, "/evidence/add")
    assert one.text == "And more"
    evidence_services.add_evidence(one, title="Survey", kind=EvidenceKind.PEOPLE, about="2013", by=director)
    assert NO_EVIDENCE not in text_of(browser.get(path_of(one)))
    reply = browser.send(path_of(one, "/write"), sent(one, "Done", rating="3"), **JSON).json
    assert (reply["asks"], reply["questions"].strip()) == ("", "")


def test_the_best_beside_a_bottom_quartile_asks_until_somebody_says_why(browser, form):
    figures()
    one = answer(form, "o4.outcomes")
    words = "Rated 4 Outstanding, and 4A is in the bottom quartile. Does it stand?"
    reply = browser.send(path_of(one, "/write"), sent(one, rating="4"), **JSON).json
    assert words in " ".join(reply["questions"].split())
    page = text_of(browser.get(path_of(one)))
    assert words in page
    assert f'href="{path_of(one, "/check-rating")}"' in page
    response = browser.send(path_of(one, "/write"), sent(one, rating="4", answers="why"))
    assert response.location == path_of(one, "/check-rating")
    browser.send(response.location, {"choice": "keep", "reason": "The survey asks about the whole town"})
    assert words not in text_of(browser.get(path_of(one)))


def test_a_weakness_with_no_action_asks_for_an_action_or_a_reason(browser, form):
    one = answer(form, "o1.practice")
    weak = make.finding(make.measure(), answer_id=one.id, entered_source=None, title="Few in work")
    make.finding(make.measure(), answer_id=one.id, entered_source=None, kind=FindingKind.STRENGTH)
    words = f"{weak.reference} “Few in work” has neither an action nor a reason for none. What happens next?"
    page = text_of(browser.get(path_of(one)))
    assert page.count("has neither an action nor a reason") == 1
    for rest in (words, f'"/findings/{weak.id}/actions/propose"', f'"/findings/{weak.id}/decide-no-action"'):
        assert rest in page
    response = browser.send(path_of(one, "/write"), sent(one, rating="3", answers=f"none-{weak.id}"))
    assert response.location == f"/findings/{weak.id}/decide-no-action"
    weak.no_action_reason, weak.status = "The job centre does it", FindingStatus.NO_ACTION
    assert words not in text_of(browser.get(path_of(one)))


def test_a_weakness_that_is_only_written_down_asks_for_its_finding(browser, form, director):
    weak, strong = answer(form, "leadership.weaknesses"), answer(form, "leadership.strengths")
    write(weak, director, "Nobody reads the strategy")
    write(strong, director, "The team stays")
    words = "No finding is raised from what is written here, so no action can follow. What happens next?"
    page = text_of(browser.get(path_of(weak)))
    assert words in page
    assert f'"{path_of(weak, "/raise-finding")}"' in page
    assert words not in text_of(browser.get(path_of(strong)))
    assert "1 answer has a weakness with neither an action nor a reason" in text_of(
        browser.get(f"/assessments/{form.id}/ready")
    )
    make.finding(make.measure(), answer_id=weak.id, entered_source=None, status=FindingStatus.ACTION_AGREED)
    assert words not in text_of(browser.get(path_of(weak)))


@pytest.mark.parametrize(("kind", "asks"), [("evidenced", True), ("narrative", True), ("narrative", False)])
def test_a_councils_own_form_says_which_of_its_questions_asks_for_weaknesses(browser, director, kind, asks):
    draft = template_services.start_draft(title="Autumn check", by=director)
    values = {"title": "What keeps us awake", **({"weaknesses": True} if asks else {})}
    if kind == "evidenced":
        values["columns"] = ["Narrative", "Where is the evidence?"]
    body, node_id = drafts.add_node(draft.body, NodeKind(kind), "first", values)
    template_services.apply(draft, lambda _body: body, by=director, words="added a question")
    own = template_services.publish(draft, change="first", seen_version=draft.version, by=director)
    form = services.start(template=own, organisation=director.organisation, period="2025-26", by=director)
    one = write(answer(form, node_id), director, "Nobody answers at night")
    assert ("so no action can follow" in text_of(browser.get(path_of(one)))) is asks
    ready = text_of(browser.get(f"/assessments/{form.id}/ready"))
    assert ("1 answer has a weakness with neither an action nor a reason" in ready) is asks


def test_who_cannot_answer_gets_the_question_alone_and_a_signed_form_asks_nothing(client, director, form):
    figures()
    one = answer(form, "o4.outcomes")
    write(one, director, "All is well", 4)
    writer = make.person("contributor")
    give(form, writer, "o4")
    client.sign_in(writer)
    page = text_of(client.get(path_of(one)))
    assert "Does it stand?" in page
    assert "/check-rating" not in page  # whether a rating stands is the director's
    form.status = AssessmentStatus.SIGNED
    assert "Does it stand?" not in text_of(client.get(path_of(one)))


def test_the_cards_of_a_section_ask_what_their_answers_ask(client, browser, director, form, statements):
    figures()
    section = f"/assessments/{form.id}/sections/5"
    assert ">Asked<" not in text_of(browser.get(section))
    best, bare = answer(form, "o4.outcomes"), answer(form, "o4.partnership")
    write(best, director, "All is well", 4)
    browser.get(section)
    with statements() as one_asks:
        browser.get(section)
    write(bare, director, "We meet", 3)
    weak = make.finding(make.measure(), answer_id=bare.id, entered_source=None, title="Few in work")
    page = text_of(browser.get(section))
    assert page.count(">Asked<") == 2
    assert "Rated 4 Outstanding, and 4A is in the bottom quartile. Does it stand?" in page
    assert page.count(NO_EVIDENCE) == 2
    assert f"{weak.reference} “Few in work” has neither an action" in page
    assert f'href="{path_of(best, "/check-rating")}"' in page
    assert f'href="{path_of(bare, "/evidence/add")}"' in page
    with statements() as asked:
        browser.get(section)
    assert len(asked) == len(one_asks) <= 12
    auditor = client.sign_in(make.person("auditor"))
    page = text_of(auditor.get(section))
    assert NO_EVIDENCE in page
    assert "/evidence/add" not in page
    form.status = AssessmentStatus.SIGNED
    assert ">Asked<" not in text_of(auditor.get(section))


def test_a_card_that_is_not_begun_says_what_helps_to_answer_it(browser, director, form):
    one = answer(form, "leadership.weaknesses")
    section = f"/assessments/{form.id}/sections/{form.template.outline.section_of(one.node).number}"
    assert one.node.hint in text_of(browser.get(section))
    write(one, director, "Nobody reads the strategy")
    assert one.node.hint not in text_of(browser.get(section))
