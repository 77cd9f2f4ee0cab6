"""The demonstration's register: the story its findings tell, the rules its actions keep, and whose words they are."""

import os
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from tests.packs.reading import BY_KEY, DEMO, MEASURES, ORGANISATIONS, PACKS, ROOT, read_csv

SEEDS_DIR = os.environ.get("CASEWORK_SEEDS_DIR") or ROOT.parent / "shared" / "seeds"


def read_yaml(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


FINDINGS = read_yaml(DEMO / "findings.yaml")["findings"]
ACTIONS = [(finding, action) for finding in FINDINGS for action in finding.get("actions", [])]
AUDITS = read_yaml(DEMO / "audits.yaml")["audits"]
ANSWERS = read_yaml(DEMO / "assessment-2012-13.yaml")["answers"]
RETURNS = {(row["agency"], row["standard"]) for row in read_csv(DEMO / "partner-return.csv")}
ROLES = {
    "director", "contributor", "analyst", "complaints-manager", "complaints-officer", "investigator", "board-chair",
    "board-office", "board-member", "challenger", "auditor", "administrator",
}  # fmt: skip
OWNERS = ROLES - {"director", "challenger", "auditor", "administrator"}
LOADED_ON = date(2026, 4, 7)
SIGNERS = {
    "answer": {"director"},
    "complaint": {"complaints-manager"},
    "audit_finding": {"board-chair"},
    "return": {"board-chair"},
    "entered": {"director", "complaints-manager", "board-chair"},
}


def day(written):
    """A date of the packs: fixed, or days from the day of loading such as "-10d"."""
    if isinstance(written, date):
        return written
    assert re.fullmatch(r"[+-]\d+d", written), written
    return LOADED_ON + timedelta(days=int(written[:-1]))


def source_of(finding):
    (kind,) = finding["source"]
    return kind, finding["source"][kind]


def test_the_golden_thread_comes_first_and_ends_in_a_better_figure():
    first = FINDINGS[0]
    assert first["source"] == {"answer": "o1.outcomes"}
    assert first["measures"] == ["ascof-2011:1E"]
    (action,) = first["actions"]
    assert (action["owner"], action["signed_off"]["by"]) == ("contributor", "director")
    assert action["signed_off"]["on"] == date(2014, 7, 2)
    readings = {r["period"]: r["value"] for r in action["impact"]["readings"]}
    assert readings == {"2019-20": "11.2", "2020-21 Q1": "11.4"}
    assert action["impact"]["verdict"] == "improved"


@pytest.mark.parametrize(("finding", "action"), ACTIONS, ids=lambda part: part["key"])
def test_readings_after_a_sign_off_are_the_values_held(finding, action):
    for reading in action.get("impact", {}).get("readings", []):
        (measure,) = finding["measures"]
        assert BY_KEY[measure, "E10000018", reading["period"]]["value"] == reading["value"]


def test_every_source_kind_and_every_status_is_told():
    assert len(FINDINGS) >= 14
    assert {source_of(finding)[0] for finding in FINDINGS} == set(SIGNERS)
    statuses = ["proposed", "agreed", "in-progress", "submitted", "returned", "signed-off", "stopped"]
    assert {action["status"] for _, action in ACTIONS} == set(statuses)
    assert {finding["decision"] for finding in FINDINGS} == {"action", "no-action", "later"}
    assert {source_of(f)[1] for f in FINDINGS if "complaint" in f["source"]} == {"J", "D", "H"}
    keys = [finding["key"] for finding in FINDINGS] + [action["key"] for _, action in ACTIONS]
    assert not [key for key, n in Counter(keys).items() if n > 1]


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding["key"])
def test_a_finding_is_whole(finding):
    kind, source = source_of(finding)
    audit_findings = {found["key"] for audit in AUDITS for found in audit["findings"]}
    if kind == "answer":
        assert source in ANSWERS
    elif kind == "audit_finding":
        assert source in audit_findings
    elif kind == "return":
        assert (source["agency"], source["standard"]) in RETURNS
    assert finding["kind"] in {"area-for-improvement", "strength", "risk", "good-practice", "learning"}
    assert finding["severity"] in {"low", "medium", "high"}
    assert finding["raised_by"] in ROLES
    assert finding["measures"]
    assert set(finding["measures"]) <= set(MEASURES)
    assert len(finding["title"]) <= 200
    assert finding["theme"]
    assert finding["detail"]
    assert bool(finding.get("actions")) is (finding["decision"] == "action")
    assert bool(finding.get("reason")) is (finding["decision"] != "action")


