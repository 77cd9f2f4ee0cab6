"""Plans and actions from files: what is taken in, what is refused with its row and column, and twice the same file."""

from datetime import date

import pytest

from casework.actions.importer import IMPORTERS
from casework.actions.models import Action, ActionStatus, Plan
from casework.actions.report import report_actions
from casework.config import ROOT
from casework.extensions import db
from casework.findings.models import Body, Finding, FindingStatus
from casework.kit.rules import RuleBroken
from casework.kit.tables import TableRefused
from casework.trail.models import TrailEntry
from tests import make
from tests.actions.make import sign, submitted

PLAN = ROOT / "casework" / "packs" / "demonstration" / "plan.csv"
PLAN_HEAD = "plan,priority,success_looks_like,deliverable,lead,agency,activity,timescale,due,measure"
HEAD = "reference,source,finding,action,success_measure,measure,lead,agency,due,status,note"


@pytest.fixture
def council(app):
    for code in ("conversion", "abuse-found", "msp-asked", "alerts"):
        make.measure(code, edition="safeguarding")
    return make.organisation()


def take(kind, path, council, **options):
    return IMPORTERS[kind](
        path, by=None, organisation=council, dry_run=False, add_terms=False, ignore_unknown=False, **options
    )


@pytest.fixture
def file(tmp_path):
    def write(*rows, head=HEAD):
        path = tmp_path / "rows.csv"
        path.write_text("\n".join([head, *rows]) + "\n")
        return path

    return write


def refused(kind, path, council):
    with pytest.raises(TableRefused) as caught:
        take(kind, path, council)
    assert db.session.query(Action).count() == db.session.query(Plan).count() == 0
    return [str(problem) for problem in caught.value.problems]


# --- plans ---


def test_the_boards_plan_is_taken_in_and_twice_changes_nothing(council):
    result = take("plan", PLAN, council)
    assert (result.new, result.changed, result.same) == (17, 0, 0)
    plan = db.session.query(Plan).one()
    assert len(plan.deliverables) == 11
    assert len({one.priority for one in plan.deliverables}) == 3
    action = db.session.query(Action).filter_by(due_on=date(2021, 1, 31)).one()
    assert (action.status, action.body, action.owner) == (ActionStatus.AGREED, Body.BOARD, None)
    assert (action.lead, action.timescale) == ("Business Office and LLR Performance Subgroup", "January 2021")
    assert action.measure.reference == "safeguarding:alerts"
    entries = db.session.query(TrailEntry).count()
    assert str(take("plan", PLAN, council)) == "0 new, 0 changed, 17 the same"
    assert db.session.query(TrailEntry).count() == entries


def test_the_page_of_a_plan_has_its_priorities_deliverables_and_status(council, client):
    take("plan", PLAN, council)
    plan = db.session.query(Plan).one()
    client.sign_in(make.person("board-chair"))
    page = client.get(f"/plans/{plan.id}").get_data(as_text=True)
    for words in (
        "1 Safeguarding Adults Spotlights",
        "What will success look like?",
        "Case Review Group Chair",
        "October 2020",
    ):
        assert words in page
    assert page.count("<h2") >= 3
    client.sign_in(make.person("board-member", org=make.organisation("police", "Police", kind="agency")))
    assert client.get(f"/plans/{plan.id}").status_code == 404
    client.sign_in(make.person("director", org=make.organisation("E06000017", "Rutland")))
    assert client.get(f"/plans/{plan.id}").status_code == 404


def test_a_board_member_sees_the_part_of_a_plan_that_is_their_agencys(council, client, file):
    police = make.organisation("police", "Police", kind="agency")
    rows = ["P,1,Good,D,Lead,police,Ours,Soon,,", "P,1,Good,D,Lead,E10000018,Theirs,Soon,,"]
    take("plan", file(*rows, head=PLAN_HEAD), council)
    client.sign_in(make.person("board-member", org=police))
    page = client.get(f"/plans/{db.session.query(Plan).one().id}").get_data(as_text=True)
    assert "Ours" in page
    assert "Theirs" not in page


