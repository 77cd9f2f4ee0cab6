"""From a phone call to learning that somebody else signs off: one complaint through the hands of four people."""

import re
from datetime import date, timedelta
from secrets import token_hex

import pytest

pytestmark = pytest.mark.browser

CALL = "Nobody came on Sunday evening, and nobody rang to say so."
LEARNING = "A missed call is found only when the family rings"
WHAT_IS_DONE = "Show every call that is 30 minutes late to the duty desk"


def test_from_a_phone_call_to_learning_that_somebody_else_signs_off(visit):
    officer = visit().sign_in("complaints-officer")
    case, reference = log(officer)
    sort(officer)
    acknowledge(officer)
    plan(officer)
    give_to(officer, case, "Joe Marsh")
    decide(visit().sign_in("investigator"), case)
    put_right(officer, case)
    manager, director = visit().sign_in("complaints-manager"), visit().sign_in("director")
    answer(officer, manager, director, case, reference)
    action, measure = learn(officer, case, owner="Sam Obi")
    carry_out(manager, action)
    sign_off(manager, director, action)
    read_thread(director, measure, action)


def log(officer):
    """The call, as it is told. The case's address and reference."""
    officer.follow("Complaints").follow("Log a concern or complaint")
    officer.page.get_by_label("What was said").fill(CALL)
    officer.page.get_by_label("Who told us?").fill(f"Wilhelmina {token_hex(3)}")
    pick(officer, "Who are they?", "Family or friend")
    pick(officer, "Is an adult at risk", "No")
    pick(officer, "How does it stand?", "It is a complaint")
    officer.press("Save")
    assert CALL in officer.text, "what was said stands beside the questions that follow"
    reference = re.search(r"ASC-\d{4}-\d{5}", officer.page.locator("body").inner_text()).group()
    return officer.page.url.removesuffix("/sort"), reference


def sort(officer):
    officer.page.get_by_label("Subject in a few words").fill("Sunday call missed")
    pick(officer, "Route", "Statutory complaint")
    pick(officer, "Whose right is it to complain?", "A carer, about their own support")
    officer.press("Sort the complaint")
    assert "Acknowledge" in officer.text


def acknowledge(officer):
    officer.follow("Acknowledge it")
    pick(officer, "How?", "Phone, and a written note to them")
    officer.press("Record the acknowledgement")
    assert "Acknowledged in less than 1 working day" in officer.text


def plan(officer):
    """Two points, and a date that they are told."""
    officer.follow("Write the response plan")
    officer.page.get_by_label("Points").fill("The call was missed\nNobody rang")
    officer.press("Save the plan")
    assert "Select how it was agreed" in officer.text, "a plan is agreed with them, or says that it was not"
    assert officer.page.get_by_label("Points").input_value() == "The call was missed\nNobody rang"
    pick(officer, "How was it agreed?", "Phone")
    officer.press("Save the plan")
    assert "Answer due" in officer.text


def give_to(officer, case, name):
    for number in (1, 2):
        officer.open(f"{case}/points/{number}/give")
        officer.page.get_by_label("Who decides it?").select_option(label=name)
        officer.press("Give the point")


def decide(investigator, case):
    """One point upheld with what should be learned, the other not; the second follows the first by itself."""
    investigator.open(case).follow(re.compile("^Decide"))
    page = investigator.page
    page.get_by_label("What I found").fill("No carer was sent, and the rota showed it at 7pm.")
    pick(investigator, "Finding", "Upheld")
    page.get_by_label("Because").fill("The rota shows that nobody was sent.")
    page.get_by_label("What did it do to them?").fill("No meal and no medicine until Monday.")
    page.get_by_label("What should be learned?").fill(LEARNING)
    investigator.press("Decide this point")
    assert page.url.endswith("/points/2/decide")
    pick(investigator, "Finding", "Not upheld")
    page.get_by_label("Because").fill("The phone record shows a call at 8pm.")
    investigator.press("Decide this point")


def put_right(officer, case):
    officer.open(f"{case}/remedies").follow("Add a remedy")
    pick(officer, "What?", "Apology")
    officer.page.get_by_label("For which point?").select_option(label="Point 1: The call was missed")
    fill_day(officer, "Due", date.today() + timedelta(days=14))
    officer.press("Add the remedy")
    assert "Apology" in officer.text


