"""Finding cases by words, lists as Excel files, and giving several cases to one officer."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.queries import list_colleagues
from casework.accounts.roles import Need
from casework.complaints import bulk_services, pages, queries, search, sheets, worklist
from casework.complaints.case_routes import TEAM
from casework.complaints.forms import BulkAssignForm, SearchForm
from casework.complaints.models import Complaint
from casework.complaints.room import room
from casework.complaints.terms import calendar_of
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
    """Find cases by reference or words. The words are posted and stay out of every address."""
    form = SearchForm()
    rows = None
    if form.validate_on_submit():
        found = queries.find_by_reference(form.words.data, seen_by=current_user)
        if found is not None:
            return redirect(url_for("complaints.show", complaint_id=found.id))
        today, calendar = clock.today(), calendar_of(current_user.organisation_id)
        cases = search.find_cases(form.words.data, seen_by=current_user)
        rows = [pages.list_row(case, current_user, today=today, calendar=calendar) for case in cases]
    return render_template("complaints/find.html", form=form, rows=rows, most=search.MOST_FOUND)


@room.get("/complaints/download")
@needs(Need.READ_COMPLAINTS)
def download() -> ResponseReturnValue:
    """A list as an Excel file, with its filters; every text as text, no formula, nothing hidden."""
    tabs = worklist.tabs_for(current_user)
    chosen = request.args.get("list", "")
    tab = Tab(chosen) if chosen in set(tabs) else tabs[0]
    picked = filters.read(worklist.facets_for(current_user), request.args)
    cases = worklist.list_all(tab, picked, seen_by=current_user, today=clock.today())
    made = sheets.workbook(cases, reader=current_user, title=f"Complaints: {worklist.TAB_WORDS[tab]}")
    name = f"complaints-{tab.value}-{clock.today().isoformat()}.xlsx"
    return Response(made, mimetype=EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@room.route("/complaints/assign-several", methods=["GET", "POST"])
@needs(Need.MANAGE_COMPLAINTS)
def assign_several() -> ResponseReturnValue:
    """Give several open cases to one officer."""
    form = BulkAssignForm()
    team = list_colleagues(*TEAM, seen_by=current_user)
    form.officer.choices = [Choice(person.id, person.name) for person in team]
    cases = worklist.list_all(Tab.ALL, {}, seen_by=current_user, today=clock.today(), is_open=True)
    form.cases.choices = [Choice(case.id, case.reference, _who_has(case)) for case in cases]
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
    return render_template("complaints/assign_several.html", form=form)


def _who_has(case: Complaint) -> str:
    return f"{pages.subject_of(case)}. {case.officer.name if case.officer else 'Nobody yet'}"
