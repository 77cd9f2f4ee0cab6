"""Shipped packs: loaded once, mended by newer versions, never over what an analyst changed; broken files by line."""

import shutil
from decimal import Decimal

import pytest

from casework.accounts.models import Organisation
from casework.extensions import db
from casework.kit.packs import PACKS, PackBroken
from casework.measures import services
from casework.measures.models import Edition, Measure
from casework.measures.queries import find_measure
from casework.trail.models import TrailEntry

COUNCILS = PACKS / "organisations" / "councils.csv"


@pytest.fixture
def folder(app, tmp_path):
    shutil.copytree(PACKS / "editions", tmp_path / "editions")
    return tmp_path / "editions"


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_packs_are_loaded_once(folder):
    assert services.load_editions(folder) == 99
    assert db.session.query(Edition).count() == 7
    assert find_measure("ascof-2011:1E").layer == "Reduce need"
    assert find_measure("ascof-2011:1E").dashboard_order == 16
    assert find_measure("ascof-2011:3D1").formerly == "ascof-2011:3D"
    assert services.load_editions(folder) == 0


def test_a_newer_pack_mends_what_nobody_touched(folder):
    services.load_editions(folder)
    edit(folder, "ascof-2011.yaml", "People with a learning disability in paid employment", "Paid employment")
    assert services.load_editions(folder) == 1
    assert find_measure("ascof-2011:1E").title == "Paid employment"


def test_what_an_analyst_changed_stays_and_the_trail_says_so(folder):
    services.load_editions(folder)
    measure = find_measure("ascof-2011:1E")
    measure.title, measure.amber_tolerance = "Our title", Decimal("0.5")
    db.session.commit()
    edit(folder, "ascof-2011.yaml", "People with a learning disability in paid employment", "Paid employment")
    services.load_editions(folder)
    assert (measure.title, measure.amber_tolerance) == ("Our title", Decimal("0.5"))
    entry = db.session.query(TrailEntry).order_by(TrailEntry.id.desc()).first()
    assert "ascof-2011:1E title" in entry.words
    assert services.load_editions(folder) == 0


def test_a_measure_that_was_imported_before_keeps_its_words(folder):
    edition = Edition(code="ascof-2011", title="Ours")
    db.session.add(Measure(edition=edition, code="1E", label="1E", title="Ours", polarity="high", unit="percent"))
    db.session.commit()
    services.load_editions(folder)
    measure = find_measure("ascof-2011:1E")
    assert measure.title == "Ours"
    assert measure.source.startswith("Short and Long Term")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "    polarity: high",
            "    polarity: up",
            'ascof-2011.yaml, line 13: 1A: polarity "up" is not one of high, low',
        ),
        ("    unit: score", "    unit: points", 'line 13: 1A: unit "points" is not one of percent'),
        ("    decimals: 1", "    decimals: many", "line 13: 1A: decimals must be a number from 0 to 6"),
        ('    label: "ASCOF 1A"\n', "", 'line 13: "label" is missing'),
        ("    survey: true", "    surveyed: true", 'line 13: "surveyed" is not known here'),
        ('  - code: "1B"', '  - code: "1A"', "1A stands there twice"),
        ("measures:", "measures: [", "ascof-2011.yaml, line"),
        ('edition: "ascof-2011"', 'edition: "ascof-2011"\nedition: "x"', '"edition" stands there twice'),
    ],
)
def test_a_broken_pack_says_file_line_and_reason(folder, old, new, said):
    edit(folder, "ascof-2011.yaml", old, new)
    with pytest.raises(PackBroken) as broken:
        services.load_editions(folder)
    assert said in str(broken.value)


def test_a_dashboard_row_of_no_measure_is_refused(folder):
    edit(folder, "groupings.yaml", "ascof-2011:1E", "ascof-2011:9Z")
    with pytest.raises(PackBroken, match=r"groupings.yaml: there is no measure ascof-2011:9Z"):
        services.load_editions(folder)


def test_councils_are_loaded_once_and_keep_their_words(app, tmp_path):
    assert services.load_organisations(COUNCILS) == 180
    council = db.session.query(Organisation).filter_by(code="E10000018").one()
    council.name, council.note = "Our name", None
    db.session.commit()
    assert services.load_organisations(COUNCILS) == 0
    assert council.name == "Our name"
    bad = tmp_path / "councils.csv"
    bad.write_text(COUNCILS.read_text().replace(",region,", ",shire,", 2).replace(",shire,", ",region,", 1))
    with pytest.raises(PackBroken, match=r'councils.csv, line 3: kind "shire" is not one of council'):
        services.load_organisations(bad)
