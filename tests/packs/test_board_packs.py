"""The demonstration's partner returns, business plan, board and audits against the board's own papers.

The expectations are written out by hand from the printed tables (rows R78, R87 to R100 of the tick list).
"""

import re
from collections import Counter

import pytest
import yaml

from tests.packs.reading import DEMO, MEASURES, ORGANISATIONS, PACKS, read_csv

BOARD, AUDITS = (yaml.safe_load((DEMO / f"{name}.yaml").read_text(encoding="utf-8")) for name in ("board", "audits"))
SAAF = yaml.safe_load((PACKS / "templates" / "saaf-2019.yaml").read_text(encoding="utf-8"))
STANDARDS = {node["id"]: node for node in SAAF["nodes"] if node["kind"] == "rating"}
RETURNS, PLAN = read_csv(DEMO / "partner-return.csv"), read_csv(DEMO / "plan.csv")

# R88: agency, what needs work (with a star where it is rated not effective), what it excels in.
R88 = {
    "leicestershire-police": ("internal-procedures lps-plan six-principles", ""),
    "leicestershire-fire-and-rescue": ("", "partnership"),
    "leicestershire-rutland-ccgs": (
        "immediate-protection adult-involvement trilogy-of-risk provider-mca autism-awareness* self-neglect",
        "prevent-link",
    ),
    "E10000018": ("", ""),
    "E06000017": ("", ""),
    "leicestershire-rutland-districts": ("autism-awareness*", "partnership"),
    "leicestershire-rutland-public-health": ("prevent-link mca-guidance lps-plan*", ""),
    "leicestershire-partnership-trust": (
        "sat-inspections sat-leadership sat-training sat-policies sat-supervision sat-mca-practice sat-knowledge-audit",
        "",
    ),
    "university-hospitals-leicester": ("sat-training", ""),
}


def test_the_partner_returns_print_the_published_table():
    assert list(RETURNS[0]) == ["agency", "standard", "rating", "evidence", "plan", "due"]
    assert len({(row["agency"], row["standard"]) for row in RETURNS}) == len(RETURNS)
    assert {row["agency"] for row in RETURNS} == set(R88) <= set(ORGANISATIONS)
    for agency, (needs, excels) in R88.items():
        own = {row["standard"]: row for row in RETURNS if row["agency"] == agency}
        marks = {"working-towards": "", "not-effective": "*"}
        work = {key + marks[row["rating"]] for key, row in own.items() if row["rating"] in marks}
        assert work == set(needs.split()), agency
        assert {key for key, row in own.items() if row["rating"] == "excelling"} == set(excels.split()), agency
        assert {row["rating"] for row in own.values()} <= set(SAAF["scales"]["effectiveness"])
        assert all(row["evidence"].endswith("(demonstration)") for row in own.values())
        assert all(bool(row["plan"]) is bool(row["due"]) is (row["rating"] in marks) for row in own.values()), agency


def test_each_agency_answers_the_standards_of_its_own_tool():
    trusts = {"leicestershire-partnership-trust", "university-hospitals-leicester"}
    asked = Counter(row["agency"] for row in RETURNS)
    for row in RETURNS:
        assert STANDARDS[row["standard"]]["tool"] == ("SAT" if row["agency"] in trusts else "SAAF")
    assert {agency: asked[agency] for agency in trusts} == dict.fromkeys(trusts, 7)
    assert asked["E10000018"] == 12
    assert Counter(n["group"] for n in STANDARDS.values()).keys() == {"governance", "systems", "local-areas"}
    mapped = {n["id"]: n["maps_to"] for n in STANDARDS.values() if n["tool"] == "SAT"}
    assert {k: v for k, v in mapped.items() if v} == {
        "sat-policies": "internal-procedures",
        "sat-mca-practice": "mca-guidance",
    }


