"""The words of every case, for searching: written in the transaction that changes them, on both databases alike.

A case has two sets of words: those that whoever reads it may see, and all of them. They are kept without order, each as
small Latin letters and digits, so that SQLite (FTS5) and PostgreSQL (tsvector) find exactly the same. An index that a
service could forget to write would hide cases without anybody noticing: so it is written with each flush.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    Select,
    Subquery,
    bindparam,
    delete,
    event,
    inspect,
    or_,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy import column as sql_column
from sqlalchemy import literal as sql_literal
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import Text

from casework.complaints.kinds import TermKind
from casework.complaints.models import Complaint, ComplaintPoint, ComplaintTerm
from casework.complaints.records import (
    ComplaintAgreement,
    ComplaintAnswer,
    ComplaintAuthority,
    ComplaintHold,
    ComplaintJointBody,
    ComplaintLetter,
    ComplaintReferral,
    ComplaintRoute,
    OmbudsmanCase,
    OmbudsmanRecommendation,
    Remedy,
)
from casework.complaints.work_records import ComplaintExtension, ComplaintNote
from casework.extensions import db

MOST_WORDS, LONGEST, MOST_ASKED = 5_000, 40, 8
BATCH = 400
APOSTROPHES = "'’‘ʼ`´"
PART = re.compile(r"[^\W_]+")

# The index itself, which no model describes: an FTS5 table on SQLite, where rowid is the case's number.
WORDS = table(
    "complaint_search",
    *[sql_column(name, Integer) for name in ("rowid", "complaint_id")],
    *[sql_column(name) for name in ("open_words", "all_words")],
)

# What may be searched, by the record that holds it: columns for every reader of the case, columns of the team alone.
Columns = tuple[InstrumentedAttribute[Any], ...]
OPEN: dict[type[Any], Columns] = {
    Complaint: (Complaint.reference, Complaint.concern_reference, Complaint.summary),
    ComplaintPoint: (
        *(ComplaintPoint.title, ComplaintPoint.because, ComplaintPoint.injustice, ComplaintPoint.learning),
    ),
    ComplaintJointBody: (ComplaintJointBody.name,),
    Remedy: (Remedy.what, Remedy.goodwill_reason),
    OmbudsmanCase: (OmbudsmanCase.their_reference, OmbudsmanCase.fault),
    OmbudsmanRecommendation: (OmbudsmanRecommendation.what,),
}
OF_TEAM: dict[type[Any], Columns] = {
    Complaint: (
        *(Complaint.what_said, Complaint.told_by_name, Complaint.told_by_words, Complaint.contact),
        *(Complaint.adult_reference, Complaint.acknowledgement_note, Complaint.wanted, Complaint.plan_method),
        *(Complaint.late_reason, Complaint.ended_reason),
    ),
    ComplaintPoint: (ComplaintPoint.looked_at, ComplaintPoint.found),
    ComplaintLetter: (ComplaintLetter.text, ComplaintLetter.with_whom, ComplaintLetter.reviewed_by),
    ComplaintAnswer: (ComplaintAnswer.text,),
    ComplaintHold: (ComplaintHold.why,),
    ComplaintReferral: (
        *(ComplaintReferral.taken_by, ComplaintReferral.safeguarding_reference, ComplaintReferral.note),
    ),
    ComplaintAuthority: (ComplaintAuthority.body, ComplaintAuthority.note),
    ComplaintAgreement: (ComplaintAgreement.agreed_with, ComplaintAgreement.proof),
    ComplaintRoute: (ComplaintRoute.reason,),
    ComplaintJointBody: (ComplaintJointBody.part, ComplaintJointBody.comments),
    Remedy: (Remedy.proof,),
    ComplaintNote: (ComplaintNote.text,),
    ComplaintExtension: (ComplaintExtension.reason,),
    OmbudsmanRecommendation: (OmbudsmanRecommendation.proof,),
}
TERMS = tuple(getattr(Complaint, f"{kind.value}_id") for kind in TermKind)


def words_of(said: str) -> list[str]:
    """The words of a text as they are kept: no accents, no capitals; O'Brien is obrien, and also o and brien."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", said).casefold() if not unicodedata.combining(letter)
    )
    joined = plain.translate({ord(sign): None for sign in APOSTROPHES})
    parted = plain.translate({ord(sign): " " for sign in APOSTROPHES})
    found = PART.findall(joined) + (PART.findall(parted) if joined != parted else [])
    return list(dict.fromkeys(_latin(word)[:LONGEST] for word in found))


