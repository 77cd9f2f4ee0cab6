"""Trouble at the start is a sentence and exit 1, never a traceback; settings are what the README says."""

import os
import socket
import subprocess
import sys
from dataclasses import astuple
from pathlib import Path

import pytest

from casework.config import ROOT, SETTINGS, CannotStartError, load_config
from casework.extensions import SQLITE_SETTINGS, db, wal_is_safe
from tests.commands import environment, run

GOOD_KEY = "0123456789abcdef" * 4


def refused(done, words):
    assert done.returncode == 1, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().count("\n") <= 1


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("commands")
    done = run(folder, "db", "upgrade")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"CASEWORK_BASE_URL": "https://casework.example.gov.uk"}, "CASEWORK_SECRET_KEY must be set"),
        ({"CASEWORK_BASE_URL": "https://casework.example.gov.uk", "CASEWORK_SECRET_KEY": "short"}, "too weak"),
        ({"CASEWORK_SECRET_KEY": "a" * 64}, "too weak"),
        ({"CASEWORK_BASE_URL": "http://casework.example.gov.uk", "CASEWORK_SECRET_KEY": GOOD_KEY}, "https://"),
        ({"CASEWORK_DATABASE_URL": "mysql://root@localhost/casework"}, "SQLite file or a PostgreSQL database"),
        ({"CASEWORK_DATABASE_URL": "no address"}, "not a database address"),
        ({"CASEWORK_TRUSTED_PROXIES": "many"}, "whole number"),
    ],
)
def test_a_setting_that_cannot_be_used(tmp_path, settings, sentence):
    refused(run(tmp_path, "routes", **settings), sentence)


def test_a_database_that_is_not_migrated(tmp_path):
    for words in (["serve"], ["demo"], ["trail", "verify"], ["report", "thread", "--measure", "ascof-2011:1E"]):
        refused(run(tmp_path, *words), "casework db upgrade")


def test_a_database_that_cannot_be_opened(tmp_path):
    refused(run(tmp_path, "serve", CASEWORK_DATABASE_URL="sqlite:////nowhere/at/all.sqlite3"), "cannot be opened")
    refused(run(tmp_path, "serve", CASEWORK_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none"), "cannot be opened")


def test_a_file_that_is_no_database_is_said_by_every_command(tmp_path):
    (tmp_path / "casework.sqlite3").write_text("These are notes, and no database at all." * 50)
    refused(run(tmp_path, "serve", "--set-up"), "The database cannot be used: file is not a database")
    refused(run(tmp_path, "db", "upgrade"), "The database cannot be used: file is not a database")
    refused(run(tmp_path, "trail", "verify"), "The database cannot be opened: file is not a database")


def test_a_data_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "notes").write_text("")
    for folder in (tmp_path / "notes", tmp_path / "notes" / "data", Path("/proc/casework")):
        refused(run(folder, "routes"), f"The data folder {folder} cannot be made")


def test_a_report_that_cannot_be_written_is_said(migrated):
    done = run(migrated, "report", "dashboard", "--organisation", "E10000018", "--period", "2019-20", "-o", "/dev/full")
    refused(done, "cannot be used: No space left on device")


def test_nobody_else_on_the_machine_reads_the_database(tmp_path):
    folder = tmp_path / "new"
    run(folder, "routes")
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "casework.sqlite3").stat().st_mode & 0o077 == 0


def test_the_doctor_finds_a_database_that_others_can_read(migrated):
    path = migrated / "casework.sqlite3"
    closed, folder = path.stat().st_mode, migrated.stat().st_mode
    try:
        path.chmod(0o644)
        migrated.chmod(0o755)
        done = run(migrated, "doctor")
        assert done.returncode == 1
        assert f"Other accounts of this machine can read the database. Close it: chmod o-rwx {path}" in done.stdout
    finally:
        path.chmod(closed)
        migrated.chmod(folder)


def test_the_console_script_is_the_same_command(migrated, tmp_path):
    command = Path(sys.executable).parent / "casework"
    for folder, code in ((migrated, 0), (tmp_path, 1)):
        done = subprocess.run([command, "trail", "verify"], env=environment(folder), capture_output=True, text=True)
        assert (done.returncode, done.stdout, done.stderr) == astuple(run(folder, "trail", "verify"))
        assert done.returncode == code


def test_the_wsgi_application_says_the_same(tmp_path):
    env = {**os.environ, "CASEWORK_DATA_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", "import wsgi"], env=env, capture_output=True, text=True, cwd=ROOT)
    refused(done, "casework db upgrade")


