"""The list of reports, a report's page, its documents; who may see which; what is refused and how."""

import io
from urllib.parse import urlsplit

import docx
import pytest
from markupsafe import escape

from casework.accounts.roles import Role
from casework.kit.rules import RuleBroken
from casework.reports import services
from casework.reports.services import FORMATS, REPORTS, make_report
from tests import make
from tests.reports import rooms

PATH = "/reports/partner-returns?template=saaf-2019&period=2019-20"


@pytest.fixture
def returns(app):
    police = make.organisation("police", "Leicestershire Police", "agency")
    return rooms.partner_return(police, {"partnership": "excelling"})


def test_the_list_says_what_each_report_is_for(client):
    page = client.sign_in(make.person("director")).get("/reports").get_data(as_text=True)
    for kind in REPORTS.values():
        assert kind.title in page
        assert escape(kind.purpose) in page


@pytest.mark.parametrize("role", list(Role))
def test_a_report_is_open_to_whoever_reads_its_room(client, role):
    person = make.person(role)
    client.sign_in(person)
    for name, kind in REPORTS.items():
        answer = client.get(f"/reports/{name}")
        assert (answer.status_code == 200) == services.may_read(kind, person), name
        assert answer.status_code in (200, 404)
        assert client.get(f"/reports/{name}?format=json").status_code in (200, 404)


@pytest.mark.parametrize("role", ["administrator", "challenger", "investigator", "contributor"])
def test_these_read_no_report(client, role):
    client.sign_in(make.person(role))
    assert client.get("/reports").status_code == 404
    assert [client.get(f"/reports/{name}").status_code for name in REPORTS] == [404] * len(REPORTS)


def test_a_report_asks_first_and_offers_nothing_to_download(client, returns):
    page = client.sign_in(make.person("board-office")).get("/reports/partner-returns").get_data(as_text=True)
    assert "Select one" in page
    assert '<option value="2019-20">2019/20</option>' in page
    assert "Download" not in page


def test_a_report_page_has_its_figures_and_its_documents(client, returns):
    page = client.sign_in(make.person("board-office")).get(PATH).get_data(as_text=True)
    assert "Figures as at" in page
    assert "Leicestershire Police" in page
    for name in ("docx", "pdf", "xlsx", "csv", "json"):
        assert f"?template=saaf-2019&amp;period=2019-20&amp;format={name}" in page


@pytest.mark.parametrize("name", ["docx", "pdf", "xlsx", "csv", "json"])
def test_a_document_is_sent_as_a_file_that_no_browser_opens(client, returns, name):
    answer = client.sign_in(make.person("board-office")).get(f"{PATH}&format={name}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == FORMATS[name].media_type
    assert answer.headers["Content-Disposition"] == f'attachment; filename="partner-returns-saaf-2019-2019-20.{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"


def test_documents_lead_back_to_this_installation(client, app, returns):
    app.config["BASE_URL"] = ""
    with app.test_request_context(base_url="http://localhost"):
        assert services.ask(REPORTS["partner-returns"], seen_by=None, given={}).base_url == "http://localhost"


def test_reading_a_report_writes_nothing(client, returns):
    from casework.extensions import db
    from casework.trail.models import TrailEntry

    client.sign_in(make.person("board-office"))
    client.get(PATH)
    client.get(f"{PATH}&format=pdf")
    assert db.session.query(TrailEntry).count() == 0


@pytest.mark.parametrize(
    ("query", "sentence", "field"),
    [
        ("template=saaf-2019", "Select a period", "period"),
        ("period=2019-20", "Select a template", "template"),
        ("template=no-such&period=2019-20", "There is no template", "template"),
        ("template=saaf-2019&period=never", "never", "period"),
        ("template=saaf-2019&period=2019-20&year=2019-20", "takes no year", None),
        ("template=saaf-2019&period=2019-20&organisation=E06000017", "no organisation with the code E06000017", None),
    ],
)
def test_what_is_refused_is_said_with_everything_chosen_kept(client, returns, query, sentence, field):
    make.organisation("E06000017", "Rutland")
    answer = client.sign_in(make.person("board-office")).get(f"/reports/partner-returns?{query}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert sentence in page
    assert "There is a problem" in page
    if field:
        assert f'href="#filter-{field}"' in page
    if "template=saaf-2019" in query:
        assert '<option value="saaf-2019" selected>' in page
    assert client.get(f"/reports/partner-returns?{query}&format=docx").status_code == 400


def test_an_unknown_report_or_format_is_not_there(client, returns):
    client.sign_in(make.person("director"))
    assert client.get("/reports/nothing").status_code == 404
    assert client.get(f"{PATH}&format=exe").status_code == 404


@pytest.mark.parametrize(
    ("name", "parameters", "sentence"),
    [
        ("nothing", {}, "There is no report nothing. The reports are"),
        ("partner-returns", {}, "Select a template"),
        ("partner-returns", {"template": "saaf-2019", "period": "2019-20", "year": "2019-20"}, "takes no year"),
        ("partner-returns", {"template": "saaf-2019", "period": "2019-20", "organisation": "X"}, "code X"),
    ],
)
def test_the_command_is_refused_in_sentences(app, name, parameters, sentence):
    with pytest.raises(RuleBroken) as broken:
        make_report(name, as_format="json", **parameters)
    assert sentence in broken.value.sentence


def test_an_unknown_format_is_refused(app):
    with pytest.raises(RuleBroken, match="There is no format exe"):
        make_report("partner-returns", as_format="exe")


def test_the_page_that_stands_alone_loads_nothing(app, returns):
    page = make_report("partner-returns", as_format="html", template="saaf-2019", period="2019-20").decode()
    assert "<script" not in page
    assert "src=" not in page
    assert page.count("<h1>") == 1
    assert '<html lang="en-GB">' in page


def test_a_demonstration_says_so_on_every_document(app, returns):
    asked = {"template": "saaf-2019", "period": "2019-20"}
    assert "invented" not in make_report("partner-returns", as_format="html", **asked).decode()
    make.person("director", is_demonstration=True)
    for as_format in ("html", "csv", "json"):
        make_report("partner-returns", as_format=as_format, **asked)
    assert (
        "every person and case here is invented" in make_report("partner-returns", as_format="html", **asked).decode()
    )
    word = docx.Document(io.BytesIO(make_report("partner-returns", as_format="docx", **asked)))
    assert "every person and case here is invented" in word.sections[0].header.paragraphs[0].text


def test_names_of_files_hold_no_person(app, returns):
    person = make.person("board-office", name="Priya Shah")
    report = services.fill(
        REPORTS["partner-returns"], seen_by=person, given={"template": "saaf-2019", "period": "2019-20"}
    )
    assert "shah" not in report.file_stem
    assert urlsplit(report.file_stem).path == report.file_stem
