"""The annual report on complaints: the published figures in every format, and the cases behind them."""

import io
import json
from datetime import date
from pathlib import Path

import docx
import pytest

from casework.complaints import terms
from casework.complaints.importer import import_complaints, import_compliments
from casework.complaints.kinds import OmbudsmanOutcome, Outcome, Status
from casework.complaints.models import ComplaintAccess
from casework.complaints.records import OmbudsmanCase, OmbudsmanRecommendation
from casework.config import ROOT
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.reports.services import make_report
from tests import make
from tests.complaints import make as room
from tests.reports import reading
from tests.reports.formats import assert_everywhere, texts_of

DEMO = Path(ROOT) / "casework" / "packs" / "demonstration"
YEAR = {"year": "2019-20"}
CASES = "/reports/complaints/cases?year=2019-20&figure="


@pytest.fixture
def council(app, at):
    at("2026-04-07 10:42")
    make.person("director")
    return make.organisation()


def demonstration_log():
    make.person("director")
    council = make.organisation()
    terms.load_shipped()
    terms.load_own(DEMO / "terms.yaml", organisation=council)
    import_complaints(DEMO / "complaints.csv", by=None, organisation=council)
    import_compliments(DEMO / "compliments.csv", by=None, organisation=council)


@pytest.fixture
def log(prepared_once, at):
    """The demonstration's log, whose counts are the published ones of 2019/20."""
    at("2026-04-07 10:42")
    prepared_once(demonstration_log)
    return make.organisation()


def resolved(**facts):
    """A statutory complaint of 2019/20, answered."""
    given = {"received_on": date(2019, 6, 3), "responded_on": date(2019, 6, 12), "closed_on": date(2019, 6, 12)}
    return room.complaint(**{"status": Status.CLOSED, "outcome": Outcome.UPHELD, **given, **facts})


def test_every_format_prints_the_published_figures(log):
    texts = texts_of("complaints", **YEAR)
    said = (
        *(
            "12% more than 173 the year before",
            "146 of 187 (78%)",
            "82 of 187 (44%)",
            "24 of 82 (29%)",
            "3 of 10 (30%)",
        ),
        *("Assessment and care plan: care planning", "Hinckley", "3 of 3 (100%)"),
    )
    assert_everywhere(texts, *said, but=("json",))
    assert_everywhere(texts, "194", "187", "99", "Assessment and care plan: care planning")


def test_word_has_the_tables_of_the_paper(log):
    tables = {one[0][0]: one for one in reading.docx_tables(make_report("complaints", as_format="docx", **YEAR))}
    assert ["Hinckley and Bosworth", "16", "11", "69%"] in tables["District"]
    assert ["Melton", "9", "6", "67%"] in tables["District"]
    assert tables["District"][-1] == ["Total", "75", "30", "40%"]
    assert [row[:3] for row in tables["Time"][1:]] == [
        ["Within 10 working days", "73", "39%"],
        ["Within 20 working days", "146", "78%"],
        ["Within 40 working days", "174", "93%"],
        ["Within 65 working days", "183", "98%"],
        ["Over 65 working days", "4", "2%"],
        ["All resolved", "187", "100%"],
    ]
    assert tables["Time"][0] == ["Time", "Complaints", "Share", "Year before", "Share the year before"]
    assert ["Assessment and care plan: care planning", "40", "21%"] in [row[:3] for row in tables["Theme"]]
    assert tables["Year"][-1] == ["2019/20", "194"]


def test_the_parts_of_the_report(log):
    heads = ("How many", "Where", "About what", "How fast", "What we found", "Learning", "The ombudsman", "Compliments",
             "Other complaints", "Monitoring the process", "What the law asks for")  # fmt: skip
    document = docx.Document(io.BytesIO(make_report("complaints", as_format="docx", **YEAR)))
    found = [one.text for one in document.paragraphs if one.style.name == "Heading 2"]
    assert found == ["Contents", *(f"{number} {head}" for number, head in enumerate(heads, start=1))]