@pytest.mark.parametrize(("finding", "action"), ACTIONS, ids=lambda part: part["key"])
def test_an_action_keeps_the_rules(finding, action):
    assert action["owner"] in OWNERS
    assert action["agency"] in ORGANISATIONS
    assert action["success_looks_like"]
    assert action["lead"]
    status, signed = action["status"], action.get("signed_off")
    assert bool(signed) is (status == "signed-off")
    assert bool(action.get("submitted_on")) is (status in {"submitted", "returned", "signed-off"})
    assert bool(action.get("done_note")) is bool(action.get("submitted_on"))
    assert bool(action["evidence"]) is bool(action.get("submitted_on"))
    assert bool(action.get("returned")) is (status == "returned")
    assert bool(action.get("stopped")) is (status == "stopped")
    assert bool(action["updates"]) is (status not in {"proposed", "agreed"})
    assert {update["going"] for update in action["updates"]} <= {"on-track", "slipping", "off-track"}
    for decision in filter(None, (signed, action.get("returned"), action.get("stopped"))):
        assert decision["by"] in SIGNERS[source_of(finding)[0]]
        assert decision["by"] != action["owner"]
    if signed:
        assert signed["what_checked"]
        assert signed["assurance"] in {"substantial", "reasonable", "limited"}


@pytest.mark.parametrize(("finding", "action"), ACTIONS, ids=lambda part: part["key"])
def test_the_days_of_an_action_follow_each_other(finding, action):
    days = [finding["raised_on"], *(update["on"] for update in action["updates"])]
    days += [action["submitted_on"]] if action.get("submitted_on") else []
    days += [action[move]["on"] for move in ("returned", "stopped", "signed_off") if action.get(move)]
    days += [action["impact"]["on"]] if action.get("impact") else []
    told = [day(written) for written in days]
    assert told == sorted(told)
    assert len(set(told)) == len(told)
    assert told[-1] < LOADED_ON or isinstance(days[-1], str)
    assert told[-1] <= LOADED_ON
    assert day(action["due_on"]) > told[0]
    if action.get("signed_off"):
        assert day(action["signed_off"]["remeasure_on"]) > day(action["signed_off"]["on"])


def test_live_actions_are_ahead_behind_and_waiting_whatever_the_day():
    live = [action for _, action in ACTIONS if action["status"] not in {"signed-off", "stopped"}]
    assert all(isinstance(action["due_on"], str) for action in live)
    assert any(day(action["due_on"]) < LOADED_ON for action in live), "nothing is late"
    assert any(day(action["due_on"]) > LOADED_ON for action in live)


@pytest.mark.parametrize(
    "path", [*DEMO.glob("*.yaml"), *(PACKS / "templates").glob("*.yaml")], ids=lambda path: path.name
)
def test_no_key_turned_into_something_else_while_reading(path):
    """Plain YAML reads the key `on` as true."""

    def keys_of(value):
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        own = list(value) if isinstance(value, dict) else []
        return own + [key for part in inner for key in keys_of(part)]

    assert {type(key) for key in keys_of(read_yaml(path))} <= {str, int}


def test_people_appear_as_roles_only():
    text = (DEMO / "findings.yaml").read_text(encoding="utf-8")
    assert not re.search(r"\b(Mr|Mrs|Ms|Miss|Dr|Cllr) [A-Z]|@|\b0\d{3,4} ?\d{5,}", text)


# Titles, labels and column headings of the printed forms are facts; every other string must be ours.
PRINTED_KEYS = {"title", "label", "linked_to", "evidence_prompt", "columns", "rating_columns"}
OWN_FILES = [
    "assessment-2012-13.yaml", "findings.yaml", "audits.yaml", "board.yaml", "partner-return.csv", "plan.csv",
]  # fmt: skip


def strings_of(value, skip=frozenset()):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in skip:
                yield from strings_of(inner, skip)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_of(inner, skip)


def runs_of(text, length=8):
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


@pytest.fixture(scope="module")
def seed_runs():
    papers = sorted(Path(SEEDS_DIR).glob("*.txt"))
    if not papers:
        pytest.skip("the published papers are not beside the project (CASEWORK_SEEDS_DIR)")
    return runs_of(" ".join(path.read_text(encoding="utf-8", errors="replace") for path in papers))


def test_no_sentence_of_ours_is_copied_from_the_papers(seed_runs):
    templates = [read_yaml(PACKS / "templates" / f"{code}.yaml") for code in ("sector-led-2012", "saaf-2019")]
    texts = [(t["template"], text) for t in templates for text in strings_of(t, PRINTED_KEYS)]
    for name in OWN_FILES:
        read = read_csv if name.endswith(".csv") else read_yaml
        texts += [(name, text) for text in strings_of(read(DEMO / name))]
    assert len(texts) > 800
    assert [(name, text) for name, text in texts if runs_of(text) & seed_runs] == []


def test_the_check_for_copies_would_notice_one(seed_runs):
    copied = " ".join(sorted(seed_runs)[0])
    assert runs_of(f"In our words: {copied.upper()}, and more") & seed_runs
