"""Comments and questions: asked of one person who may see the answer, answered, accepted or sent back."""

import pytest

from casework.assessments import comment_services, home
from casework.assessments.comment_models import AnswerComment, CommentKind, CommentStatus
from casework.assessments.models import AssessmentStatus
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.trail.queries import list_history
from tests import make
from tests.assessments.make import answer, assessment, fill, give


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def writer(app):
    return make.person("contributor", name="Head of Safeguarding")


@pytest.fixture
def one(director, writer):
    of = assessment(director)
    give(of, writer, "o4")
    return answer(of, "o4.practice")


def text_of(response):
    return " ".join(response.get_data(as_text=True).split())


def ask(one, by, asked, kind=CommentKind.QUESTION):
    return comment_services.comment(one, kind=kind, text="Where is that written?", asked=asked, by=by)


def test_a_question_goes_to_and_fro(one, director, writer):
    said = ask(one, director, writer)
    assert list_history(one)[0].words == (
        'asked about "Keeping people safe: Service delivery and effective practice": Head of Safeguarding was asked'
    )
    comment_services.reply(said, text="In the file audit", by=writer)
    comment_services.send_back(said, reason="Which one?", by=director)
    assert (said.status, said.reply) == (CommentStatus.OPEN, "In the file audit")
    comment_services.reply(said, text="In that of March", by=writer)
    comment_services.accept(said, by=director)
    assert said.status is CommentStatus.CLOSED
    assert said.closed_at


def test_a_comment_asks_nobody(one, director, writer):
    said = ask(one, director, writer, CommentKind.COMMENT)
    assert (said.asked, said.status) == (None, CommentStatus.CLOSED)


def test_only_people_who_see_the_answer_are_asked(one, director, writer):
    other, elsewhere = (
        make.person("contributor"),
        make.person("director", org=make.organisation("E06000017", "Rutland")),
    )
    second = make.person("director", name="Second Director")
    assert comment_services.list_askable(one, director) == [writer, second]
    assert comment_services.list_askable(one, writer) == [director, second]
    for asked in (other, elsewhere, director, None):
        with pytest.raises(RuleBroken, match="Select who you ask"):
            ask(one, director, asked)


def test_refusals(one, director, writer):
    said = ask(one, director, writer)
    with pytest.raises(RuleBroken, match="Somebody else was asked"):
        comment_services.reply(said, text="x", by=director)
    with pytest.raises(RuleBroken, match="somebody has moved it on"):
        comment_services.accept(said, by=director)
    with pytest.raises(RuleBroken, match="Enter your answer"):
        comment_services.reply(said, text=" ", by=writer)
    comment_services.reply(said, text="Here", by=writer)
    with pytest.raises(RuleBroken, match="Whoever asked decides"):
        comment_services.accept(said, by=writer)
    with pytest.raises(RuleBroken, match="Say what is missing"):
        comment_services.send_back(said, reason="", by=director)
    with pytest.raises(RuleBroken, match="Enter what you want to say"):
        comment_services.comment(one, kind=CommentKind.COMMENT, text=" ", asked=None, by=director)
    one.assessment.status = AssessmentStatus.SIGNED
    with pytest.raises(RuleBroken, match="Signed"):
        ask(one, director, writer)


def test_on_the_pages(client, one, director, writer):
    path = f"/assessments/{one.assessment_id}/answers/{one.id}"
    client.sign_in(director)
    form = {"version": one.version, "sitting": "s", "turn": 0, "text": "Words", "rating": 0, "ask": "yes"}
    assert client.send(f"{path}/write", form).location == f"{path}/comment"
    assert "Select who you ask" in text_of(client.send(f"{path}/comment", {"kind": "question", "text": "Where?"}))
    sent = {"kind": "evidence", "asked": writer.id, "text": "Which audit?", "form_key": "k"}
    for _ in range(2):
        assert client.send(f"{path}/comment", sent).location == path
    said = db.session.query(AnswerComment).one()
    assert "Which audit?" in text_of(client.get(path))
    assert "Which audit?" in text_of(client.get(f"/assessments/{one.assessment_id}/comments"))
    assert "1 answer has an open question" in text_of(client.get(f"/assessments/{one.assessment_id}/ready"))
    client.sign_in(writer)
    assert client.get(f"/assessments/{one.assessment_id}/comments").status_code == 404
    lines = [(line.text, line.path) for line in home.list_for_home(writer) if line.group == "This week"]
    reply = f"{path}/comments/{said.id}/reply"
    assert lines == [("Dee Cole asks about Service delivery and effective practice", reply)]
    assert "Which audit?" in text_of(client.get(f"{path}/write"))
    assert "Enter your answer" in text_of(client.send(reply))
    assert client.send(reply, {"text": "March 2013"}).location == path
    client.sign_in(director)
    assert [line.path for line in home.list_for_home(director) if line.group == "To sign or check"] == [
        f"{path}/comments/{said.id}/accept"
    ]
    assert "March 2013" in text_of(client.get(f"{path}/comments/{said.id}/accept"))
    assert client.send(f"{path}/comments/{said.id}/send-back", {"note": "The page?"}).location == path
    client.sign_in(writer).send(reply, {"text": "Page 4"})
    client.sign_in(director).send(f"{path}/comments/{said.id}/accept")
    assert said.status is CommentStatus.CLOSED
    assert "open question" not in text_of(client.get(f"/assessments/{one.assessment_id}/ready"))


def test_a_comment_of_another_answer_is_not_there(client, one, director, writer):
    said = ask(one, director, writer)
    other = answer(one.assessment, "o4.outcomes")
    client.sign_in(director)
    page = f"/assessments/{one.assessment_id}/answers/{other.id}/comments/{said.id}"
    for verb in ("reply", "accept", "send-back"):
        assert client.get(f"{page}/{verb}").status_code == 404


def test_an_open_question_says_whose_turn_it_is_and_a_request_leads_to_the_register(client, app):
    director, writer = make.person("director"), make.person("contributor")
    form = fill(assessment(director), director)
    give(form, writer, "o4")
    one = answer(form, "o4.practice")
    said = comment_services.comment(one, kind=CommentKind.EVIDENCE, text="Which?", asked=writer, by=director)
    db.session.commit()
    overview = f"/assessments/{form.id}"
    assert f"{writer.name} (1 question)" in client.sign_in(director).get(overview).text
    client.sign_in(writer)
    assert "you (1 question)" in client.get(overview).text
    assert "pick some from the register" in client.get(f"{overview}/answers/{one.id}/comments/{said.id}/reply").text
