"""The council's pages of a challenge: open, change the day and the team, answer, decide, moderate, close."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.accounts.models import Person
from casework.accounts.roles import Need
from casework.assessments import pages, queries
from casework.assessments.challenge import council_pages, council_services
from casework.assessments.challenge import queries as challenges
from casework.assessments.challenge.forms import (
    CloseForm,
    DecideForm,
    ExtendForm,
    ModerateForm,
    OpenForm,
    ReplyForm,
    TeamForm,
)
from casework.assessments.challenge_models import Challenge
from casework.assessments.models import Answer, Assessment
from casework.assessments.routes import ANSWER, room
from casework.assessments.rules import lines_of
from casework.extensions import db
from casework.findings.fields import measure_choices
from casework.kit import clock
from casework.kit.doors import needs
from casework.kit.forms import Choice, Form
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.kit.words import full_date, plural
from casework.kit.workdays import add_working_days

ASSESSMENT = "/assessments/<int:assessment_id>"
WORKING_DAYS = 20  # suggested length of a challenge


@room.get(f"{ASSESSMENT}/challenge")
@needs(Need.READ_ASSESSMENTS)
def challenge(assessment_id: int) -> ResponseReturnValue:
    """Ratings side by side, and what the team shared, asked and recommended."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user, whole=True)
    return render_template(
        "assessments/challenge/council.html", **council_pages.challenge_page(assessment, current_user)
    )


