"""Whatever a paper says: a right figure is never called wrong, and a planted error is.

Figures are made here with Decimal, halves up; the check works with fractions.
"""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.assessments.figure_check import Verdict, check_text

SHARES = [
    "The rate was {p}% ({a}/{b}).",
    "{A} of {B} replied ({p}%).",
    "In all {a} out of {b} people agreed ({p}%).",
    "Upheld were {a} of the {b} complaints, or {p}%.",
    "Of the {b} people asked, {a} ({p}%) said yes.",
    "There were {b} visits, of which {a} ({p}%) were late.",
    "We closed {a} ({p}%) of the {b} cases.",
    "We found that {p}% of the {b} cases ({a}) were good.",
    "It was {p} per cent, or {a} of {b}.",
    "Late: {a}/{b} = {p}%.",
    "{p}% of those asked ({a} of {b}) were content.",
]
CHANGES = [
    "Calls {went} by {p}% from {b} to {a}.",
    "There was a {p}% {noun} in calls ({a} compared with {b}).",
    "Calls {went} from {b} in 2018/19 to {a} in 2019/20, {article} {noun} of {p}%.",
    "We took {a} calls ({b} in 2018/19), {article} {noun} of {p}%.",
    "We took {a} calls, {p}% {more} than the {b} of the year before.",
    "Calls {went} {p}% to {a}, from {b} the year before.",
]
GAPS = [
    "Calls {went} by {d} from {b} to {a}.",
    "We took {a} calls, {d} {more} than the {b} of the year before.",
    "Calls {went} from {b} in 2018/19 to {a} in 2019/20, {article} {noun} of {d}.",
    "There were {d} {more} calls ({a} compared with {b}).",
]
POINTS = [
    "The share {went} {d} percentage points from {b}% to {a}%.",
    "The share is {a}%, {updown} {d} percentage points from {b}%.",
    "The share {went} from {b}% in 2018/19 to {a}% in 2019/20, {article} {noun} of {d} percentage points.",
]
UP = {"went": "rose", "noun": "increase", "article": "an", "more": "more", "updown": "up"}
DOWN = {"went": "fell", "noun": "reduction", "article": "a", "more": "fewer", "updown": "down"}
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rounded(value, places):
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent(part, whole, places):
    return rounded(Decimal(100) * part / Decimal(whole), places)


def share(template, part, whole, printed):
    return template.format(a=f"{part:,}", b=f"{whole:,}", A=f"{part:,}", B=f"{whole:,}", p=printed)


def verdicts(text):
    return [claim.verdict for claim in check_text(text)]


def wrong(text):
    return [claim for claim in check_text(text) if claim.verdict is Verdict.WRONG]


@st.composite
def counts(draw, most=4000):
    whole = draw(st.integers(7, most).filter(lambda number: not 1950 <= number <= 2049))
    part = draw(st.integers(1, whole - 1).filter(lambda number: not 1950 <= number <= 2049))
    return part, whole


@st.composite
def right_sentences(draw):
    kind = draw(st.sampled_from(["share", "change", "gap", "points"]))
    places = draw(st.integers(0, 2))
    if kind == "points":
        before, now = (draw(st.integers(10, 990)) for _ in range(2))
        template, way = draw(st.sampled_from(POINTS)), UP if now >= before else DOWN
        return template.format(a=now / 10, b=before / 10, d=abs(now - before) / 10, **way)
    part, whole = draw(counts())
    if kind == "share":
        return share(draw(st.sampled_from(SHARES)), part, whole, percent(part, whole, places))
    now, before = draw(st.permutations([part, whole]))
    way = UP if now >= before else DOWN
    if kind == "gap":
        return draw(st.sampled_from(GAPS)).format(a=f"{now:,}", b=f"{before:,}", d=f"{abs(now - before):,}", **way)
    change = percent(abs(now - before), before, places)
    return draw(st.sampled_from(CHANGES)).format(a=f"{now:,}", b=f"{before:,}", p=change, **way)


@QUICK
@given(st.lists(right_sentences(), min_size=1, max_size=6))
def test_right_sentences_in_one_paragraph_are_never_called_wrong(sentences):
    text = " ".join(sentences)
    assert not wrong(text), text


@QUICK
@given(st.sampled_from(SHARES), counts(most=999), st.integers(0, 2))
def test_a_right_share_is_found_and_right(template, pair, places):
    part, whole = pair
    text = share(template, part, whole, percent(part, whole, places))
    if 10 <= part <= 40 and whole == part + 1:
        return  # 19/20 may be a year
    assert Verdict.RIGHT in verdicts(text), text


