"""Pages of a challenge team: what is open to me, the overview, one answer, share, ask, recommend.

Over means over: every page then says when it closed and nothing else; what somebody was still typing is given back.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import once
from casework.accounts.roles import Need
from casework.assessments.answer_forms import NOT_RATED
from casework.assessments.challenge import queries, rules, team_pages, team_services
from casework.assessments.challenge.forms import NO_RATING, AskForm, NoteForm, RecommendForm, ShareForm
from casework.assessments.challenge.team_services import NoteConflict
from casework.assessments.challenge_models import Challenge, ChallengeNote
from casework.assessments.models import Answer
from casework.assessments.outline import NodeKind
from casework.assessments.progress import count_words
from casework.assessments.routes import room
from casework.assessments.settle_routes import is_autosave
from casework.extensions import db
from casework.kit import clock, files
from casework.kit.doors import needs
from casework.kit.forms import Choice, Form
from casework.kit.queries import or_404
from casework.kit.rules import RuleBroken
from casework.kit.words import clock_time, plural

CHALLENGE = "/challenges/<int:challenge_id>"
ANSWER = f"{CHALLENGE}/answers/<int:answer_id>"
GONE = 410
TYPED = ("text",)  # fields in which a team types: what stood in them is given back


def while_open(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Hand the view its challenge, and its answer, while it is open to this person; afterwards say that it closed."""

    @wraps(view)
    def opened(challenge_id: int, answer_id: int | None = None, **more: int) -> ResponseReturnValue:
        challenge = queries.get_challenge(challenge_id, seen_by=current_user)
        if not rules.is_open(challenge, clock.today()):
            return _closed_page(challenge)
        if answer_id is None:
            return view(challenge)
        return view(challenge, queries.get_answer(challenge, answer_id), **more)

    return opened


def _closed_page(challenge: Challenge) -> ResponseReturnValue:
    typed = [request.form[name] for name in TYPED if request.form.get(name)] if request.method == "POST" else []
    words = rules.closed_words(challenge)
    return render_template("assessments/challenge/closed.html", words=words, typed=typed), GONE


@room.get("/challenges")
@needs(Need.CHALLENGE)
def list_challenges() -> ResponseReturnValue:
    """What is open to me, and what was."""
    today = clock.today()
    over = queries.list_closed_to(current_user, today=today)
    return render_template(
        "assessments/challenge/list.html",
        open_ones=queries.list_open_to(current_user, today=today),
        over=[(one, rules.closed_to_team_on(one)) for one in over],
    )


@room.get(CHALLENGE)
@needs(Need.CHALLENGE)
@while_open
def show_challenge(challenge: Challenge) -> ResponseReturnValue:
    """The overview: lines of enquiry first, then the areas."""
    return render_template("assessments/challenge/show.html", **team_pages.overview(challenge))


@room.route(ANSWER, methods=["GET", "POST"])
@needs(Need.CHALLENGE)
@while_open
def challenge_answer(challenge: Challenge, answer: Answer) -> ResponseReturnValue:
    """One answer as it was signed, and the team's rating and notes beside it. Answers JSON to the page's autosave."""
    note = queries.find_note(challenge, answer)
    form = _note_form(challenge, answer, note)
    if is_autosave() and note is not None and note.is_shared:
        return _not_saved("The council reads these notes, so they are saved with the button only")
    if form.validate_on_submit():
        try:
            if form.ask.data or form.recommend.data:
                _save_if_any(challenge, answer, form)
            else:
                _save(challenge, answer, form)
            db.session.commit()
        except NoteConflict as conflict:
            db.session.commit()  # both texts
            return _conflict_page(challenge, answer, form, conflict.note)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            return _saved(challenge, answer) if is_autosave() else _go_on(challenge, answer, form)
    if request.method == "POST" and is_autosave():
        return _not_saved(*(mistake.sentence for mistake in form.error_list))
    return _answer_page(challenge, answer, form)


def _saved(challenge: Challenge, answer: Answer) -> ResponseReturnValue:
    """What the page's script needs to go on: the version it now stands on, and words for its status line."""
    note = or_404(queries.find_note(challenge, answer))
    return jsonify(saved=clock_time(note.at), version=note.version, words=count_words(note.text))


def _not_saved(*sentences: str) -> ResponseReturnValue:
    return jsonify(saved=None, sentences=list(sentences)), 422


@room.get(f"{ANSWER}/files/<int:file_id>")
@needs(Need.CHALLENGE)
@while_open
def challenge_file(challenge: Challenge, answer: Answer, file_id: int) -> ResponseReturnValue:
    """A file of evidence that the signed answer rests on: those very bytes, and no other file of the council."""
    return files.download(or_404(team_pages.signed_files(challenge, answer).get(file_id)))


def _note_form(challenge: Challenge, answer: Answer, note: ChallengeNote | None) -> NoteForm:
    held = {"version": str(note.version if note else 0), "text": note.text if note else ""}
    form = NoteForm(data={**held, "rating": (note.rating if note else None) or NOT_RATED})
    scale = answer.assessment.template.outline.scale_of(answer.node)
    if answer.node.kind is NodeKind.RATING and scale is not None:
        form.rating.choices = [*(Choice(step.number, step.words, step.says) for step in scale.steps), NO_RATING]
    else:
        del form.rating
    council = challenge.assessment.organisation.name
    form.text.hint = (
        f"{council} reads what you save here, because you have shared it"
        if note and note.is_shared
        else "Only your team sees these until you share them"
    )
    return form


