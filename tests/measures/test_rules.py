"""Printed words, targets, ratings, entries: rules by themselves."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from casework.kit.letters import fold
from casework.kit.rules import RuleBroken
from casework.measures import quality, rules
from casework.measures.models import Measure, PeriodKind, Polarity, Rag, TargetKind, Unit, ValueState
from casework.measures.periods import parse_period


@dataclass
class Kind:
    unit: Unit = Unit.PERCENT
    decimals: int = 1


@dataclass
class Figure:
    value: Decimal | None = None
    state: ValueState = ValueState.FINAL
    due_text: str | None = None
    note: str | None = None


@dataclass
class Limits:
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    implied_count: int | None = None
    note: str | None = None
    is_strict: bool = False


def d(number):
    return None if number is None else Decimal(str(number))


@pytest.mark.parametrize(
    ("figure", "kind", "words"),
    [
        (Figure(d("11.4")), Kind(), "11.4%"),
        (Figure(d("6.25")), Kind(), "6.3%"),  # 10 of 160: halves up, never 6.2
        (Figure(d(82)), Kind(), "82.0%"),
        (Figure(d("387.9")), Kind(Unit.PER_100000), "387.9"),
        (Figure(d("18.25")), Kind(Unit.SCORE), "18.3"),
        (Figure(d(334941)), Kind(Unit.COUNT, 0), "334,941"),
        (Figure(d(1100)), Kind(Unit.POUNDS, 0), "£1,100"),
        (Figure(d("-0.3")), Kind(Unit.SCORE), "−0.3"),
        (
            Figure(d("1.4"), note='Printed "1.4 (fcast 11 admms)". Forecast.'),
            Kind(Unit.PER_100000),
            "1.4 (fcast 11 admms)",
        ),
        (Figure(state=ValueState.DUE, due_text="Due June 2021"), Kind(), "Due June 2021"),
        (Figure(state=ValueState.NOT_COLLECTED), Kind(), "Not collected"),
        (Figure(state=ValueState.SUPPRESSED), Kind(), "not shown (small number)"),
        (
            Figure(state=ValueState.CLOSED, note='Printed "Closed due to Covid-19 guidance".'),
            Kind(),
            "Closed due to Covid-19 guidance",
        ),
    ],
)
def test_a_value_as_printed(figure, kind, words):
    assert rules.value_words(figure, kind) == words


def test_the_note_is_shown_without_the_printed_words():
    assert rules.note_words('Printed "5.5 (23 admissions)". Counted twice.') == "Counted twice."
    assert rules.note_words("A plain note") == "A plain note"
    assert rules.note_words(None) == ""


@pytest.mark.parametrize(
    ("target", "kind", "words"),
    [
        (Limits(d(56), d(61)), Kind(), "56-61%"),
        (Limits(d(86)), Kind(), "86%"),
        (Limits(None, d("8.1")), Kind(Unit.PER_100000), "8.1"),
        (Limits(None, d("4.1"), 17), Kind(Unit.PER_100000), "4.1 (17)"),
        (Limits(None, d("4.1"), 17, is_strict=True), Kind(Unit.PER_100000), "<4.1 (17)"),
        (Limits(d(11), is_strict=True), Kind(), ">11%"),
        (Limits(note='Printed ">11%".', at_least=d(11)), Kind(), ">11%"),
        (Limits(), Kind(), "TBC"),
        (None, Kind(), None),
    ],
)
def test_a_target_as_printed(target, kind, words):
    assert rules.target_words(target, kind) == words


@pytest.mark.parametrize(
    ("value", "limits", "met"),
    [
        (61, (56, 61), True),
        (61.1, (56, 61), False),
        (55.9, (56, 61), False),
        (86, (86, None), True),
        (85.9, (86, None), False),
        (8.1, (None, 8.1), True),
        (8.2, (None, 8.1), False),
        (5, (None, None), None),
        (None, (5, None), None),
    ],
)
def test_limits_belong_to_the_target(value, limits, met):
    assert rules.meets(d(value), Limits(d(limits[0]), d(limits[1]))) is met


def test_milestones_in_the_words_of_the_dashboard():
    band = Limits(d(56), d(61))
    assert rules.met_words(True, TargetKind.MILESTONE, band, Kind()) == "Yes (milestone 56-61%)"
    assert rules.met_words(False, TargetKind.TARGET, Limits(d(9)), Kind()) == "No (target 9%)"
    assert rules.met_words(None, TargetKind.MILESTONE, Limits(), Kind()) == "TBC"
    assert rules.met_words(None, TargetKind.MILESTONE, None, Kind()) == "N/A"


@pytest.mark.parametrize(
    ("value", "limits", "tolerance", "rag"),
    [
        (86, (86, None), 1, "green"),
        (85, (86, None), 1, "amber"),
        (84.9, (86, None), 1, "red"),
        (85.9, (86, None), None, "red"),
        (62, (56, 61), 1, "amber"),
        (54.9, (56, 61), 1, "red"),
        (8.2, (None, 8.1), "0.1", "amber"),
        (None, (86, None), 1, None),
        (86, (None, None), 1, None),
    ],
)
def test_the_suggestion_follows_target_and_tolerance(value, limits, tolerance, rag):
    found = rules.suggest(d(value), Limits(d(limits[0]), d(limits[1])), d(tolerance), Kind())
    assert found.rag == (rag and Rag(rag))
    assert found.rule


def test_a_part_of_the_year_is_no_red_count():
    visits = Kind(Unit.COUNT, 0)
    assert rules.suggest(d(34_900), Limits(d(970_000)), None, visits, kind=PeriodKind.QUARTER).rag is None
    assert rules.suggest(d(34_900), Limits(d(970_000)), None, visits).rag is Rag.RED


def test_a_red_whose_interval_includes_the_target_says_so():
    interval = rules.interval_of(d(9.4), d(116), d(1238), None, Unit.PERCENT)
    found = rules.suggest(d(9.4), Limits(d(10.5)), None, Kind(), interval=interval)
    assert (found.rag, found.within_chance) == (Rag.RED, True)
    far = rules.suggest(d(9.4), Limits(d(20)), None, Kind(), interval=interval)
    assert far.within_chance is False


@pytest.mark.parametrize(
    ("rag", "suggested", "reason", "sentence"),
    [
        ("green", "red", None, "Say why this differs from the suggestion, Red"),
        ("red", "red", None, "Say why it is Red"),
        ("red", None, None, "Say why it is Red"),
        ("green", "red", "Up on the year", None),
        ("amber", "amber", None, None),
        ("green", None, None, None),
    ],
)
def test_a_rating_gives_its_reason(rag, suggested, reason, sentence):
    """T3: the officer's rating stands whatever the rule suggests, with a reason."""
    if sentence is None:
        rules.check_rating(Rag(rag), suggested and Rag(suggested), reason)
    else:
        with pytest.raises(RuleBroken) as refused:
            rules.check_rating(Rag(rag), suggested and Rag(suggested), reason)
        assert (refused.value.sentence, refused.value.field) == (sentence, "reason")


