"""A template file becomes a draft or is refused by file, line and reason; bands and what people could say are edited."""

import io

import pytest
import yaml

from casework.assessments import template_services
from casework.assessments.models import AssessmentTemplate
from casework.assessments.outline import Outline
from casework.assessments.template_models import TemplateDraft
from casework.extensions import db
from casework.kit.packs import PACKS, PackBroken, parse_yaml
from casework.kit.rules import RuleBroken
from tests import make
from tests.assessments.make import template
from tests.assessments.test_template_editor import hidden, send, text_of

FILE = PACKS / "templates" / "cqc-2024.yaml"
SHIPPED = FILE.read_bytes()


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def browser(client, director):
    return client.sign_in(director)


def upload(browser, data, name="autumn.yaml"):
    sent = {"file": (io.BytesIO(data), name)}
    return browser.send("/templates/upload", sent, content_type="multipart/form-data")


def read_in(director, data=SHIPPED, name="autumn.yaml"):
    return template_services.start_from_file(name=name, data=data, by=director)


def test_a_file_becomes_a_draft_of_our_own_with_the_ids_it_has(browser, director):
    template("cqc-2024")
    changed = SHIPPED.replace(b"title: CQC local authority assessment", b"title: Our own check")
    response = upload(browser, changed)
    draft = db.session.query(TemplateDraft).one()
    assert response.location == f"/templates/drafts/{draft.id}"
    assert (draft.code, draft.title, draft.next_version) == ("e10000018-our-own-check", "Our own check", 1)
    assert draft.based_on == "the file autumn.yaml"
    assert draft.body["copied_from"] == ["cqc-2024"]  # answers on the shipped form are carried to it
    assert [node["id"] for node in draft.body["nodes"]] == [node["id"] for node in yaml.safe_load(SHIPPED)["nodes"]]
    assert template_services.faults_in(draft.body) == []
    assert "Before you can publish" not in text_of(browser.get(response.location))


def test_the_file_of_our_own_template_becomes_its_next_version(browser, director):
    draft = template_services.start_draft(title="Autumn check", by=director)
    added = {"id": "first.a", "kind": "narrative", "in": "first", "title": "How was it?"}
    draft.body = draft.body | {"nodes": [draft.body["nodes"][0], added, *draft.body["nodes"][1:]]}
    db.session.flush()
    own = template_services.publish(draft, change="first", seen_version=draft.version, by=director)
    db.session.flush()
    exported = browser.get(f"/templates/{own.id}/export").data
    again = read_in(director, exported.replace(b"How was it?", b"How was it for people?"))
    assert (again.code, again.next_version, again.body["changes"]) == (own.code, 2, ["1: first"])
    assert Outline(again.body).nodes["first.a"].title == "How was it for people?"
    with pytest.raises(RuleBroken, match="There is a draft of the next version already"):
        read_in(director, exported)
    elsewhere = make.person("director", org=make.organisation("E06000017", "Rutland"))
    theirs = read_in(elsewhere, exported)  # another council's file is a form of their own, tied to nothing here
    assert theirs.code.startswith("e06000017-")
    assert "copied_from" not in theirs.body


BROKEN = {
    b"scales:\n  - one": "autumn.yaml, line 1: the template does not say its",
    SHIPPED.replace(
        b"input: text, label: Name", b"inputs: text, label: Name"
    ): 'autumn.yaml, line 47: node "about.authority"',
    SHIPPED.replace(b"version: 2\n", b"version: 2\nversion: 2\n"): 'autumn.yaml, line 8: "version" stands there twice',
    b"a: [1, 2": "autumn.yaml, line 1:",
    b"a: &x [1]\nb: *x": "autumn.yaml, line 2: refers to another place of the file (*name): write it out",
    b"\xff\xfe\x00": "autumn.yaml: is not written in UTF-8",
    b"[" * 5_000: "autumn.yaml: cannot be read as YAML",
    b"!!python/object/apply:os.system [ls]": "autumn.yaml, line 1: could not determine a constructor",
    b"just words": "autumn.yaml, line 1: is not a template",
}


def test_a_file_that_is_not_right_is_refused_by_line_and_nothing_is_kept(browser, director):
    template("cqc-2024")
    for data, words in BROKEN.items():
        with pytest.raises(PackBroken) as broken:
            read_in(director, data)
        assert words in str(broken.value).replace("\n", " "), (data[:40], str(broken.value))
    page = text_of(upload(browser, SHIPPED.replace(b"kind: rating", b"kind: ratings")))
    assert page.count("is of no known kind: ratings") == 9
    assert "autumn.yaml, line 77: node &#34;qs1&#34; is of no known kind: ratings" in page
    assert "The file must be smaller than 1 MB" in text_of(upload(browser, b"#" * 1_000_001))
    assert "must end in .yaml or .yml" in text_of(upload(browser, SHIPPED, "autumn.txt"))
    assert db.session.query(TemplateDraft).count() == 0
    browser.sign_in(make.person("contributor"))
    assert browser.get("/templates/upload").status_code == 404


