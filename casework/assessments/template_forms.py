"""Forms of the template editor: one for each kind of node, its fields named as the keys of the file."""

from collections.abc import Mapping
from typing import Any

from casework.assessments.drafts import Body
from casework.assessments.evidence_models import EvidenceKind
from casework.assessments.forms import EVIDENCE_WORDS
from casework.assessments.nodes import NodeKind
from casework.assessments.pack_keys import INPUTS
from casework.kit.forms import (
    Choice,
    FileField,
    Form,
    HiddenField,
    OnceForm,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    TickField,
    TicksField,
    WholeNumberField,
)
from casework.kit.words import year_words

INPUT_WORDS = {
    "text": "One line",
    "lines": "Several lines",
    "telephone": "A telephone number",
    "email": "An email address",
}
KIND_WORDS = {
    NodeKind.RATING: ("A rating with a commentary", "Levels of a scale, with words beside them and evidence"),
    NodeKind.MEASURE_TABLE: ("A table of measures", "Fills itself in: two years, quartiles and their trend"),
    NodeKind.NARRATIVE: ("A narrative", "One text"),
    NodeKind.EVIDENCED: ("Strengths or areas to improve", "A text, and where its evidence is"),
    NodeKind.STATEMENT_LIST: ("A list of statements", "Each answered on a scale, with words"),
    NodeKind.LINES_OF_ENQUIRY: ("Key lines of enquiry", "Titles with reasons, for a challenge team"),
    NodeKind.FIELD: ("A short answer", "A name, a date, a telephone number"),
    NodeKind.DECLARATION: ("The declaration", "What the director signs; a form has one"),
}
STATEMENT_COLUMNS = ["Statement", "Answer", "Where is the evidence?", "Comment"]
MOST_LEVELS, MOST_PARTS = 9, 8


class SeenForm(Form):
    """A part of a draft: `seen` is its mark when the page was opened."""

    seen = HiddenField()


class StartTemplateForm(OnceForm):
    """A template of the council's own."""

    title = TextField(
        "Title", missing="Enter a title", hint="What people will call it, like Autumn health check", most=120
    )
    base = RadiosField("Begin with", missing="Select what to begin with")


class UploadTemplateForm(Form):
    """A template file to begin a draft from."""

    file = FileField(
        "Template file",
        kinds=(".yaml", ".yml"),
        missing="Choose a template file",
        hint="A YAML file as Casework exports it: export a template, change it, and read it in here",
    )


class AddNodeForm(OnceForm):
    """What is added to a section."""

    kind = RadiosField(
        "What do you want to add?",
        missing="Select what to add",
        choices=[Choice(kind.value, word, hint) for kind, (word, hint) in KIND_WORDS.items()],
    )


class PublishForm(Form):
    """The line of the change log."""

    version = HiddenField()
    change = TextField(
        "What is new in this version?",
        missing="Say what is new in this version",
        hint="One sentence for people who know the form. It stays in its change log",
        most=300,
    )


class ItemForm(SeenForm):
    """A statement of a list."""

    says = TextAreaField("Statement", missing="Enter the statement", most=600, rows=3)


def row_form(measures: list[Choice], held: Mapping[str, Any]) -> type[SeenForm]:
    """A row of a measure table; the measure's own label and title are used where nothing else is typed."""
    fields = {
        "measure": SelectField("Measure", choices=measures, missing="Select a measure", type_ahead=True),
        "ref": TextField("Reference", hint="As the form prints it. Leave it empty for the measure's own", most=60),
        "title": TextField("Title", hint="Leave it empty for the measure's own", most=300),
        "footnote": TextField("Footnote", hint="What a reader must know about this figure", most=600),
    }
    return type("RowForm", (SeenForm,), fields)


def head_form(body: Body) -> type[SeenForm]:
    """Title, summary and the parts that sections stand under; an emptied part goes when no section is in it."""
    fields: dict[str, Any] = {
        "title": TextField("Title", missing="Enter a title", most=120),
        "summary": TextField("What it is for", hint="One line, shown where somebody starts it", most=300),
    }
    parts = list(body["parts"].items())
    for number, (_, words) in enumerate(parts, start=1):
        used = any(node.get("part") == parts[number - 1][0] for node in body["nodes"])
        missing = "Enter a name: sections stand under this part" if used else None
        fields[f"part_{number}"] = TextField(f"Part {number}", missing=missing, default=words, most=120)
    if len(parts) < MOST_PARTS:
        fields["part_new"] = TextField("Another part", hint="A heading over sections", most=120)
    return type("HeadForm", (SeenForm,), fields)


