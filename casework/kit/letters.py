"""Letters that look alike: a Cyrillic А or о in a Latin word, as scanned papers and pasted cells have them."""

# Cyrillic and Greek letters that print like a Latin one, in both cases.
ALIKE = str.maketrans(
    {
        **dict(zip("АВСЕНІЈКМОРЅТХУԚԜҮ", "ABCEHIJKMOPSTXYQWY", strict=True)),
        **dict(zip("авсеһніјкморѕтхуԛԝүпгьԁ", "abcehhijkmopstxyqwynrbd", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
        **dict(zip("οανικρτυχγ", "oavikptuxy", strict=True)),
    }
)
# Kinds of space and dash that a spreadsheet or a PDF puts where a plain one is meant.
PLAIN = str.maketrans(
    {"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-", "\u200b": "", "\ufeff": ""}
)


def fold(text: str) -> str:
    """`text` with look-alike letters as the Latin ones they imitate, odd spaces plain, nothing around it.

    Only for cells that are matched with something held (codes, names, words of a list): free text stays as written. A
    word with a letter that imitates nothing is truly in another alphabet and is left alone.
    """
    return " ".join(_fold_word(word) for word in text.translate(PLAIN).split())


def _fold_word(word: str) -> str:
    if word.isascii():
        return word
    folded = word.translate(ALIKE)
    return word if any(_is_foreign(letter) for letter in folded) else folded


def _is_foreign(letter: str) -> bool:
    """Whether it is a Greek or Cyrillic letter (an accented Latin letter is not)."""
    return "\u0370" <= letter <= "\u052f"


def imitations(text: str) -> list[str]:
    """A sentence when a word is written with letters that only look Latin; none when it is wholly another alphabet."""
    if text.isascii() or all(_fold_word(word) == word for word in text.translate(PLAIN).split()):
        return []
    return [f'"{text}" has letters that only look like Latin ones: "{fold(text)}" is meant, or check it']
