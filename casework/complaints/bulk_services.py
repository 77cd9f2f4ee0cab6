"""One verb over several cases: all of them or none."""

from collections.abc import Collection

from casework.accounts.models import Person
from casework.complaints import queries, services
from casework.complaints.rules import Move, may_move
from casework.kit.rules import RuleBroken


def assign_several(case_ids: Collection[int], *, officer: Person, by: Person) -> list[str]:
    """Give each case to the officer; the references given. A case that cannot be given refuses all, by its name."""
    given = []
    for case_id in sorted(case_ids):
        case = queries.get_for_change(case_id, seen_by=by)
        if case.officer_id == officer.id:
            continue
        if not may_move(case.status, Move.ASSIGN):
            raise RuleBroken(f"{case.reference} cannot be given to anybody now", "cases")
        try:
            services.assign(case, officer=officer, by=by)
        except RuleBroken as broken:
            raise RuleBroken(f"{case.reference}: {broken.sentence}", "cases") from None
        given.append(case.reference)
    if not given:
        raise RuleBroken(f"{officer.name} has these cases already", "officer")
    return given
