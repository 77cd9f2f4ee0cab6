"""CQC's overall result: rounded before it is banded, the half of the band, and the first method by category."""

from decimal import ROUND_HALF_UP, Decimal
from itertools import product

import pytest

from casework.assessments.outline import Outline
from casework.assessments.pack_rules import faults_of
from casework.kit.packs import PACKS, read_yaml

CQC = read_yaml(PACKS / "templates" / "cqc-2024.yaml")
FORM = Outline(CQC)
# totals of nine statements, worked out by hand: 9-13 inadequate, 14-22 requires improvement, 23-31 good, 32-36 outstanding
BANDS = [(range(9, 14), "Inadequate"), (range(14, 23), "Requires improvement"), (range(23, 32), "Good"),
         (range(32, 37), "Outstanding")]  # fmt: skip


def scores_with(total):
    scores = [1] * 9
    for place in range(total - 9):
        scores[place % 9] += 1
    return scores


@pytest.mark.parametrize(("totals", "rating"), BANDS, ids=[rating for _, rating in BANDS])
def test_every_total_of_nine_is_banded_as_by_hand(totals, rating):
    for total in totals:
        result = FORM.scoring.result(scores_with(total))
        by_hand = int((Decimal(total) * 100 / 36).quantize(Decimal(1), ROUND_HALF_UP))
        assert (result.rating, result.percent, result.total) == (rating, by_hand, total)


def test_it_is_rounded_before_it_is_banded():
    result = FORM.scoring.result(scores_with(14))  # 38.89%
    assert result.words == "Requires improvement: 39%, in the lower half of the band (14 of 36)"


@pytest.mark.parametrize(
    ("total", "half"), [(18, "lower"), (19, "upper"), (26, "lower"), (27, "upper"), (31, "upper"), (23, "lower")]
)
def test_the_half_of_the_band(total, half):
    assert FORM.scoring.result(scores_with(total)).half == half  # 50 and 53%; 72 and 75%


def test_only_statements_that_are_scored_count():
    result = FORM.scoring.result([3, 3, None, None, None, None, None, None, None])
    assert (result.percent, result.basis) == (75, "So far: 2 of 9 statements scored")
    assert FORM.scoring.result([None] * 9).words == "Not scored yet"
    assert FORM.scoring.result([]).rating is None


def test_the_first_method_against_a_second_way_of_counting():
    for scores in product((1, 2, 3, 4), repeat=4):
        share = Decimal(sum(scores)) / 16 * 100
        whole = int(share.quantize(Decimal(1), ROUND_HALF_UP))
        expected = 1 + (whole >= 39) + (whole >= 63) + (whole > 87)
        assert FORM.scoring.from_categories(scores) == expected
    assert FORM.scoring.from_categories([4, 4, 4, None]) is None


def test_the_form_has_its_four_themes_and_nine_statements_in_order():
    assert [title for key, title in FORM.parts if key not in ("about", "finish")] == [
        "Theme 1: Working with people",
        "Theme 2: Providing support",
        "Theme 3: How the local authority ensures safety within the system",
        "Theme 4: Leadership",
    ]
    assert [(node.id, node.title) for node in FORM.scored] == [
        ("qs1", "Assessing needs"),
        ("qs2", "Supporting people to live healthier lives"),
        ("qs3", "Equity in experience and outcomes"),
        ("qs4", "Care provision, integration and continuity"),
        ("qs5", "Partnerships and communities"),
        ("qs6", "Safe systems, pathways and transitions"),
        ("qs7", "Safeguarding"),
        ("qs8", "Governance, management and sustainability"),
        ("qs9", "Learning, improvement and innovation"),
    ]
    themes = [FORM.section_of(node).part for node in FORM.scored]
    assert themes == ["people"] * 3 + ["support"] * 2 + ["safety"] * 2 + ["leadership"] * 2
    assert all(node.categories == ["people", "staff", "partners", "processes"] for node in FORM.scored)
    assert all(list(node.levels) == ["1", "2", "3", "4"] for node in FORM.scored)
    assert FORM.scale_of(FORM.scored[0]).step(4).says == FORM.scored[0].levels["4"]
    unconfirmed = [section.id for section in FORM.sections if section.is_unconfirmed]
    assert unconfirmed == ["s3", "s5", "s8"]


def test_its_measures_are_of_the_present_edition():
    edition = read_yaml(PACKS / "editions" / "ascof-2023.yaml")
    known = {f"ascof-2023:{one['code']}" for one in edition["measures"]}
    assert faults_of(CQC, known_measures=known) == []
    assert {"ascof-2023:1D", "ascof-2023:3A", "ascof-2023:5A(1)", "ascof-2023:1E", "ascof-2023:3B"} <= set(
        FORM.measures_of(FORM.nodes["qs1"])
    )


BROKEN = [
    ({"scale": "ten"}, 'uses the scale "ten", which is not a numbered scale'),
    ({"bands": []}, '"bands" must be a list of bands'),
    ({"bands": [{"at_least": 25, "score": 1}, {"at_least": 39, "score": 2, "word": "So"}]}, 'does not say its "word"'),
    ({"bands": list(reversed(CQC["scoring"]["bands"]))}, "the bands of the scoring must rise"),
    ({"methods": {"guess": {"word": "A", "says": "B"}}}, '"guess" is no way of scoring'),
    ({"methods": {}}, '"methods" must be names with what each says'),
    ({"extra": 1}, 'the scoring has "extra", which is not known here'),
]


@pytest.mark.parametrize(("changed", "reason"), BROKEN, ids=[reason for _, reason in BROKEN])
def test_a_broken_scoring_is_refused(changed, reason):
    faults = faults_of({**CQC, "scoring": {**CQC["scoring"], **changed}})
    assert any(reason in fault.why for fault in faults), faults


@pytest.mark.parametrize(
    ("node_id", "changed", "reason"),
    [
        ("qs1", {"levels": {9: "No such"}}, 'describes the level "9", which its scale does not have'),
        ("qs1", {"levels": "none"}, '"levels" must have words under each name'),
        ("qs1", {"evidence_categories": ["gossip"]}, 'asks for the evidence category "gossip"'),
        ("s1", {"beside": ["qs1"]}, 'puts "qs1" side by side, which is no narrative of this section'),
        ("s1", {"people_say": []}, '"people_say" must be a list of words'),
        ("s1", {"confirmed": "yes"}, '"confirmed" must be true or false'),
    ],
)
def test_a_broken_statement_is_refused(node_id, changed, reason):
    nodes = [{**node, **changed} if node["id"] == node_id else node for node in CQC["nodes"]]
    assert any(reason in fault.why for fault in faults_of({**CQC, "nodes": nodes}))
