"""What the live cases of the demonstration say. Every person, case and sentence is invented."""

from dataclasses import dataclass

from casework.complaints.kinds import Channel, Ground, Outcome, Route, Teller
from casework.complaints.services import Standing

UP, PART, NOT = Outcome.UPHELD, Outcome.PARTLY_UPHELD, Outcome.NOT_UPHELD


@dataclass(frozen=True)
class Story:
    """A learning story of the 2019/20 report, told anew, on the case of the imported log with this summary."""

    summary: str
    point: str
    looked_at: str
    found: str
    because: str
    injustice: str
    learning: str


@dataclass(frozen=True)
class Live:
    """A case as it is logged `days_ago` working days before loading; `reach` is how far it is brought."""

    said: str
    summary: str
    name: str
    days_ago: int
    reach: str = "new"
    standing: Standing = Standing.COMPLAINT
    channel: Channel = Channel.PHONE
    told_by: Teller = Teller.FAMILY
    adult: str | None = None
    settled_how: str | None = None
    team: str = "HART"
    theme: str = "Home care"
    cause: str = "Communication"
    route: Route = Route.STATUTORY
    ground: Ground | None = None
    target: int = 20
    points: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    wanted: str | None = None
    update_in: int | None = None  # days from loading
    answered_ago: int = 0
    is_unsorted: bool = False


STORIES = {
    "J": Story(
        summary="Care home was slow to call for help after their mother fell.",
        point="The home was slow to call a doctor after a fall",
        looked_at="The home's log of the day, its emergency steps, the support plan",
        found="The doctor was called, but late; the log of the day has gaps and does not match the plan.",
        because="The home could not show that it followed its own emergency steps.",
        injustice="Pain that could have been shorter, and a family that no longer trusts the record",
        learning="Homes must be able to show that carers know the emergency steps and that daily notes are true.",
    ),
    "D": Story(
        summary="Family paid for their father's care believing the council would cover the cost.",
        point="Nobody said what the council would pay for",
        looked_at="Case notes of three months, the family's own letters",
        found="The worker spoke of care but not of its cost, and took a doctor's view of the care as given.",
        because="There is no note that costs were explained, and the family acted on what they heard.",
        injustice="Money spent that the council should have paid",
        learning="Say in writing what is paid for, by whom and from when, before care starts.",
    ),
    "H": Story(
        summary="Yearly review took away one of their mother's daily calls and gave no reason.",
        point="A daily call was taken away without a reason",
        looked_at="The review, the plan before and after, the reviewer's notes",
        found="Needs were the same before and after; no other way of meeting them was written down.",
        because="A call may go only when it is not needed, or the need is met in another way.",
        injustice="Missed help at midday, and a family that thought it was about saving money",
        learning="Each reduction needs a reason and the family's view on file before it starts.",
    ),
}

LIVE = (
    Live("The carer has not come yet and it is past eleven", "Carer late this morning", "Wren Ashby", 0,
         standing=Standing.NOT_SETTLED),
    Live("Nobody rang back about the key safe", "Call back about a key safe", "Noor Falk", 1,
         standing=Standing.SETTLED, settled_how="The team rang and the new code works"),
    Live("My mother's review was changed three times by email and once on the day", "Review moved four times",
         "Ivor Lund", 0, channel=Channel.EMAIL, is_unsorted=True),
    Live("The bill has two visits on it that never happened", "Bill for visits that did not happen", "Tess Marlow", 2,
         team="FINANCE TEAM", theme="Charging", cause="Record keeping", target=10, adult="DEMO-20003"),
    Live("We wrote twice about the stairlift and heard nothing", "No reply about a stairlift", "Abel Nordby", 5,
         channel=Channel.LETTER, team="OT TEAM", theme="Disabled facilities grants", cause="Delay", adult="DEMO-20004"),
    Live("The worker spoke to my son and not to me", "Worker spoke past the person", "Greta Voss", 4, "acknowledged",
         told_by=Teller.PERSON, team="ADULTS CSC", theme="Assessment and care plan: assessment", cause="Staff conduct"),
    Live("Calls come at any hour, notes are missing and the office does not ring back", "Calls at any hour",
         "Pim Oster", 7, "investigating", adult="DEMO-20006", target=40, update_in=2,
         wanted="Fixed times, and somebody who answers",
         points=("Calls come at other times than agreed", "Visit notes are missing", "The office does not ring back")),
    Live("The direct payment stopped without a letter and the helper had to go", "Direct payment stopped", "Mona Reik",
         15, "investigating", team="FINANCE TEAM", theme="Direct payments", cause="Decision making", target=10,
         points=("The payment stopped without notice", "Nobody said how to ask for it back"), outcomes=(UP,)),
    Live("A bruise that nobody can explain, and my letters are not answered", "Bruise not explained", "Odd Karlsen", 6,
         "held", theme="Safeguarding", cause="Quality of work", adult="DEMO-20008", update_in=0,
         points=("A bruise after the morning call", "Letters are not answered")),
    Live("The home moved him to another room while we were away", "Moved to another room", "Liv Sandoval", 12,
         "drafted", team="OA MELTON", theme="Residential care", cause="Communication", target=20,
         points=("Moved without asking",), outcomes=(UP,)),
    Live("The day centre changed its days and my job does not fit any more", "Day centre changed its days", "Uma Trask",
         9, "answered", channel=Channel.WEB, told_by=Teller.CARER, team="WAA MELTON", theme="Other", target=10,
         cause="Decision making", points=("Days changed without asking carers",), outcomes=(NOT,)),
    Live("They say the assessment was done by telephone and I was asleep", "Assessed by telephone", "Finn Aldous", 30,
         "in-review", told_by=Teller.PERSON, team="WAA NWL", theme="Assessment and care plan: assessment",
         cause="Quality of work", target=40, points=("Assessed by telephone", "Not told the outcome"),
         outcomes=(PART, NOT), answered_ago=6),
    Live("Two carers are needed and one comes", "One carer instead of two", "Bea Thorne", 18, "closed",
         adult="DEMO-20012", points=("One carer came where two were agreed",), outcomes=(UP,),
         cause="Quality of work", answered_ago=1),
    Live("Transport to the centre was cancelled for a week", "Transport cancelled", "Kit Varga", 45, "ombudsman",
         channel=Channel.EMAIL, theme="Transport", cause="Delay", team="WAA HARBOROUGH", target=40, answered_ago=10,
         points=("Transport was cancelled without another way",), outcomes=(NOT,)),
    Live("I want to stop this, the new time is fine", "Visit at another time", "Ana Brook", 8, "withdrawn",
         told_by=Teller.PERSON),
    Live("What a colleague of ours says about her father's care", "Care of a colleague's father", "Rue Castell", 3,
         "restricted", team="OA HINCKLEY", theme="Assessment and care plan: care planning", cause="Decision making"),
    Live("The council tax letter was rude", "Rude letter about council tax", "Jo Penhale", 3, "acknowledged",
         channel=Channel.EMAIL, told_by=Teller.PERSON, route=Route.CORPORATE, theme="Other", cause="Communication"),
)  # fmt: skip
