"""The shipped measure editions, councils and demonstration figures: whole, consistent, Latin letters only."""

import re
from decimal import Decimal

import pytest

from tests.packs.reading import (
    COUNCILS,
    EDITIONS,
    MEASURES,
    NATIONAL,
    ORGANISATIONS,
    PACKS,
    RATINGS,
    TARGETS,
    VALUES,
    foreign_letters,
    half_up,
    quoted,
    read_csv,
)

KEYS = {
    "code",
    "label",
    "title",
    "official_title",
    "polarity",
    "unit",
    "decimals",
    "source",
    "tags",
    "survey",
    "years",
    "note",
}
LINKS = {"same_as", "replaced_by", "formerly"}
UNITS = {"percent", "per-100000", "score", "count", "days", "hours", "pounds"}
WITHOUT_NUMBER = {"due", "not-collected", "suspended", "suppressed", "closed"}
STATES = WITHOUT_NUMBER | {"final", "provisional", "information"}
PERIOD = re.compile(r"\d{4}-\d\d( Q[1-4]| [A-Z][a-z]{2}-[A-Z][a-z]{2}| academic)?|\d{4}-\d\d")
MULTIPLIER = {"percent": 100, "per-100000": 100_000}


# -- editions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda e: e["edition"])
def test_edition_is_of_the_one_shape(edition):
    assert {"edition", "title", "first_year", "last_year", "source", "note", "measures"} == set(edition)
    codes = [m["code"] for m in edition["measures"]]
    assert len(codes) == len(set(codes))
    for measure in edition["measures"]:
        assert set(measure) - LINKS - {"computed", "accumulates", "breaks"} == KEYS, measure["code"]
        assert all(isinstance(measure[k], str) for k in KEYS - {"decimals", "tags", "survey"}), measure["code"]
        assert measure["polarity"] in {"high", "low", "band", "none"}
        assert measure["unit"] in UNITS
        assert isinstance(measure["decimals"], int)
        assert isinstance(measure["survey"], bool)
        assert isinstance(measure["tags"], list)
        assert measure.get("computed", True) is True


def test_editions_by_name_and_size():
    assert {e["edition"]: len(e["measures"]) for e in EDITIONS} == {
        "ascof-2011": 32,
        "ascof-2023": 27,
        "sli-2012": 6,
        "local-2020": 15,
        "provider-quality": 3,
        "safeguarding": 11,
        "complaints": 5,
    }


@pytest.mark.parametrize(
    "ref", ["ascof-2011:1E", "ascof-2011:2A2", "ascof-2011:1C1A", "ascof-2023:2D(1)", "ascof-2023:3C(2)"]
)
def test_codes_of_the_contract_resolve(ref):
    assert ref in MEASURES


def test_links_lead_somewhere_and_same_as_is_said_on_both_sides():
    for ref, measure in MEASURES.items():
        for link in LINKS & set(measure):
            assert measure[link] in MEASURES, f"{ref} {link}"
        if "same_as" in measure:
            other = MEASURES[measure["same_as"]]
            assert other["same_as"] == ref
            assert [measure[k] for k in ("polarity", "unit", "decimals", "survey")] == [
                other[k] for k in ("polarity", "unit", "decimals", "survey")
            ]
            assert not {"replaced_by", "formerly"} & set(measure) or ref.startswith("ascof-2011:3D")


def test_early_forms_are_not_joined_to_what_replaced_them():
    for ref in ("ascof-2011:1Ci", "ascof-2011:1Cii", "ascof-2011:3D"):
        assert "same_as" not in MEASURES[ref]
        assert MEASURES[MEASURES[ref]["replaced_by"]]["formerly"] == ref


def test_only_the_records_own_measures_are_computed_and_none_is_typed():
    computed = {ref for ref, m in MEASURES.items() if m.get("computed")}
    assert computed == {ref for ref in MEASURES if ref.startswith("complaints:")} | {"safeguarding:audited-good"}
    assert not computed & {r["measure"] for r in VALUES}


@pytest.mark.skipif(not NATIONAL.exists(), reason="the national files are not on this machine")
def test_national_codes_and_wording_are_all_there():
    for row in read_csv(NATIONAL / "ascof_editions.csv"):
        measure = MEASURES[f"{row['edition']}:{row['code']}"]
        assert measure["official_title"] == row["title"].replace("\N{EN DASH}", "-")
        assert not row["source"] or measure["source"] == row["source"]


# -- councils ---------------------------------------------------------------------------------------------------------


def test_councils_regions_types_and_country_are_counted():
    live = [r["kind"] for r in COUNCILS if not r["successor"]]
    assert {k: live.count(k) for k in set(live)} == {"council": 153, "region": 9, "council-type": 5, "country": 1}
    codes = [r["code"] for r in COUNCILS]
    assert len(codes) == len(set(codes))
    cassr = [r["cassr_code"] for r in COUNCILS if r["cassr_code"]]
    assert len(cassr) == len(set(cassr))


