"""Faults that no page may have; the test client runs this over every HTML page it gets."""

import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HTML_BY = ("form", "table", "h1", "title", "label")


class Reader(HTMLParser):
    """Collects what the check needs, and the faults it meets on the way."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.faults, self.ids, self.labels, self.fields = [], [], set(), []
        self.h1, self.title, self.inside, self.open_form, self.forms = [], "", [], None, []
        self.skipped = 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if "style" in attrs or any(name.startswith("on") for name in attrs):
            self.faults.append(f"inline style or script on <{tag}>")
        if tag in ("script", "style") and "src" not in attrs:
            self.faults.append(f"inline <{tag}>")
        if tag == "h1":
            self.h1.append("")
        if tag == "form":
            self.open_form = {
                "method": attrs.get("method", "get").lower(),
                "token": False,
                "action": attrs.get("action"),
            }
            self.forms.append(self.open_form)
        if tag == "label" and attrs.get("for"):
            self.labels.add(attrs["for"])
        if tag == "input" and attrs.get("name") == "csrf_token" and self.open_form:
            self.open_form["token"] = bool(attrs.get("value"))
        if tag in ("input", "select", "textarea") and attrs.get("type") not in ("hidden", "submit", "button"):
            self.fields.append(
                (attrs.get("id"), attrs.get("name"), "aria-label" in attrs or "aria-labelledby" in attrs)
            )
        if tag == "th" and "scope" not in attrs:
            self.faults.append("th without scope")
        if tag == "img" and "alt" not in attrs:
            self.faults.append("img without alt")
        if tag not in VOID:
            self.inside.append(tag)

    def handle_endtag(self, tag):
        if tag == "form":
            self.open_form = None
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if "svg" in self.inside:
            return
        if "h1" in self.inside:
            self.h1[-1] += data
        elif self.inside[-1:] == ["title"]:
            self.title += data
        if re.search(r"\{\{|\{%|Traceback \(most recent|\bundefined\b|<[a-z]+ object at 0x", data):
            self.faults.append(f"machine words on the page: {data.strip()[:80]}")


def faults_of(html):
    """The faults of a whole page, in words; an empty list for a page without."""
    reader = Reader()
    reader.feed(html)
    faults = list(reader.faults)
    if len(reader.h1) != 1:
        faults.append(f"{len(reader.h1)} h1 instead of one")
    else:
        heading = " ".join(reader.h1[0].split())
        title = re.sub(r"^Error: ", "", " ".join(reader.title.split()))
        if not title.startswith(heading):
            faults.append(f"title {title!r} does not start with the h1 {heading!r}")
    doubled = {name for name in reader.ids if reader.ids.count(name) > 1}
    if doubled:
        faults.append(f"ids used twice: {sorted(doubled)}")
    faults += [
        f"field without label: {name or key}"
        for key, name, named in reader.fields
        if not named and key not in reader.labels
    ]
    faults += [
        f"POST form without token: {form['action']}"
        for form in reader.forms
        if form["method"] == "post" and not form["token"]
    ]
    return faults


def check_page(response):
    """Fail the test when the page has faults."""
    faults = faults_of(response.get_data(as_text=True))
    assert not faults, f"{response.request.path}: " + "; ".join(faults)