@pytest.mark.parametrize(
    ("limits", "polarity", "is_open", "field"),
    [
        ((None, None), "high", False, "at_least"),
        ((5, 4), "high", False, "at_most"),
        ((5, None), "band", False, "at_most"),
        ((None, None), "high", True, None),
        ((5, None), "high", False, None),
        ((5, 6), "band", False, None),
    ],
)
def test_a_target_has_limits_or_is_open(limits, polarity, is_open, field):
    if field is None:
        rules.check_target(d(limits[0]), d(limits[1]), Polarity(polarity), is_open=is_open)
    else:
        with pytest.raises(RuleBroken) as refused:
            rules.check_target(d(limits[0]), d(limits[1]), Polarity(polarity), is_open=is_open)
        assert refused.value.field == field


def odd(value, numerator=None, denominator=None, kind=None, period="2019-20", earlier=(), **rest):
    return quality.warnings(
        d(value),
        d(numerator),
        d(denominator),
        kind or Kind(),
        parse_period(period),
        earlier=[d(one) for one in earlier],
        today=date(2020, 8, 21),
        **rest,
    )


def test_odd_figures_are_named():
    assert odd("11.4", 140, 1405) == ["11.4% is not 140 of 1,405, which is 10.0%"]
    assert odd("10.0", 140, 1405) == []
    assert odd("74.4", 1, 2, is_survey=True) == []  # weighted
    assert odd("56.7", 524, 925) == []  # published figures are sometimes rounded twice
    assert "390 is more than the whole, 330" in odd("100", 390, 330)
    assert odd("5", period="2020-21") == ["2020/21 has not ended yet"]
    assert "check the unit" in odd("0.114", earlier=["11.2"])[0]
    assert "check the unit" in odd("135", kind=Kind(Unit.COUNT, 0), earlier=["146100"])[0]
    assert odd("2.5", kind=Kind(Unit.COUNT, 0)) == ["2.5 is not a whole number, and the measure is a count"]
    assert odd("12", earlier=["10", "11", "10", "11", "10"]) == []
    assert "its usual move is 1.0 percentage point" in odd("20", earlier=["10", "11", "10", "11", "10"])[0]


