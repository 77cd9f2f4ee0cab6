"""`make bench`: build logs of several sizes, serve the product as in production, print one table.

Every time stands beside its ratio to S (bench.reference), measured in the same run under the same server: ratios can be
compared between machines, milliseconds cannot.
"""

import argparse
import json
import os
import platform
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bench import cases
from bench.serving import Timed, free_port, running
from casework import create_app
from casework.accounts.models import LoginSession, Person
from casework.accounts.sessions import digest
from casework.complaints import kept_lists
from casework.complaints.worklist import Tab
from casework.config import ROOT
from casework.extensions import db
from casework.kit import clock
from casework.reports.services import make_report
from casework.setup import upgrade

SIZES = (1_000, 50_000, 500_000)
FOLDER = ROOT / "build" / "bench"
HEAD = "| cases | page or job | SQL | p50 ms | p95 ms | p50 / S | requests/s | CPU ms |"
RULE = "|---:|---|---:|---:|---:|---:|---:|---:|"
Pages = list[tuple[str, str]]


def main() -> None:
    """Measure what was asked for; the table goes to standard output and, with --write, into bench/RESULTS.md."""
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of complaints, separated by commas")
    asked.add_argument("--db", default="", help="postgresql://user@host: a server on which databases may be made")
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--times", type=int, default=60, help="requests for each page")
    asked.add_argument("--keep", action="store_true", help="use the logs of the last run where they are still there")
    asked.add_argument("--write", action="store_true", help="keep the table in bench/RESULTS.md")
    given = asked.parse_args()
    lines = [HEAD, RULE]
    os.environ["CASEWORK_SECRET_KEY"] = secrets.token_hex(32)
    for size in map(int, given.sizes.split(",")):
        lines += measure(size, given.db, workers=given.workers, times=given.times, keep=given.keep)
    print("\n".join(lines))
    if given.write:
        (ROOT / "bench" / "RESULTS.md").write_text(_results(lines, given.workers, given.db))


def measure(size: int, server: str, *, workers: int, times: int, keep: bool) -> list[str]:
    """Lines of the table for a log of one size."""
    folder = FOLDER / str(size)
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    url = _database(server, folder, size, keep=keep)
    log = str(folder / "log")
    os.environ |= {"CASEWORK_DATA_DIR": str(folder), "CASEWORK_DATABASE_URL": url, "CASEWORK_LOG_FILE": log}
    app = create_app()
    lines: list[str] = []
    with app.app_context():
        upgrade()
        began = time.perf_counter()
        rows = cases.build(size)
        print(f"{size:,} cases in {time.perf_counter() - began:.0f} s: {rows}", file=sys.stderr)
        pages, cookie = _pages(app), _cookie(app, "manager")
        statements = {path: _statements(app, path, cookie) for _, path in pages}
        jobs = [(name, _timed(job)) for name, job in _jobs()]
        db.session.remove()
        db.engine.dispose()
    reference = _reference(folder, workers, times)
    lines.append(_line(size, "S: 25 rows that never change", 1, reference, reference))
    port = free_port()
    command = [str(Path(sys.executable).parent / "casework"), "serve", "--port", str(port), "--workers", str(workers)]
    with running(command, port=port, environment={}, path="/healthz") as product:
        for name, path in pages:
            found = product.time(path, cookie, times=times, at_once=workers * 2)
            lines.append(_line(size, name, statements[path], found, reference))
    lines += [f"| {size:,} | {name} (job) | | {took:.0f} | | {took / reference.p50:.1f} | | |" for name, took in jobs]
    return lines


def _database(server: str, folder: Path, size: int, *, keep: bool) -> str:
    if not server:
        return f"sqlite:///{folder / 'casework.sqlite3'}"
    from sqlalchemy import create_engine, text

    name = f"casework_bench_{size}"
    engine = create_engine(
        server.replace("postgresql://", "postgresql+psycopg://").rstrip("/") + "/postgres", isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        if not keep:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        if not connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}):
            connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{server.rstrip('/')}/{name}"


