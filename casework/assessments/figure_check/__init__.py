"""Find the figures a paper claims, work their arithmetic out again, and say which are right, wrong or cannot be told.

`check_file`, `check_bytes` (an upload) and `check_text` give claims; `held.held_of` gives the values to compare with.
"""

from casework.assessments.figure_check.checking import check_bytes, check_file, check_text, count_of
from casework.assessments.figure_check.claims import Claim, Kind, Verdict
from casework.assessments.figure_check.papers import CannotRead

__all__ = ["CannotRead", "Claim", "Kind", "Verdict", "check_bytes", "check_file", "check_text", "count_of"]
