"""The commands of the contract; each is a few lines that call a service. Exit 0 done, 1 refused, 2 wrong usage."""

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click
from sqlalchemy.exc import DBAPIError

from casework import create_app, ready_app
from casework.assessments.figure_check.command import check_figures
from casework.assessments.verify_command import verify_assessment
from casework.config import CannotStartError
from casework.kit.packs import PackBroken
from casework.kit.rules import RuleBroken
from casework.kit.tables import TableRefused
from casework.measures.command import work_out
from casework.send import send_command

REFUSALS = (CannotStartError, RuleBroken, PackBroken, TableRefused)
IMPORTING_ROOMS = ("measures", "complaints", "actions", "safeguarding")


def main() -> None:
    """Run a command; what is refused is said in a sentence on standard error, never as a traceback."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        _refuse("Stopped")
    except click.ClickException as misuse:
        misuse.show()
        sys.exit(2)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except RuleBroken as refusal:
        _refuse(refusal.sentence)
    except REFUSALS as refusal:
        _refuse(str(refusal))
    except DBAPIError as trouble:
        _refuse(f"The database cannot be used: {str(trouble.orig).strip().splitlines()[0]}")
    except BrokenPipeError:
        sys.exit(0)
    except OSError as trouble:
        _refuse(f"{trouble.filename or 'A file'} cannot be used: {trouble.strerror or trouble}")


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def cli() -> None:
    """Casework: self-assessments, complaints and safeguarding assurance for adult social care.

    Settings are environment variables; the README lists them. Exit 0: done. 1: refused, with the reason. 2: wrong use.
    """


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="processes")
@click.option("--set-up", is_flag=True, help="first migrate, and load the demonstration when nobody has an account")
def serve(host: str, port: int, workers: int, set_up: bool) -> None:
    """Serve the product over HTTP."""
    from casework.serve import serve as run

    if set_up:  # in this process: starting Python three times would take longer than all of it
        from casework.demo import load_demonstration
        from casework.setup import upgrade as migrate

        app = create_app()
        with app.app_context():
            click.echo(migrate())
            click.echo(load_demonstration(if_empty=True))
    run(ready_app(), host=host, port=port, workers=workers)


@cli.group()
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Migrate the database and load the shipped packs: measure editions, councils, templates, terms."""
    from casework.setup import upgrade as run

    app = create_app()
    with app.app_context():
        click.echo(run())


@db.command()
def reindex() -> None:
    """Write the words by which complaints are found afresh; needed only after a repair by hand."""
    from casework.complaints import search_index
    from casework.extensions import db as database

    with ready_app().app_context():
        count = search_index.fill(afresh=True)
        database.session.commit()
        click.echo(f"Indexed {count:,} complaints")


@cli.command()
@click.option("--if-empty", is_flag=True, help="do nothing when anybody has an account already")
def demo(if_empty: bool) -> None:
    """Add the demonstration records, and accounts for every role in demo-accounts.json in the data folder."""
    from casework.demo import load_demonstration

    with ready_app().app_context():
        click.echo(load_demonstration(if_empty=if_empty))


@cli.group()
def user() -> None:
    """Accounts."""


@user.command("add")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--organisation", required=True, metavar="CODE", help="council or agency, by its code or ONS code")
@click.option("--role", "roles", required=True, multiple=True, help="may be given several times")
@click.option("--password-stdin", is_flag=True, required=True, help="read the password from standard input")
def user_add(email: str, name: str, organisation: str, roles: tuple[str, ...], password_stdin: bool) -> None:
    """Add an account."""
    from casework.accounts import queries, services
    from casework.accounts.roles import Role
    from casework.extensions import db as database

    unknown = [role for role in roles if role not in set(Role)]
    if unknown:
        raise RuleBroken(f"There is no role {unknown[0]}. The roles are {', '.join(Role)}")
    password = sys.stdin.readline().rstrip("\r\n")
    with ready_app().app_context():
        person = services.add_person(
            email=email,
            name=name,
            organisation=queries.organisation_called(organisation),
            roles=[Role(role) for role in roles],
            password=password,
            by=None,
        )
        database.session.commit()
        click.echo(f"Added {person.email} as {person.role_words}")


@user.command("disable")
@click.option("--email", required=True)
def user_disable(email: str) -> None:
    """Close an account at once; its sessions end with the next request."""
    from casework.accounts import queries, services
    from casework.extensions import db as database

    with ready_app().app_context():
        person = queries.find_person_by_email(email)
        if person is None:
            raise RuleBroken("There is no account with this email")
        services.disable(person, by=None)
        database.session.commit()
        click.echo(f"Disabled {person.email}")