def test_json_has_the_keys_of_the_contract(log):
    data = json.loads(make_report("complaints", as_format="json", **YEAR))
    keys = (
        "received received_previous change_percent resolved within within_percent over_65 fault_found fault_percent "
        "outcomes themes causes districts joint compliments remedies wider_learning ombudsman routes acknowledged_in_3"
    )
    assert set(keys.split()) <= set(data)
    assert (data["received"], data["within"]["20"], data["districts"]["Melton"]["upheld_percent"]) == (194, 146, 67)
    assert data["parameters"] == YEAR


def small_in(data):
    """Every count of 1 to 4 that is left in published figures, percentages aside."""
    found = []

    def walk(value, name):
        if isinstance(value, dict):
            for key, one in value.items():
                walk(one, f"{name}.{key}")
        elif isinstance(value, int) and 0 < value < 5 and "percent" not in name:
            found.append(name)

    walk({key: one for key, one in data.items() if key not in ("parameters", "generated_at")}, "")
    return found


def test_for_publication_no_small_count_is_left_anywhere(log):
    asked = {**YEAR, "publication": "yes"}
    data = json.loads(make_report("complaints", as_format="json", **asked))
    assert not small_in(data)
    assert data["districts"]["Charnwood"] == {"received": 7, "upheld": None, "upheld_percent": None}
    assert sum(one["upheld"] is None for one in data["districts"].values()) > 1
    assert "learning" not in data
    texts = texts_of("complaints", **asked)
    assert_everywhere(texts, "not shown (small number)", but=("json",))
    assert_everywhere(texts, "194", "187")
    assert small_in(json.loads(make_report("complaints", as_format="json", **YEAR)))


def test_for_publication_nothing_hidden_can_be_subtracted(log):
    data = json.loads(make_report("complaints", as_format="json", **YEAR, publication="yes"))
    for total, parts in (
        (data["resolved"], data["outcomes"].values()),
        (data["ombudsman"]["decisions"], data["ombudsman"]["outcomes"].values()),
        (data["resolved"], (data["within"]["65"], data["over_65"])),
        *((one["received"], (one["upheld"],)) for one in data["districts"].values()),
    ):
        hidden = [part for part in parts if part is None]
        if hidden and total is not None:
            left = total - sum(part for part in parts if part is not None)
            assert len(hidden) > 1 or len(list(parts)) == 1
            assert left > len(hidden), "all ones"
        assert not (total is not None and len(list(parts)) == 1 and hidden and total < 5)
    assert data["fault_found"] is None or None not in (data["outcomes"]["upheld"], data["outcomes"]["partly-upheld"])


@pytest.mark.parametrize("year", ["2019", "19/20", "2019-21", "soon", "1066-67"])
def test_a_year_that_is_none_is_refused(council, year):
    with pytest.raises(RuleBroken) as broken:
        make_report("complaints", as_format="json", year=year)
    assert broken.value.field == "year"


@pytest.mark.parametrize("publication", ["", "yes"])
def test_a_year_without_complaints_is_made(council, publication):
    texts = texts_of("complaints", year="2005-06", publication=publication)
    assert_everywhere(texts, "No district was recorded for complaints of this year.", but=("json", "csv"))


def test_learning_the_ombudsmans_cases_and_quotes_are_told(council):
    taught = resolved(points=["upheld"])
    taught.points[0].learning, taught.points[0].is_wider = "Give reasons before a call is reduced", True
    asked = OmbudsmanCase(
        complaint_id=taught.id,
        enquiry_on=date(2019, 9, 2),
        decided_on=date(2019, 12, 2),
        outcome=OmbudsmanOutcome.UPHELD,
        fault="Home care was arranged late",
    )
    make.saved(asked)
    make.saved(OmbudsmanRecommendation(ombudsman_case_id=asked.id, what="Pay 1,100 pounds", due_on=date(2020, 1, 6)))
    room.compliment(text="Wonderfully patient", may_quote=True, received_on=date(2019, 5, 1))
    room.compliment(text="Not to be quoted", received_on=date(2019, 5, 1))
    texts = texts_of("complaints", **YEAR)
    told = (
        "Give reasons before a call is reduced",
        "Home care was arranged late",
        "Pay 1,100 pounds",
        "Wonderfully patient",
    )
    assert_everywhere(texts, *told)
    assert all("Not to be quoted" not in text for text in texts.values())
    for text in texts_of("complaints", **YEAR, publication="yes").values():
        assert not [words for words in told if words in text]


