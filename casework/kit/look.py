"""The look: where templates come from, what they may call, and addresses of built files that can be kept for good."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request
from flask_wtf.csrf import generate_csrf
from jinja2 import BaseLoader, ChoiceLoader, PackageLoader, PrefixLoader, StrictUndefined, Undefined
from jinja2.utils import missing

from casework.kit import clock, words

LIBRARIES = ("govuk_frontend_jinja", "govuk_frontend_wtf")


class LoudUndefined(Undefined):
    """A name or attribute that a page uses and nobody gave is a fault, not an empty string.

    Keys missing from a mapping, and a macro's absent caller, stay silent: the library's macros test for them.
    """

    def __new__(cls, hint: str | None = None, obj: Any = missing, name: str | None = None, **rest: Any) -> Any:
        """A strict undefined, or Jinja's silent one for what may be absent."""
        kind = Undefined if isinstance(obj, Mapping | Undefined) or name == "caller" else StrictUndefined
        return kind(hint, obj, name, **rest)


def init_look(app: Flask) -> None:
    """Give the application's pages their loaders, filters and globals. Call before the first page is rendered."""
    libraries: Mapping[str, BaseLoader] = {name: PackageLoader(name) for name in LIBRARIES}
    own = app.jinja_loader
    app.jinja_loader = ChoiceLoader([*([own] if own else []), PrefixLoader(libraries)])
    environment = app.jinja_env
    environment.undefined = LoudUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.filters.update(words.FILTERS)
    environment.globals.update(words.GLOBALS)
    environment.globals.update(asset=asset, printed_on=printed_on, csrf_token=generate_csrf)
    environment.globals.update(undefined=Undefined(name="undefined"), null=None)  # the library's macros say these names


def asset(filename: str) -> str:
    """The address of a file in static/, with a digest of its content, so that a browser keeps it until it changes."""
    path = Path(current_app.static_folder or "") / filename
    try:
        state = path.stat()
    except OSError:  # not built yet: pages still work, undecorated
        return f"{request.script_root}{current_app.static_url_path}/{filename}"
    return _address(request.script_root, filename, path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=256)
def _address(root: str, filename: str, path: Path, changed: int, size: int) -> str:
    """The address while the file is this one; `changed` and `size` are there to be part of the key.

    Not `url_for`: the page that refuses an unknown host has no addresses to build from.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return f"{root}{current_app.static_url_path}/{filename}?v={digest}"


def printed_on() -> str:
    """Today in words, for the line that only appears on paper."""
    return words.long_date(clock.today())


def render_bare(template: str, **variables: Any) -> str:
    """A page made without any context processor: nothing that asks the database can run. For when it has failed."""
    return current_app.jinja_env.get_template(template).render(variables)
