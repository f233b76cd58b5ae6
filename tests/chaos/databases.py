"""Copies of a database: every scenario begins with the same thousand overdue tickets and may spoil its own copy."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import psycopg
from django.db import connection, connections
from psycopg.conninfo import make_conninfo


def conninfo(name: str) -> str:
    found = connection.settings_dict
    return make_conninfo(
        "", dbname=name, user=found["USER"], password=found["PASSWORD"] or None, host=found["HOST"] or None,
        port=found["PORT"] or None,
    )  # fmt: skip


def url(name: str) -> str:
    """The same as a DATABASE_URL."""
    found = connection.settings_dict
    login = quote(found["USER"]) + (f":{quote(found['PASSWORD'])}" if found["PASSWORD"] else "")
    port = f":{found['PORT']}" if found["PORT"] else ""
    return f"postgres://{login}@{quote(found['HOST'], safe='')}{port}/{name}"


@contextmanager
def copy_of(template: str, name: str) -> Iterator[str]:
    """A copy called `name`, dropped afterwards. Connections to `template` left by threads of earlier tests are ended."""
    connections.close_all()
    with psycopg.connect(conninfo("postgres"), autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [template])
        _copy(admin, template, name)
    try:
        yield name
    finally:
        with psycopg.connect(conninfo("postgres"), autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _copy(admin: psycopg.Connection, template: str, name: str) -> None:
    for attempt in range(50):
        try:
            admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
            return
        except psycopg.errors.ObjectInUse:  # a connection that was just closed is still saying goodbye
            if attempt == 49:
                raise
            time.sleep(0.1)
