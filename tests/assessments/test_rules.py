"""Moves, saves against a newer version, and what a signature needs."""

from types import SimpleNamespace

import pytest

from casework.accounts.roles import Role
from casework.assessments import rules
from casework.assessments.models import Answer, Assessment, AssessmentStatus, GivenSection, GivenStatus
from casework.assessments.outline import Outline
from casework.assessments.rules import Draft, Holding, Seen
from casework.kit.packs import PACKS, read_yaml
from casework.kit.rules import RuleBroken

S = AssessmentStatus
# from status, verb -> to status; whatever is not here is refused
ALLOWED = {
    (S.DRAFT, "consult"): S.CONSULTATION,
    (S.DRAFT, "review"): S.SENIOR_REVIEW,
    (S.DRAFT, "sign"): S.SIGNED,
    (S.CONSULTATION, "review"): S.SENIOR_REVIEW,
    (S.CONSULTATION, "redraft"): S.DRAFT,
    (S.CONSULTATION, "sign"): S.SIGNED,
    (S.SENIOR_REVIEW, "redraft"): S.DRAFT,
    (S.SENIOR_REVIEW, "sign"): S.SIGNED,
    (S.SIGNED, "revise"): S.REVISED,
    (S.SIGNED, "open"): S.CHALLENGE,
    (S.CHALLENGE, "close"): S.CLOSED,
    (S.CLOSED, "revise"): S.REVISED,
}
VERBS = ("consult", "review", "redraft", "sign", "revise", "open", "close")


@pytest.fixture(scope="module")
def outline():
    return Outline(read_yaml(PACKS / "templates" / "sector-led-2012.yaml"))


def somebody(*roles, number=1, council=1):
    return SimpleNamespace(id=number, organisation_id=council, has=lambda *asked: bool(set(asked) & set(roles)))


DIRECTOR, CONTRIBUTOR = somebody(Role.DIRECTOR), somebody(Role.CONTRIBUTOR, number=2)
ELSEWHERE, ANALYST = somebody(Role.DIRECTOR, number=3, council=2), somebody(Role.ANALYST, number=4)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", list(S))
def test_the_whole_table_of_moves(status, verb):
    assert set(VERBS) == set(rules.MOVES)
    target = ALLOWED.get((status, verb))
    held = Assessment(organisation_id=1, status=status)
    assert rules.may_move(verb, held, DIRECTOR) is (target is not None)
    assert not any(rules.may_move(verb, held, person) for person in (CONTRIBUTOR, ELSEWHERE, ANALYST))
    if target is None:
        with pytest.raises(RuleBroken):
            rules.check_move(verb, status)
    else:
        assert rules.check_move(verb, status) is target


def test_after_signing_the_refusal_says_what_to_do(outline):
    node = outline.nodes["o1.partnership"]
    with pytest.raises(RuleBroken, match=r"Signed\. Revise it to make a new version"):
        rules.check_may_write(Assessment(organisation_id=1, status=S.SIGNED), node, DIRECTOR, [])
    with pytest.raises(RuleBroken, match=r"Signed\. Revise it"):
        rules.check_move("sign", S.SIGNED)


def given(status, to=2, section="o1"):
    return GivenSection(section_id=section, to_id=to, status=status)


@pytest.mark.parametrize(
    ("person", "sections", "may"),
    [
        (DIRECTOR, [], True),
        (ELSEWHERE, [], False),
        (ANALYST, [], False),
        (CONTRIBUTOR, [], False),
        (CONTRIBUTOR, [given(GivenStatus.GIVEN)], True),
        (CONTRIBUTOR, [given(GivenStatus.SENT_BACK)], True),
        (CONTRIBUTOR, [given(GivenStatus.HANDED_IN)], False),
        (CONTRIBUTOR, [given(GivenStatus.DONE)], False),
        (CONTRIBUTOR, [given(GivenStatus.GIVEN, to=9)], False),
        (CONTRIBUTOR, [given(GivenStatus.GIVEN, section="o2")], False),
    ],
)
def test_who_may_write(outline, person, sections, may):
    held = Assessment(organisation_id=1, status=S.DRAFT)
    assert rules.may_write(held, outline.nodes["o1.partnership"], person, sections) is may


def outcome(seen, version=7, sitting="a", turn=3, text="new"):
    return rules.outcome_of(seen, Holding(version, sitting, turn, Draft("old", 2)), Draft(text, 2))


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (Seen(7), "taken"),
        (Seen(7, "b", 0), "taken"),
        (Seen(6), "conflict"),
        (Seen(None), "conflict"),  # absent, or no number
        (Seen(8), "conflict"),  # forged: not there yet
        (Seen(8, "a", 9), "conflict"),
        (Seen(-1), "conflict"),
        (Seen(None, "a", 9), "conflict"),
        (Seen(6, "b", 9), "conflict"),  # another page
        (Seen(6, "a", 4), "taken"),  # this page, whose first answer was lost on the way
        (Seen(6, "a", 2), "stale"),  # this page, an earlier save that arrives late
        (Seen(6, "a", 3), "conflict"),  # this page without script, after Back
        (Seen(6, "", 9), "conflict"),
    ],
)
def test_what_a_save_becomes(seen, expected):
    assert outcome(seen) == expected
    assert outcome(seen, text="old") == "same"


def test_a_page_without_a_name_never_passes_for_another():
    assert outcome(Seen(6, "", 9), sitting="") == "conflict"
    assert outcome(Seen(6, None, 9), sitting=None) == "conflict"


@pytest.mark.parametrize("rating", [0, 5, 9, -1])
def test_a_rating_outside_the_scale_is_refused(outline, rating):
    with pytest.raises(RuleBroken, match="Select one of the ratings shown"):
        rules.check_draft(outline, outline.nodes["o1.practice"], Draft("x", rating))


def test_only_ratings_are_rated(outline):
    rules.check_draft(outline, outline.nodes["o1.practice"], Draft("x", 4))
    rules.check_draft(outline, outline.nodes["enablers.blockers"], Draft("x", None))
    with pytest.raises(RuleBroken):
        rules.check_draft(outline, outline.nodes["enablers.blockers"], Draft("x", 4))


def test_what_is_missing_for_a_signature(outline):
    blank = [Answer(node_id=node.id, text="") for node in outline.asked]
    missing = [node.id for node in rules.missing_for_signature(outline, blank)]
    assert missing[:5] == ["about.authority", "about.contact", "about.process", "about.period", "about.completed"]
    assert missing[5:-1] == [f"o{n}.{theme}" for n in (1, 2, 3, 4) for theme in ("outcomes", "partnership", "practice")]
    assert missing[-1] == "enquiry"
    with pytest.raises(RuleBroken, match="Rate every area before you sign: 12 are not rated"):
        rules.check_complete(outline, blank)
    for answer in blank:
        answer.rating = 2 if answer.node_id.startswith("o") else None
    with pytest.raises(RuleBroken, match="Answer this before you sign: About this form: Name of Local Authority"):
        rules.check_complete(outline, blank)
