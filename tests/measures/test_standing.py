"""Rank, quartile, distance and trend against a second, brute-force way of counting and the published vectors."""

import json
import math
import random
from collections import Counter
from decimal import Decimal

import pytest

from casework.measures.models import Polarity, Quartile
from casework.measures.quartiles import BEST_FIRST, quartile_of, quartile_trend, standing, travel
from tests.measures.make import NATIONAL

VECTORS = NATIONAL / "ci_vectors.json"


def by_the_contract(rank, n, k=4):
    """q = floor((k + 1) - ceil(((n + 1) - rank) / (n / k))), 0 becomes 1, as the contract writes it."""
    return max(1, math.floor((k + 1) - math.ceil(((n + 1) - rank) / (n / k))))


@pytest.mark.parametrize("n", [*range(4, 40), 146, 147, 148, 149, 150, 151, 152, 153])
def test_quartiles_are_the_formula_of_the_contract(n):
    for rank in range(1, n + 1):
        assert BEST_FIRST.index(quartile_of(rank, n)) + 1 == by_the_contract(rank, n)


@pytest.mark.parametrize(("n", "sizes"), [(152, [38, 38, 38, 38]), (153, [39, 38, 38, 38]), (4, [1, 1, 1, 1])])
def test_sizes_of_quartiles(n, sizes):
    counted = Counter(quartile_of(rank, n) for rank in range(1, n + 1))
    assert [counted[quartile] for quartile in BEST_FIRST] == sizes


def test_no_quartile_of_fewer_than_four():
    assert quartile_of(1, 3) is None
    stood = standing(Decimal(5), [Decimal(4), Decimal(3)], Polarity.HIGH)
    assert (stood.n, stood.rank, stood.quartile) == (3, 1, None)


@pytest.mark.skipif(not VECTORS.exists(), reason="skipped: the published vectors are not on this machine")
def test_sizes_of_quartiles_as_published():
    published = json.loads(VECTORS.read_text())["quantile_rule"]["sizes_of_quartiles"]
    for n, sizes in published.items():
        counted = Counter(quartile_of(rank, int(n)) for rank in range(1, int(n) + 1))
        assert [counted[quartile] for quartile in BEST_FIRST] == sizes


@pytest.mark.skipif(not VECTORS.exists(), reason="skipped: the published vectors are not on this machine")
def test_published_quantiles_come_out_with_our_ranks():
    """Their sets have seven and ten groups; rank by rank the same formula must give their numbers."""
    seen = 0
    for case in json.loads(VECTORS.read_text())["quantiles"]:
        k, groups = case["n_quantiles"], {}
        for item in case["items"]:
            groups.setdefault(item["group"], []).append(item)
        for items in groups.values():
            known = [item for item in items if item["value"] is not None]
            for item in known:
                better = sum(
                    (other["value"] > item["value"]) if item["highest_is_1"] else (other["value"] < item["value"])
                    for other in known
                )
                if len(known) >= k:
                    assert by_the_contract(better + 1, len(known), k) == item["expected"]
                    seen += 1
    assert seen > 300


def brute_force(value, others, polarity):
    """Rank by counting who is better; distance by trying every rival's value, nearest first."""

    def better(a, b):
        return a > b if polarity is Polarity.HIGH else a < b

    def place(number):
        return 1 + sum(better(other, number) for other in others)

    n = len(others) + 1
    own = by_the_contract(place(value), n)
    moves = [abs(other - value) for other in others if by_the_contract(place(other), n) < own and better(other, value)]
    return place(value), own, (min(moves) if moves else Decimal(0))


@pytest.mark.parametrize("polarity", [Polarity.HIGH, Polarity.LOW])
@pytest.mark.parametrize("seed", range(20))
def test_standing_against_brute_force(seed, polarity):
    chance = random.Random(seed)
    values = [Decimal(chance.randint(0, 60)) / 10 for _ in range(chance.randint(4, 60))]  # small steps: many ties
    for at in range(len(values)):
        others = values[:at] + values[at + 1 :]
        found = standing(values[at], others, polarity)
        rank, quartile, distance = brute_force(values[at], others, polarity)
        assert (found.n, found.rank, BEST_FIRST.index(found.quartile) + 1, found.to_next) == (
            len(values),
            rank,
            quartile,
            distance,
        )


@pytest.mark.parametrize("polarity", [Polarity.BAND, Polarity.NONE])
def test_no_rank_where_nothing_is_better(polarity):
    stood = standing(Decimal(1), [Decimal(n) for n in range(9)], polarity)
    assert (stood.n, stood.rank, stood.quartile, stood.to_next) == (10, None, None, None)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [("third", "third", "same"), ("bottom", "second", "better"), ("top", "third", "worse"), (None, "top", None)],
)
def test_the_quartile_trend_compares_bands_not_values(before, after, said):
    """R5: 1C(i) went from 39.2% to 50.5%, Third both times, and is printed level."""
    assert quartile_trend(before and Quartile(before), Quartile(after)) == said


@pytest.mark.parametrize(
    ("before", "after", "polarity", "said"),
    [("5", "6", "high", "better"), ("5", "6", "low", "worse"), ("5", "5", "low", "same"), ("5", "6", "none", None)],
)
def test_travel_is_better_or_worse_never_higher_or_lower(before, after, polarity, said):
    assert travel(Decimal(before), Decimal(after), Polarity(polarity)) == said
