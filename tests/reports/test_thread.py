"""The thread: figure, finding, action, sign-off and effect, the same in every format, as each person may see it."""

import json
from decimal import Decimal

import pytest

from casework.kit.rules import RuleBroken
from casework.measures.models import ValueState
from casework.reports.services import make_report
from tests import make
from tests.actions import make as actions
from tests.reports.formats import assert_everywhere, texts_of

ASKED = {"measure": "ascof-2011:1E"}


@pytest.fixture
def thread(app, at):
    """The story of the papers: 1.6% in 2012/13, a finding, an action signed off by the director, a better figure."""
    at("2014-07-02 10:40")
    people = actions.people()
    measure = make.measure("1E")
    first = make.value(measure, Decimal("1.6"), "2012-13")
    make.value(measure, None, "2013-14", state=ValueState.DUE, due_text="Due June 2014")
    found = make.finding(measure, title="Few people are in paid work", source_words="Self-assessment 2012/13")
    found.measure_links[0].opening_value = first
    action = actions.submitted(people["owner"], found=found, title="Review the employment offer", measure_id=measure.id)
    actions.sign(action, people["director"])
    make.value(measure, Decimal("2.9"), "2014-15")
    return {"measure": measure, "finding": found, "action": action, **people}


WORDS = (
    *("1.6%", "2.9%", "Due June 2014", "Few people are in paid work", "Review the employment offer", "Olu Owner"),
    *("Dee Cole", "Self-assessment 2012/13"),
)


def test_every_format_tells_the_same_story(thread):
    texts = texts_of("thread", **ASKED)
    assert_everywhere(texts, *WORDS, thread["action"].reference, thread["finding"].reference)
    assert_everywhere(texts, "Signed off", "Improved", "Area for improvement", but=("json",))
    assert_everywhere(texts, "2 Jul 2014", but=("json", "csv", "xlsx"))
    assert "2014-07-02" in texts["csv"]
    assert "2014-07-02" in texts["json"]


def test_json_has_the_keys_of_the_contract(thread):
    data = json.loads(make_report("thread", as_format="json", **ASKED))
    assert data["parameters"] == ASKED
    assert data["generated_at"] == "2014-07-02T09:40:00+00:00"
    assert [value["value"] for value in data["values"]] == [1.6, None, 2.9]
    finding = data["findings"][0]
    assert {"id", "source", "source_reference", "kind", "title", "actions"} <= set(finding)
    action = finding["actions"][0]
    assert {"reference", "status", "owner", "due", "signed_off_by", "signed_off_at", "impact"} <= set(action)
    assert (action["signed_off_by"], action["impact"]) == ("Dee Cole", "improved")


def test_a_measure_that_nothing_cites_says_so(app):
    make.person("director")
    make.measure("2A2")
    texts = texts_of("thread", measure="ascof-2011:2A2")
    assert_everywhere(texts, "No findings cite this measure.", "There are no actions yet.", but=("json", "csv"))


def test_a_measure_that_is_not_there_is_refused(app):
    make.person("director")
    with pytest.raises(RuleBroken, match="There is no measure ascof-2011:9Z") as broken:
        make_report("thread", as_format="json", measure="ascof-2011:9Z")
    assert broken.value.field == "measure"


def test_another_council_sees_neither_figure_nor_finding(thread):
    rutland = make.organisation("E06000017", "Rutland")
    director = make.person("director", org=rutland)
    for text in texts_of("thread", seen_by=director, **ASKED).values():
        assert not [word for word in WORDS if word in text]


def test_a_restricted_finding_is_in_no_thread_of_others(thread):
    thread["finding"].is_restricted = True
    for reader in (None, thread["director"]):
        for text in texts_of("thread", seen_by=reader, **ASKED).values():
            assert "Few people are in paid work" not in text
            assert "Review the employment offer" not in text
            assert "1.6%" in text or '"value": 1.6' in text


def test_the_page_offers_measures_with_figures_or_findings(client, thread):
    make.measure("3A")
    page = client.sign_in(thread["director"]).get("/reports/thread").get_data(as_text=True)
    assert '<option value="ascof-2011:1E">' in page
    assert "ascof-2011:3A" not in page


def test_the_page_links_what_it_names(client, thread):
    page = client.sign_in(thread["director"]).get("/reports/thread?measure=ascof-2011:1E").get_data(as_text=True)
    assert f'href="/findings/{thread["finding"].id}"' in page
    assert "Dee Cole" in page


def test_a_long_thread_costs_no_more_statements_than_a_short_one(client, thread, statements):
    client.sign_in(thread["director"])
    path = "/reports/thread?measure=ascof-2011:1E"
    client.get(path)
    with statements() as few:
        client.get(path)
    for _ in range(12):
        make.action(thread["owner"], make.finding(thread["measure"]))
    with statements() as many:
        client.get(path)
    assert len(many) == len(few)