def test_a_newer_plan_changes_what_it_says_otherwise_and_keeps_the_first_date(council, file):
    take("plan", file("P,1,Good,D,Lead,,Act,,2020-08-31,", head=PLAN_HEAD), council)
    result = take("plan", file("P,1,,D,Other lead,,Act,,2020-10-31,", "P,1,,D,,,New act,,,", head=PLAN_HEAD), council)
    assert (result.new, result.changed, result.same) == (1, 1, 0)
    action, new = db.session.query(Action).order_by(Action.id)
    assert (action.lead, action.due_on, action.original_due_on) == ("Other lead", date(2020, 10, 31), date(2020, 8, 31))
    assert (new.lead, new.timescale, new.success_looks_like) == ("To be confirmed",) * 3
    entry = db.session.query(TrailEntry).filter_by(event="action:changed").one()
    assert entry.changes == {"Lead": ["Lead", "Other lead"], "Due": ["2020-08-31", "2020-10-31"]}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("P,,x,D,L,,A,,,", 'rows.csv:row 2: column "priority": is blank'),
        ("P,1,x,D,L,nowhere,A,,,", 'rows.csv:row 2: column "agency": there is no organisation "nowhere"'),
        ("P,1,x,D,L,,A,,31/02/2024,", 'rows.csv:row 2: column "due": "31/02/2024" is not a date'),
        ("P,1,x,D,L,,A,,,nothing:1", 'rows.csv:row 2: column "measure": there is no measure "nothing:1"'),
    ],
)
def test_a_plan_with_a_bad_row_is_refused_whole(council, file, row, problem):
    found = refused("plan", file("P,1,x,D,L,,Good,,,", row, head=PLAN_HEAD).with_name("rows.csv"), council)
    assert found == [problem.replace("row 2", "row 3")]


def test_a_row_that_stands_twice_is_refused(council, file):
    found = refused("plan", file("P,1,x,D,L,,A,,,", "P,1,y,D,M,,A,,,", head=PLAN_HEAD), council)
    assert found == ['rows.csv:row 3: column "activity": stands in row 2 already']


# --- actions ---


def test_actions_are_taken_in_by_their_reference(council, file):
    make.measure("1E")
    held = make.finding(make.measure("1G"))
    owner = make.person("contributor", name="Olu Owner")
    result = take(
        "actions",
        file(
            f"ACT-0040,,{held.reference},Do this,Seen,ascof-2011:1G,{owner.email},,2026-06-30,in-progress,Tracker",
            "SC-1,Scrutiny March,People wait,Do that,,ascof-2011:1E,Head of Service,,2026-05-01,agreed,",
            "SC-2,Scrutiny March,People wait,And that,,,Head of Service,,,,",
            "SC-3,Scrutiny March,,Without a finding,,,,,,stopped,Overtaken by the law",
        ),
        council,
    )
    assert (result.new, result.changed) == (4, 0)
    first, second, third, fourth = db.session.query(Action).order_by(Action.id)
    assert (first.owner, first.finding, first.status, first.number) == (owner, held, ActionStatus.IN_PROGRESS, 40)
    assert held.status == FindingStatus.ACTION_AGREED
    assert second.finding == third.finding == db.session.query(Finding).filter_by(title="People wait").one()
    assert (third.status, third.timescale) == (ActionStatus.PROPOSED, "To be confirmed")
    assert (fourth.finding, fourth.source_words, fourth.stopped_reason) == (
        None,
        "Scrutiny March",
        "Overtaken by the law",
    )
    rows = report_actions(organisation=council, today=date(2026, 4, 7))["actions"]
    assert {row["source_reference"] for row in rows} == {"A test", "Scrutiny March"}