def head_values(form: Form, body: Body) -> dict[str, Any]:
    """Title, summary and parts as the file says them; keys of parts stay."""
    kept = {
        key: form[f"part_{number}"].data
        for number, key in enumerate(body["parts"], start=1)
        if f"part_{number}" in form and form[f"part_{number}"].data
    }
    if "part_new" in form and form["part_new"].data:
        number = 1
        while f"part-{number}" in body["parts"]:
            number += 1
        kept[f"part-{number}"] = form["part_new"].data
    summary = {"summary": form["summary"].data} if form["summary"].data else {}
    return {"title": form["title"].data, **summary, "parts": kept}


def scale_form(steps: Mapping[str, Mapping[str, Any]], *, is_new: bool) -> type[SeenForm]:
    """A scale: its name when it is new, then each level with its word and what it means."""
    fields: dict[str, Any] = {}
    if is_new:
        fields["name"] = TextField("Name of the scale", missing="Enter a name for the scale", most=40)
        fields["numbered"] = RadiosField(
            "How are the levels called?",
            missing="Select how the levels are called",
            choices=[
                Choice("yes", "By number and word", "Level 1 is the lowest, the last is the best"),
                Choice("no", "By word", "The first level is the best"),
            ],
        )
    held = list(steps.values())
    for number in range(1, min(max(len(held) + 2, 5), MOST_LEVELS) + 1):
        step = held[number - 1] if number <= len(held) else {}
        says = f"What level {number} means"
        missing = f"Enter a word for level {number}" if number < 3 else None
        fields[f"word_{number}"] = TextField(
            f"Level {number}", mark_optional=number > 2, most=60, default=step.get("word"), missing=missing
        )
        fields[f"says_{number}"] = TextAreaField(says, mark_optional=False, default=step.get("says"), most=600, rows=2)
    return type("ScaleForm", (SeenForm,), fields)


def node_form(kind: NodeKind, body: Body, node: Mapping[str, Any] | None) -> type[SeenForm]:
    """The questions about a node of this kind; `node` is what stands there, None for a new one."""
    held = dict(node or {})
    fields: dict[str, Any] = {}
    if kind is NodeKind.SECTION:
        return type("SectionForm", (SeenForm,), _section_fields(body, held))
    called = "label" if kind is NodeKind.FIELD else "title"
    fields[called] = TextField("Question", missing="Enter the question", default=held.get(called), most=300)
    if node is not None:
        sections = [Choice(one["id"], one["title"]) for one in body["nodes"] if one["kind"] == NodeKind.SECTION]
        fields["in"] = SelectField("Section", choices=sections, missing="Select a section", default=held.get("in"))
    fields |= _kind_fields(kind, body, held)
    if kind not in (NodeKind.MEASURE_TABLE, NodeKind.DECLARATION):
        fields["hint"] = TextField("Help for whoever answers", default=held.get("hint"), most=600)
    if kind in (NodeKind.FIELD, NodeKind.NARRATIVE, NodeKind.EVIDENCED, NodeKind.STATEMENT_LIST):
        fields["required"] = TickField(
            "The form cannot be signed without an answer", default=bool(held.get("required"))
        )
    if kind in (NodeKind.NARRATIVE, NodeKind.EVIDENCED):
        fields["weaknesses"] = TickField(
            "It asks for weaknesses: what is written needs an action, or a reason for none",
            default=bool(held.get("weaknesses")),
        )
    return type("NodeForm", (SeenForm,), fields)


