"""From one year to the next: marks through revisions, a newer form, changed scales, and what was signed stays signed."""

from decimal import Decimal

import pytest

from casework.assessments import carry_services, pages, queries, rules, services, template_services
from casework.assessments.form_changes import changed_scales, form_changes
from casework.assessments.outline import Outline
from casework.assessments.sign_services import read_content, sign
from casework.extensions import db
from casework.kit import clock
from casework.kit.packs import PACKS, read_yaml
from casework.kit.rules import RuleBroken
from casework.measures.models import MeasureValue
from tests import make
from tests.assessments.make import answer, assessment, figures, fill, template, write
from tests.assessments.test_carry import FIVE, carried, new_version, text_of


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def signed(director):
    figures()
    return sign_it(fill(assessment(director), director), director)


def sign_it(of, director):
    sign(of, name="Dee", position="Director", seen_hash=read_content(of).content_hash, by=director)
    return of


def test_a_mapped_rating_is_carried_and_must_be_confirmed(signed, director):
    form = new_version(lambda body: body["scales"].update(four=FIVE))
    fresh, _ = carried(signed, director, form, scale_map={"four": {1: 1, 2: 2, 3: 5, 4: None}})
    one = answer(fresh, "o1.practice")
    assert (one.rating, rules.mark_of(one), rules.needs_confirming(one)) == (5, "carried", True)
    carry_services.confirm(one, by=director)
    assert not rules.needs_confirming(one)


def test_a_rating_to_be_given_again_is_not_confirmed_blank(signed, director):
    form = new_version(lambda body: body["scales"].update(four=FIVE))
    fresh, _ = carried(signed, director, form, scale_map={"four": {1: 1, 2: 2, 3: None, 4: None}})
    one = answer(fresh, "o1.practice")
    assert (one.rating, one.text) == (None, "About o1.practice")
    with pytest.raises(RuleBroken, match="Rate this first: the scale has changed"):
        carry_services.confirm(one, by=director)


def test_marks_outlive_a_revision(signed, director):
    fresh, _ = carried(signed, director)
    carry_services.confirm(answer(fresh, "o1.practice"), by=director)
    write(answer(fresh, "o2.practice"), director, "Another year", 2)
    again = services.revise(sign_it(fresh, director), by=director)
    marks = {one.node_id: (rules.mark_of(one), rules.needs_confirming(one)) for one in queries.list_answers(again)}
    assert marks["o1.practice"] == ("carried", False)
    assert marks["o2.practice"] == ("changed", False)
    assert marks["o3.practice"] == ("carried", True)
    assert rules.started_from(again) is signed


def change_the_form(body):
    nodes = {node["id"]: node for node in body["nodes"]}
    body["nodes"].remove(nodes["enablers.blockers"])
    nodes["enablers"].pop("beside")
    nodes["enablers.enablers"] |= {"kind": "evidenced", "columns": ["Narrative", "Evidence"]}
    body["nodes"].append({"id": "enquiry.more", "kind": "narrative", "in": "challenge", "title": "More"})


def test_what_is_new_and_gone_in_the_form_is_said(client, signed, director):
    new_version(change_the_form)
    client.sign_in(director)
    sent = {"template": "sector-led-2012", "period": "2013-14", "source": str(signed.id), "form_key": "k"}
    page = text_of(client.get(client.send("/assessments/start", sent).location))
    words = "1 question is new, 1 question is no longer asked, 1 question is asked otherwise"
    assert f"The form has changed: {words}" in page
    assert "New questions: For the challenge team: More" in page.replace(
        '</p> <ul class="govuk-list govuk-list--bullet"><li>', " "
    )
    assert "Enablers and blockers: Key blockers on improvement" in page
    assert "Open Self-assessment 2012/13, version 1" in page
    fresh = queries.list_existing(director.organisation_id, "sector-led-2012", "2013-14")[0]
    cards = text_of(client.get(f"/assessments/{fresh.id}/sections/9"))
    assert "New" in cards.split("Against last time")[2]  # the question that was added


