"""Verbs of partner returns, the import of a file, and the report's figures against the published table."""

from datetime import date

import pytest

from casework.extensions import db
from casework.findings.models import FindingKind, Severity
from casework.kit.packs import PACKS
from casework.kit.rules import RuleBroken
from casework.kit.tables import TableRefused
from casework.safeguarding import returns
from casework.safeguarding.frameworks import framework_called
from casework.safeguarding.heatmap import partner_returns, read_heat_map
from casework.safeguarding.importer import IMPORTERS, import_partner_return
from casework.safeguarding.models import PartnerReturn, ReturnAnswer, ReturnStatus
from casework.trail.models import TrailEntry
from tests import make
from tests.packs.reading import DEMO, read_csv
from tests.safeguarding.make import TEMPLATE, agency, answer_of, partner_return

HEAD = "agency,standard,rating,evidence,plan,due\n"
# R88, written out by hand from the printed table: what needs work (a star: rated not effective) and what excels
R88 = {
    "Leicestershire Police": ("internal-procedures lps-plan six-principles", ""),
    "Leicestershire Fire and Rescue Service": ("", "partnership"),
    "East Leicestershire and Rutland and West Leicestershire Clinical Commissioning Groups": (
        "immediate-protection adult-involvement trilogy-of-risk provider-mca autism-awareness* self-neglect",
        "prevent-link",
    ),
    "Leicestershire": ("", ""),
    "Rutland": ("", ""),
    "District and borough councils (combined)": ("autism-awareness*", "partnership"),
    "Leicestershire and Rutland Public Health": ("prevent-link mca-guidance lps-plan*", ""),
    "Leicestershire Partnership NHS Trust": (
        "sat-inspections sat-leadership sat-training sat-policies sat-supervision sat-mca-practice sat-knowledge-audit",
        "",
    ),
    "University Hospitals of Leicester NHS Trust": ("sat-training", ""),
}


def last_entry():
    return db.session.query(TrailEntry).order_by(TrailEntry.id.desc()).first()


def entries():
    return db.session.query(TrailEntry).count()


def put(tmp_path, text, name="returns.csv"):
    path = tmp_path / name
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def bring(path, **rest):
    options = {"organisation": make.organisation(), "template": TEMPLATE, "period": "2019-20", "by": None, **rest}
    return import_partner_return(path, **options)


def everybody():
    """The organisations of the demonstration."""
    for row in read_csv(DEMO / "organisations.csv"):
        make.organisation(row["code"], row["name"], row["kind"])


# --- verbs ---


def test_asking_makes_an_empty_return_for_each_agency(app):
    by = make.person("board-office")
    police, fire = agency(), agency("leicestershire-fire")
    made = returns.ask(
        organisation=by.organisation, template=TEMPLATE, period="2025/26", agencies=[police, fire],
        due_on=date(2026, 4, 30), by=by,
    )  # fmt: skip
    assert [(one.agency.code, one.status, one.period, len(one.answers)) for one in made] == [
        ("leicestershire-police", ReturnStatus.INVITED, "2025-26", 12),
        ("leicestershire-fire", ReturnStatus.INVITED, "2025-26", 12),
    ]
    with pytest.raises(RuleBroken, match="Leicestershire Police already has a return for 2025/26"):
        returns.ask(
            organisation=by.organisation, template=TEMPLATE, period="2025-26", agencies=[police], due_on=None, by=by
        )


def test_a_trust_answers_with_its_own_tool_again(app):
    trust = agency("a-trust")
    partner_return(trust, tool="SAT", period="2024-25")
    asked = returns.ask(
        organisation=make.organisation(), template=TEMPLATE, period="2025-26", agencies=[trust], due_on=None, by=None
    )
    assert {answer.standard[:4] for answer in asked[0].answers} == {"sat-"}


def test_the_first_answer_moves_the_return_and_says_what_changed(app):
    by = make.person("board-member", org=agency())
    held = partner_return()
    given = returns.Given("working-towards", "Half are trained", "Train the rest", date(2026, 9, 30))
    returns.write(answer_of(held, "autism-awareness"), given=given, by=by)
    db.session.commit()
    assert held.status == ReturnStatus.IN_PROGRESS
    assert last_entry().words == 'wrote the answer to "Autism awareness"'
    assert last_entry().changes["Rating"] == [None, "working-towards"]
    assert answer_of(held, "autism-awareness").changed_by == by
    before = entries()
    returns.write(answer_of(held, "autism-awareness"), given=given, by=by)
    assert entries() == before


