"""Freezing a year: what is kept, what is corrected since, who sees which cases; paragraphs and their versions."""

from datetime import date

import pytest
from sqlalchemy import update

from casework.complaints import annual, frozen, terms
from casework.complaints.annual_members import figures_from, members_of
from casework.complaints.importer import import_complaints, import_compliments
from casework.complaints.kinds import Outcome, Route, Status
from casework.complaints.models import Complaint, ComplaintAccess
from casework.complaints.report_models import FrozenYear
from casework.extensions import db
from casework.kit.packs import PACKS
from casework.trail.models import TrailEntry
from tests import make
from tests.complaints import make as room

YEAR = "2019-20"
DEMO = PACKS / "demonstration"


@pytest.fixture
def manager(app, at):
    at("2026-04-07 10:42")
    return make.person("complaints-manager")


def resolved(**facts):
    given = {"received_on": date(2019, 6, 3), "closed_on": date(2019, 6, 12), "status": Status.CLOSED}
    return room.complaint(**{**given, "outcome": Outcome.UPHELD, **facts})


def test_counting_case_by_case_gives_the_figures_of_the_report(manager):
    council = manager.organisation
    terms.load_shipped()
    terms.load_own(DEMO / "terms.yaml", organisation=council)
    import_complaints(DEMO / "complaints.csv", by=None, organisation=council)
    import_compliments(DEMO / "compliments.csv", by=None, organisation=council)
    for start in (2018, 2019):
        counted = figures_from(members_of(start, council), start)
        published = annual.figures(f"{start}-{start - 1999}", council)
        assert {name: counted[name] for name in published} == published
    assert counted["previous"]["resolved"] == annual.figures("2018-19", council)["resolved"]
    assert counted["previous"]["causes"] == annual.figures("2018-19", council)["causes"]


def test_a_frozen_year_stays_and_later_changes_are_named(client, manager):
    council = manager.organisation
    kept, moved = resolved(), resolved(outcome=Outcome.NOT_UPHELD)
    frozen.freeze(council, YEAR, reason=None, by=manager)
    moved.outcome = Outcome.UPHELD
    late = resolved(received_on=date(2019, 5, 1))
    db.session.commit()
    held = frozen.find_frozen(council, YEAR)
    assert frozen.frozen_data(held, council, seen_by=manager)["received"] == 2
    found = {one.words: one for one in frozen.corrections(held, council, seen_by=manager)}
    assert (found["Complaints received"].then, found["Complaints received"].now) == (2, 3)
    assert found["Complaints received"].came == (late.reference,)
    assert found["Fault found"].came == tuple(sorted((moved.reference, late.reference)))
    assert found["Outcome: not upheld"].went == (moved.reference,)
    assert "Acknowledged within 3 working days" not in found

    client.sign_in(manager)
    page = client.get(f"/reports/complaints?year={YEAR}").get_data(as_text=True)
    assert "Frozen 7 April 2026, 10:42am by" in page
    assert held.seal in page
    assert 'figure=received&amp;frozen=yes">2</a>' in page
    cases = client.get(f"/reports/complaints/cases?year={YEAR}&figure=received&frozen=yes").get_data(as_text=True)
    assert kept.reference in cases
    assert late.reference not in cases
    now = client.get(f"/reports/complaints?year={YEAR}&figures=now").get_data(as_text=True)
    assert 'figure=received">3</a>' in now


def test_a_year_is_frozen_when_it_is_over_and_again_only_with_a_reason(client, manager):
    client.sign_in(manager)
    answer = client.send("/complaints/annual-reports/2026-27/freeze")
    assert "is not over yet" in answer.get_data(as_text=True)
    address = f"/complaints/annual-reports/{YEAR}/freeze"
    assert client.send(address).status_code == 302
    assert "Say why it is frozen again" in client.send(address).get_data(as_text=True)
    assert client.send(address, {"reason": "The trust told us of another case"}).status_code == 302
    assert [one.version for one in db.session.query(FrozenYear).order_by(FrozenYear.version)] == [1, 2]
    entries = db.session.query(TrailEntry).filter_by(event="report:frozen").all()
    assert all(one.seal in entry.words for one, entry in zip(db.session.query(FrozenYear), entries, strict=True))
    assert client.get("/complaints/annual-reports/soon/freeze").status_code == 404
    client.sign_in(make.person("complaints-officer"))
    assert client.get(address).status_code == 404


