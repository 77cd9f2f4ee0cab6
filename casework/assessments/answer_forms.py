"""The writing page's form, made for the node it answers, and the form that settles two versions."""

import secrets
from typing import Any

from casework.accounts.models import Person
from casework.assessments import rules
from casework.assessments.models import Answer, AnswerRevision
from casework.assessments.outline import Node, NodeKind, Outline
from casework.assessments.rules import Draft, Seen
from casework.kit.forms import (
    Choice,
    EmailField,
    Form,
    HiddenField,
    RadiosField,
    SubmitField,
    TextAreaField,
    TextField,
)

LONGEST_ANSWER = 40_000  # letters: the longest commentary of the printed form has about 8,000
NOT_RATED = 0
MOST_LINES = 12


class WriteForm(Form):
    """What every writing page sends besides the answer: the version it saw, which page it is, how often it has sent."""

    version = HiddenField()
    sitting = HiddenField(default=lambda: secrets.token_hex(8))
    turn = HiddenField(default="0")

    node: Node
    outline: Outline
    person: Person
    line_count = 0
    by_category = False

    def seen(self) -> Seen:
        """What the page knew; no version when there is none or it is no number."""
        return Seen(whole_number(self.version.data), self.sitting.data or None, whole_number(self.turn.data) or 0)

    def draft(self) -> Draft:
        """What is to be saved."""
        rating = self["rating"].data or None if "rating" in self else None
        if self.by_category:
            scores = self._categories()
            scoring = self.outline.scoring
            worked_out = scoring.from_categories([scores.get(key) for key in self.node.categories]) if scoring else None
            return Draft(self["text"].data, worked_out, {"categories": scores} if scores else None)
        if self.node.kind is NodeKind.LINES_OF_ENQUIRY:
            return Draft("", rating, self._lines())
        if self.node.kind is NodeKind.STATEMENT_LIST:
            return Draft("", rating, self._statements())
        return Draft(self["text"].data, rating, None)

    def _lines(self) -> dict[str, Any] | None:
        pairs = [(self[f"line_{n}_title"].data, self[f"line_{n}_reason"].data) for n in range(self.line_count)]
        lines = [{"title": title, "reason": reason} for title, reason in pairs if title or reason]
        return {"lines": lines} if lines else None

    def _categories(self) -> dict[str, int]:
        given = {key: self[f"category_{key}"].data or None for key in self.node.categories}
        return {key: score for key, score in given.items() if score}

    def _statements(self) -> dict[str, Any] | None:
        given: dict[str, dict[str, Any]] = {}
        for n, (key, _) in enumerate(self.node.statements):
            given[key] = {"step": self[f"step_{n}"].data or None, "words": self[f"words_{n}"].data}
            if self.node.asks_where:
                given[key]["where"] = self[f"where_{n}"].data
        kept = {key: each for key, each in given.items() if any(each.values())}
        return {"statements": kept} if kept else None


