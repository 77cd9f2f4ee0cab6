"""Forms of papers and letter templates."""

from casework.complaints.forms import OnceForm
from casework.kit.files import HINT
from casework.kit.forms import DateField, FileField, TextAreaField, TextField


class AddFileForm(OnceForm):
    """A paper of the case."""

    title = TextField("What is it?", missing="Enter what it is", called="What it is", most=150,
                      hint="Such as: notes of the visit. No names")  # fmt: skip
    dated_on = DateField("Date of the paper", must_be="past")
    file = FileField("File", missing="Choose a file", hint=HINT)


class RemoveFileForm(OnceForm):
    """Why a paper goes."""

    reason = TextAreaField("Why is it removed?", missing="Say why it is removed", called="Why it is removed", rows=2,
                           hint="No names")  # fmt: skip


class UploadLetterForm(OnceForm):
    """A new version of a letter."""

    file = FileField("Word file", missing="Choose a file", kinds=(".docx",), megabytes=5,
                     hint="A .docx of up to 5 MB with fields from the list")  # fmt: skip
    note = TextField("What is new in it?", called="What is new in it", most=200)
