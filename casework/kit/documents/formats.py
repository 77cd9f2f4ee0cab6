"""The formats a report is written in: the word in an address or a command, its name, its media type and its writer."""

from collections.abc import Callable
from dataclasses import dataclass

from casework.kit.documents import as_csv, as_docx, as_json, as_pdf, as_xlsx
from casework.kit.documents.report import Report


@dataclass(frozen=True)
class Format:
    """One format. `write` gives the bytes of the file."""

    name: str
    words: str
    media_type: str
    write: Callable[[Report], bytes]


OFFICE = "application/vnd.openxmlformats-officedocument"
FILES: dict[str, Format] = {
    file.name: file
    for file in (
        Format("docx", "Word", f"{OFFICE}.wordprocessingml.document", as_docx.write),
        Format("pdf", "PDF", "application/pdf", as_pdf.write),
        Format("xlsx", "Excel", f"{OFFICE}.spreadsheetml.sheet", as_xlsx.write),
        Format("csv", "CSV", "text/csv; charset=utf-8", as_csv.write),
        Format("json", "JSON", "application/json", as_json.write),
    )
}
