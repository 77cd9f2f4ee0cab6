"""Records of other rooms that the reports tell of."""

from datetime import UTC, datetime

from casework.safeguarding.models import PartnerReturn, ReturnAnswer, ReturnStatus
from tests import make

NOW = datetime(2026, 4, 7, 9, 0, tzinfo=UTC)


def partner_return(agency, answers, *, org=None, period="2019-20", template="saaf-2019"):
    """A submitted return: {standard: rating}, or {standard: (rating, moderated)}."""
    held = make.saved(
        PartnerReturn(
            organisation_id=(org or make.organisation()).id,
            agency_id=agency.id,
            template_code=template,
            template_version=1,
            tool="SAAF",
            period=period,
            status=ReturnStatus.SUBMITTED,
            submitted_at=NOW,
            created_at=NOW,
        )
    )
    for standard, rating in answers.items():
        own, moderated = rating if isinstance(rating, tuple) else (rating, None)
        make.saved(
            ReturnAnswer(
                partner_return_id=held.id,
                standard=standard,
                rating=own,
                moderated_rating=moderated,
                moderated_reason="The board saw otherwise" if moderated else None,
            )
        )
    return held
