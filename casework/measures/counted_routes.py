"""Figures worked out from our own records: what each counts, and working them out again."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.extensions import db
from casework.kit import clock, words
from casework.kit.doors import needs
from casework.kit.queries import or_404
from casework.measures import computing, hooks, queries
from casework.measures.forms import ConfirmForm
from casework.measures.periods import parse_period
from casework.measures.room import room

PAGE = 50


@room.get("/measures/<int:measure_id>/values/<int:value_id>/counted")
@needs(Need.READ_MEASURES)
def counted(measure_id: int, value_id: int) -> ResponseReturnValue:
    """The records behind a figure: those it counts, or the rest of what it is a share of; by number, page by page."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    value = queries.get_value(value_id, measure=measure, seen_by=current_user)
    lister = or_404(hooks.lister_of(measure.reference, seen_by=current_user))
    is_counted = request.args.get("show") != "rest"
    asked = hooks.Behind(
        council=value.organisation,
        period=parse_period(value.period.code),
        is_counted=is_counted,
        seen_by=current_user,
        after=request.args.get("after", 0, type=int) or 0,
        most=PAGE + 1,
    )
    lines = lister(asked)
    return render_template(
        "measures/counted.html",
        measure=measure,
        value=value,
        lines=lines[:PAGE],
        next_after=lines[PAGE - 1].id if len(lines) > PAGE else None,
        is_first=not asked.after,
        is_counted=is_counted,
    )


@room.post("/measures/<int:measure_id>/work-out")
@needs(Need.KEEP_MEASURES)
def work_out(measure_id: int) -> ResponseReturnValue:
    """Work out every figure that comes from the council's records again."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    council = queries.council_of(current_user)
    if not (measure.is_computed and ConfirmForm().validate_on_submit()):
        flash("Nothing was worked out. Open the measure and press the button again")
        return redirect(url_for("measures.show", measure_id=measure_id))
    touched = computing.recompute(council, today=clock.today(), by=current_user)
    db.session.commit()
    changed = f"{words.plural(touched, 'figure')} changed" if touched else "nothing changed"
    flash(f"Worked out again from the records: {changed}", "success")
    return redirect(url_for("measures.show", measure_id=measure_id))
