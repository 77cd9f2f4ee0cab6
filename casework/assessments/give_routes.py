"""Pages of giving sections to people: give, hand in, take back, send back, accept."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.queries import list_colleagues
from casework.accounts.roles import Need, Role
from casework.assessments import give_services, pages, queries, rules
from casework.assessments.forms import ConfirmForm, GiveForm, HandInForm, SendBackForm
from casework.assessments.models import Assessment, GivenSection
from casework.assessments.move_words import MoveWords
from casework.assessments.outline import Section
from casework.assessments.routes import room
from casework.extensions import db
from casework.kit import clock
from casework.kit.doors import needs
from casework.kit.forms import Choice, Form
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.kit.words import full_date, plural
from casework.kit.workdays import add_working_days

SECTION = "/assessments/<int:assessment_id>/sections/<int:number>"
GIVEN = "/assessments/<int:assessment_id>/given/<int:given_id>"
WORKING_DAYS = 10


@room.route("/assessments/<int:assessment_id>/give", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def give(assessment_id: int) -> ResponseReturnValue:
    """Give sections to people."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user)
    people = {
        person.id: person
        for person in list_colleagues(Role.CONTRIBUTOR, Role.DIRECTOR, seen_by=current_user)
        if person.organisation_id == assessment.organisation_id
    }
    form = GiveForm()
    form.sections.choices = [Choice(one.id, one.title) for one in assessment.template.outline.sections if one.asked]
    form.to.choices = [Choice(person.id, person.name) for person in people.values()]
    if request.method == "GET" and form.due_on.data is None:
        form.due_on.data = add_working_days(clock.today(), WORKING_DAYS)
    if form.validate_on_submit():
        to = people[form.to.data]
        try:
            give_services.give(
                assessment,
                sections=form.sections.data,
                to=to,
                due_on=form.due_on.data,
                note=form.note.data,
                by=current_user,
                today=clock.today(),
            )
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            due = f", due {full_date(form.due_on.data)}" if form.due_on.data else ""
            flash(f"{plural(len(form.sections.data), 'section')} given to {to.name}{due}", "success")
            return redirect(url_for(".show", assessment_id=assessment.id))
    return render_template("assessments/give.html", **pages.frame(assessment, current_user, "give"), form=form)


@room.route(f"{SECTION}/hand-in", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def hand_in(assessment_id: int, number: int) -> ResponseReturnValue:
    """Hand in a section that was given to you."""
    assessment, section, given = _mine(assessment_id, number)
    form = HandInForm()
    if form.validate_on_submit():
        note = form.note.data
        words = f"{section.title} is handed in. You can take it back until the director deals with it"
        done = _do(form, given, lambda: give_services.hand_in(given, note=note, by=current_user), words)
        if done:
            return done
    answers = queries.list_answers(assessment, sections=[section.id])
    open_ones = [answer for answer in answers if not rules.is_written(answer.node, answer)]
    return render_template(
        "assessments/hand_in.html",
        **pages.frame(assessment, current_user, "show"),
        form=form,
        section=section,
        answers=answers,
        open_ones=open_ones,
    )


@room.route(f"{SECTION}/take-back", methods=["GET", "POST"])
@needs(Need.WRITE_ASSESSMENTS)
def take_back(assessment_id: int, number: int) -> ResponseReturnValue:
    """Take back a section that you handed in."""
    _, section, given = _mine(assessment_id, number)
    form = ConfirmForm()
    words = MoveWords(
        "Take the section back",
        f"You can write in {section.title} again. The director sees that it is with you.",
        "Take the section back",
        f"{section.title} is with you again",
    )
    if form.validate_on_submit():
        done = _do(form, given, lambda: give_services.take_back(given, by=current_user), words.done)
        if done:
            return done
    return _confirm_page(form, given, words)


@room.route(f"{GIVEN}/accept", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def accept(assessment_id: int, given_id: int) -> ResponseReturnValue:
    """Take over a section that was handed in."""
    given = _given(assessment_id, given_id)
    form = ConfirmForm()
    title = _title(given)
    words = MoveWords(
        "Accept the section",
        f"Nothing more is waited for from {given.to.name} in {title}. You can still change and send it back.",
        "Accept the section",
        f"{title} is accepted",
    )
    if form.validate_on_submit():
        done = _do(form, given, lambda: give_services.accept(given, by=current_user), words.done)
        if done:
            return done
    return _confirm_page(form, given, words)


@room.route(f"{GIVEN}/send-back", methods=["GET", "POST"])
@needs(Need.SIGN_ASSESSMENTS)
def send_back(assessment_id: int, given_id: int) -> ResponseReturnValue:
    """Send a section back to its writer."""
    given = _given(assessment_id, given_id)
    form = SendBackForm()
    title = _title(given)
    words = MoveWords("Send the section back", "", "Send the section back", f"{title} is sent back")
    if form.validate_on_submit():
        note = form.note.data
        done = _do(form, given, lambda: give_services.send_back(given, note=note, by=current_user), words.done)
        if done:
            return done
    return _confirm_page(form, given, words)


def _do(form: Form, given: GivenSection, verb: Callable[[], None], done: str) -> ResponseReturnValue | None:
    """Run the move: to the section's page when it is done, None with the refusal on the form otherwise."""
    section = given.assessment.template.outline.section_of(given.assessment.template.outline.nodes[given.section_id])
    path = url_for(".show_section", assessment_id=given.assessment_id, number=section.number)
    try:
        verb()
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return None
    flash(done, "success")
    return redirect(path)


def _confirm_page(form: Form, given: GivenSection, words: MoveWords) -> ResponseReturnValue:
    section = given.assessment.template.outline.section_of(given.assessment.template.outline.nodes[given.section_id])
    path = url_for(".show_section", assessment_id=given.assessment_id, number=section.number)
    return render_template("assessments/move.html", form=form, assessment=given.assessment, words=words, path=path)


def _title(given: GivenSection) -> str:
    return given.assessment.template.outline.nodes[given.section_id].title


def _given(assessment_id: int, given_id: int) -> GivenSection:
    assessment = queries.get_assessment(assessment_id, seen_by=current_user)
    return or_404(next((one for one in queries.list_given(assessment) if one.id == given_id), None))


def _mine(assessment_id: int, number: int) -> tuple[Assessment, Section, GivenSection]:
    """The section with this number, when it was given to the person."""
    assessment = queries.get_assessment(assessment_id, seen_by=current_user)
    section = next((one for one in assessment.template.outline.sections if one.number == number), None)
    own = rules.given_to(queries.list_given(assessment), current_user)
    if section is None or section.id not in own:
        abort(404)
    return assessment, section, own[section.id]