def asked_words(said: str) -> list[str]:
    """The words that somebody looks for, at most MOST_ASKED; signs alone are no words."""
    plain = said.translate({ord(sign): None for sign in APOSTROPHES})
    return words_of(plain)[:MOST_ASKED]


def _latin(word: str) -> str:
    """The word in letters a to z and digits; any other letter as its number, the same on both databases."""
    return word if word.isascii() else "".join(one if one.isascii() else f"u{ord(one):x}u" for one in word)


# --- looking ---


def holds(said: str, *, all_words: bool, is_common: bool = False) -> ColumnElement[bool] | None:
    """That a case holds every word (a word of two letters or more may go on); None when no word is asked for.

    `all_words` False looks only at what every reader of the case sees. `is_common`: so many hold them that walking the
    list in its order soon meets a page of them, rather than sorting most of the log.
    """
    found = matching(said, all_words=all_words)
    if found is None:
        return None
    walked = is_common and db.engine.dialect.name == "sqlite"
    return (Complaint.id + 0 if walked else Complaint.id).in_(select(found.c.id))


def matching(said: str, *, all_words: bool) -> Subquery | None:
    """The numbers of the cases that hold the words, as `id`, to be joined or chosen from."""
    words = asked_words(said)
    if not words:
        return None
    column = "all_words" if all_words else "open_words"
    if db.engine.dialect.name == "sqlite":
        asked = " AND ".join(f'"{word}"' + ("*" if len(word) > 1 else "") for word in words)
        asked = f"{column} : ({asked})"
        found = text("SELECT rowid AS id FROM complaint_search WHERE complaint_search MATCH :asked")
    else:
        asked = " & ".join(f"'{word}'" + (":*" if len(word) > 1 else "") for word in words)
        query = sql_cast(sql_literal(asked), TSQUERY)
        return select(WORDS.c.complaint_id.label("id")).where(WORDS.c[column].op("@@")(query)).subquery("found")
    return found.bindparams(asked=asked).columns(sql_column("id", Integer)).subquery("found")


# --- writing ---


@event.listens_for(db.session, "after_flush")
def _keep(session: Session, _context: object) -> None:
    """Write the words of every case whose searched texts this flush changed."""
    gone = {one.id for one in session.deleted if isinstance(one, Complaint)}
    touched = set(_touched(session)) - gone
    if not (gone or touched):
        return
    connection = session.connection()
    _remove(connection, gone)
    index(touched, connection=connection)


def _touched(session: Session) -> Iterator[int]:
    for record in (*session.new, *session.dirty, *session.deleted):
        kind = type(record)
        if kind is ComplaintTerm:
            if _is_changed(record, (ComplaintTerm.name,)) and record not in session.new:
                using = select(Complaint.id).where(or_(*(column == record.id for column in TERMS)))
                yield from session.connection().scalars(using)
        elif kind in OPEN or kind in OF_TEAM:
            columns = (*OPEN.get(kind, ()), *OF_TEAM.get(kind, ()), *(TERMS if kind is Complaint else ()))
            if record in session.deleted or _is_changed(record, columns):
                yield from _case_ids(session, record)


def _is_changed(record: Any, columns: Columns) -> bool:
    state = inspect(record)
    return any(state.attrs[column.key].history.has_changes() for column in columns)


