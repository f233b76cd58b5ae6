"""Does anything in the rights cases stand against the persons of a ticket? Yes or no, never what or why (domain.md §5.0).

And which other applications of the same kind are theirs (`alike`): for rules, not for showing.

Only one bit leaves this module: neither the case, nor its number, nor its unit can be learned from the answer.
"""

from datetime import timedelta
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
from casework.models import Party, Ticket

FILE = Path(workflows.__file__).with_name("eligibility.yaml")


@cache
def rules() -> dict[str, Any]:
    """How long, which papers and which parts in a case count (workflows/eligibility.yaml)."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def eligible(case: Any) -> bool:
    """True if nothing stands against any present party of this ticket."""
    mine = list(Party.objects.filter(ticket_id=case.pk, ended_at__isnull=True))
    same = reduce(or_, (_same(one) for one in mine), NOTHING)
    roles = rules()["household_roles" if case.type in rules()["household_awards"] else "roles"]
    there = Party.objects.filter(same, role__in=roles, ticket__type="rights", ended_at__isnull=True)
    since = timezone.now() - timedelta(days=365 * rules()["years"])
    issued = reduce(or_, (Q(type=kind, state__in=states) for kind, states in rules()["children"].items()), NOTHING)
    against = access.within(issued).filter(opened_at__gte=since, parent_id__in=there.values("ticket_id"))
    return not against.exists()


def alike(case: Any) -> list[Ticket]:
    """Other tickets of this type for a present person of this one: `state`, `is_open` and `data` are read."""
    mine = list(Party.objects.filter(ticket_id=case.pk, ended_at__isnull=True))
    same = reduce(or_, (_same(one) for one in mine), NOTHING)
    theirs = Party.objects.filter(same, ticket__type=case.type, ended_at__isnull=True).exclude(ticket_id=case.pk)
    found = access.within(Q(pk__in=theirs.values("ticket_id")))
    return list(found.only("id", "number", "type", "state", "is_open", "data"))


def _same(party: Party) -> Q:
    """Parties that are this person: by the person found, the identity number, or phone and name."""
    found = Q(person_id=party.person_id) if party.person_id is not None else NOTHING
    if party.id_index is not None:
        found |= Q(id_index=party.id_index)
    if party.phone_index is not None and party.name_index is not None:
        found |= Q(phone_index=party.phone_index, name_index=party.name_index)
    return found
