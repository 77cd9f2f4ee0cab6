"""Rules of audits and returns, written out by hand."""

from datetime import date
from itertools import product
from types import SimpleNamespace

import pytest

from casework.kit.rules import RuleBroken
from casework.safeguarding import rules
from casework.safeguarding.frameworks import framework_called, list_frameworks
from casework.safeguarding.models import AuditStatus, ReturnStatus
from casework.safeguarding.pseudonyms import TRACEABLE, clean_reference

AUDIT_TABLE = """
            start        delay    finish
planned     in-progress  delayed  -
in-progress -            delayed  finished
delayed     in-progress  -        -
finished    -            -        -
"""
RETURN_TABLE = """
            write        submit     unlock
invited     in-progress  -          -
in-progress in-progress  submitted  -
submitted   -            -          in-progress
moderated   -            -          -
"""


def table(text):
    head, *lines = [line.split() for line in text.strip().splitlines()]
    return {(line[0], verb): to for line in lines for verb, to in zip(head, line[1:], strict=True)}


@pytest.mark.parametrize(
    ("written", "statuses", "move"),
    [
        (table(AUDIT_TABLE), AuditStatus, rules.next_audit_status),
        (table(RETURN_TABLE), ReturnStatus, rules.next_return_status),
    ],
)
def test_each_move_from_each_status(written, statuses, move):
    verbs = {verb for _, verb in written}
    assert set(written) == {(status.value, verb) for status, verb in product(statuses, verbs)}
    for (status, verb), to in written.items():
        record = SimpleNamespace(status=statuses(status))
        if to == "-":
            with pytest.raises(RuleBroken):
                move(record, verb)
        else:
            assert move(record, verb) == to


@pytest.mark.parametrize("text", ["MCA-01", "snh 5", "CASE-7", "AUD-2026-014", "FIN01", "A-12345", "МСА-01"])
def test_made_up_references_are_taken(text):
    assert clean_reference(text).isascii()


@pytest.mark.parametrize(
    "text",
    [
        *("Mary Smith", "M Smith", "SMITH-01", "Mary-02", "john1", "Mr J", "Margaret-01", "case", "O'Brien 1"),
        *(
            "12/03/1950",
            "12-03-50",
            "1950-03-12",
            "12031950",
            "120350",
            "12 Mar 1950",
            "MAR-1950",
            "JS-1950",
            "JS 12/3/50",
        ),
        *(
            "943 476 5919",
            "9434765919",
            "943-476-5919",
            "NHS-9434765919",
            "A-123456",
            "MCA",
            "",
            "MCA-",
            "01",
            "MCA-01-02",
        ),
    ],
)
def test_what_could_lead_to_a_person_is_refused(text):
    with pytest.raises(RuleBroken) as refusal:
        clean_reference(text)
    assert (refusal.value.sentence, refusal.value.field) == (TRACEABLE, "reference")


def test_an_audit_has_two_agencies_and_ends_after_it_starts():
    rules.check_plan([1, 2], started_on=date(2026, 4, 7), due_on=date(2026, 4, 7))
    with pytest.raises(RuleBroken, match="at least two"):
        rules.check_plan([1], started_on=None, due_on=None)
    with pytest.raises(RuleBroken, match="same as or after"):
        rules.check_plan([1, 2], started_on=date(2026, 4, 7), due_on=date(2026, 4, 6))


def a_case(reference="MCA-01", agreed_grade="good", is_unsafe=False, escalated_on=None, made_safe_on=None):
    return SimpleNamespace(
        reference=reference,
        agreed_grade=agreed_grade,
        is_unsafe=is_unsafe,
        escalated_on=escalated_on,
        made_safe_on=made_safe_on,
    )


@pytest.mark.parametrize(
    ("cases", "findings", "sentence"),
    [
        ([a_case(), a_case("MCA-02", None)], [1], "Agree a grade for every case before you finish: MCA-02"),
        ([a_case(is_unsafe=True)], [1], "Record that everybody is safe before you finish: MCA-01"),
        ([], [1], "Add at least one case before you finish"),
        ([a_case()], [], "Note at least one piece of good practice or learning before you finish"),
        ([a_case(is_unsafe=True, made_safe_on=date(2026, 4, 7))], [1], None),
    ],
)
def test_an_audit_is_finished_when_nothing_is_open(cases, findings, sentence):
    audit = SimpleNamespace(cases=cases, findings=findings)
    if sentence is None:
        rules.check_finish(audit)
    else:
        with pytest.raises(RuleBroken) as refusal:
            rules.check_finish(audit)
        assert refusal.value.sentence == sentence


def test_safety_is_known_after_somebody_was_told():
    rules.check_escalate(a_case(is_unsafe=True), escalated_on=date(2026, 4, 7), made_safe_on=None)
    with pytest.raises(RuleBroken, match="not marked as unsafe"):
        rules.check_escalate(a_case(), escalated_on=date(2026, 4, 7), made_safe_on=None)
    with pytest.raises(RuleBroken, match="same as or after"):
        rules.check_escalate(a_case(is_unsafe=True), escalated_on=date(2026, 4, 7), made_safe_on=date(2026, 4, 6))


@pytest.mark.parametrize(
    ("rating", "plan", "due_on", "field"),
    [
        (None, None, None, None),
        ("effective", None, None, None),
        ("excelling", None, None, None),
        ("working-towards", "Train all", date(2026, 9, 30), None),
        ("working-towards", None, date(2026, 9, 30), "plan"),
        ("not-effective", "Train all", None, "due_on"),
        ("superb", None, None, "rating"),
    ],
)
def test_what_needs_work_says_what_and_by_when(rating, plan, due_on, field):
    framework = framework_called("saaf-2019")
    if field is None:
        rules.check_answer(framework, rating=rating, plan=plan, due_on=due_on)
    else:
        with pytest.raises(RuleBroken) as refusal:
            rules.check_answer(framework, rating=rating, plan=plan, due_on=due_on)
        assert refusal.value.field == field


def test_only_templates_with_a_scale_of_returns_are_offered():
    assert [one.code for one in list_frameworks()] == ["saaf-2019"]
    with pytest.raises(RuleBroken, match='no template "sector-led-2012"'):
        framework_called("sector-led-2012")
    framework = framework_called("saaf-2019")
    assert (framework.main_tool, framework.tools) == ("SAAF", ["SAAF", "SAT"])
    assert framework.is_best("excelling")
    assert framework.is_lowest("not-effective")
    assert not framework.needs_work(None)


def test_a_period_is_kept_under_one_code():
    assert rules.period_code("2025/26") == "2025-26"
    with pytest.raises(RuleBroken) as refusal:
        rules.period_code("last year")
    assert refusal.value.field == "period"
