"""Forms: what is refused, in which words, and that no answer somebody can send breaks the page."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from casework.kit import clock, forms
from casework.kit.rules import RuleBroken
from tests.kit.sample import EverythingForm, How, make_app
from tests.page import faults_of

APP = make_app(WTF_CSRF_ENABLED=False)

GOOD = {
    "version": "3",
    "said": "They removed the call.",
    "short": "ASC-1",
    "how": "phone",
    "received_on": ["7", "4", "2026"],
    "parts": ["a", "b"],
    "team": "4",
    "value": "11.4",
    "password": " secret ",
    "sure": "yes",
    "save": "yes",
}


def filled(form_class=EverythingForm, **changes):
    """The form as somebody would have sent it; a value of None is not sent at all."""
    sent = MultiDict()
    for name, values in (GOOD | changes).items():
        for value in [] if values is None else values if isinstance(values, list) else [values]:
            sent.add(name, value)
    form = form_class(formdata=sent)
    form.validate()
    return form


@pytest.fixture(autouse=True)
def _request():
    with APP.test_request_context("/everything", method="POST"):
        yield


def first_error(form, name):
    errors = form[name].errors
    return errors[0] if errors else None


def test_good_answers_are_read():
    form = filled()
    assert not form.error_list
    assert form.said.data == "They removed the call."
    assert form.how.data is How.PHONE
    assert form.received_on.data == date(2026, 4, 7)
    assert form.parts.data == ["a", "b"]
    assert form.team.data == 4
    assert form.value.data == Decimal("11.4")
    assert form.password.data == " secret "
    assert form.sure.data is True
    assert form.save.data is True
    assert form.save_next.data is False
    assert form.version.data == "3"
    assert form.kind.data is None
    assert form.other_way.data is None


def test_an_empty_form_is_refused_field_by_field_in_the_order_asked():
    form = EverythingForm(formdata=MultiDict())
    assert not form.validate()
    assert [(mistake.sentence, mistake.href) for mistake in form.error_list] == [
        ("Enter what was said", "#said"),
        ("Enter the reference", "#short"),
        ("Select how it reached us", "#how"),
        ("Enter the date received", "#received_on-day"),
        ("Select at least one section", "#parts"),
        ("Select a team", "#team"),
        ("Enter the value", "#value"),
        ("Enter your password", "#password"),
        ("Tick to say that you have read this", "#sure"),
    ]


def test_an_empty_form_never_counts_as_the_old_answers():
    form = EverythingForm(data={"said": "old words", "sure": True, "parts": ["a"], "how": How.LETTER})
    form.validate()
    assert form.said.data == ""
    assert form.sure.data is False
    assert form.parts.data == []
    assert form.how.data is None


def test_optional_questions_say_so_and_the_rest_says_nothing():
    form = EverythingForm(formdata=None)
    assert form.email.label.text == "Work email (optional)"
    assert form.said.label.text == "What was said"
    assert form.other_way.label.text == "Which way"


@pytest.mark.parametrize(
    ("name", "sent", "said"),
    [
        ("said", "a" * 4001, "What was said must be 4,000 characters or less"),
        ("said", "a\r\n" * 1999 + "b", None),  # a line end counts once
        ("said", "a\x00b", "What was said has a letter that cannot be kept. Delete it, or type the words again"),
        ("said", "a\ud800b", "What was said has a letter that cannot be kept. Delete it, or type the words again"),
        ("said", "a\x1bb", "What was said has a letter that cannot be kept. Delete it, or type the words again"),
        ("said", "a\x0bb", None),  # Word's soft line end
        ("said", " \t\n ", "Enter what was said"),
        ("story", "word " * 21, "Commentary must be 20 words or less"),
        ("story", "word " * 20, None),
        ("short", "two\nlines", "Reference must be on one line"),
        ("short", "x" * 201, "Reference must be 200 characters or less"),
        ("email", "nobody", "Work email must be an email address, like name@example.gov.uk"),
        ("email", "sam.obi@example.gov.uk", None),
        ("how", "pigeon", "Select how it reached us"),
        ("team", "41", "Select a team"),
        ("team", "x", "Select a team"),
        ("kind", "z", "Select one of the answers shown for Kind"),
        ("parts", ["a", "z"], "Select at least one section"),
        ("value", "much", "Value must be a number, like 11.4"),
        ("value", "11,4", "Value must be a number, like 11.4"),
        ("value", "NaN", "Value must be a number, like 11.4"),
        ("value", "1e9", "Value must be a number, like 11.4"),
        ("value", ".", "Value must be a number, like 11.4"),
        ("value", "9" * 400, "Value must be a number, like 11.4"),
        ("value", "11.45", "Value must have 1 decimal place or fewer"),
        ("value", "1,238.5 %", None),
        ("value", "\u221211.4", None),
        ("count", "3.5", "Count must be a whole number, like 12"),
        ("count", "-1", "Count must be between 0 and 500"),
        ("count", "501", "Count must be between 0 and 500"),
        ("password", "x" * 201, "Password must be 200 characters or less"),
    ],
)
def test_answers_and_refusals(name, sent, said):
    assert first_error(filled(**{name: sent}), name) == said


@pytest.mark.parametrize(
    ("sent", "said", "leads_to"),
    [
        (["7", "4", "2026"], None, None),
        (["07", "April", "2026"], None, None),
        (["7", "sept", "2025"], None, None),
        (["2026-04-07"], None, None),
        ([], "Enter the date received", "day"),
        (["", "", ""], "Enter the date received", "day"),
        (["7"], "Date received must include a month and a year", "month"),
        (["7", "4"], "Date received must include a year", "year"),
        (["7", "4", ""], "Date received must include a year", "year"),
        (["", "4", "2026"], "Date received must include a day", "day"),
        (["7", "4", "2026", "1"], "Date received must be a real date", "day"),
        (["31", "2", "2026"], "Date received must be a real date", "day"),
        (["7", "13", "2026"], "Date received must be a real date", "day"),
        (["x", "y", "z"], "Date received must be a real date", "day"),
        (["٧", "4", "2026"], "Date received must be a real date", "day"),
        (["7", "4", "26"], f"Date received must include a year of 4 numbers, like {clock.today().year}", "year"),
        (["7", "4", "0026"], "Date received must be between 1900 and 2199", "year"),
        (["7", "4", "2\x00"], "Date received must be a real date", "day"),
    ],
)
def test_dates(sent, said, leads_to):
    form = filled(received_on=sent)
    assert first_error(form, "received_on") == said
    if said:
        assert form.received_on.error_id == f"received_on-{leads_to}"
    assert str(form.received_on()).count('class="govuk-input') == 3


def test_dates_on_the_wrong_side_of_today():
    tomorrow = clock.today() + timedelta(days=1)
    form = filled(received_on=[str(tomorrow.day), str(tomorrow.month), str(tomorrow.year)])
    assert first_error(form, "received_on") == "Date received must be today or in the past"

    class DueForm(forms.Form):
        due = forms.DateField("Due", missing="Enter the date", must_be="future")

    late = DueForm(formdata=MultiDict([("due", "2020-01-01")]))
    late.validate()
    assert first_error(late, "due") == "Due must be today or in the future"


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(sorted(GOOD)), st.lists(st.text(max_size=12), max_size=5), min_size=1, max_size=len(GOOD)
    )
)
def test_nothing_that_can_be_sent_breaks_the_form_or_its_page(sent):
    with APP.test_request_context("/everything", method="POST"):
        form = EverythingForm(formdata=MultiDict([(name, value) for name, values in sent.items() for value in values]))
        form.validate()
        for field in form.questions:
            assert str(field())


def test_what_was_typed_is_still_there():
    form = filled(said="Their <words>", received_on=["31", "2", "2026"], value="much", how="other", other_way="")
    page = "".join(str(field()) for field in form.questions)
    assert "Their &lt;words&gt;" in page
    assert re.findall(r'name="received_on"[^>]*value="(\w+)"', page) == ["31", "2", "2026"]
    assert 'value="much"' in page
    assert re.search(r'value="other"[^>]* checked', page)
    assert "secret" not in page


def test_letters_that_cannot_be_sent_back_are_marked():
    form = filled(said="a\ud800b\x00", short="x\x1b\ny", received_on=["\ud800", "4", "2026"], how="\ud800")
    page = "".join(str(field()) for field in [*form.questions, *form.travelling])
    assert page.encode()
    assert "a\ufffdb\ufffd" in page


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x0b", "\u2028"])  # browsers, old files, Word, web pages
def test_lines_stay_lines_in_what_is_sent_back(end):
    form = filled(said=f"first{end}second", value="much")
    assert form.errors
    assert ">first\nsecond</textarea>" in str(form.said())


def test_only_the_box_at_fault_is_marked():
    html = str(filled(received_on=["7", "4", ""]).received_on())
    assert [
        part for part in ("day", "month", "year") if re.search(rf'govuk-input--error" id="received_on-{part}', html)
    ] == ["year"]


def test_a_field_counts_only_when_its_choice_reveals_it():
    assert filled(how="other", other_way="").error_list[0].sentence == "Enter which way"
    assert filled(how="other", other_way="A friend").other_way.data == "A friend"
    aside = filled(how="phone", other_way="A friend \x00")
    assert not aside.error_list
    assert aside.other_way.data is None


def test_groups_have_no_empty_hint_and_point_at_nothing_that_is_not_there():
    html = "".join(str(field()) for field in filled(how=None, parts=None, received_on=[]).questions)
    ids = set(re.findall(r' id="([^"]+)"', html))
    for described in re.findall(r'aria-describedby="([^"]*)"', html):
        assert described.split()
        assert set(described.split()) <= ids
    assert not re.search(r'class="govuk-hint[^>]*>\s*</div>', html)
    assert " required" not in html
    for mistake in filled(how=None, parts=None, received_on=[]).error_list:
        assert mistake.href.removeprefix("#") in ids


def test_choices_can_be_set_on_the_form_and_are_refused_when_not_shown():
    form = EverythingForm(formdata=MultiDict([("team", "99")]))
    form.team.choices = [(99, "The only team")]
    form.validate()
    assert form.team.data == 99
    assert not form.team.errors


def test_a_refused_rule_stands_beside_its_field_or_in_the_summary():
    form = filled()
    form.refuse(RuleBroken("You own this action, so someone else must sign it off"))
    form.refuse(RuleBroken("This person has no access", "team"))
    form.refuse(RuleBroken("Decide every point first", "no_such_field"))
    assert [(mistake.sentence, mistake.href) for mistake in form.error_list] == [
        ("You own this action, so someone else must sign it off", None),
        ("Decide every point first", None),
        ("This person has no access", "#team"),
    ]
    assert "This person has no access" in str(form.team())


def files(name, content):
    return {"file": (BytesIO(content), name)}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("proof.pdf", b"%PDF", None),
        ("PROOF.PDF", b"%PDF", None),
        ("", b"", None),
        ("proof.exe", b"MZ", "The file must end in .pdf or .docx"),
        ("proof.pdf", b"", "The file is empty. Choose another"),
        ("proof.pdf", b"x" * 20_000_001, "The file must be smaller than 20 MB"),
    ],
)
def test_files(name, content, said):
    sent = {key: value for key, value in GOOD.items() if key not in ("received_on", "parts")} | files(name, content)
    with APP.test_request_context(
        "/everything", method="POST", data=sent | {"received_on": "2026-04-07", "parts": "a"}
    ):
        form = EverythingForm()
        form.validate()
        assert first_error(form, "file") == said


def test_json_is_no_form():
    response = APP.test_client().post("/everything", json=["not", "a", "form"])
    assert response.status_code == 200
    assert "Enter what was said" in response.text


def test_the_page_of_a_refused_form():
    client = make_app().test_client()
    page = client.get("/why").text
    assert not faults_of(page)
    assert "There is a problem" not in page
    token = unescape(re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1])
    page = client.post("/why", data={"csrf_token": token}).text
    assert "<title>Error: Say why - Casework</title>" in page
    assert not faults_of(page)
    page = client.post("/why", data={"csrf_token": token, "why": "because"}).text
    assert page.index("someone else must sign it off") < page.index("<h1")
    assert page.count("Say why in other words") == 2  # in the summary and beside the field
    assert 'value="because"' in page


def test_an_aged_token_keeps_what_was_typed():
    app = make_app(WTF_CSRF_CHECK_DEFAULT=False)
    page = app.test_client().post("/why", data={"csrf_token": "old", "why": "because"}).text
    assert "This page was open for a long time. Check what you typed, then send it again" in page
    assert 'value="because"' in page