def _case_ids(session: Session, record: Any) -> Iterator[int]:
    """The case a record belongs to."""
    if isinstance(record, Complaint):
        yield record.id
    elif isinstance(record, OmbudsmanRecommendation):
        query = select(OmbudsmanCase.complaint_id).where(OmbudsmanCase.id == record.ombudsman_case_id)
        yield from session.connection().scalars(query)
    elif record.complaint_id is not None:
        yield record.complaint_id


def index(case_ids: Iterable[int], *, connection: Connection | None = None) -> None:
    """Write the words of these cases afresh: for rows that were written in bulk, past the session."""
    connection = connection or db.session.connection()
    wanted = sorted(case_ids)
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        texts: dict[int, tuple[list[str], list[str]]] = {one: ([], []) for one in batch}
        for case_id, is_open, said in connection.execute(_texts(), {"cases": batch}):
            texts[case_id][0 if is_open else 1].append(said)
        _remove(connection, batch)
        _add(connection, texts)


@cache
def _texts() -> CompoundSelect[Any]:
    """Every searched text of `cases`: (case, whether every reader sees it, text)."""
    asked: list[Select[Any, Any, Any]] = []
    batch: BindParameter[Any] = bindparam("cases", expanding=True)
    for is_open, sources in ((1, OPEN), (0, OF_TEAM)):
        for model, columns in sources.items():
            number = _number_of(model)
            for column in columns:
                query = select(number, sql_literal(is_open), sql_cast(column, Text)).where(column.is_not(None))
                if model is OmbudsmanRecommendation:
                    query = query.join(OmbudsmanCase, OmbudsmanCase.id == OmbudsmanRecommendation.ombudsman_case_id)
                asked.append(query.where(number.in_(batch)))
    named = select(Complaint.id, sql_literal(1), sql_cast(ComplaintTerm.name, Text))
    asked += [named.join(ComplaintTerm, ComplaintTerm.id == one).where(Complaint.id.in_(batch)) for one in TERMS]
    return union_all(*asked)


def _number_of(model: type[Any]) -> InstrumentedAttribute[int]:
    if model is Complaint:
        return Complaint.id
    return OmbudsmanCase.complaint_id if model is OmbudsmanRecommendation else model.complaint_id


def _remove(connection: Connection, case_ids: Iterable[int]) -> None:
    gone = [{"case": one} for one in case_ids]
    if gone:
        connection.execute(delete(WORDS).where(_case_number(connection) == bindparam("case")), gone)


def _case_number(connection: Connection) -> ColumnElement[int]:
    """Where the index keeps a case's number: FTS5 has only its row number for that."""
    return WORDS.c.rowid if connection.dialect.name == "sqlite" else WORDS.c.complaint_id


def _add(connection: Connection, texts: dict[int, tuple[list[str], list[str]]]) -> None:
    rows: list[dict[str, Any]] = []
    for case_id, (open_texts, team_texts) in texts.items():
        open_words = words_of("\n".join(open_texts))[:MOST_WORDS]
        every = list(dict.fromkeys((*open_words, *words_of("\n".join(team_texts)))))[:MOST_WORDS]
        rows.append({"id": case_id, "open": sorted(open_words), "every": sorted(every)})
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        made = "INSERT INTO complaint_search (rowid, open_words, all_words) VALUES (:id, :open, :every)"
        rows = [row | {"open": " ".join(row["open"]), "every": " ".join(row["every"])} for row in rows]
    else:
        made = (
            "INSERT INTO complaint_search (complaint_id, open_words, all_words) VALUES "
            "(:id, array_to_tsvector(CAST(:open AS text[])), array_to_tsvector(CAST(:every AS text[])))"
        )
    connection.execute(text(made), rows)


def fill(*, afresh: bool = False) -> int:
    """Write the words of cases that have none yet, or of every case; how many. Safe to repeat; the caller commits."""
    query = select(Complaint.id)
    if not afresh:
        query = query.where(Complaint.id.not_in(select(_case_number(db.session.connection()))))
    missing = list(db.session.scalars(query))
    index(missing)
    return len(missing)
