"""The signature: the director's alone, under exactly what was read, sealed, and never quietly different afterwards."""

import json
from decimal import Decimal

import pytest

from casework.assessments import content
from casework.assessments.evidence_services import add_evidence
from casework.assessments.models import AssessmentStatus, EvidenceKind
from casework.assessments.sign_services import read_content, sign, verify
from casework.assessments.verify_json import judge_json
from casework.extensions import db
from casework.kit.rules import RuleBroken
from casework.trail.queries import list_history
from tests import make
from tests.assessments.make import answer, assessment, figures, fill, write


@pytest.fixture
def director(app):
    return make.person("director", name="Dee Cole")


@pytest.fixture
def ready(director):
    return fill(assessment(director), director)


def signed(of, by, seen_hash=None, **rest):
    return sign(
        of, name="Dee Cole", position="Director", seen_hash=seen_hash or read_content(of).content_hash, by=by, **rest
    )


def test_signing_freezes_and_seals(ready, director, at):
    at("2013-05-03 10:41")
    signature = signed(ready, director)
    assert ready.status is AssessmentStatus.SIGNED
    assert (signature.role, signature.name, signature.signed_by) == ("director", "Dee Cole", director)
    assert signature.declaration == "I have read this self-assessment and sign it on behalf of the Directorate"
    assert verify(signature) is None
    entry = list_history(ready)[0]
    assert entry.changes == {"Status": ["draft", "signed"], "Seal": [None, signature.seal]}
    db.session.commit()
    db.session.expire_all()
    assert verify(ready.signature) is None


@pytest.mark.parametrize("role", ["contributor", "analyst", "auditor", "administrator", "challenger", "board-chair"])
def test_nobody_else_signs(ready, role):
    with pytest.raises(RuleBroken, match="Only the director can sign"):
        signed(ready, make.person(role))
    assert ready.signature is None


def test_another_councils_director_does_not_sign(ready):
    elsewhere = make.person("director", org=make.organisation("E06000017", "Rutland"))
    with pytest.raises(RuleBroken, match="Only the director can sign"):
        signed(ready, elsewhere)


def test_unrated_is_not_signed(director):
    with pytest.raises(RuleBroken, match="12 are not rated"):
        signed(assessment(director), director)


def test_signing_twice_is_refused(ready, director):
    seen = read_content(ready).content_hash
    signed(ready, director)
    with pytest.raises(RuleBroken, match=r"Signed\. Revise it to make a new version"):
        signed(ready, director, seen)


def test_what_changed_after_reading_is_not_signed(director, at):
    at("2013-05-02 09:15")
    ready = fill(assessment(director), director)
    opened, seen = at("2013-05-03 10:40"), read_content(ready).content_hash
    at("2013-05-03 10:41")
    write(answer(ready, "o4.partnership"), director, "Another text", 4)
    with pytest.raises(RuleBroken) as refused:
        signed(ready, director, seen, seen_at=opened)
    assert refused.value.sentence == (
        "Answer 'Working together, partnership' changed at 10:41am. Read the change, then sign"
    )
    assert ready.status is AssessmentStatus.DRAFT


def test_evidence_and_figures_are_part_of_what_is_read(ready, director):
    figures()
    seen = read_content(ready).content_hash
    add_evidence(answer(ready, "o1.outcomes"), title="Survey", kind=EvidenceKind.PEOPLE, about="2013", by=director)
    with pytest.raises(RuleBroken, match="Evidence or a figure changed since you opened this page"):
        signed(ready, director, seen)
    seen = read_content(ready).content_hash
    from casework.measures.models import MeasureValue

    db.session.query(MeasureValue).filter_by(value=Decimal("18.9")).one().value = Decimal("19.9")
    db.session.flush()
    with pytest.raises(RuleBroken, match="Evidence or a figure changed"):
        signed(ready, director, seen)


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_an_absent_or_forged_hash_is_refused(ready, director, seen):
    with pytest.raises(RuleBroken):
        sign(ready, name="D", position="D", seen_hash=seen, by=director)


def test_the_frozen_copy_keeps_its_figures(ready, director):
    figures()
    signature = signed(ready, director)
    from casework.measures.models import MeasureValue

    db.session.query(MeasureValue).filter_by(value=Decimal("1.6")).one().value = Decimal("9.9")
    db.session.commit()
    rows = content.nodes_in(signature.frozen["content"])["o1.table"]["rows"]
    row = next(row for row in rows if row["ref"] == "1E")
    assert [figure["printed"] for figure in row["figures"]] == ["1.8%", "1.6%"]
    assert verify(signature) is None


def tamper_text(frozen):
    frozen["content"]["sections"][1]["nodes"][1]["text"] += "!"


def tamper_rating(frozen):
    frozen["content"]["sections"][1]["nodes"][1]["rating"] = 4


def tamper_name(frozen):
    frozen["signature"]["name"] = "Somebody Else"


def tamper_time(frozen):
    frozen["signature"]["signed_at"] = "2013-05-04T10:41:00+00:00"


def tamper_order(frozen):
    frozen["content"]["sections"].reverse()


def tamper_gone(frozen):
    del frozen["content"]


TAMPERED = [tamper_text, tamper_rating, tamper_name, tamper_time, tamper_order, tamper_gone]


@pytest.mark.parametrize("tamper", TAMPERED)
def test_a_tampered_frozen_copy_is_found(ready, director, tamper):
    signature = signed(ready, director)
    frozen = json.loads(json.dumps(signature.frozen))
    tamper(frozen)
    signature.frozen = frozen
    assert verify(signature) is not None


def test_an_exported_copy_verifies(ready, director):
    signature = signed(ready, director)
    copy = json.loads(json.dumps(signature.frozen))
    assert judge_json(copy).is_signed
    signature.name = "Somebody Else"
    assert verify(signature) is not None
    assert not judge_json(copy).is_signed
