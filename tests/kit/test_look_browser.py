"""The look in a real browser: axe, the content security policy, 320 px, focus, without script, on paper."""

import shutil
import threading
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from casework.config import ROOT
from casework.kit import assets
from tests.kit.sample import make_app

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make test installs it")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
PAGES = ("/", "/everything", "/why", "/macros", "/list", "/?signed-out=1", "/nope", "/fails/500")
WIDE, NARROW = 1200, 320

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium on this machine: make browsers"),
    pytest.mark.skipif(not assets.is_built(ROOT), reason="styles and scripts are not built: make install"),
]


@pytest.fixture(scope="module")
def base():
    """The address of the sample application, served by a thread."""
    server = make_server("127.0.0.1", 0, make_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def chromium():
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, base):
    """visit(path, width=..., script=...) opens a page; at the end nothing on any of them broke the policy or failed."""
    contexts, troubles = [], []

    def open_page(path, width=WIDE, script=True):
        context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: troubles.append(said.text) if "Security Policy" in said.text else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(base) else troubles.append(asked.url))
        page.on(
            "response",
            lambda got: troubles.append(f"{got.status} {got.url}") if "/static/" in got.url and not got.ok else None,
        )
        page.goto(base + path)
        return ready(page)

    yield open_page
    for context in contexts:
        context.close()
    assert not troubles


ALIVE = """() => !document.getElementById('app-start')
    || !document.body.classList.contains('js-enabled')
    || (document.querySelector('[data-govuk-skip-link-init]')
        && (document.querySelector('.autocomplete__input') || !document.querySelector('[data-app-type-ahead]')))"""


def ready(page):
    """The page once its scripts, where they run, have brought its components to life."""
    page.wait_for_load_state("load")
    page.wait_for_function(ALIVE)
    return page


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def violations(page):
    found = axe_api.Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def submit_empty(page):
    page.get_by_role("button", name="Save", exact=True).click()
    return ready(page)


def test_each_check_sees_a_fault(chromium, base):
    """Nothing found means nothing unless what is there is found."""
    page = chromium.new_page(viewport={"width": NARROW, "height": 800})
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{base}/broken")
    assert any("Security Policy" in words for words in said)
    assert any(one.startswith("label:") for one in violations(page))
    assert overflow(page) > 0
    page.close()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_and_nothing_sticks_out(visit, base, width):
    page = visit(PAGES[0], width=width)
    for path in PAGES:
        page.goto(base + path)
        ready(page)
        assert violations(page) == [], path
        assert overflow(page) <= 0, path


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_refused_form_leads_to_its_fields(visit, width):
    page = submit_empty(visit("/everything", width=width))
    assert page.title() == "Error: Log a sample - Casework"
    assert "govuk-error-summary" in page.evaluate("document.activeElement.className")
    assert violations(page) == []
    assert overflow(page) <= 0
    links = page.locator(".govuk-error-summary__list a").all()
    assert len(links) == 9
    for link in links:
        link.click()
        assert page.evaluate("document.activeElement.id") == link.get_attribute("href").removeprefix("#")
        assert page.evaluate("document.activeElement.matches('input, textarea, select')")


def fill(page):
    page.get_by_label("What was said").fill("They removed the call.")
    page.get_by_label("Reference").fill("ASC-1")
    page.get_by_label("Letter").check()
    for part, typed in (("Day", "7"), ("Month", "April"), ("Year", "2026")):
        page.get_by_label(part).fill(typed)
    page.get_by_label("Section b").check()
    page.get_by_label("Value").fill("11.4")
    page.get_by_label("Password", exact=True).fill("secret")
    page.get_by_label("I have read this").check()


def test_without_script_everything_works(visit):
    page = visit("/everything", width=NARROW, script=False)
    submit_empty(page)
    assert page.locator(".govuk-error-summary__list a").count() == 9
    page.get_by_label("Which way").fill("A friend")  # revealed fields are simply there
    fill(page)
    page.get_by_label("Team").select_option(label="Team 12 of the sample county")
    submit_empty(page)
    assert page.url.endswith("/macros")
    assert "Saved. Next: the response plan" in page.inner_text(".govuk-notification-banner--success")
    page.goto(page.url.replace("/macros", "/list"))
    assert page.get_by_role("button", name="Apply filters").count() == 2
    assert page.get_by_role("link", name="Go to the list").is_visible()
    assert overflow(page) <= 0