def small(levels, statements):
    scale = {key: {"word": word, "says": "So"} for key, word in levels.items()}
    node = {"id": "s.list", "kind": "statement-list", "in": "s", "scale": "two", "title": "List",
            "statements": [{"id": key, "says": f"We do {key}"} for key in statements]}  # fmt: skip
    head = {"template": "small", "version": 1, "title": "Small", "parts": {"one": "One"}, "changes": ["1: first"]}
    return Outline(
        {**head, "scales": {"two": scale}, "nodes": [{"id": "s", "kind": "section", "part": "one", "title": "S"}, node]}
    )


def test_statements_count_as_questions_and_their_scale_is_asked_about():
    old, new = small({"y": "Yes", "n": "No"}, ["a", "b"]), small({"y": "Yes", "p": "Partly", "n": "No"}, ["b", "c"])
    changes = form_changes(old, new)
    assert (changes.new, changes.gone, changes.otherwise) == (("S: List: We do c",), ("S: List: We do a",), ())
    assert list(changed_scales(old, new)) == ["two"]
    assert changed_scales(old, old) == {}
    assert not form_changes(old, old)


def test_a_list_of_statements_is_carried_as_far_as_it_is_still_asked(director):
    of = assessment(director, "2023-24", "lgsco-code-2024")
    for one in queries.list_answers(of):
        given = {key: {"step": 3, "words": "No"} for key, _ in one.node.statements}
        write(one, director, "" if given else "Words", None, {"statements": given} if given else None)
    sign_it(of, director)

    def change(body):
        node = next(node for node in body["nodes"] if node["id"] == "c2.statements")
        del node["statements"][0]
        body["scales"]["follows"] = {"yes": {"word": "Yes", "says": "So"}, "no": {"word": "No", "says": "Not so"}}

    form = new_version(change, "lgsco-code-2024")
    fresh = services.start(template=form, organisation=director.organisation, period="2024-25", by=director)
    with pytest.raises(RuleBroken, match="The scale now has 2 steps"):
        carry_services.carry(fresh, source=of, scale_map={}, by=director)
    carry_services.carry(fresh, source=of, scale_map={"follows": {1: 1, 2: None, 3: 2}}, by=director)
    given = answer(fresh, "c2.statements").fields["statements"]
    assert list(given) == ["c2-2", "c2-3", "c2-4", "c2-5"]
    assert {each["step"] for each in given.values()} == {2}
    assert answer(of, "c2.statements").fields["statements"]["c2-1"]["step"] == 3


def restate(code, value, period="2012-13"):
    measure = make.measure(code)
    query = db.session.query(MeasureValue).filter_by(measure_id=measure.id, superseded_by_id=None)
    old = next(one for one in query if one.period.code == period)
    new = make.value(measure, Decimal(value), period, org=make.organisation("X", "Elsewhere"))
    old.superseded_by_id = new.id
    db.session.flush()
    new.organisation = old.organisation
    db.session.flush()


def test_a_restated_figure_is_flagged_on_the_draft_with_what_it_was(client, director):
    figures()
    of = fill(assessment(director), director)
    client.sign_in(director)
    assert "Changed since you wrote" not in text_of(client.get(f"/assessments/{of.id}/sections/2"))
    restate("1E", "1.7")
    for path in ("/sections/2", f"/answers/{answer(of, 'o1.practice').id}/write"):
        page = text_of(client.get(f"/assessments/{of.id}{path}"))
        assert page.count("Changed since you wrote") == 1
        assert "2012-13 was 1.6%" in page
    write(answer(of, "o1.practice"), director, "Read again", 3)
    page = text_of(client.get(f"/assessments/{of.id}/answers/{answer(of, 'o1.practice').id}/write"))
    assert "Changed since you wrote" not in page


def others(*values):
    """Other councils publish their figures of 1E: ours stays, and moves among theirs."""
    for number, value in enumerate(values):
        org = make.organisation(f"C{number}", f"Council {number}")
        make.value(make.measure("1E"), Decimal(value), "2012-13", org=org, is_published=True)


