"""What the machinery of accounts keeps for a while, and no longer: a step of `casework send`.

None of it is a record: typed forms nobody came back for, tries to sign in, keys of forms that were sent.
"""

from datetime import date, timedelta

from sqlalchemy import delete

from casework.accounts.kept import HOURS
from casework.accounts.models import KeptForm, SignInTry, UsedFormKey
from casework.extensions import db
from casework.kit import clock
from casework.kit.words import plural

KEPT_FOR = timedelta(hours=HOURS)  # no session lives longer, so nobody could be handed the form back
TRIES_FOR = timedelta(days=1)  # a wait lasts five minutes; that somebody was refused stays in the trail
KEYS_FOR = timedelta(days=7)  # a page that old is refused anyway


def tidy(_today: date) -> list[str]:
    """Remove what is past its time; says how many typed forms went, because those were somebody's words."""
    now = clock.now()
    old_forms = delete(KeptForm).where(KeptForm.kept_at < now - KEPT_FOR).returning(KeptForm.id)
    gone = len(db.session.scalars(old_forms).all())
    db.session.execute(delete(SignInTry).where(SignInTry.at < now - TRIES_FOR))
    db.session.execute(delete(UsedFormKey).where(UsedFormKey.used_at < now - KEYS_FOR))
    return (
        [f"{plural(gone, 'typed form')} that nobody came back for {'is' if gone == 1 else 'are'} gone"] if gone else []
    )
