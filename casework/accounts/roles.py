"""Who may open what: roles, needs and the one table that joins them. Every permission of a page is stated here once."""

from collections.abc import Collection
from enum import StrEnum


class Role(StrEnum):
    """The roles of the contract; one account may have several."""

    DIRECTOR = "director"
    CONTRIBUTOR = "contributor"
    ANALYST = "analyst"
    COMPLAINTS_MANAGER = "complaints-manager"
    COMPLAINTS_OFFICER = "complaints-officer"
    INVESTIGATOR = "investigator"
    BOARD_CHAIR = "board-chair"
    BOARD_OFFICE = "board-office"
    BOARD_MEMBER = "board-member"
    CHALLENGER = "challenger"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def words(self) -> str:
        """As printed: "complaints manager"."""
        return self.value.replace("-", " ")


R = Role
COMPLAINTS_TEAM = frozenset({R.COMPLAINTS_MANAGER, R.COMPLAINTS_OFFICER})
BOARD = frozenset({R.BOARD_CHAIR, R.BOARD_OFFICE, R.BOARD_MEMBER})
EVERY_ROLE = frozenset(Role)


class Need(StrEnum):
    """What a page needs; every view declares exactly one."""

    ANYONE = "anyone"  # no sign-in: sign-in itself, help, accessibility
    SIGNED_IN = "signed in"  # any account: home, own account
    READ_MEASURES = "read measures"
    KEEP_MEASURES = "keep measures"
    READ_FINDINGS = "read findings"
    RAISE_FINDINGS = "raise findings"
    READ_ACTIONS = "read actions"
    PROPOSE_ACTIONS = "propose actions"
    OWN_ACTIONS = "own actions"  # update, add evidence, submit; whether it is yours is checked on the action
    SIGN_OFF_ACTIONS = "sign off actions"  # whether you may sign this one is checked on the action
    READ_ASSESSMENTS = "read assessments"
    WRITE_ASSESSMENTS = "write assessments"
    SIGN_ASSESSMENTS = "sign assessments"
    KEEP_TEMPLATES = "keep templates"
    CHALLENGE = "challenge assessments of another council"  # which ones is checked on the assessment
    READ_COMPLAINTS = "read complaints"
    LOG_COMPLAINTS = "log complaints"
    DECIDE_POINTS = "decide points"
    MANAGE_COMPLAINTS = "manage complaints"
    SIGN_ANSWERS = "sign answers"  # by role; who signs as a deputy is checked on the day
    BREAK_GLASS = "break glass"  # open a restricted case for a reason; its people are told
    READ_HANDOVERS = "read hand-overs"  # what complaints passed to safeguarding
    READ_SAFEGUARDING = "read safeguarding"
    KEEP_SAFEGUARDING = "keep safeguarding"
    READ_RETURNS = "read partner returns"
    WRITE_RETURNS = "write partner returns"
    READ_REPORTS = "read reports"
    READ_TRAIL = "read the trail"
    KEEP_ACCOUNTS = "keep accounts"


ADMITS: dict[Need, frozenset[Role]] = {
    Need.READ_MEASURES: EVERY_ROLE - {R.ADMINISTRATOR, R.CHALLENGER, R.INVESTIGATOR},
    Need.KEEP_MEASURES: frozenset({R.ANALYST}),
    Need.READ_FINDINGS: EVERY_ROLE - {R.ADMINISTRATOR, R.CHALLENGER, R.INVESTIGATOR, R.BOARD_MEMBER},
    Need.RAISE_FINDINGS: frozenset({R.DIRECTOR, R.CONTRIBUTOR, R.ANALYST, R.BOARD_OFFICE, R.BOARD_CHAIR})
    | COMPLAINTS_TEAM,
    Need.READ_ACTIONS: EVERY_ROLE - {R.ADMINISTRATOR, R.CHALLENGER},
    Need.PROPOSE_ACTIONS: frozenset({R.DIRECTOR, R.CONTRIBUTOR, R.ANALYST, R.BOARD_OFFICE, R.BOARD_CHAIR})
    | COMPLAINTS_TEAM,
    Need.OWN_ACTIONS: EVERY_ROLE - {R.ADMINISTRATOR, R.CHALLENGER, R.AUDITOR},
    Need.SIGN_OFF_ACTIONS: frozenset({R.DIRECTOR, R.BOARD_CHAIR, R.COMPLAINTS_MANAGER}),
    Need.READ_ASSESSMENTS: frozenset({R.DIRECTOR, R.CONTRIBUTOR, R.ANALYST, R.AUDITOR}),
    Need.WRITE_ASSESSMENTS: frozenset({R.DIRECTOR, R.CONTRIBUTOR}),
    Need.SIGN_ASSESSMENTS: frozenset({R.DIRECTOR}),
    # The director answers for what is asked, the analyst knows measures and scales; who answers sets no questions.
    Need.KEEP_TEMPLATES: frozenset({R.DIRECTOR, R.ANALYST}),
    Need.CHALLENGE: frozenset({R.CHALLENGER}),
    Need.READ_COMPLAINTS: frozenset({R.DIRECTOR, R.INVESTIGATOR, R.AUDITOR}) | COMPLAINTS_TEAM,
    Need.LOG_COMPLAINTS: COMPLAINTS_TEAM,
    Need.DECIDE_POINTS: COMPLAINTS_TEAM | {R.INVESTIGATOR},
    Need.MANAGE_COMPLAINTS: frozenset({R.COMPLAINTS_MANAGER}),
    Need.SIGN_ANSWERS: frozenset({R.DIRECTOR, R.COMPLAINTS_MANAGER}),
    Need.BREAK_GLASS: frozenset({R.DIRECTOR}) | COMPLAINTS_TEAM,
    Need.READ_HANDOVERS: frozenset({R.DIRECTOR, R.BOARD_OFFICE}) | COMPLAINTS_TEAM,
    Need.READ_SAFEGUARDING: frozenset({R.DIRECTOR, R.BOARD_CHAIR, R.BOARD_OFFICE, R.AUDITOR}),
    Need.KEEP_SAFEGUARDING: frozenset({R.BOARD_OFFICE}),
    Need.READ_RETURNS: frozenset({R.DIRECTOR, R.AUDITOR}) | BOARD,
    Need.WRITE_RETURNS: frozenset({R.BOARD_MEMBER, R.BOARD_OFFICE}),
    Need.READ_REPORTS: EVERY_ROLE - {R.ADMINISTRATOR, R.CHALLENGER, R.INVESTIGATOR, R.BOARD_MEMBER, R.CONTRIBUTOR},
    Need.READ_TRAIL: frozenset({R.AUDITOR}),
    Need.KEEP_ACCOUNTS: frozenset({R.ADMINISTRATOR}),
}


def admits(need: Need, roles: Collection[Role]) -> bool:
    """Whether somebody signed in with `roles` may open a page that has `need`."""
    if need in (Need.ANYONE, Need.SIGNED_IN):
        return True
    return not ADMITS[need].isdisjoint(roles)


def who_may(need: Need) -> list[str]:
    """The words of the policy table: roles, or "anyone", or "signed in"."""
    if need in (Need.ANYONE, Need.SIGNED_IN):
        return [need.value]
    return sorted(role.value for role in ADMITS[need])
