"""Pages of the editions, of the map between them, and of a measure's place in it."""

from collections import Counter

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.kit.doors import needs
from casework.measures import editions, linking, queries
from casework.measures.register_forms import EditionForm, LinkForm
from casework.measures.room import room
from casework.measures.saving import save


@room.get("/measures/editions")
@needs(Need.READ_MEASURES)
def list_editions() -> ResponseReturnValue:
    """Every edition, and which measures of one carry on those of another."""
    counts = Counter(measure.edition_id for measure in queries.list_measures())
    return render_template(
        "measures/editions.html", editions=queries.list_editions(), counts=counts, steps=linking.list_map()
    )


@room.route("/measures/editions/<int:edition_id>/change", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def change_edition(edition_id: int) -> ResponseReturnValue:
    """Change the title, years, source and note of an edition."""
    edition = editions.get_edition(edition_id)
    form = EditionForm(obj=edition)
    answer = save(form, edition, editions.change, "edition")
    if not answer:
        flash(f"The edition {edition.code} is changed", "success")
        return redirect(url_for("measures.list_editions"))
    return render_template("measures/change_edition.html", edition=edition, form=form), answer


@room.route("/measures/<int:measure_id>/link", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def link(measure_id: int) -> ResponseReturnValue:
    """Say which measure of another edition is the same, and which came before or after."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    form = LinkForm(obj=measure)
    answer = save(form, measure, linking.link, "measure")
    if not answer:
        flash(f"The place of {measure.reference} among the editions is saved", "success")
        return redirect(url_for("measures.show", measure_id=measure_id))
    return render_template("measures/link.html", measure=measure, form=form), answer
