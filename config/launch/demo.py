"""`python3 run.py`: everything on this machine, watched until Ctrl-C."""

import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from functools import partial

from . import commands, environment, keys, roles
from .home import Home
from .messages import Refusal, say, step, tail
from .processes import refuse_busy_port
from .services import held, start_embedded
from .supervisor import Child, Supervisor

ACCOUNTS = {
    "operator": "接线员 · hotline operator",
    "mediator": "调解员 · mediator, community",
    "street": "街道妇联 · street",
    "district": "区妇联权益部 · district",
    "supervisor": "督办 · supervisor",
    "admin": "管理员 · people, memberships, jurisdictions",
}


def run(home: Home, port: int) -> int:
    """Start, print the address, look after the children until somebody stops us."""
    started = time.monotonic()
    roles.refuse_demo_on_real_servers()
    real = roles.is_given("DATABASE_URL")
    say(f"Sanji · {'real servers' if real else 'demo'} · data in {home.data}")
    environment.ensure(home)
    with held(home) as supervisor:
        refuse_busy_port(port)
        environ = _prepare_real(home) if real else _prepare_demo(home, supervisor)
        address = f"http://127.0.0.1:{port}/"
        environ.setdefault("SITE_URL", address)
        _start_roles(home, supervisor, environ, port)
        with step("Waiting until web, worker and beat are healthy"):
            _wait_healthy(supervisor, address)
        say(f"\nReady after {time.monotonic() - started:.1f} s:  {address}\n")
        if not real:
            _tell_accounts(home, address)
        say("Ctrl-C stops it.")
        while True:
            supervisor.look_after()
            time.sleep(0.25)


def _prepare_demo(home: Home, supervisor: Supervisor) -> dict[str, str]:
    start_embedded(home, supervisor, broker=not roles.is_given("REDIS_URL"))
    environ = commands.demo_environ(home)
    commands.bring_up_to_date(home, environ)
    commands.load_demo(home, environ)
    return environ


def _prepare_real(home: Home) -> dict[str, str]:
    environ = roles.real_environ(home)
    with step("Checking that the tables are up to date"):
        words = [str(home.python), "manage.py", "migrate", "--check"]
        if subprocess.run(words, env=environ, cwd=home.root, capture_output=True).returncode:
            raise Refusal(
                "The database is not reachable or its tables are not up to date: `python3 run.py manage migrate` tells "
                "which, and brings them up to date (docs/operations.md)."
            )
    roles.refuse_unfit(home, environ)
    commands.bring_up_to_date(home, environ, migrate=False)
    return environ


def _start_roles(home: Home, supervisor: Supervisor, environ: Mapping[str, str], port: int) -> None:
    with step("Starting web, worker and beat"):
        for name in roles.NAMES:
            words = partial(roles.command, name, home, environ, f"127.0.0.1:{port}")
            supervisor.start(Child(name, words, environ, home.logs / f"{name}.log"))


def _wait_healthy(supervisor: Supervisor, address: str, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    web = next(child for child in supervisor.children if child.name == "web")
    answer = "no answer"
    while time.monotonic() < until:
        if not web.running():
            break
        try:
            with urllib.request.urlopen(f"{address}healthz", timeout=5) as response:  # noqa: S310  (our own address)
                if response.status == 200:
                    return
        except urllib.error.HTTPError as error:
            answer = f"{error.code} {error.reason}"
        except OSError:
            pass
        time.sleep(0.1)
    log = web.log.read_text(errors="replace")
    raise Refusal(f"The web role did not get healthy ({answer}); mend the cause at the end of {web.log}:\n{tail(log)}")


def _tell_accounts(home: Home, address: str) -> None:
    password = keys.read(home, "SANJI_DEMO_PASSWORD")
    accounts = {"address": address, "password": password, "accounts": ACCOUNTS}
    keys.write_private(home.accounts, json.dumps(accounts, ensure_ascii=False, indent=2) + "\n")
    for user, role in ACCOUNTS.items():
        say(f"    {user:<12}{role}")
    say(f"\n  Password of all six: {password}\n  (also in {home.accounts})\n")
