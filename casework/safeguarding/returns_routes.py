"""Pages of partner returns: who has returned, the heat map, what needs work, and an agency's own return."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.queries import own_council
from casework.accounts.roles import Need
from casework.findings.fields import measure_choices
from casework.kit import clock
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.measures.periods import period_words
from casework.safeguarding import heatmap, queries, returns, returns_queries, rules
from casework.safeguarding.forms import (
    AskForm,
    RaiseForm,
    SubmitReturnForm,
    UnlockForm,
    WriteForm,
    agency_choices,
)
from casework.safeguarding.frameworks import framework_called, list_frameworks
from casework.safeguarding.pages import due, goes, history, is_moved, makes, me, saves
from casework.safeguarding.returns_queries import Round
from casework.safeguarding.words import RETURN_TAGS, of_agencies

room = Blueprint("returns", __name__)


def _round() -> tuple[list[Round], Round | None]:
    """Every round the person sees, and the one that the address names, else the newest."""
    rounds = returns_queries.list_rounds(seen_by=current_user)
    wanted = (request.args.get("template"), request.args.get("period"))
    named = [one for one in rounds if (one.template, one.period) == wanted]
    if any(wanted) and not named:
        abort(404)
    return rounds, next(iter(named or rounds), None)


@room.get("/safeguarding/returns")
@needs(Need.READ_RETURNS)
def list_returns() -> ResponseReturnValue:
    """Who has returned; for an agency's people their own returns and nothing else."""
    rounds, chosen = _round()
    framework = framework_called(chosen.template) if chosen else None
    lines = returns_queries.list_returns(framework, chosen.period, seen_by=current_user) if chosen and framework else []
    return render_template(
        "safeguarding/returns.html",
        rounds=rounds,
        chosen=chosen,
        framework=framework,
        lines=lines,
        tags=RETURN_TAGS,
        today=clock.today(),
        period_words=period_words,
        of_agencies=of_agencies,
        sees_all=current_user.may(Need.READ_SAFEGUARDING),
        may_keep=current_user.may(Need.KEEP_SAFEGUARDING),
    )


@room.get("/safeguarding/returns/heat-map")
@needs(Need.READ_SAFEGUARDING)
def heat_map() -> ResponseReturnValue:
    """Standards by agencies."""
    rounds, chosen = _round()
    if chosen is None:
        return redirect(url_for("returns.list_returns"))
    framework = framework_called(chosen.template)
    group = request.args.get("group") if request.args.get("group") in framework.groups else None
    show = request.args.get("show") if request.args.get("show") in heatmap.SHOWS else "all"
    found = heatmap.read_heat_map(framework, chosen.period, seen_by=current_user)
    return render_template(
        "safeguarding/heat_map.html",
        rounds=rounds,
        chosen=chosen,
        found=found,
        rows=found.rows(group=group, show=show or "all"),
        group=group,
        show=show,
        counts=found.counts(),
        period_words=period_words,
    )


@room.get("/safeguarding/returns/needs-work")
@needs(Need.READ_SAFEGUARDING)
def needs_work() -> ResponseReturnValue:
    """The board's table: agency, areas that need work, areas that excel."""
    rounds, chosen = _round()
    if chosen is None:
        return redirect(url_for("returns.list_returns"))
    found = heatmap.read_heat_map(framework_called(chosen.template), chosen.period, seen_by=current_user)
    return render_template(
        "safeguarding/needs_work.html", rounds=rounds, chosen=chosen, found=found, period_words=period_words
    )


@room.route("/safeguarding/returns/ask", methods=["GET", "POST"])
@needs(Need.KEEP_SAFEGUARDING)
def ask() -> ResponseReturnValue:
    """Ask agencies for their returns."""
    form = AskForm()
    agencies = queries.list_agencies(seen_by=current_user)
    form.agencies.choices = agency_choices(agencies)
    form.template.choices = [Choice(one.code, one.title) for one in list_frameworks()]

    def make() -> tuple[str, str]:
        made = returns.ask(
            organisation=own_council(me()),
            template=form.template.data,
            period=form.period.data,
            agencies=[agency for agency in agencies if agency.id in form.agencies.data],
            due_on=form.due_on.data,
            by=me(),
        )
        path = url_for("returns.list_returns", template=made[0].template_code, period=made[0].period)
        return path, f"{len(made)} returns asked for. Each agency now finds its own on its home page"

    if form.validate_on_submit() and (made := makes(form, make)):
        return made
    return render_template("safeguarding/ask.html", form=form)


@room.get("/safeguarding/returns/<int:return_id>")
@needs(Need.READ_RETURNS)
def show(return_id: int) -> ResponseReturnValue:
    """One agency's return: each standard with its rating, evidence and plan."""
    held = returns_queries.get_return(return_id, seen_by=current_user)
    framework = framework_called(held.template_code)
    unanswered = returns.count_unanswered(framework, held.answers)
    answered = sum(1 for answer in held.answers if answer.rating)
    return render_template(
        "safeguarding/return.html",
        held=held,
        framework=framework,
        groups=returns_queries.by_group(held, framework),
        period=period_words(held.period),
        tag_of=RETURN_TAGS[held.status],
        due=due("Return", held.due_on),
        answered=answered,
        counted=answered + unanswered,
        following=returns_queries.next_unanswered(held, framework),
        sees_all=current_user.may(Need.READ_SAFEGUARDING),
        may_write=rules.may_write(held, current_user),
        may_submit=rules.may_submit(held, current_user) and not unanswered,
        may_unlock=rules.may_unlock(held, current_user),
        may_raise=current_user.may(Need.RAISE_FINDINGS) and current_user.may(Need.READ_SAFEGUARDING),
        raised=returns_queries.list_raised([answer.id for answer in held.answers], seen_by=current_user),
        history=history(held),
    )