def test_success_takes_focus_and_long_lists_are_searched_by_typing(visit):
    page = visit("/everything")
    fill(page)
    box = page.get_by_role("combobox", name="Team")
    box.press_sequentially("Team 12")
    page.get_by_role("option", name="Team 12 of the sample county").first.click()
    assert page.evaluate("document.getElementById('team-select').value") == "12"
    submit_empty(page)
    assert page.url.endswith("/macros")
    assert "govuk-notification-banner--success" in page.evaluate("document.activeElement.className")
    assert violations(page) == []


def test_words_that_name_nothing_choose_nothing(visit):
    page = visit("/everything")
    box = page.get_by_role("combobox", name="Team")
    box.press_sequentially("Team 12 of the sample county")
    box.press("Tab")
    assert page.evaluate("document.getElementById('team-select').value") == "12"
    box.fill("Nobody knows")
    box.press("Tab")
    assert page.evaluate("document.getElementById('team-select').value") == ""


def test_a_choice_reveals_its_field(visit):
    page = visit("/everything")
    assert not page.get_by_label("Which way").is_visible()
    page.get_by_label("Another way").check()
    assert page.get_by_label("Which way").is_visible()
    assert page.get_by_role("button", name="Show password").is_visible()


def test_a_narrow_list_opens_its_filter_by_keyboard(visit):
    page = visit("/list", width=NARROW)
    assert not page.get_by_label("Investigating").is_visible()
    toggle = page.get_by_role("button", name="Show filters")
    toggle.focus()
    page.keyboard.press("Enter")
    assert page.get_by_label("Investigating").is_visible()
    assert page.get_by_role("button", name="Hide filters").get_attribute("aria-expanded") == "true"
    assert violations(page) == []
    assert overflow(page) <= 0


def test_only_tables_that_scroll_are_stops_of_the_tab_key(visit):
    page = visit("/macros")
    assert page.locator(".app-region").count() == 2
    assert page.get_by_role("region", name="A wide sample table").get_attribute("tabindex") == "0"
    assert page.locator(".app-region[tabindex]").count() == 1
    narrow = visit("/macros", width=NARROW)
    assert narrow.get_by_role("region", name="A wide sample table").get_attribute("tabindex") == "0"


@pytest.mark.parametrize(("width", "shown"), [(WIDE, "wide"), (NARROW, "narrow")])
def test_one_drawing_of_each_chart_is_shown_in_readable_type(visit, width, shown):
    page = visit("/macros", width=width)
    pictures = [picture for picture in page.locator(".app-chart__picture").all() if picture.is_visible()]
    assert len(pictures) == 2
    for picture in pictures:
        assert f"app-chart__picture--{shown}" in picture.get_attribute("class")
        text = picture.locator("text").first
        assert text.evaluate("node => node.getScreenCTM().a * parseFloat(getComputedStyle(node).fontSize)") >= 12


def test_the_skip_link_is_the_first_stop_and_lands_in_the_page(visit):
    page = visit("/list")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_neither_typeface_nor_crown(visit):
    page = visit("/")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily") == "arial, sans-serif"
    assert page.evaluate("document.fonts.size") == 0


def test_paper_has_nothing_to_press_and_says_who_printed_it(visit):
    page = visit("/macros")
    page.emulate_media(media="print")
    for gone in (
        ".govuk-service-navigation",
        ".govuk-breadcrumbs",
        ".app-footer",
        ".moj-sub-navigation",
        ".app-person",
    ):
        assert not page.locator(gone).first.is_visible(), gone
    assert "Printed by Priya Shah on" in page.locator(".app-paper-only").inner_text()
    assert page.evaluate("getComputedStyle(document.querySelector('main a.govuk-link'), '::after').content") == "none"
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert page.locator(".app-chart__picture--wide").first.is_visible()
    listing = visit("/list")
    listing.emulate_media(media="print")
    assert not listing.locator(".app-filter").is_visible()
    assert not listing.locator(".govuk-button").first.is_visible()
