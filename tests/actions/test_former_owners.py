"""Four eyes hold when an action changes hands: whoever worked on it never signs it off, whatever door they try."""

import pytest
from sqlalchemy.exc import IntegrityError

from casework.actions import home, lists, rules, services, signing
from casework.actions.import_actions import import_actions
from casework.actions.lists import View
from casework.actions.models import ActionStatus, Deliverable, Plan, SignOff
from casework.actions.moves import Verb
from casework.extensions import db
from casework.findings.models import Body
from casework.kit import clock
from casework.kit.rules import RuleBroken
from casework.kit.tables import TableRefused
from tests import make
from tests.actions.make import in_progress, people, sign, submitted, update


def refusal(what):
    return rf"You worked on this action until \d+ \w+ \d{{4}}, so someone else must {what}"


def handed_over(who, **rest):
    """The director worked on it, gave it to somebody else, and that person submitted it."""
    action = in_progress(who["director"], **rest)
    update(action, who["director"])
    services.give(action, owner=who["owner"], by=who["director"])
    services.submit(action, done_note="All done", no_evidence_reason="None to show", by=who["owner"])
    return action


def test_whoever_worked_on_it_before_makes_no_move_of_a_signer(app):
    who = people()
    action = handed_over(who)
    with pytest.raises(RuleBroken, match=refusal("sign it off")):
        sign(action, who["director"])
    with pytest.raises(RuleBroken, match=refusal("return it")):
        signing.return_(action, reason="x", by=who["director"])
    with pytest.raises(RuleBroken, match=refusal("stop it")):
        signing.stop(action, reason="x", by=who["director"])
    second = make.person("director", name="Una Webb")
    sign(action, second)
    with pytest.raises(RuleBroken, match=refusal("judge its effect")):
        rules.check_move(Verb.JUDGE_EFFECT, action, who["director"], today=clock.today())


def test_it_is_not_offered_to_them_on_home_in_the_list_or_on_the_page(client, app):
    who = people()
    action = handed_over(who)
    director, second = who["director"], make.person("director", name="Una Webb")
    for person, waits in ((director, 0), (second, 1)):
        counts = lists.count_views(seen_by=person, today=clock.today())
        assert counts[View.SIGN_OFF] == waits
        assert sum("Sign off" in line.text for line in home.list_for_home(person)) == waits
        page = client.sign_in(person).get(f"/actions/{action.id}").get_data(as_text=True)
        assert (f"/actions/{action.id}/sign-off" in page) == bool(waits)
        assert "Dee Cole until" in page
    refused = client.sign_in(director).get(f"/actions/{action.id}/sign-off").get_data(as_text=True)
    assert "You worked on this action until" in refused


def test_a_submitter_whose_action_came_back_and_went_to_another_does_not_sign(app):
    who = people()
    second = make.person("director", name="Una Webb")
    action = submitted(who["director"])
    signing.return_(action, reason="Not yet", by=second)
    services.give(action, owner=who["owner"], by=second)
    services.submit(action, done_note="Now", by=who["owner"])
    with pytest.raises(RuleBroken, match=refusal("sign it off")):
        sign(action, who["director"])
    signing.return_(action, reason="Again", by=second)
    services.give(action, owner=who["director"], by=second)
    services.give(action, owner=who["owner"], by=second)
    db.session.flush()
    assert [one.person.name for one in action.former_owners] == ["Dee Cole", "Olu Owner"]


@pytest.mark.parametrize("status", [ActionStatus.PROPOSED, ActionStatus.AGREED])
def test_whoever_passed_it_on_before_any_work_may_sign(app, status):
    who = people()
    action = make.action(who["director"], status=status)
    services.give(action, owner=who["owner"], by=who["director"])
    if status == ActionStatus.PROPOSED:
        services.agree(action, by=who["owner"])
    services.submit(action, done_note="All done", no_evidence_reason="None to show", by=who["owner"])
    assert sign(action, who["director"]).signed_by == who["director"]


