"""Hand-overs to safeguarding as pages, from safeguarding's side."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.complaints import desk, handover_services
from casework.complaints.case_routes import is_first_look
from casework.complaints.room import room
from casework.complaints.work_forms import BecameForm
from casework.kit import clock
from casework.kit.doors import needs


@room.get("/safeguarding/hand-overs")
@needs(Need.READ_HANDOVERS)
def handovers() -> ResponseReturnValue:
    """What complaints passed to safeguarding, newest first."""
    rows = handover_services.list_handovers(seen_by=current_user)
    return render_template(
        "complaints/handovers.html", rows=rows, may_open=current_user.may(Need.READ_COMPLAINTS),
        may_say=current_user.may(Need.READ_HANDOVERS),
    )  # fmt: skip


@room.route("/safeguarding/hand-overs/<int:referral_id>/say-became", methods=["GET", "POST"])
@needs(Need.READ_HANDOVERS)
def say_became(referral_id: int) -> ResponseReturnValue:
    """Say what safeguarding did with it."""
    referral, case = handover_services.get_handover(referral_id, seen_by=current_user)
    form = BecameForm(became=referral.became, reference=referral.safeguarding_reference)
    if is_first_look():
        form.became_on.data = referral.became_on or clock.today()

    def make() -> str:
        handover_services.say_became(
            referral, case, became=form.became.data, on=form.became_on.data, reference=form.reference.data,
            by=current_user,
        )  # fmt: skip
        flash(f"Kept. {case.reference} shows it now", "success")
        return url_for("complaints.handovers")

    if form.validate_on_submit():
        done = desk.make_once(form, make)
        if done is not None:
            return done
    return render_template("complaints/say_became.html", form=form, referral=referral, case=case)