@pytest.mark.parametrize(
    "words", [["nonsense"], ["import"], ["user", "add"], ["report", "nonsense"], ["import", "nonsense", "x"]]
)
def test_wrong_usage_is_exit_2(migrated, words):
    done = run(migrated, *words)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_migrating_twice_changes_nothing(migrated):
    done = run(migrated, "db", "upgrade")
    assert done.returncode == 0
    assert "loaded already" in done.stdout


def test_an_account_is_added_and_disabled_from_the_command_line(migrated):
    words = [
        "user",
        "add",
        "--email",
        "a@demo.example",
        "--name",
        "A Person",
        "--organisation",
        "E10000018",
        "--role",
        "director",
    ]
    done = run(migrated, *words, "--password-stdin", stdin="violet-teapot-harbour\n")
    assert done.returncode == 0, done.stderr
    refused(run(migrated, *words, "--password-stdin", stdin="violet-teapot-harbour\n"), "has an account already")
    refused(run(migrated, *words, "--password-stdin", stdin="short\n"), "has an account already")
    other = [*words[:3], "b@demo.example", *words[4:]]
    refused(run(migrated, *other, "--password-stdin", stdin="short\n"), "12 characters or more")
    refused(
        run(migrated, *[w.replace("E10000018", "E99") for w in other], "--password-stdin", stdin="x\n"),
        "no organisation",
    )
    refused(
        run(migrated, *[w.replace("director", "king") for w in other], "--password-stdin", stdin="x\n"),
        "There is no role king",
    )
    assert run(migrated, "user", "disable", "--email", "a@demo.example").returncode == 0
    refused(run(migrated, "user", "disable", "--email", "a@demo.example"), "is disabled already")
    assert run(migrated, "trail", "verify", "--deep").returncode == 0


def test_secrets_are_made_once_and_for_nobody_else(migrated):
    for name in ("secret.key", "trail.key"):
        assert (migrated / name).stat().st_mode & 0o777 == 0o600
        assert len((migrated / name).read_text()) == 64


def test_the_doctor_finds_a_migrated_installation_well(migrated):
    done = run(migrated, "doctor")
    assert "foreign_keys is 1" in done.stdout
    assert "synchronous is 3" in done.stdout
    assert "Trail whole" in done.stdout


@pytest.mark.skipif(bool(os.environ.get("CASEWORK_TEST_POSTGRES")), reason="settings of SQLite")
def test_every_connection_has_the_safe_settings(app):
    for _ in range(3):
        with db.engine.connect() as connection:
            held = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in SQLITE_SETTINGS}
            assert {name: value or 0 for name, value in held.items()} == SQLITE_SETTINGS
            assert (connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal") == wal_is_safe()


@pytest.mark.parametrize(
    ("version", "safe"),
    [((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 50, 7), True), ((3, 51, 2), False), ((3, 51, 3), True),
     ((3, 52, 0), True), ((3, 45, 0), False)],
)  # fmt: skip
def test_wal_only_where_the_race_is_mended(version, safe):
    assert wal_is_safe(version) is safe


def test_every_setting_is_in_the_readme_and_nowhere_else():
    readme = (ROOT / "README.md").read_text()
    for variable, _ in SETTINGS.values():
        assert f"`{variable}`" in readme or (variable.startswith("CASEWORK_OIDC") and "`CASEWORK_OIDC_*`" in readme)
    for path in (ROOT / "casework").rglob("*.py"):
        if path.name != "config.py":
            assert "os.environ" not in path.read_text(), path


def test_a_public_address_makes_cookies_secure(tmp_path):
    config = load_config({"DATA_DIR": str(tmp_path), "BASE_URL": "https://a.example.gov.uk", "SECRET_KEY": GOOD_KEY})
    assert (config["SESSION_COOKIE_SECURE"], config["SESSION_COOKIE_NAME"]) == (True, "__Host-casework")
    assert "a.example.gov.uk" in config["TRUSTED_HOSTS"]
    with pytest.raises(CannotStartError):
        load_config({"DATA_DIR": str(tmp_path), "BASE_URL": "ftp://x"})


def test_an_unknown_host_is_refused(client):
    assert client.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_a_port_that_is_taken_is_said_before_anything_is_promised(migrated):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        done = run(migrated, "serve", PORT=str(held.getsockname()[1]))
    refused(done, "address already in use. Choose another port with PORT=")
    assert "Casework is at" not in done.stdout