def _save(challenge: Challenge, answer: Answer, form: NoteForm) -> None:
    team_services.note(
        challenge,
        answer=answer,
        text=form.text.data,
        rating=form.given(),
        seen=form.seen(),
        by=current_user,
    )


def _save_if_any(challenge: Challenge, answer: Answer, form: NoteForm) -> None:
    """Before asking or recommending: save what was written, if anything was."""
    if form.text.data or form.given() is not None or form.seen().version:
        _save(challenge, answer, form)


def _go_on(challenge: Challenge, answer: Answer, form: NoteForm) -> ResponseReturnValue:
    page = url_for(".challenge_answer", challenge_id=challenge.id, answer_id=answer.id)
    if form.ask.data:
        return redirect(f"{page}/ask")
    if form.recommend.data:
        return redirect(f"{page}/recommend")
    flash(f"Saved: {answer.assessment.template.outline.name_of(answer.node)}", "success")
    if form.save_next.data:
        return redirect(team_pages.next_path(challenge, answer))
    return redirect(page)


def _conflict_page(challenge: Challenge, answer: Answer, form: NoteForm, held: ChallengeNote) -> ResponseReturnValue:
    """What the colleague saved stands above the form, and what was typed here still stands in it."""
    if is_autosave():
        who = "You" if held.by_id == current_user.id else held.by.name
        return jsonify(saved=None, conflict=True, sentences=[f"{who} saved these notes meanwhile"]), 409
    form.version.data, form.version.raw_data = str(held.version), None
    words = f"{held.by.name} saved these notes at {clock_time(held.at)}, while you were writing. Join both, then save"
    form.refuse(RuleBroken(words, "text"))
    return _answer_page(challenge, answer, form, theirs=held), 409


def _answer_page(challenge: Challenge, answer: Answer, form: NoteForm, theirs: ChallengeNote | None = None) -> str:
    note = theirs or queries.find_note(challenge, answer)
    context = team_pages.answer_page(challenge, answer, note)
    return render_template("assessments/challenge/answer.html", **context, form=form, theirs=theirs)


@room.route(f"{ANSWER}/ask", methods=["GET", "POST"])
@needs(Need.CHALLENGE)
@while_open
def ask_council(challenge: Challenge, answer: Answer) -> ResponseReturnValue:
    """Ask the council about this answer."""
    form = AskForm()
    done = _once(form, challenge, answer, "Asked. The answer will stand on this page", lambda: team_services.ask(
        challenge, answer=answer, text=form.text.data, by=current_user
    ))  # fmt: skip
    return done or _form_page(challenge, answer, form, "Ask a question", "Ask the question")


@room.route(f"{ANSWER}/recommend", methods=["GET", "POST"])
@needs(Need.CHALLENGE)
@while_open
def recommend(challenge: Challenge, answer: Answer) -> ResponseReturnValue:
    """Record a recommendation on this answer."""
    form = RecommendForm()
    done = _once(form, challenge, answer, "Recommendation recorded", lambda: team_services.recommend(
        challenge, answer=answer, text=form.text.data, kind=form.kind.data, priority=form.priority.data, by=current_user
    ))  # fmt: skip
    return done or _form_page(challenge, answer, form, "Record a recommendation", "Record the recommendation")


def _once(
    form: Form, challenge: Challenge, answer: Answer, banner: str, verb: Callable[[], Any]
) -> ResponseReturnValue | None:
    """Run the verb once for each form that was opened; None when the form was not sent or was refused."""
    if not form.validate_on_submit():
        return None
    key = form["form_key"].data
    if done := once.result_of(key, person=current_user):
        return redirect(done)
    path = url_for(".challenge_answer", challenge_id=challenge.id, answer_id=answer.id)
    try:
        verb()
        once.remember(key, person=current_user, path=path)
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return None
    flash(banner, "success")
    return redirect(path)


def _form_page(challenge: Challenge, answer: Answer, form: Form, heading: str, button: str) -> ResponseReturnValue:
    context = team_pages.answer_page(challenge, answer, None)
    return render_template("assessments/challenge/say.html", **context, form=form, heading=heading, button=button)


@room.route(f"{CHALLENGE}/share", methods=["GET", "POST"])
@needs(Need.CHALLENGE)
@while_open
def share(challenge: Challenge) -> ResponseReturnValue:
    """Let the council read notes and ratings."""
    notes = queries.list_notes(challenge, shared_only=False)
    held = {note.id: note for note in notes.values()}
    shown = team_pages.share_words(challenge, notes)
    form = ShareForm(notes=[number for number, _, _ in shown])
    form.notes.choices = [Choice(number, name, hint) for number, name, hint in shown]
    if form.validate_on_submit():
        chosen = [held[number] for number in form.notes.data]
        try:
            team_services.share(challenge, notes=chosen, by=current_user)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            flash(f"{plural(len(chosen), 'note')} shared with {challenge.assessment.organisation.name}", "success")
            return redirect(url_for(".show_challenge", challenge_id=challenge.id))
    return render_template("assessments/challenge/share.html", **team_pages.frame(challenge), form=form, shown=shown)
