"""A council's own template through real requests: drafted, changed by two people, previewed, published, used, changed."""

import pytest
import yaml
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from casework.assessments import drafts, queries, services, template_queries, template_services
from casework.assessments.models import AssessmentTemplate
from casework.assessments.nodes import NodeKind
from casework.assessments.outline import Outline
from casework.assessments.pack_rules import faults_of
from casework.assessments.template_models import TemplateDraft
from casework.extensions import db
from casework.kit.packs import read_yaml
from casework.kit.rules import RuleBroken
from casework.trail.models import TrailEntry
from tests import make
from tests.assessments.make import figures, template


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def analyst(app):
    return make.person("analyst", name="Ana Lyst")


@pytest.fixture
def draft(director):
    begun = template_services.start_draft(title="Autumn check", by=director)
    db.session.commit()
    return begun


def text_of(response):
    return " ".join(response.get_data(as_text=True).split())


def hidden(response, name="seen"):
    return response.get_data(as_text=True).split(f'name="{name}"')[1].split('value="')[1].split('"')[0]


def send(client, path, data):
    """Fill a form in as a browser does: with the mark of the part as it was read."""
    page = client.get(path)
    keys = {
        name: hidden(page, name)
        for name in ("seen", "form_key", "version")
        if f'name="{name}"' in page.get_data(as_text=True)
    }
    return client.send(path, {**keys, **data})


def add(client, draft, kind, data, section="first"):
    path = f"/templates/drafts/{draft.id}/nodes/{section}/add"
    chosen = send(client, path, {"kind": kind})
    assert chosen.location == f"{path}/{kind}", text_of(chosen)
    response = send(client, chosen.location, data)
    assert response.status_code == 302, text_of(response)
    return response.location


def test_every_kind_of_question_is_made_previewed_published_and_answered(client, director):
    figures()
    client.sign_in(director)
    response = send(client, "/templates/start", {"title": "Autumn check", "base": "blank"})
    draft = db.session.query(TemplateDraft).one()
    path = f"/templates/drafts/{draft.id}"
    assert response.location == path
    assert draft.code == "e10000018-autumn-check"
    send(client, f"{path}/change", {"title": "Autumn check", "summary": "How ready we are for winter", "part_1": "The form",
                                    "part_2": "Finish", "part_new": "More"})  # fmt: skip
    send(client, f"{path}/scales/add", {"name": "Yes or no", "numbered": "no", "word_1": "We do", "says_1": "It is so",
                                        "word_2": "Not yet", "says_2": "It is not"})  # fmt: skip
    send(
        client,
        f"{path}/nodes/first/change",
        {"title": "Being ready", "part": "form", "statement": "People are safe in winter"},
    )
    items = add(client, draft, "measure-table", {"title": "Figures", "last_year": "2012-13"})
    send(client, f"{items}/add", {"measure": "ascof-2011:1E", "ref": "", "title": "", "footnote": "Counted in March"})
    send(client, f"{items}/add", {"measure": "ascof-2011:4A", "ref": "4A", "title": "Feel safe", "footnote": ""})
    add(client, draft, "rating", {"title": "How ready are we?", "scale": "four", "from_table": "y", "hint": "Say why",
                                  "evidence_categories": ["people", "staff"]})  # fmt: skip
    add(client, draft, "narrative", {"title": "What helps", "required": "y"})
    add(client, draft, "narrative", {"title": "What holds us back", "weaknesses": "y"})
    add(
        client,
        draft,
        "evidenced",
        {"title": "Strengths", "column_1": "Narrative", "column_2": "Where is the evidence?"},
    )
    add(
        client,
        draft,
        "lines-of-enquiry",
        {"title": "Ask us", "column_1": "Title", "column_2": "Reason", "at_least": "1"},
    )
    add(client, draft, "field", {"label": "Who wrote this", "input": "text"})
    listed = add(client, draft, "statement-list", {"title": "Winter list", "scale": "yes-or-no", "where": "y"})
    send(client, f"{listed}/add", {"says": "We have a plan for snow"})
    send(client, f"{listed}/add", {"says": "Care homes know it"})
    send(client, f"{path}/nodes/first/change", {"title": "Being ready", "part": "form", "beside": "y"})
    send(client, f"{path}/nodes/first.how-ready-are-we/change",
         {"title": "How ready are we?", "in": "first", "scale": "four", "level_4": "Others learn from our winter"})  # fmt: skip
    page = text_of(client.get(path))
    assert "Before you can publish" not in page
    shown = text_of(client.get(f"{path}/preview"))
    for words in ("1.6%", "Counted in March", "Others learn from our winter", "We have a plan for snow", "Bottom"):
        assert words in shown, words
    exported = client.get(f"{path}/export")
    assert faults_of(yaml.safe_load(exported.data)) == []
    response = send(client, f"{path}/publish", {"change": "first version, for the winter of 2012"})
    own = db.session.query(AssessmentTemplate).filter_by(code="e10000018-autumn-check").one()
    assert response.location == f"/templates/{own.id}"
    assert (own.version, own.organisation_id, own.published_by_id) == (1, director.organisation_id, director.id)
    assert own.changes == ["1: first version, for the winter of 2012"]
    assert db.session.query(TemplateDraft).count() == 0
    assert own.outline.nodes["first"].raw["beside"] == ["first.what-helps", "first.what-holds-us-back"]
    assert own.outline.nodes["first.what-holds-us-back"].tells_weaknesses
    assert own.outline.nodes["first.figures"].raw["footnotes"] == [{"mark": "*", "says": "Counted in March"}]
    assert "Version 1: first version, for the winter of 2012" in text_of(client.get(response.location))
    sent = {"template": own.code, "period": "2012-13", "source": "blank", "form_key": "k"}
    started = client.send("/assessments/start", sent)
    of = queries.list_existing(director.organisation_id, own.code, "2012-13")[0]
    assert started.location == f"/assessments/{of.id}"
    assert "1.6%" in text_of(client.get(f"/assessments/{of.id}/sections/1"))
    for answer in queries.list_answers(of):
        assert client.get(f"/assessments/{of.id}/answers/{answer.id}/write").status_code == 200
    assert client.get(f"/assessments/{of.id}/export?format=docx").status_code == 200