def whole_number(text: str | None) -> int | None:
    """The number a hidden value carries; None for none and for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def write_form(answer: Answer, person: Person, *, line_count: int = 0, prefix: str = "") -> WriteForm:
    """The form for this answer, filled with what is held; a contributor's rating is called a suggestion.

    `line_count` is how many lines of enquiry the page that is sent had; `prefix` is for pages with many such forms.
    """
    node, outline = answer.node, answer.assessment.template.outline
    fields: dict[str, Any] = {}
    held: dict[str, Any] = {"version": str(answer.version)}
    by_category = answer.assessment.by_category and bool(node.categories)
    if by_category:
        scores = (answer.fields or {}).get("categories") or {}
        for key in node.categories:
            fields[f"category_{key}"] = _category_field(outline, node, key)
            held[f"category_{key}"] = scores.get(key) or NOT_RATED
    elif node.kind is NodeKind.RATING:
        fields["rating"] = _rating_field(outline, node, person)
        held["rating"] = (answer.rating if rules.rates(person) else answer.suggested_rating) or NOT_RATED
    if node.kind is NodeKind.LINES_OF_ENQUIRY:
        lines = rules.lines_of(answer)
        line_count = min(max(line_count, len(lines) + 1, node.at_least), MOST_LINES)
        for number in range(line_count):
            fields |= _line_fields(node, number)
            line = lines[number] if number < len(lines) else {}
            held |= {f"line_{number}_title": line.get("title"), f"line_{number}_reason": line.get("reason")}
    elif node.kind is NodeKind.STATEMENT_LIST:
        given = (answer.fields or {}).get("statements") or {}
        for number, (key, says) in enumerate(node.statements):
            fields |= _statement_fields(outline, node, number, says)
            each = given.get(key, {})
            held |= {f"{part}_{number}": each.get(part) for part in ("words", "where")}
            held[f"step_{number}"] = each.get("step") or NOT_RATED
    else:
        fields["text"] = _text_field(outline, node)
        held["text"] = answer.text
    known = {"node": node, "outline": outline, "person": person, "line_count": line_count, "by_category": by_category}
    made: type[WriteForm] = type("WriteThisForm", (WriteForm,), {**fields, **_buttons(node), **known})
    return made(data=held, prefix=prefix)


def _rating_field(outline: Outline, node: Node, person: Person) -> RadiosField:
    scale = outline.scale_of(node)
    steps = [Choice(step.number, step.words, step.says) for step in (scale.steps if scale else ())]
    label = "Rating" if rules.rates(person) else "Your suggested rating"
    return RadiosField(label, choices=[*steps, Choice(NOT_RATED, "Not rated yet")], missing="Select a rating")


def _category_field(outline: Outline, node: Node, key: str) -> RadiosField:
    """One kind of evidence, scored on the scale of the statement."""
    scale = outline.scale_of(node)
    steps = [Choice(step.number, step.words) for step in (scale.steps if scale else ())]
    label = outline.categories.get(key, key)
    missing = f"Score {label.lower()}, or select that it is not scored yet"
    return RadiosField(label, choices=[*steps, Choice(NOT_RATED, "Not scored yet")], small=True, missing=missing)


def _text_field(outline: Outline, node: Node) -> TextField:
    if node.kind is NodeKind.FIELD:
        kinds = {"lines": TextAreaField, "email": EmailField}
        look = {"type": "tel", "autocomplete": "off"} if node.raw.get("input") == "telephone" else None
        kind = kinds.get(str(node.raw.get("input")), TextField)
        most = {"most": 4_000} if kind is TextAreaField else {}
        return kind(node.title, hint=node.hint, mark_optional=False, look=look, **most)
    label = node.columns[0] if node.columns else ("Commentary" if node.kind is NodeKind.RATING else "Narrative")
    prompt = outline.section_of(node).said("evidence_prompt")
    hints = [node.hint, f"Evidence: {prompt}" if prompt and node.kind is NodeKind.RATING else ""]
    hint = ". ".join(part for part in hints if part)
    return TextAreaField(label, hint=hint, most=LONGEST_ANSWER, rows=14, mark_optional=False)


def _line_fields(node: Node, number: int) -> dict[str, Any]:
    title, reason = [*node.columns, "Title", "Reason"][:2]
    count = number + 1
    return {
        f"line_{number}_title": TextField(f"{title} {count}", most=200, mark_optional=False),
        f"line_{number}_reason": TextAreaField(f"{reason} {count}", most=4_000, rows=4, mark_optional=False),
    }


def _statement_fields(outline: Outline, node: Node, number: int, says: str) -> dict[str, Any]:
    scale = outline.scale_of(node)
    steps = [Choice(step.number, step.words, step.says) for step in (scale.steps if scale else ())]
    choices = [*steps, Choice(NOT_RATED, "Not answered yet")]
    _, _, where, words = node.columns or ("", "", "", "Words")
    fields: dict[str, Any] = {
        f"step_{number}": RadiosField(f"{number + 1}. {says}", choices=choices, small=True, missing="Select an answer")
    }
    if node.asks_where:
        fields[f"where_{number}"] = TextField(f"{where} (statement {number + 1})", most=1_000, mark_optional=False)
    fields[f"words_{number}"] = TextAreaField(f"{words} (statement {number + 1})", rows=3, mark_optional=False)
    return fields


def _buttons(node: Node) -> dict[str, Any]:
    """Buttons that save first, whatever comes next; the first is the one that Enter presses."""
    buttons = {
        "save_next": SubmitField("Save and go to next"),
        "save": SubmitField("Save", kind="secondary"),
    }
    if node.kind is NodeKind.LINES_OF_ENQUIRY:
        buttons["add_line"] = SubmitField("Save and add another", kind="secondary")
    if node.has_evidence:
        buttons["add_evidence"] = SubmitField("Add evidence", kind="secondary")
        buttons["raise_finding"] = SubmitField("Raise a finding", kind="secondary")
    buttons["ask"] = SubmitField("Ask someone", kind="secondary")
    return buttons


class SettleForm(Form):
    """Two versions of one answer: which is kept. The rating is asked when the two differ."""

    version = HiddenField()
    mine = HiddenField()
    keep = RadiosField(
        "What should be kept?",
        choices=[Choice("theirs", "Theirs"), Choice("mine", "Mine"), Choice("both", "Both, joined as below")],
        missing="Select what should be kept",
    )
    text = TextAreaField(
        "Text to save, if you keep both",
        hint="Theirs, then yours. Change it as you like: both versions stay in the history either way",
        most=2 * LONGEST_ANSWER,
        rows=14,
        mark_optional=False,
    )

    def seen(self) -> Seen:
        """The version that stood on the page."""
        return Seen(whole_number(self.version.data))


def settle_form(answer: Answer, mine: AnswerRevision, theirs: Draft, *, is_sent: bool) -> SettleForm:
    """The form for these two versions; `is_sent` unless this request sends another form (the writing page's)."""
    node, outline = answer.node, answer.assessment.template.outline
    fields: dict[str, Any] = {}
    held: dict[str, Any] = {"version": str(answer.version), "mine": str(mine.id), "keep": "both"}
    if mine.rating != theirs.rating and not _by_category(mine):
        scale = outline.scale_of(node)
        words = {step.number: step.words for step in scale.steps} if scale else {}
        choices = [
            Choice(rating or NOT_RATED, f"{words.get(rating or 0, 'Not rated yet')} ({whose})")
            for rating, whose in ((theirs.rating, "theirs"), (mine.rating, "yours"))
        ]
        fields["rating"] = RadiosField("Rating", choices=choices, missing="Select the rating to keep")
    if _has_lists(theirs.fields) or _has_lists(mine.fields):
        fields["text"] = None  # lists are joined whole
    else:
        held["text"] = "\n\n".join(text for text in (theirs.text, mine.text) if text)
    made: type[SettleForm] = type("SettleThisForm", (SettleForm,), fields)
    return made(data=held) if is_sent else made(formdata=None, data=held)


def _by_category(mine: AnswerRevision) -> bool:
    return mine.answer.assessment.by_category and bool(mine.answer.node.categories)


def _settled_categories(form: SettleForm, mine: AnswerRevision, theirs: Draft) -> Draft:
    """The rating follows from the scores that are kept."""
    kept = {"theirs": theirs.fields, "mine": mine.fields}.get(form.keep.data, _join(theirs.fields, mine.fields))
    text = {"theirs": theirs.text, "mine": mine.text}.get(form.keep.data, form["text"].data if "text" in form else "")
    node, scoring = mine.answer.node, mine.answer.assessment.template.outline.scoring
    scores = (kept or {}).get("categories") or {}
    rating = scoring.from_categories([scores.get(key) for key in node.categories]) if scoring else None
    return Draft(text, rating, kept)


def _has_lists(fields: dict[str, Any] | None) -> bool:
    return bool(fields) and "categories" not in (fields or {})


def settled_draft(form: SettleForm, mine: AnswerRevision, theirs: Draft) -> Draft:
    """The text, rating and parts that the answers to the form amount to."""
    rating = form["rating"].data or None if "rating" in form else theirs.rating
    if _by_category(mine):
        return _settled_categories(form, mine, theirs)
    if form.keep.data == "theirs":
        return Draft(theirs.text, rating, theirs.fields)
    if form.keep.data == "mine":
        return Draft(mine.text, rating, mine.fields)
    text = form["text"].data if "text" in form else ""
    return Draft(text, rating, _join(theirs.fields, mine.fields))


def _join(theirs: dict[str, Any] | None, mine: dict[str, Any] | None) -> dict[str, Any] | None:
    """Lines of enquiry one after another without doubles; statements by theirs, filled up with mine."""
    if not theirs or not mine:
        return theirs or mine
    if "lines" in theirs:
        return {"lines": [*theirs["lines"], *(line for line in mine["lines"] if line not in theirs["lines"])]}
    kind = "categories" if "categories" in theirs else "statements"
    return {kind: {**(mine.get(kind) or {}), **theirs[kind]}}


def _statement_words(says: str, given: dict[str, Any]) -> str:
    return ". ".join(part for part in (f"{says}: {given.get('words') or ''}".strip(), given.get("where")) if part)


def words_of(draft: Draft, node: Node) -> str:
    """What is to be saved as one text, for comparing."""
    if draft.fields and "lines" in draft.fields:
        return "\n\n".join(f"{line['title']}\n{line['reason']}" for line in draft.fields["lines"])
    if draft.fields and "statements" in draft.fields:
        says = dict(node.statements)
        given = draft.fields["statements"]
        return "\n\n".join(_statement_words(says.get(key, key), each) for key, each in given.items())
    scores = (draft.fields or {}).get("categories") or {}
    return "\n\n".join([draft.text, *(f"{key.capitalize()}: {score}" for key, score in scores.items())]).strip()
