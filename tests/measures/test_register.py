"""Editions, the map between them and the councils: shipped, edited by the analyst, kept when a newer pack comes."""

import re

import pytest

from casework.accounts.queries import find_organisation
from casework.extensions import db
from casework.kit.packs import PACKS
from casework.measures import linking, page, services
from casework.measures.matching import Organisations
from casework.measures.models import Edition
from casework.measures.queries import find_measure
from casework.trail.models import TrailEntry
from tests import make
from tests.measures import make as figures

COUNCILS = PACKS / "organisations" / "councils.csv"


@pytest.fixture
def council(app):
    figures.packs()
    return find_organisation(figures.LEICESTERSHIRE)


@pytest.fixture
def analyst(council, client):
    return client.sign_in(make.person("analyst", org=council))


def last_changes():
    return db.session.query(TrailEntry).order_by(TrailEntry.id.desc()).first().changes


# --- the map ---


def test_the_map_lists_every_link_once(council, analyst):
    steps = linking.list_map()
    pairs = {(step.old.reference, step.new.reference): step.is_same for step in steps}
    assert len(pairs) == len(steps) > 25
    assert pairs["ascof-2011:1A", "ascof-2023:1A"] is True
    assert pairs["ascof-2011:2A1", "ascof-2023:2B"] is False
    assert pairs["ascof-2011:1Cii", "ascof-2011:1C2A"] is False  # T15
    text = " ".join(analyst.get("/measures/editions").get_data(as_text=True).split())
    assert "No, counted in another way" in text
    assert text.count("Yes, the same definition") == sum(step.is_same for step in steps)


def test_t15_series_are_joined_only_where_the_map_says_so(council, analyst):
    """15.3% of 2012/13 is 1C(ii); 1C pt 2a counts other people. An analyst can say otherwise, and can take it back."""
    old, new = find_measure("sli-2012:reviews"), find_measure("local-2020:sequels-meet")
    early, late = find_measure("ascof-2011:1Cii"), find_measure("ascof-2023:3D(2a)")
    make.value(early, 15, "2012-13", council)
    make.value(late, 26, "2024-25", council)
    assert [row.period for row in page.build(late, council).rows] == ["2024/25"]
    path = f"/measures/{late.id}/link"
    form = {"same_as": "ascof-2011:1Cii", "formerly": "", "replaced_by": "", "version": late.version}
    assert analyst.send(path, form).status_code == 302
    early, late = find_measure("ascof-2011:1Cii"), find_measure("ascof-2023:3D(2a)")
    assert (early.same_as, late.same_as, late.formerly) == ("ascof-2023:3D(2a)", "ascof-2011:1Cii", None)
    assert [row.period for row in page.build(late, council).rows] == ["2024/25", "2012/13"]
    assert last_changes() == {"The same as": [None, "ascof-2023:3D(2a)"]}
    services.load_editions(PACKS / "editions")  # a newer pack leaves it as the analyst said
    assert late.formerly is None
    form = {"same_as": "", "formerly": "ascof-2011:1Cii", "replaced_by": "", "version": late.version}
    assert analyst.send(path, form).status_code == 302
    early, late = find_measure("ascof-2011:1Cii"), find_measure("ascof-2023:3D(2a)")
    assert (early.same_as, late.same_as, late.formerly) == (None, None, "ascof-2011:1Cii")
    assert [row.period for row in page.build(late, council).rows] == ["2024/25"]
    assert old.same_as is new.same_as is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"same_as": "ascof-2011:9Z"}, "There is no measure ascof-2011:9Z"),
        ({"same_as": "ascof-2023:2C"}, "is of the same edition"),
        ({"same_as": "ascof-2011:1E"}, "cannot be one series"),
        ({"same_as": "ascof-2011:2A1", "formerly": "ascof-2011:2A1"}, "the same definition and another one"),
        ({"formerly": "1E"}, "Write edition and code"),
    ],
)
def test_a_link_that_cannot_be_is_refused_and_kept_as_typed(analyst, typed, said):
    measure = find_measure("ascof-2023:2B")
    empty = {"same_as": "", "formerly": "", "replaced_by": "", "version": measure.version}
    answer = analyst.send(f"/measures/{measure.id}/link", {**empty, **typed})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert said in text
    assert f'value="{next(iter(typed.values()))}"' in text
    assert find_measure("ascof-2023:2B").formerly == "ascof-2011:2A1"


def test_somebody_elses_partner_is_not_taken(analyst):
    measure = find_measure("ascof-2011:1E")
    measure.same_as = None
    partner = {"same_as": "ascof-2023:6A", "formerly": "", "replaced_by": "", "version": measure.version}
    assert "has another aim" in analyst.send(f"/measures/{measure.id}/link", partner).get_data(as_text=True)
    taken = {**partner, "same_as": "ascof-2023:3A"}
    assert "is the same as ascof-2011:1B already" in analyst.send(f"/measures/{measure.id}/link", taken).text


