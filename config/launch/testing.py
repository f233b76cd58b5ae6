"""`python3 run.py test` and `bench`: own services, all prepared that can be, nothing left out silently."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from . import commands, environment, roles
from .home import Home
from .messages import Refusal, complain, say, step
from .services import held, start_embedded

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
CJK_FONTS = ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",)
NEED_NO_DATABASE = ("due", "texts")
PACKAGES = ("chromium", "fonts-noto-cjk")
SIDE_BY_SIDE = 2  # processes for the whole suite; PostgreSQL and Chromium need cores besides


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or next((path for path in CHROMIUM if os.access(path, os.X_OK)), None)


def _has_browser() -> bool:
    return chromium() is not None and any(Path(font).exists() for font in CJK_FONTS)


def ensure_browser() -> str:
    """Debian's Chromium and Chinese fonts, installed where we may. Returns "" or why the browser tests cannot run."""
    if _has_browser():
        return ""
    packages = " ".join(PACKAGES)
    remedy = f"`apt-get install {packages}` (as root) adds it"
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return "" if chromium() else f"there is no Chromium here; {remedy}"
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step(f"Installing {packages} (Debian)"):
        for words in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *PACKAGES]):
            done = subprocess.run(["apt-get", *words], env=environ, stdin=subprocess.DEVNULL, capture_output=True)
    return "" if chromium() else f"apt-get could not install Chromium (exit code {done.returncode}); {remedy}"


def test(home: Home, arguments: list[str]) -> int:
    """Run the suite with pytest's own arguments; pytest's exit code."""
    say(f"Sanji · tests · data in {home.data}")
    environment.ensure(home, dev=True)
    why_not = ensure_browser()
    if why_not and os.environ.get("CI") == "true":
        raise Refusal(f"In CI every test must run, but {why_not}.")
    if why_not:
        complain(f"  The browser tests will NOT run: {why_not}.")
    with held(home) as supervisor:
        start_embedded(home, supervisor, throw_away=True)
        environ = {**commands.demo_environ(home), "SANJI_NO_BROWSER": why_not, "CHROMIUM": chromium() or ""}
        commands.compile_texts(home, environ)
        return foreground([str(home.python), "-m", "pytest", *_side_by_side(arguments), *arguments], environ, home)


def _side_by_side(arguments: list[str]) -> list[str]:
    """The whole suite runs in two processes where there are two cores; a part of it, or with `-n 0`, in one."""
    whole = all(word.startswith("-") and not word.startswith(("-n", "--numprocesses")) for word in arguments)
    cores = len(os.sched_getaffinity(0))
    own_broker = not roles.is_given("REDIS_URL")  # in which each process takes a number of its own
    return ["-n", str(SIDE_BY_SIDE), "--dist", "loadgroup"] if whole and cores > 1 and own_broker else []


def bench(home: Home, arguments: list[str]) -> int:
    """Run `python -m bench` on services of its own; its exit code."""
    say(f"Sanji · benchmark · data in {home.data}")
    environment.ensure(home, dev=True)
    with held(home) as supervisor:
        start_embedded(home, supervisor)
        environ = commands.demo_environ(home)
        commands.bring_up_to_date(home, environ)
        return foreground([str(home.python), "-m", "bench", *arguments], environ, home)


def manage(home: Home, arguments: list[str]) -> int:
    """manage.py on the real servers, on the running demo, or on the demo's database started for this one command."""
    environment.ensure(home)
    if arguments and arguments[0] in NEED_NO_DATABASE:
        return foreground([str(home.python), "manage.py", *arguments], commands.base_environ(home), home)
    if roles.is_given("DATABASE_URL"):
        roles.refuse_demo_on_real_servers()
        return foreground([str(home.python), "manage.py", *arguments], commands.base_environ(home), home)
    words = [str(home.python), "manage.py", *arguments]
    if is_running(home):
        return foreground(words, commands.demo_environ(home), home)
    with held(home) as supervisor:
        start_embedded(home, supervisor, broker=not roles.is_given("REDIS_URL"))
        return foreground(words, commands.demo_environ(home), home)


def is_running(home: Home) -> bool:
    from . import postgres

    return home.postgres.exists() and home.sockets.exists() and postgres.answers(home)


def foreground(words: list[str], environ: Mapping[str, str], home: Home) -> int:
    """Run a program at this terminal. Ctrl-C reaches it directly; SIGTERM is passed on as Ctrl-C."""
    process = subprocess.Popen(words, env=dict(environ), cwd=home.root)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        return 130
