"""What looks odd about a figure, and what cannot be right: a refusal stops it, a warning names the cell."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from casework.kit import words
from casework.measures.figures import MULTIPLIER, Scaled, change_words, figure_words
from casework.measures.kinds import Unit
from casework.measures.periods import PeriodSpec

JUMP = Decimal("3.267")  # times the average move between periods: beyond it the move is not this series' usual one
FEWEST_MOVES = 4
SLIPS = (Decimal(100), Decimal(1000))  # a share typed as a percentage, thousands typed as units
SAME_PEOPLE = Decimal("0.1")  # a population moves by less than this part from one figure to the next
HALF_OF_FIVE = Decimal("2.5")
CANNOT_BE_NEGATIVE = (Unit.PERCENT, Unit.PER_100000, Unit.COUNT, Unit.DAYS, Unit.HOURS)


def impossible(
    value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None, measure: Scaled
) -> str | None:
    """Why the figures cannot be right, as the end of a sentence; None when they can."""
    if value is not None and value > 100 and measure.unit is Unit.PERCENT:
        return "must be 100% or less"
    if value is not None and value < 0 and measure.unit in CANNOT_BE_NEGATIVE:
        return "must be 0 or more"
    if any(count is not None and count < 0 for count in (numerator, denominator)):
        return "cannot have a count below 0"
    if denominator == 0 and value is not None:
        return "cannot be worked out from a denominator of 0"
    return None


def recomputed(numerator: Decimal | None, denominator: Decimal | None, measure: Scaled) -> Decimal | None:
    """The value that the counts give, unrounded; None for a unit that is no share of anything, or without counts."""
    if numerator is None or not denominator or measure.unit not in MULTIPLIER:
        return None
    return numerator * MULTIPLIER[measure.unit] / denominator


def mismatch(
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
    measure: Scaled,
    *,
    is_survey: bool = False,
) -> str | None:
    """11.4% is not 140 of 1,405, which is 10.0%; None when they agree to one unit of the last decimal.

    One unit is let pass, because some published figures are rounded twice. A survey's weighted counts are not compared.
    """
    counted = None if is_survey else recomputed(numerator, denominator, measure)
    if value is None or counted is None:
        return None
    unit = Decimal(1).scaleb(-measure.decimals)
    if abs(words.rounded(counted, measure.decimals) - words.rounded(value, measure.decimals)) <= unit:
        return None
    counts = f"{words.number(numerator)} of {words.number(denominator)}"
    return f"{figure_words(value, measure)} is not {counts}, which is {figure_words(counted, measure)}"


def whole_of(
    value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None, measure: Scaled
) -> Decimal | None:
    """The population behind a rate: its denominator, or what rate and count come to; None for anything else."""
    if measure.unit is not Unit.PER_100000:
        return None
    if denominator:
        return denominator
    return numerator * MULTIPLIER[measure.unit] / value if numerator and value else None


def population(
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
    measure: Scaled,
    before: Decimal | None,
) -> str | None:
    """A rate of 1.4 and a count of 11 mean 785,714 people, where the figure before was of 425,926.

    `before` is the population behind an earlier figure. A count of few people is let pass by half a person either way.
    """
    whole = whole_of(value, numerator, denominator, measure)
    if whole is None or not before or not value:
        return None
    slack = before * SAME_PEOPLE
    if not denominator:
        slack += MULTIPLIER[measure.unit] / value / 2
    if abs(whole - before) <= slack:
        return None
    was, now = words.number(before, 0), words.number(whole, 0)
    if denominator:
        return f"the denominator is {now}, and the figure before was of {was}"
    counts = f"{figure_words(value, measure)} with a count of {words.number(numerator)}"
    return f"{counts} means {now} people, and the figure before was of {was}: check rate and count"


def agrees_when_rounded(
    value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None, measure: Scaled
) -> bool:
    """Whether the value is one that counts within 2.5 of the printed multiples of 5 could give."""
    times = MULTIPLIER.get(measure.unit)
    if value is None or not numerator or not denominator or times is None or numerator % 5 or denominator % 5:
        return False
    least = (numerator - HALF_OF_FIVE) * times / (denominator + HALF_OF_FIVE)
    most = (numerator + HALF_OF_FIVE) * times / (denominator - HALF_OF_FIVE)
    unit = Decimal(1).scaleb(-measure.decimals)
    return least - unit <= value <= most + unit


def warnings(
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
    measure: Scaled,
    period: PeriodSpec,
    *,
    earlier: Sequence[Decimal] = (),
    today: date,
    is_survey: bool = False,
    population_before: Decimal | None = None,
) -> list[str]:
    """Everything odd about a figure that is allowed all the same. `earlier`: values before it, oldest first."""
    odd = [mismatch(value, numerator, denominator, measure, is_survey=is_survey)]
    if value is None:
        return []
    if numerator is not None and denominator is not None and numerator > denominator and measure.unit is Unit.PERCENT:
        odd.append(f"{words.number(numerator)} is more than the whole, {words.number(denominator)}")
    odd.append(population(value, numerator, denominator, measure, population_before))
    if period.ends_on >= today:
        odd.append(f"{period.words} has not ended yet")
    odd.append(unit_slip(value, earlier, measure) or share_typed(value, measure) or jump(value, earlier, measure))
    if measure.unit is Unit.COUNT and value != value.to_integral_value():
        odd.append(f"{words.number(value)} is not a whole number, and the measure is a count")
    return [sentence for sentence in odd if sentence]


def share_typed(value: Decimal, measure: Scaled) -> str | None:
    """Whether a percentage below 1 has more decimals than are printed: a spreadsheet keeps 6.5% as 0.065."""
    if measure.unit is not Unit.PERCENT or not 0 < value < 1 or value == words.rounded(value, measure.decimals):
        return None
    as_percentage = figure_words(value * 100, measure)
    return f"{value.normalize():f} has more decimals than the measure: is {as_percentage} meant, kept as a share?"


def unit_slip(value: Decimal, earlier: Sequence[Decimal], measure: Scaled) -> str | None:
    """Whether it is about 100 or 1,000 times the last figure, or that part of it."""
    if not earlier or not value or not earlier[-1]:
        return None
    times = abs(value / earlier[-1])
    for slip in SLIPS:
        if slip * 4 / 5 <= times <= slip * 5 / 4 or slip * 4 / 5 <= 1 / times <= slip * 5 / 4:
            way = "times" if times > 1 else "part of"
            part = words.number(slip) if times > 1 else f"1/{words.number(slip)}"
            now, before = figure_words(value, measure), figure_words(earlier[-1], measure)
            return f"{now} is about {part} {way} the figure before, {before}: check the unit"
    return None


def jump(value: Decimal, earlier: Sequence[Decimal], measure: Scaled) -> str | None:
    """Whether it moved further than this series usually does; needs at least four earlier moves."""
    moves = [abs(after - before) for before, after in pairwise(earlier)]
    if len(moves) < FEWEST_MOVES:
        return None
    usual = sum(moves, Decimal(0)) / len(moves)
    move = abs(value - earlier[-1])
    if not usual or move < JUMP * usual:
        return None
    usually, moved = change_words(usual, measure), change_words(move, measure)
    return f"moved by {moved} from {figure_words(earlier[-1], measure)}; its usual move is {usually}"
