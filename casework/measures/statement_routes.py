"""Pages of the nine quality statements: the list, one with its measures, and what an analyst changes."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.roles import Need
from casework.extensions import db
from casework.kit.doors import needs
from casework.kit.forms import Choice
from casework.measures import hooks, listing, queries, statements
from casework.measures.register_forms import ConnectForm, StatementForm
from casework.measures.room import room
from casework.measures.saving import save


@room.get("/quality-statements")
@needs(Need.READ_MEASURES)
def quality_statements() -> ResponseReturnValue:
    """The statements by theme, with how many measures speak to each."""
    return render_template(
        "measures/quality_statements.html", statements=statements.list_statements(), counts=statements.count_measures()
    )


@room.get("/quality-statements/<int:statement_id>")
@needs(Need.READ_MEASURES)
def quality_statement(statement_id: int) -> ResponseReturnValue:
    """One statement with the newest figure of each measure that speaks to it."""
    statement = statements.get_statement(statement_id)
    council = queries.council_of(current_user)
    rows = listing.rows(statements.measures_of(statement), council, seen_by=current_user)
    return render_template(
        "measures/quality_statement.html",
        statement=statement,
        council=council,
        rows=rows,
        counts_threads=hooks.has_counters(),
    )


@room.route("/quality-statements/<int:statement_id>/change", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def change_statement(statement_id: int) -> ResponseReturnValue:
    """Change the words of a statement."""
    statement = statements.get_statement(statement_id)
    form = StatementForm(obj=statement)
    answer = save(form, statement, statements.change, "statement")
    if not answer:
        flash(f"Quality statement {statement.position} is changed", "success")
        return redirect(url_for("measures.quality_statement", statement_id=statement_id))
    return render_template("measures/change_statement.html", statement=statement, form=form), answer


@room.route("/measures/<int:measure_id>/connect", methods=["GET", "POST"])
@needs(Need.KEEP_MEASURES)
def connect(measure_id: int) -> ResponseReturnValue:
    """Say which quality statements a measure speaks to."""
    measure = queries.get_measure(measure_id, seen_by=current_user)
    held = [str(one.id) for one in statements.statements_of(measure)]
    form = ConnectForm(data={"statements": held})
    form.statements.choices = [Choice(str(one.id), one.title) for one in statements.list_statements()]
    if form.validate_on_submit():
        statements.connect(measure, [int(number) for number in form.statements.data], by=current_user)
        db.session.commit()
        flash(f"{measure.reference} is connected", "success")
        return redirect(url_for("measures.show", measure_id=measure_id))
    return render_template("measures/connect.html", measure=measure, form=form)