def test_the_exported_file_is_the_very_template(client, director, tmp_path):
    client.sign_in(director)
    for code in ("cqc-2024", "lgsco-code-2024", "sector-led-2012"):
        held = template(code)
        file = tmp_path / "form.yaml"
        file.write_bytes(client.get(f"/templates/{held.id}/export").data)
        body = read_yaml(file)
        assert faults_of(body) == []
        assert Outline(body).measures == held.outline.measures
        assert [node.raw for node in Outline(body).nodes.values()] == [node.raw for node in held.outline.nodes.values()]


def test_two_people_at_one_question_lose_nothing(client, draft, director, analyst):
    client.sign_in(director)
    add(client, draft, "narrative", {"title": "What helps", "hint": "First words"})
    path = f"/templates/drafts/{draft.id}/nodes/first.what-helps/change"
    seen = hidden(client.get(path))
    client.sign_in(analyst)
    send(client, path, {"title": "What helps", "in": "first", "hint": "Words of the analyst"})
    client.sign_in(director)
    mine = {"title": "What helps most", "in": "first", "hint": "Words of the director", "seen": seen}
    response = client.send(path, mine)
    assert response.status_code == 409
    page = text_of(response)
    assert "Ana Lyst changed this at" in page
    assert "Words of the analyst" in page
    assert 'value="Words of the director"' in page  # still in the field
    assert drafts.node_of(draft.body, "first.what-helps")["hint"] == "Words of the analyst"
    response = client.send(path, {**mine, "seen": hidden(response)})
    assert response.status_code == 302
    assert drafts.node_of(draft.body, "first.what-helps")["hint"] == "Words of the director"
    said = [
        entry.changes for entry in db.session.query(TrailEntry).filter_by(event="template:changed") if entry.changes
    ]
    assert ["Words of the analyst", "Words of the director"] in [list(change.get("hint", ())) for change in said]


