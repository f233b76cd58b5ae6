"""Intake, transition, queue page, ticket page and API list: requests per second, p50, p95 and SQL statements, each beside
its limit: a minimal Django view that reads or writes the same rows, on the same database, served and loaded alike, in turn."""

import json
import re
import secrets
from argparse import Namespace
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import http, load
from casework.models import Ticket, User

GOALS = {
    "intake": (0.40, 12),
    "transition": (0.40, 12),
    "queue page": (0.35, 10),
    "API list": (0.35, 6),
    "ticket page": (0.0, 12),
}
ROUNDS = 4
MEDIATOR = f"m{load.DISTRICT}001001"


def prepare(tickets: int) -> tuple[dict[str, User], list[Ticket]]:
    """The district, real tickets with 20 events, and copies up to `tickets`."""
    users = load.people()
    first = list(Ticket.objects.filter(number__startswith="QH-WQ-2026").order_by("id")[:40])
    models = first if len(first) == 40 else load.originals(users)
    print(f"  {load.multiply(tickets):,} tickets")
    return users, models


def run(options: Namespace) -> int:
    users, models = prepare(options.tickets)
    ours, counted = _ours(users, models)
    limits = _limits(users, models)
    mine: dict[str, list[http.Times]] = {name: [] for name in ours}
    theirs: dict[str, list[http.Times]] = {name: [] for name in limits}
    with (
        http.served(options.port, "config.settings") as workers,
        http.served(options.port + 1, "bench.limit_settings"),
    ):
        for _ in range(ROUNDS):  # in turn, so that both meet the machine in the same moods
            for name, request in ours.items():
                mine[name].append(http.load(options.port, request, options.requests // ROUNDS))
                if name in limits:
                    theirs[name].append(http.load(options.port + 1, limits[name], options.requests // ROUNDS))
        memory = max(http.memory_mib(pid) for pid in workers)
    return report(
        {name: http.together(runs) for name, runs in mine.items()},
        {name: http.together(runs) for name, runs in theirs.items()},
        counted,
        memory,
    )


def report(
    measured: dict[str, http.Times], limits: dict[str, http.Times], counted: dict[str, int], memory: float
) -> int:
    print(
        f"\n  {'':<14}{'req/s':>8}{'p50 ms':>9}{'p95 ms':>9}{'SQL':>5}   {'limit req/s':>11}{'p50 ms':>9}   {'share':>6}  goal"
    )
    missed = 0
    for name, (share, statements) in GOALS.items():
        mine, limit = measured[name], limits.get(name)
        ratio = mine.per_second / limit.per_second if limit else 0.0
        good = mine.failed == 0 and counted[name] <= statements and (not limit or ratio >= share)
        missed += not good
        beside = (
            f"{limit.per_second:>11.0f}{limit.p50:>9.1f}   {ratio:>6.2f}" if limit else f"{'':>11}{'':>9}   {'':>6}"
        )
        goal = (f"≥ {share:.2f}, " if limit else "") + f"≤ {statements} SQL"
        print(
            f"  {name:<14}{mine.per_second:>8.0f}{mine.p50:>9.1f}{mine.p95:>9.1f}{counted[name]:>5}   {beside}  {goal}"
            f"  {'met' if good else 'MISSED'}" + (f"  ({mine.failed} failed)" if mine.failed else "")
        )
    print(f"\n  a web worker holds {memory:.0f} MiB (goal ≤ 120)  {'met' if memory <= 120 else 'MISSED'}")
    return int(missed > 0 or memory > 120)


def _ours(
    users: dict[str, User], models: list[Ticket]
) -> tuple[dict[str, Callable[[int], http.Request]], dict[str, int]]:
    """Requests as the product gets them, and how many SQL statements each takes (counted in this process)."""
    from api.models import issue

    operator, mediator, officer = (issue(users[name])[0] for name in ("operator", MEDIATOR, "district"))
    cookie = _session(users[MEDIATOR])
    json_head = {"Content-Type": "application/json"}
    opening = {"type": "rights", "data": {**load.CALL, "place": f"{load.DISTRICT}001001"}}
    numbers = [ticket.number for ticket in models]

    def intake(n: int) -> http.Request:
        head = {**json_head, "Authorization": f"Bearer {operator}", "Idempotency-Key": secrets.token_hex(8)}
        return "POST", "/api/v1/tickets", head, json.dumps(opening).encode()

    def transition(n: int) -> http.Request:
        head = {**json_head, "Authorization": f"Bearer {mediator}", "Idempotency-Key": secrets.token_hex(8)}
        body = {"data": {"note": "电话联系，未接通。"}}
        return "POST", f"/api/v1/tickets/{numbers[n % len(numbers)]}/transitions/note", head, json.dumps(body).encode()

    ours: dict[str, Callable[[int], http.Request]] = {
        "intake": intake,
        "transition": transition,
        "queue page": lambda n: ("GET", "/queue?tab=mine", {"Cookie": cookie}, None),
        "ticket page": lambda n: ("GET", f"/tickets/{numbers[n % len(numbers)]}", {"Cookie": cookie}, None),
        "API list": lambda n: ("GET", "/api/v1/tickets?open=true", {"Authorization": f"Bearer {officer}"}, None),
    }
    return ours, {name: _statements(request) for name, request in ours.items()}


def _session(user: User) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return f"sessionid={client.cookies['sessionid'].value}"


def _statements(request: Callable[[int], http.Request]) -> int:
    client = Client(headers={"host": "127.0.0.1"})
    for n in (0, 1):  # the first one fills what a process keeps in memory
        method, path, head, body = request(n)
        headers: dict[str, Any] = {name: value for name, value in head.items() if name != "Content-Type"}
        with CaptureQueriesContext(connection) as captured:
            answer = client.generic(
                method, path, body or b"", content_type=head.get("Content-Type", ""), headers=headers
            )
        if answer.status_code >= 400:
            raise SystemExit(f"{method} {path} answered {answer.status_code}: {answer.content[:300]!r}")
    return sum(1 for query in captured if not re.match(r"BEGIN|COMMIT|SAVEPOINT|RELEASE", query["sql"]))


def _limits(users: dict[str, User], models: list[Ticket]) -> dict[str, Callable[[int], http.Request]]:
    body = json.dumps({"data": load.CALL}).encode()
    numbers = [ticket.number for ticket in models]
    return {
        "intake": lambda n: ("POST", "/intake", {}, body),
        "transition": lambda n: ("POST", f"/move/{numbers[n % len(numbers)]}", {}, body),
        "queue page": lambda n: ("GET", f"/queue?user={users[MEDIATOR].pk}", {}, None),
        "API list": lambda n: ("GET", "/list", {}, None),
    }
