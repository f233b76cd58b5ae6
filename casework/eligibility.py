"""Does anything in the rights cases stand against the persons of a ticket? Yes or no, never what or why (domain.md §5.0).

And which other applications of the same kind are theirs (`alike`): for rules, not for showing.

Only one bit leaves this module: neither the case, nor its number, nor its unit can be learned from the answer.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache, reduce
from operator import or_
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Q
from django.utils import timezone

import workflows
from casework import access
from casework.access import NOTHING
from casework.models import Party, ReadLog, Ticket

ASKED, ONCE_WITHIN = "eligibility", timedelta(minutes=5)
FILE = Path(workflows.__file__).with_name("eligibility.yaml")


@cache
def rules() -> dict[str, Any]:
    """How long, which papers and which parts in a case count (workflows/eligibility.yaml)."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def eligible(case: Any) -> bool:
    """True if nothing stands against any present party of this ticket."""
    _write_down(case)
    mine = list(Party.objects.filter(ticket_id=case.pk, ended_at__isnull=True))
    same = reduce(or_, (_same(one) for one in mine), NOTHING)
    since = timezone.now() - timedelta(days=365 * rules()["years"])
    roles = rules()["roles"]
    if case.type in rules()["household_awards"]:
        roles = rules()["household_roles"]
        same |= _household(mine, same, since)
    there = Party.objects.filter(same, role__in=roles, ticket__type="rights", ended_at__isnull=True)
    issued = reduce(or_, (Q(type=kind, state__in=states) for kind, states in rules()["children"].items()), NOTHING)
    against = access.within(issued).filter(opened_at__gte=since, parent_id__in=there.values("ticket_id"))
    return not against.exists()


def alike(case: Any, *, home: bool = False) -> list[Ticket]:
    """Other tickets of this type for a present person of this one: `state`, `is_open` and `data` are read.

    `home`: also those for somebody who lives in the same household.
    """
    mine = list(Party.objects.filter(ticket_id=case.pk, ended_at__isnull=True))
    same = reduce(or_, (_same(one) for one in mine), NOTHING)
    if home:
        same |= Q(household_index__in=[one.household_index for one in mine if one.household_index is not None])
    theirs = Party.objects.filter(same, ticket__type=case.type, ended_at__isnull=True).exclude(ticket_id=case.pk)
    found = access.within(Q(pk__in=theirs.values("ticket_id")))
    return list(found.only("id", "number", "type", "state", "is_open", "data"))


def _household(mine: Sequence[Party], same: Q, since: datetime) -> Q:
    """Parties that live, or lived within the time that counts, under one roof with these: found by the household key.

    The key is that of the address entered here, and of every other ticket in which these persons stand; a member is looked
    for by his home and, as he may stand elsewhere without it, by the person found.
    """
    known = Party.objects.filter(ticket__opened_at__gte=since, ended_at__isnull=True)
    elsewhere = known.filter(same, household_index__isnull=False).values_list("household_index", flat=True)
    homes = {bytes(key) for key in (*(one.household_index for one in mine), *elsewhere) if key is not None}
    members = known.filter(household_index__in=homes)
    persons = members.filter(person_id__isnull=False).values("person_id")
    return Q(household_index__in=homes) | Q(person_id__in=persons)


def _write_down(case: Any) -> None:
    """Who asked about whom: a row of the log of looks, once within the minutes a look counts; it opens nothing.

    While a move is made the gate writes it down afterwards, so that it stays also when the move is refused.
    """
    if case.actor.is_system or case.pk is None:
        return
    if case.asked_about is not None:
        case.asked_about.append(case)
    else:
        written([case])


def written(asked: Sequence[Any]) -> None:
    """Write down the questions collected while a move was made."""
    now = timezone.now()
    for case in asked[:1]:
        mine = ReadLog.objects.filter(ticket_id=case.pk, actor_id=case.actor.id, what=ASKED)
        if not mine.filter(at__gt=now - ONCE_WITHIN).exists():
            ReadLog.objects.create(
                ticket_id=case.pk, actor_id=case.actor.id, what=ASKED, reason=ASKED, at=now, until=now
            )


def _same(party: Party) -> Q:
    """Parties that are this person: by the person found, the identity number, or phone and name."""
    found = Q(person_id=party.person_id) if party.person_id is not None else NOTHING
    if party.id_index is not None:
        found |= Q(id_index=party.id_index)
    if party.phone_index is not None and party.name_index is not None:
        found |= Q(phone_index=party.phone_index, name_index=party.name_index)
    return found
