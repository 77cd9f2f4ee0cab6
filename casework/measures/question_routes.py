"""Data questions: what looks odd about a figure, who looks into it, what came of it."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.queries import list_colleagues
from casework.accounts.roles import Need, Role
from casework.extensions import db
from casework.kit import clock
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.kit.rules import RuleBroken
from casework.measures import checking, queries, services
from casework.measures.forms import AnswerForm, QuestionForm
from casework.measures.room import room
from casework.measures.rules import period_words


@room.get("/measures/data-questions")
@needs(Need.KEEP_MEASURES)
def data_questions() -> ResponseReturnValue:
    """Open questions about this council's figures, those answered, or odd figures nobody has asked about."""
    council = queries.council_of(current_user)
    shown = request.args.get("show", "open")
    if shown == "odd":
        odd = checking.list_odd(council, today=clock.today())
        return render_template("measures/odd_figures.html", council=council, odd=odd, most=checking.MOST)
    is_open = shown != "answered"
    return render_template(
        "measures/data_questions.html",
        council=council,
        questions=queries.list_questions(council, is_open=is_open),
        is_open=is_open,
    )


@room.route("/measures/<int:measure_id>/ask", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def ask(measure_id: int) -> ResponseReturnValue:
    """Ask about a figure."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    council = queries.council_of(current_user)
    form = QuestionForm()
    periods = {period.code: period for period in queries.list_periods(council, measure=measure)}
    owners = {person.id: person for person in list_colleagues(Role.ANALYST, Role.CONTRIBUTOR, seen_by=current_user)}
    form.period.choices = [Choice(code, period_words(code)) for code in periods]
    form.owner.choices = [Choice(number, person.name) for number, person in owners.items()]
    asked_about = periods.get(request.args.get("period", ""))
    if request.method == "GET" and asked_about and not g.get("kept_fields"):
        form.period.data = asked_about.code
        odd = [one for one in checking.list_odd(council, today=clock.today()) if one.measure.id == measure_id]
        form.question.data = ". ".join(said for one in odd if one.period.id == asked_about.id for said in one.sentences)
    if form.validate_on_submit():
        question = services.raise_question(
            measure,
            council,
            period=periods.get(form.period.data),
            question=form.question.data,
            owner=owners.get(form.owner.data),
            by=current_user,
        )
        if form.outcome.data:
            services.answer_question(question, outcome=form.outcome.data, by=current_user)
        db.session.commit()
        done = "answered" if form.outcome.data else "open until somebody says what came of it"
        flash(f"The question is {done}", "success")
        return redirect(url_for("measures.data_questions"))
    return render_template("measures/ask.html", measure=measure, form=form)


@room.route("/measures/data-questions/<int:question_id>/answer", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def answer_question(question_id: int) -> ResponseReturnValue:
    """Say what came of a question."""
    asked = queries.get_question(question_id, seen_by=current_user)
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            services.answer_question(asked, outcome=form.outcome.data, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash("The question is answered", "success")
            return redirect(url_for("measures.data_questions"))
    return render_template("measures/answer_question.html", asked=asked, form=form)