def _pages(app: Any) -> Pages:
    """Names and addresses of what is measured, as the complaints manager sees it."""
    with app.test_request_context():
        manager = _person("manager")
        year = clock.today().year - 1
        code = f"{year - 1}-{year % 100:02}"
        found: dict[str, str] = {}
        for name, words in (("a rare word", "stairlift kirkby"), ("a common word", "care"), ("a name", "norbury")):
            kept = kept_lists.search(words, tab=Tab.ALL, picked={}, by=manager)
            found[f"Search: {name}"] = f"/complaints/searches/{kept.token}"
        db.session.commit()
        team = db.session.execute(db.text("SELECT team_id FROM complaint WHERE team_id IS NOT NULL LIMIT 1")).scalar()
        case = db.session.execute(
            db.text("SELECT max(id) FROM complaint WHERE is_restricted = false AND closed_on IS NOT NULL")
        ).scalar()
    lists = [(f"Worklist: {tab.value}", f"/complaints?list={tab.value}") for tab in Tab]
    return [
        ("Home", "/"),
        *lists,
        ("Worklist: a far page", "/complaints?list=all&after=2020-06-01_1"),
        ("Worklist: team and status", f"/complaints?list=all&team={team}&status=closed"),
        ("Worklist: nothing found", "/complaints?list=late&status=closed&route=excluded"),
        *found.items(),
        ("A case", f"/complaints/{case}"),
        ("Its points", f"/complaints/{case}/points"),
        ("Compliments", "/compliments"),
        ("Findings", "/findings"),
        ("Actions", "/actions"),
        ("Annual report", f"/reports/complaints?year={code}"),
        ("Cases behind a figure", f"/reports/complaints/cases?year={code}&figure=within.20"),
    ]


def _jobs() -> list[tuple[str, Callable[[], object]]]:
    year = clock.today().year - 1
    code = f"{year - 1}-{year % 100:02}"
    return [
        ("Annual report as JSON", lambda: make_report("complaints", as_format="json", year=code)),
        ("Annual report as Word", lambda: make_report("complaints", as_format="docx", year=code)),
        ("Annual report as PDF", lambda: make_report("complaints", as_format="pdf", year=code)),
    ]


def _timed(job: Callable[[], object]) -> float:
    """The better of two runs, in milliseconds."""
    took = []
    for _ in range(2):
        began = time.perf_counter()
        job()
        took.append((time.perf_counter() - began) * 1000)
    return min(took)


def _person(name: str) -> Person:
    return db.session.query(Person).filter_by(email=f"{name}@bench.example").one()


def _cookie(app: Any, name: str) -> str:
    """The cookie of somebody who is signed in."""
    token, now = secrets.token_urlsafe(32), clock.now()
    db.session.add(
        LoginSession(
            token_hash=digest(token), person_id=_person(name).id, started_at=now, seen_at=now, address="127.0.0.1",
            browser="bench",
        )
    )  # fmt: skip
    db.session.commit()
    signed = _signed(app, {"_user_id": token})
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}"


def _signed(app: Any, held: dict[str, Any]) -> str:
    """A session cookie's text, as the application signs it."""
    made: str = app.session_interface.get_signing_serializer(app).dumps(held)
    return made


def _statements(app: Any, path: str, cookie: str) -> int:
    """SQL statements of one page."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append(statement)

    db.session.remove()
    browser = app.test_client(use_cookies=False)
    browser.get(path, headers={"Cookie": cookie})
    event.listen(db.engine, "before_cursor_execute", note)
    answer = browser.get(path, headers={"Cookie": cookie})
    event.remove(db.engine, "before_cursor_execute", note)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return len(seen)


def _reference(folder: Path, workers: int, times: int) -> Timed:
    """S, under the same server with as many workers and threads."""
    from bench.reference import make

    url = f"sqlite:///{folder / 'reference.sqlite3'}"
    app = make(url)
    signed = _signed(app, {"_user_id": "1", "_fresh": True})
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-w", str(workers), "-k", "gthread"),
        *("--threads", "4", "--log-level", "warning", f"bench.reference:make({json.dumps(url)})"),
    ]
    with running(command, port=port, environment={}, path="/") as server:
        return server.time("/", f"session={signed}", times=times, at_once=workers * 2)


def _line(size: int, name: str, statements: int, found: Timed, reference: Timed) -> str:
    return (
        f"| {size:,} | {name} | {statements} | {found.p50:.1f} | {found.p95:.1f} | {found.p50 / reference.p50:.1f} "
        f"| {found.rate:.0f} | {found.cpu:.1f} |"
    )


def _results(lines: list[str], workers: int, server: str) -> str:
    git = shutil.which("git") or "git"
    commit = subprocess.run(  # noqa: S603 - fixed words, no shell
        [git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT, check=False
    ).stdout.strip()
    machine = f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}"
    database = "PostgreSQL" if server else "SQLite"
    return (
        f"# What `make bench` found\n\n{date.today():%d %B %Y}, commit {commit or 'unknown'}, {machine}, {database}, "
        f"{workers} worker processes. S is a signed-in page of 25 rows under the same server; times are one after "
        "another, requests/s with two for each worker at once.\n\n" + "\n".join(lines) + "\n"
    )


if __name__ == "__main__":
    main()
