"""Matching a file's words with what is held: measures, organisations, periods. Look-alike letters are folded first."""

import re
from functools import lru_cache

from sqlalchemy import select

from casework.accounts.models import Organisation, OrganisationKind
from casework.extensions import db
from casework.kit.letters import fold
from casework.measures.models import Measure
from casework.measures.periods import NotAPeriod, PeriodSpec, parse_period
from casework.measures.references import code_key, parse_measure_code

BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")  # the years of a name: Durham (national files of 2017/18 and 2018/19)


class Measures:
    """Every measure by edition:code, whatever the case and brackets of the code."""

    def __init__(self) -> None:
        self.exact: dict[str, Measure] = {}
        self.alike: dict[tuple[str, str], Measure] = {}
        for measure in db.session.scalars(select(Measure).order_by(Measure.id.desc())):
            self.exact[measure.reference] = measure
            self.alike[measure.edition.code, code_key(measure.code)] = measure

    def called(self, text: str) -> Measure:
        """The measure; ValueError with a sentence when there is none."""
        folded = fold(text)
        if folded in self.exact:
            return self.exact[folded]
        edition, code = parse_measure_code(folded)
        found = self.alike.get((edition, code_key(code)))
        if found is None:
            raise ValueError(f'there is no measure "{text}"')
        return found


class Organisations:
    """Every organisation by code, ONS code, CASSR code and name; another code of one leads to the code in use."""

    def __init__(self) -> None:
        self.codes: dict[str, Organisation] = {}
        self.names: dict[tuple[OrganisationKind, str], Organisation] = {}
        held = list(db.session.scalars(select(Organisation).order_by(Organisation.id)))
        by_code = {organisation.code: organisation for organisation in held}
        for organisation in held:
            self.add(organisation, _in_use(organisation, by_code))

    def add(self, organisation: Organisation, stands_for: Organisation | None = None) -> None:
        """Let it be found; codes and names that another organisation has already stay with that one."""
        found = stands_for or organisation
        for code in (organisation.code, organisation.ons_code, organisation.cassr_code):
            if code:
                self.codes.setdefault(_code(code), found)
        has_ended = organisation.successor is not None
        for name in [organisation.name, *_other_names(organisation)]:
            key = (organisation.kind, plain_name(name))
            if key not in self.names or (self.names[key].successor and not has_ended):
                self.names[key] = found

    def called(self, text: str) -> Organisation:
        """The organisation with this code, or else with this very name; ValueError when there is none."""
        found = self.codes.get(_code(text))
        for kind in OrganisationKind:
            found = found or self.names.get((kind, plain_name(text)))
        if found is None:
            raise ValueError(f'there is no organisation "{text}"')
        return found

    def area(self, text: str, kind: OrganisationKind) -> Organisation:
        """The region or council type with this code or name; ValueError when there is none."""
        found = self.codes.get(_code(text)) or self.names.get((kind, plain_name(text)))
        if found is None or found.kind is not kind:
            raise ValueError(f'there is no {kind.value.replace("-", " ")} "{text}"')
        return found


def _code(text: str) -> str:
    return fold(text).lower()


def plain_name(name: str) -> str:
    """A name as it is compared: no case, no punctuation, "and" for &, "the" left out."""
    words = fold(name).lower().replace("&", " and ").replace("-", " ").replace(",", " ").replace(".", " ").split()
    return " ".join(word for word in words if word != "the")


def _other_names(organisation: Organisation) -> list[str]:
    """Names it had or is printed under, their years left out, and "Bristol" for "Bristol, City of"."""
    held = (organisation.other_names or "").split(";")
    names = [BRACKETS.sub("", name).strip() for name in held if name.strip()]
    first, _, rest = organisation.name.partition(",")
    if rest.strip() in ("City of", "County of"):
        names.append(first)
    return names


def _in_use(organisation: Organisation, by_code: dict[str, Organisation]) -> Organisation | None:
    """The organisation whose other code this is: its successor, unless that names it as an area that came before."""
    successor = by_code.get(organisation.successor or "")
    if successor is None or organisation.code in (successor.formerly or "").split(";"):
        return None
    return successor


@lru_cache(maxsize=4096)
def period_called(text: str) -> PeriodSpec:
    """The period; ValueError with a sentence when the text names none."""
    return parse_period(fold(text))


def period_cell(text: str) -> PeriodSpec:
    """For an import's column: the end of a sentence when the text names no period."""
    try:
        return period_called(text)
    except NotAPeriod as problem:
        raise ValueError(str(problem)) from None