# --- editions ---


def test_an_edition_is_changed_with_its_trail(analyst):
    edition = db.session.query(Edition).filter_by(code="sli-2012").one()
    path = f"/measures/editions/{edition.id}/change"
    words = {
        "title": "Our title",
        "first_year": "2011-12",
        "last_year": "2012-13",
        "source": edition.source,
        "note": "",
    }
    wrong = analyst.send(path, {**words, "first_year": "2013-14", "version": edition.version})
    assert "Last year must be the first year or later" in wrong.get_data(as_text=True)
    assert "is not a financial year" in analyst.send(path, {**words, "last_year": "soon", "version": 1}).text
    assert analyst.send(path, {**words, "version": edition.version}).status_code == 302
    assert analyst.send(path, {**words, "title": "Theirs", "version": 1}).status_code == 409
    assert last_changes()["Title"] == ["Sector-led improvement core measures 2012/13", "Our title"]
    services.load_editions(PACKS / "editions")
    assert db.session.query(Edition).filter_by(code="sli-2012").one().title == "Our title"


# --- councils ---


def typed_of(council, **words):
    return {
        "name": council.name, "other_names": council.other_names or "", "region": council.region or "",
        "council_type": council.council_type or "", "ons_code": council.ons_code or "",
        "cassr_code": council.cassr_code or "", "formerly": council.formerly or "", "successor": council.successor or "",
        "neighbours": council.neighbours or "", "note": council.note or "", "version": council.version, **words,
    }  # fmt: skip


def test_a_council_is_changed_with_its_trail_and_keeps_it(council, analyst):
    path = f"/councils/{council.id}"
    page_text = analyst.get(f"{path}/change").get_data(as_text=True)
    assert "E10000003 Cambridgeshire" in page_text
    neighbours = "E10000003 Cambridgeshire\nNottinghamshire\n\nrutland"
    form = typed_of(council, neighbours=neighbours, other_names="Leicestershire County (1974 to 1997)", note="Checked")
    assert analyst.send(f"{path}/change", form).status_code == 302
    council = find_organisation(figures.LEICESTERSHIRE)
    assert council.neighbours == "E10000003;E10000024;E06000017"
    assert Organisations().called("Leicestershire County") is council
    assert set(last_changes()) == {"Other names", "Named neighbours", "Note"}
    shown = re.sub(r"<[^>]+>", "", analyst.get(path).get_data(as_text=True))
    assert "Cambridgeshire (E10000003), Nottinghamshire (E10000024), Rutland (E06000017)" in shown
    assert "Changed other names, named neighbours and note of Leicestershire" in shown
    services.load_organisations(COUNCILS)
    assert find_organisation(figures.LEICESTERSHIRE).neighbours == "E10000003;E10000024;E06000017"
    assert analyst.send(f"{path}/change", form).status_code == 409


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"name": ""}, "Enter the name"),
        ({"region": "E99"}, "Select"),
        ({"ons_code": "E1"}, "a letter and 8 digits"),
        ({"ons_code": "E06000017"}, "is the code of Rutland"),
        ({"cassr_code": "116"}, "is the code of County Durham"),
        ({"neighbours": "Atlantis"}, "there is no council &#34;Atlantis&#34;"),
        ({"neighbours": "East Midlands"}, "there is no council"),
        ({"neighbours": "Leicestershire"}, "cannot name itself"),
        ({"note": "x" * 401}, "400 characters or less"),
    ],
)
def test_what_a_council_cannot_be_is_refused(council, analyst, words, said):
    answer = analyst.send(f"/councils/{council.id}/change", typed_of(council, **words))
    assert answer.status_code == 200
    assert said in answer.get_data(as_text=True)
    assert find_organisation(figures.LEICESTERSHIRE).version == 1


def test_a_council_is_not_taken_over_by_what_it_took_over(council, analyst):
    dorset = find_organisation("E06000059")
    form = typed_of(dorset, successor="E10000009")  # the county it came from
    assert "this council took over the one named" in analyst.send(f"/councils/{dorset.id}/change", form).text


def test_the_list_and_who_may_change(council, client, statements):
    reader = client.sign_in(make.person("director", org=council))
    with statements() as few:
        text = reader.get("/councils?region=E12000004&type=ct-shire-county").get_data(as_text=True)
    assert "Leicestershire" in text
    assert "Rutland" not in text
    with statements() as many:
        assert "Newer ONS code" in reader.get("/councils").get_data(as_text=True)
    assert len(few) == len(many)
    assert "Change what is held" not in reader.get(f"/councils/{council.id}").get_data(as_text=True)
    region = find_organisation("E12000004")
    assert reader.get(f"/councils/{region.id}").status_code == 404
    for path in (f"/councils/{council.id}/change", f"/measures/{find_measure('ascof-2011:1E').id}/link"):
        assert reader.get(path).status_code == 404
