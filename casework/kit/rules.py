"""What a refused rule is, in every room."""


class RuleBroken(Exception):
    """A move that the rules refuse: `sentence` tells the person what to do, `field` names the form's field (or None).

    Raised by rules and services, caught by routes, which put it on the same form with `form.refuse(...)`.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
