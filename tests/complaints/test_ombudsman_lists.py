"""The ombudsman's yearly list against our log; and learning that came back after its action was signed off."""

from datetime import UTC, date, datetime

import pytest

from casework.actions.models import ActionStatus
from casework.complaints import ombudsman_lists, recurrence
from casework.complaints.import_ombudsman import import_ombudsman_list
from casework.complaints.kinds import OmbudsmanOutcome, Outcome, Status
from casework.complaints.models import ComplaintAccess
from casework.complaints.records import OmbudsmanCase
from casework.extensions import db
from casework.kit.tables import TableRefused
from tests import make
from tests.complaints import make as room
from tests.complaints.browsing import page_after, text_of

HEAD = "Reference,Category,Received date,Decision date,Decision\n"
ROWS = """19 004 123,Adult Care Services,02-Apr-2019,12-Mar-2020,Upheld
19-004-124,Adult care services,2019-05-01,2019-12-01,Closed after initial enquiries
19 004 125,Adult Care Services,01/06/2019,01/02/2020,Not upheld
19 009 999,Highways and transport,01/06/2019,01/02/2020,Upheld
"""


@pytest.fixture(autouse=True)
def _april(at):
    at("2026-04-07 10:42")


@pytest.fixture
def manager(app, client):
    person = make.person("complaints-manager")
    client.sign_in(person)
    return person


def enquiry(manager, reference, decided, outcome, **facts):
    case = room.complaint(
        manager, received_on=date(2019, 4, 2), status=Status.CLOSED, outcome=Outcome.UPHELD, closed_on=date(2019, 6, 1),
        responded_on=date(2019, 6, 1), **facts,
    )  # fmt: skip
    case.ombudsman_cases.append(
        OmbudsmanCase(
            their_reference=reference, enquiry_on=min(date(2019, 7, 1), decided), decided_on=decided, outcome=outcome
        )
    )
    db.session.flush()
    return case


def take(tmp_path, manager, text=HEAD + ROWS, **options):
    path = tmp_path / "list.csv"
    path.write_text(text)
    return import_ombudsman_list(path, by=manager, organisation=manager.organisation, period="2019-20", **options)


def test_every_case_is_matched_only_theirs_only_ours_or_differing(tmp_path, client, manager):
    same = enquiry(manager, "19004123", date(2020, 3, 12), OmbudsmanOutcome.UPHELD)
    other = enquiry(manager, "19 004 124", date(2019, 12, 1), OmbudsmanOutcome.UPHELD)
    ours = enquiry(manager, None, date(2020, 1, 5), OmbudsmanOutcome.INVALID)
    enquiry(manager, "18 000 001", date(2018, 5, 5), OmbudsmanOutcome.UPHELD)  # another year
    result = take(tmp_path, manager)
    assert (result.new, result.warnings) == (3, ("list.csv: 1 rows of other services were left out",))
    held = ombudsman_lists.list_lists(seen_by=manager)[0]
    compared = ombudsman_lists.compare(held, seen_by=manager)
    assert [pair.case for pair in compared.matched] == [same]
    assert [(pair.case, pair.differs) for pair in compared.differing] == [
        (other, ("decision: theirs Closed after enquiries, ours Upheld",))
    ]
    assert [row.their_reference for row in compared.theirs] == ["19 004 125"]
    assert [case for _, case in compared.ours] == [ours]
    assert str(take(tmp_path, manager)) == "0 new, 0 changed, 3 the same"

    row = compared.theirs[0]
    path = f"/complaints/ombudsman-lists/{held.id}/rows/{row.id}/match"
    assert "Select our case, or say why" in text_of(client.send(path, {}))
    page_after(client, client.send(path, {"enquiry": str(ours.ombudsman_cases[0].id)}))
    again = ombudsman_lists.compare(held, seen_by=manager)
    assert not again.theirs
    assert not again.ours
    assert "Matched and the same: 1. Differing: 2." in text_of(client.get(f"/complaints/ombudsman-lists/{held.id}"))