def test_a_submitted_return_is_locked_until_it_is_unlocked(app):
    by = make.person("board-member", org=agency())
    codes = [one.code for one in framework_called(TEMPLATE).asked_with("SAAF") if not one.asked_of]
    ratings = {code.replace("-", "_"): "effective" for code in codes}
    held = partner_return(status="in-progress", **ratings)
    answer_of(held, "self-neglect").rating = None
    with pytest.raises(RuleBroken, match="Answer every standard before you submit: 1 to go"):
        returns.submit(held, by=by)
    answer_of(held, "self-neglect").rating = "effective"
    returns.submit(held, by=by)
    with pytest.raises(RuleBroken, match="Ask the board office to unlock it"):
        returns.write(held.answers[0], given=returns.Given("excelling"), by=by)
    returns.unlock(held, reason="Two answers were mixed up", by=make.person("board-office"))
    db.session.commit()
    assert (held.status, held.submitted_at) == (ReturnStatus.IN_PROGRESS, None)
    assert (last_entry().event, last_entry().reason) == ("return:unlocked", "Two answers were mixed up")


def test_a_changed_rating_is_no_longer_the_moderated_one(app):
    held = partner_return(autism_awareness="effective")
    answer = answer_of(held, "autism-awareness")
    answer.moderated_rating, answer.moderated_reason = "working-towards", "Two reviews say otherwise"
    db.session.commit()
    assert answer.standing == "working-towards"
    returns.set_answer(answer, returns.Given("excelling", "Seen"), by=None)
    assert answer.standing == "excelling"


def test_a_standard_is_raised_with_the_return_as_its_source(app):
    by = make.person("board-office")
    held = partner_return(autism_awareness="not-effective")
    answer = answer_of(held, "autism-awareness")
    raised = returns.raise_from_return(
        answer, kind=FindingKind.RISK, title="Nobody is trained", detail=None, theme=None, severity=Severity.HIGH,
        measures=[make.measure()], by=by,
    )  # fmt: skip
    assert raised.return_answer_id == answer.id
    assert raised.source_words == "Partner return: Leicestershire Police, 2025/26"
    assert raised.source_path == f"/safeguarding/returns/{held.id}#standard-{answer.id}"


# --- import ---


def test_the_published_table_comes_out_of_the_file(app):
    everybody()
    result = IMPORTERS["partner-return"](
        DEMO / "partner-return.csv", by=None, organisation=make.organisation(), dry_run=False, add_terms=False,
        ignore_unknown=False, template=TEMPLATE, period="2019/20",
    )  # fmt: skip
    db.session.commit()
    assert (result.new, result.changed, result.same, result.warnings) == (95, 0, 0, ())
    report = partner_returns(TEMPLATE, "2019-20")
    printed = {}
    for name, said in report["agencies"].items():
        work = " ".join(one["standard"] + "*" * (one["rating"] == "not-effective") for one in said["needs_work"])
        printed[name] = (set(work.split()), {one["standard"] for one in said["excelling"]})
        assert said["moderated"] == []
    assert printed == {name: (set(work.split()), set(best.split())) for name, (work, best) in R88.items()}
    assert report["matrix"]["autism-awareness"]["District and borough councils (combined)"] == "not-effective"
    assert report["matrix"]["sat-training"] == {
        "Leicestershire Partnership NHS Trust": "working-towards",
        "University Hospitals of Leicester NHS Trust": "working-towards",
    }
    assert {held.status for held in db.session.query(PartnerReturn)} == {ReturnStatus.SUBMITTED}


def test_the_same_file_twice_changes_nothing(app):
    everybody()
    bring(DEMO / "partner-return.csv")
    before = entries()
    assert str(bring(DEMO / "partner-return.csv")) == "0 new, 0 changed, 95 the same"
    assert entries() == before


def test_a_second_return_of_the_period_changes_the_first(app, tmp_path):
    agency()
    bring(put(tmp_path, "leicestershire-police,partnership,effective,Seen,,\n"))
    text = "Leicestershire Police,Partnership,Excelling,Seen,,\nleicestershire-police,self-neglect,,,,\n"
    text = text.replace("Partnership,Excelling", "Works in partnership to Safeguard Adults,Excelling")
    result = bring(put(tmp_path, text, "again.csv"))
    db.session.commit()
    assert str(result) == "0 new, 1 changed, 1 the same"
    held = db.session.query(PartnerReturn).one()
    assert (answer_of(held, "partnership").rating, answer_of(held, "self-neglect").rating) == ("excelling", None)
    entry = db.session.query(TrailEntry).filter_by(event="return:changed").one()
    assert entry.changes == {"Partnership: rating": ["effective", "excelling"]}
    assert held.status == ReturnStatus.IN_PROGRESS, "standards that everybody answers are missing"