def importers() -> dict[str, Callable[..., Any]]:
    """Every kind that can be imported, and the room's function for it."""
    found: dict[str, Callable[..., Any]] = {}
    for room in IMPORTING_ROOMS:
        found |= import_module(f"casework.{room}.importer").IMPORTERS
    return found


@cli.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="report the same and keep nothing")
@click.option("--ignore-unknown", is_flag=True, help="leave out columns that are not known")
@click.option("--add-terms", is_flag=True, help="add words for district, team, provider, theme, cause that are new")
@click.option("--organisation", metavar="CODE", help="the council whose records they are, where the file does not say")
@click.option("--template", help="partner-return: the template")
@click.option("--edition", help="ascof: the edition")
@click.option("--period", help="ascof, partner-return: the period")
@click.option("--organisations", is_flag=True, help="ascof: also create the councils and areas found in the file")
def import_(kind: str, file: Path, organisation: str | None, **options: Any) -> None:
    """Import KIND from FILE (CSV or XLSX). All or nothing: any bad row and nothing is kept.

    Columns beyond the usual ones: values may have margin and base (a survey's margin of error and how many answered),
    targets may have strict (yes where the one limit itself does not count, as in more than 11%).
    """
    from casework.setup import run_import

    known = importers()
    if kind not in known:
        raise click.UsageError(f"KIND must be one of {', '.join(sorted(known))}")
    with ready_app().app_context():
        result = run_import(known[kind], file, organisation=organisation, **options)
        for warning in result.warnings:
            click.echo(warning, err=True)
        done = "Would import" if options["dry_run"] else "Imported"
        click.echo(f"{done} {file.name}: {result}")


@cli.command()
@click.argument("name")
@click.option("--format", "as_format", default="json", show_default=True, help="html, docx, pdf, xlsx, csv or json")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="a file; else standard output")
@click.option("--measure", help="edition:code, such as ascof-2011:1E")
@click.option("--organisation", metavar="CODE")
@click.option("--period")
@click.option("--year", help="such as 2019-20")
@click.option("--template")
@click.option("--source")
@click.option("--agency")
@click.option("--status")
@click.option("--id", "record_id", type=int)
@click.option("--publication", is_flag=True, help="complaints: for publication, small numbers hidden")
@click.option(
    "--figures", type=click.Choice(["now"]), help="complaints: as they stand now, even where the year is frozen"
)
@click.option("--screen/--no-screen", default=None, help="spc: leave out moving ranges beyond the limit once")
def report(name: str, as_format: str, output: Path | None, **options: Any) -> None:
    """Make the report NAME."""
    from casework.reports.services import FORMATS, REPORTS, make_report

    if name not in REPORTS:
        raise click.UsageError(f"NAME must be one of {', '.join(sorted(REPORTS))}")
    if as_format not in FORMATS:
        raise click.UsageError(f"--format must be one of {', '.join(FORMATS)}")
    publication = "yes" if options.pop("publication") else None
    given = {key: value for key, value in {**options, "publication": publication}.items() if value is not None}
    with ready_app().app_context():
        made = make_report(name, as_format=as_format, **given)
    if output:
        output.write_bytes(made)
    else:
        sys.stdout.buffer.write(made)


cli.add_command(check_figures)
cli.add_command(verify_assessment)
cli.add_command(send_command)
cli.add_command(work_out)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="as JSON")
def routes(as_json: bool) -> None:
    """Print the policy table: every rule, its methods, its endpoint, and who may."""
    from casework.accounts.roles import Need, who_may
    from casework.kit.doors import list_routes

    table = list_routes(create_app(), who=lambda need: who_may(Need(need)))
    if as_json:
        click.echo(json.dumps(table, indent=1))
        return
    for row in table:
        methods = ",".join(method for method in row["methods"] if method not in ("HEAD", "OPTIONS"))
        click.echo(f"{row['rule']:<60} {methods:<10} {row['need']}: {', '.join(row['who'])}")


@cli.group()
def trail() -> None:
    """The audit trail."""


@trail.command()
@click.option("--deep", is_flag=True, help="also check that every record named in the trail is still there")
def verify(deep: bool) -> None:
    """Check the whole chain; exit 1 and the first broken entry when it is not as it was written."""
    from casework.trail.verify import verify as check

    with ready_app().app_context():
        verdict = check(deep=deep)
    if not verdict.is_whole:
        raise RuleBroken(str(verdict))
    click.echo(str(verdict))


@cli.command()
def doctor() -> None:
    """Check the installation: settings of each connection, migrations, styles, the trail. Exit 1 at any fault."""
    from casework.doctor import examine

    found = examine(create_app())
    for line in found:
        click.echo(f"{'ok    ' if line.is_well else 'FAULT '} {line.words}")
    if not all(line.is_well for line in found):
        raise RuleBroken("Something needs mending before people work with this installation")