@QUICK
@given(st.sampled_from(SHARES), counts(most=999), st.integers(0, 2), st.integers(1, 9), st.booleans())
def test_a_planted_share_is_wrong_and_the_right_one_is_told(template, pair, places, by, up):
    part, whole = pair
    real = percent(part, whole, places)
    off = real + by * Decimal(1).scaleb(-places) * (1 if up else -1)
    if not 0 < off <= 100 or (10 <= part <= 40 and whole == part + 1):
        return
    text = share(template, part, whole, off)
    assert [claim.expected for claim in wrong(text)] == [f"{real}%"], text


@QUICK
@given(st.sampled_from(CHANGES), counts(most=999), st.booleans(), st.integers(2, 30))
def test_a_planted_change_is_wrong(template, pair, up, by):
    now, before = pair if up else pair[::-1]
    if max(pair) > 3 * min(pair):
        return  # so far apart that the two need not belong together
    way = UP if now >= before else DOWN
    real = percent(abs(now - before), before, 0)
    text = template.format(a=now, b=before, p=real + by, **way)
    assert [claim.expected for claim in wrong(text)] == [f"{real:,}%"], text


@QUICK
@given(st.sampled_from(GAPS), counts(most=899), st.booleans(), st.integers(1, 40))
def test_a_planted_difference_is_wrong(template, pair, up, by):
    now, before = pair if up else pair[::-1]
    way = UP if now >= before else DOWN
    said = abs(now - before) + by
    if max(pair) > 3 * min(pair) or (said >= 100 and said % 10 == 0):
        return  # so far apart that the two need not belong together, or the amount may be rounded
    text = template.format(a=now, b=before, d=said, **way)
    assert [claim.expected for claim in wrong(text)] == [f"{abs(now - before)}"], text


@QUICK
@given(st.sampled_from(POINTS), st.integers(10, 990), st.integers(10, 990), st.integers(2, 40))
def test_planted_points_are_wrong(template, now, before, by):
    if now == before:
        return
    way = UP if now > before else DOWN
    text = template.format(a=now / 10, b=before / 10, d=(abs(now - before) + by) / 10, **way)
    assert len(wrong(text)) == 1, text


@st.composite
def tables(draw):
    """Rows of a whole, a part and the part's percentage, and a right total."""
    places = draw(st.integers(0, 1))
    rows = draw(st.lists(counts(most=900), min_size=4, max_size=9))
    return places, [*rows, (sum(part for part, _whole in rows), sum(whole for _part, whole in rows))]


def printed(places, rows, shares):
    lines = ["| District | Received | Upheld (%) |", "|---|---|---|"]
    names = [*(f"District {chr(65 + number)}" for number in range(len(rows) - 1)), "Total"]
    lines += [
        f"| {name} | {whole:,} | {part:,} ({share}%) |"
        for name, (part, whole), share in zip(names, rows, shares, strict=True)
    ]
    return "\n".join(lines)


@QUICK
@given(tables())
def test_a_right_table_has_nothing_wrong(table):
    places, rows = table
    text = printed(places, rows, [percent(part, whole, places) for part, whole in rows])
    assert not wrong(text), text


@QUICK
@given(tables(), st.data())
def test_an_error_planted_in_a_table_is_the_one_that_is_wrong(table, data):
    places, rows = table
    shares = [percent(part, whole, places) for part, whole in rows]
    place = data.draw(st.integers(0, len(rows) - 1))
    real, total = shares[place], sum(part for part, _whole in rows[:-1])
    if sum(share not in (0, 100) for number, share in enumerate(shares) if number != place) < 2:
        return  # rows of 0% and 100% do not say of what they are shares, and one row alone settles nothing
    shares[place] += 7 if shares[place] < 60 else -7
    part, _whole = rows[place]
    if real == 100 or shares[place] in (percent(part, total, places), percent(part, 2 * total, places), 100):
        return  # right as a share of another thing
    text = printed(places, rows, shares)
    found = wrong(text)
    assert [claim.line for claim in found] == [place + 3], text


@QUICK
@given(st.lists(st.integers(1, 900), min_size=2, max_size=8), st.integers(1, 30))
def test_a_total_is_added_up(numbers, by):
    rows = "\n".join(f"Team {chr(65 + place)}\t{number}" for place, number in enumerate(numbers))
    right = f"Team\tVisits\n{rows}\nTotal\t{sum(numbers):,}"
    assert verdicts(right) == [Verdict.RIGHT], right
    off = f"Team\tVisits\n{rows}\nTotal\t{sum(numbers) + by:,}"
    if sum(numbers) + by > 2 * sum(numbers) or (sum(numbers) + by in (2010, 2000)):
        return
    assert [claim.expected for claim in wrong(off)] == [f"{sum(numbers):,}"], off
