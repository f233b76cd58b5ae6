"""Secrets of a data folder: made once, kept in files that only the owner reads, handed on by file name."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from .home import Home
from .messages import Refusal


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _readable_password() -> str:
    """15 letters and digits in three groups, without look-alikes: about 75 bits, easy to type from a screen."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(3))


MAKERS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "SEALED_KEYS": lambda: f"k1:{_key()}",
    "INDEX_KEY": _key,
    "SANJI_DEMO_PASSWORD": _readable_password,
}


def secret_file(home: Home, name: str) -> Path:
    return home.secrets / name.lower()


def ensure(home: Home) -> None:
    """Make the missing secrets. A data folder whose database exists never gets a new key: its data would be lost."""
    missing = [name for name in MAKERS if not secret_file(home, name).exists()]
    if missing and home.postgres.exists():
        raise Refusal(
            f"{home.secrets} lacks {', '.join(name.lower() for name in missing)} although there is a database: "
            "put the files back from your backup, or clear the demo with `python3 run.py reset`."
        )
    for name in missing:
        write_private(secret_file(home, name), MAKERS[name]() + "\n")


def write_private(path: Path, text: str) -> None:
    """Write the whole file or nothing, readable by its owner alone."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def read(home: Home, name: str) -> str:
    return secret_file(home, name).read_text().strip()
