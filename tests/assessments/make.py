"""Self-assessments for tests, on the shipped form and with the figures that the paper prints."""

import csv
from decimal import Decimal

from casework.assessments import answer_services, queries, services
from casework.assessments.models import GivenSection, GivenStatus
from casework.assessments.rules import Draft, Seen
from casework.extensions import db
from casework.kit import clock
from casework.kit.packs import PACKS, read_yaml
from casework.measures.models import Quartile, ValueState
from tests import make

FORM = "sector-led-2012"
THEMES = ("outcomes", "partnership", "practice")


def template(code=FORM):
    held = queries.find_template(code)
    if held is None:
        services.load_templates(PACKS / "templates")
        held = queries.find_template(code)
    return held


def assessment(by, period="2012-13", code=FORM):
    return services.start(template=template(code), organisation=by.organisation, period=period, by=by)


def answer(of, node_id):
    db.session.flush()
    db.session.expire(of, ["answers"])
    return next(one for one in of.answers if one.node_id == node_id)


def seen(one):
    return Seen(one.version)


def write(one, by, text="Words", rating=None, fields=None):
    answer_services.write(one, draft=Draft(text, rating, fields), by=by, seen=seen(one))
    return one


def fill(of, by, rating=3):
    """Everything that a signature needs."""
    for one in queries.list_answers(of):
        fields = {"lines": [{"title": "Pay", "reason": "We ask"}]} if one.node_id == "enquiry" else None
        rated = rating if one.node.kind == "rating" else None
        write(one, by, f"About {one.node_id}", rated, fields)
    return of


def give(of, to, *sections, status=GivenStatus.GIVEN):
    now = clock.now()
    rows = [GivenSection(assessment_id=of.id, section_id=one, to_id=to.id, status=status, given_at=now, changed_at=now)
            for one in sections]  # fmt: skip
    db.session.add_all(rows)
    db.session.flush()
    return rows


def figures():
    """The measures and values of the 2012/13 form as the demonstration ships them."""
    template()  # before there are measures: the other forms of the folder name those of other editions
    for name in ("ascof-2011", "sli-2012"):
        for one in read_yaml(PACKS / "editions" / f"{name}.yaml")["measures"]:
            make.measure(one["code"], name, unit=one["unit"], polarity=one["polarity"], label=one["label"])
    with (PACKS / "demonstration" / "values.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["period"] in ("2011-12", "2012-13") and row["organisation"] == "E10000018":
                edition, code = row["measure"].split(":")
                if edition in ("ascof-2011", "sli-2012"):
                    make.value(
                        make.measure(code, edition), Decimal(row["value"]) if row["value"] else None, row["period"],
                        state=ValueState(row["state"]), due_text=row["due_text"] or None, note=row["note"] or None,
                        published_quartile=Quartile(row["published_quartile"]) if row["published_quartile"] else None,
                    )  # fmt: skip
