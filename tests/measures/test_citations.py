"""What cites a measure, as each person may see it; quality statements and complaint themes that an analyst edits."""

import re
from datetime import date

import pytest

from casework.complaints import terms, themes
from casework.complaints.models import ComplaintAccess, ComplaintTerm
from casework.extensions import db
from casework.kit.packs import PACKS, PackBroken, read_yaml
from casework.measures import hooks, statements
from casework.measures.models import MeasureStatement, QualityStatement
from casework.measures.queries import find_measure
from casework.measures.statements_loading import load_statements
from casework.setup import STATEMENTS, load_packs
from casework.trail.models import TrailEntry
from tests import make
from tests.complaints import make as cases
from tests.measures import make as figures

FILE = STATEMENTS / "quality-statements.yaml"


@pytest.fixture
def council(app):
    load_packs()
    db.session.commit()
    return make.organisation(figures.LEICESTERSHIRE)


def cited(measure, person):
    return [(one.heading, one.words, one.status) for one in hooks.list_citations(measure.id, seen_by=person)]


def load():
    return load_statements(FILE, PACKS / "templates")


def test_nine_statements_in_the_words_of_the_template(council):
    held = statements.list_statements()
    assert [one.code for one in held] == [f"qs{number}" for number in range(1, 10)]
    asked = [node for node in read_yaml(PACKS / "templates" / "cqc-2024.yaml")["nodes"] if "statement" in node]
    assert [one.words for one in held] == [node["statement"] for node in asked]
    assert {one.code for one in held if one.note} == {
        f"qs{number}" for number, node in enumerate(asked, start=1) if not node.get("confirmed", True)
    }
    assert load() == 0
    of_users = find_measure("ascof-2011:3A")  # the same definition as ascof-2023:1D, which the form prints
    assert [one.code for one in statements.statements_of(of_users)] == ["qs1"]
    assert all(statements.count_measures().get(one.id) for one in held)


def test_what_an_analyst_changed_stays(council, client):
    analyst = client.sign_in(make.person("analyst", org=council))
    measure = find_measure("ascof-2023:1D")
    first, seventh = (one.id for one in statements.list_statements() if one.code in ("qs1", "qs7"))
    page = analyst.get(f"/measures/{measure.id}").get_data(as_text=True)
    assert f"/quality-statements/{first}" in page
    assert f"/quality-statements/{seventh}" not in page
    assert analyst.send(f"/measures/{measure.id}/connect", {"statements": [str(seventh)]}).status_code == 302
    assert [one.code for one in statements.statements_of(measure)] == ["qs7"]
    entry = db.session.query(TrailEntry).order_by(TrailEntry.id.desc()).first()
    assert entry.changes == {"Quality statements": ["Assessing needs", "Safeguarding"]}
    path = f"/quality-statements/{first}/change"
    statement = db.session.get(QualityStatement, first)
    words = {"theme": statement.theme, "title": "Assessing needs", "words": "Our words", "version": statement.version}
    assert analyst.send(path, words).status_code == 302
    late = analyst.send(path, {**words, "words": "Theirs"})
    assert late.status_code == 409
    assert "Theirs" in late.get_data(as_text=True)
    assert load() == 0
    assert db.session.get(QualityStatement, first).words == "Our words"
    assert [one.code for one in statements.statements_of(measure)] == ["qs7"]
    assert analyst.send(f"/measures/{measure.id}/connect", {"statements": ["999"]}).status_code == 200  # refused
    assert db.session.query(MeasureStatement).filter_by(measure_id=measure.id, is_removed=False).count() == 1


def test_the_pages_of_the_statements(council, client):
    reader = client.sign_in(make.person("director", org=council))
    assert "Working with people" in reader.get("/quality-statements").get_data(as_text=True)
    number = statements.list_statements()[6].id
    page = reader.get(f"/quality-statements/{number}").get_data(as_text=True)
    assert "People asked what they wanted to happen" in page
    assert "/change" not in page
    for path in (f"/quality-statements/{number}/change", f"/measures/{find_measure('ascof-2023:1D').id}/connect"):
        assert reader.get(path).status_code == 404
    assert reader.get("/quality-statements/99").status_code == 404


