"""Pages of the councils that figures are compared with: the list, one council, and changing what is held of it."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.models import OrganisationKind
from casework.accounts.roles import Need
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.kit.words import full_moment
from casework.measures import councils
from casework.measures.register_forms import CouncilForm
from casework.measures.room import room
from casework.measures.saving import save
from casework.trail.queries import list_history


@room.get("/councils")
@needs(Need.READ_MEASURES)
def list_councils() -> ResponseReturnValue:
    """Councils by name with their codes and areas; of a region or type when asked."""
    regions = councils.list_areas(OrganisationKind.REGION)
    types = councils.list_areas(OrganisationKind.COUNCIL_TYPE)
    picked = {name: request.args.get(name, "")[:40] for name in ("region", "type")}
    found = councils.list_councils(region=picked["region"], council_type=picked["type"])
    names = {area.code: area.name for area in (*regions, *types)}
    return render_template(
        "measures/councils.html", councils=found, names=names, regions=regions, types=types, picked=picked
    )


@room.get("/councils/<int:council_id>")
@needs(Need.READ_MEASURES)
def show_council(council_id: int) -> ResponseReturnValue:
    """One council: its codes, names over time, areas, what came before and after, and its named neighbours."""
    council = councils.get_council(council_id)
    items = [
        {
            "title": (entry.words or "")[:1].upper() + (entry.words or "")[1:],
            "by": entry.actor_words or "Casework",
            "iso": entry.at.isoformat(),
            "when": full_moment(entry.at),
        }
        for entry in list_history(council)
    ]
    return render_template("measures/council.html", area=councils.area_of(council), items=items)


@room.route("/councils/<int:council_id>/change", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def change_council(council_id: int) -> ResponseReturnValue:
    """Change what is held of a council."""
    council = councils.get_council(council_id)
    form = CouncilForm(obj=council)
    for field, kind in (("region", OrganisationKind.REGION), ("council_type", OrganisationKind.COUNCIL_TYPE)):
        form[field].choices = [Choice(area.code, area.name) for area in councils.list_areas(kind)]
    if request.method == "GET" and not g.get("kept_fields"):
        area = councils.area_of(council)
        form.other_names.data = "\n".join(area.other_names)
        form.formerly.data = councils.written(area.came_from)
        form.successor.data = councils.written(area.taken_over_by)
        form.neighbours.data = councils.written(area.neighbours)
    answer = save(form, council, councils.change, "council")
    if not answer:
        flash(f"{council.name} is changed", "success")
        return redirect(url_for("measures.show_council", council_id=council_id))
    return render_template("measures/change_council.html", council=council, form=form), answer