def test_every_council_has_region_type_and_live_successors():
    by_code = {r["code"]: r for r in COUNCILS}
    for row in COUNCILS:
        if row["kind"] == "council":
            assert by_code[row["region"]]["kind"] == "region"
            assert by_code[row["council_type"]]["kind"] == "council-type"
            assert row["ons_code"] == row["code"]
        for code in filter(None, row["successor"].split(";")):
            assert not by_code[code]["successor"]
            assert row["note"].startswith(("until ", "Newer ONS code"))
            if row["note"].startswith("until"):
                assert row["code"] in by_code[code]["formerly"].split(";")


@pytest.mark.skipif(not NATIONAL.exists(), reason="the national files are not on this machine")
def test_every_code_and_name_of_the_national_list_is_there():
    by_cassr = {r["cassr_code"]: r for r in COUNCILS}
    for row in read_csv(NATIONAL / "la_codes_2024-25.csv"):
        ours = by_cassr[row["Local authority code"]]
        assert row["ONS area code"] in (ours["ons_code"], "[z]")
        assert row["Local authority"] == ours["name"] or row["Local authority"] in other_names(ours)


def other_names(row):
    return [name.split(" (")[0] for name in row["other_names"].split(";")]


def test_neighbours_are_named_councils_and_never_the_council_itself():
    """Peer groups of sixteen as Oflog published them, so each council has fifteen others."""
    by_code = {r["code"]: r for r in COUNCILS}
    named = [r for r in COUNCILS if r["neighbours"]]
    assert len(named) == 149
    assert all(r["kind"] == "council" and not r["successor"] for r in named)
    for row in named:
        codes = row["neighbours"].split(";")
        assert len(set(codes)) == 15
        assert row["code"] not in codes
        assert all(by_code[code]["kind"] == "council" for code in codes)


@pytest.mark.skipif(not NATIONAL.exists(), reason="the national files are not on this machine")
def test_every_name_of_seven_years_of_national_files_is_known():
    by_code = {r["code"]: r for r in COUNCILS}
    for row in read_csv(NATIONAL / "ascof_sample_2017-18_to_2023-24_outcomes.csv"):
        ours = by_code.get(row["ONS Code"])
        if ours:
            assert row["Geographical Description"] in [ours["name"], *other_names(ours)]


# -- demonstration figures --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "rows"), [("values", VALUES), ("targets", TARGETS), ("ratings", RATINGS)])
def test_rows_name_a_measure_an_organisation_and_a_period(name, rows):
    keys = [(r["measure"], r["organisation"], r["period"], r.get("kind")) for r in rows]
    assert len(keys) == len(set(keys))
    for measure, organisation, period, _ in keys:
        assert measure in MEASURES
        assert organisation in ORGANISATIONS
        assert PERIOD.fullmatch(period), period


def test_values_have_the_state_their_number_needs():
    for row in VALUES:
        assert row["state"] in STATES, row
        assert bool(row["value"]) == (row["state"] not in WITHOUT_NUMBER), row
        assert bool(row["due_text"]) == (row["state"] == "due"), row
        assert row["published_quartile"] in {"", "top", "second", "third", "bottom"}
        assert row["value"] or row["due_text"] or row["note"], row


def test_targets_and_ratings_use_allowed_words():
    for row in TARGETS:
        assert row["kind"] in {"target", "milestone"}
        both = bool(row["at_least"] and row["at_most"])
        assert both == (MEASURES[row["measure"]]["polarity"] == "band"), row
    assert {r["rag"] for r in RATINGS} <= {"red", "amber", "green"}


@pytest.mark.parametrize("row", [r for r in VALUES if r["numerator"] and r["denominator"]], ids=lambda r: r["measure"])
def test_numerator_over_denominator_gives_the_printed_value(row):
    measure = MEASURES[row["measure"]]
    share = Decimal(row["numerator"]) * MULTIPLIER[measure["unit"]] / Decimal(row["denominator"])
    assert half_up(share, measure["decimals"]) == half_up(row["value"], measure["decimals"])


def test_thousands_and_millions_are_stored_in_full():
    scale = {"k": 1_000, "m": 1_000_000}
    cells = [(r["value"], quoted(r["note"])) for r in VALUES] + [(r["at_least"], quoted(r["note"])) for r in TARGETS]
    short = [(n, p) for n, p in cells if p and re.fullmatch(r"[\d.,]+[km]", p)]
    assert len(short) == 17
    for number, words in short:
        assert Decimal(number) == Decimal(words[:-1].replace(",", "")) * scale[words[-1]], words


def test_adult_learning_is_stored_by_academic_year_and_as_printed():
    lals = {r["period"]: r["value"] for r in VALUES if r["measure"] == "local-2020:lals-success"}
    assert lals["2018-19 academic"] == lals["2019-20"] == "96"
    assert lals["2019-20 academic"] == lals["2020-21 Q1"] == "98"


# -- letters ----------------------------------------------------------------------------------------------------------


def test_pack_files_hold_latin_letters_only():
    files = [p for p in PACKS.rglob("*") if p.suffix in {".csv", ".yaml", ".md"}]
    assert len(files) >= 14
    for path in files:
        assert foreign_letters(path.read_text(encoding="utf-8")) == [], path.name


def test_a_planted_look_alike_is_found():
    assert foreign_letters("Aim: \N{CYRILLIC CAPITAL LETTER EN}") == ["\N{CYRILLIC CAPITAL LETTER EN}"]
    assert foreign_letters("Aim: H") == []
