"""Keeps the children running, says so when one dies, and ends them in order: those first that need the others."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .messages import complain, say
from .processes import Ledger, die_with_parent, mark, session_members, signal_all, wait_gone

HEALTHY_AFTER = 60.0
LONGEST_PAUSE = 30.0
LOG_BYTES = 20_000_000  # a longer log is set aside when its program starts; one older log is kept


@dataclass
class Child:
    """A program that should run: how to start it, how to ask it to stop, how long to wait for that (seconds)."""

    name: str
    command: Callable[[], list[str]]
    environ: Mapping[str, str]
    log: Path
    stop_signal: int = signal.SIGTERM
    patience: float = 25.0
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    start_again: float = 0.0

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    root: Path
    ledger: Ledger
    children: list[Child] = field(default_factory=list)

    def start(self, child: Child) -> Child:
        """Start `child` and look after it from now on."""
        if child not in self.children:
            self.children.append(child)
        if child.log.exists() and child.log.stat().st_size > LOG_BYTES:
            child.log.replace(child.log.with_suffix(".log.1"))
        with child.log.open("ab") as log:
            child.process = subprocess.Popen(
                child.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(child.environ),
                cwd=self.root,
                start_new_session=True,  # Ctrl-C reaches only the launcher, which ends the others in order
                preexec_fn=die_with_parent(os.getpid(), child.stop_signal),
            )
        child.started = time.monotonic()
        self._write()
        return child

    def _write(self) -> None:
        self.ledger.write({child.name: mark(child.process.pid) for child in self.children if child.process is not None})

    def look_after(self) -> None:
        """One round: notice who died, start again those whose pause is over."""
        now = time.monotonic()
        for child in self.children:
            if child.running():
                if child.failures and now - child.started > HEALTHY_AFTER:
                    child.failures = 0
                continue
            if child.process is not None:
                code = child.process.returncode
                pause = min(LONGEST_PAUSE, 2.0**child.failures)
                why = _why(code)
                say(f"  {child.name} ended by itself ({why}); starting it again in {pause:.0f} s. Log: {child.log}")
                self._sweep_session(child)
                child.process, child.failures, child.start_again = None, child.failures + 1, now + pause
            elif now >= child.start_again:
                self.start(child)

    def _sweep_session(self, child: Child) -> None:
        """Children of a dead child go too, before its successor starts."""
        leader = self.ledger.read().get(child.name)
        if leader is not None:
            signal_all(session_members(leader), signal.SIGKILL)

    def stop(self, child: Child) -> None:
        """Ask, wait, and only then insist."""
        if child.process is None:
            return
        if child.running():
            child.process.send_signal(child.stop_signal)
            try:
                child.process.wait(child.patience)
            except subprocess.TimeoutExpired:
                complain(f"  {child.name} did not stop within {child.patience:.0f} s and is ended by force.")
        self._sweep_session(child)
        wait_gone(child.running, 5)
        child.process = None

    def stop_all(self) -> None:
        for child in reversed(self.children):
            self.stop(child)
        self.children.clear()
        self.ledger.path.unlink(missing_ok=True)


def _why(code: int | None) -> str:
    if code is not None and code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"