def test_two_people_at_two_questions_do_not_meet(client, draft, director, analyst):
    client.sign_in(director)
    add(client, draft, "narrative", {"title": "One"})
    add(client, draft, "narrative", {"title": "Two"})
    path = f"/templates/drafts/{draft.id}/nodes"
    seen = hidden(client.get(f"{path}/first.one/change"))
    client.sign_in(analyst)
    send(client, f"{path}/first.two/change", {"title": "Two, changed", "in": "first"})
    client.sign_in(director)
    assert (
        client.send(f"{path}/first.one/change", {"title": "One, changed", "in": "first", "seen": seen}).status_code
        == 302
    )
    titles = [node.get("title") for node in draft.body["nodes"]]
    assert "One, changed" in titles
    assert "Two, changed" in titles


def test_what_was_removed_meanwhile_is_said_and_the_words_stay(client, draft, director):
    client.sign_in(director)
    add(client, draft, "narrative", {"title": "One"})
    path = f"/templates/drafts/{draft.id}/nodes/first.one"
    assert send(client, f"{path}/remove", {}).status_code == 302
    assert client.get(f"{path}/change").status_code == 404
    assert client.get(f"{path}/remove").status_code == 404


def test_moving_keeps_ids_and_order(client, draft, director):
    client.sign_in(director)
    for title in ("A", "B", "C"):
        add(client, draft, "narrative", {"title": f"Text {title}"})
    base = f"/templates/drafts/{draft.id}"

    def order():
        return [node["id"] for node in draft.body["nodes"]]

    client.send(f"{base}/nodes/first.text-c/move?to=up")
    assert order() == ["first", "first.text-a", "first.text-c", "first.text-b", "finish", "declaration"]
    client.send(f"{base}/nodes/first/move?to=down")
    assert order() == ["finish", "declaration", "first", "first.text-a", "first.text-c", "first.text-b"]
    client.send(f"{base}/nodes/first/move?to=down")  # already last
    send(client, f"{base}/nodes/first.text-a/change", {"title": "Renamed", "in": "finish"})
    assert order() == ["finish", "declaration", "first.text-a", "first", "first.text-c", "first.text-b"]
    assert drafts.node_of(draft.body, "first.text-a")["title"] == "Renamed"
    send(client, f"{base}/nodes/first/remove", {})
    assert order() == ["finish", "declaration", "first.text-a"]


def test_items_are_moved_changed_and_removed_only_where_they_were_seen(client, draft, director):
    client.sign_in(director)
    items = add(client, draft, "statement-list", {"title": "List", "scale": "four"})
    for says in ("One", "Two"):
        send(client, f"{items}/add", {"says": says})
    node = "first.list"
    first = drafts.node_of(draft.body, node)["statements"][0]
    seen = drafts.mark_of(first)
    client.send(f"{items}/0/move?to=down&seen={seen}")
    assert [one["says"] for one in drafts.node_of(draft.body, node)["statements"]] == ["Two", "One"]
    page = client.send(f"{items}/0/remove?seen={seen}")  # the page still showed "One" in the first place
    assert "Nothing was changed: somebody changed the list meanwhile" in text_of(client.get(page.location))
    client.send(f"{items}/1/remove?seen={seen}")
    send(client, f"{items}/0/change", {"says": "Two, better"})
    held = drafts.node_of(draft.body, node)["statements"]
    assert [(one["id"], one["says"]) for one in held] == [("list-2", "Two, better")]


REFUSED = [
    ("nodes/first/add/narrative", {"title": ""}, "Enter the question"),
    ("nodes/first/add/rating", {"title": "How?"}, "Select a scale"),
    ("nodes/first/add/lines-of-enquiry", {"title": "Ask", "column_1": "", "column_2": "Why"}, "Enter the heading of column 1"),
    ("nodes/first/add/measure-table", {"title": "Figures"}, "Select a year"),
    ("sections/add", {"title": "More", "part": "nowhere"}, "Select a part"),
    ("scales/add", {"name": "New", "numbered": "yes", "word_1": "A", "says_1": "a"}, "Enter a word for level 2"),
    ("scales/add", {"name": "New", "numbered": "yes", "word_1": "A", "says_1": "a", "word_2": "B"}, "Say what level 2 means"),
    (
        "scales/add",
        {"name": "New", "numbered": "yes", **{f"{k}_{n}": "x" for k in ("word", "says") for n in (1, 2, 4)}},
        "Fill the levels without a gap: level 3 is empty",
    ),
    ("change", {"title": "Autumn check", "part_1": ""}, "Enter a name: sections stand under this part"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "data", "sentence"), REFUSED, ids=[sentence for *_, sentence in REFUSED])