def test_new_references_count_on_after_imported_ones(council, file, at):
    at("2026-04-07 10:40")
    from tests.actions.test_services import proposed

    take("actions", file("ACT-0040,,,Do this,,,,,,,"), council)
    assert proposed(make.person("director")).reference in {"ACT-0041", "ACT-0042", "ACT-0043"}


def test_the_same_file_twice_changes_nothing_and_a_newer_one_what_it_says(council, file):
    make.measure("1E")
    rows = ["SC-1,Scrutiny,People wait,Do that,Seen,ascof-2011:1E,Lead,,2026-05-01,agreed,x"]
    take("actions", file(*rows), council)
    assert str(take("actions", file(*rows), council)) == "0 new, 0 changed, 1 the same"
    result = take("actions", file("SC-1,,,,,,,,2026-06-01,in-progress,"), council)
    assert (result.changed, db.session.query(Finding).count()) == (1, 1)
    action = db.session.query(Action).one()
    assert (action.status, action.due_on, action.lead) == (ActionStatus.IN_PROGRESS, date(2026, 6, 1), "Lead")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",,,Do,,,,,,,", 'column "reference": is blank'),
        ("X,,,,,,,,,,", 'column "action": is blank, and the action is new'),
        ("X,,FND-9999,Do,,,,,,,", 'column "finding": there is no finding "FND-9999"'),
        ("X,Committee,New words,Do,,,,,,,", 'column "measure": is blank: a finding needs a measure that should move'),
        ("X,,,Do,,,nobody@x.example,,,,", 'column "lead": "nobody@x.example" is no account that can own an action'),
        ("X,,,Do,,,,,,stopped,", 'column "note": is blank: say why the action is stopped'),
        ("X,,,Do,,,,,,finished,", 'column "status": "finished" is not one of proposed, agreed'),
        ("X,,,Do,,,,,,signed-off,", 'column "status": "signed-off" is for people to say'),
        ("X,,,Do,,,,nowhere,,,", 'column "agency": there is no organisation "nowhere"'),
    ],
)
def test_actions_with_a_bad_row_are_refused_whole(council, file, row, problem):
    found = refused("actions", file("GOOD,,,Do,,,,,,,", row), council)
    assert len(found) == 1
    assert f"rows.csv:row 3: {problem}" in found[0]


def test_a_file_cannot_touch_what_people_signed_off_or_another_council_has(council, file):
    owner, director = make.person("contributor"), make.person("director")
    action = submitted(owner)
    sign(action, director)
    away = make.action(make.person("contributor", org=make.organisation("E06000017", "Rutland")))
    assert (
        str(take("actions", file(f"{action.reference},,,,,,,,,signed-off,"), council)) == "0 new, 0 changed, 1 the same"
    )
    for row, problem in [
        (f"{action.reference},,,Other words,,,,,,,", "has ended, so a file cannot change it"),
        (f"{action.reference},,,,,,,,,agreed,", "this action is signed off, so a file cannot change its status"),
        (f"{away.reference},,,Other words,,,,,,,", "is taken. Give the action another reference"),
    ]:
        with pytest.raises(TableRefused, match=problem):
            take("actions", file(row), council)


@pytest.mark.parametrize(
    ("kind", "rows", "head"),
    [("plan", "P,1,x,D,L,,A,,,", PLAN_HEAD), ("actions", "X,S,W,Do,,ascof-2011:1E,,,,,", HEAD)],
)
def test_a_dry_run_reports_the_same_and_keeps_nothing(council, file, kind, rows, head):
    make.measure("1E")
    result = IMPORTERS[kind](
        file(rows, head=head), by=None, organisation=council, dry_run=True, add_terms=False, ignore_unknown=False
    )
    assert result.new == 1
    for table in (Action, Plan, Finding, TrailEntry):
        assert db.session.query(table).count() == 0


def test_a_file_needs_a_council(app, file):
    with pytest.raises(RuleBroken, match="Give --organisation"):
        take("actions", file(), None)