def test_every_shipped_form_can_be_read_in(app):
    for path in sorted((PACKS / "templates").glob("*.yaml")):
        assert parse_yaml(path.name, path.read_bytes())["template"] == path.stem


def bands(**changed):
    """The bands as the framework has them, as the page sends them."""
    rows = [("Inadequate", 25, 32, 1), ("Requires improvement", 39, 51, 2), ("Good", 63, 75, 3),
            ("Outstanding", 88, 94, 4)]  # fmt: skip
    sent = {"scale": "score", "methods": ["statement", "category"]}
    for number, row in enumerate(rows, start=1):
        sent |= {
            f"{part}_{number}": str(value) for part, value in zip(("band", "from", "upper", "score"), row, strict=True)
        }
    return sent | changed


def test_bands_are_changed_and_refused_beside_their_field(browser, director):
    template("cqc-2024")
    draft = read_in(director)
    db.session.commit()
    path = f"/templates/drafts/{draft.id}"
    held = draft.body["scoring"]
    assert "Good from 63%" in text_of(browser.get(path))
    assert send(browser, f"{path}/scoring", bands()).location == path
    assert draft.body["scoring"] == held  # what is sent back unchanged changes nothing
    assert send(browser, f"{path}/scoring", bands(from_3="60", upper_3="", methods=["statement"])).location == path
    scoring = Outline(draft.body).scoring
    assert [(band.word, band.at_least, band.upper_from, band.score) for band in scoring.bands][2] == (
        "Good",
        60,
        None,
        3,
    )
    assert list(scoring.methods) == ["statement"]
    assert scoring.methods["statement"][0] == held["methods"]["statement"]["word"]
    for changed, words in {
        ("from_3", "39"): "Band 3 must begin above 39%",
        ("from_2", ""): "Enter the percentage at which band 2 begins",
        ("score_4", ""): "Enter the score of a statement in band 4",
        ("upper_1", "20"): "The upper half of band 1 must begin above 25%",
        ("band_3", ""): "Enter what band 3 is called",
        ("from_1", "x"): "Band 1 begins at must be a number, like 12",
        ("methods", ""): "Select at least one way of scoring",
    }.items():
        assert words in text_of(send(browser, f"{path}/scoring", bands(**dict([changed])))), words
    seen = hidden(browser.get(f"{path}/scoring"))
    send(browser, f"{path}/scoring", bands(from_4="90"))
    met = browser.send(f"{path}/scoring", {"seen": seen, **bands(from_4="91")})
    assert met.status_code == 409
    assert "90" in text_of(met)
    assert send(browser, f"{path}/scoring/remove", {}).location == path
    assert Outline(draft.body).scoring is None
    assert "Add an overall result" in text_of(browser.get(path))


def test_what_people_could_say_is_edited_a_line_a_sentence(browser, director):
    template("cqc-2024")
    draft = read_in(director)
    db.session.commit()
    path = f"/templates/drafts/{draft.id}/nodes/s1/change"
    page = browser.get(path).get_data(as_text=True)
    assert "I know when my plan is looked at again and whom to ring before then" in page
    section = {"title": "Assessing needs", "part": "people"}
    send(browser, path, section | {"people_say": "I was asked\n\n  My carer was asked too \n"})
    assert Outline(draft.body).sections[1].people_say == ["I was asked", "My carer was asked too"]
    send(browser, path, section)
    assert Outline(draft.body).sections[1].people_say == []
    assert template_services.faults_in(draft.body) == []


def test_a_form_with_changed_bands_is_published_and_scores_by_them(browser, director):
    template("cqc-2024")
    draft = read_in(director)
    draft.body = {**draft.body, "scoring": draft.body["scoring"] | {"bands": [
        {"at_least": 10, "score": 1, "word": "Low"}, {"at_least": 50, "score": 4, "word": "High"}]}}  # fmt: skip
    db.session.flush()
    own = template_services.publish(draft, change="two bands", seen_version=draft.version, by=director)
    db.session.flush()
    scoring = db.session.get(AssessmentTemplate, own.id).outline.scoring
    assert (scoring.result([2, 2]).rating, scoring.result([1, 1]).rating) == ("High", "Low")
