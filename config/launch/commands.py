"""Calls of manage.py, and which of them a start needs: what has not changed since last time is not done again."""

import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from . import keys, postgres, valkey
from .environment import lock_file
from .home import Home, fingerprint
from .messages import Refusal, step, tail
from .processes import die_with_parent

APPS = ("workflows", "casework", "notifications", "api")


def base_environ(home: Home) -> dict[str, str]:
    """The caller's environment, told where the data folder is, with programs of .venv first."""
    return {
        **os.environ,
        "SANJI_DATA_DIR": str(home.data),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PATH": f"{home.venv / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PYTHONUNBUFFERED": "1",
    }


def demo_environ(home: Home) -> dict[str, str]:
    """Settings for the embedded services and this data folder's own secrets, by file name."""
    environ = base_environ(home)
    for name in ("SECRET_KEY", "SEALED_KEYS", "INDEX_KEY"):
        environ.pop(name, None)
        environ[f"{name}_FILE"] = str(keys.secret_file(home, name))
    for name in ("DATABASE_URL_FILE", "REDIS_URL_FILE", "BEHIND_TLS"):
        environ.pop(name, None)
    environ |= {"SANJI_DEMO": "1", "DATABASE_URL": postgres.url(home)}
    environ["REDIS_URL"] = os.environ.get("REDIS_URL") or valkey.url(home)
    return environ


def manage(home: Home, environ: Mapping[str, str], *words: str) -> None:
    """Run manage.py quietly. Refusal with the end of what it said if it fails."""
    done = subprocess.run(
        [home.python, "manage.py", *words],
        env=dict(environ),
        cwd=home.root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=die_with_parent(os.getpid(), signal.SIGKILL),  # each is safe to run again, not to run twice at once
    )
    if done.returncode:
        raise Refusal(f"`manage.py {words[0]}` failed; mend the cause below and start again:\n{tail(done.stdout, 25)}")


class Stamps:
    """Notes in the data folder of what was done with which inputs."""

    def __init__(self, home: Home) -> None:
        self.home = home

    def is_current(self, name: str, value: str) -> bool:
        path = self.home.stamps / name
        return path.is_file() and path.read_text() == value

    def set(self, name: str, value: str) -> None:
        (self.home.stamps / name).write_text(value)

    def once(self, name: str, value: str, title: str, environ: Mapping[str, str], *words: str) -> None:
        """Run `manage.py words` unless it was done with the same `value` before."""
        if self.is_current(name, value):
            return
        with step(title):
            manage(self.home, environ, *words)
        self.set(name, value)


def _files(home: Home, pattern: str) -> list[Path]:
    return [path for app in APPS for path in (home.root / app).glob(pattern) if path.is_file()]


def compile_texts(home: Home, environ: Mapping[str, str]) -> None:
    """Make the .mo files, where one is missing or older than its .po."""

    def stale(source: Path) -> bool:
        compiled = source.with_suffix(".mo")
        return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns

    if any(stale(source) for source in _files(home, "locale/*/LC_MESSAGES/*.po")):
        with step("Compiling the translations"):
            manage(home, environ, "texts", "--compile")


def bring_up_to_date(home: Home, environ: Mapping[str, str], *, migrate: bool = True) -> None:
    """Tables, translations and static files, as far as they changed."""
    lock = lock_file(home, dev=False)
    stamps = Stamps(home)
    compile_texts(home, environ)
    if migrate:
        tables = fingerprint(lock, *_files(home, "migrations/*.py"))
        stamps.once("migrated", tables, "Making the tables", environ, "migrate", "--no-input", "-v0")
    files = fingerprint(lock, *_files(home, "static/**/*"))
    stamps.once("static", files, "Collecting static files", environ, "collectstatic", "--no-input", "-v0")


def load_demo(home: Home, environ: Mapping[str, str]) -> None:
    """The demo district, once. The command is idempotent: broken off, it is simply run again."""
    with_password = {**environ, "SANJI_DEMO_PASSWORD": keys.read(home, "SANJI_DEMO_PASSWORD")}
    Stamps(home).once("demo", "1", "Loading the demo district", with_password, "load_demo")