def test_mistakes_stand_beside_the_field_and_change_nothing(client, draft, director, page, data, sentence):
    client.sign_in(director)
    before = draft.body
    response = send(client, f"/templates/drafts/{draft.id}/{page}", data)
    assert response.status_code == 200
    assert "govuk-error-message" in response.get_data(as_text=True)
    assert sentence in text_of(response)
    assert draft.body == before


def test_a_second_declaration_is_refused_and_the_head_can_be_changed_without_one(client, draft, director):
    client.sign_in(director)
    base = f"/templates/drafts/{draft.id}"
    response = send(client, f"{base}/nodes/first/add/declaration", {"title": "Again", "says": "I sign"})
    assert "The form has a declaration already" in text_of(response)
    send(client, f"{base}/nodes/declaration/remove", {})
    assert (
        send(client, f"{base}/change", {"title": "Renamed", "part_1": "The form", "part_2": "End"}).status_code == 302
    )
    assert draft.title == "Renamed"
    add(client, draft, "declaration", {"title": "Signed", "says": "I sign"}, "finish")
    assert template_services.faults_in(draft.body) == []


def test_a_draft_with_faults_is_not_published(client, draft, director):
    client.sign_in(director)
    add(client, draft, "measure-table", {"title": "Figures", "last_year": "2012-13"})
    send(client, f"/templates/drafts/{draft.id}/nodes/declaration/remove", {})
    page = text_of(client.get(f"/templates/drafts/{draft.id}/publish"))
    assert "has no rows" in page
    assert "the form has no declaration: nobody could sign it" in page
    response = client.send(f"/templates/drafts/{draft.id}/publish", {"change": "first", "version": str(draft.version)})
    assert response.status_code == 200
    assert db.session.query(AssessmentTemplate).filter_by(code=draft.code).count() == 0


def test_a_draft_that_moved_is_read_again_before_it_is_published(client, draft, director, analyst):
    client.sign_in(director)
    add(client, draft, "narrative", {"title": "One"})
    path = f"/templates/drafts/{draft.id}/publish"
    seen = hidden(client.get(path), "version")
    client.sign_in(analyst)
    add(client, draft, "narrative", {"title": "Two"})
    client.sign_in(director)
    response = client.send(path, {"change": "first", "version": seen})
    assert "Ana Lyst changed the draft at" in text_of(response)
    assert "Read it again, then publish it" in text_of(response)
    assert client.send(path, {"change": "first", "version": hidden(response, "version")}).status_code == 302


def publish(draft, by, change="first"):
    drafts_body, _ = drafts.add_node(draft.body, NodeKind.NARRATIVE, "first", {"title": "What helps"})
    template_services.apply(draft, lambda body: drafts_body, by=by, words="added")
    return template_services.publish(draft, change=change, seen_version=draft.version, by=by)


def test_the_next_version_stands_beside_the_published_one(client, draft, director):
    first = publish(draft, director)
    client.sign_in(director)
    response = send(client, f"/templates/{first.id}/next", {})
    fresh = db.session.query(TemplateDraft).one()
    assert response.location == f"/templates/drafts/{fresh.id}"
    assert (fresh.code, fresh.next_version) == (first.code, 2)
    again = send(client, f"/templates/{first.id}/next", {})
    assert "There is a draft of the next version already" in text_of(again)
    send(
        client,
        f"/templates/drafts/{fresh.id}/nodes/first.what-helps/change",
        {"title": "What helps now", "in": "first"},
    )
    send(client, f"/templates/drafts/{fresh.id}/publish", {"change": "asks about now"})
    second = template_queries.list_template_versions(first)[0]
    assert (second.version, second.changes) == (2, ["1: first", "2: asks about now"])
    assert first.outline.nodes["first.what-helps"].title == "What helps"
    assert second.outline.nodes["first.what-helps"].title == "What helps now"
    assert [one.version for one in template_queries.list_newest(seen_by=director) if one.code == first.code] == [2]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assessment_template SET title = 'Another'",
        "DELETE FROM assessment_template",
        "INSERT INTO assessment_template (id, code, version, title, checksum, changes, body, loaded_at) "
        "SELECT id, code, version, title, checksum, changes, body, loaded_at FROM assessment_template",
    ],
)
def test_the_database_refuses_to_change_a_published_version(draft, director, statement):
    publish(draft, director)
    db.session.commit()
    with pytest.raises(DatabaseError):
        db.session.execute(text(statement))
    db.session.rollback()