@pytest.mark.parametrize(("many", "is_printed"), [(4, False), (5, True)])
def test_what_may_be_quoted_is_published_unless_its_number_is_small(council, many, is_printed):
    for number in range(many):
        room.compliment(received_on=date(2019, 6, 3), text=f"Every day {number}", may_quote=number == 0)
    for as_format, text in texts_of("complaints", seen_by=make.person("director"), publication=True, **YEAR).items():
        assert ("Every day 0" in text) == is_printed, as_format
        assert "Every day 1" not in text, as_format


def test_a_restricted_case_is_neither_told_nor_counted_for_others(council):
    officer = make.person("complaints-manager")
    hidden = resolved(points=["upheld"], is_restricted=True)
    hidden.points[0].learning, hidden.points[0].is_wider = "A secret lesson", True
    resolved()
    named = make.person("complaints-manager")
    make.saved(ComplaintAccess(complaint_id=hidden.id, person_id=named.id))
    assert all("A secret lesson" not in text for text in texts_of("complaints", **YEAR).values())
    assert '"received": 1,' in texts_of("complaints", seen_by=officer, **YEAR)["json"]
    assert '"received": 2,' in texts_of("complaints", seen_by=named, **YEAR)["json"]


def test_every_figure_of_the_page_opens_what_it_counts(client, log):
    client.sign_in(make.person("complaints-officer"))
    page = client.get("/reports/complaints?year=2019-20").get_data(as_text=True)
    assert 'href="/reports/complaints/cases?year=2019-20&amp;figure=received">194</a>' in page
    assert 'href="/reports/complaints/cases?year=2019-20&amp;figure=within.20">146</a>' in page
    for figure, count in (
        ("received", 194),
        ("within.20", 146),
        ("districts.Melton.upheld", 6),
        ("ombudsman.fault", 3),
    ):
        assert f"{count} cases." in client.get(CASES + figure).get_data(as_text=True), figure
    public = client.get("/reports/complaints?year=2019-20&publication=yes").get_data(as_text=True)
    assert "/reports/complaints/cases" not in public


def test_cases_behind_a_figure_are_only_those_one_may_see(client, council):
    hidden, seen = resolved(is_restricted=True), resolved()
    page = client.sign_in(make.person("director")).get(f"{CASES}received").get_data(as_text=True)
    assert seen.reference in page
    assert hidden.reference not in page
    assert "1 case." in page
    other = make.person("director", org=make.organisation("E06000017", "Rutland"))
    assert "0 cases." in client.sign_in(other).get(f"{CASES}received").get_data(as_text=True)


@pytest.mark.parametrize("role", ["investigator", "analyst", "board-office", "contributor"])
def test_others_open_neither_report_nor_cases(client, council, role):
    client.sign_in(make.person(role))
    assert client.get(f"{CASES}received").status_code == 404
    assert client.get("/reports/complaints?year=2019-20").status_code == 404


@pytest.mark.parametrize("query", ["year=2019-20&figure=nothing", "year=soon&figure=received", "figure=received", ""])
def test_a_figure_that_is_none_is_not_there(client, council, query):
    client.sign_in(make.person("director"))
    assert client.get(f"/reports/complaints/cases?{query}").status_code == 404


def test_the_page_costs_the_same_for_more_complaints(client, council, statements):
    client.sign_in(make.person("director"))
    resolved(points=["upheld"])
    path = "/reports/complaints?year=2019-20"
    client.get(path)
    with statements() as few:
        client.get(path)
    for number in range(12):
        resolved(
            received_on=date(2019, 5, 1 + number), points=["upheld"], team_id=room.term("team", f"Team {number}").id
        )
    db.session.commit()
    with statements() as many:
        client.get(path)
    assert len(many) == len(few)
    assert len(few) <= 50


def test_years_before_the_log_began_are_not_counted_as_nought(log):
    tables = {one[0][0]: one for one in reading.docx_tables(make_report("complaints", as_format="docx", **YEAR))}
    assert tables["Year"][1:] == [
        ["2015/16", "no log held"],
        ["2016/17", "no log held"],
        ["2017/18", "12"],
        ["2018/19", "173"],
        ["2019/20", "194"],
    ]
