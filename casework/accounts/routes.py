"""Sign in and out, one's own account, and the pages of the administrator."""

import secrets

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import kept, queries, rules, services, sessions
from casework.accounts.forms import AddPersonForm, ChangePasswordForm, ChangeRolesForm, ConfirmForm, SignInForm
from casework.accounts.guard import own_path
from casework.accounts.models import Person
from casework.accounts.queries import Standing
from casework.accounts.roles import Need
from casework.extensions import db
from casework.kit import clock
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.kit.rules import RuleBroken

room = Blueprint("accounts", __name__)


def init_room(app: Flask) -> None:
    """Open the room's pages."""
    app.register_blueprint(room)


@room.route("/sign-in", methods=["GET", "POST"])
@needs(Need.ANYONE)
def sign_in() -> ResponseReturnValue:
    """Sign in, and go on to the page they came for."""
    form = SignInForm(next=own_path(request.args.get("next")))
    held = request.form.get("kept", "")
    if form.validate_on_submit():
        try:
            person = sessions.sign_in(email=form.email.data, password=form.password.data)
            wanted = own_path(form.next.data)
            back = kept.unwrap(held, person=person)
            db.session.commit()
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            if back:
                flash(kept.NOTICE, "kept")
            return redirect(back or wanted)
    elif request.method == "GET" and current_user.is_authenticated:
        return redirect("/")
    return render_template("accounts/sign_in.html", form=form, kept=held)


@room.route("/sign-out", methods=["GET", "POST"])
@needs(Need.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """End this session for good."""
    form = ConfirmForm()
    if form.validate_on_submit():
        sessions.sign_out(current_user)
        db.session.commit()
        return redirect(url_for("accounts.sign_in"))
    return render_template("accounts/sign_out.html", form=form)


@room.get("/account")
@needs(Need.SIGNED_IN)
def show() -> ResponseReturnValue:
    """One's own account: roles, organisation, and where one is signed in."""
    mine = sessions.list_sessions(current_user)
    return render_template("accounts/show.html", sessions=mine, this=g.login_session)


@room.get("/account/stay")
@needs(Need.SIGNED_IN)
def stay() -> ResponseReturnValue:
    """Asked by the warning's button: being asked at all is what keeps the session open."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@room.route("/account/change-password", methods=["GET", "POST"])
@needs(Need.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    """Change one's own password; every other session ends."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            services.change_password(
                current_user, current=form.current.data, password=form.password.data, keep=g.login_session
            )
            sessions.renew(g.login_session, current_user)
            db.session.commit()
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash("Your password has changed. You are signed out everywhere else", "success")
            return redirect(url_for("accounts.show"))
    return render_template("accounts/change_password.html", form=form, must=current_user.must_change_password)


@room.route("/account/sessions/<int:session_id>/end", methods=["GET", "POST"])
@needs(Need.SIGNED_IN)
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign out another browser of one's own."""
    held = sessions.get_session(session_id, person=current_user)
    form = ConfirmForm()
    if form.validate_on_submit():
        sessions.end(held, by=current_user)
        db.session.commit()
        flash("That browser is signed out", "success")
        return redirect(url_for("accounts.show"))
    return render_template("accounts/end_session.html", form=form, held=held)


@room.get("/people")
@needs(Need.KEEP_ACCOUNTS)
def list_people() -> ResponseReturnValue:
    """Every account, or those that have never been used, or not for long."""
    shown = request.args.get("show")
    standing = Standing(shown) if shown in list(Standing) else None
    people = queries.list_people(seen_by=current_user, standing=standing, since=clock.now() - rules.UNUSED)
    return render_template("accounts/list_people.html", people=people, standing=standing)


@room.route("/people/add", methods=["GET", "POST"])
@needs(Need.KEEP_ACCOUNTS)
def add_person() -> ResponseReturnValue:
    """Add an account; the first password is shown once and must be changed at the first sign-in."""
    form = AddPersonForm()
    form.organisation.choices = [Choice(one.code, one.name) for one in queries.list_employers()]
    if request.method == "GET" and not g.get("kept_fields"):
        form.organisation.data = current_user.organisation.code
    if form.validate_on_submit():
        password = _first_password()
        try:
            person = services.add_person(
                email=form.email.data,
                name=form.name.data,
                organisation=queries.organisation_called(form.organisation.data),
                roles=form.roles.data,
                password=password,
                by=current_user,
                must_change_password=True,
            )
            db.session.commit()
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return render_template("accounts/password.html", account=person, password=password, done="Account added")
    return render_template("accounts/add_person.html", form=form)


@room.route("/people/<int:person_id>/give-password", methods=["GET", "POST"])
@needs(Need.KEEP_ACCOUNTS)
def give_password(person_id: int) -> ResponseReturnValue:
    """A new first password for somebody who forgot theirs; shown once."""
    account = queries.get_person(person_id, seen_by=current_user)
    form = ConfirmForm()
    if form.validate_on_submit():
        password = _first_password()
        try:
            services.give_password(account, password=password, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            done = "New password given"
            return render_template("accounts/password.html", account=account, password=password, done=done)
    return render_template("accounts/give_password.html", form=form, account=account)


def _first_password() -> str:
    return "-".join(secrets.token_hex(3) for _ in range(3))


@room.route("/people/<int:person_id>/change-roles", methods=["GET", "POST"])
@needs(Need.KEEP_ACCOUNTS)
def change_roles(person_id: int) -> ResponseReturnValue:
    """Give an account other roles."""
    account = queries.get_person(person_id, seen_by=current_user)
    form = ChangeRolesForm(roles=list(account.roles))
    if form.validate_on_submit():
        try:
            services.change_roles(account, roles=form.roles.data, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"{account.name} is now {account.role_words}", "success")
            return redirect(url_for("accounts.list_people"))
    return render_template("accounts/change_roles.html", form=form, account=account)


@room.route("/people/<int:person_id>/disable", methods=["GET", "POST"])
@needs(Need.KEEP_ACCOUNTS)
def disable(person_id: int) -> ResponseReturnValue:
    """Close an account at once."""
    return _switch(queries.get_person(person_id, seen_by=current_user), is_disabled=True)


@room.route("/people/<int:person_id>/enable", methods=["GET", "POST"])
@needs(Need.KEEP_ACCOUNTS)
def enable(person_id: int) -> ResponseReturnValue:
    """Open a closed account again."""
    return _switch(queries.get_person(person_id, seen_by=current_user), is_disabled=False)


def _switch(account: Person, *, is_disabled: bool) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            (services.disable if is_disabled else services.enable)(account, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"The account of {account.name} is {'disabled' if is_disabled else 'enabled'}", "success")
            return redirect(url_for("accounts.list_people"))
    return render_template("accounts/switch.html", form=form, account=account, is_disabled=is_disabled)


@room.get("/organisations")
@needs(Need.KEEP_ACCOUNTS)
def list_organisations() -> ResponseReturnValue:
    """Councils and partner agencies that people can belong to."""
    return render_template("accounts/list_organisations.html", organisations=queries.list_employers())
