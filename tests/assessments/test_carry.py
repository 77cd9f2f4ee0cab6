"""Year to year: answers carried by node id, marked and confirmed; a changed scale stops and asks; two compared."""

import copy

import pytest

from casework.assessments import carry_services, compare, evidence_services, queries, services
from casework.assessments.models import AssessmentStatus, AssessmentTemplate, EvidenceKind
from casework.assessments.sign_services import read_content, sign
from casework.extensions import db
from casework.kit.rules import RuleBroken
from tests import make
from tests.assessments.make import answer, assessment, figures, fill, template, write


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def signed(director):
    figures()
    of = fill(assessment(director), director)
    evidence_services.add_evidence(
        answer(of, "o1.practice"), title="Survey", kind=EvidenceKind.PEOPLE, about="2012/13", by=director
    )
    sign(of, name="Dee", position="Director", seen_hash=read_content(of).content_hash, by=director)
    return of


def carried(signed, director, form=None, **rest):
    fresh = services.start(
        template=form or template(), organisation=director.organisation, period="2013-14", by=director
    )
    return fresh, carry_services.carry(fresh, source=signed, by=director, **{"scale_map": {}, **rest})


def new_version(change, code="sector-led-2012"):
    body = copy.deepcopy(template(code).body)
    body["version"] += 1
    body["changes"] = [*body["changes"], f"{body['version']}: changed"]
    change(body)
    held = AssessmentTemplate(
        code=body["template"], version=body["version"], title=body["title"], checksum="0" * 64, changes=body["changes"], body=body,
        loaded_at=template().loaded_at,
    )  # fmt: skip
    db.session.add(held)
    db.session.flush()
    return held


def text_of(response):
    return " ".join(response.get_data(as_text=True).split())


def test_everything_is_carried_and_must_be_confirmed(signed, director):
    fresh, count = carried(signed, director)
    assert count == 27
    assert fresh.follows is signed
    one = answer(fresh, "o1.practice")
    assert (one.text, one.rating) == ("About o1.practice", 3)
    assert [link.evidence.title for link in one.evidence_links] == ["Survey"]
    from casework.assessments import rules

    assert (rules.mark_of(one), rules.needs_confirming(one)) == ("carried", True)
    carry_services.confirm(one, by=director)
    assert (rules.mark_of(one), rules.needs_confirming(one)) == ("carried", False)
    other = write(answer(fresh, "o2.practice"), director, "Another year", 2)
    assert (rules.mark_of(other), rules.needs_confirming(other)) == ("changed", False)
    with pytest.raises(RuleBroken, match="There is nothing to confirm"):
        carry_services.confirm(other, by=director)
    assert answer(signed, "o2.practice").text == "About o2.practice"


def test_a_revision_of_the_same_period_needs_no_confirming(signed, director):
    from casework.assessments import rules

    fresh = services.revise(signed, by=director)
    assert not any(rules.needs_confirming(one) for one in queries.list_answers(fresh))


def test_new_and_changed_nodes_stay_blank(signed, director):
    def change(body):
        nodes = {node["id"]: node for node in body["nodes"]}
        body["nodes"].remove(nodes["enablers.blockers"])
        nodes["enablers"].pop("beside", None)
        nodes["enablers.enablers"]["kind"] = "evidenced"
        nodes["enablers.enablers"]["columns"] = ["Narrative", "Evidence"]
        body["nodes"].append({"id": "enquiry.more", "kind": "narrative", "in": "challenge", "title": "More"})

    fresh, count = carried(signed, director, new_version(change))
    assert count == 25
    held = {one.node_id: one for one in queries.list_answers(fresh)}
    assert "enablers.blockers" not in held
    assert (held["enablers.enablers"].text, held["enquiry.more"].text) == ("", "")


FIVE = {str(n): {"word": f"Level {n}", "says": "So"} for n in range(1, 6)}


def test_a_changed_scale_stops_and_asks(signed, director):
    form = new_version(lambda body: body["scales"].update(four=FIVE))
    with pytest.raises(RuleBroken, match=r"The scale now has 5 steps\. Say what each old rating becomes"):
        carried(signed, director, form)
    db.session.rollback()


def test_a_changed_scale_is_mapped(signed, director):
    form = new_version(lambda body: body["scales"].update(four=FIVE))
    fresh, _ = carried(signed, director, form, scale_map={"four": {1: 1, 2: 2, 3: 4, 4: None}})
    assert {one.rating for one in queries.list_answers(fresh) if one.node.kind == "rating"} == {4}


