"""Reads for the rules of a type and for a party's own page: what hangs together, whoever sees it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import (
    F,
    IntegerField,
    QuerySet,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from casework.models import Ticket


def by_party_code(digest: bytes) -> Ticket | None:
    """The ticket a party looks at with her code, if the code is on. Nobody is signed in; what is shown is decided there."""
    return Ticket.objects.filter(party_code__digest=digest, party_code__shut_at__isnull=True).first()


def children_of(*cases: Any) -> QuerySet[Ticket]:
    """The child tickets of tickets in hand, for their type's rules only: not for showing (a child may lie out of sight)."""
    return Ticket.objects.filter(parent_id__in=[case.pk for case in cases]).order_by("id")


def waiting(parent: str, slug: str, state: str) -> list[str]:
    """Numbers of the tickets waiting in `state` under this parent, who goes first first: for the waiting list's own move."""
    priority = Cast(KeyTextTransform("priority", "data"), IntegerField())
    found = Ticket.objects.filter(parent__number=parent, type=slug, state=state).annotate(priority=priority)
    return list(found.order_by(F("priority").asc(nulls_last=True), "id").values_list("number", flat=True))


def with_parents(children: Iterable[Any]) -> list[Any]:
    """Child tickets read whole, each with its parent in hand: one statement for the rules of a whole list."""
    ids = [child.pk for child in children]
    return list(Ticket.objects.filter(pk__in=ids).select_related("parent")) if ids else []


def parent_of(case: Any) -> Ticket:
    """The ticket a child belongs to, for its type's rules only."""
    return Ticket.objects.get(pk=case.parent_id)
