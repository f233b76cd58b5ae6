"""The three programs that make up a running system, for the demo and for single roles on further machines."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .commands import base_environ
from .home import Home
from .messages import Refusal, tail

REQUIRED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SEALED_KEYS", "INDEX_KEY")
NAMES = ("web", "worker", "beat")


def _whole(environ: Mapping[str, str], name: str, default: int) -> str:
    value = environ.get(name, str(default))
    if not value.isdigit() or int(value) < 1:
        raise Refusal(f"{name}={value} is not a whole number above 0: correct the environment.")
    return value


def web(home: Home, environ: Mapping[str, str], bind: str) -> list[str]:
    """gunicorn with threads: 2 processes of 4 threads unless WEB_WORKERS / WEB_THREADS say otherwise."""
    memory = Path("/dev/shm")  # noqa: S108  (gunicorn's heartbeat file; on a disk it may block)
    flags = {
        "--bind": bind,
        "--workers": _whole(environ, "WEB_WORKERS", 2),
        "--threads": _whole(environ, "WEB_THREADS", 4),
        "--worker-class": "gthread",
        "--timeout": "60",
        "--graceful-timeout": "20",
        "--keep-alive": "15",
        "--max-requests": "20000",
        "--max-requests-jitter": "2000",
        "--worker-tmp-dir": str(memory if os.access(memory, os.W_OK) else home.data),
        "--log-level": "warning",
    }
    words = [word for flag, value in flags.items() for word in (flag, value)]
    return [str(home.python), "-m", "gunicorn", "--no-control-socket", *words, "config.wsgi:application"]


def worker(home: Home, environ: Mapping[str, str]) -> list[str]:
    """A Celery worker. Any number may run anywhere: every task is safe to run twice and safe to miss."""
    concurrency = _whole(environ, "WORKER_CONCURRENCY", 2)
    celery = [str(home.python), "-m", "celery", "-A", "config", "--skip-checks"]
    quiet = ["--without-mingle", "--without-gossip", "--loglevel", environ.get("LOG_LEVEL", "INFO")]
    return [*celery, "worker", "--pool", "prefork", "--concurrency", concurrency, "--hostname", "sanji@%h", *quiet]


def beat(home: Home, environ: Mapping[str, str]) -> list[str]:
    """Celery beat. One on every machine does no harm: the two tasks it sends are safe to send N times."""
    files = ["--schedule", str(home.data / "beat-schedule"), "--pidfile="]
    return [str(home.python), "-m", "celery", "-A", "config", "--skip-checks", "beat", *files, "--loglevel", "INFO"]


def command(name: str, home: Home, environ: Mapping[str, str], bind: str) -> list[str]:
    if name == "web":
        return web(home, environ, bind)
    return worker(home, environ) if name == "worker" else beat(home, environ)


def refuse_unfit(home: Home, environ: Mapping[str, str]) -> None:
    """Refusal if `manage.py check` finds an error in the settings or the database."""
    words = [str(home.python), "manage.py", "check", "--deploy", "--database", "default", "--fail-level", "ERROR"]
    done = subprocess.run(words, env=dict(environ), cwd=home.root, capture_output=True, text=True)
    if done.returncode:
        raise Refusal(f"Not fit to run; mend what `manage.py check` says and start again:\n{tail(done.stderr, 25)}")


def is_given(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def real_environ(home: Home) -> dict[str, str]:
    """The environment for real servers. Refusal that names what is missing, or that it is a demo."""
    refuse_demo_on_real_servers()
    missing = [name for name in REQUIRED if not is_given(name)]
    if missing:
        raise Refusal(
            f"Set {', '.join(missing)} in the environment (docs/operations.md explains each); "
            "`python3 run.py` alone starts the demo with services of its own."
        )
    return {**base_environ(home), "SANJI_DEMO": "0"}


def refuse_demo_on_real_servers() -> None:
    if is_given("DATABASE_URL") and os.environ.get("SANJI_DEMO", "0").lower() in ("1", "true", "yes", "on"):
        raise Refusal(
            "SANJI_DEMO=1 together with DATABASE_URL: the demo has known accounts and never runs on a real database; "
            "unset SANJI_DEMO, or unset DATABASE_URL for a demo with a database of its own."
        )
