"""Rules about accounts: what a password must be, when somebody has to wait, when a session has ended."""

from datetime import datetime, timedelta

from casework.kit.rules import RuleBroken

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200  # characters; the longest keeps a huge body away from the hash
TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS = 10, 100  # refused tries in WINDOW before somebody has to wait
WINDOW = timedelta(minutes=5)
UNUSED = timedelta(days=90)  # after this long an administrator is asked whether the account is still needed
COMMON = (
    "password", "passw0rd", "qwertyuiop", "letmein", "casework", "welcome", "council", "safeguarding",
    "123456", "abcdef", "leicestershire", "football", "iloveyou", "monkey", "dragon", "sunshine",
)  # fmt: skip


def check_password(password: str, *, email: str, name: str) -> None:
    """Refuse a password that is too short, too long, or mostly a common word, the address or the name."""
    if len(password) < SHORTEST_PASSWORD:
        raise RuleBroken(f"Password must be {SHORTEST_PASSWORD} characters or more", field="password")
    if len(password) > LONGEST_PASSWORD:
        raise RuleBroken(f"Password must be {LONGEST_PASSWORD} characters or less", field="password")
    rest = password.lower()
    for word in (*COMMON, email.split("@")[0].lower(), *name.lower().split()):
        if len(word) > 2:
            rest = rest.replace(word, "")
    if len(rest) < SHORTEST_PASSWORD // 2 or len(set(password)) < 5:
        raise RuleBroken("Password must not be a common word, your name or your email address", field="password")


def must_wait(*, account_refusals: int, address_refusals: int) -> bool:
    """Whether a try is refused before anything is hashed; counts are refused tries within WINDOW."""
    return account_refusals >= TRIES_PER_ACCOUNT or address_refusals >= TRIES_PER_ADDRESS


def has_ended(
    *, started_at: datetime, seen_at: datetime, now: datetime, idle_minutes: int, absolute_hours: int
) -> bool:
    """Whether a session is over: idle for too long, or open for too long however busy."""
    return now - seen_at > timedelta(minutes=idle_minutes) or now - started_at > timedelta(hours=absolute_hours)
