"""Breaking the glass of a restricted case, and the notice of it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.complaints import desk, glass_services, pages
from casework.complaints.room import room
from casework.complaints.work_forms import BreakGlassForm, ReadOpeningForm
from casework.extensions import db
from casework.findings.numbers import hold_writers
from casework.kit.doors import needs
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken


@room.route("/complaints/break-glass", methods=["GET", "POST"])
@needs(Need.BREAK_GLASS)
def break_glass() -> ResponseReturnValue:
    """Open a restricted case whose reference is known, for a day, with a reason its people read."""
    form = BreakGlassForm()
    if form.validate_on_submit():
        hold_writers()
        try:
            case = glass_services.break_glass(form.reference.data, reason=form.reason.data, by=current_user)
            path = url_for("complaints.show", complaint_id=case.id)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            glass_services.note_try(by=current_user)
            db.session.commit()
            form.refuse(broken)
        else:
            flash("You may see this case until tomorrow. The complaints manager reads your reason", "success")
            return redirect(path)
    return render_template("complaints/break_glass.html", form=form)


@room.get("/complaints/<int:complaint_id>/openings")
@needs(Need.READ_COMPLAINTS)
def openings(complaint_id: int) -> ResponseReturnValue:
    """Who broke the glass of this case and why; for the people it names."""
    case = desk.open_case(complaint_id)
    if not case.is_restricted:
        or_404(None)
    return render_template(
        "complaints/openings.html", openings=glass_services.list_openings(case),
        may_read=glass_services.reads_notices(case, current_user), form=ReadOpeningForm(),
        **pages.frame(case, current_user, "openings"),
    )  # fmt: skip


@room.post("/complaints/<int:complaint_id>/openings/<int:opening_id>/read")
@needs(Need.READ_COMPLAINTS)
def read_opening(complaint_id: int, opening_id: int) -> ResponseReturnValue:
    """Say that the notice was read."""
    case = desk.open_case(complaint_id)
    form = ReadOpeningForm()
    if form.validate_on_submit():
        try:
            glass_services.read_opening(case, opening_id, by=current_user)
            db.session.commit()
            flash("The notice is read", "success")
        except RuleBroken as broken:
            db.session.rollback()
            flash(broken.sentence)
    return redirect(url_for("complaints.openings", complaint_id=complaint_id))
