"""Which themes of complaints bear on a measure: the analyst says so, from the measure's page."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.complaints import themes
from casework.complaints.forms import ThemesForm
from casework.complaints.room import room
from casework.extensions import db
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.measures import queries as measures


@room.route("/measures/<int:measure_id>/connect-themes", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def connect_themes(measure_id: int) -> ResponseReturnValue:
    """Tick the themes that bear on a measure."""
    measure = measures.get_measure(measure_id, seen_by=current_user)
    council = measures.council_of(current_user)
    form = ThemesForm(data={"themes": [str(theme.id) for theme in themes.themes_of(measure_id, council)]})
    form.themes.choices = [Choice(str(theme.id), theme.name) for theme in themes.list_themes(council)]
    if form.validate_on_submit():
        themes.connect(measure, [int(number) for number in form.themes.data], council=council, by=current_user)
        db.session.commit()
        flash(f"The themes beside {measure.reference} are saved", "success")
        return redirect(url_for("measures.show", measure_id=measure_id))
    return render_template("complaints/connect_themes.html", measure=measure, form=form)
