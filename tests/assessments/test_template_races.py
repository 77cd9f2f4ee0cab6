"""Two people at one draft of a template, over real HTTP: what both wrote is there, or was shown to whoever was second."""

import os

from casework.assessments import drafts, template_services
from casework.assessments.nodes import NodeKind
from casework.assessments.template_models import TemplateDraft
from casework.extensions import db
from casework.trail.models import TrailEntry
from tests.assessments.test_races import people, serve, together

__all__ = ["people", "serve"]  # fixtures of the races of answers
ROUNDS = int(os.environ.get("CASEWORK_RACE_ROUNDS", "60")) // 10


def test_no_word_of_a_template_is_lost(people, serve):
    draft = template_services.start_draft(title="Autumn check", by=people[0])
    for title in ("One", "Two"):
        body, _ = drafts.add_node(draft.body, NodeKind.NARRATIVE, "first", {"title": title})
        template_services.apply(draft, lambda _, body=body: body, by=people[0], words="added")
    path = f"/templates/drafts/{draft.id}/nodes"
    clients = serve(people)
    wrote, shown = [], []
    for number in range(ROUNDS):
        same = number % 2 == 0
        pages = [f"{path}/first.one/change", f"{path}/first.{'one' if same else 'two'}/change"]
        seen = [client.field(client.send("GET", page)[1], "seen") for client, page in zip(clients, pages, strict=True)]
        texts = [f"round {number}, {who}" for who in ("first", "second")]
        sent = [
            {"title": "Q", "in": "first", "hint": text, "seen": mark} for text, mark in zip(texts, seen, strict=True)
        ]
        answers = together(
            *(
                lambda client=client, page=page, form=form: client.post(page, form)
                for client, page, form in zip(clients, pages, sent, strict=True)
            )
        )
        statuses = sorted(status for status, _ in answers)
        assert statuses == ([302, 409] if same else [302, 302])
        for text, (status, page) in zip(texts, answers, strict=True):
            (wrote if status == 302 else shown).append(text)
            assert status == 302 or f'value="{text}"' in page  # still in the field of whoever was second
    db.session.expire_all()
    held = db.session.query(TemplateDraft).one()
    kept = {node.get("hint") for node in held.body["nodes"]}
    for entry in db.session.query(TrailEntry).filter_by(event="template:changed"):
        kept |= set((entry.changes or {}).get("hint", ()))
    assert set(wrote) <= kept
    assert len(wrote) + len(shown) == 2 * ROUNDS
