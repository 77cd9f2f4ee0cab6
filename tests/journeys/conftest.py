"""A real server with the demonstration in it, and a real browser; skipped, and says so, where there is no Chromium."""

import json
import os
import shutil
import socket
import time
import urllib.request

import pytest

from tests import postgres
from tests.commands import run_in, start

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
CHROMIUM = os.environ.get("CASEWORK_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
LONGEST_START = 90  # seconds; a busy machine is slow, a dead server is noticed at once


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, worker_id):
    """A data folder, and on PostgreSQL a database, with the demonstration in it; made once, copied for each story."""
    folder, name = tmp_path_factory.mktemp("prepared"), f"casework_prepared_{worker_id}"
    if postgres.SERVER:
        postgres.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    for words in (["db", "upgrade"], ["demo"]):
        done = run_in(_env(folder, name), *words)
        assert done.returncode == 0, done.stderr
    return folder, name


def _env(folder, name, **rest):
    database = {"CASEWORK_DATABASE_URL": postgres.url_of(name)} if postgres.SERVER else {}
    return {**os.environ, "CASEWORK_DATA_DIR": str(folder), **database, **rest}


@pytest.fixture(scope="module")
def server(prepared, tmp_path_factory, worker_id):
    """The product as `make run` starts it: migrated, with the demonstration, served by gunicorn. Its address.

    Each story has its own: one signs what the next would begin with.
    """
    made, template = prepared
    folder, name, port = tmp_path_factory.mktemp("served"), f"casework_served_{worker_id}", free_port()
    shutil.copytree(made, folder, dirs_exist_ok=True)
    if postgres.SERVER:
        postgres.copy(template, name)
    env = _env(folder, name, PORT=str(port), CASEWORK_LOG_FILE=str(folder / "log"))
    said = folder / "said"
    process = start(["serve"], env, [os.devnull, os.devnull, said])
    address = f"http://127.0.0.1:{port}"
    late = time.monotonic() + LONGEST_START
    while True:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
            break
        except OSError:
            if process.is_alive() and time.monotonic() < late:
                time.sleep(0.1)
                continue
            process.kill()
            pytest.fail(f"the server did not start: {said.read_text()}")
    yield Served(address, folder, env)
    process.terminate()
    process.join(20)
    if process.is_alive():
        process.kill()
        process.join()


class Served:
    """Where the product is served, its data folder, and the environment for commands on the same data."""

    def __init__(self, address, folder, env):
        self.address, self.folder, self.env = address, folder, env
        self.accounts = json.loads((folder / "demo-accounts.json").read_text())

    def account(self, role, nth=0):
        """The email and password of a demonstration account."""
        return [one for one in self.accounts if one["role"] == role][nth]

    def command(self, *words, **rest):
        """Run a casework command on the same data."""
        return run_in(self.env, *words, **rest)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    """The browser itself, started once a file: its driver's loop must not run on under tests without a browser."""
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine: run make browsers")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """Somebody at a browser: signs in, follows links, and every page opened is checked with axe."""

    def __init__(self, chromium, server, **options):
        from axe_playwright_python.sync_playwright import Axe

        self.server, self.axe, self.faults, self.checked = server, Axe(), [], []
        self.context = chromium.new_context(locale="en-GB", base_url=server.address, **options)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        self.page.on("console", self._console)

    def _console(self, message):
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.faults.append(f"policy: {message.text}")

    def sign_in(self, role, nth=0):
        account = self.server.account(role, nth)
        self.open("/sign-in")
        self.page.get_by_label("Email").fill(account["email"])
        self.page.get_by_label("Password", exact=True).fill(account["password"])
        self.press("Sign in")
        return self

    def sign_out(self):
        self.page.get_by_role("button", name="Sign out").click()
        self.look()
        return self

    def open(self, path):
        self.page.goto(path)
        return self.look()

    def follow(self, name, **options):
        links = self.page.locator("a")  # a link that looks like a button has the button's role
        found = links.and_(
            self.page.get_by_role("link", name=name, **options).or_(self.page.get_by_role("button", name=name))
        )
        found.first.click(timeout=30_000)
        return self.look()

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).first.click()
        return self.look()

    def look(self, *, again=False):
        """Wait for the page and check it with axe; a page that has stood there word for word only `again`."""
        self.page.wait_for_load_state("load")
        seen = (self.page.url, self.page.locator("body").inner_text())
        if seen in self.checked and not again:
            return self  # axe has been over this page
        found = self.axe.run(self.page).response["violations"]
        self.checked.append(seen)
        self.faults += [f"{self.page.url} {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
        return self

    @property
    def heading(self):
        return self.page.locator("h1").inner_text()

    @property
    def text(self):
        return self.page.locator("main").inner_text()


@pytest.fixture
def visit(chromium, server):
    """`visit()` opens a fresh browser; at the end nothing may have been wrong on any page it saw."""
    visitors = []

    def start(**options):
        visitors.append(Visitor(chromium, server, **options))
        return visitors[-1]

    yield start
    for visitor in visitors:
        visitor.context.close()
    assert [fault for visitor in visitors for fault in visitor.faults] == []
