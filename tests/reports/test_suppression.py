"""No count of 1 to 4 is shown in a published table, nor can it be worked out: two independent attackers try."""

import random
from fractions import Fraction
from itertools import product

import pytest

from casework.kit.suppression import Sum, hidden, is_small


def list_table(parts):
    """A list with its total."""
    counts = {**{f"p{n}": number for n, number in enumerate(parts)}, "total": sum(parts)}
    return counts, [Sum("total", tuple(f"p{n}" for n in range(len(parts))))]


def cross_table(rows):
    """Rows by columns, with all totals."""
    high, wide = len(rows), len(rows[0])
    counts = {(r, c): rows[r][c] for r in range(high) for c in range(wide)}
    counts |= {(r, "all"): sum(rows[r]) for r in range(high)}
    counts |= {("all", c): sum(rows[r][c] for r in range(high)) for c in range(wide)}
    counts["all", "all"] = sum(map(sum, rows))
    sums = [Sum((r, "all"), tuple((r, c) for c in range(wide))) for r in [*range(high), "all"]]
    sums += [Sum(("all", c), tuple((r, c) for r in range(high))) for c in [*range(wide), "all"]]
    return counts, sums


def steps_table(parts):
    """Counts that pile up (within 10, 20, 40 days): each is the one before and those that are new."""
    counts, sums, so_far = {"n0": parts[0]}, [], parts[0]
    before = "n0"
    for n, number in enumerate(parts[1:], start=1):
        so_far += number
        counts |= {f"n{n}": number, f"upto{n}": so_far}
        sums.append(Sum(f"upto{n}", (before, f"n{n}")))
        before = f"upto{n}"
    return counts, sums


def random_table(seed):
    dice = random.Random(seed)

    def number():
        return dice.choice([0, 0, 1, 2, 3, 4, 5, 6, dice.randint(0, 12), dice.randint(0, 200)])

    kind = seed % 3
    if kind == 0:
        return list_table([number() for _ in range(dice.randint(2, 12))])
    if kind == 1:
        wide = dice.randint(2, 5)
        return cross_table([[number() for _ in range(wide)] for _ in range(dice.randint(2, 7))])
    return steps_table([number() for _ in range(dice.randint(2, 6))])


def solved(counts, sums, hiding):
    """Hidden counts that the sums alone give away: unit rows after elimination."""
    unknown = sorted(hiding, key=str)
    rows = []
    for one in sums:
        signs = {**dict.fromkeys(one.parts, 1), one.total: -1}
        rows.append([Fraction(signs.get(key, 0)) for key in unknown])
    at = 0
    for column in range(len(unknown)):
        pivot = next((n for n in range(at, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][column] for value in rows[at]]
        for n in range(len(rows)):
            if n != at and rows[n][column]:
                factor = rows[n][column]
                rows[n] = [value - factor * lead for value, lead in zip(rows[n], rows[at], strict=True)]
        at += 1
    return {unknown[row.index(1)] for row in rows if sum(1 for value in row if value) == 1}


def enumerated(counts, sums, hiding, most=20):
    """Values each hidden count can have, tried one by one, when hidden counts are 1 or more; None if too many."""
    unknown = sorted(hiding, key=str)
    if len(unknown) > 4 or any(counts[key] > most for key in unknown):
        return None
    possible = {key: set() for key in unknown}
    for guess in product(*(range(1, min(most, counts[key] + 6) + 1) for key in unknown)):
        table = {**counts, **dict(zip(unknown, guess, strict=True))}
        if all(table[one.total] == sum(table[part] for part in one.parts) for one in sums):
            for key, value in zip(unknown, guess, strict=True):
                possible[key].add(value)
    return possible


@pytest.mark.parametrize("start", range(0, 300, 30))
def test_no_small_count_of_a_random_table_can_be_worked_out(start):
    for seed in range(start, start + 30):
        counts, sums = random_table(seed)
        hiding = hidden(counts, sums)
        small = {key for key, number in counts.items() if is_small(number)}
        assert small <= hiding, seed
        assert not small & solved(counts, sums, hiding), seed
        possible = enumerated(counts, sums, hiding)
        if possible is not None:
            assert all(len(possible[key]) > 1 for key in small), seed


def test_hiding_only_the_small_counts_would_give_them_away():
    counts, sums = list_table([40, 3, 12])
    assert solved(counts, sums, {"p1"}) == {"p1"}
    counts, sums = list_table([40, 1, 1])
    assert enumerated(counts, sums, {"p1", "p2"}) == {"p1": {1}, "p2": {1}}


def test_the_smallest_neighbour_is_hidden_and_nothing_more():
    counts, sums = list_table([40, 3, 12, 0])
    assert hidden(counts, sums) == {"p1", "p2"}


def test_two_ones_take_a_third_along():
    counts, sums = list_table([40, 1, 1])
    assert len(hidden(counts, sums)) == 3


def test_two_small_counts_of_two_protect_each_other():
    counts, sums = list_table([40, 2, 3])
    assert hidden(counts, sums) == {"p1", "p2"}


def test_a_cross_table_hides_a_rectangle():
    counts, sums = cross_table([[16, 11], [14, 9], [12, 2], [30, 20]])
    hiding = hidden(counts, sums)
    assert (2, 1) in hiding
    assert len(hiding) == 4
    assert not any("all" in key for key in hiding)


def test_a_small_total_goes_with_its_only_part():
    counts, sums = list_table([3, 0, 0])
    assert hidden(counts, sums) == {"p0", "total"}


def test_a_table_without_small_counts_is_shown_whole():
    counts, sums = cross_table([[16, 11], [14, 0]])
    assert hidden(counts, sums) == frozenset()


def test_the_district_table_of_the_papers():
    """Seven districts, complaints and upheld: one count of 1 and two of 2 must go, and what would give them away."""
    received, upheld = [16, 14, 12, 9, 9, 8, 7], [11, 5, 2, 6, 3, 2, 1]
    counts, sums = cross_table([[fault, all_ - fault] for all_, fault in zip(received, upheld, strict=True)])
    hiding = hidden(counts, sums)
    small = {key for key, number in counts.items() if is_small(number)}
    assert small <= hiding
    assert not small & solved(counts, sums, hiding)
    assert ("all", "all") not in hiding
    assert len(hiding) <= 2 * len(small)


def test_what_is_known_elsewhere_is_not_hidden():
    counts, sums = list_table([40, 3, 12])
    assert "p2" not in hidden(counts, sums, known={"total", "p2"})
    with pytest.raises(ValueError, match="cannot be protected"):
        hidden(counts, sums, known={"p0", "p2", "total"})
    with pytest.raises(ValueError, match="too small to be published"):
        hidden(counts, sums, known={"p1"})


def test_a_sum_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match="do not add up"):
        hidden({"a": 1, "total": 3}, [Sum("total", ("a",))])


def test_a_wide_table_takes_no_time():
    import time

    dice = random.Random(1)
    counts, sums = cross_table([[dice.randint(0, 30) for _ in range(12)] for _ in range(20)])
    began = time.perf_counter()
    hiding = hidden(counts, sums)
    assert time.perf_counter() - began < 5
    assert not {key for key in counts if is_small(counts[key])} & solved(counts, sums, hiding)
