"""The templates of partner returns: their groups, standards and scale, read from the shipped data files."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from casework.kit.packs import PACKS, PackBroken, read_yaml
from casework.kit.rules import RuleBroken

FOLDER = PACKS / "templates"


@dataclass(frozen=True)
class Step:
    """One step of a scale. `needs_work`: an agency that rates itself so must say what it will do."""

    code: str
    word: str
    says: str
    needs_work: bool


@dataclass(frozen=True)
class Standard:
    """One standard. `maps_to` is the standard of the main tool that says the same; `asked_of` limits who is asked."""

    code: str
    group: str
    title: str
    short: str
    tool: str
    maps_to: str | None
    asked_of: str | None


@dataclass(frozen=True)
class Framework:
    """A template of returns; `groups`, `steps` (best first) and `standards` are in the order of the form."""

    code: str
    version: int
    title: str
    groups: dict[str, str]
    steps: dict[str, Step]
    standards: dict[str, Standard]

    @property
    def main_tool(self) -> str:
        """The board's own tool: that of the first standard."""
        return next(iter(self.standards.values())).tool

    @property
    def tools(self) -> list[str]:
        """Every tool, the board's own first."""
        return list(dict.fromkeys(standard.tool for standard in self.standards.values()))

    def needs_work(self, rating: str | None) -> bool:
        """Whether a rating says that there is work to do."""
        return rating in self.steps and self.steps[rating].needs_work

    def is_best(self, rating: str | None) -> bool:
        """Whether a rating is the top of the scale."""
        return rating == next(iter(self.steps))

    def is_lowest(self, rating: str | None) -> bool:
        """Whether a rating is the bottom of the scale, which the board's table marks."""
        return rating == list(self.steps)[-1]

    def asked_with(self, tool: str) -> list[Standard]:
        """The standards that an agency answers with this tool, those asked of some only among them."""
        return [standard for standard in self.standards.values() if standard.tool == tool]

    def optional(self) -> set[str]:
        """Standards that only some agencies are asked; they count once they are answered."""
        return {standard.code for standard in self.standards.values() if standard.asked_of}


def list_frameworks() -> list[Framework]:
    """Every template that a return can be asked on, by title."""
    found = (_read(path) for path in sorted(FOLDER.glob("*.yaml")))
    return sorted((one for one in found if one), key=lambda one: one.title)


def framework_called(code: str) -> Framework:
    """The template with this code; RuleBroken with a sentence when no return can be made on it."""
    known = {one.code: one for one in list_frameworks()}
    if code not in known:
        raise RuleBroken(f'There is no template "{code}" for partner returns. There is {", ".join(known)}', "template")
    return known[code]


@lru_cache(maxsize=64)
def _read(path: Path) -> Framework | None:
    """The template in this file; None for one that is no partner return (its scale has no step that needs work)."""
    held = read_yaml(path)
    scales = held.get("scales") or {}
    scale = next((scale for scale in scales.values() if _is_returns_scale(scale)), None)
    if scale is None:
        return None
    try:
        return Framework(
            code=held["template"],
            version=held["version"],
            title=held["title"],
            groups=dict(held["parts"]),
            steps={code: Step(code, step["word"], step["says"], step["needs_work"]) for code, step in scale.items()},
            standards={node["id"]: _standard(node) for node in held["nodes"] if node["kind"] == "rating"},
        )
    except KeyError as absent:
        raise PackBroken(path, None, f"{absent.args[0]} is missing") from None


def _is_returns_scale(scale: Any) -> bool:
    steps = list(scale.values()) if isinstance(scale, dict) else []
    return bool(steps) and all(isinstance(step, dict) and "needs_work" in step for step in steps)


def _standard(node: dict[str, Any]) -> Standard:
    return Standard(
        code=node["id"],
        group=node["group"],
        title=node["title"],
        short=node.get("short") or node["title"],
        tool=node["tool"],
        maps_to=node.get("maps_to"),
        asked_of=node.get("asked_of"),
    )
