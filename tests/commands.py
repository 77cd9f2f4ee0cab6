"""`casework` commands as a shell runs them, in a process each: its own environment, files, exit code.

Starting Python and importing the product takes ten times as long as most commands, so the processes are forked from
one that has only imported it. `tests/house/test_starting.py` starts the console script itself as well.
"""

import multiprocessing
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from casework import ROOMS
from casework.config import ROOT

LONGEST = 120  # seconds
IMPORTED = [
    "casework.cli",
    "casework.serve",
    "casework.setup",
    "casework.demo",
    *[f"casework.{one}.routes" for one in ROOMS],
]


@dataclass(frozen=True)
class Done:
    """What a finished command leaves behind."""

    returncode: int
    stdout: str
    stderr: str


def environment(folder, **settings):
    """The environment of a command whose data lie in `folder`: this one's without any setting of the product."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("CASEWORK_")}
    return {**kept, "CASEWORK_DATA_DIR": str(folder), **settings}


def start(words, environ, files):
    """Start `casework WORDS`; `files` are the paths of its standard input, output and error. The process."""
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(IMPORTED)
    process = forking.Process(target=_command, args=(words, environ, files))
    process.start()
    return process


def run(folder, *words, stdin=None, **settings):
    """Run `casework WORDS` to its end."""
    return run_in(environment(folder, **settings), *words, stdin=stdin)


def run_in(environ, *words, stdin=None):
    """Run `casework WORDS` to its end in this environment."""
    with tempfile.TemporaryDirectory() as kept:
        files = [Path(kept, name) for name in ("stdin", "stdout", "stderr")]
        files[0].write_text(stdin or "")
        process = start(words, environ, files)
        process.join(LONGEST)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutError(f"casework {' '.join(words)} did not end in {LONGEST} seconds")
        return Done(process.exitcode, files[1].read_text(), files[2].read_text())


def _command(words, environ, files):
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(ROOT)
    for number, path in enumerate(files):
        held = os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT)
        os.dup2(held, number)
        os.close(held)
    sys.stdin = os.fdopen(0, closefd=False)
    sys.argv = ["casework", *words]
    from casework import cli

    cli.main()
