"""References of cases that lead to nobody: what may be used instead of a name, and what is refused."""

import re

from casework.kit.letters import fold
from casework.kit.rules import RuleBroken

TRACEABLE = "Use a reference that cannot be traced: no name, date of birth or NHS number"
# Up to five letters, a year of this century if wanted, a short number: MCA-01, AUD-2026-014, CASE-7
MADE_UP = re.compile(r"([A-Z]{1,5})(?:-(20\d\d))?-?(\d{1,5})", re.ASCII)
BIRTH_YEARS = range(1900, 2010)
# First names and family names short enough to pass for the letters of an audit
SHORT_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
ABBY ADAM ADELE AISHA ALAN ALEX ALI ALICE AMIR AMY ANDY ANN ANNA ANNE ANNIE ARUN ASHA BEN BETH BETTY
BILL BOB BRIAN CARL CAROL CHRIS CLARE COLIN DAISY DAN DAVE DAVID DAWN DEAN DEBRA DIANA DIANE DORIS
DYLAN EDITH ELLA ELLEN ELSIE EMILY EMMA ERIC ETHEL EVA EVE FAYE FRANK FRED GARY GEMMA GLEN GRACE
GRAY GREEN GWEN HALL HARRY HELEN HENRY HILL HOLLY HUGH IAN IRENE IRIS IVY JACK JACOB JADE JAMES JANE
JANET JEAN JENNY JILL JIM JO JOAN JOE JOHN JONES JOSH JOY JOYCE JUDY JULIA JULIE JUNE KAREN KATE
KATIE KAY KEITH KELLY KEVIN KHAN KIM KING LEAH LEE LEWIS LIAM LILY LINDA LISA LIZ LOIS LOUIS LUCY
LUKE LYNN MARIA MARIE MARK MARY MATT MAX MAY MIA MIKE MOLLY MORAN NEIL NICK NINA NOAH NORA OLGA
OLIVE OMAR OSCAR OWEN PAM PAT PAUL PEARL PEGGY PENNY PETER PHIL PRICE PRIYA RAJ RALPH RAVI RAY REECE
RITA ROB ROBIN ROGER RON ROSE ROSS ROY RUBY RUTH RYAN SAM SANA SARA SARAH SCOTT SEAN SHAH SHAW SIAN
SIMON SINGH SMITH SOFIA STAN STEVE SUE SUSAN SYED TARA TED TERRY TIM TINA TOBY TODD TOM TONY TRACY
VERA WALSH WARD WAYNE WENDY WHITE WOOD YOUNG YUSUF ZARA ZOE
""",
    )
)


def clean_reference(text: str) -> str:
    """A made-up reference as it is kept: capitals, hyphens for spaces. RuleBroken when it could lead to a person.

    Refused: words and names, dates of birth (any way of writing), NHS and case system numbers, initials with a birth
    year. What is left is a few letters and a short number, MCA-01.
    """
    plain = re.sub(r"[\s/_.\u2010-\u2015\u2212]+", "-", fold(text)).upper()
    found = MADE_UP.fullmatch(plain)
    if not found or found[1] in SHORT_NAMES or int(found[3]) in BIRTH_YEARS:
        raise RuleBroken(TRACEABLE, "reference")
    return plain