def test_a_restricted_match_looks_like_a_case_that_only_they_have(tmp_path, manager):
    secret = enquiry(
        make.person("complaints-officer"), "19 004 123", date(2020, 3, 12), OmbudsmanOutcome.UPHELD, is_restricted=True
    )
    take(tmp_path, manager)
    held = ombudsman_lists.list_lists(seen_by=manager)[0]
    assert len(ombudsman_lists.compare(held, seen_by=manager).theirs) == 3
    secret.access.append(ComplaintAccess(person_id=manager.id))
    db.session.flush()
    assert [pair.case for pair in ombudsman_lists.compare(held, seen_by=manager).matched] == [secret]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("19 004 126,Adult care,2019-05-01,2018-05-01,Upheld", "must be the same as or after the day it was received"),
        ("19 004 126,Adult care,2019-05-01,,Upheld", "A decision needs its day"),
        ("19 004 126,Adult care,2019-05-01,2019-06-01,Perhaps", "is not one of"),
        ("19-004-123,Adult care,2019-05-01,2019-06-01,Upheld", "stands in row 2 already"),
        ("12,Adult care,2019-05-01,2019-06-01,Upheld", "is not a reference of the ombudsman"),
        (",Adult care,2019-05-01,2019-06-01,Upheld", "is blank"),
    ],
)
def test_one_bad_row_and_nothing_is_kept(tmp_path, manager, row, sentence):
    with pytest.raises(TableRefused, match=sentence):
        take(tmp_path, manager, HEAD + ROWS + row + "\n")
    assert ombudsman_lists.list_lists(seen_by=manager) == []


def test_a_list_is_taken_in_on_a_page(client, manager):
    from io import BytesIO

    def upload(text):
        return client.send(
            "/complaints/ombudsman-lists/take-in",
            {"year": "2019-20", "file": (BytesIO(text.encode()), "list.csv")},
            content_type="multipart/form-data",
        )

    refused = upload(HEAD + "19 004 126,Adult care,2019-05-01,,Upheld\n")
    assert "Nothing was taken in: 1 problem" in text_of(refused)
    assert "3 new" in page_after(client, upload(HEAD + ROWS))


# --- it came back ---


def learned(manager, signed="2026-03-02", **facts):
    theme, team = room.term("theme", "Charging"), room.term("team", "HART")
    source = room.complaint(manager, points=["upheld"], theme=theme, team=team, received_on=date(2026, 1, 5), **facts)
    finding = make.finding(make.measure(), entered_source=None, complaint_point_id=source.points[0].id)
    action = make.action(
        make.person("contributor"), finding, status=ActionStatus.SIGNED_OFF, signed_off_by_id=manager.id,
        signed_off_at=datetime.fromisoformat(f"{signed}T09:00").replace(tzinfo=UTC),
    )  # fmt: skip
    return finding, action, theme, team


def test_the_same_theme_and_team_after_the_sign_off_is_said_on_finding_action_and_home(client, manager):
    finding, action, theme, team = learned(manager)
    assert recurrence.list_again(seen_by=manager) == []
    room.complaint(manager, theme=theme, team=team, received_on=date(2026, 3, 2))  # on the day itself
    room.complaint(manager, theme=theme, team=room.term("team", "DOLS"), received_on=date(2026, 3, 9))  # another team
    room.complaint(manager, theme=room.term("theme", "Delay"), team=team, received_on=date(2026, 3, 9))  # another theme
    assert recurrence.list_again(seen_by=manager) == []
    again = room.complaint(manager, theme=theme, team=team, received_on=date(2026, 3, 9))
    hidden = room.complaint(
        make.person("complaints-officer"), theme=theme, team=team, received_on=date(2026, 3, 9), is_restricted=True
    )
    found = recurrence.list_again(seen_by=manager)
    assert [(one.finding_id, one.cases, one.fault) for one in found] == [(finding.id, 1, 0)]
    sentence = f"It came back: 1 complaint with the same theme and the same team or provider since {action.reference}"
    for path in ("/", f"/findings/{finding.id}", f"/actions/{action.id}"):
        assert sentence in text_of(client.get(path)), path
    page = text_of(client.get(f"/complaints/came-back/{finding.id}"))
    assert again.reference in page
    assert hidden.reference not in page
    client.sign_in(make.person("contributor"))
    assert sentence not in text_of(client.get(f"/actions/{action.id}")), "nothing for who reads no complaints"
