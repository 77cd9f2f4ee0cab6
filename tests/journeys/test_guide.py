"""The first three steps of the guide, pressed word for word as it says; the other two are in test_thread.py."""

import re

import pytest

pytestmark = pytest.mark.browser


def test_a_newcomer_follows_the_guide(visit):
    director = visit().sign_in("director")
    director.follow("15 minutes through Casework")
    director.follow(re.compile(r"^Adults with a learning disability"))
    assert "Bottom" in director.text
    director.follow(re.compile(r"^FND-\d+"))
    director.follow(re.compile(r"^ACT-\d+"))
    assert "What was checked" in director.text

    director.open("/guide").follow("Self-assessments", exact=True)
    director.follow("2012/13", exact=True).press("Continue where you stopped")
    director.page.get_by_role("radio", name=re.compile("^2 ")).check()
    director.press("Raise a finding")
    director.page.get_by_role("radio", name="Area for improvement").check()
    director.page.get_by_label("Title").fill("Few people leave reablement needing nothing")
    director.page.get_by_role("checkbox").first.check()
    director.press("Raise the finding")
    assert re.match(r"Add an action to FND-\d+", director.heading)

    officer = visit(java_script_enabled=True, viewport={"width": 320, "height": 700}).sign_in("complaints-officer")
    officer.open("/guide").follow("Log a concern or complaint")
    officer.page.get_by_label("What was said").fill("The carer came late and there was no breakfast")
    officer.page.get_by_label("Family or friend").check()
    officer.page.get_by_label("No", exact=True).check()
    officer.page.get_by_label(re.compile("Not settled")).check()
    officer.press("Save")
    assert re.match(r"Concern CON-\d{4}-\d+", officer.heading)
    assert "Settle it by" in officer.text
    officer.follow("Casework", exact=True)
    officer.follow(re.compile(r"^Acknowledge ASC"))
    officer.page.get_by_role("radio", name=re.compile("^Phone")).check()
    officer.press("Record the acknowledgement")
    assert "By law, cannot pause" in officer.text
    assert officer.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing scrolls sideways"

    officer.open("/").press("Hide this about new people")
    assert "New here?" not in officer.text
