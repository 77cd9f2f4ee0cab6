"""Planted words: what a restricted case says is in no file, page, list, count or line of anybody it does not name.

The file is opened for what it is: Word and Excel as the XML inside them, PDF as the text on its pages.
"""

import re
from datetime import date
from types import SimpleNamespace

import pytest

from casework import send
from casework.complaints import work_services
from casework.complaints.kinds import OmbudsmanOutcome, RemedyKind, Status
from casework.complaints.models import ComplaintAccess
from casework.complaints.records import (
    ComplaintAnswer,
    ComplaintJointBody,
    OmbudsmanCase,
    OmbudsmanRecommendation,
    Remedy,
)
from casework.complaints.work_kinds import LinkKind
from casework.complaints.work_records import ComplaintNote
from casework.extensions import db
from casework.findings.models import Severity
from casework.kit import clock
from casework.reports.queries import list_complaint_years
from casework.reports.services import make_report
from casework.trail import services as trail
from tests import make
from tests.complaints import make as room
from tests.complaints.browsing import browser_of, text_of
from tests.reports import reading
from tests.reports.formats import texts_of

PLANTED = (
    *("Quincewort", "Zaffrewort", "Umberfold", "Xylomarsh", "QX-77123", "Gorsewick", "Thistlegate", "Pomfritter"),
    *("Larkbane", "Mizzlethorpe", "Orlecote", "Drabbleton", "Fennimorrow", "Wexcombe", "Yarrowhythe", "ASC-2025-77777"),
)
STORIES = ("Pomfritter", "Larkbane", "Mizzlethorpe")  # no committee reads them while the case is restricted
IN_THREAD = ("Orlecote", "Drabbleton")
REPORTS = (
    ("complaints", {"year": "2025-26"}, ()),
    ("complaints-quarter", {"period": "2025-26 Q4"}, ()),
    ("thread", {"measure": "ascof-2011:1E"}, IN_THREAD),
    ("actions", {}, ("Drabbleton",)),
)
LINKED = re.compile(r'(?:href|action)="([^"#]+)"')


@pytest.fixture
def world(app, at):
    """A council with an open case of its own, and who asks: one manager will be named, nobody else."""
    at("2026-04-07 10:42")
    held = SimpleNamespace(named=make.person("complaints-manager", "analyst", name="Nadia Named"))
    held.others = {role: make.person(role) for role in ("complaints-officer", "director", "auditor")}
    held.measure = make.measure("1E")
    make.value(held.measure, 50)
    room.complaint(held.others["complaints-officer"], **ANSWERED, points=["upheld"])
    held.open = room.complaint(
        held.others["complaints-officer"], points=[None], next_on=date(2026, 4, 9), next_step="acknowledge"
    )
    return held


ANSWERED = {
    "received_on": date(2026, 2, 2), "responded_on": date(2026, 3, 2), "closed_on": date(2026, 3, 2),
    "acknowledged_on": date(2026, 2, 3), "status": Status.CLOSED, "outcome": "upheld",
}  # fmt: skip


def plant(held):
    """Two restricted cases that only one manager may know of: one answered, taught from and decided on, one open."""
    done = room.complaint(
        held.named, **ANSWERED, points=["upheld"], is_restricted=True, reference="ASC-2025-77777",
        summary="Quincewort", what_said="Zaffrewort", told_by_name="Umberfold", contact="Xylomarsh",
        adult_reference="QX-77123", wanted="Gorsewick",
    )  # fmt: skip
    point = done.points[0]
    point.title, point.found, point.because, point.injustice = "Fennimorrow", "Wexcombe", "Yarrowhythe", "Yarrowhythe"
    point.learning, point.is_wider = "Pomfritter", True
    done.notes.append(ComplaintNote(text="Thistlegate", written_at=clock.now()))
    done.joint_bodies.append(ComplaintJointBody(name="Fennimorrow trust", is_lead=False))
    done.remedies.append(Remedy(kind=RemedyKind.APOLOGY, what="Wexcombe"))
    done.ombudsman_cases.append(
        OmbudsmanCase(
            enquiry_on=date(2026, 3, 3), decided_on=date(2026, 3, 20), outcome=OmbudsmanOutcome.UPHELD, fault="Larkbane",
            recommendations=[OmbudsmanRecommendation(what="Mizzlethorpe", due_on=date(2026, 4, 8))],
        )
    )  # fmt: skip
    running = room.complaint(
        held.named, points=[None], is_restricted=True, status=Status.DRAFTED, summary="Quincewort",
        next_on=date(2026, 4, 7), next_step="acknowledge", acknowledged_on=date(2026, 4, 7),
    )  # fmt: skip
    running.answers.append(
        ComplaintAnswer(
            round=1, text="Thistlegate", is_telling_allowed=True, drafted_at=clock.now(), drafted_by_id=held.named.id
        )
    )
    for case in (done, running):
        case.access = [ComplaintAccess(person_id=held.named.id)]
        trail.hide(case)
    finding = make.finding(
        *(held.measure, ), title="Orlecote", is_restricted=True, complaint_point_id=point.id, entered_source=None,
        severity=Severity.HIGH, source_words="Complaint ASC-2025-77777",
    )  # fmt: skip
    action = make.action(held.named, finding, title="Drabbleton", measure_id=held.measure.id)
    for one in (finding, action):
        trail.hide(one)
    work_services.link(held.open, done, kind=LinkKind.SAME_PERSON, by=held.named)
    db.session.commit()
    return done


