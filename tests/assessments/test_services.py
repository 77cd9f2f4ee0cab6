"""Templates are loaded once and never change; starting, moving and revising; every refusal and trail entry."""

import pytest
import yaml
from sqlalchemy.exc import IntegrityError

from casework.assessments import queries, services
from casework.assessments.models import Answer, Assessment, AssessmentStatus, AssessmentTemplate
from casework.extensions import db
from casework.kit.packs import PACKS, PackBroken, read_yaml
from casework.kit.rules import RuleBroken
from casework.trail.queries import list_history
from tests import make
from tests.assessments.make import answer, assessment, fill, template, write

FILE = PACKS / "templates" / "sector-led-2012.yaml"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / FILE.name).write_bytes(FILE.read_bytes())
    return tmp_path


def rewrite(folder, **changed):
    body = yaml.safe_load(FILE.read_text(encoding="utf-8")) | changed
    (folder / FILE.name).write_text(yaml.safe_dump(body, sort_keys=False), encoding="utf-8")


def test_loading_twice_changes_nothing(app, folder):
    assert services.load_templates(folder) == 1
    assert services.load_templates(folder) == 0
    loaded = db.session.query(AssessmentTemplate).one()
    assert (loaded.code, loaded.version) == ("sector-led-2012", 2)
    assert list_history(loaded)[0].words == 'loaded version 2 of the template "Sector-led self-assessment 2012/13"'


def test_a_comment_is_no_change_but_a_word_is(app, folder):
    services.load_templates(folder)
    (folder / FILE.name).write_text(
        "# a note for the next reader\n" + FILE.read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert services.load_templates(folder) == 0
    rewrite(folder, title="Another title")
    with pytest.raises(PackBroken, match="version 2 of sector-led-2012 is published and cannot change"):
        services.load_templates(folder)


def test_a_new_version_stands_beside_the_old(app, folder):
    services.load_templates(folder)
    rewrite(folder, version=3, changes=["2: first", "3: another title"], title="Another title")
    services.load_templates(folder)
    assert [queries.find_template("sector-led-2012", n).title for n in (2, 3)] == [
        read_yaml(FILE)["title"],
        "Another title",
    ]
    assert queries.find_template("sector-led-2012").version == 3


def test_a_broken_file_is_refused_with_each_line(app, folder):
    text = (
        FILE.read_text(encoding="utf-8")
        .replace("scale: four", "scale: five", 1)
        .replace("kind: declaration", "kind: oath")
    )
    (folder / FILE.name).write_text(text, encoding="utf-8")
    with pytest.raises(PackBroken) as refused:
        services.load_templates(folder)
    lines = str(refused.value).splitlines()
    assert len(lines) == 2
    assert all(line.startswith("sector-led-2012.yaml, line ") for line in lines)


def test_unknown_measures_are_refused_once_editions_are_loaded(app, folder):
    make.measure("1E")
    with pytest.raises(PackBroken, match='no edition has the measure "ascof-2011:1A"'):
        services.load_templates(folder)


def test_starting_lays_out_every_answer_once(app):
    director = make.person("director")
    started = assessment(director)
    assert [one.node_id for one in queries.list_answers(started)] == [node.id for node in template().outline.asked]
    assert (started.status, started.number, started.name) == (AssessmentStatus.DRAFT, 1, "Self-assessment 2012/13")
    assert list_history(started)[0].words == "started Self-assessment 2012/13 on version 2 of the form"
    with pytest.raises(RuleBroken, match="There is already a 2012/13 self-assessment on this template"):
        assessment(director)
    assert assessment(director, "2013-14").period == "2013-14"


def test_only_the_director_of_the_council_starts(app):
    for person in (make.person("contributor"), make.person("analyst"), make.person("auditor")):
        with pytest.raises(RuleBroken, match="Only the director"):
            assessment(person)
    director = make.person("director")
    with pytest.raises(RuleBroken, match="Only the director"):
        services.start(
            template=template(), organisation=make.organisation("E06000017", "Rutland"), period="2012-13", by=director
        )


def test_the_database_refuses_a_second_of_the_same_version(app):
    started = assessment(make.person("director"))
    same = {"organisation": started.organisation, "template": started.template, "template_code": started.template_code}
    db.session.add(Assessment(**same, period=started.period, number=1, started_at=started.started_at))
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.parametrize("rating", [0, 10])
def test_the_database_refuses_a_rating_off_every_scale(app, rating):
    started = assessment(make.person("director"))
    with pytest.raises(IntegrityError):
        db.session.query(Answer).filter_by(assessment_id=started.id).update({"rating": rating})


def test_moves_are_the_directors_and_are_told(app):
    director = make.person("director")
    started = assessment(director)
    services.move(started, verb="consult", by=director)
    services.move(started, verb="review", by=director)
    assert started.status is AssessmentStatus.SENIOR_REVIEW
    assert list_history(started)[0].changes == {"Status": ["consultation", "senior-review"]}
    services.move(started, verb="redraft", by=director)
    with pytest.raises(RuleBroken, match="somebody has moved the self-assessment on"):
        services.move(started, verb="redraft", by=director)
    with pytest.raises(RuleBroken, match="Only the director"):
        services.move(started, verb="consult", by=make.person("contributor"))


def test_revising_copies_everything_and_keeps_the_signed_version(app):
    director = make.person("director")
    started = fill(assessment(director), director)
    with pytest.raises(RuleBroken):
        services.revise(started, by=director)
    started.status = AssessmentStatus.SIGNED
    fresh = services.revise(started, by=director)
    assert (started.status, fresh.status, fresh.number) == (AssessmentStatus.REVISED, AssessmentStatus.DRAFT, 2)
    old, new = queries.list_answers(started), queries.list_answers(fresh)
    assert [(a.node_id, a.text, a.rating, a.fields) for a in old] == [
        (a.node_id, a.text, a.rating, a.fields) for a in new
    ]
    assert [one.carried_from_id for one in new] == [one.id for one in old]
    write(answer(fresh, "o1.practice"), director, "Another text", 4)
    assert answer(started, "o1.practice").text == "About o1.practice"
    with pytest.raises(RuleBroken):
        services.revise(started, by=director)
