"""Whether an exported file is what was signed: JSON by its seal, Word by its words, PDF and Excel by the copy in it."""

from casework.assessments.verify_json import NOT_OURS, Judged, judge_json, read_json
from casework.assessments.verify_papers import judge_paper
from casework.assessments.verify_word import judge_word
from casework.kit.rules import RuleBroken

__all__ = ["NOT_OURS", "Judged", "judge_file"]

MOST_BYTES = 20_000_000
KINDS = (".json", ".docx", ".pdf", ".xlsx")


def judge_file(name: str, data: bytes, *, organisation_id: int | None = None) -> Judged:
    """Read a file and say whether it is what was signed here (for one council only, where it is named).

    RuleBroken for a file that cannot be read, or is of a kind that cannot be checked.
    """
    if len(data) > MOST_BYTES:
        raise RuleBroken("The file must be smaller than 20 MB", "file")
    ending = name.lower().rpartition(".")[2]
    if ending == "json":
        return judge_json(read_json(data), organisation_id)
    if ending == "docx":
        return judge_word(data, organisation_id)
    if ending in ("pdf", "xlsx"):
        return judge_paper(ending, data, organisation_id)
    words = "Choose the JSON, Word, PDF or Excel file of a self-assessment. Other files cannot be checked"
    raise RuleBroken(words, "file")