@pytest.mark.parametrize(("name", "asked", "told"), REPORTS, ids=[one[0] for one in REPORTS])
def test_no_format_of_a_report_has_them_or_counts_them_but_for_whoever_is_named(world, name, asked, told):
    director = world.others["director"]
    before = figures_of(name, director, asked)
    plant(world)
    assert figures_of(name, director, asked) == before, "it counts what is not there"
    assert figures_of(name, world.named, asked) != before, "the control: whoever is named reads other figures"
    for as_format, text in texts_of(name, seen_by=director, **asked).items():
        assert not [word for word in PLANTED if word in text], as_format
    if told:
        for as_format, text in texts_of(name, seen_by=world.named, **asked).items():
            assert all(word in text for word in told), as_format


def figures_of(name, person, asked):
    return make_report(name, as_format="json", seen_by=person, **asked)


def test_the_years_that_are_offered_begin_with_the_first_case_that_exists_for_the_reader(world):
    old = room.complaint(world.named, is_restricted=True, received_on=date(2009, 5, 1))
    old.access = [ComplaintAccess(person_id=world.named.id)]
    db.session.flush()
    council = world.named.organisation
    assert min(list_complaint_years(council, seen_by=world.others["director"])) == 2025
    assert min(list_complaint_years(council, seen_by=world.named)) == 2009


def test_the_same_words_stand_in_every_format_once_the_case_is_open(world):
    plant(world).is_restricted = False
    db.session.flush()
    for as_format, text in texts_of("complaints", seen_by=world.others["director"], year="2025-26").items():
        assert all(word in text for word in STORIES), as_format


def test_no_page_file_or_count_of_any_room_is_another_because_of_them(app, world):
    officer = world.others["complaints-officer"]
    before = pages_of(app, officer)
    plant(world)
    after = pages_of(app, officer)
    assert not [(path, word) for path, text in after.items() for word in PLANTED if word in text]
    assert [path for path in after if after[path] != before[path]] == []
    assert not [word for line in send.send().done for word in PLANTED if word in line], "nor any line of what is sent"
    named = pages_of(app, world.named, KNOWS)
    assert [path for path in KNOWS if named[path] == before[path]] == [], "the control: whoever is named reads them"
    told = {word for text in named.values() for word in PLANTED if word in text}
    assert {"Quincewort", "Orlecote", "Drabbleton", "ASC-2025-77777"} <= told


KNOWS = (
    *("/", "/complaints?list=sign", "/complaints?list=all", "/complaints/download?list=all", "/findings"),
    *("/findings/download", "/actions", "/reports/complaints/cases?year=2025-26&figure=received"),
)
MORE = (
    *(f"/complaints?list={one}" for one in ("acknowledge", "points", "sign", "late", "ombudsman", "all")),
    *("/complaints/download?list=all", "/complaints/download?list=sign", "/reports/complaints?year=2025-26"),
    "/reports/complaints/cases?year=2025-26&figure=received",
)
ROOMS = ("/complaints", "/compliments", "/findings", "/actions", "/reports", "/safeguarding", "/trail")
FORMS = ("add", "log", "start", "import", "raise", "plan", "ask", "take-in", "targets", "name", "save", "check")


def pages_of(app, person, paths=()):
    """The words of `paths`; of every page of ROOMS without a number in its address, and of MORE, where none are said."""
    browser, found = browser_of(app, person), {}
    rules = (rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments)
    plain = {one.rule for one in rules if one.rule.startswith(ROOMS) and not one.rule.endswith(FORMS)}
    for path in paths or sorted({"/", *plain, *MORE}):
        answer = browser.get(path)
        if answer.status_code != 200:
            continue
        if answer.mimetype.endswith("sheet"):
            found[path] = str(reading.xlsx_sheets(answer.data))
        else:
            found[path] = text_of(answer) + "".join(LINKED.findall(answer.get_data(as_text=True)))
    return found