def test_a_quartile_that_moves_with_other_councils_figures_is_flagged_on_the_draft(client, director):
    figures()
    others("0.5", "0.8", "1.0")  # with ours of 1.6% four: ours is the best
    of = fill(assessment(director), director)
    one = answer(of, "o1.practice")
    client.sign_in(director)
    paths = (f"/assessments/{of.id}/sections/2", f"/assessments/{of.id}/answers/{one.id}")
    for path in paths:
        assert "Changed since you wrote" not in text_of(client.get(path))
    for late in ("Latecomer", "Laggard"):
        council = make.organisation(late.upper(), late)
        make.value(make.measure("1E"), Decimal("9.0"), "2012-13", org=council, is_published=True)
    for path in paths:
        page = text_of(client.get(path))
        assert page.count("Changed since you wrote") == 1
        assert "2012-13 was in the top quartile" in page
    write(one, director, "Read again", 3)
    assert "Changed since you wrote" not in text_of(client.get(paths[1]))


def test_a_trend_that_moves_with_the_quartile_is_named(app, director):
    figures()
    of = fill(assessment(director), director)
    since = answer(of, "o1.practice").written_at
    others("0.5", "0.8", "1.0")
    section = of.template.outline.sections[1]
    row = next(row for row in pages.tables_of(of, section, since)[0].rows if row.ref == "1E")
    assert row.later_than(since) == ["2012-13 was in the bottom quartile", "the trend was about the same"]
    row = next(row for row in pages.tables_of(of, section, clock.now())[0].rows if row.ref == "1E")
    assert row.later_than(clock.now()) == []


def test_a_signed_version_keeps_the_quartile_it_was_signed_with(client, signed, director):
    others("0.5", "0.8", "1.0")
    client.sign_in(director)
    page = text_of(client.get(f"/assessments/{signed.id}/sections/2"))
    assert "Restated since it was signed" in page
    assert "Now 2012-13: 1.6%, top quartile" in page
    assert "Changed since you wrote" not in page


def test_a_signed_version_keeps_its_figures_and_says_what_was_restated(client, signed, director):
    restate("1E", "1.7")
    client.sign_in(director)
    for path in ("/sections/2", f"/answers/{answer(signed, 'o1.practice').id}"):
        page = text_of(client.get(f"/assessments/{signed.id}{path}"))
        assert "1.6%" in page
        assert "Restated since it was signed" in page
        assert "Now 2012-13: 1.7%, no quartile" in page
        assert "Changed since you wrote" not in page
    assert "1.6%" in text_of(client.get(f"/assessments/{signed.id}/signed"))


def test_carried_words_are_not_called_older_than_this_years_figures(client, signed, director):
    fresh, _ = carried(signed, director)
    make.value(make.measure("1E"), Decimal("2.0"), "2013-14")
    client.sign_in(director)
    path = f"/assessments/{fresh.id}/answers/{answer(fresh, 'o1.practice').id}"
    assert "Changed since you wrote" not in text_of(client.get(path))
    carry_services.confirm(answer(fresh, "o1.practice"), by=director)
    restate("1E", "2.1", "2013-14")
    assert "2013-14 was 2.0%" in text_of(client.get(path))


def test_still_right_from_the_section_itself(client, signed, director):
    fresh, _ = carried(signed, director)
    one = answer(fresh, "o1.practice")
    finding = make.finding(answer_id=answer(signed, "o1.practice").id, entered_source=None)
    make.action(director, finding, title="Train the team")
    client.sign_in(director)
    page = text_of(client.get(f"/assessments/{fresh.id}/sections/2"))
    assert page.count("Still right") == 3
    assert "Train the team" in page.split("Last time, 2012/13")[3]
    response = client.send(f"/assessments/{fresh.id}/answers/{one.id}/confirm?from=section")
    assert response.location == f"/assessments/{fresh.id}/sections/2"
    page = text_of(client.get(response.location))
    assert page.count("Still right") == 2
    assert "Carried, confirmed" in page


