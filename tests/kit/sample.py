"""A small application made of the kit alone: every field, every macro, every error page."""

from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from types import SimpleNamespace

from flask import Flask, abort, flash, redirect, render_template, request, url_for
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader

from casework.config import ROOT
from casework.kit import forms
from casework.kit.bars import Bar, Bars, draw_spark
from casework.kit.charts import Line, Point, Trend
from casework.kit.errors import init_errors
from casework.kit.headers import init_headers
from casework.kit.look import init_look


class How(StrEnum):
    PHONE = "phone"
    LETTER = "letter"
    OTHER = "other"


TEAMS = [(number, f"Team {number} of the sample county") for number in range(1, 41)]


class EverythingForm(forms.Form):
    """One of every field."""

    version = forms.HiddenField()
    said = forms.TextAreaField("What was said", missing="Enter what was said", hint="Their words as far as you can")
    story = forms.TextAreaField("Commentary", word_limit=20)
    short = forms.TextField("Reference", missing="Enter the reference", width=20)
    email = forms.EmailField("Work email")
    how = forms.RadiosField(
        "How did it reach us?",
        missing="Select how it reached us",
        choices=[
            forms.Choice(How.PHONE, "Phone", hint="Also a message left"),
            forms.Choice(How.LETTER, "Letter"),
            forms.Choice(How.OTHER, "Another way", reveals="other_way"),
        ],
    )
    other_way = forms.TextField("Which way", missing="Enter which way", mark_optional=False)
    received_on = forms.DateField(
        "Date received", missing="Enter the date received", must_be="past", hint="For example, 27 3 2026"
    )
    parts = forms.TicksField(
        "Which sections?", missing="Select at least one section", choices=[("a", "Section a"), ("b", "Section b")]
    )
    team = forms.SelectField("Team", missing="Select a team", choices=TEAMS, type_ahead=True)
    kind = forms.SelectField("Kind", choices=[("x", "First kind"), ("y", "Second kind")])
    value = forms.NumberField("Value", missing="Enter the value", places=1, suffix="%")
    count = forms.WholeNumberField("Count", least=0, most=500)
    password = forms.PasswordField("Password", missing="Enter your password")
    file = forms.FileField("Evidence", kinds=(".pdf", ".docx"), hint="A Word or PDF file")
    sure = forms.TickField("I have read this and sign it", missing="Tick to say that you have read this")
    save = forms.SubmitField("Save")
    save_next = forms.SubmitField("Save and go to next", kind="secondary")


class WhyForm(forms.Form):
    """One question."""

    why = forms.TextField("Why", missing="Enter why")


YEARS = ("2011/12", "2012/13", "2013/14", "2014/15", "2015/16")


def line(name, *values, missing="No survey"):
    return Line(
        name,
        tuple(
            Point(year, None if value is None else Decimal(value), f"{value}%" if value else f"{missing} in {year}")
            for year, value in zip(YEARS, values, strict=True)
        ),
    )


def sample_trend(key="trend"):
    return Trend(
        key=key,
        title="Fewer adults with a learning disability are in paid work than elsewhere",
        subtitle="ASCOF 1E, sample county, 2011/12 to 2015/16, per cent",
        line=line("Sample county", "1.8", "1.6", None, "3.4", "4.1"),
        others=(
            line("England", "7.1", "7.0", "6.7", "6.0", "5.8"),
            line("Similar councils", "6.0", "6.1", "5.9", "5.0", "5.5"),
        ),
        target=line("Target", "5.0", "5.0", "5.0", "5.0", "5.0"),
        unit="%",
        source="Source: sample figures. Figures as at 7 April 2026.",
        events=(("2014/15", "Signed off"),),
    )


def sample_bars(key="bars"):
    return Bars(
        key=key,
        title="Most complaints were about the north of the county",
        subtitle="Complaints received by district, 2019/20",
        bars=tuple(
            Bar(name, value, str(value))
            for name, value in (("North and the villages beyond the river", 64), ("South", 31), ("West", 0))
        ),
        heading="District",
        figures="Complaints",
    )


def make_app(**config):
    """The sample application; nothing is sent anywhere and no database is opened."""
    app = Flask("sample", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.from_mapping(
        {
            "SECRET_KEY": "sample-" * 6,
            "MAX_CONTENT_LENGTH": 25_000_000,
            "SECURE": False,
            "PROPAGATE_EXCEPTIONS": False,
        }
        | config
    )
    CSRFProtect(app)
    init_look(app)
    init_headers(app)
    init_errors(app)
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(str(Path(__file__).parent / "templates"))])
    add_context(app)
    add_pages(app)
    return app


def add_context(app):
    @app.context_processor
    def frame():
        if app.config.get("CONTEXT_FAILS"):
            raise RuntimeError("the database is gone")
        names = ("Self-assessments", "Measures", "Complaints", "Safeguarding", "Findings", "Actions", "Reports")
        items = [SimpleNamespace(text=name, href=f"/{name.lower()}", current=name == "Measures") for name in names]
        person = None if request.args.get("signed-out") else SimpleNamespace(name="Priya Shah")
        return {
            "navigation": items if person else [],
            "person": person,
            "council_name": "Sample County Council",
            "demonstration": True,
            "version": "0.1.0",
        }


def add_pages(app):
    @app.route("/")
    def home():
        return render_template("sample_empty.html")

    @app.route("/everything", methods=["GET", "POST"])
    def everything():
        form = EverythingForm(how=How.LETTER if request.args.get("filled") else None)
        if form.validate_on_submit():
            flash("Saved. Next: the response plan", "success")
            return redirect(url_for("macros"))
        return render_template("sample_form.html", form=form, heading="Log a sample")

    @app.route("/why", methods=["GET", "POST"])
    def why():
        form = WhyForm()
        if form.validate_on_submit():
            form.refuse(forms.RuleBroken("You own this action, so someone else must sign it off"))
            form.refuse(forms.RuleBroken("Say why in other words", "why"))
        return render_template("sample_form.html", form=form, heading="Say why")

    @app.route("/macros")
    def macros():
        return render_template(
            "sample_macros.html", trend=sample_trend(), bars=sample_bars(), spark=draw_spark([5, 3, None, 4, 2])
        )

    @app.route("/list")
    def rows():
        return render_template("sample_list.html", rows=range(1, 26))

    @app.route("/broken")
    def broken():
        return (
            '<!DOCTYPE html><html lang="en"><title>Broken</title><main><h1>Broken</h1><input>'
            '<p style="color: red">x</p><pre>' + "wide" * 100 + "</pre></main></html>"
        )

    @app.route("/fails/<int:code>")
    def fails(code):
        if code == 0:
            raise RuntimeError("boom")
        abort(code)

    @app.route("/sign-out", methods=["POST"])
    def sign_out():
        return redirect("/")
