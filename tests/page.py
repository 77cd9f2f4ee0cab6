"""Faults that no page may have; the test client runs this over every HTML page it gets."""

import re
from collections import Counter

from lxml import html

MACHINE_WORDS = re.compile(r"\{\{|\{%|Traceback \(most recent|\bundefined\b|<[a-z]+ object at 0x")
FIELDS = (
    "//*[self::select or self::textarea or self::input[not(@type='hidden' or @type='submit' or @type='button')]]"
    "[not(@aria-label or @aria-labelledby)]"
)


def faults_of(text):
    """The faults of a whole page, in words; an empty list for a page without."""
    page = html.document_fromstring(text)
    return [*_of_the_heading(page), *_of_the_policy(page), *_of_words(page), *_of_fields(page), *_of_tables(page)]


def _of_the_heading(page):
    headings = page.xpath("//h1")
    if len(headings) != 1:
        return [f"{len(headings)} h1 instead of one"]
    heading = _words(headings[0].xpath(".//text()[not(ancestor::svg)]"))
    title = re.sub(r"^Error: ", "", _words(page.xpath("//title[not(ancestor::svg)]/text()")))
    return [] if title.startswith(heading) else [f"title {title!r} does not start with the h1 {heading!r}"]


def _words(texts):
    return " ".join("".join(texts).split())


def _of_the_policy(page):
    """What the Content-Security-Policy would stop."""
    inline = page.xpath("//*[@style or @*[starts-with(name(), 'on')]]")
    blocks = page.xpath("//script[not(@src)] | //style")
    return [f"inline style or script on <{one.tag}>" for one in inline] + [f"inline <{one.tag}>" for one in blocks]


def _of_words(page):
    texts = page.xpath("//text()[not(ancestor::svg)]")
    return [f"machine words on the page: {one.strip()[:80]}" for one in texts if MACHINE_WORDS.search(one)]


def _of_fields(page):
    named = set(page.xpath("//label/@for"))
    found = [
        f"field without label: {one.get('name') or one.get('id')}"
        for one in page.xpath(FIELDS)
        if one.get("id") not in named
    ]
    for form in page.xpath("//form"):
        if form.get("method", "get").lower() == "post" and not form.xpath(".//input[@name='csrf_token']/@value[.!='']"):
            found.append(f"POST form without token: {form.get('action')}")
    return found


def _of_tables(page):
    doubled = sorted(name for name, times in Counter(page.xpath("//@id")).items() if times > 1)
    return [
        *["th without scope" for _ in page.xpath("//th[not(@scope)]")],
        *["img without alt" for _ in page.xpath("//img[not(@alt)]")],
        *([f"ids used twice: {doubled}"] if doubled else []),
    ]


def check_page(response):
    """Fail the test when the page has faults."""
    faults = faults_of(response.get_data(as_text=True))
    assert not faults, f"{response.request.path}: " + "; ".join(faults)
