"""Figures, marks, codes and breakdowns as published files print them."""

from decimal import Decimal

import pytest

from casework.measures.ascof_words import (
    breakdown_of,
    breakdown_within,
    read_figure,
    split_code,
    state_of,
    type_of,
)

OLD = ["1A", "1C1A", "1C1B", "1E", "1I1", "1I2", "2A1", "2A2", "2B1", "2D", "3D", "3D1", "4A"]
NEW = ["1A", "1E", "2A", "2B", "2D1", "2D2", "2E1", "2E2A", "3C1", "3C2", "3D1A", "3D2A", "5A1", "5A2"]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("77.1", "77.1"),
        (" 142,525 ", "142525"),
        ("10,981,090", "10981090"),
        ("6.3%", "6.3"),
        ("−0.2", "-0.2"),
        ("2.7000000000000002", "2.7"),
        ("0", "0"),
        ("0.003", "0.003"),
        ("77.1 [note 2]", "77.1"),
        ("77.1[r]", "77.1"),
    ],
)
def test_a_number_is_read_as_printed(printed, number):
    assert read_figure(printed).number == Decimal(number)
    assert read_figure(printed).mark is None


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        ("c", "suppressed"),
        ("[c]", "suppressed"),
        ("[C]", "suppressed"),
        ("*", "suppressed"),
        ("x", "not-collected"),
        ("[x]", "not-collected"),
        ("z", "not-collected"),
        ("[z]", "not-collected"),
        ("-", "not-collected"),
        ("..", "not-collected"),
        (":", "not-collected"),
        ("", "not-collected"),
        ("   ", "not-collected"),
    ],
)
def test_a_mark_is_never_a_number(mark, state):
    figure = read_figure(mark)
    assert figure.number is None
    assert figure.mark == (mark.strip() or None)
    assert state_of(figure.number, figure.mark) == state


@pytest.mark.parametrize(
    "text", ["seven", "1,2", "12,5", "1_000", "nan", "inf", "1e30", "7.7 / 7.6", "7.7 7.6", "%", "(7)"]
)
def test_what_is_neither_is_refused(text):
    with pytest.raises(ValueError):
        read_figure(text)


def test_a_second_figure_in_brackets_is_kept_apart():
    assert read_figure("51,230 (35,415)").number == 51230
    assert read_figure("51,230 (35,415)").second == "35,415"
    assert read_figure("7.9 (:)").second == ":"


def test_provisional_is_said_by_shorthand():
    figure = read_figure("12.3 [p]")
    assert state_of(figure.number, figure.mark, figure.signs) == "provisional"


@pytest.mark.parametrize(
    ("code", "group", "known", "found"),
    [
        ("1E", "1E", OLD, ("1E", "")),
        ("1EF", "1E", OLD, ("1E", "F")),
        ("1I1M", "1I1", OLD, ("1I1", "M")),
        ("1I1M", "", OLD, ("1I1", "M")),
        ("1A1864", "", OLD, ("1A", "1864")),
        ("1A65OV", "1A", OLD, ("1A", "65OV")),
        ("1C1B64U", "", OLD, ("1C1B", "64U")),
        ("1C1A1864M", "", OLD, ("1C1A", "1864M")),
        ("2A1", "2A1", OLD, ("2A1", "")),
        ("2A2", "", OLD, ("2A2", "")),
        ("2B16574", "2B1", OLD, ("2B1", "6574")),
        ("2B185OV", "", OLD, ("2B1", "85OV")),
        ("2D1864", "", OLD, ("2D", "1864")),
        ("3D1", "", OLD, ("3D1", "")),
        ("3D1864", "", OLD, ("3D", "1864")),
        ("3D1M", "", OLD, ("3D1", "M")),
        ("", "2A2", OLD, ("2A2", "")),
        ("1Е", "", OLD, ("1E", "")),  # a Cyrillic letter
        ("2D1", "", NEW, ("2D1", "")),
        ("2D(1)", "", NEW, ("2D1", "")),
        ("2d(2)", "", NEW, ("2D2", "")),
        ("3d(2a)", "", NEW, ("3D2A", "")),
        ("2E", "", NEW, ("2E1", "")),
        ("2E1864", "2E", NEW, ("2E1", "1864")),
        ("3C1", "", NEW, ("3C1", "")),
        ("5A1", "", NEW, ("5A1", "")),
        ("5A1F", "", NEW, ("5A1", "F")),
        ("5A11864", "", NEW, ("5A1", "1864")),
        ("9Z", "", NEW, None),
        ("2D", "", NEW, None),
        ("1AX", "", OLD, None),
        ("", "", OLD, None),
    ],
)
def test_a_code_is_a_measure_with_a_suffix(code, group, known, found):
    assert split_code(code, group, known) == found


def test_a_code_of_another_group_is_refused():
    with pytest.raises(ValueError, match='"2A1" is not a code of the group "2A2"'):
        split_code("2A1", "2A2", OLD)


@pytest.mark.parametrize(
    ("printed", "suffix", "kept"),
    [
        ("Total", "", "total"),
        ("", "", "total"),
        ("Total", "M", "male"),
        ("", "1864", "18 to 64"),
        ("", "64U", "64 and under"),
        ("", "65OVF", "65 and over, female"),
        ("18-64", "1864", "18 to 64"),
        ("18 to 64", "1864", "18 to 64"),
        ("65–74", "6574", "65 to 74"),
        ("64 and under", "64U", "64 and under"),
        ("65 and over", "65OV", "65 and over"),
        ("85+", "", "85 and over"),
        ("Fеmale", "F", "female"),  # a Cyrillic letter
    ],
)
def test_one_breakdown_has_one_name(printed, suffix, kept):
    assert breakdown_of(printed, suffix) == kept


@pytest.mark.parametrize(
    ("demographic", "group", "kept"),
    [
        ("Total", "Total", "total"),
        ("Age group", "18 to 64", "18 to 64"),
        ("Gender", "Female", "female"),
        ("Gender", "Unknown", "gender: unknown"),
        ("Age group", "Unknown", "age group: unknown"),
        ("Ethnicity", "Other", "ethnicity: other"),
        ("Primary support reason", "Learning disability support", "learning disability support"),
    ],
)
def test_a_group_says_what_it_is_a_group_of_where_it_must(demographic, group, kept):
    assert breakdown_within(demographic, group) == kept


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Outcome", "value"),
        ("", "value"),
        ("Numerator", "numerator"),
        ("Denominator", "denominator"),
        ("Base", "base"),
        ("Number of respondents", "base"),
        ("Margin of Error", "margin"),
        ("Margin Of Error", "margin"),
        ("margin_of_error", "margin"),
        ("Rank", None),
    ],
)
def test_types_of_figure_in_every_spelling(words, kind):
    assert type_of(words) == kind
