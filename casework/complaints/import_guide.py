"""What a log and a list of compliments hold, for whoever prepares the file."""

from casework.complaints import import_compliments, import_rows
from casework.kit.import_guide import guide

GUIDES = (
    guide(
        "complaints",
        "Complaints",
        import_rows.COLUMNS,
        required=import_rows.REQUIRED,
        matched="A row with a reference that is here already changes that case, unless it is handled in Casework.",
        notes={
            "reference": "Each case once. Letters that only look Latin are read as Latin",
            "received_on": "The day it reached the council, not the day it was logged",
            "route": "statutory is the 2009 Regulations, corporate the council's own procedure",
            "excluded_ground": "Only for an excluded complaint",
            "complainant": "Their relationship to the adult, such as daughter. No name is needed",
            "adult_reference": "The number of the case system, not a name",
            "district": "As this council calls it",
            "team": "As this council calls it",
            "provider": "As this council calls it",
            "theme": "What it is mainly about, as this council calls it",
            "cause": "Why it went wrong, as this council calls it",
            "joint_with": "NHS bodies and others who answer together with the council",
            "responded_on": "The day the written answer went",
            "review_requested_on": "When the complainant asked for a review of the answer",
            "outcome": "Leave empty while the case is open",
            "remedies": "Without a finding of fault they are kept as goodwill and counted apart",
            "redress_pounds": "Only with financial-redress or write-off",
            "ombudsman_enquiry_on": "A decision needs its enquiry",
            "summary": "What was said, without names where you can",
        },
    ),
    guide(
        "compliments",
        "Compliments",
        import_compliments.COLUMNS,
        required=import_compliments.REQUIRED,
        matched="A row with a reference that is here already changes that compliment.",
        notes={
            "reference": "Each compliment once",
            "team": "As this council calls it",
            "district": "As this council calls it",
            "source": "Who said it, such as family or provider",
            "text": "What was said",
        },
    ),
)
