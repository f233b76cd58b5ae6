"""Words of the command line → what is done."""

import argparse
import os
import shutil
import signal
from pathlib import Path

from . import demo, environment, roles, testing
from .home import Home
from .messages import Refusal, complain, say
from .services import held

HELP = """\
  (nothing)         start everything here: a demo district with services of its own, or, with DATABASE_URL and
                    REDIS_URL set, web, worker and beat on those real servers
  test [...]        run the test suite; further words go to pytest
  web|worker|beat   one role against real servers (docs/operations.md)
  manage ...        Django's manage.py
  bench ...         the benchmark
  reset             clear the demo, after asking
"""
PASSED_ON = ("test", "manage", "bench")
OURS = ("postgres", "postgres.new", "valkey", "run", "log", "mail", "attachments", "secrets", "stamps", "static")
OUR_FILES = ("demo-accounts.json", "children.json")


def parser() -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(
        prog="run.py", epilog=HELP, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    words.add_argument("--port", type=int, default=8000, help="where the web role listens on 127.0.0.1 (8000)")
    words.add_argument("--data-dir", type=Path, help="folder with everything a run keeps (SANJI_DATA_DIR, else var)")
    words.add_argument("--bind", help="web role only: address:port to listen on (127.0.0.1:<port>)")
    words.add_argument("--yes", action="store_true", help="reset only: do not ask")
    words.add_argument("command", nargs="?", choices=[*PASSED_ON, *roles.NAMES, "reset"], metavar="command")
    return words


def split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Our own words, and those behind test/manage/bench, which are passed on unread."""
    value_next = False
    for index, word in enumerate(arguments):
        if word in PASSED_ON and not value_next:
            return arguments[: index + 1], arguments[index + 1 :]
        value_next = word in ("--port", "--data-dir", "--bind")
    return arguments, []


def main(arguments: list[str], root: str) -> int:
    """Exit code: 0 done, 1 refused (one sentence on stderr), 130 interrupted, else that of the program passed to."""
    own, rest = split(arguments)
    options = parser().parse_args(own)
    signal.signal(signal.SIGTERM, _stop)
    data = options.data_dir or Path(os.environ.get("SANJI_DATA_DIR") or Path(root) / "var")
    home = Home(Path(root), data.expanduser().absolute())
    try:
        return dispatch(options, home, rest)
    except Refusal as refusal:
        complain(f"\n{refusal}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 0 if options.command is None else 130


def _stop(number: int, frame: object) -> None:
    """SIGTERM is Ctrl-C; while we are stopping, neither disturbs any more."""
    raise KeyboardInterrupt


def dispatch(options: argparse.Namespace, home: Home, rest: list[str]) -> int:
    if not 1 <= options.port <= 65535:
        raise Refusal(f"--port {options.port}: choose a number from 1 to 65535, for example 8000.")
    if options.command is None:
        return demo.run(home, options.port)
    if options.command == "test":
        return testing.test(Home(home.root, home.data / "test"), rest)
    if options.command == "bench":
        return testing.bench(Home(home.root, home.data / "bench"), rest)
    if options.command == "manage":
        return testing.manage(home, rest)
    if options.command == "reset":
        return reset(home, ask=not options.yes)
    return single_role(home, options.command, options.bind or f"127.0.0.1:{options.port}")


def single_role(home: Home, name: str, bind: str) -> int:
    """Become that program: a service manager sees and signals it directly."""
    environ = roles.real_environ(home)
    environment.ensure(home)
    home.data.mkdir(parents=True, exist_ok=True)
    roles.refuse_unfit(home, environ)
    words = roles.command(name, home, environ, bind)
    os.chdir(home.root)
    os.execve(words[0], words, environ)  # noqa: S606


def reset(home: Home, *, ask: bool) -> int:
    """Delete what runs keep in the data folder, and only that."""
    if roles.is_given("DATABASE_URL"):
        raise Refusal("reset clears the demo only, never a real database: unset DATABASE_URL first.")
    if not home.data.exists():
        say(f"Nothing to clear in {home.data}.")
        return 0
    with held(home):
        if ask:
            say(f"This deletes the demo's database, files and keys in {home.data}. Nothing brings them back.")
            try:
                answer = input("Type yes to go on: ")
            except EOFError:
                answer = ""
            if answer.strip().lower() != "yes":
                say("Nothing was deleted.")
                return 1
        for name in OURS:
            shutil.rmtree(home.data / name, ignore_errors=True)
        for path in (*(home.data / name for name in OUR_FILES), *home.data.glob("beat-schedule*")):
            path.unlink(missing_ok=True)
        if home.sockets.parent != home.data:
            shutil.rmtree(home.sockets.parent, ignore_errors=True)
    say(f"Cleared {home.data}.")
    return 0
