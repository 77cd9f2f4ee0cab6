"""Pages of the room: the list of measures, a measure with its figures and thread, and what is done to its figures."""

from typing import Any

from flask import Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from casework.accounts.roles import Need
from casework.extensions import db
from casework.kit import clock
from casework.kit.doors import needs
from casework.kit.rules import RuleBroken
from casework.kit.words import full_moment
from casework.measures import (
    changing,
    computing,
    hooks,
    listing,
    outlook,
    page,
    queries,
    row_words,
    rules,
    services,
    statements,
    sure,
)
from casework.measures.forms import AddValueForm, ChangeForm, ConfirmForm, RestateForm, typed_figures
from casework.measures.models import Measure, Rag, ValueState
from casework.measures.room import room
from casework.measures.rules import period_words, value_words
from casework.trail.queries import list_history

WORDS = {
    "change_words": rules.change_words,
    "counts_words": row_words.counts_words,
    "figure_words": rules.figure_words,
    "meets": rules.meets,
    "note_words": rules.note_words,
    "outlook_words": outlook.outlook_words,
    "period_words": period_words,
    "rag_meanings": [(one.value, rules.MEANING[one], rules.TRIGGERS[one]) for one in Rag],
    "target_words": rules.target_words,
    "unit_words": rules.UNIT_WORDS,
    "value_words": value_words,
}


def init_room(app: Flask) -> None:
    """Open the room's pages."""
    from casework.measures import (  # noqa: F401 - each adds its pages to the blueprint
        council_routes,
        counted_routes,
        dashboard_routes,
        edition_routes,
        figures_routes,
        import_routes,
        question_routes,
        statement_routes,
    )

    app.register_blueprint(room)
    app.jinja_env.globals.update(WORDS)


@room.get("/measures")
@needs(Need.READ_MEASURES)
def list_() -> ResponseReturnValue:
    """The measures of one edition with their newest figures; GET holds the edition's code only."""
    council = queries.council_of(current_user)
    editions = queries.list_editions()
    chosen = listing.choose_edition(editions, request.args.get("edition"), council)
    return render_template(
        "measures/list.html",
        council=council,
        editions=editions,
        chosen=chosen,
        rows=listing.build(chosen, council, seen_by=current_user) if chosen else [],
        counts_threads=hooks.has_counters(),
    )


@room.get("/measures/<int:measure_id>")
@needs(Need.READ_MEASURES)
def show(measure_id: int) -> ResponseReturnValue:
    """One measure: key facts, its history as chart and table, and the thread below."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    council = queries.council_of(current_user)
    return render_template(
        "measures/show.html",
        measure=measure,
        page=page.build(measure, council),
        kin=queries.kin(measure),
        quality_statements=statements.statements_of(measure),
        keepers=hooks.list_keepers(measure.id) if current_user.may(Need.KEEP_MEASURES) else [],
        citations=hooks.list_citations(measure.id, seen_by=current_user),
        **_worked_out(measure),
    )


@room.get("/measures/<int:measure_id>/values")
@needs(Need.READ_MEASURES)
def values(measure_id: int) -> ResponseReturnValue:
    """Every figure, the restated ones and breakdowns too."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    council = queries.council_of(current_user)
    return render_template(
        "measures/values.html",
        measure=measure,
        page=page.build(measure, council),
        breakdowns=queries.list_breakdowns(measure, council),
        **_worked_out(measure),
    )


def _worked_out(measure: Measure) -> dict[str, Any]:
    """For a measure from our own records: when they were last counted, and whether this person may open them."""
    if not measure.is_computed:
        return {"opens_counted": False}
    return {
        "opens_counted": hooks.lister_of(measure.reference, seen_by=current_user) is not None,
        "worked_out": computing.last_worked_out(queries.council_of(current_user)),
        "work_out_form": ConfirmForm(),
    }