@room.route(f"{ASSESSMENT}/open", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def open_(assessment_id: int) -> ResponseReturnValue:
    """Open a signed version to named challengers of another council."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user)
    people = {person.id: person for person in challenges.list_challengers(assessment.organisation_id)}
    form = OpenForm()
    form.team.choices = _people_choices(list(people.values()))
    if request.method == "GET" and form.closes_on.data is None:
        form.closes_on.data = add_working_days(clock.today(), WORKING_DAYS)
    if form.validate_on_submit():
        team = [people[number] for number in form.team.data]
        until = form.closes_on.data
        done = _do(
            form,
            assessment,
            lambda: council_services.open_(assessment, team=team, closes_on=until, by=current_user),
            f"Open to {plural(len(team), 'challenger')} until {full_date(until)}",
        )
        if done:
            return done
    enquiry = [line for answer in queries.list_answers(assessment) for line in lines_of(answer)]
    return _page("open", assessment, form, people=people, enquiry=enquiry)


@room.route(f"{ASSESSMENT}/extend", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def extend(assessment_id: int) -> ResponseReturnValue:
    """Change the day on which it closes to the team."""
    assessment, held = _challenge(assessment_id)
    form = ExtendForm(closes_on=held.closes_on)
    if form.validate_on_submit():
        until = form.closes_on.data
        done = _do(
            form,
            assessment,
            lambda: council_services.extend(held, closes_on=until, by=current_user),
            f"Open to the team until {full_date(until)}",
        )
        if done:
            return done
    return _page("extend", assessment, form, held=held)


@room.route(f"{ASSESSMENT}/change-team", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def change_team(assessment_id: int) -> ResponseReturnValue:
    """Say anew who challenges it."""
    assessment, held = _challenge(assessment_id)
    people = {one.person_id: one.person for one in held.team}
    people |= {person.id: person for person in challenges.list_challengers(assessment.organisation_id)}
    form = TeamForm(team=[one.person_id for one in held.team])
    form.team.choices = _people_choices(list(people.values()))
    if form.validate_on_submit():
        team = [people[number] for number in form.team.data]
        done = _do(
            form,
            assessment,
            lambda: council_services.change_team(held, team=team, by=current_user),
            f"The challenge team has {plural(len(team), 'person', 'people')} now",
        )
        if done:
            return done
    return _page("change_team", assessment, form, held=held)


@room.route(f"{ANSWER}/questions/<int:question_id>/reply", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def reply_to_team(assessment_id: int, answer_id: int, question_id: int) -> ResponseReturnValue:
    """Answer a question of the team: the director, or whoever the section was given to."""
    answer = queries.get_answer(assessment_id, answer_id, seen_by=current_user)
    question = challenges.get_question(answer, question_id)
    form = ReplyForm()
    if form.validate_on_submit():
        text = form.text.data
        path = None if queries.visible_sections(answer.assessment, seen_by=current_user) is None else _path_of(answer)
        done = _do(
            form,
            answer.assessment,
            lambda: council_services.reply(question, text=text, by=current_user),
            "Answered. The team reads it now",
            path,
        )
        if done:
            return done
    return render_template(
        "assessments/challenge/reply.html", **pages.answer_page(answer, current_user), form=form, question=question
    )


@room.route(f"{ASSESSMENT}/recommendations/<int:recommendation_id>/decide", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def decide(assessment_id: int, recommendation_id: int) -> ResponseReturnValue:
    """File a recommendation in the register, with an action or a reason for none."""
    assessment, held = _challenge(assessment_id)
    made = challenges.get_recommendation(held, recommendation_id)
    if made.finding is not None and request.method == "GET":
        return redirect(f"/findings/{made.finding.id}")
    measures = council_pages.measures_for(made.answer)
    form = DecideForm(title=council_pages.short_title(made.text))
    form.measures.choices = measure_choices(measures.values())
    if form.validate_on_submit():
        if path := once.result_of(form.form_key.data, person=current_user):
            return redirect(path)
        try:
            finding = council_services.decide(
                made,
                title=form.title.data,
                theme=form.theme.data,
                measures=[measures[number] for number in form.measures.data],
                no_action_reason=form.reason.data if form.next.data == "no-action" else None,
                by=current_user,
            )
            path = (
                f"/findings/{finding.id}/actions/propose" if form.next.data == "action" else _challenge_path(assessment)
            )
            once.remember(form.form_key.data, person=current_user, path=path)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"{finding.reference} is in the register of findings", "success")
            return redirect(path)
    return _page("decide", assessment, form, made=made, name=assessment.template.outline.name_of(made.answer.node))


@room.route(f"{ANSWER}/moderate", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def moderate(assessment_id: int, answer_id: int) -> ResponseReturnValue:
    """Set a moderated or an agreed rating beside ours, and say why."""
    answer = queries.get_answer(assessment_id, answer_id, seen_by=current_user)
    or_404(answer if council_pages.is_rated(answer) else None)
    scale = or_404(answer.assessment.template.outline.scale_of(answer.node))
    form = ModerateForm()
    form.rating.choices = [Choice(step.number, step.words, step.says) for step in scale.steps]
    if form.validate_on_submit():
        kind, rating, reason = form.kind.data, form.rating.data, form.reason.data
        done = _do(
            form,
            answer.assessment,
            lambda: council_services.moderate(answer, kind=kind, rating=rating, reason=reason, by=current_user),
            f"{kind.value.capitalize()} rating recorded: {answer.node.title}",
        )
        if done:
            return done
    return render_template("assessments/challenge/moderate.html", **pages.answer_page(answer, current_user), form=form)


@room.route(f"{ASSESSMENT}/close", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def close(assessment_id: int) -> ResponseReturnValue:
    """End the challenge."""
    assessment, _ = _challenge(assessment_id)
    form = CloseForm()
    if form.validate_on_submit():
        done = _do(
            form,
            assessment,
            lambda: council_services.close(assessment, by=current_user),
            "The challenge is closed. Revise the self-assessment to take up what was agreed",
        )
        if done:
            return done
    shown = council_pages.challenge_page(assessment, current_user) | {"path": _challenge_path(assessment)}
    return render_template("assessments/challenge/close.html", **shown, form=form)


def _challenge(assessment_id: int) -> tuple[Assessment, Challenge]:
    assessment = queries.get_assessment(assessment_id, seen_by=current_user)
    return assessment, or_404(challenges.find_challenge(assessment))


def _people_choices(people: list[Person]) -> list[Choice]:
    return [Choice(person.id, person.name, person.organisation.name) for person in people]


def _challenge_path(assessment: Assessment) -> str:
    return url_for("assessments.challenge", assessment_id=assessment.id)


def _path_of(answer: Answer) -> str:
    return url_for("assessments.show_answer", assessment_id=answer.assessment_id, answer_id=answer.id)


def _do(
    form: Form, assessment: Assessment, verb: Callable[[], Any], banner: str, path: str | None = None
) -> ResponseReturnValue | None:
    """Run the verb and commit; None, with the sentence on the form, when it is refused."""
    try:
        verb()
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return None
    flash(banner, "success")
    return redirect(path or _challenge_path(assessment))


def _page(verb: str, assessment: Assessment, form: Form, **shown: Any) -> ResponseReturnValue:
    context = pages.frame(assessment, current_user, "challenge") | {"path": _challenge_path(assessment)} | shown
    return render_template(f"assessments/challenge/{verb}.html", **context, form=form)
