"""A template file is refused with file, line and reason; the shipped ones are whole."""

import re
from pathlib import Path

import pytest

from casework.assessments.outline import Outline
from casework.assessments.pack_rules import faults_of
from casework.kit.packs import PACKS, PackBroken, read_yaml

SMALL = """\
template: small
version: 2
title: A small form
changes: ["1: first", "2: asks about pay"]
parts: {one: Part one}
scales:
  two:
    1: {word: Begun, says: Not yet}
    2: {word: Done, says: It is so}
nodes:
  - {id: s, kind: section, part: one, title: Section}
  - id: s.table
    kind: measure-table
    in: s
    title: Figures
    columns: [Ref, Measure, 2011/12, Q, 2012/13, Q, Trend]
    years: ["2011-12", "2012-13"]
    rows:
      - {measure: "ascof-2011:1E", ref: 1E, title: Paid work, footnote: "*"}
    footnotes:
      - {mark: "*", says: A note}
  - {id: s.rated, kind: rating, in: s, scale: two, title: "How is it?", measures: from-table}
  - {id: s.why, kind: narrative, in: s, title: Why}
  - {id: s.proof, kind: evidenced, in: s, title: Strengths, columns: [Narrative, Evidence]}
  - {id: s.ask, kind: lines-of-enquiry, in: s, title: Enquiry, columns: [Title, Reason], at_least: 2}
  - {id: s.name, kind: field, in: s, input: text, label: Name, required: true}
  - {id: s.list, kind: statement-list, in: s, scale: two, title: Statements, statements: [{id: a, says: We do}]}
  - {id: sign, kind: declaration, in: s, title: Signed, says: I sign, signs: director, fields: [{id: n, label: Name}]}
"""


def read(tmp_path, text):
    path = Path(tmp_path) / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return read_yaml(path)


def line_with(text, words):
    return next(number for number, line in enumerate(text.splitlines(), start=1) if words in line)