def _section_fields(body: Body, held: Mapping[str, Any]) -> dict[str, Any]:
    parts = [Choice(key, words) for key, words in body["parts"].items()]
    texts = [one for one in body["nodes"] if one.get("in") == held.get("id") and one["kind"] == NodeKind.NARRATIVE]
    fields: dict[str, Any] = {
        "title": TextField("Title", missing="Enter the title of the section", default=held.get("title"), most=200),
        "part": SelectField("Part of the form", choices=parts, missing="Select a part", default=held.get("part")),
        "statement": TextAreaField("Statement it is about", default=held.get("statement"), most=1_200, rows=3),
        "people_say": TextAreaField(
            "What people could say if it were so",
            hint="One sentence a line, in a person's words: I was asked what matters to me",
            default="\n".join(held.get("people_say") or ()),
            most=2_400,
            rows=4,
        ),
        "linked_to": TextField("Linked to", default=held.get("linked_to"), most=300),
        "says": TextAreaField("What it covers", default=held.get("says"), most=1_200, rows=3),
        "asks": TextField("What people are asked to do", default=held.get("asks"), most=300),
        "evidence_prompt": TextField("Evidence asked for", default=held.get("evidence_prompt"), most=300),
    }
    if len(texts) == 2:
        words = "Print its two narratives side by side, like enablers and blockers"
        fields["beside"] = TickField(words, default=bool(held.get("beside")))
    return fields


def _kind_fields(kind: NodeKind, body: Body, held: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if kind is NodeKind.FIELD:
        choices = [Choice(one, INPUT_WORDS[one]) for one in INPUTS]
        fields["input"] = SelectField(
            "Kind of answer", choices=choices, default=held.get("input"), missing="Select the kind of answer"
        )
    if kind in (NodeKind.RATING, NodeKind.STATEMENT_LIST):
        scales = [
            Choice(name, f"{name}: {', '.join(step['word'] for step in steps.values())}")
            for name, steps in body["scales"].items()
        ]
        fields["scale"] = RadiosField("Scale", choices=scales, missing="Select a scale", default=held.get("scale"))
    if kind is NodeKind.RATING:
        fields |= _rating_fields(body, held)
    if kind is NodeKind.MEASURE_TABLE:
        years = [Choice(f"{y}-{(y + 1) % 100:02}", year_words(y)) for y in range(2029, 2009, -1)]
        last = (held.get("years") or [None])[-1]
        fields["last_year"] = SelectField(
            "Last year it shows",
            choices=years,
            default=last,
            missing="Select a year",
            hint="The year before stands beside it. In another year both move along",
        )
    if kind in (NodeKind.EVIDENCED, NodeKind.LINES_OF_ENQUIRY):
        usual = ["Narrative", "Where is the evidence?"] if kind is NodeKind.EVIDENCED else ["Title", "Reason"]
        columns = held.get("columns") or usual
        for number, word in enumerate(columns, start=1):
            fields[f"column_{number}"] = TextField(
                f"Heading of column {number}", default=word, most=60, missing=f"Enter the heading of column {number}"
            )
    if kind is NodeKind.LINES_OF_ENQUIRY:
        fields["at_least"] = WholeNumberField("At least how many", default=held.get("at_least"), least=1, most=12)
    if kind is NodeKind.STATEMENT_LIST:
        fields["where"] = TickField("Ask for each statement where its evidence is", default=bool(held.get("columns")))
    if kind in (NodeKind.NARRATIVE, NodeKind.RATING):
        fields["opens_with"] = TextField("The text opens with", default=held.get("opens_with"), most=200)
    if kind is NodeKind.DECLARATION:
        fields["says"] = TextAreaField(
            "What is signed", missing="Enter what is signed", default=held.get("says"), rows=3
        )
    return fields


def _rating_fields(body: Body, held: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "from_table": TickField(
            "Ask why, when the best rating stands beside a bottom-quartile measure of the section",
            default=held.get("measures") == "from-table",
        ),
        "evidence_categories": TicksField(
            "Kinds of evidence that should be there",
            choices=[Choice(kind.value, EVIDENCE_WORDS[kind]) for kind in EvidenceKind],
            default=held.get("evidence_categories") or [],
            small=True,
        ),
    }
    levels = held.get("levels") or {}
    for key, step in (body["scales"].get(held.get("scale")) or {}).items():
        fields[f"level_{key}"] = TextAreaField(
            f"What {step['word']} means here", hint=step["says"], rows=2, default=levels.get(key), most=600
        )
    return fields
