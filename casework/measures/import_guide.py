"""What the files of figures, targets and ratings hold, for whoever prepares them."""

from casework.kit.cells import Parser
from casework.kit.import_guide import guide
from casework.measures import import_targets, import_values
from casework.measures.import_values import KEY

KEYS: dict[str, Parser] = dict.fromkeys(KEY, str)  # what may stand there hangs on what is held: said below
ABOUT = {
    "measure": "Edition and code, such as ascof-2011:1E",
    "organisation": "The code of the council, such as E10000018, or its name",
    "period": "2020-21 for a financial year, 2020-21 Q1, 2021-22 Apr-Nov, 2024-05 for a month, 2019-20 academic",
}
GUIDES = (
    guide(
        "values",
        "Figures of our own measures",
        KEYS | import_values.COLUMNS,
        required=KEY,
        matched="Measure, organisation and period name a figure. The same file twice changes nothing the second time.",
        notes=ABOUT
        | {
            "value": "Leave empty for one of the states without a number",
            "numerator": "Where it is known, with the denominator: the value is checked against them",
            "margin": "Margin of error of a survey, in points of the value",
            "base": "How many people answered a survey",
            "state": "Empty is final",
            "due_text": "When a figure that is due is expected, such as Due June 2027",
            "published_quartile": "Only used, and marked so, where no national figures are held",
            "note": "A footnote printed beside the figure",
            "replaces_reason": "Needed when a final figure changes; the old one stays visible",
        },
    ),
    guide(
        "targets",
        "Targets and milestones",
        KEYS | import_targets.TARGETS,
        required=(*KEY, "kind"),
        matched="Measure, organisation, period and kind name a target.",
        notes=ABOUT
        | {
            "at_least": "With at_most it is a band; neither of them is To be confirmed",
            "strict": "yes: the figure must be beyond the limit, not on it",
            "implied_count": "How many people the target comes to",
        },
    ),
    guide(
        "ratings",
        "Officers' ratings",
        KEYS | import_targets.RATINGS,
        required=(*KEY, "rag"),
        matched="Measure, organisation and period name a rating.",
        notes=ABOUT
        | {
            "triggers": "What speaks for it, as the rating page words it",
            "reason": "Needed for red",
            "rated_by": "Empty is whoever imports the file",
            "rated_on": "Empty is today",
        },
    ),
)