def test_t5_and_t6_a_rate_is_told_from_its_count_only_with_a_denominator():
    rate = Kind(Unit.PER_100000)
    assert odd("1.4", 11, 425_926, kind=rate) == ["1.4 is not 11 of 425,926, which is 2.6"]
    assert odd("605.7", 880, None, kind=rate) == []
    before = {"kind": rate, "population_before": d(23) * 100_000 / d("5.5")}  # 23 admissions were 5.5 the year before
    assert odd("1.4", 6, None, **before) == []
    (said,) = odd("1.4", 11, None, **before)
    assert said.startswith("1.4 with a count of 11 means 785,714 people, and the figure before was of 418,182")
    assert odd("2.6", 11, 425_926, **before) == []
    assert odd("2.6", 11, 325_926, **before) == [
        "2.6 is not 11 of 325,926, which is 3.4",
        "the denominator is 325,926, and the figure before was of 418,182",
    ]
    t6 = {"kind": rate, "population_before": d(880) * 100_000 / d("605.7")}
    assert odd("387.9", 540, None, **t6) == []  # 139,211 after 145,286: the pairs of the paper imply no more than that


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Тор", "Top"),
        ("Н", "H"),
        ("н", "h"),
        ("А", "A"),
        ("п", "n"),
        ("АSCOF 1Е", "ASCOF 1E"),
        ("Ре\u0441t", "Pect"),
        ("Иван", "Иван"),
        ("café", "café"),
        ("  2020\u201021\u00a0Q1 ", "2020-21 Q1"),
    ],
)
def test_look_alike_letters_are_folded(text, folded):
    """T2: scanned dashboards hold Cyrillic letters; a word that is truly Cyrillic is left alone."""
    assert fold(text) == folded


def test_a_measure_is_named_by_edition_and_code():
    assert rules.parse_measure_code("ascof-2011:1E") == ("ascof-2011", "1E")
    assert rules.parse_measure_code("ascof-2023: 2D(1)") == ("ascof-2023", "2D(1)")
    assert rules.code_key("2d(1)") == rules.code_key("2D1")
    with pytest.raises(ValueError, match="write edition and code"):
        rules.parse_measure_code("1E")


@pytest.mark.parametrize(
    ("label", "code", "name", "short"),
    [
        ("ASCOF 2A pt 1", "2A1", "ASCOF 2A pt 1 A title", "ASCOF 2A pt 1"),
        ("1C (i)", "1Ci", "1C (i) A title", "1C (i)"),
        ("3D", "3D", "3D A title", "3D"),
        ("KPI-7", "KPI-7", "KPI-7 A title", "KPI-7"),
        ("Local", "library-visits", "A title", "A title"),
        ("Answered in 20", "answered-in-20", "A title", "A title"),
        ("Alerts", "alerts", "A title", "A title"),
    ],
)
def test_a_measure_is_called_by_its_code_and_title_unless_its_label_is_a_word(label, code, name, short):
    measure = Measure(code=code, label=label, title="A title")
    assert (measure.name, measure.short) == (name, short)
