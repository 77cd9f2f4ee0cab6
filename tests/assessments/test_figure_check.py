"""Claims found in words: shares, changes, differences, points, and the slips that real papers hold."""

import pytest

from casework.assessments.figure_check import Kind, Verdict, check_text

RIGHT = [
    "The rate was 9.4% (116/1,238).",
    "In all 116 of 1,238 (9%) came back.",
    "11.2% of adults (163 out of 1,458) work.",
    "Milestones were met by 19 out of 21 metrics (90%).",
    "Of the 187 complaints resolved, 82 (44%) were upheld and 40 (21%) partly upheld.",
    "Out of 75 complaints, 30 (40%) were upheld and 15 (20%) partly upheld.",
    "Overall, out of the 75 complaints 30 (40%) were upheld.",
    "There were 298 alerts. Of these, 39 (13%) became enquiries.",
    "The team answered 78% of the 187 complaints (146) on time.",
    "In all, 44 per cent (82 of 187) were upheld.",
    "10 of 160 (6.3%) were late.",
    "There was a 12% increase in complaints (194 compared to 173).",
    "Provision rose from 39% to 51%, a rise of 12 percentage points.",
    "Satisfaction is 11.4%, up 1.1 percentage points from 10.3%.",
    "There were 13% fewer complaints this year (87) than last year (100).",
    "Referrals were 201, 11% fewer than the 226 of the year before.",
    "The list fell by 21 to 99, from 120 in 2018-19.",
    "Over half (54%) of them agreed, and almost three quarters (73%) would come again.",
    "One in eight (13%) of the alerts went further.",
    "The waiting list doubled from 15 to 29.",
    "Spending was £1.2 million of £4.8 million (25%).",
    "Numbers went up from 173 to 194 (12%).",
    "Complaints fell from 200 to 174, 13% fewer.",
    "Complaints fell from 200 to 174, 26 fewer than last year.",
    "Fires were rare: <1% (1/1,000).",
    "Fires were rare: 1 of 1,000 (<1%), and >99% (999/1,000) saw none.",
    "≥50% (500/1,000) and ~33% (331/1,000) of them agreed.",
]
WRONG = [
    ("The rate was 9.5% (116/1,238).", "9.4%"),
    ("In all 116 of 1,238 (10%) came back.", "9%"),
    ("Six of the nine complaints (66%) were upheld.", "67%"),
    ("10 of 160 (6.2%) were late.", "6.3%"),
    ("Of the 187 complaints resolved, 82 (48%) were upheld.", "44%"),
    ("Out of 75 complaints, 30 (41%) were upheld.", "40%"),
    ("There were 298 alerts. Of these, 39 (14%) became enquiries.", "13%"),
    ("The team answered 88% of the 187 complaints (146) on time.", "78%"),
    ("The team answered 146 out of 187 complaints within 20 working days, which is 68%.", "78%"),
    ("There was a 14% increase in complaints (194 compared to 173).", "12%"),
    ("There was a 12% reduction in complaints (194 compared to 173).", "12% higher"),
    ("Provision rose from 39% to 51%, a rise of 15 percentage points.", "12 percentage points"),
    ("Provision fell from 39% to 51%.", "a rise"),
    ("Satisfaction is 92% (up from 94%).", "a fall"),
    ("23% fewer people waited: 87 compared with 100 last year.", "13%"),
    ("We had 194 complaints, 31 more than the 173 of last year.", "21"),
    ("Over half (44%) of them agreed.", "Over 50%"),
    ("One in five (31%) of the alerts went further.", "20%"),
    ("Calls trebled from 50 to 99.", "1.98 times"),
    ("Complaints fell from 200 to 174, 23% fewer.", "13%"),
    ("Complaints fell from 200 to 174, 36 fewer overall.", "26"),
    ("Fires were rare: <1% (50/1,000).", "5%"),
]
NEVER_WRONG = [
    "The proportion rose from 39% to 51%, 9 percentage points higher than England.",
    "The table says <b>1%</b> (1 of 150), and ≤ 5% (60/1,000) is not far off.",
    "In 2019/20 (56%) fewer came; in 19/20 (13%) too.",
    "We visited 19 of 21 homes, 90% of them twice.",
    "The target was 90% (we met it in 19 of 22 months).",
    "Clubs grew (from 28 to 48 clubs), resulting in a 37.8% increase (or 11,013 meals) in the number of meals.",
    "Of the 12 agencies, 5 (42%) replied, against 9 of 11 (82%) last year and 4 (40%) the year before.",
    "A fall of 2.6% from 46.5% to 43.9%.",
    "Satisfaction fell by 2.5 percentage points from 46.5% to 43.9%.",
    "Over 25,000 hours were given, 11% higher than the previous year (23,100 hours).",
    "About 40% of homes (72 of 182) had an outbreak.",
    "Compliments fell by 17% from 120 to 99.",
    "The council paid £50,000 for training, with funding £4,000 higher than last year (£344,588).",
    "Between 10% and 15% (12 to 18 of 120) wait.",
    "Pay rose 3% from April to June, from 12 to 15 of the 40 teams.",
]


