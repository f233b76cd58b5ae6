"""The virtual environment: made once, from a lock with hashes; redone when an installation was broken off."""

import fcntl
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from .home import Home, fingerprint
from .messages import Refusal, step, tail
from .processes import die_with_parent

VENV_REMEDY = (
    "Python's venv module is incomplete here: add it with `apt-get install python3-venv` (as root), "
    "or put `uv` on the PATH."
)


def _stamp(home: Home) -> Path:
    return home.venv / "sanji-stamp.json"


def _marker(home: Home) -> Path:
    """Lies in the environment while it is being filled: whoever finds it knows that the filling was broken off."""
    return home.venv / "sanji-installing"


def lock_file(home: Home, *, dev: bool) -> Path:
    return home.root / ("requirements-dev.txt" if dev else "requirements.txt")


def is_ready(home: Home, *, dev: bool) -> bool:
    """Does the environment hold what the lock asks for? (The dev lock contains the whole run-time lock.)"""
    try:
        stamp = json.loads(_stamp(home).read_text())
    except (OSError, ValueError):
        return False
    wanted = {"run": fingerprint(lock_file(home, dev=False))}
    if dev:
        wanted["dev"] = fingerprint(lock_file(home, dev=True))
    same = all(stamp.get(name) == value for name, value in wanted.items())
    return same and not _marker(home).exists() and _works(home)


def ensure(home: Home, *, dev: bool = False) -> None:
    """Make or complete the environment. Refusal with the remedy if that cannot be done here."""
    if is_ready(home, dev=dev):
        return
    if home.venv.exists() and not os.access(home.venv, os.W_OK) or not os.access(home.root, os.W_OK):
        raise Refusal(
            f"{home.venv} is missing or out of date and you may not write there: start as the owner of {home.root}."
        )
    with (home.root / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second launcher in this checkout waits, and finds the work done
        if not is_ready(home, dev=dev):
            _make(home, dev=dev)


def _make(home: Home, *, dev: bool) -> None:
    if home.venv.exists() and (_marker(home).exists() or not _works(home)):
        with step("Removing an environment that was left half finished"):
            shutil.rmtree(home.venv)
    uv = shutil.which("uv")
    if not home.venv.exists():
        _create(home, uv)
    _install(home, uv, dev=dev)


def _works(home: Home) -> bool:
    """Does the environment's interpreter start, with the version that runs this launcher?"""
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([home.python, "-c", question], capture_output=True, text=True, timeout=60)
    except OSError:
        return False
    return answer.stdout.strip() == f"{sys.version_info[0]}.{sys.version_info[1]}"


def _create(home: Home, uv: str | None) -> None:
    if not uv and not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Refusal(VENV_REMEDY)
    with step("Making .venv"):
        home.venv.mkdir()
        _marker(home).touch()
        if uv and _run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(home.venv)]) is None:
            return
        if (complaint := _run([sys.executable, "-m", "venv", str(home.venv)])) is not None:
            shutil.rmtree(home.venv)
            raise Refusal(VENV_REMEDY if "ensurepip" in complaint else f"venv failed:\n{tail(complaint)}")


def _install(home: Home, uv: str | None, *, dev: bool) -> None:
    lock = lock_file(home, dev=dev)
    _marker(home).touch()
    with step(f"Installing from {lock.name}, every file checked by its hash ({'uv' if uv else 'pip'})"):
        complaint = _install_with(home, uv, lock)
        if complaint is not None:
            raise Refusal(f"The installation failed; mend the cause below and start again:\n{tail(complaint)}")
    stamp = {"run": fingerprint(lock_file(home, dev=False))}
    if dev:
        stamp["dev"] = fingerprint(lock)
    _stamp(home).write_text(json.dumps(stamp))
    _marker(home).unlink()


def _install_with(home: Home, uv: str | None, lock: Path) -> str | None:
    wanted = ["--require-hashes", "-r", str(lock)]
    if uv:
        command = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(home.python)]
        if _run([*command, *wanted]) is None:
            return None
        # uv does not read pip's settings (a company's own index, for one), so pip has the last word.
        _run([str(home.python), "-m", "ensurepip"])
    pip = [str(home.python), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    return _run([*pip, *wanted])


def _run(command: list[str]) -> str | None:
    """None if it went well, else everything the program said."""
    environ = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environ,
        # An installer that outlives a killed launcher would write into the environment that the next one makes.
        preexec_fn=die_with_parent(os.getpid(), signal.SIGKILL),
    )
    return None if done.returncode == 0 else done.stdout or f"{command[0]} ended with {done.returncode}"