@pytest.mark.parametrize("path", sorted((PACKS / "templates").glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_templates_have_no_fault(path):
    assert faults_of(read_yaml(path)) == []


def test_the_small_form_has_no_fault_and_reads_as_written(tmp_path):
    data = read(tmp_path, SMALL)
    assert faults_of(data, known_measures={"ascof-2011:1E"}) == []
    outline = Outline(data)
    assert [node.id for node in outline.asked] == ["s.rated", "s.why", "s.proof", "s.ask", "s.name", "s.list"]
    assert [node.is_required for node in outline.asked] == [True, False, False, True, True, False]
    assert outline.measures_of(outline.nodes["s.rated"]) == ["ascof-2011:1E"]
    assert [step.words for step in outline.scales["two"].steps] == ["1 Begun", "2 Done"]
    assert outline.scales["two"].best == 2
    assert outline.declaration.id == "sign"


# what is changed, by what, on which line it is reported, and what the reason must say
BROKEN = [
    ("kind: narrative", "kind: poem", "id: s.why", "is of no known kind: poem"),
    ("{id: s.why,", "{id: s.rated,", "{id: s.why", 's.rated" stands there twice (first on line 22)'),
    ("{id: s.why,", "{id: S Why,", "{id: s.why", "has no id, or one that is not small letters"),
    ("scale: two, title: \"How", "scale: ten, title: \"How", "s.rated", 'uses the scale "ten", which the file'),
    ("in: s, title: Why", "in: t, title: Why", "s.why", 'says it is in "t", but stands under the section "s"'),
    ("part: one", "part: two", "{id: s,", 'is in the part "two", which the file does not declare'),
    ("title: Why}", "titel: Why}", "s.why", 'has "titel", which is not known here; did you mean "title"?'),
    ("title: Why}", "title: ''}", "s.why", '"title" must be words'),
    ("title: Why}", "title: Why, hint: 7}", "s.why", '"hint" must be words'),
    ("measure: \"ascof-2011:1E\"", "measure: \"1E\"", "ref: 1E", '"1E" is not a measure'),
    ("ascof-2011:1E", "ascof-2011:9Z", "ref: 1E", 'no edition has the measure "ascof-2011:9Z"'),
    ('footnote: "*"', 'footnote: "#"', "ref: 1E", 'points to a footnote "#" that is not there'),
    (', footnote: "*"}', "}", "s.table", 'no row points to the footnote "*"'),
    ("Q, Trend]", "Trend]", "s.table", "must have 7 columns"),
    ('"2012-13"]', '"12/13"]', "s.table", '"12/13" is not a period'),
    ("    2: {word", "    3: {word", "1: {word", "must count 1, 2, 3 without a gap"),
    ("    2: {word: Done, says: It is so}\n", "", "1: {word", "must have from 2 to 9 levels"),
    ("word: Begun", "word: No", "1: {word", "must be words; put yes, no, dates and numbers in quotes"),
    ("word: Done, says: It is so", "word: Done", "2: {word", 'does not say its "says"'),
    ("required: true", "required: true, weaknesses: some", "s.name", 'has "weaknesses", which is not known here'),
    ("columns: [Narrative, Evidence]", "columns: [Narrative, Evidence], weaknesses: some", "s.proof", '"weaknesses" must be true or false'),
    ("measures: from-table", "measures: all", "s.rated", "must be from-table or a list of measures"),
    ("columns: [Narrative, Evidence]", "columns: [Narrative]", "s.proof", "must have two columns"),
    ("input: text", "input: colour", "s.name", '"input" must be one of text, lines'),
    ("required: true", "required: perhaps", "s.name", '"required" must be true or false'),
    ("at_least: 2", "at_least: two", "s.ask", "must be a whole number"),
    ("statements: [{id: a, says: We do}]", "statements: []", "s.list", "there must be at least one"),
    ("signs: director", "signs: anybody", "id: sign", '"signs" must be one of director'),
    ('"2: asks about pay"', '"asks about pay"', "template: small", '"changes" must end with what is new in version 2'),
    ("template: small", "template: Small form", "template: small", "cannot be the code of a template"),
    ("version: 2", "version: two", "template: small", '"version" must be a whole number'),
    ("title: A small form\n", "", "template: small", 'the template does not say its "title"'),
    ("parts: {one: Part one}", "parts: one", "template: small", '"parts" must name each part'),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where", "reason"), BROKEN, ids=[reason for *_, reason in BROKEN])
def test_a_broken_file_is_refused_with_line_and_reason(tmp_path, old, new, where, reason):
    assert old in SMALL
    broken = SMALL.replace(old, new, 1)
    faults = faults_of(read(tmp_path, broken), known_measures={"ascof-2011:1E"})
    assert any(reason in why and line == line_with(SMALL, where) for line, why, _ in faults), faults


def test_every_fault_is_told_at_once(tmp_path):
    broken = SMALL.replace("kind: narrative", "kind: poem").replace("input: text", "input: colour")
    assert len(faults_of(read(tmp_path, broken))) == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- just\n- a list\n", "is not a template"),
        ("", "is not a template"),
        ("template: x\n", 'does not say its "version"'),
    ],
)
def test_a_file_that_is_no_template_is_refused(tmp_path, text, reason):
    assert any(reason in why for _, why, _ in faults_of(read(tmp_path, text)))


def test_a_form_that_asks_nothing_or_is_signed_twice_is_refused(tmp_path):
    empty = SMALL[: SMALL.index("  - id: s.table")]
    assert "asks nothing" in faults_of(read(tmp_path, empty))[0][1]
    declaration = SMALL.splitlines()[-1]
    assert (
        "more than one declaration" in faults_of(read(tmp_path, SMALL + declaration.replace("sign,", "again,")))[0][1]
    )


def test_yaml_faults_name_the_line(tmp_path):
    with pytest.raises(PackBroken, match=re.escape("small.yaml, line 4")):
        read(tmp_path, SMALL.replace("title: A small form", "title: A small form\nversion: 3", 1))
