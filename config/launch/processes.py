"""Processes we started: told apart from others by id *and* start time, so that nobody else's process is ever ended."""

import ctypes
import fcntl
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .messages import Refusal

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Mark:
    """One process, for ever: no other process had this id at this time (ticks since boot) in this boot."""

    pid: int
    start: int
    boot: str

    def alive(self) -> bool:
        return boot_id() == self.boot and start_time(self.pid) == self.start


def boot_id() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def _stat(pid: int) -> list[str]:
    """Fields of /proc/<pid>/stat after the name: state, ppid, pgrp, session, … Empty if there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def start_time(pid: int) -> int | None:
    """Ticks since boot when `pid` started; None for no such process (a zombie counts as none)."""
    fields = _stat(pid)
    return int(fields[19]) if fields and fields[0] not in "ZX" else None


def mark(pid: int) -> Mark:
    return Mark(pid, start_time(pid) or 0, boot_id())


def session_members(leader: Mark) -> list[int]:
    """Processes of the session that `leader` opened, also when it is gone; none if its id has a new owner."""
    if boot_id() != leader.boot or start_time(leader.pid) not in (None, leader.start):
        return []
    found = []
    for pid in (int(name) for name in os.listdir("/proc") if name.isdigit()):
        fields = _stat(pid)
        if fields and fields[0] not in "ZX" and int(fields[3]) == leader.pid and int(fields[19]) >= leader.start:
            found.append(pid)
    return found


def signal_all(pids: list[int], number: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except (ProcessLookupError, PermissionError):
            continue


def wait_gone(still_there: Callable[[], object], seconds: float) -> bool:
    """Wait until `still_there()` is false; False if it is true after `seconds`."""
    until = time.monotonic() + seconds
    while still_there():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def die_with_parent(parent: int, number: int) -> Callable[[], None]:
    """For `preexec_fn`: signal `number` when the launcher dies, however (a change of account may clear it)."""
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


class Ledger:
    """The list of running children on disk; what a killed launcher leaves behind is found in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, Mark]:
        try:
            return {name: Mark(**entry) for name, entry in json.loads(self.path.read_text()).items()}
        except (OSError, ValueError, TypeError):
            return {}

    def write(self, children: dict[str, Mark]) -> None:
        fresh = self.path.with_name(self.path.name + ".new")
        fresh.write_text(json.dumps({name: vars(entry) for name, entry in children.items()}))
        fresh.replace(self.path)

    def stop_leftovers(self, first_signals: dict[str, int]) -> list[str]:
        """End what an earlier, killed launcher left running. Returns the names of what was ended."""
        ended = []
        for name, leader in reversed(self.read().items()):
            if not session_members(leader):
                continue
            ended.append(name)
            if leader.alive():
                signal_all([leader.pid], first_signals.get(name, signal.SIGTERM))
                wait_gone(leader.alive, 20)
            if not wait_gone(partial(session_members, leader), 2):
                signal_all(session_members(leader), signal.SIGKILL)
                wait_gone(partial(session_members, leader), 5)
        self.path.unlink(missing_ok=True)
        return ended


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the data folder. The lock falls with the process, so a killed run leaves none behind."""
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = file.read().strip() or "unknown"
        file.close()
        raise Refusal(
            f"Another run.py (pid {holder}) is using {path.parent}: stop that one, or give this one its own --data-dir."
        ) from None
    try:
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
    finally:
        file.close()


def refuse_busy_port(port: int, host: str = "127.0.0.1") -> None:
    """Refusal that names who holds the port, where that can be seen."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Refusal(f"Port {port} needs root: choose one above 1023, for example --port 8000.") from None
        except OSError:
            who = _port_holder(port)
            raise Refusal(
                f"Port {port} is already used{who}: choose another one, for example --port {port + 1}."
            ) from None


def _port_holder(port: int) -> str:
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for fields in (line.split() for line in lines):
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{fields[9]}]")
    for pid in (name for name in os.listdir("/proc") if name.isdigit()):
        try:
            if any(os.readlink(f"/proc/{pid}/fd/{fd}") in inodes for fd in os.listdir(f"/proc/{pid}/fd")):
                return f" by process {pid} ({Path(f'/proc/{pid}/comm').read_text().strip()})"
        except OSError:
            continue
    return " by another account's process" if inodes else ""
