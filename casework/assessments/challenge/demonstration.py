"""The demonstration's challenge: an invented self-assessment on the CQC framework, signed and open to a challenger."""

from datetime import date
from typing import Any

from casework.accounts.models import Person
from casework.assessments import answer_services, queries, services, sign_services
from casework.assessments.challenge import council_pages, council_services, team_services
from casework.assessments.challenge_models import Challenge
from casework.assessments.models import Answer, Assessment
from casework.assessments.rules import Draft, Seen
from casework.extensions import db
from casework.findings.models import FindingKind, Severity
from casework.kit.packs import PACKS, PackBroken, read_yaml
from casework.kit.workdays import add_working_days

FILE = PACKS / "demonstration" / "challenge.yaml"


def load(people: dict[str, Person], today: date) -> None:
    """Write it as the director, sign it, open it to the challenger, and let both say what the file tells."""
    told = read_yaml(FILE)
    director, challenger = people["director"], people["challenger"]
    signed = _signed(told, director)
    until = add_working_days(today, told["working_days_open"])
    opened = council_services.open_(signed, team=[challenger], closes_on=until, by=director)
    db.session.flush()
    answers = {answer.node_id: answer for answer in queries.list_answers(signed)}
    _team(told, opened, answers, challenger)
    for one in told["questions"]:
        asked = team_services.ask(opened, answer=answers[one["answer"]], text=one["text"], by=challenger)
        if one.get("reply"):
            council_services.reply(asked, text=one["reply"], by=director)
    for one in told["recommendations"]:
        _recommend(one, opened, answers[one["answer"]], challenger, director)


def _signed(told: dict[str, Any], director: Person) -> Assessment:
    if queries.find_template(told["template"]) is None:
        services.load_templates(PACKS / "templates")
    template = queries.find_template(told["template"])
    if template is None:
        raise PackBroken(FILE, None, f"there is no template {told['template']}")
    started = services.start(
        template=template,
        organisation=director.organisation,
        period=told["period"],
        by=director,
        is_demonstration=True,
    )
    db.session.flush()
    for answer in queries.list_answers(started):
        given = told["answers"].get(answer.node_id)
        if given:
            _write(answer, given, told["mark"], director)
    seen_hash = sign_services.read_content(started).content_hash
    sign_services.sign(started, name=director.name, position=told["position"], seen_hash=seen_hash, by=director)
    return started


def _write(answer: Answer, given: dict[str, Any], mark: str, by: Person) -> None:
    text = str(given.get("text") or "")
    if given.get("rating"):
        text = f"{text}\n\n{mark}"
    fields = {"lines": [dict(line) for line in given["lines"]]} if given.get("lines") else None
    answer_services.write(answer, draft=Draft(text, given.get("rating"), fields), by=by, seen=Seen(answer.version))


def _team(told: dict[str, Any], opened: Challenge, answers: dict[str, Answer], by: Person) -> None:
    for one in told["notes"]:
        answer = answers[one["answer"]]
        note = team_services.note(opened, answer=answer, text=one["text"], rating=one["rating"], seen=Seen(0), by=by)
        if one["shared"]:
            team_services.share(opened, notes=[note], by=by)


def _recommend(one: dict[str, Any], opened: Challenge, answer: Answer, by: Person, director: Person) -> None:
    made = team_services.recommend(
        opened,
        answer=answer,
        text=one["text"],
        kind=FindingKind(one["kind"]),
        priority=Severity(one["priority"]),
        by=by,
    )
    if one.get("no_action"):
        measures = list(council_pages.measures_for(answer).values())[:1]
        title = council_pages.short_title(one["text"])
        council_services.decide(
            made, title=title, theme="Making Safeguarding Personal", measures=measures,
            no_action_reason=one["no_action"], by=director,
        )  # fmt: skip
