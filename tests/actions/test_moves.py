"""The whole table of moves, written out by hand: status x move x who."""

import itertools

import pytest

from casework.accounts.roles import Role
from casework.actions import rules
from casework.actions.models import ActionStatus
from casework.actions.moves import MOVES, Verb, find_move
from casework.findings.models import Body
from casework.kit.rules import RuleBroken
from tests.actions.make import AGENCY, ORG, action_of, person_of

ENDS = """
              proposed    agreed       in-progress  submitted   returned    signed-off  reopened     stopped
agree         agreed      -            -            -           -           -           -            -
start         -           in-progress  -            -           -           -           in-progress  -
update        -           in-progress  in-progress  submitted   returned    -           reopened     -
add-evidence  -           agreed       in-progress  submitted   returned    -           reopened     -
redate        proposed    agreed       in-progress  -           returned    -           reopened     -
give          proposed    agreed       in-progress  -           returned    -           reopened     -
submit        -           submitted    submitted    -           submitted   -           submitted    -
return        -           -            -            returned    -           -           -            -
sign-off      -           -            -            signed-off  -           -           -            -
reopen        -           -            -            -           -           reopened    -            -
stop          stopped     stopped      stopped      stopped     stopped     -           stopped      -
judge-effect  -           -            -            -           -           signed-off  -            -
"""
# Who may make each move where the status allows it. "right": has the right to sign this action off; "keeper":
# proposes actions in the council. The owner stands in two columns: as the owner only, and with the right to sign.
WHO = """
              owner  owner-with-right  submitter-with-right  right  keeper  other
agree         yes    yes               yes                   yes    -       -
start         yes    yes               -                     -      -       -
update        yes    yes               -                     -      -       -
add-evidence  yes    yes               -                     -      -       -
redate        yes    yes               yes                   yes    -       -
give          -      yes               yes                   yes    yes     -
submit        yes    yes               -                     -      -       -
return        -      -                 -                     yes    -       -
sign-off      -      -                 -                     yes    -       -
reopen        -      -                 -                     yes    -       -
stop          -      -                 -                     yes    -       -
judge-effect  -      -                 -                     yes    -       -
"""
SIGNERS = """
                     council  complaints  board-here  board-elsewhere
director             yes      yes         yes         -
contributor          -        -           -           -
analyst              -        -           -           -
complaints-manager   -        yes         -           -
complaints-officer   -        -           -           -
investigator         -        -           -           -
board-chair          -        -           yes         yes
board-office         -        -           -           -
board-member         -        -           -           -
challenger           -        -           -           -
auditor              -        -           -           -
administrator        -        -           -           -
"""


def read(text):
    """{(row, column): word} of a table drawn in text."""
    heads, *rows = [line.split() for line in text.strip().splitlines()]
    return {(row[0], head): word for row in rows for head, word in zip(heads, row[1:], strict=True)}


ENDS, WHO, SIGNERS = read(ENDS), read(WHO), read(SIGNERS)
PEOPLE = {
    "owner": (("investigator",), 3),
    "owner-with-right": (("director",), 3),
    "submitter-with-right": (("director",), 4),
    "right": (("director",), 7),
    "keeper": (("analyst",), 7),
    "other": (("auditor",), 7),
}


def test_the_tables_are_whole():
    assert {row for row, _ in ENDS} == {verb.value for verb in Verb} == {row for row, _ in WHO}
    assert {column for _, column in ENDS} == {status.value for status in ActionStatus}
    assert {row for row, _ in SIGNERS} == {role.value for role in Role}
    assert sum(len(move.starts) for move in MOVES) == sum(word != "-" for word in ENDS.values())


@pytest.mark.parametrize(("verb", "status"), ENDS)
def test_where_a_move_leads(verb, status):
    move = find_move(Verb(verb), ActionStatus(status))
    word = ENDS[verb, status]
    assert (move.to or ActionStatus(status)).value == word if move else word == "-"


@pytest.mark.parametrize(
    ("verb", "who", "status"), [(verb, who, s.value) for (verb, who), s in itertools.product(WHO, ActionStatus)]
)
def test_every_status_and_move_and_person(verb, who, status):
    (role,), number = PEOPLE[who]
    person = person_of(role, number=number)
    action = action_of(status, owner=3, submitter=4)
    allowed = ENDS[verb, status] != "-" and WHO[verb, who] == "yes"
    assert rules.may(Verb(verb), action, person) == allowed
    assert (Verb(verb) in rules.list_moves(action, person)) == allowed
    if ENDS[verb, status] == "-":
        with pytest.raises(rules.Overtaken):
            rules.check_move(Verb(verb), action, person, today=None)
    elif not allowed:
        with pytest.raises(RuleBroken):
            rules.check_move(Verb(verb), action, person, today=None)
    else:
        assert rules.check_move(Verb(verb), action, person, today=None).verb == verb


@pytest.mark.parametrize(("role", "body"), SIGNERS)
def test_who_has_the_right_depends_on_the_source(role, body):
    kind, _, where = body.partition("-")
    action = action_of("submitted", body=Body(kind), agency=AGENCY if where == "elsewhere" else ORG)
    assert rules.may(Verb.SIGN_OFF, action, person_of(role)) == (SIGNERS[role, body] == "yes")
    assert not rules.may(Verb.SIGN_OFF, action, person_of(role, org=AGENCY)), "another council's action"


@pytest.mark.parametrize("verb", [verb for verb, who in WHO if who == "right" and WHO[verb, "owner-with-right"] == "-"])
def test_the_owner_is_told_that_someone_else_must_do_it(verb):
    status = next(status for row, status in ENDS if row == verb and ENDS[row, status] != "-")
    with pytest.raises(RuleBroken, match="You own this action, so someone else must "):
        rules.check_move(Verb(verb), action_of(status, owner=7), person_of("director"), today=None)
    with pytest.raises(RuleBroken, match="You submitted this action, so someone else must "):
        rules.check_move(Verb(verb), action_of(status, submitter=7), person_of("director"), today=None)


def test_who_may_sign_is_said_in_words():
    assert rules.signer_words(action_of("submitted", body=Body.BOARD)) == "the independent chair or the director"
    assert rules.signer_words(action_of("submitted", body=Body.BOARD, agency=AGENCY)) == "the independent chair"
    assert rules.signer_words(action_of("submitted", body=Body.COMPLAINTS)) == "the complaints manager or the director"
