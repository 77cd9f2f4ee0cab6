"""Sections given to people: given, handed in, taken back, sent back, accepted; who may, and what each sees."""

from datetime import date

import pytest

from casework.assessments import give_services, home
from casework.assessments.models import AssessmentStatus, GivenSection, GivenStatus
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.trail.queries import list_history
from tests import make
from tests.assessments.make import answer, assessment, give, write

TODAY = date(2026, 4, 7)


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def writer(app):
    return make.person("contributor", name="Head of Safeguarding")


@pytest.fixture
def started(director):
    return assessment(director)


def text_of(response):
    return " ".join(response.get_data(as_text=True).split())


def given(of, to, by, *sections, due_on=date(2026, 4, 17), note=None):
    return give_services.give(of, sections=sections, to=to, due_on=due_on, note=note, by=by, today=TODAY)


def test_giving_and_giving_again(started, director, writer):
    first = given(started, writer, director, "o1", "o4", note="Say what the files show")
    assert [(one.section_id, one.status, one.due_on) for one in first] == [
        ("o1", GivenStatus.GIVEN, date(2026, 4, 17)),
        ("o4", GivenStatus.GIVEN, date(2026, 4, 17)),
    ]
    entry = list_history(started)[0]
    assert entry.words.endswith("to Head of Safeguarding, due 17 April 2026")
    assert entry.reason == "Say what the files show"
    first[1].status = GivenStatus.HANDED_IN
    again = given(started, writer, director, "o4", due_on=None)
    assert db.session.query(GivenSection).count() == 2
    assert (again[0].status, again[0].due_on) == (GivenStatus.GIVEN, None)