@pytest.mark.parametrize(("old", "new", "said"), [("qs9:", "qs10:", "asks no statement qs10"), (":4B", ":4X", "4X")])
def test_a_broken_list_of_links_is_refused(council, tmp_path, old, new, said):
    path = tmp_path / "quality-statements.yaml"
    path.write_text(FILE.read_text().replace(old, new))
    with pytest.raises(PackBroken, match=said):
        load_statements(path, PACKS / "templates")


def test_themes_stand_beside_measures_with_the_complaints_a_person_may_see(council, client, at):
    at("2020-08-21 10:00")
    measure = find_measure("ascof-2023:4A")
    theme = db.session.query(ComplaintTerm).filter_by(name="Safeguarding").one()
    officer, manager = make.person("complaints-officer", org=council), make.person("complaints-manager", org=council)
    for day, restricted in ((date(2020, 8, 3), False), (date(2018, 8, 3), False), (date(2020, 8, 4), True)):
        case = cases.complaint(officer, received_on=day, theme_id=theme.id, is_restricted=restricted)
        if restricted:
            case.access = [ComplaintAccess(person_id=officer.id)]
    db.session.commit()
    heading = themes.HEADING
    assert cited(measure, officer) == [(heading, "Safeguarding", "3 complaints, 2 in the last 12 months")]
    assert cited(measure, manager) == [(heading, "Safeguarding", "2 complaints, 1 in the last 12 months")]
    analyst = make.person("analyst", org=council)
    assert cited(measure, analyst) == [(heading, "Safeguarding", None)]
    (one,) = hooks.list_citations(measure.id, seen_by=manager)
    page = client.sign_in(manager).get(one.path).get_data(as_text=True)
    assert len(set(re.findall(r'href="/complaints/(\d+)"', page))) == 2
    browser = client.sign_in(analyst)
    path = f"/measures/{measure.id}/connect-themes"
    assert path in browser.get(f"/measures/{measure.id}").get_data(as_text=True)
    own = cases.term("theme", "Our own theme", council)
    assert browser.send(path, {"themes": [str(own.id)]}).status_code == 302
    assert cited(measure, analyst) == [(heading, "Our own theme", None)]
    assert themes.load_links(STATEMENTS / "complaint-themes.yaml") == 0
    assert [one.name for one in themes.themes_of(measure.id, council)] == ["Our own theme"]
    assert themes.themes_of(measure.id, make.organisation("E06000017", "Rutland")) == []
    assert client.sign_in(manager).get(path).status_code == 404


def test_shipped_themes_are_those_of_the_log(council):
    assert terms.load_shipped() == 0
    assert set(read_yaml(STATEMENTS / "complaint-themes.yaml")) <= {
        term.name for term in db.session.query(ComplaintTerm).filter_by(organisation_id=None)
    }


def test_actions_that_aim_at_a_measure_without_a_finding(council):
    measure = find_measure("ascof-2023:4A")
    director = make.person("director", org=council)
    owner = make.person("contributor", org=council)
    make.action(owner, measure_id=measure.id, title="Ask everybody", due_on=date(2026, 4, 7))
    make.action(owner, make.finding(measure, org=council), measure_id=measure.id, title="In the thread")
    hidden = make.finding(org=council, is_restricted=True)
    make.action(make.person("contributor", org=council), hidden, measure_id=measure.id, title="Not to be seen")
    found = [one for one in hooks.list_citations(measure.id, seen_by=director) if one.heading.startswith("Actions")]
    assert [(one.words.split(" ", 1)[1], one.status) for one in found] == [
        ("Ask everybody", "Agreed, due 7\xa0Apr\xa02026")
    ]