def test_every_problem_is_named_by_row_and_column_and_nothing_is_kept(app, tmp_path):
    agency()
    text = (
        "leicestershire-police,partnership,superb,,,\n"
        "leicestershire-police,flying,effective,,,\n"
        "nobody,partnership,effective,,,\n"
        "leicestershire-police,self-neglect,effective,,,31/02/2024\n"
        "leicestershire-police,,effective,,,\n"
    )
    with pytest.raises(TableRefused) as refusal:
        bring(put(tmp_path, text))
    assert str(refusal.value).splitlines() == [
        'returns.csv:row 2: column "rating": '
        '"superb" is not one of excelling, effective, working-towards, not-effective',
        'returns.csv:row 3: column "standard": "flying" is not a standard of saaf-2019',
        'returns.csv:row 5: column "due": "31/02/2024" is not a date',
        'returns.csv:row 6: column "standard": is blank',
    ]
    with pytest.raises(TableRefused) as refusal:
        bring(
            put(tmp_path, "nobody,partnership,effective,,,\n" + "leicestershire-police,partnership,effective,,,\n" * 2)
        )
    assert str(refusal.value).splitlines() == [
        'returns.csv:row 2: column "agency": "nobody" is not an agency or council that is known here',
        'returns.csv:row 4: column "standard": "partnership" is answered twice by Leicestershire Police',
    ]
    assert db.session.query(PartnerReturn).count() == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"template": None}, "Give --template"),
        ({"template": "saaf-1999"}, 'There is no template "saaf-1999"'),
        ({"period": None}, "Give --period"),
        ({"period": "last year"}, '"last year" is not a period'),
        ({"organisation": None}, "Give --organisation"),
    ],
)
def test_what_the_file_does_not_say_must_be_given(app, tmp_path, options, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        bring(put(tmp_path, ""), **options)


def test_a_dry_run_counts_and_keeps_nothing(app, tmp_path):
    agency()
    path = put(tmp_path, "leicestershire-police,partnership,Working towards,Some,,\n")
    result = bring(path, dry_run=True)
    assert (result.new, entries(), db.session.query(ReturnAnswer).count()) == (1, 0, 0)
    assert result.warnings == (
        'returns.csv:row 2: column "plan": needs work, but does not say what will be done and by when',
    )


# --- heat map and report ---


def test_the_heat_map_takes_two_statements_however_much_there_is(app, statements):
    office = make.person("board-office")
    framework = framework_called(TEMPLATE)
    counted = []
    for number in range(20):
        partner_return(agency(f"agency-{number}"), autism_awareness="effective")
        if number in (0, 19):
            who = db.session.merge(office)
            assert who.organisation.id
            assert who.roles
            with statements() as seen:
                found = read_heat_map(framework, "2025-26", seen_by=who)
                found.rows()
            counted.append(len(seen))
    assert counted == [2, 2]
    assert len(found.returns) == 20


def test_a_trusts_answer_stands_in_the_row_of_the_standard_it_maps_to(app):
    trust = partner_return(agency("a-trust"), tool="SAT", sat_policies="effective", sat_training="working-towards")
    police = partner_return(internal_procedures="not-effective")
    framework = framework_called(TEMPLATE)
    found = read_heat_map(framework, "2025-26", seen_by=make.person("board-office"))
    standards = framework.standards
    cell = found.cell(trust, standards["internal-procedures"])
    assert (cell.rating, cell.through.code) == ("effective", "sat-policies")
    assert found.cell(trust, standards["self-neglect"]) is None, "the board's own standards are not asked of it"
    assert found.cell(police, standards["provider-mca"]) is None, "only commissioners are asked"
    shown = [one.code for _, _, row in found.rows() for one in row]
    assert "sat-training" in shown
    assert "sat-policies" not in shown
    assert [one.code for _, _, row in found.rows(show="work") for one in row] == ["internal-procedures", "sat-training"]
    assert found.rows(show="moved") == []
    assert [code for code, _, _ in found.rows(group="systems")] == ["systems"]
    assert (found.counts()["effective"], found.counts()[None]) == (1, 6 - 1 + 11 - 1)


def test_the_moderated_rating_counts_and_both_are_told(app):
    held = partner_return(autism_awareness="effective")
    answer = answer_of(held, "autism-awareness")
    answer.moderated_rating, answer.moderated_reason = "working-towards", "Two reviews say otherwise"
    db.session.commit()
    said = partner_returns(TEMPLATE, "2025-26")["agencies"]["Leicestershire Police"]
    assert said == {
        "needs_work": [{"standard": "autism-awareness", "rating": "working-towards"}],
        "excelling": [],
        "moderated": [{"standard": "autism-awareness", "rating": "working-towards", "self_rating": "effective"}],
    }


def test_the_report_never_mixes_two_boards(app):
    partner_return(autism_awareness="effective")
    other = make.organisation("E10000024", "Nottinghamshire")
    partner_return(organisation=other, autism_awareness="not-effective")
    with pytest.raises(RuleBroken, match="Give --organisation"):
        partner_returns(TEMPLATE, "2025-26")
    told = partner_returns(TEMPLATE, "2025-26", organisation=other)
    assert told["matrix"] == {"autism-awareness": {"Leicestershire Police": "not-effective"}}
    seen = partner_returns(TEMPLATE, "2025-26", seen_by=make.person("director"))
    assert seen["matrix"] == {"autism-awareness": {"Leicestershire Police": "effective"}}


def test_the_shipped_template_is_the_one_the_returns_answer():
    assert (PACKS / "templates" / f"{TEMPLATE}.yaml").exists()
