"""Rooms stand on floors and look only downwards; rules are pure; files stay readable."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from casework.config import ROOT

CASEWORK = ROOT / "casework"
FLOORS = [
    {"config", "extensions", "ready"},
    {"kit", "packs"},
    {"trail"},
    {"accounts"},
    {"measures"},
    {"findings"},
    {"actions"},
    {"assessments", "complaints", "safeguarding"},
    {"reports", "home"},
    {"demo", "demo_rooms", "send", "setup", "doctor", "serve", "cli", ""},
]
LEVEL = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
NEVER_FROM_OUTSIDE = {"routes", "forms"}
WEB = ("flask", "flask_wtf", "wtforms", "flask_login", "werkzeug")


def modules():
    return sorted(path for path in CASEWORK.rglob("*.py") if "packs" not in path.parts)


def room_of(path):
    parts = path.relative_to(CASEWORK).with_suffix("").parts
    return "" if parts == ("__init__",) else parts[0]


def imports_of(tree):
    """Dotted names that a module imports, wherever it does it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def faults_in(source, room, name="module"):
    """What a module imports against the rules of the house."""
    faults = set()
    for imported in imports_of(ast.parse(source)):
        parts = imported.split(".")
        if parts[0] != "casework":
            if name in ("rules", "moves") and (parts[0] in WEB or imported.endswith(("extensions.db", "orm.Session"))):
                faults.add(f"rules import {imported}")
            continue
        if len(parts) < 2 or parts[1] not in LEVEL or parts[1] == room:
            continue
        if LEVEL[parts[1]] > LEVEL[room] or (LEVEL[parts[1]] == LEVEL[room] and 4 <= LEVEL[room] <= 7):
            faults.add(f"{room} looks up or across to {imported}")
        if len(parts) > 2 and parts[2] in NEVER_FROM_OUTSIDE and parts[1] != "kit" and LEVEL[room] < LEVEL["cli"]:
            faults.add(f"{room} takes another room's {imported}")
    return sorted(faults)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(CASEWORK)))
def test_a_module_keeps_to_its_floor(path):
    assert room_of(path) in LEVEL, "a room without a floor: give it one"
    assert not faults_in(path.read_text(), room_of(path), path.stem)


@pytest.mark.parametrize(
    ("source", "room", "name"),
    [
        ("from casework.actions import services", "findings", "services"),
        ("import casework.complaints.models", "kit", "clock"),
        ("from casework.complaints import queries", "assessments", "services"),
        ("from casework.measures.routes import room", "home", "queries"),
        ("from flask import g", "actions", "rules"),
        ("def late():\n    from casework.reports import services", "measures", "queries"),
    ],
)
def test_the_check_itself_goes_red(source, room, name):
    assert faults_in(source, room, name)


def circle_in(sources):
    """A circle of modules that import each other, wherever they do it; None when there is none.

    `sources` are texts by dotted name. Mapped classes name each other, so a room's models count as one.
    """
    links = {}
    for name, source in sources.items():
        taken = {_one_of_models(imported) for imported in imports_of(ast.parse(source)) if imported in sources}
        links.setdefault(_one_of_models(name), set()).update(taken - {_one_of_models(name)})
    try:
        TopologicalSorter(links).prepare()
    except CycleError as found:
        return found.args[1]
    return None


def _one_of_models(name):
    return f"{name.rpartition('.')[0]}.models" if name.endswith("models") else name


def test_no_modules_import_each_other():
    assert circle_in({_dotted(path): path.read_text() for path in modules()}) is None


def _dotted(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_the_circle_is_found_also_inside_a_function():
    upper = "def late():\n    from casework.kit import lower"
    assert circle_in({"casework.kit.upper": upper, "casework.kit.lower": "import casework.kit.upper"})
    assert circle_in({"casework.kit.upper": upper, "casework.kit.lower": "import casework.kit"}) is None


def test_every_room_says_what_it_is():
    for package in CASEWORK.iterdir():
        if (package / "__init__.py").exists():
            assert ast.get_docstring(ast.parse((package / "__init__.py").read_text())), package.name


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(CASEWORK)))
def test_a_module_is_short_and_its_public_names_are_explained(path):
    source = path.read_text()
    assert source.count("\n") <= 300, "split it by subject"
    tree = ast.parse(source)
    assert ast.get_docstring(tree) or not tree.body
    for node in tree.body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        assert not public or ast.get_docstring(node), f"{node.name} has no docstring"


def test_nothing_of_the_builders_machine_is_named():
    words = ("/work/", ".library", "farm-" + "bench", "farm-" + "studio")
    for path in Path(ROOT).rglob("*"):
        inside = path.relative_to(ROOT).parts
        if (
            inside[0]
            in (".git", ".venv", "node_modules", "instance", "build", ".ruff_cache", ".mypy_cache", ".hypothesis")
            or "vendor" in inside
            or not path.is_file()
        ):
            continue
        if path.suffix in (
            ".py",
            ".md",
            ".toml",
            ".html",
            ".css",
            ".js",
            ".yaml",
            ".json",
            ".txt",
            "",
        ) and path != Path(__file__):
            found = [word for word in words if word in path.read_text(errors="ignore")]
            assert not found, f"{path}: {found}"
