"""Asking once more before a typed figure is kept that looks odd, and keeping what looked odd with the answer."""

from collections.abc import Sequence
from hashlib import sha256

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.models import Organisation
from casework.extensions import db
from casework.kit.forms import Form, HiddenField, TextAreaField
from casework.measures import services
from casework.measures.models import Measure, Period


class SureForm(Form):
    """A form that asks once more before it keeps a figure that looks odd, and keeps what was typed meanwhile.

    `sure_of` travels with the question: a digest of what was odd, so that another doubt is another question.
    """

    sure_of = HiddenField()
    why_right = TextAreaField("Why is it right?", rows=2, hint="Kept as the answer to the data question")
    odd: Sequence[str] = ()

    def is_sure_of(self, odd: Sequence[str]) -> bool:
        """Whether nothing is odd, or the person was shown just this and pressed again; else the page asks."""
        seen = sha256("\n".join(odd).encode()).hexdigest()[:16]
        if not odd or self.sure_of.data == seen:
            return True
        self.odd = odd
        self.sure_of.data, self.sure_of.raw_data = seen, None
        return False


def keep(
    form: SureForm,
    done: str,
    *,
    measure: Measure,
    council: Organisation,
    period: Period | None,
    odd: Sequence[str],
    page: str = "measures.values",
) -> ResponseReturnValue:
    """Keep what was typed; what looked odd goes on the data questions page. Then to `page` of the measure."""
    why = form.why_right.data or None
    doubts = services.keep_doubts(measure, council, period=period, odd=odd, why=why, by=current_user) if odd else ""
    db.session.commit()
    flash(done, "success")
    if doubts:
        flash(doubts)
    return redirect(url_for(page, measure_id=measure.id))
