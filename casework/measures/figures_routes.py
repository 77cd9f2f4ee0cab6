"""Pages about one measure beyond its thread: compare, control chart, targets, rating."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.models import Organisation
from casework.accounts.roles import Need
from casework.extensions import db
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.measures import benchmark, control, dashboard, places, queries, row_words, rules, services, strip, sure
from casework.measures.control_chart import kinds, trend_of
from casework.measures.forecast_queries import list_forecasts
from casework.measures.forms import ForecastForm, RateForm, RebaseForm, TargetForm
from casework.measures.models import Measure, Period, PeriodKind
from casework.measures.quartiles import FEWEST
from casework.measures.room import room


@room.get("/measures/<int:measure_id>/compare")
@needs(Need.READ_MEASURES)
def compare(measure_id: int) -> ResponseReturnValue:
    """Where the council stands: rank, quartile, interval, named areas, and all councils on a strip."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    council = queries.council_of(current_user)
    held = queries.list_values([measure], council)[::-1]
    periods = [one.period for one in held]
    wanted = next((one for one in periods if one.code == request.args.get("period")), None)
    years = [one.period for one in held if one.period.kind is PeriodKind.YEAR and one.value is not None]
    period = wanted or next(iter(years or periods), None)
    made, distribution = None, None
    if period is not None:
        if any(one.value is not None for one in held if one.period.id == period.id):  # without a figure none is placed
            distribution = _distribution(measure, period, council)
        made = benchmark.build(measure, council, period, reader=council, distribution=distribution)
    return render_template(
        "measures/compare.html",
        measure=measure,
        council=council,
        periods=periods,
        period=period,
        made=made,
        verdict=benchmark.verdict(made) if made else "",
        is_later=distribution is not None,
        strip=strip.build(made) if made else None,
        letters=made.letters() if made else {},
        interval=row_words.interval_words(made.interval, measure) if made else "",
    )


def _distribution(measure: Measure, period: Period, reader: Organisation) -> Period | None:
    """The last published year, for a figure whose own period too few councils have; None when its own has enough."""
    values = places.council_values(measure, period, reader=reader)
    if period.kind is PeriodKind.YEAR and sum(one.value is not None for one in values) >= FEWEST:
        return None
    return places.last_published_year(measure, of=period, reader=reader)


@room.get("/measures/<int:measure_id>/chart")
@needs(Need.READ_MEASURES)
def chart(measure_id: int) -> ResponseReturnValue:
    """The control chart: signal or noise."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    council = queries.council_of(current_user)
    made = control.build(measure, council, screen=request.args.get("screen") != "no")
    return render_template(
        "measures/chart.html",
        measure=measure,
        council=council,
        made=made,
        trend=trend_of(made),
        kinds=kinds(made),
        types=control.TYPE_WORDS,
        marks=control.TYPE_MARKS,
        assurance=control.ASSURANCE_WORDS,
        assurance_marks=control.ASSURANCE_MARKS,
    )


@room.route("/measures/<int:measure_id>/rebase", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def rebase(measure_id: int) -> ResponseReturnValue:
    """Start the control chart anew from a period, with the reason."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    council = queries.council_of(current_user)
    made = control.build(measure, council)
    form = RebaseForm()
    form.period.choices = [Choice(code, words) for code, words in control.rebase_choices(made)]
    if form.validate_on_submit():
        try:
            period = or_404(queries.find_period(form.period.data))
            services.rebase(measure, council, period=period, reason=form.reason.data, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"The chart starts anew from {rules.period_words(period.code)}", "success")
            return redirect(url_for("measures.chart", measure_id=measure_id))
    return render_template("measures/rebase.html", measure=measure, form=form)