def test_another_council_cannot_tell_that_it_exists(client, draft, director):
    own = publish(draft, director)
    rival_org = make.organisation("E06000017", "Rutland")
    rival = make.person("director", org=rival_org)
    begun = template_services.start_draft(title="Autumn check", by=director)
    client.sign_in(rival)
    assert "Autumn check" not in text_of(client.get("/templates"))
    assert "Autumn check" not in text_of(client.get("/templates/start"))
    for path in (f"/templates/{own.id}", f"/templates/{own.id}/preview", f"/templates/{own.id}/export",
                 f"/templates/{own.id}/next", f"/templates/drafts/{begun.id}", f"/templates/drafts/{begun.id}/preview",
                 f"/templates/drafts/{begun.id}/publish", f"/templates/drafts/{begun.id}/nodes/first/change"):  # fmt: skip
        assert client.get(path).status_code == 404, path
    template()
    page = text_of(client.get("/assessments/start"))
    assert "CQC local authority assessment" in page  # the control: shipped ones are there
    assert "Autumn check" not in page
    sent = {"template": own.code, "period": "2012-13", "source": "blank", "form_key": "k"}
    assert "Select a template" in text_of(client.send("/assessments/start", sent))
    with pytest.raises(RuleBroken, match="Select a template"):
        services.start(template=own, organisation=rival_org, period="2012-13", by=rival)
    client.sign_in(director)
    assert "Autumn check" in text_of(client.get("/assessments/start"))


@pytest.mark.parametrize(
    ("role", "status"), [("director", 200), ("analyst", 200), ("contributor", 404), ("auditor", 404)]
)
def test_who_may_write_templates(client, draft, role, status):
    client.sign_in(make.person(role))
    assert client.get(f"/templates/drafts/{draft.id}").status_code == status
    assert client.get("/templates/start").status_code == status
    assert client.get("/templates").status_code == 200


def test_a_copy_of_the_cqc_form_keeps_its_ids_and_its_scoring(client, director):
    held = template("cqc-2024")
    client.sign_in(director)
    send(client, "/templates/start", {"title": "Our CQC form", "base": str(held.id)})
    draft = db.session.query(TemplateDraft).one()
    assert template_services.faults_in(draft.body) == []
    send(client, f"/templates/drafts/{draft.id}/scales/score/change",
         {f"{part}_{n}": f"{part} {n}" for n in (1, 2, 3, 4) for part in ("word", "says")})  # fmt: skip
    assert "Our words" not in text_of(client.get(f"/templates/drafts/{draft.id}/preview"))
    response = send(client, f"/templates/drafts/{draft.id}/nodes/qs1/change",
                    {"title": "Assessing needs", "in": "s1", "scale": "score", "level_3": "Our words for good"})  # fmt: skip
    assert response.status_code == 302, text_of(response)
    assert "Our words for good" in text_of(client.get(f"/templates/drafts/{draft.id}/preview"))
    response = send(client, f"/templates/drafts/{draft.id}/scales/score/remove", {})
    assert "9 questions are answered on this scale. Give them another first" in text_of(response)
    send(client, f"/templates/drafts/{draft.id}/publish", {"change": "in our words"})
    own = db.session.query(AssessmentTemplate).filter_by(organisation_id=director.organisation_id).one()
    assert [node.id for node in own.outline.scored] == [f"qs{n}" for n in range(1, 10)]
    assert own.outline.scale_of(own.outline.nodes["qs1"]).step(3).says == "Our words for good"


def test_a_draft_is_thrown_away(client, draft, director):
    client.sign_in(director)
    path = f"/templates/drafts/{draft.id}"
    assert send(client, f"{path}/discard", {}).location == "/templates"
    assert db.session.query(TemplateDraft).count() == 0
    assert client.get(path).status_code == 404
