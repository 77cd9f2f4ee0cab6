"""Finding cases by words, lists that are kept and shared, lists as Excel files, several cases to one officer."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.queries import list_colleagues
from casework.accounts.roles import Need
from casework.complaints import (
    bulk_services,
    compliment_queries,
    kept_lists,
    list_pages,
    pages,
    queries,
    search,
    sheets,
    worklist,
)
from casework.complaints.case_routes import TEAM
from casework.complaints.list_forms import BulkAssignForm, SaveListForm, SearchForm
from casework.complaints.list_models import CaseList
from casework.complaints.models import Complaint
from casework.complaints.room import room
from casework.complaints.worklist import Tab
from casework.extensions import db
from casework.findings import filters
from casework.kit import clock
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.kit.rules import RuleBroken

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@room.route("/complaints/search", methods=["GET", "POST"])
@needs(Need.READ_COMPLAINTS)
def find() -> ResponseReturnValue:
    """Find cases by reference or words. The words are posted; what they find stands at an address that says nothing."""
    form = SearchForm()
    if form.validate_on_submit():
        found = queries.find_by_reference(form.words.data, seen_by=current_user)
        if found is not None:
            return redirect(url_for("complaints.show", complaint_id=found.id))
        kept = kept_lists.search(form.words.data, tab=Tab.ALL, picked={}, by=current_user)
        token = kept.token
        db.session.commit()
        return redirect(url_for("complaints.open_search", token=token))
    saved = kept_lists.list_saved(seen_by=current_user)
    return render_template("complaints/find.html", form=form, saved=saved)


@room.get("/complaints/searches/<token>")
@needs(Need.READ_COMPLAINTS)
def open_search(token: str) -> ResponseReturnValue:
    """What one's own search finds now."""
    kept = kept_lists.get_search(token, seen_by=current_user)
    return list_pages.page(list_pages.asked(kept, "complaints.open_search", token=token), heading="Complaints found")


@room.get("/complaints/lists")
@needs(Need.READ_COMPLAINTS)
def saved_lists() -> ResponseReturnValue:
    """One's own lists, and those shared with the team."""
    return render_template("complaints/saved_lists.html", saved=kept_lists.list_saved(seen_by=current_user))


@room.get("/complaints/lists/<int:list_id>")
@needs(Need.READ_COMPLAINTS)
def open_list(list_id: int) -> ResponseReturnValue:
    """A saved list as it stands now."""
    kept = kept_lists.get_saved(list_id, seen_by=current_user)
    view = list_pages.asked(kept, "complaints.open_list", list_id=list_id)
    return list_pages.page(view, heading="Saved list", saved=kept, may_remove=kept_lists.may_remove(kept, current_user))


@room.route("/complaints/lists/save", methods=["GET", "POST"])
@needs(Need.READ_COMPLAINTS)
def save_list() -> ResponseReturnValue:
    """Keep a list with its filters and words under a name."""
    view = list_pages.asked(_source())
    form = SaveListForm()
    if not current_user.may(Need.LOG_COMPLAINTS):
        del form.shared
    if form.validate_on_submit():
        try:
            kept = kept_lists.search(view.words, tab=view.tab, picked=view.picked, by=current_user)
            is_shared = bool(form.shared and form.shared.data)
            kept_lists.save(kept, name=form.name.data, is_shared=is_shared, by=current_user)
            number = kept.id
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash("List saved", "success")
            return redirect(url_for("complaints.open_list", list_id=number))
    chosen = [words for words, _ in filters.chips(view.facets, view.picked, "complaints.list_")]
    if view.words:
        chosen.insert(0, f"Words: {view.words}")
    tab = worklist.TAB_WORDS[view.tab]
    return render_template("complaints/save_list.html", form=form, tab=tab, chosen=chosen, back=view.address())


@room.post("/complaints/lists/<int:list_id>/remove")
@needs(Need.READ_COMPLAINTS)
def remove_list(list_id: int) -> ResponseReturnValue:
    """Let a saved list go; the cases stay."""
    kept = kept_lists.get_saved(list_id, seen_by=current_user)
    if kept_lists.may_remove(kept, current_user):
        kept_lists.remove(kept)
        db.session.commit()
        flash("List removed. Its cases stay", "success")
    else:
        flash("Only whoever saved a list, or the complaints manager, removes it")
    return redirect(url_for("complaints.saved_lists"))


def _source() -> CaseList | None:
    """The search or saved list that the address names."""
    token, number = request.args.get("from"), filters.read_number(request.args.get("saved"))
    if token:
        return kept_lists.get_search(token, seen_by=current_user)
    return kept_lists.get_saved(number, seen_by=current_user) if number else None


@room.get("/complaints/download")
@needs(Need.READ_COMPLAINTS)
def download() -> ResponseReturnValue:
    """A list as an Excel file, with its filters; every text as text, no formula, nothing hidden."""
    view = list_pages.asked(_source())
    only = search.holds(view.words, seen_by=current_user) if view.words else None
    cases = worklist.list_all(view.tab, view.picked, seen_by=current_user, today=clock.today(), only=only)
    made = sheets.workbook(cases, reader=current_user, title=f"Complaints: {worklist.TAB_WORDS[view.tab]}")
    name = f"complaints-{view.tab.value}-{clock.today().isoformat()}.xlsx"
    return Response(made, mimetype=EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@room.get("/compliments/download")
@needs(Need.LOG_COMPLAINTS)
def download_compliments() -> ResponseReturnValue:
    """Compliments as an Excel file."""
    made = sheets.compliments_workbook(compliment_queries.list_all(seen_by=current_user), reader=current_user)
    name = f"compliments-{clock.today().isoformat()}.xlsx"
    return Response(made, mimetype=EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@room.route("/complaints/assign-several", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def assign_several() -> ResponseReturnValue:
    """Give several open cases to one officer: those ticked in a list, else any that are open."""
    form = BulkAssignForm()
    team = list_colleagues(*TEAM, seen_by=current_user)
    form.officer.choices = [Choice(person.id, person.name) for person in team]
    ticked = {number for text in request.args.getlist("cases") if (number := filters.read_number(text))}
    cases = worklist.list_open(seen_by=current_user, only=ticked)
    form.cases.choices = [Choice(case.id, case.reference, _who_has(case)) for case in cases]
    if request.method == "GET" and ticked:
        form.cases.data = [case.id for case in cases]
    if form.validate_on_submit():
        officer = next(person for person in team if person.id == form.officer.data)
        try:
            given = bulk_services.assign_several(form.cases.data, officer=officer, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"{officer.name} has {', '.join(given)} now", "success")
            return redirect(url_for("complaints.list_", list=Tab.ALL.value, officer=officer.id))
    return render_template("complaints/assign_several.html", form=form, most=worklist.MOST_GIVEN)


def _who_has(case: Complaint) -> str:
    return f"{pages.subject_of(case)}. {case.officer.name if case.officer else 'Nobody yet'}"