def found(text, verdict):
    return [claim for claim in check_text(text) if claim.verdict is verdict]


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_figure_is_found(text):
    assert found(text, Verdict.RIGHT), text
    assert not found(text, Verdict.WRONG), text


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_a_wrong_figure_is_found_and_the_right_one_told(text, expected):
    assert [claim.expected for claim in found(text, Verdict.WRONG)] == [expected]


@pytest.mark.parametrize("text", NEVER_WRONG)
def test_what_can_be_read_another_way_is_never_called_wrong(text):
    assert not found(text, Verdict.WRONG), text


@pytest.mark.parametrize("text", ["We took 600 fewer than last year.", "Loans show a rise of 136%.", "Late were 82 (44%).",
                                  "That is one for every 107 adults.", "It more than doubled to 44."])  # fmt: skip
def test_what_stands_alone_cannot_be_told(text):
    claims = check_text(text)
    assert [(claim.verdict, claim.expected) for claim in claims] == [(Verdict.UNKNOWN, None)]


def test_a_claim_says_where_it_stands_and_why():
    claim = check_text("Words\n\nMore words and\nthen 116 of 1,238 (10%).\n")[0]
    assert (claim.line, claim.kind, claim.text) == (4, Kind.SHARE, "116 of 1,238 (10%)")
    assert "9.37%" in claim.because
    assert list(claim.as_data())[:5] == ["text", "line", "kind", "verdict", "expected"]


# --- the traps of real papers, told anew ---

YEARS = """
| Alerts and enquiries | 2017/18 | 2018/19 | 2019/20 |
|---|---|---|---|
| Safeguarding alerts | 235 | 421 | 298 |
| Safeguarding enquiries | 861 | 1,203 | 875 |
"""
AREA = """
Eastshire

| Alerts and enquiries | 2018/19 | 2019/20 |
|---|---|---|
| Safeguarding alerts | 421 | 298 |
| Safeguarding enquiries | 59 | 39 |

We had 298 safeguarding alerts (120 fewer than last year), and one in eight (13%) went further.
The same holds for enquiries (14% of alerts).
"""


def test_a_reduction_that_the_table_of_the_same_paper_does_not_bear_out():
    text = f"There were 876 safeguarding enquiries during 2019/20; a 42% reduction from the previous year.\n{YEARS}"
    wrong = {(claim.kind, claim.expected) for claim in found(text, Verdict.WRONG)}
    assert wrong == {(Kind.CHANGE, "27%"), (Kind.AGREEMENT, "875")}


def test_a_reduction_that_the_table_bears_out_is_right():
    text = f"There were 875 safeguarding enquiries during 2019/20; a 27% reduction from the previous year.\n{YEARS}"
    assert not found(text, Verdict.WRONG)
    assert {claim.kind for claim in found(text, Verdict.RIGHT)} == {Kind.CHANGE, Kind.AGREEMENT}


@pytest.mark.parametrize(("said", "verdict"), [("19 out of 21", "wrong"), ("20 out of 22", "right")])
def test_milestones_are_counted_in_the_table(said, verdict):
    rows = "\n".join(f"| M{number} | {'No' if number < 2 else 'Yes (milestone 5%)'} |" for number in range(22))
    text = f"In 2019/20 nearly all metrics met the milestone, {said} in all.\n\n| Measure | 2019/20 Milestone Met? |\n|---|---|\n{rows}"
    tallies = [claim for claim in check_text(text) if claim.kind is Kind.TALLY]
    assert [claim.verdict for claim in tallies] == [verdict]
    assert verdict == "right" or tallies[0].expected == "20 of 22 (91%)"


def test_two_shares_of_the_same_pair_that_differ():
    assert [(claim.text, claim.expected) for claim in found(AREA, Verdict.WRONG)] == [
        ("The same holds for enquiries (14% of alerts)", "13%")
    ]
    assert "120 fewer than last year" in {claim.text for claim in found(AREA, Verdict.RIGHT)}


@pytest.mark.parametrize(
    "text",
    [
        "The operating budget for both counties is £358,500.\n\nFunding for both counties in 2020/21 has an operating budget £4,000 "
        "higher than in 2019/20 (£344,588).",
        "The pooled budget is £358,500. That is £4,000 higher than last year's £344,588.",
        "The budget was £358,500 in 2020/21, £4,000 higher than in 2019/20 (£344,588).",
    ],
)
def test_a_difference_of_pounds_is_taken_again(text):
    assert [claim.expected for claim in found(text, Verdict.WRONG)] == ["£13,912"]
    assert not found(text.replace("£4,000", "£14,000"), Verdict.WRONG)
    assert found(text.replace("£4,000", "£14,000"), Verdict.RIGHT)
