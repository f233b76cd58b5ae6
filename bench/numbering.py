"""Numbers of papers under load: several writer processes sign through the gate, some of their transactions are rolled back
on purpose, and afterwards the series has no gap and no double. Prints the rate.

`gate.perform` is the real path: ticket lock, form, event, facts, outbox; the counter's row is taken inside it.
"""

import multiprocessing
import time
from argparse import Namespace
from random import Random
from typing import Any

WRITERS, EACH, ROLLED_BACK = 8, 1250, 0.1


class Undone(Exception):
    """Thrown after a number was taken, so that its transaction is rolled back."""


def write(tickets: list[str], actor: Any, how_many: int, seed: int, undo: float = ROLLED_BACK) -> tuple[int, int]:
    """Sign `how_many` papers on these tickets, with rollbacks thrown in; (signed, rolled back)."""
    from django.db import transaction

    from casework import gate

    random, signed, undone = Random(seed), 0, 0
    while signed < how_many:
        ticket = random.choice(tickets)
        wanted = {"kind": "registration", "receiver_opinion": "拟受理。"}
        try:
            with transaction.atomic():
                gate.perform(ticket, "sign_paper", actor, wanted)
                if random.random() < undo:
                    raise Undone
        except Undone:
            undone += 1
            continue
        signed += 1
    return signed, undone


def faults(code: str, year: int) -> list[str]:
    """What is wrong with a series: gaps, doubles, a counter that does not stand at the last number; [] if nothing is."""
    from casework.models import NumberSeries, Paper

    taken = sorted(Paper.objects.filter(code=code, year=year).values_list("seq", flat=True))
    wrong = []
    if len(set(taken)) != len(taken):
        wrong.append(f"{len(taken) - len(set(taken))} numbers given twice")
    if missing := set(range(1, (taken or [0])[-1] + 1)) - set(taken):
        wrong.append(f"{len(missing)} gaps, the first at {min(missing)}")
    last = NumberSeries.objects.filter(series=f"paper|{code}|{year}").values_list("last", flat=True).first()
    if last is not None and taken and last != taken[-1]:
        wrong.append(f"the counter says {last}, the last paper {taken[-1]}")
    return wrong


def _writer(tickets: list[str], username: str, how_many: int, seed: int, results: Any) -> None:
    import django

    django.setup()
    from casework import access
    from casework.models import User

    results.put(write(tickets, access.actor_of(User.objects.get(username=username)), how_many, seed))


def run(options: Namespace) -> int:
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from bench import load
    from casework import access, gate
    from casework.models import Paper

    people = load.people()
    username = f"m{load.DISTRICT}001001"
    actor = access.actor_of(people[username])
    call = {**load.CALL, "place": f"{load.DISTRICT}001001"}
    tickets = [gate.open_ticket("rights", actor, call).ticket.number for _ in range(64)]
    for ticket in tickets:
        gate.perform(ticket, "claim", actor)
    before = Paper.objects.count()
    connection.close()
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    parts = [tickets[n::WRITERS] + tickets[:4] for n in range(WRITERS)]  # four tickets are everybody's
    writers = [context.Process(target=_writer, args=(parts[n], username, EACH, n, results)) for n in range(WRITERS)]
    began = time.perf_counter()
    for one in writers:
        one.start()
    done = [results.get() for _ in writers]
    for one in writers:
        one.join()
    seconds = time.perf_counter() - began
    signed, undone = (sum(column) for column in zip(*done, strict=True))
    wrong = faults(f"{settings.PAPER_CODE}登", timezone.localdate().year)
    written = Paper.objects.count() - before
    if written != signed:
        wrong.append(f"{signed} signed, {written} papers in the table")
    print(f"  {WRITERS} writers, {signed:,} numbers, {undone:,} rolled back: {signed / seconds:.0f} papers/s")
    print("  no gap, no double" if not wrong else "  WRONG: " + "; ".join(wrong))
    return 1 if wrong else 0
