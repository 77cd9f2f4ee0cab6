"""What tests of pages do in a browser."""

import re

VERSION = re.compile(r'name="version"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="version"')


def browser_of(app, person):
    """Another browser with somebody else signed in."""
    return app.test_client().sign_in(person)


def text_of(answer):
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def page_after(client, answer):
    """The words of the page that an answer leads to."""
    assert answer.status_code == 302, text_of(answer)
    return text_of(client.get(answer.location))


def three(name, day):
    """A date as its three boxes send it."""
    return {name: [str(day.day), str(day.month), str(day.year)]}


def version_in(page):
    """The version that travels in a form's hidden field; empty on a page without a form."""
    found = VERSION.search(page)
    return next(part for part in found.groups() if part) if found else ""


def send(client, path, data=None, **options):
    """Fill in a verb's form as somebody does who has just opened its page."""
    seen = version_in(client.get(path).get_data(as_text=True))
    return client.send(path, {"version": seen, **(data or {})}, **options)