def answer(officer, manager, director, case, reference):
    """Written by the officer, read by the manager, signed by the director, sent: and the case is closed."""
    officer.open(f"{case}/answer")
    assert "We uphold this point. The rota shows that nobody was sent." in (
        officer.page.get_by_label("The letter").input_value()
    )
    officer.page.get_by_label("Consent allows each thing it tells").check()
    officer.page.get_by_label("If nobody did: why not?").fill("One short point")
    officer.press("Save the answer").open(f"{case}/check").press("It is right")
    assert "There is a problem" in officer.text, "whoever wrote it does not check it"
    manager.open(f"{case}/check").press("It is right")
    director.open(f"{case}/sign")
    director.page.get_by_label("I have read this answer").check()
    director.press("Sign the answer")
    officer.open(f"{case}/send")
    pick(officer, "How?", "Email")
    pick(officer, "Is this our final answer?", "Yes, close the case")
    officer.press("Send the answer")
    assert "The case is closed: partly upheld" in officer.text
    assert reference in officer.heading


def learn(officer, case, *, owner):
    """A finding from the upheld point, and an action for it. The action's address and the measure's."""
    officer.open(case).follow(re.compile("^Raise a finding"))
    page = officer.page
    assert page.get_by_label("What we found").input_value() == LEARNING
    page.get_by_label("Title").fill("Missed calls are found by families, not by us")
    measures = page.get_by_role("group", name="Which measures?").get_by_role("checkbox")
    measure = measures.first.get_attribute("value")
    measures.first.check()
    officer.press("Raise the finding")
    assert re.search(r"FND-\d+ raised from ASC-\d{4}-\d{5}", officer.text)
    page.get_by_label("What will be done").fill(WHAT_IS_DONE)
    page.get_by_label("What success looks like").fill("No missed call is first told to us by a family")
    page.get_by_role("group", name="Which measure should move?").get_by_role("radio").first.check()
    page.get_by_role("combobox", name="Owner").fill(owner)
    page.get_by_role("option", name=re.compile(owner)).first.click()
    fill_day(officer, "Due", date.today() + timedelta(days=60))
    officer.press("Add the action")
    assert re.search(r"ACT-\d+ proposed to its owner", officer.text)
    return page.url, f"/measures/{measure}"


def carry_out(owner, action):
    owner.open(action).follow(re.compile("^Agree")).press("Agree the action")
    owner.follow("Start").press("Start work")
    owner.follow("Submit as done")
    owner.page.get_by_label("What was done").fill("Late calls are on the duty desk's screen since Monday.")
    owner.page.get_by_label("What shows it").first.fill("Screen of the duty desk, four evenings")
    owner.press("Submit as done")
    assert "You cannot sign off your own action" in owner.text


def sign_off(owner, signer, action):
    """The owner may sign off other people's actions, and is refused this one."""
    owner.open(f"{action}/sign-off")
    assert "You own this action, so someone else must sign it off" in owner.text
    signer.open(action).follow("Sign off")
    signer.page.get_by_label("What did you check?").fill("Sat at the duty desk on two evenings and saw the list.")
    signer.page.get_by_role("radio", name="Reasonable").check()
    signer.press("Sign off")
    assert "Signed off" in signer.text


def read_thread(reader, measure, action):
    """The figure, what was learned and what was done stand on one page."""
    reader.open(measure)
    thread = reader.page.locator("main")
    row = thread.get_by_text("Missed calls are found by families, not by us").first
    assert row.is_visible()
    assert WHAT_IS_DONE in reader.text
    assert thread.locator(f'a[href="{re.sub("^https?://[^/]+", "", action)}"]').count() >= 1


def pick(visitor, group, answer):
    """Choose a radio by its question and its label."""
    visitor.page.get_by_role("group", name=group).get_by_label(answer).first.check()


def fill_day(visitor, group, day):
    box = visitor.page.get_by_role("group", name=group)
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        box.get_by_label(part).fill(str(number))