# R97 to R100: priority number, lead, due date (blank where the paper prints words only).
OFFICE, CHAIR = "Partnership Business Office Manager", "LRSAB Independent Chair"
R97_R100 = [
    (1, OFFICE, "2020-08-31"),
    (1, CHAIR, ""),
    (1, CHAIR, ""),
    (2, OFFICE, "2020-08-31"),
    (3, "Case Review Group Chair", ""),
    (3, "Case Review Group Chair", "2020-10-31"),
    (3, OFFICE, "2020-09-30"),
    (3, OFFICE, "2020-09-30"),
    (3, "Business Office", ""),
    (3, "Business Office", ""),
    (3, "Business Office", ""),
    (3, OFFICE, "2020-10-31"),
    (3, "LLR Performance Subgroup Chair", ""),
    (3, "LLR Multi-Agency Assurance Subgroup Chair", ""),
    (3, OFFICE, ""),
    (3, "Business Office and LLR Performance Subgroup", "2021-01-31"),
    (3, "LLR Policies and Procedures Subgroup Chair", ""),
]


def test_the_business_plan_has_the_printed_lines():
    columns = [
        "plan",
        "priority",
        "success_looks_like",
        "deliverable",
        "lead",
        "agency",
        "activity",
        "timescale",
        "due",
        "measure",
    ]
    assert list(PLAN[0]) == columns
    assert [(int(row["priority"][0]), row["lead"], row["due"]) for row in PLAN] == R97_R100
    assert len({(r["plan"], r["priority"], r["deliverable"], r["activity"]) for r in PLAN}) == len(PLAN)
    deliverables = list(dict.fromkeys((row["priority"][0], row["deliverable"]) for row in PLAN))
    assert Counter(number for number, _ in deliverables) == {"1": 3, "2": 1, "3": 7}
    assert all(row["timescale"] and row["agency"] in ORGANISATIONS for row in PLAN)
    assert len({(row["priority"], row["success_looks_like"]) for row in PLAN}) == 3


def test_the_boards_money_balances_to_the_printed_total():
    income = [line["pounds"] for line in BOARD["finance"]["income"]]
    spending = [line["pounds"] for line in BOARD["finance"]["spending"]]
    assert income == [53590, 8364, 8090, 8712, 7457, 7970, 7970, 8528]
    assert spending == [80386, 7478, 10500, 6580, 5737]
    assert (
        sum(income) == sum(spending) == BOARD["finance"]["income_total"] == BOARD["finance"]["spending_total"] == 110681
    )


def test_the_boards_priorities_and_members():
    priorities = BOARD["strategic_plan"]["priorities"]
    assert [p["number"] for p in priorities] == [1, 2, 3, 4, 5, 6]
    assert [p["kind"] for p in priorities] == ["core"] * 2 + ["developmental"] * 4
    assert all(p["summary"] for p in priorities)
    assert {m["agency"] for m in BOARD["board"]["members"]} <= set(ORGANISATIONS)
    assert BOARD["board"]["areas"] == ["E10000018", "E06000017"]


def test_the_audits_hold_the_three_findings_and_one_good_practice():
    audits = {audit["key"]: audit for audit in AUDITS["audits"]}
    assert [(a["state"], a["period"]) for a in audits.values()] == [
        ("done", "2019-20"),
        ("delayed", "2019-20"),
        ("in-progress", "current"),
    ]
    assert Counter(f["kind"] for f in audits["mca-2019"]["findings"]) == {"learning": 3, "good-practice": 1}
    assert "pandemic" in audits["financial-abuse-2019"]["delayed_because"]
    keys = [finding["key"] for audit in audits.values() for finding in audit["findings"]]
    assert len(set(keys)) == len(keys)
    assert audits["self-neglect-live"]["started_on"].startswith("-")
    assert audits["self-neglect-live"]["due_on"].startswith("+")


@pytest.mark.parametrize("audit", AUDITS["audits"], ids=lambda audit: audit["key"])
def test_audit_cases_are_invented_pseudonymous_and_graded_in_scale(audit):
    assert set(audit["agencies"]) <= set(ORGANISATIONS)
    assert len({case["ref"] for case in audit["cases"]}) == len(audit["cases"])
    for case in audit["cases"]:
        assert re.fullmatch(r"[A-Z]{3}-\d{2}", case["ref"])
        assert case["invented"] is True
        assert set(case["grades"]) <= set(audit["agencies"])
        grades = {*case["grades"].values(), case["agreed"]} - {None}
        assert grades <= {"outstanding", "good", "requires-improvement", "inadequate"}
        assert not case["unsafe_now"] or case["escalated_on"]
    for finding in audit["findings"]:
        assert finding["measures"], finding["key"]
        assert set(finding["measures"]) <= set(MEASURES)
