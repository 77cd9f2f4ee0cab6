"""Paragraphs and tables of an HTML page, with the standard library's reader: no script runs, nothing is fetched."""

from html.parser import HTMLParser

from casework.assessments.figure_check.papers import Block, Row, Table, paragraph, plain

UNREAD = {"script", "style", "template", "noscript", "svg", "sup", "head"}
BLOCKS = {
    *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main"),
    *(
        "header",
        "footer",
        "nav",
        "aside",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "form",
        "fieldset",
        "hr",
        "body",
    ),
    *("address", "details", "summary", "caption", "table"),
}
MOST_CELLS = 1_000  # of a row: a page may ask for a colspan without end


class _Reader(HTMLParser):
    """Collects blocks in order. Cells of a table within a cell count as words of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.pieces: list[tuple[int, str]] = []
        self.rows: list[Row] = []
        self.cells: list[str] | None = None
        self.cell: list[str] | None = None
        self.row_line = 0
        self.span = 1
        self.depth = 0  # of tables within tables
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNREAD:
            self.unread += 1
        elif tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.close_words()
        elif self.depth == 1 and tag == "tr":
            self.close_row()
            self.cells, self.row_line = [], self.getpos()[0]
        elif self.depth == 1 and tag in ("td", "th"):
            self.close_cell()
            if self.cells is None:
                self.cells, self.row_line = [], self.getpos()[0]
            given = dict(attrs).get("colspan") or "1"
            self.cell, self.span = [], min(int(given), 100) if given.isdecimal() and len(given) < 4 else 1
        elif self.cell is not None and tag in (*BLOCKS, "br", "td", "th", "tr"):
            self.cell.append(" • " if tag == "li" else " ")
        elif tag in BLOCKS:
            self.close_words()
        elif tag == "br":
            self.pieces.append((self.getpos()[0], " "))

    def handle_endtag(self, tag: str) -> None:
        if tag in UNREAD:
            self.unread = max(0, self.unread - 1)
        elif tag == "table":
            if self.depth == 1:
                self.close_table()
            self.depth = max(0, self.depth - 1)
        elif self.depth == 1 and tag == "tr":
            self.close_row()
        elif self.depth == 1 and tag in ("td", "th"):
            self.close_cell()
        elif self.cell is None and tag in BLOCKS:
            self.close_words()

    def handle_data(self, data: str) -> None:
        if self.unread:
            return
        if self.cell is not None:
            self.cell.append(data)
            return
        for number, line in enumerate(data.split("\n"), start=self.getpos()[0]):
            self.pieces.append((number, line))

    def close_words(self) -> None:
        """The words so far are a paragraph. Pieces of one line stay one word where nothing parts them."""
        joined: list[tuple[int, str]] = []
        for line, words in self.pieces:
            if joined and joined[-1][0] == line:
                joined[-1] = (line, joined[-1][1] + words)
            else:
                joined.append((line, words))
        self.pieces = []
        if any(words.strip() for _line, words in joined):
            self.blocks.append(paragraph(joined))

    def close_cell(self) -> None:
        """The cell is whole."""
        if self.cell is not None and self.cells is not None and len(self.cells) < MOST_CELLS:
            self.cells += [" ".join(plain("".join(self.cell)).split()), *[""] * (self.span - 1)]
        self.cell, self.span = None, 1

    def close_row(self) -> None:
        """The row is whole."""
        self.close_cell()
        if self.cells and any(self.cells):
            self.rows.append(Row(self.row_line, tuple(self.cells)))
        self.cells = None

    def close_table(self) -> None:
        """The table is whole."""
        self.close_row()
        if self.rows:
            self.blocks.append(Table(tuple(self.rows)))
        self.rows = []


def read_html(text: str) -> list[Block]:
    """The blocks of a page, however badly it is written."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.close_words()
    reader.close_table()
    return reader.blocks
