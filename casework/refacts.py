"""The rows of facts made again from the tickets: after a repair of the table, or to prove that they are what they should be."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from casework import access, facts, rows
from casework.binding import bind
from casework.models import CaseFact, Ticket
from casework.work import FACT_COLUMNS
from workflows.registry import registry
from workflows.roles import CLOCK

BATCH = 500


@dataclass
class Remade:
    """How many rows were looked at, and the numbers of the tickets whose row was missing or another one."""

    seen: int
    different: list[str]


def remake(*, check: bool = False) -> Remade:
    """Make every row again; `check`: only compare. A batch is locked while it is compared, so that no move comes between."""
    done = Remade(0, [])
    for ids in _batches():
        with transaction.atomic():
            _batch(ids, done, check)
    return done


def _batches() -> Iterator[list[int]]:
    counted = [kind.slug for kind in registry if kind.counted or kind.slug in facts.AROUND]
    wanted = access.tickets(CLOCK).filter(type__in=counted)
    last = 0
    while ids := list(wanted.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield ids
        last = ids[-1]


def _batch(ids: list[int], done: Remade, check: bool) -> None:
    cases = list(access.tickets(CLOCK).filter(pk__in=ids).order_by("pk").select_for_update())
    kept = CaseFact.objects.in_bulk(ids)
    changed = []
    for case in cases:
        fact = _row(case)
        done.seen += 1
        if case.pk not in kept or _values(fact) != _values(kept[case.pk]):
            done.different.append(case.number)
            changed.append(fact)
    if not check:
        rows.upsert(changed, FACT_COLUMNS)


def _row(case: Ticket) -> CaseFact:
    fact = facts.row(bind(case, CLOCK, timezone.now()), case.data.get("fact") or {})
    fact.ticket_id, fact.family = case.pk, case.parent_id
    return fact


def _values(fact: CaseFact) -> list[object]:
    return [getattr(fact, field.attname) for field in CaseFact._meta.concrete_fields if field.name != "updated_at"]