def test_the_database_refuses_a_sign_off_by_whoever_worked_on_it(app):
    who = people()
    action = handed_over(who)
    good = sign(action, make.person("director"))
    db.session.commit()
    words = {
        column.key: getattr(good, column.key)
        for column in SignOff.__mapper__.column_attrs
        if column.key not in ("id", "round", "signed_by_id")
    }
    db.session.add(SignOff(**words, round=2, signed_by_id=who["director"].id))
    with pytest.raises(IntegrityError, match="whoever worked on an action"):
        db.session.flush()


# --- files ---


def take(tmp_path, action, head, row):
    path = tmp_path / "actions.csv"
    path.write_text(f"{head}\n{row}\n")
    return import_actions(path, by=None, organisation=action.organisation)


def refused(tmp_path, action, head, row):
    with pytest.raises(TableRefused) as caught:
        take(tmp_path, action, head, row)
    return str(caught.value.problems[0])


def test_a_file_that_gives_an_action_to_another_owner_leaves_no_way_round(app, tmp_path):
    who = people()
    action = in_progress(who["director"])
    take(tmp_path, action, "reference,lead", f"{action.reference},{who['owner'].email}")
    assert action.owner == who["owner"]
    services.submit(action, done_note="All done", no_evidence_reason="None", by=who["owner"])
    with pytest.raises(RuleBroken, match=refusal("sign it off")):
        sign(action, who["director"])


@pytest.mark.parametrize(
    ("column", "cell"), [("lead", "{email}"), ("action", "Something easier"), ("due", "2030-01-01")]
)
def test_a_file_cannot_change_what_waits_for_a_sign_off(app, tmp_path, column, cell):
    who = people()
    action = submitted(who["owner"])
    row = f"{action.reference},{cell.format(email=who['director'].email)}"
    problem = refused(tmp_path, action, f"reference,{column}", row)
    assert f"{action.reference} waits for a sign-off, so a file cannot change it" in problem


def test_a_file_cannot_put_an_action_of_a_plan_under_a_finding(app, tmp_path):
    who = people()
    plan = make.saved(Plan(organisation_id=who["owner"].organisation_id, title="Business plan"))
    part = make.saved(Deliverable(plan=plan, position=1, priority="One", success_looks_like="It shows", title="Do it"))
    action = in_progress(who["owner"], deliverable=part)
    finding = make.finding(make.measure())
    problem = refused(tmp_path, action, "reference,finding", f"{action.reference},{finding.reference}")
    assert 'column "finding"' in problem
    assert "belongs to a plan" in problem


# --- nobody else ---


def test_whoever_alone_could_sign_it_off_does_not_become_its_owner(client, app):
    who = people()
    director, finding = who["director"], make.finding(make.measure())
    given = {"title": "Do it", "success_looks_like": "It shows", "owner": director.id, "due_on": "2030-06-30"}
    given |= {"agency": director.organisation_id, "measure": finding.measure_links[0].measure_id, "form_key": "p"}
    client.sign_in(director)
    path = f"/findings/{finding.id}/actions/propose"
    sentence = "Only the director signs this off, and nobody else here is. Select another owner"
    assert sentence in client.send(path, given).get_data(as_text=True)
    action = make.action(who["owner"], finding)
    give = {"owner": director.id, "version": str(action.version)}
    assert sentence in client.send(f"/actions/{action.id}/give", give).get_data(as_text=True)
    second = make.person("director", name="Una Webb")
    assert client.send(f"/actions/{action.id}/give", give).status_code == 302
    assert client.send(path, given).status_code == 302
    second.is_disabled = True
    db.session.commit()
    assert sentence in client.send(path, {**given, "form_key": "q"}).get_data(as_text=True)


def test_the_only_chair_may_own_what_the_director_signs_too(client, app):
    who = people()
    finding = make.finding(make.measure(), body=Body.BOARD)
    action = make.action(who["owner"], finding, body=Body.BOARD)
    give = {"owner": who["board-chair"].id, "version": str(action.version)}
    assert client.sign_in(who["director"]).send(f"/actions/{action.id}/give", give).status_code == 302
