"""Verbs of the register: what each does, refuses and leaves in the trail."""

from itertools import pairwise

import pytest

from casework.extensions import db
from casework.findings import services
from casework.findings.models import Body, Finding, FindingKind, FindingStatus, Severity
from casework.findings.rules import Source
from casework.kit.rules import RuleBroken
from casework.trail.models import TrailEntry, TrailHidden
from tests import make

HAND = Source("Board question", entered="Board question")


def raised(by=None, source=HAND, measures=None, **rest):
    by = by or make.person("director")
    words = {
        "kind": FindingKind.RISK,
        "title": "Too few jobs",
        "detail": None,
        "theme": None,
        "severity": Severity.HIGH,
    }
    measures = [make.measure()] if measures is None else measures
    return services.raise_finding(
        source=source, measures=measures, organisation=by.organisation, by=by, **{**words, **rest}
    )


def last_entry():
    return db.session.query(TrailEntry).order_by(TrailEntry.id.desc()).first()


def refused(sentence, field=None):
    return pytest.raises(RuleBroken, match=sentence)


def test_a_finding_gets_the_next_reference_and_an_entry_in_the_trail(app):
    by = make.person("director")
    first, second = raised(by), raised(by)
    assert first.reference in {"FND-0001", "FND-0002", "FND-0003"}
    assert second.reference == f"FND-{second.number:04}"
    assert second.status == FindingStatus.OPEN
    entry = last_entry()
    assert entry.event == "finding:raised"
    assert entry.reference == second.reference
    assert entry.words == "raised a finding from Board question, linked to ASCOF 1E"


def test_numbers_and_addresses_have_gaps_so_that_none_tells_of_a_restricted_finding(app):
    by = make.person("director")
    found = [raised(by) for _ in range(30)]
    for numbers in ([one.number for one in found], [one.id for one in found]):
        steps = {after - before for before, after in pairwise(numbers)}
        assert steps <= {1, 2, 3}
        assert len(steps) > 1


def test_the_value_at_opening_is_the_newest_of_a_period_that_has_ended(app, at):
    at("2026-04-07 10:00")
    measure = make.measure()
    make.value(measure, "1.8", "2018-19")
    newest = make.value(measure, "1.6", "2019-20")
    make.value(measure, "9.9", "2025-26", org=make.organisation("E06000017", "Rutland"))
    make.value(measure, None, "2021-22", state="due")
    make.value(measure, "2.0", "2030-31")
    assert raised(measures=[measure]).measure_links[0].opening_value == newest


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"measures": []}, "Select at least one measure"),
        ({"title": "  "}, "Enter what was found"),
        ({"source": Source("No key")}, "Enter where this was found"),
        ({"source": Source("Two keys", answer_id=1, entered="x")}, "Enter where this was found"),
    ],
)
def test_a_finding_without_source_title_or_measure_is_refused(app, change, sentence):
    by = make.person("director")
    with refused(sentence):
        raised(by, **change)
    assert db.session.query(Finding).count() == 0


@pytest.mark.parametrize(
    ("role", "body"),
    [
        ("director", Body.COUNCIL),
        ("analyst", Body.COUNCIL),
        ("complaints-officer", Body.COMPLAINTS),
        ("board-office", Body.BOARD),
    ],
)
def test_who_enters_a_finding_by_hand_says_who_answers_for_it(app, role, body):
    assert raised(make.person(role)).body == body


def test_a_restricted_finding_is_left_out_of_the_trail_page(app):
    finding = raised(is_restricted=True)
    assert db.session.get(TrailHidden, ("finding", finding.id))
