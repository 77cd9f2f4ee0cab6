"""The kinds of file this room imports, by the name the command and the page call them."""

from collections.abc import Callable

from casework.complaints.import_complaints import import_complaints
from casework.complaints.import_compliments import import_compliments
from casework.complaints.import_ombudsman import import_ombudsman_list
from casework.kit.tables import ImportResult

IMPORTERS: dict[str, Callable[..., ImportResult]] = {
    "complaints": import_complaints,
    "compliments": import_compliments,
    "ombudsman-list": import_ombudsman_list,
}
