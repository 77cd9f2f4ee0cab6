"""The check that the test client runs over every page goes red for each fault it looks for."""

import pytest

from tests.page import faults_of

GOOD = """<!doctype html><html lang="en"><head><title>Cases - Casework</title><script src="/a.js"></script></head><body>
<h1>Cases <svg><title>arrow</title><text>{{ x }}</text></svg></h1>
<form method="post"><input type="hidden" name="csrf_token" value="x"><label for="a">A</label><input id="a" name="a"></form>
<form><input aria-label="Find" name="q"><input type="submit"></form>
<table><tr><th scope="col">A</th></tr></table><img src="x" alt=""></body></html>"""


def test_a_page_without_faults():
    assert faults_of(GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ("<h1>Cases", "<h1>Other", "does not start with the h1"),
        ("<h1>", "<h1>Two</h1><h1>", "2 h1 instead of one"),
        ("<table>", '<table style="x">', "inline style or script on <table>"),
        ("<table>", '<table onclick="x()">', "inline style or script on <table>"),
        ('<script src="/a.js">', "<script>a()", "inline <script>"),
        ("</head>", "<style>a{}</style></head>", "inline <style>"),
        (' value="x"', ' value=""', "POST form without token"),
        (' name="csrf_token"', ' name="other"', "POST form without token"),
        ('for="a"', 'for="b"', "field without label: a"),
        (' aria-label="Find"', "", "field without label: q"),
        ("<table>", "<select name='s'></select><table>", "field without label: s"),
        (' scope="col"', "", "th without scope"),
        (' alt=""', "", "img without alt"),
        ("<table>", '<table id="a">', "ids used twice: ['a']"),
        ("<table>", "{{ name }}<table>", "machine words"),
        ("<table>", "{% if %}<table>", "machine words"),
        ("<table>", "<p>undefined</p><table>", "machine words"),
        ("<table>", "&lt;function object at 0x7f&gt;<table>", "machine words"),
        ("<table>", "Traceback (most recent call last)<table>", "machine words"),
    ],
)
def test_each_fault_is_found(good, bad, fault):
    broken = GOOD.replace(good, bad, 1)
    assert broken != GOOD
    assert [one for one in faults_of(broken) if fault in one]
