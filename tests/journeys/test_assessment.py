"""The year of a self-assessment: a contributor fills it in, the director signs, a challenger challenges, the next year
starts from it; and the file that was exported is what was signed."""

import json
import re

import pytest

pytestmark = pytest.mark.browser


def test_from_an_empty_answer_to_next_year(visit, server, tmp_path):
    writer = visit().sign_in("contributor")
    writer.follow(re.compile("^Keeping people safe"))
    page = writer.page
    for _ in range(6):
        if writer.heading == "Hand in this section":
            break
        page.get_by_label("Commentary").fill("Every concern is read on the day; 9 of 10 alerts were decided in time.")
        if page.get_by_role("group", name="Your suggested rating").get_by_role("radio", checked=True).count() == 0 or (
            page.get_by_label("Not rated yet").is_checked()
        ):
            page.get_by_role("radio", name=re.compile("^3 ")).check()
        writer.press("Save and go to next")
    page.get_by_label(re.compile("Note to the director")).fill("All three are written.")
    page.get_by_role("button", name=re.compile("^Hand in")).click()
    writer.look()
    assert "handed in" in writer.text.lower()

    director = visit().sign_in("director")
    page = director.page
    director.open("/assessments").follow(re.compile("^2012.13"))
    overview = page.url
    for name in unrated(director, overview):
        director.open(name)
        page.get_by_role("radio", name=re.compile("^3 ")).check()
        director.press("Save")
    director.open(f"{overview}/ready")
    assert "Nothing is missing" in director.text
    director.follow("Go on to sign")
    page.get_by_label("I have read this self-assessment").check()
    page.get_by_label("Your password").fill(server.account("director")["password"])
    director.press("Sign the self-assessment")
    assert "The copy below matches its seal" in director.text

    director.open(f"{overview}/challenge").follow("Open to a peer challenger")
    page.get_by_label("Mark Vale").check()
    director.press("Open the self-assessment")
    assert "Waiting for: the challenge team" in director.text

    challenger = visit().sign_in("challenger")
    team = challenger.page
    challenger.follow(re.compile("^Leicestershire 2012.13, open until"))
    challenger.follow(re.compile("^Keeping people safe: Working together"))
    team.get_by_role("radio", name=re.compile("^2 ")).check()
    team.get_by_label("Notes").fill("Nine in ten is good; we saw no sign that people were asked what they wanted.")
    challenger.press("Record a recommendation")
    team.get_by_label("What do you recommend?").fill("Ask every person what they want from the enquiry.")
    team.get_by_role("radio", name="Area for improvement").check()
    team.get_by_role("radio", name="High").check()
    challenger.press("Record the recommendation")
    challenger.open(team.url.split("/answers/")[0] + "/share")
    challenger.press("Share the notes")

    director.open(f"{overview}/challenge")
    assert "Moderated: 2" in director.text
    director.follow(re.compile("^Decide"))
    page.get_by_role("checkbox").first.check()
    page.get_by_role("radio", name="No action, because").check()
    page.get_by_label("Why is no action needed?").fill("It is asked since May and counted each month.")
    director.press("Save the decision")
    director.follow("Close the challenge")
    director.press("Close the challenge")
    assert "Closed on" in director.text
    team.reload()
    challenger.look()
    assert "This assessment closed to you on" in challenger.text

    number = overview.rsplit("/", 1)[1]
    made = tmp_path / "signed.json"
    assert server.command("report", "assessment", "--id", number, "-o", str(made)).returncode == 0
    verified = server.command("verify-assessment", str(made))
    assert (verified.returncode, "It is what Priya Shah" in verified.stdout) == (0, True)
    made.write_text(made.read_text().replace("9 of 10 alerts", "10 of 10 alerts"))
    assert json.loads(made.read_text())
    assert server.command("verify-assessment", str(made)).returncode == 1

    director.open("/assessments/start")
    page.get_by_role("radio", name=re.compile("Sector-led|[Ss]ector")).first.check()
    page.get_by_label("Period").select_option("2013-14")
    page.get_by_role("group", name="Start from").get_by_role("radio", name=re.compile("2012.13")).check()
    page.locator("main form button").first.click()
    director.look()
    assert "carried forward" in director.text


def unrated(director, overview):
    """The pages on which an area that is not rated yet is written, as "Are we ready?" links them."""
    director.open(f"{overview}/ready")
    heading = director.page.get_by_role("heading", name=re.compile("not rated"))
    if heading.count() == 0:
        return []
    links = heading.locator("xpath=following-sibling::ul[1]//a")
    return [f"{links.nth(place).get_attribute('href')}/write" for place in range(links.count())]
