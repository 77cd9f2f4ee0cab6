"""A signed self-assessment and its challenge for tests, made without the pages and without a trail entry an answer."""

from datetime import timedelta
from functools import cache

from casework.assessments import sign_services
from casework.assessments.challenge import council_services, queries, team_services
from casework.assessments.content import hash_of
from casework.assessments.models import Answer, Assessment, AssessmentStatus, AssessmentTemplate
from casework.assessments.rules import Seen
from casework.extensions import db
from casework.findings.models import FindingKind, Severity
from casework.kit import clock
from casework.kit.packs import PACKS, read_yaml
from tests import make

FORM = "sector-led-2012"


@cache
def _body():
    body = read_yaml(PACKS / "templates" / f"{FORM}.yaml")
    return body, hash_of(body)


def template():
    """The shipped form, read from its file once for the whole run."""
    held = db.session.query(AssessmentTemplate).filter_by(code=FORM).first()
    if held is None:
        body, checksum = _body()
        held = make.saved(
            AssessmentTemplate(
                code=FORM, version=body["version"], title=body["title"], checksum=checksum, changes=[], body=body,
                loaded_at=clock.now(),
            )
        )  # fmt: skip
    return held


def filled(by, period="2012-13", rating=3):
    """Everything that a signature needs, written by the director."""
    of = make.saved(
        Assessment(
            organisation=by.organisation, template=template(), template_code=FORM, period=period,
            status=AssessmentStatus.DRAFT, started_by_id=by.id, started_at=clock.now(),
        )
    )  # fmt: skip
    for node in of.template.outline.asked:
        of.answers.append(
            Answer(
                node_id=node.id, text=f"About {node.id}", rating=rating if node.kind == "rating" else None,
                fields={"lines": [{"title": "Pay", "reason": "We ask"}]} if node.id == "enquiry" else None,
                written_by=by, written_at=clock.now(),
            )
        )  # fmt: skip
    db.session.flush()
    return of


def signed(by, **given):
    """As above, with the director's signature under it."""
    of = filled(by, **given)
    seen_hash = sign_services.read_content(of).content_hash
    sign_services.sign(of, name=by.name, position="Director", seen_hash=seen_hash, by=by)
    return of


def opened(of, team, by, days=20):
    """Open it to the team for so many days."""
    return council_services.open_(of, team=team, closes_on=clock.today() + timedelta(days=days), by=by)


def at(of, node_id):
    """Its answer at this node."""
    return next(one for one in of.answers if one.node_id == node_id)


def noted(challenge, node_id, by, text="Too kind", rating=2):
    """The team's note on one answer, as it stands now or is made."""
    one = at(challenge.assessment, node_id)
    held = queries.find_note(challenge, one)
    return team_services.note(
        challenge, answer=one, text=text, rating=rating, seen=Seen(held.version if held else 0), by=by
    )


def recommended(challenge, node_id, by, text="Ask people who left"):
    """A recommendation on one answer."""
    return team_services.recommend(
        challenge, answer=at(challenge.assessment, node_id), text=text, kind=FindingKind.AREA_FOR_IMPROVEMENT,
        priority=Severity.HIGH, by=by,
    )  # fmt: skip
