"""PostgreSQL for the suite: one database for a worker, emptied between the tests of a file, made anew for the next file.

Making a database takes half a second, emptying it some milliseconds.
"""

import os
from contextlib import contextmanager

SERVER = os.environ.get("CASEWORK_TEST_POSTGRES")  # postgresql://user@host/, on which databases may be made
# How many there are and the newest of each. Whatever a test did to tables, triggers or functions is found here.
CATALOGUE = " UNION ALL ".join(
    f"SELECT count(*), max(xmin::text::bigint) FROM {table}"
    for table in ("pg_attribute", "pg_constraint", "pg_index", "pg_proc", "pg_trigger", "pg_db_role_setting")
)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename != 'alembic_version'"
COLUMNS = (
    "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
    " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'"
)
NUMBERS = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"


def url_of(database):
    """The address of a database for the product. Its commits do not wait for the disk: a crash loses a test, no more."""
    return f"{SERVER.rstrip('/')}/{database}?options=-csynchronous_commit%3Doff"


@contextmanager
def connected(database="postgres"):
    """A connection on which every statement stands by itself."""
    import psycopg

    with psycopg.connect(f"{SERVER.rstrip('/')}/{database}", autocommit=True) as connection:
        yield connection


def run(*statements):
    """Statements on the server itself, such as making a database."""
    with connected() as connection:
        for statement in statements:
            connection.execute(statement)


def copy(source, name):
    """A database `name` as `source` is, in the place of an earlier one."""
    run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


class WorkerDatabase:
    """The database of one worker; `renew` before each test."""

    def __init__(self, name, template):
        self.name, self.template = name, template
        self.module = self.catalogue = self.filled = None
        self.asides = {}

    def renew(self, module):
        """Leave it as the template is: empty and migrated, every number at its beginning."""
        if module is not self.module or not self.empty():
            copy(self.template, self.name)
            self.module, self.asides = module, {}
            with connected(self.name) as connection:
                self._look(connection)

    def _look(self, connection):
        tables = [name for (name,) in connection.execute(TABLES)]
        self.filled = " UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT FROM \"{one}\")" for one in tables)
        self.catalogue = connection.execute(CATALOGUE).fetchall()

    def empty(self):
        """Empty every table and begin every number again; False, and nothing done, when more than rows was changed."""
        with connected(self.name) as connection:
            if connection.execute(CATALOGUE).fetchall() != self.catalogue:
                return False
            connection.execute("SET session_replication_role = replica")  # no triggers: the trail refuses
            for (table,) in connection.execute(self.filled).fetchall():
                connection.execute(f'DELETE FROM "{table}"')
            for sequence, _ in connection.execute(NUMBERS).fetchall():
                connection.execute("SELECT setval(quote_ident(%s), 1, false)", [sequence])
        return True

    def put_aside(self, key):
        """Keep what is in it now, beside it, until the next file."""
        schema, tables = f"aside_{len(self.asides)}", {}
        with connected(self.name) as connection:
            connection.execute(f"CREATE SCHEMA {schema}")
            for (table,) in connection.execute(self.filled).fetchall():
                connection.execute(f'CREATE TABLE {schema}."{table}" AS TABLE public."{table}"')
                tables[table] = connection.execute(COLUMNS, [table]).fetchone()[0]
            self.asides[key] = schema, tables, connection.execute(NUMBERS).fetchall()
            self._look(connection)

    def put_back(self, key):
        """Put what was kept into it, in place of what is in it."""
        assert self.empty(), "the tables themselves were changed before"
        schema, tables, numbers = self.asides[key]
        with connected(self.name) as connection:
            connection.execute("SET session_replication_role = replica")
            for table, columns in tables.items():
                connection.execute(
                    f'INSERT INTO public."{table}" ({columns}) OVERRIDING SYSTEM VALUE'
                    f' SELECT {columns} FROM {schema}."{table}"'
                )
            for sequence, last in numbers:
                connection.execute("SELECT setval(quote_ident(%s), %s)", [sequence, last])