def test_a_frozen_report_that_was_changed_is_refused(client, manager):
    resolved()
    frozen.freeze(manager.organisation, YEAR, reason=None, by=manager)
    held = db.session.query(FrozenYear).one()
    db.session.execute(update(FrozenYear).values(content=held.content | {"texts": {"how-many": "Only one"}}))
    client.sign_in(manager)
    answer = client.get(f"/reports/complaints?year={YEAR}")
    assert answer.status_code == 400
    assert "is not as it was sealed" in answer.get_data(as_text=True)


def test_nobody_can_tell_from_a_frozen_year_that_a_restricted_case_exists(client, manager):
    hidden = resolved(is_restricted=True, reference="ASC-2019-77777", outcome=Outcome.NO_FINDING)
    resolved()
    council, other = manager.organisation, make.person("complaints-manager")
    hidden.access = [ComplaintAccess(person_id=manager.id)]
    frozen.freeze(council, YEAR, reason=None, by=manager)
    held = frozen.find_frozen(council, YEAR)
    assert frozen.frozen_data(held, council, seen_by=None)["received"] == 2
    assert frozen.frozen_data(held, council, seen_by=manager)["received"] == 2
    assert frozen.frozen_data(held, council, seen_by=other)["received"] == 1
    hidden.outcome = Outcome.UPHELD
    db.session.flush()
    assert frozen.corrections(held, council, seen_by=other) == []
    assert len(frozen.corrections(held, council, seen_by=manager)) == 3
    client.sign_in(other)
    for query in ("", "&publication=yes", "&figures=now", "&format=json", "&format=xlsx"):
        answer = client.get(f"/reports/complaints?year={YEAR}{query}")
        assert answer.status_code == 200
        assert b"ASC-2019-77777" not in answer.data


def test_a_paragraph_has_versions_and_stands_in_every_format(client, manager):
    client.sign_in(manager)
    address = f"/complaints/annual-reports/{YEAR}/parts/how-many/change"
    client.get(address)
    assert (
        client.send(address, {"text": "We helped 9,503 people.\n\nMore people know us.", "version": "0"}).status_code
        == 302
    )
    page = client.get(f"/reports/complaints?year={YEAR}").get_data(as_text=True)
    assert '<p class="govuk-body">More people know us.</p>' in page
    assert "version 1" in page
    answer = client.send(address, {"text": "Mine", "version": "0"})
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "changed this paragraph after you opened it" in text
    assert "Mine" in text
    assert "We helped 9,503 people." in text
    assert "as it stands already" in client.send(
        address, {"text": "We helped 9,503 people.\n\nMore people know us.", "version": "1"}
    ).get_data(as_text=True)
    frozen.freeze(manager.organisation, YEAR, reason=None, by=manager)
    client.send(address, {"text": "Later words", "version": "1"})
    page = client.get(f"/reports/complaints?year={YEAR}").get_data(as_text=True)
    assert "We helped 9,503 people." in page
    assert "Later words" not in page
    assert "Change this paragraph" not in page
    assert "Later words" in client.get(f"/reports/complaints?year={YEAR}&figures=now").get_data(as_text=True)
    assert client.get(f"/complaints/annual-reports/{YEAR}/parts/nothing/change").status_code == 404


def test_other_routes_and_grounds_are_counted_apart_and_open_their_cases(client, manager):
    day = date(2019, 6, 3)
    quick = room.complaint(
        *(None, manager.organisation), route=Route.CORPORATE, received_on=day, acknowledged_on=date(2019, 6, 10),
        responded_on=date(2019, 6, 24), closed_on=date(2019, 6, 24), status=Status.CLOSED, outcome=Outcome.UPHELD,
    )  # fmt: skip
    slow = room.complaint(
        *(None, manager.organisation), route=Route.CORPORATE, received_on=day, acknowledged_on=date(2019, 6, 11),
        responded_on=date(2019, 6, 26), closed_on=date(2019, 6, 26), status=Status.CLOSED, outcome=Outcome.NOT_UPHELD,
    )  # fmt: skip
    room.complaint(None, manager.organisation, route=Route.EXCLUDED, excluded_ground="8(1)(e)", received_on=day)
    data = frozen.more_data(2019, manager.organisation, seen_by=manager)
    assert data["corporate"] | {"outcomes": None} == {
        "received": 2, "acknowledged_in_5": 1, "resolved": 2, "answered_in_10": 1, "fault_found": 1, "outcomes": None,
    }  # fmt: skip
    assert data["excluded"]["8(1)(e)"] == 1
    client.sign_in(manager)
    page = client.get(f"/reports/complaints/cases?year={YEAR}&figure=corporate.answered_in_10").get_data(as_text=True)
    assert quick.reference in page
    assert slow.reference not in page
    assert db.session.query(Complaint).count() == 3