@pytest.mark.parametrize(
    ("who", "sections", "due_on", "sentence"),
    [
        ("contributor", [], None, "Select at least one section"),
        ("contributor", ["o9"], None, "Select at least one section"),
        ("analyst", ["o1"], None, "This person has no access to self-assessments"),
        ("contributor", ["o1"], date(2026, 4, 6), "Due must be today or in the future"),
    ],
)
def test_refusals(started, director, who, sections, due_on, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        given(started, make.person(who), director, *sections, due_on=due_on)


def test_only_within_the_council_by_the_director_while_open(started, director, writer):
    elsewhere = make.person("contributor", org=make.organisation("E06000017", "Rutland"))
    with pytest.raises(RuleBroken, match="no access"):
        given(started, elsewhere, director, "o1")
    with pytest.raises(RuleBroken, match="Only the director"):
        given(started, writer, writer, "o1")
    started.status = AssessmentStatus.SIGNED
    with pytest.raises(RuleBroken, match="Signed"):
        given(started, writer, director, "o1")


G, H, B, D = GivenStatus.GIVEN, GivenStatus.HANDED_IN, GivenStatus.SENT_BACK, GivenStatus.DONE
MOVES = {
    "hand_in": {G: H, B: H},
    "take_back": {H: G},
    "send_back": {H: B, D: B},
    "accept": {H: D},
}


@pytest.mark.parametrize("verb", MOVES)
@pytest.mark.parametrize("status", list(GivenStatus))
def test_the_whole_table(started, director, writer, status, verb):
    (one,) = give(started, writer, "o4", status=status)
    words = {"hand_in": {"note": "Done", "by": writer}, "take_back": {"by": writer},
             "send_back": {"note": "More", "by": director}, "accept": {"by": director}}  # fmt: skip
    target = MOVES[verb].get(status)
    if target is None:
        with pytest.raises(RuleBroken):
            getattr(give_services, verb)(one, **words[verb])
        assert one.status is status
    else:
        getattr(give_services, verb)(one, **words[verb])
        assert one.status is target
        assert list_history(one)[0].changes == {"Status": [status.value, target.value]}


@pytest.mark.parametrize("verb", ["hand_in", "take_back"])
def test_only_the_writer(started, director, writer, verb):
    (one,) = give(started, writer, "o4", status=G if verb == "hand_in" else H)
    rest = {"note": None} if verb == "hand_in" else {}
    for other in (director, make.person("contributor")):
        with pytest.raises(RuleBroken, match="not given to you"):
            getattr(give_services, verb)(one, by=other, **rest)


def test_only_the_director_and_only_with_words(started, director, writer):
    (one,) = give(started, writer, "o4", status=H)
    with pytest.raises(RuleBroken, match="Only the director"):
        give_services.accept(one, by=writer)
    with pytest.raises(RuleBroken, match="Only the director"):
        give_services.send_back(one, note="x", by=writer)
    with pytest.raises(RuleBroken, match="Say what is missing"):
        give_services.send_back(one, note=" ", by=director)


def test_from_giving_to_accepting_on_the_pages(client, started, director, writer):
    client.sign_in(director)
    path = f"/assessments/{started.id}"
    page = text_of(client.get(f"{path}/give"))
    assert "Head of Safeguarding" in page
    refused = text_of(client.send(f"{path}/give"))
    assert "Select at least one section" in refused
    assert "Select who" in refused
    sent = {"sections": ["o4"], "to": writer.id, "due_on": ["1", "1", "2090"], "note": "Say what the files show"}
    assert client.send(f"{path}/give", sent).location == path
    assert "1 section given to Head of Safeguarding, due 1 January 2090" in text_of(client.get(path))

    client.sign_in(writer)
    assert "Say what the files show" in text_of(client.get(f"{path}/sections/5"))
    for theme in ("outcomes", "partnership", "practice"):
        one = answer(started, f"o4.{theme}")
        form = {"version": one.version, "sitting": "s", "turn": 0, "text": "Words", "rating": 2, "save_next": "yes"}
        response = client.send(f"{path}/answers/{one.id}/write", form)
    assert response.location == f"{path}/sections/5/hand-in"
    assert "Hand in 3 answers" in text_of(client.get(response.location))
    assert client.send(response.location, {"note": "All three done"}).location == f"{path}/sections/5"
    assert "Take it back" in text_of(client.get(f"{path}/sections/5"))
    assert "/write" not in text_of(client.get(f"{path}/sections/5"))

    client.sign_in(director)
    assert [line.text for line in home.list_for_home(director) if line.group == "To sign or check"] == [
        "Read what Head of Safeguarding handed in: Keeping people safe"
    ]
    page = text_of(client.get(f"{path}/sections/5"))
    assert "All three done" in page
    given_id = db.session.query(GivenSection).one().id
    assert "Say what is missing" in text_of(client.send(f"{path}/given/{given_id}/send-back"))
    client.send(f"{path}/given/{given_id}/send-back", {"note": "Name the files"})

    client.sign_in(writer)
    one = answer(started, "o4.practice")
    assert "Sent back to you: Name the files" in text_of(client.get(f"{path}/answers/{one.id}/write"))
    assert [line.group for line in home.list_for_home(writer)] == ["Sent back to me"]
    client.send(f"{path}/sections/5/hand-in")
    assert client.get(f"{path}/sections/5/take-back").status_code == 200
    client.send(f"{path}/sections/5/take-back")
    client.send(f"{path}/sections/5/hand-in")
    client.sign_in(director)
    assert client.get(f"{path}/given/{given_id}/accept").status_code == 200
    assert client.send(f"{path}/given/{given_id}/accept").location == f"{path}/sections/5"
    assert db.session.query(GivenSection).one().status is GivenStatus.DONE
    assert "Completed" not in text_of(client.get(f"{path}/sections/5"))  # three suggestions, no rating yet


def test_what_is_not_yours_is_not_there(client, started, director, writer):
    (one,) = give(started, writer, "o4", status=H)
    path = f"/assessments/{started.id}"
    client.sign_in(writer)
    for page in (
        "/give",
        f"/given/{one.id}/accept",
        f"/given/{one.id}/send-back",
        "/sections/2/hand-in",
        "/sections/99/hand-in",
    ):
        assert client.get(path + page).status_code == 404
    client.sign_in(director)
    assert client.get(f"{path}/sections/5/hand-in").status_code == 404
    assert client.get(f"{path}/given/999/accept").status_code == 404
    write(answer(started, "o4.practice"), director, "x")
    client.sign_in(make.person("director", org=make.organisation("E06000017", "Rutland")))
    assert client.get(f"{path}/given/{one.id}/accept").status_code == 404
