"""Home, help and the pages that say what this product does with people's data."""

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need, Role
from casework.home import queries
from casework.home.find import FindForm, find_path, finds, may_be_words
from casework.home.first_tasks import list_tasks
from casework.home.guide import list_steps
from casework.home.shell import also_open, init_shell
from casework.home.trail import room as trail_room
from casework.kit.doors import needs
from casework.kit.rules import RuleBroken

room = Blueprint("home", __name__)
HIDDEN, A_YEAR = "casework_guide_hidden", 365 * 24 * 3600
# The one green button of a role's home page: what they come for most often.
BUTTONS = {
    Role.DIRECTOR: ("Open the self-assessments", "/assessments"),
    Role.COMPLAINTS_MANAGER: ("Log a concern or complaint", "/complaints/log"),
    Role.COMPLAINTS_OFFICER: ("Log a concern or complaint", "/complaints/log"),
    Role.ANALYST: ("Import figures", "/measures/import"),
    Role.INVESTIGATOR: ("Open my cases", "/complaints"),
    Role.BOARD_OFFICE: ("Plan an audit", "/safeguarding/audits/plan"),
    Role.BOARD_CHAIR: ("Open the actions", "/actions"),
    Role.CONTRIBUTOR: ("Update my actions", "/actions"),
    Role.BOARD_MEMBER: ("Open our return", "/safeguarding/returns"),
    Role.AUDITOR: ("Open the trail", "/trail"),
    Role.ADMINISTRATOR: ("Add a person", "/people/add"),
}


def init_room(app: Flask) -> None:
    """Open the room's pages, and put the frame around every page."""
    app.register_blueprint(room)
    app.register_blueprint(trail_room)
    init_shell(app)


@room.get("/")
@needs(Need.SIGNED_IN)
def show() -> ResponseReturnValue:
    """What needs the person today, each line one click from doing it."""
    groups = queries.list_needs(current_user)
    shown, total = (groups, 0) if request.args.get("all") else queries.shorten(groups)
    button = next((BUTTONS[role] for role in Role if role in current_user.roles and role in BUTTONS), None)
    return render_template(
        "home/show.html",
        groups=shown,
        total=total,
        shown=sum(len(lines) for _, lines in shown),
        coming=None if groups else queries.find_coming(current_user),
        button=button,
        also=also_open(current_user),
        finds=finds(current_user),
        is_hidden=request.cookies.get(HIDDEN) == "yes",
        tasks=list_tasks(current_user),
    )


@room.route("/find", methods=["GET", "POST"])
@needs(Need.SIGNED_IN)
def find() -> ResponseReturnValue:
    """The record with this reference; words of a case go on to the search of complaints."""
    form = FindForm()
    if form.validate_on_submit():
        path = find_path(form.words.data, seen_by=current_user)
        if path is not None:
            return redirect(path)
        if may_be_words(form.words.data, person=current_user):
            return redirect(url_for("complaints.find"), 307)
        form.refuse(RuleBroken("No record that you can see has this reference", field="words"))
    return render_template("home/find.html", form=form)


@room.get("/guide")
@needs(Need.SIGNED_IN)
def guide() -> ResponseReturnValue:
    """The first fifteen minutes, step by step."""
    return render_template("home/guide.html", steps=list_steps())


@room.post("/guide/hide")
@needs(Need.SIGNED_IN)
def hide_guide() -> ResponseReturnValue:
    """Take the card about the guide off the home page of this browser; the footer still leads to the guide."""
    response = redirect(url_for("home.show"))
    response.set_cookie(
        HIDDEN, "yes", max_age=A_YEAR, httponly=True, samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"]
    )
    return response


@room.get("/help")
@needs(Need.ANYONE)
def help_() -> ResponseReturnValue:
    """Where to turn."""
    return render_template("home/help.html")


@room.get("/accessibility")
@needs(Need.ANYONE)
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("home/accessibility.html")


@room.get("/what-we-hold")
@needs(Need.ANYONE)
def what_we_hold() -> ResponseReturnValue:
    """What is held about people, why, and who sees it."""
    return render_template("home/what_we_hold.html")


@room.get("/healthz")
@needs(Need.ANYONE)
def healthz() -> ResponseReturnValue:
    """That the process answers; asks no database."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
