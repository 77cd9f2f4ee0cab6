"""Reading the data files that the product ships or a council writes: YAML with the line of every fault."""

from pathlib import Path
from typing import Any

import yaml

PACKS = Path(__file__).resolve().parent.parent / "packs"


class PackBroken(Exception):
    """A data file cannot be used: which, where and why, in a sentence."""

    def __init__(self, path: Path, line: int | None, why: str) -> None:
        where = f"{path.name}, line {line}: " if line else f"{path.name}: "
        super().__init__(where + why)


class Lined(dict[str, Any]):
    """A mapping of a YAML file that knows the line it begins on."""

    line: int = 0


# libyaml reads ten times as fast, and the set-up reads every pack; it is not in every build of PyYAML.
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):
    """SafeLoader that keeps lines and refuses a key written twice."""


class _Stranger(yaml.SafeLoader):
    """The same for a file that somebody sends, in Python throughout; it refuses references to other places too."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """A few lines of references stand for more than any machine can hold."""
        if self.check_event(yaml.AliasEvent):
            why = "refers to another place of the file (*name): write it out"
            raise yaml.composer.ComposerError(None, None, why, self.peek_event().start_mark)
        return super().compose_node(parent, index)


def _mapping(loader: Any, node: yaml.MappingNode) -> Lined:
    loader.flatten_mapping(node)
    held = Lined()
    held.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in held:
            raise yaml.constructor.ConstructorError(None, None, f'"{key}" stands there twice', key_node.start_mark)
        held[key] = loader.construct_object(value_node, deep=True)
    return held


for _each in (_Loader, _Stranger):
    _each.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path) -> Any:
    """The file's data; mappings are `Lined`. Raises PackBroken with the line of a fault in the writing."""
    try:
        return _read(path, path.read_bytes(), _Loader)
    except FileNotFoundError:
        raise PackBroken(path, None, "there is no such file") from None


def parse_yaml(name: str, data: bytes) -> Any:
    """As `read_yaml`, of a file that somebody sends: `name` is what a fault calls it."""
    return _read(Path(name), data, _Stranger)


def _read(path: Path, data: bytes, loader: Any) -> Any:
    try:
        reading = loader(data.decode("utf-8-sig"))
        try:
            return reading.get_single_data()
        finally:
            reading.dispose()
    except UnicodeDecodeError:
        raise PackBroken(path, None, "is not written in UTF-8") from None
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else None
        raise PackBroken(path, line, fault.problem or "cannot be read as YAML") from None
    except yaml.YAMLError as fault:
        raise PackBroken(path, None, str(fault).splitlines()[0]) from None
    except (RecursionError, ValueError, TypeError):  # nested too deep; a date that is none; a key that is a list
        raise PackBroken(path, None, "cannot be read as YAML") from None