def test_the_section_page_asks_as_often_for_many_answers(client, signed, director, statements):
    fresh, _ = carried(signed, director)
    client.sign_in(director)
    counts = []
    for number in (6, 9):  # two answers and one, neither with a table nor the declaration
        client.get(f"/assessments/{fresh.id}/sections/{number}")
        with statements() as seen:
            client.get(f"/assessments/{fresh.id}/sections/{number}")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_cqc_form_of_next_year(client, director):
    form_of = PACKS / "templates" / "cqc-2024.yaml"
    assert Outline(read_yaml(form_of)).scoring
    of = assessment(director, "2023-24", "cqc-2024")
    for one in queries.list_answers(of):
        fields = {"lines": [{"title": "A", "reason": "B"}]} if one.node_id == "enquiry" else None
        write(one, director, f"About {one.node_id}", 2 if one.node.kind == "rating" else None, fields)
    sign_it(of, director)
    fresh = services.start(template=of.template, organisation=director.organisation, period="2024-25", by=director)
    carry_services.carry(fresh, source=of, scale_map={}, by=director)
    write(answer(fresh, "qs1"), director, "Better now", 4)
    client.sign_in(director)
    page = text_of(client.get(f"/assessments/{fresh.id}/compare"))
    assert "Requires improvement: 50%, in the lower half of the band (18 of 36)" in page
    assert "Requires improvement: 56%, in the upper half of the band (20 of 36)" in page


def test_answers_are_carried_into_a_copy_of_the_form(client, signed, director):
    draft = template_services.start_draft(title="Our own form", by=director, copied=signed.template)
    own = template_services.publish(draft, change="in our words", seen_version=draft.version, by=director)
    assert own.outline.family == ["e10000018-our-own-form", "sector-led-2012"]
    client.sign_in(director)
    sent = {"template": own.code, "period": "2013-14", "source": str(signed.id), "form_key": "k"}
    page = text_of(client.get(client.send("/assessments/start", sent).location))
    assert "27 answers carried forward" in page
    fresh = queries.list_existing(director.organisation_id, own.code, "2013-14")[0]
    one = answer(fresh, "o1.practice")
    assert (one.text, rules.needs_confirming(one)) == ("About o1.practice", True)
    assert "Rated 3 Good" in text_of(client.get(f"/assessments/{fresh.id}/sections/2")).split("Last time, 2012/13")[1]
    assert "Rating 2012/13, version 1" in text_of(client.get(f"/assessments/{fresh.id}/compare"))
    other = services.start(
        template=template("cqc-2024"), organisation=director.organisation, period="2013-14", by=director
    )
    with pytest.raises(RuleBroken, match="Select a self-assessment on the same form"):
        carry_services.carry(other, source=signed, scale_map={}, by=director)


def test_a_rating_by_kind_of_evidence_is_never_one_of_its_own(director):
    of = assessment(director, "2023-24", "cqc-2024")
    for one in queries.list_answers(of):
        fields = {"lines": [{"title": "A", "reason": "B"}]} if one.node_id == "enquiry" else None
        write(one, director, f"About {one.node_id}", 2 if one.node.kind == "rating" else None, fields)
    sign_it(of, director)
    fresh = services.start(
        template=of.template, organisation=director.organisation, period="2024-25", by=director, scoring="category"
    )
    carry_services.carry(fresh, source=of, scale_map={}, by=director)
    one = answer(fresh, "qs1")
    assert (one.text, one.rating) == ("About qs1", None)  # nobody scored its kinds of evidence last time
    scores = {"people": 3, "staff": 3, "partners": 3, "processes": 2}
    with pytest.raises(RuleBroken, match="The rating follows from the scores of its kinds of evidence"):
        write(one, director, "Words", 4, {"categories": scores})
    with pytest.raises(RuleBroken, match="Score each kind of evidence"):
        write(one, director, "Words", None, {"categories": {"people": 9}})
    write(one, director, "Words", 3, {"categories": scores})
    assert one.rating == 3