def test_from_the_start_page(client, signed, director):
    client.sign_in(director)
    assert "Self-assessment 2012/13, version 1" in text_of(client.get("/assessments/start"))
    sent = {"template": "sector-led-2012", "period": "2013-14", "source": str(signed.id), "form_key": "k"}
    response = client.send("/assessments/start", sent)
    fresh = queries.list_existing(director.organisation_id, "sector-led-2012", "2013-14")[0]
    assert response.location == f"/assessments/{fresh.id}"
    assert "27 answers carried forward. Next: confirm or change each of them" in text_of(client.get(response.location))
    assert "27 answers are as last time and not confirmed" in text_of(client.get(f"{response.location}/ready"))
    one = answer(fresh, "o1.practice")
    path = f"/assessments/{fresh.id}/answers/{one.id}"
    page = text_of(client.get(f"{path}/write"))
    assert "Last time, 2012/13" in page
    assert "Rated 3 Good" in page
    page = text_of(client.get(f"/assessments/{fresh.id}/sections/2"))
    assert "Carried, to be confirmed" in page
    assert "Rated 3 Good" in page.split("Last time, 2012/13")[1]
    assert "because it is still right" in text_of(client.get(f"{path}/confirm"))
    assert client.send(f"{path}/confirm").location == path
    assert one.confirmed_at


def test_the_start_page_asks_about_a_changed_scale(client, signed, director):
    new_version(lambda body: body["scales"].update(four=FIVE))
    client.sign_in(director)
    sent = {"template": "sector-led-2012", "period": "2013-14", "source": str(signed.id), "form_key": "k"}
    page = text_of(client.send("/assessments/start", sent))
    assert "Say what 1 Inadequate becomes: the scale now has 5 steps" in page
    sent |= {f"scale_four_{old}": str(new) for old, new in ((1, 1), (2, 2), (3, 3), (4, 0))}
    assert client.send("/assessments/start", sent).status_code == 302


def test_a_blank_start_shows_last_times_words_to_copy(client, signed, director):
    fresh = assessment(director, "2013-14")
    client.sign_in(director)
    one = answer(fresh, "o1.practice")
    path = f"/assessments/{fresh.id}/answers/{one.id}"
    assert "Copy last time&#39;s words" in client.get(f"{path}/write").get_data(as_text=True) or "copy-last" in text_of(
        client.get(f"{path}/write")
    )
    assert client.get(f"{path}/copy-last").status_code == 200
    assert client.send(f"{path}/copy-last", {"version": one.version}).location == f"{path}/write"
    assert (one.text, one.rating) == ("About o1.practice", None)
    assert "has words already" in text_of(client.send(f"{path}/copy-last", {"version": one.version}))


def test_two_are_compared(client, signed, director):
    fresh, _ = carried(signed, director)
    write(answer(fresh, "o1.practice"), director, "About o1.practice and more", 4)
    write(answer(fresh, "enablers.blockers"), director, "")
    lines = {
        line.name: line for line in compare.compare_answers(read_content(signed).content, read_content(fresh).content)
    }
    practice = lines["Enabling maximum choice and control: Service delivery and effective practice"]
    assert (practice.then_rating, practice.now_rating, practice.words) == ("3 Good", "4 Outstanding", "Changed")
    assert practice.now_parts == [(False, "About o1.practice"), (True, " and more")]
    assert lines["Enablers and blockers: Key blockers on improvement"].words == "Gone"
    assert lines["Keeping people safe: Working together, partnership"].words == "Same"
    moved = {line.ref: (line.then, line.now) for line in compare.compare_figures(read_content(signed).content, read_content(fresh).content)}  # fmt: skip
    assert moved["1E"] == ("1.6%, bottom quartile", "Not held")
    client.sign_in(director)
    page = text_of(client.get(f"/assessments/{fresh.id}/compare"))
    assert "Rating 2012/13, version 1" in page
    assert "1 rating, 2 texts and 24 figures differ" in page
    assert page.count("Moved") == 1
    assert "Only now: </span> and more" in page
    assert client.get(f"/assessments/{fresh.id}/compare?with=999").status_code == 404


def test_nothing_to_compare_is_said(client, director):
    of = assessment(director)
    client.sign_in(director)
    assert "There is no other self-assessment on this form" in text_of(client.get(f"/assessments/{of.id}/compare"))


def test_another_form_or_council_is_no_source(signed, director):
    elsewhere = make.person("director", org=make.organisation("E06000017", "Rutland"))
    fresh = services.start(template=template(), organisation=elsewhere.organisation, period="2013-14", by=elsewhere)
    with pytest.raises(RuleBroken, match="Select a self-assessment on the same form"):
        carry_services.carry(fresh, source=signed, scale_map={}, by=elsewhere)
    assert queries.list_sources(elsewhere.organisation_id) == []
    assert queries.list_sources(director.organisation_id) == [signed]
    signed.status = AssessmentStatus.REVISED
    db.session.flush()
    assert queries.list_sources(director.organisation_id) == []
