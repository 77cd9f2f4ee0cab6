"""The action tracker: every action with dates, colour, delay and sign-off, and sums that agree with the rows."""

import json
from datetime import date

import pytest

from casework.kit.rules import RuleBroken
from casework.reports.services import make_report
from tests import make
from tests.actions import make as actions
from tests.reports import reading
from tests.reports.formats import assert_everywhere, texts_of


@pytest.fixture
def tracker(app, at):
    at("2026-04-07 10:00")
    people = actions.people()
    police = make.organisation("police", "Leicestershire Police", "agency")
    found = make.finding(make.measure("1E"), source_words="Audit AUD-0001")
    late = actions.in_progress(
        people["owner"],
        found=found,
        title="Review the offer",
        due_on=date(2026, 3, 31),
        original_due_on=date(2025, 12, 31),
    )
    done = actions.submitted(people["owner"], title="Train the team", due_on=date(2026, 6, 30))
    actions.sign(done, people["director"])
    theirs = actions.in_progress(people["owner"], title="Share the data", agency=police, timescale="Ongoing")
    return {"late": late, "done": done, "theirs": theirs, **people}


def test_every_format_tells_the_same(tracker):
    texts = texts_of("actions")
    assert_everywhere(
        texts, "Review the offer", "Train the team", "Share the data", "Ongoing", "Audit AUD-0001", "Dee Cole"
    )
    assert_everywhere(texts, "Leicestershire Police", "Signed off", "In progress", "Red", but=("json",))
    assert_everywhere(texts, "31 Mar 2026", "31 Dec 2025", but=("json", "csv", "xlsx"))


def test_the_csv_is_one_clean_table(tracker):
    rows = reading.csv_rows(make_report("actions", as_format="csv"))
    assert rows[0][:4] == ["Action", "What will be done", "Source", "Lead"]
    assert len(rows) == 4
    late = dict(zip(rows[0], rows[1], strict=True))
    assert (late["Due"], late["First due"], late["Days late"], late["Colour"]) == (
        "2026-03-31",
        "2025-12-31",
        "7",
        "Red",
    )


def test_json_has_the_keys_of_the_contract_and_sums_that_agree(tracker):
    data = json.loads(make_report("actions", as_format="json"))
    keys = (
        "reference action source source_reference lead agency due original_due revisions status brag overdue_days "
        "measure signed_off_by"
    )
    assert all(set(keys.split()) <= set(one) for one in data["actions"])
    assert data["summary"]["total"] == len(data["actions"]) == 3
    assert data["summary"]["overdue"] == 1
    assert data["parameters"] == {}


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"status": "signed-off"}, {"Train the team"}),
        ({"agency": "police"}, {"Share the data"}),
        ({"source": "entered"}, {"Review the offer"}),
        ({"source": "complaint"}, set()),
        ({"status": "in-progress", "agency": "police"}, {"Share the data"}),
    ],
)
def test_it_can_be_narrowed(tracker, asked, titles):
    data = json.loads(make_report("actions", as_format="json", **asked))
    assert {one["action"] for one in data["actions"]} == titles
    assert data["parameters"] == asked
    assert make_report("actions", as_format="pdf", **asked)


@pytest.mark.parametrize("asked", [{"status": "gone"}, {"source": "rumour"}, {"agency": "nobody"}])
def test_an_unknown_word_is_refused(tracker, asked):
    with pytest.raises(RuleBroken, match="There is no"):
        make_report("actions", as_format="json", **asked)


def test_the_page_narrows_by_what_is_there(client, tracker):
    page = client.sign_in(tracker["director"]).get("/reports/actions?status=signed-off").get_data(as_text=True)
    assert "Train the team" in page
    assert "Review the offer" not in page
    assert '<option value="signed-off" selected>Signed off</option>' in page
    assert '<option value="police">Leicestershire Police</option>' in page


def test_an_agency_members_own_rows_are_no_report(client, tracker):
    police = make.organisation("police", "Leicestershire Police", "agency")
    assert client.sign_in(make.person("board-member", org=police)).get("/reports/actions").status_code == 404


def test_another_council_has_no_rows(tracker):
    director = make.person("director", org=make.organisation("E06000017", "Rutland"))
    for text in texts_of("actions", seen_by=director).values():
        assert "Review the offer" not in text
        assert "Leicestershire" not in text


def test_the_number_of_statements_does_not_grow(client, tracker, statements):
    client.sign_in(tracker["director"])
    client.get("/reports/actions")
    with statements() as few:
        client.get("/reports/actions")
    for number in range(20):
        agency = make.organisation(f"agency-{number}", f"Agency {number}", "agency")
        make.action(tracker["owner"], make.finding(make.measure("1E")), agency=agency)
    with statements() as many:
        client.get("/reports/actions")
    assert len(many) == len(few)
