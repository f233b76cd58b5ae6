"""The same person or home in several tickets: found through blind indexes, told as numbers across areas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    Max,
    Q,
    QuerySet,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import persons, sealed
from casework.access.sight import NOTHING, in_area, tickets, visible
from casework.errors import Refused
from casework.models import Party, Ticket
from workflows.roles import HANDLERS, OPERATOR, Actor

CONTACTS_WITHIN = timedelta(days=365)
SAME_SHOWN, SAME_MOST = 20, 200


def by_phone(phone: str) -> dict[str, Any]:
    """Lookup on Ticket: a party of it has this phone number (through the blind index, never in clear)."""
    return {"parties__phone_index": sealed.blind("phone", phone)}


@dataclass(frozen=True)
class Earlier:
    """What is told of earlier contacts: `count` in 12 months and the last `unit` across areas, and no more of cases out of sight.

    `open`, `last`, `by`: how many of the cases the actor sees anyway are open, when the latest came in, by what they were found.
    """

    count: int
    open: int
    last: datetime | None
    unit: str | None
    by: tuple[str, ...]


MATCHES = ("phone", "id_number", "name_place", "household")


def alike(
    *, phone: str = "", id_number: str = "", name: str = "", place: str = "", home: str = ""
) -> dict[str, tuple[str, bytes]]:
    """By what earlier parties can be found: match -> (column, blind index). Too short a phone finds nothing."""
    looked = {
        "phone": ("phone_index", sealed.blind("phone", phone) if len(sealed.normal_phone(phone)) >= 5 else None),
        "id_number": ("id_index", sealed.blind("id", id_number) if len(id_number) >= 5 else None),
        "name_place": ("place_name_index", persons.place_name(place, name) if place and name else None),
        "household": ("household_index", persons.household(place, home) if place and home else None),
    }
    return {match: (column, index) for match, (column, index) in looked.items() if index is not None}


def _any_of(found_by: dict[str, tuple[str, bytes]]) -> Q:
    """Parties as they stand now: a version that was corrected finds nobody any more."""
    same = reduce(or_, (Q(**{column: index}) for column, index in found_by.values()), NOTHING)
    return same & Q(ended_at__isnull=True)


def earlier_contacts(actor: Actor, found_by: dict[str, tuple[str, bytes]], *, but: str = "") -> Earlier | None:
    """Contacts of the same person or home in the actor's districts (but those of the ticket `but`); None with nothing to look by.

    The one read across areas (domain.md §3: 同号 N 次 + last unit): a count, no case, for those who register cases. A call and
    each later contact count once, also after the case was merged into another.
    """
    if not actor.has(OPERATOR, *HANDLERS):
        raise Refused("forbidden", _("Only those who register cases are told how often a number has called."))
    if not found_by:
        return None
    areas = reduce(or_, (in_area("ticket__place_id", post.district) for post in actor.posts))
    since = timezone.now() - CONTACTS_WITHIN
    there = Party.objects.filter(_any_of(found_by)).filter(areas, ticket__parent__isnull=True)
    there = there.exclude(ticket__outcome="X3").exclude(ticket__number=but).order_by()
    seen = Q(ticket__in=alike_tickets(actor, found_by, but=but).order_by().values("pk"))
    matched = {
        f"by_{match}": Count("pk", filter=seen & Q(**{column: index})) for match, (column, index) in found_by.items()
    }
    bare = Q(ticket__contacts__isnull=True, ticket__opened_at__gte=since)
    found = there.aggregate(
        counted=Count("ticket__contacts", filter=Q(ticket__contacts__at__gte=since), distinct=True),
        bare=Count("ticket", filter=bare, distinct=True),
        open=Count("ticket", filter=seen & Q(ticket__is_open=True), distinct=True),
        last=Max("ticket__opened_at", filter=seen),
        units=ArrayAgg("ticket__unit_id", order_by="-ticket__opened_at"),
        **matched,
    )
    by = tuple(match for match in MATCHES if found.get(f"by_{match}"))
    return Earlier(found["counted"] + found["bare"], found["open"], found["last"], (found["units"] or [None])[0], by)


def indexes_of(actor: Actor, number: str) -> dict[str, tuple[str, bytes]]:
    """By what earlier contacts of a ticket this actor registered can be found: the indexes of the person concerned."""
    mine = Party.objects.filter(ticket__number=number, ticket__opened_by_id=actor.id, ended_at__isnull=True)
    columns = dict(zip(MATCHES, ("phone_index", "id_index", "place_name_index", "household_index"), strict=True))
    found: dict[str, tuple[str, bytes]] = {}
    for party in mine.filter(role__in=("petitioner", "victim")):
        for match, column in columns.items():
            if getattr(party, column) is not None:
                found.setdefault(match, (column, bytes(getattr(party, column))))
    return found


def alike_tickets(actor: Actor, found_by: dict[str, tuple[str, bytes]], *, but: str = "") -> QuerySet[Ticket]:
    """Of the same person or home, the tickets this actor may see anyway; newest first."""
    same = Party.objects.filter(_any_of(found_by)).order_by().values("ticket_id")
    return tickets(actor).filter(pk__in=same, parent__isnull=True).exclude(number=but).order_by("-id")


def of_same_people(actor: Actor, case: Any, who: Sequence[int], homes: Sequence[bytes]) -> tuple[list[Ticket], int]:
    """(tickets of the same persons or households that the actor sees, how many more there are): for one ticket's page.

    The number of the others is told only to those who may ask for earlier contacts.
    """
    same = (Q(person_id__in=who) | Q(household_index__in=homes)) & Q(ended_at__isnull=True)
    ids = Party.objects.filter(same).exclude(ticket_id=case.pk).order_by().values("ticket_id")
    counts = actor.has(OPERATOR, *HANDLERS)  # who may be told how many there are beyond what he sees
    areas = reduce(or_, (in_area("place_id", post.district) for post in actor.posts), NOTHING) if counts else NOTHING
    there = Ticket.objects.filter(visible(actor) | areas, pk__in=ids, parent__isnull=True).exclude(outcome="X3")
    seen = there.annotate(seen=ExpressionWrapper(visible(actor), BooleanField())).order_by("-id")[:SAME_MOST]
    found: list[Any] = list(seen.defer("sealed", "sealed_key", "data"))
    mine: list[Ticket] = [one for one in found if one.seen]
    return mine[:SAME_SHOWN], len(found) - len(mine)


def registered_here(actor: Actor, number: str) -> dict[str, Any] | None:
    """What one may read to the caller about a case one has just registered, even if it went out of one's sight."""
    mine = Ticket.objects.filter(number=number, opened_by_id=actor.id)
    found = mine.values(
        "number", "type", "unit_id", "risk", "opened_at", "next_due_at",
        code_off=KeyTextTransform("code_off", "data"), lane=KeyTransform("lane", "data"),
    ).first()  # fmt: skip
    return dict(found) if found else None