@room.get("/measures/<int:measure_id>/targets")
@needs(Need.READ_MEASURES)
def targets(measure_id: int) -> ResponseReturnValue:
    """Targets, milestones and officers' ratings, newest first."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    council = queries.council_of(current_user)
    return render_template(
        "measures/targets.html",
        measure=measure,
        council=council,
        targets=queries.list_targets([measure], council)[::-1],
        ratings=queries.list_ratings([measure], council)[::-1],
        values={value.period_id: value for value in queries.list_values([measure], council)},
    )


@room.route("/measures/<int:measure_id>/set-target", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def set_target(measure_id: int) -> ResponseReturnValue:
    """Set or change the target or milestone of a period."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    council = queries.council_of(current_user)
    form = TargetForm()
    if request.method == "GET" and not g.get("kept_fields"):
        form.period.data = request.args.get("period", "")[:40]
    if form.validate_on_submit():
        try:
            target = services.set_target(
                measure,
                council,
                period=form.period.data,
                kind=form.kind.data,
                at_least=form.at_least.data,
                at_most=form.at_most.data,
                is_strict=form.is_strict.data,
                implied_count=form.implied_count.data,
                note=form.note.data or None,
                is_open=form.is_open.data,
                by=current_user,
            )
            odd = services.doubts_about(target, council)
            if form.is_sure_of(odd):
                done, page = f"The {form.kind.data.value} is set", "measures.targets"
                return sure.keep(form, done, measure=measure, council=council, period=target.period, odd=odd, page=page)
            db.session.rollback()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
    return render_template("measures/set_target.html", measure=measure, council=council, form=form)


@room.route("/measures/<int:measure_id>/forecast", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def forecast(measure_id: int) -> ResponseReturnValue:
    """Give one's own forecast of a year that is not over, and how it was made."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    council = queries.council_of(current_user)
    form = ForecastForm()
    given = next((one for one in list_forecasts([measure], council)[::-1]), None)
    if request.method == "GET" and not g.get("kept_fields") and given:
        form.period.data, form.value.data, form.count.data = given.period.code, given.value, given.count
        form.method.data = given.method
    if form.validate_on_submit():
        try:
            made = services.give_forecast(
                measure,
                council,
                period=form.period.data,
                value=form.value.data,
                count=form.count.data,
                method=form.method.data or None,
                by=current_user,
            )
            odd = services.doubts_about_forecast(made, council) if made else []
            if form.is_sure_of(odd):
                done, period = ("The forecast is kept", made.period) if made else ("The forecast is taken back", None)
                page = "measures.show"
                return sure.keep(form, done, measure=measure, council=council, period=period, odd=odd, page=page)
            db.session.rollback()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
    return render_template("measures/forecast.html", measure=measure, council=council, form=form)


@room.route("/measures/<int:measure_id>/rate", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def rate(measure_id: int) -> ResponseReturnValue:
    """Give the officer's own rating for a period; "Save and rate next" goes on to the next without one."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    council = queries.council_of(current_user)
    period = or_404(queries.find_period(request.args.get("period", "")))
    made = dashboard.build(council, rules.parse_period(period.code), reader=council)
    row = or_404(next((one for one in made.rows if one.measure.id == measure.id), None))
    form = RateForm()
    if request.method == "GET" and not g.get("kept_fields") and row.rating:
        form.show(row.rating)
    if form.validate_on_submit():
        try:
            services.rate(
                measure,
                council,
                period=period,
                rag=form.rag.data,
                suggested=row.suggestion.rag,
                triggers=form.trigger_words(),
                reason=form.reason.data or None,
                by=current_user,
            )
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"{measure.short} rated {rules.RAG_WORDS[form.rag.data]}", "success")
            return redirect(_next_to_rate(made, measure, period))
    ratings = queries.list_ratings([measure], council)[::-1]
    return render_template(
        "measures/rate.html",
        measure=measure,
        period=period,
        row=row,
        form=form,
        interval=row_words.interval_words(row_words.interval(row.value, measure), measure) if row.value else "",
        counts=row_words.counts_words(row.value) if row.value else "",
        before=next((one for one in ratings if one.period.ends_on < period.ends_on), None),
        left=len(_unrated(made, measure)),
    )


def _unrated(made: dashboard.Dashboard, measure: Measure) -> list[dashboard.DashboardRow]:
    """The other measures of the dashboard that have a figure and no rating, those after this one first."""
    at = [row.measure.id for row in made.rows].index(measure.id)
    return [
        row
        for row in [*made.rows[at + 1 :], *made.rows[:at]]
        if row.rating is None and row.value is not None and row.value.value is not None and not row.is_information
    ]


def _next_to_rate(made: dashboard.Dashboard, measure: Measure, period: Period) -> str:
    """The next measure of the dashboard that has a figure and no rating; the dashboard when there is none."""
    for row in _unrated(made, measure):
        return url_for("measures.rate", measure_id=row.measure.id, period=period.code)
    return url_for("measures.dashboard", period=period.code)
