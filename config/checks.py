"""What a real database must be able to do, asked at every start of a role and by `manage.py migrate`."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import DatabaseError, connections

OLDEST = 150000  # server_version_num: `security_invoker` views and MERGE came with 15
QUESTION = """
    SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),
           '消' ~ '^[[:alpha:]]$' AND lower('Ä') = 'ä',
           (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
"""
REMEDY = (
    "Make it with: CREATE DATABASE sanji OWNER sanji TEMPLATE template0 ENCODING 'UTF8' "
    "LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' (docs/operations.md)."
)


def database_is_fit(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Version, encoding and character classes: with LC_CTYPE "C", searching Chinese text finds nothing, silently."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute(QUESTION)
                version, encoding, knows_chinese, superuser = cursor.fetchone()
        except DatabaseError as error:
            return [
                Error(f"The database does not answer: {error}".strip(), hint="Look at DATABASE_URL.", id="site.E001")
            ]
        if version < OLDEST:
            found.append(Error(f"PostgreSQL {version // 10000} is too old.", hint="Use 15 or newer.", id="site.E002"))
        if encoding != "UTF8":
            found.append(Error(f"The database is encoded as {encoding}, not UTF8.", hint=REMEDY, id="site.E003"))
        elif not knows_chinese:
            found.append(Error("The database's LC_CTYPE takes Chinese for no letters.", hint=REMEDY, id="site.E004"))
        if superuser and not settings.DEMO:
            found.append(
                Warning("The application's database role is a superuser.", hint="Use a plain role.", id="site.W001")
            )
    return found
