"""The shipped forms and the demonstration's answers against the printed form of 2012/13 (rows R1 to R13).

The expectations are written out by hand from the printed form, never read from the packs themselves.
"""

from collections import Counter

import pytest
import yaml

from tests.packs.reading import DEMO, MEASURES, PACKS

KINDS = {
    "section",
    "field",
    "measure-table",
    "rating",
    "evidenced",
    "narrative",
    "lines-of-enquiry",
    "declaration",
}


def read_yaml(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


FORM = read_yaml(PACKS / "templates" / "sector-led-2012.yaml")
SAAF = read_yaml(PACKS / "templates" / "saaf-2019.yaml")
ANSWERS = read_yaml(DEMO / "assessment-2012-13.yaml")
NODES = {node["id"]: node for node in FORM["nodes"]}

THEMES = [
    "How well are outcomes being achieved?",
    "Working together, partnership",
    "Service delivery and effective practice",
]
WEAK, STRONG = "Key Weaknesses/Areas for Development", "Key Strengths"
# The printed form from the cover to the last page: rows R1 to R13, without the headings that only group others.
PRINTED = [
    "Name of Local Authority",
    "Name of DASS Contact",
    "Address",
    "Telephone",
    "Email",
    "Narrative on process for completion of this form",
    "Period covered by this self assessment",
    "Date self-assessment Completed",
    "Signed/agreed on behalf of the Directorate",
    "Enabling maximum choice and control",
    *THEMES,
    "Helping people to stay well and independent",
    *THEMES,
    "Enabling accessible information and positive advice and support",
    *THEMES,
    "Keeping people safe",
    *THEMES,
    "Leadership",
    WEAK,
    STRONG,
    "Use of Resources",
    WEAK,
    STRONG,
    "Key enablers to progress",
    "Key blockers on improvement",
    "Key lines of enquiry that we would recommend to the challenge team",
]
TABLES = {
    "o1.table": "1A, 1B, 1C (i), 1C (ii), 1D, 1E, 1G, SLI Core: Personal Budgets, SLI Core: Reviews",
    "o2.table": "2A (i), 2A (ii), 2B, 2C (i), 2C (ii), SLI Core: Early Intervention, SLI Core: Reablement",
    "o3.table": "3A, 3B, 3C, 3D, SLI Core: Assessments",
    "o4.table": "4A, 4B, SLI Core: Safeguarding",
}


@pytest.mark.parametrize("template", [FORM, SAAF], ids=["sector-led-2012", "saaf-2019"])
def test_a_template_is_whole(template):
    ids = [node["id"] for node in template["nodes"]]
    assert not [node_id for node_id, n in Counter(ids).items() if n > 1]
    assert {node["kind"] for node in template["nodes"]} <= KINDS
    assert isinstance(template["version"], int)
    assert template["changes"][-1].startswith(f"{template['version']}: ")
    seen = set()
    for node in template["nodes"]:
        if node["kind"] == "section":
            seen.add(node["id"])
            assert node["part"] in template["parts"]
        else:
            assert node["in"] in seen, f"{node['id']} stands before its section"
        if node["kind"] == "rating":
            assert node["scale"] in template["scales"]
    assert all(step["word"] and step["says"] for scale in template["scales"].values() for step in scale.values())


def test_the_form_is_in_the_printed_order_with_nothing_missing():
    groups = {"about", "enablers", "challenge"}
    found = [
        node.get("title") or node["label"]
        for node in FORM["nodes"]
        if node["id"] not in groups and node["kind"] != "measure-table"
    ]
    assert found == PRINTED


def test_twelve_ratings_open_as_printed():
    ratings = [node for node in FORM["nodes"] if node["kind"] == "rating"]
    assert len(ratings) == 12
    assert {node["scale"] for node in ratings} == {"four"}
    assert [NODES[f"o{n}.outcomes"]["opens_with"] for n in (1, 2, 3, 4)] == ["Interpretation of Performance Data"] * 4
    assert [step["word"] for step in FORM["scales"]["four"].values()] == [
        "Inadequate",
        "Adequate",
        "Good",
        "Outstanding",
    ]
    assert list(FORM["scales"]["four"]) == [1, 2, 3, 4]


@pytest.mark.parametrize("table", TABLES)
def test_measure_tables_have_the_printed_rows_and_columns(table):
    assert [row["ref"] for row in NODES[table]["rows"]] == TABLES[table].split(", ")
    year_columns = ["2011/12", "2011/12 Quartile", "2012/13", "2012/13 Quartile", "Quartile Trend"]
    assert NODES[table]["columns"] == ["Indicator Ref", "Measure", *year_columns]
    marks = [row["footnote"] for row in NODES[table]["rows"] if "footnote" in row]
    assert marks == [note["mark"] for note in NODES[table]["footnotes"]]
    assert marks == (["*"] if table == "o1.table" else [])


def test_outcomes_name_their_link_and_their_evidence():
    prompts = ["Think Local Act Personal", "Early Intervention", "mystery shopping", "Annual Safeguarding Report"]
    for n, prompt in enumerate(prompts, start=1):
        assert NODES[f"o{n}"]["linked_to"].startswith(f"ASC Outcome {n}: ")
        assert prompt in NODES[f"o{n}"]["evidence_prompt"]
        assert NODES[f"o{n}"]["rating_columns"] == ["Theme", "1", "2", "3", "4", "Commentary"]


def test_part_b_has_its_two_columns_and_the_declaration_its_fields():
    for node_id in ("leadership.weaknesses", "leadership.strengths", "resources.weaknesses", "resources.strengths"):
        assert NODES[node_id]["columns"] == ["Narrative", "Where is the evidence?"]
    assert NODES["leadership"]["says"] == "Vision, Strategy and Leadership"
    assert NODES["resources"]["says"] == "Efficiency, Productivity, Innovation, Sustainability"
    assert NODES["enablers"]["beside"] == ["enablers.enablers", "enablers.blockers"]
    assert [field["label"] for field in NODES["declaration"]["fields"]] == ["Name", "Position", "Signature"]


def test_every_printed_row_has_a_measure_of_a_shipped_edition():
    wanted = {row["measure"] for table in TABLES for row in NODES[table]["rows"]}
    assert len(wanted) == 24
    assert wanted <= set(MEASURES)


def test_every_node_to_answer_is_answered_and_three_ratings_are_left():
    answers = ANSWERS["answers"]
    asked = [n["id"] for n in FORM["nodes"] if n["kind"] not in {"section", "measure-table", "declaration"}]
    assert list(answers) == asked
    for node_id, answer in answers.items():
        kind = NODES[node_id]["kind"]
        if kind != "field" or node_id == "about.process":
            texts = [line["reason"] for line in answer["lines"]] if kind == "lines-of-enquiry" else [answer["text"]]
            assert all(40 <= len(text.split()) <= 110 for text in texts), node_id
        if kind == "rating":
            assert answer.get("demo_rating", False) is (answer["rating"] is not None), node_id
            assert answer["evidence"], node_id
    given = [answers[node["id"]]["rating"] for node in FORM["nodes"] if node["kind"] == "rating"]
    assert sum(rating is not None for rating in given) == 9
    assert set(given) <= {None, 1, 2, 3, 4}
    assert [line["title"] for line in answers["enquiry"]["lines"]] == [
        "Personalisation",
        "Home-based Support",
        "Safeguarding",
    ]


def test_evidence_is_one_thing_wherever_it_is_used():
    known = {}
    for answer in ANSWERS["answers"].values():
        for item in answer.get("evidence", []):
            assert item["kind"] in {"people", "staff", "partners", "processes", "outcomes"}
            assert known.setdefault(item["title"], item) == item


@pytest.mark.parametrize(("code", "titles", "count"), [
    ("sector-led-2012", {"Key Weaknesses/Areas for Development"}, 2),
    ("cqc-2024", {"Areas to improve"}, 9),
    ("lgsco-code-2024", {"What we will improve"}, 1),
])  # fmt: skip
def test_each_form_says_which_of_its_questions_ask_for_weaknesses(code, titles, count):
    nodes = read_yaml(PACKS / "templates" / f"{code}.yaml")["nodes"]
    weak = [node["title"] for node in nodes if node.get("weaknesses")]
    assert (set(weak), len(weak)) == (titles, count)
