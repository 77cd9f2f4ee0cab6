"""S: the page that others are measured by. Signed in, one user row read, 25 rows that never change; nothing else."""

import os

from flask import Flask, render_template_string
from flask_login import LoginManager, UserMixin, login_required
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PAGE = """<!doctype html><html lang="en"><title>25 rows</title><h1>25 rows</h1><p>{{ user.name }}</p><table>
{% for number in range(25) %}<tr><th scope="row">Row {{ number }}</th><td>Words</td><td>More words</td></tr>
{% endfor %}</table></html>"""


class Base(DeclarativeBase):
    """What the one model stands on."""


db = SQLAlchemy(model_class=Base)


class User(db.Model, UserMixin):  # type: ignore[misc, name-defined]  # Flask-SQLAlchemy makes db.Model at run time
    """Somebody with a name."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


def make(url: str) -> Flask:
    """The application, its table and its one user."""
    app = Flask(__name__)
    app.config |= {"SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": os.environ["CASEWORK_SECRET_KEY"]}
    db.init_app(app)
    logins = LoginManager(app)
    logins.user_loader(lambda number: db.session.get(User, int(number)))

    @app.get("/")
    @login_required
    def rows() -> str:
        from flask_login import current_user

        return render_template_string(PAGE, user=current_user)

    with app.app_context():
        db.create_all()
        if db.session.get(User, 1) is None:
            db.session.add(User(id=1, name="A user"))
            db.session.commit()
    return app