@room.route("/safeguarding/returns/<int:return_id>/standards/<int:answer_id>/write", methods=["GET", "POST"])
@needs(Need.WRITE_RETURNS)
def write(return_id: int, answer_id: int) -> ResponseReturnValue:
    """Answer a standard; for the agency's own people, or the board office for an agency that answered on paper."""
    held = returns_queries.get_return(return_id, seen_by=current_user)
    answer = returns_queries.get_answer(held, answer_id)
    if not rules.may_write(held, current_user):
        abort(404)
    framework = framework_called(held.template_code)
    form = WriteForm(data={**returns.held_in(answer)._asdict(), "version": answer.version})
    form.offer(framework)
    moved = False

    def change() -> None:
        given = returns.Given(form.rating.data, form.evidence.data, form.plan.data, form.due_on.data)
        returns.write(answer, given=given, by=me())

    if form.validate_on_submit():
        moved = is_moved(form, answer.version, record=held)
        if not moved and saves(form, change):
            return _after_writing(form, return_id, answer_id)
    page = render_template(
        "safeguarding/write.html",
        form=form,
        held=held,
        answer=answer,
        standard=framework.standards[answer.standard],
        framework=framework,
        before=returns_queries.find_answer_before(answer),
        period_words=period_words,
        moved=moved,
    )
    return page, 409 if moved else 200


def _after_writing(form: WriteForm, return_id: int, answer_id: int) -> ResponseReturnValue:
    """On to the next standard without an answer, or back to the return."""
    held = returns_queries.get_return(return_id, seen_by=current_user)
    framework = framework_called(held.template_code)
    short = framework.standards[returns_queries.get_answer(held, answer_id).standard].short
    following = returns_queries.next_unanswered(held, framework, after=answer_id)
    if form.save.data or following is None:
        whole = "" if following else ". Every standard is answered: you can submit the return"
        path = url_for("returns.show", return_id=return_id, _anchor=f"standard-{answer_id}" if form.save.data else None)
        return goes(path, f"{short} saved{whole}")
    return goes(url_for("returns.write", return_id=return_id, answer_id=following.id), f"{short} saved")


@room.route("/safeguarding/returns/<int:return_id>/submit", methods=["GET", "POST"])
@needs(Need.WRITE_RETURNS)
def submit(return_id: int) -> ResponseReturnValue:
    """Submit the return, which locks it."""
    held = returns_queries.get_return(return_id, seen_by=current_user)
    if not rules.may_submit(held, current_user):
        abort(404)
    framework = framework_called(held.template_code)
    form = SubmitReturnForm()
    if form.validate_on_submit() and saves(form, lambda: returns.submit(held, by=me())):
        return goes(url_for("returns.show", return_id=return_id), "Submitted. The board office reads it next")
    work = [answer for answer in held.answers if framework.needs_work(answer.rating)]
    return render_template(
        "safeguarding/submit.html",
        form=form,
        held=held,
        framework=framework,
        work=work,
        unanswered=returns.count_unanswered(framework, held.answers),
        period=period_words(held.period),
    )


@room.route("/safeguarding/returns/<int:return_id>/unlock", methods=["GET", "POST"])
@needs(Need.KEEP_SAFEGUARDING)
def unlock(return_id: int) -> ResponseReturnValue:
    """Open a submitted return for its agency again."""
    held = returns_queries.get_return(return_id, seen_by=current_user)
    form = UnlockForm()
    if form.validate_on_submit() and saves(form, lambda: returns.unlock(held, reason=form.reason.data, by=me())):
        return goes(url_for("returns.show", return_id=return_id), "Unlocked. The agency can change its answers again")
    return render_template("safeguarding/unlock.html", form=form, held=held, period=period_words(held.period))


@room.route("/safeguarding/returns/<int:return_id>/standards/<int:answer_id>/raise", methods=["GET", "POST"])
@needs(Need.RAISE_FINDINGS)
def raise_finding(return_id: int, answer_id: int) -> ResponseReturnValue:
    """Raise what a return says of a standard into the register."""
    held = returns_queries.get_return(return_id, seen_by=current_user)
    answer = returns_queries.get_answer(held, answer_id)
    framework = framework_called(held.template_code)
    standard = framework.standards[answer.standard]
    if not current_user.may(Need.READ_SAFEGUARDING) or answer.rating is None:
        abort(404)
    form = RaiseForm(
        data={"kind": returns.kind_for(framework, answer), "detail": answer.evidence, "theme": standard.short}
    )
    measures = queries.list_measures()
    form.measures.choices = measure_choices(measures)

    def make() -> tuple[str, str]:
        raised = returns.raise_from_return(answer, by=me(), **form.given(measures))
        banner = f"{raised.reference} raised. Add an action, or say why none is needed"
        return f"/findings/{raised.id}", banner

    if form.validate_on_submit() and (made := makes(form, make)):
        return made
    return render_template(
        "safeguarding/raise.html",
        form=form,
        said=standard.title,
        said_as=framework.steps[answer.standing or answer.rating].word,
        source=f"{held.agency.name}, {period_words(held.period)}",
        back=url_for("returns.show", return_id=return_id),
        raised=returns_queries.list_raised([answer.id], seen_by=current_user).get(answer.id, []),
    )