@room.get("/measures/<int:measure_id>/history")
@needs(Need.READ_MEASURES)
def history(measure_id: int) -> ResponseReturnValue:
    """What was done to the measure and to this council's figures, targets and ratings."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    council = queries.council_of(current_user)
    entries = list_history(*queries.list_subjects(measure, council))
    items = [
        {
            "title": sentence(entry.words or ""),
            "by": entry.actor_words or "Casework",
            "iso": entry.at.isoformat(),
            "when": full_moment(entry.at),
            "text": entry.reason,
        }
        for entry in entries
    ]
    return render_template("measures/history.html", measure=measure, council=council, items=items)


@room.route("/measures/<int:measure_id>/change", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def change(measure_id: int) -> ResponseReturnValue:
    """Change what a measure is: its words, aim, unit, tolerance and place."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    form = ChangeForm(obj=measure)
    if form.validate_on_submit():
        try:
            seen = int(form.version.data) if (form.version.data or "").isdigit() else 0
            changing.change(measure, version=seen, words=form.words(), by=current_user)
            db.session.commit()
        except (changing.MovedOn, StaleDataError):
            db.session.rollback()
            return _moved_on(measure, form), 409
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"{measure.reference} is changed", "success")
            return redirect(url_for("measures.show", measure_id=measure_id))
    return render_template("measures/change.html", measure=measure, form=form, differing=[])


def _moved_on(measure: Measure, form: ChangeForm) -> str:
    """The form with what was typed, and beside it what somebody else has saved; saving again keeps what is typed."""
    typed = form.words()
    differing = [
        {
            "key": label,
            "value": f"{changing.said(name, getattr(measure, name))} (you typed: {changing.said(name, typed[name])})",
        }
        for name, label in changing.FIELDS.items()
        if getattr(measure, name) != typed[name]
    ]
    form.version.data = str(measure.version)
    form.version.raw_data = None
    form.refuse(RuleBroken("Somebody changed this measure while you were writing. What you typed is still here"))
    return render_template("measures/change.html", measure=measure, form=form, differing=differing)


@room.route("/measures/<int:measure_id>/values/add", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def add_value(measure_id: int) -> ResponseReturnValue:
    """Add the value of one more period."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    council = queries.council_of(current_user)
    form = AddValueForm()
    if request.method == "GET" and not g.get("kept_fields"):
        form.state.data = ValueState.FINAL
        form.period.data = request.args.get("period", "")[:40]
    if form.validate_on_submit():
        try:
            figures = typed_figures(form, published_quartile=form.published_quartile.data)
            value = services.add_value(measure, council, period=form.period.data, figures=figures, by=current_user)
            odd = services.odd_about(measure, council, value.period, figures, today=clock.today())
            if form.is_sure_of(odd):
                done = f"{value_words(value, measure)} recorded for {period_words(value.period.code)}"
                return sure.keep(form, done, measure=measure, council=council, period=value.period, odd=odd)
            db.session.rollback()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
    return render_template("measures/add_value.html", measure=measure, council=council, form=form)


@room.route("/measures/<int:measure_id>/values/<int:value_id>/restate", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def restate(measure_id: int, value_id: int) -> ResponseReturnValue:
    """Put another value in place of one, with the reason; the old one stays visible."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    value = queries.get_value(value_id, measure=measure, seen_by=current_user)
    form = RestateForm()
    if request.method == "GET" and not g.get("kept_fields"):
        form.state.data = value.state
        form.note.data = value.note or ""
        form.margin.data, form.base.data = value.margin, int(value.base) if value.base is not None else None
    if form.validate_on_submit():
        try:
            figures = typed_figures(form, published_quartile=value.published_quartile)
            new = services.restate(value, figures=figures, reason=form.reason.data or None, by=current_user)
            odd = services.odd_about(measure, value.organisation, value.period, figures, today=clock.today())
            if form.is_sure_of(odd):
                done = f"Shown as restated: {value_words(new, measure)} in place of {value_words(value, measure)}"
                whose = value.organisation
                return sure.keep(form, done, measure=measure, council=whose, period=value.period, odd=odd)
            db.session.rollback()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
    return render_template("measures/restate.html", measure=measure, value=value, form=form)


def sentence(words: str) -> str:
    """The words with a capital letter."""
    return words[:1].upper() + words[1:]
