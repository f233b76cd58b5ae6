#!/usr/bin/env python
"""Django's command line for Sanji."""

import base64
import os
import secrets
import sys

NEED_NOTHING = ("due", "texts")  # they touch no case and no table: a bare checkout is enough


def throwaway_environment() -> None:
    """Settings for a command that needs no secrets: random ones, forgotten when it ends. What is given stays."""
    index, sealing = (base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2))
    given = {"SECRET_KEY": secrets.token_urlsafe(50), "INDEX_KEY": index, "SEALED_KEYS": f"none:{sealing}"}
    for name, value in {**given, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}.items():
        if f"{name}_FILE" not in os.environ:
            os.environ.setdefault(name, value)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] and sys.argv[1] in NEED_NOTHING:
        throwaway_environment()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
