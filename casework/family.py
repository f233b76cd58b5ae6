"""The tickets around a ticket: its children and what it is a child of. Read once, and only when a rule asks."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from casework import access
from casework.models import Clock, Party, Ticket, TicketLink

COLUMNS = (
    "id", "number", "type", "state", "is_open", "outcome", "unit_id", "assignee_id", "data", "next_due_at", "breached_at",
)  # fmt: skip
SHARED = {  # what may be the same: column of the party, and whether only of the person concerned
    "person": ("person_id", True), "phone": ("phone_index", True), "id": ("id_index", True),
    "household": ("household_index", False),
}  # fmt: skip


class Family:
    """Children (every type, in order of opening) and parent of a ticket, as plain rows for rules; not for showing."""

    def __init__(self, case: Any) -> None:
        self._case = case
        self._children: list[Ticket] | None = None
        self._parent: Ticket | None = None

    def children(self, slug: str = "") -> list[Ticket]:
        """Children of this type (all if ""): `type`, `state`, `is_open`, `outcome`, `data`, `number` are read."""
        if self._children is None:
            self._children = list(access.children_of(self._case).only(*COLUMNS)) if self._case.pk else []
        return [child for child in self._children if not slug or child.type == slug]

    def open_children(self, *slugs: str) -> list[Ticket]:
        return [child for child in self.children() if child.is_open and (not slugs or child.type in slugs)]

    @property
    def parent(self) -> Ticket | None:
        if self._parent is None and self._case.parent_id:
            parent: Any = access.parent_of(self._case)
            parent.family = Family(parent)
            self._parent = parent
        return self._parent

    def set_parent(self, parent: Any) -> None:
        """The parent in hand, while a child is being opened."""
        self._parent = parent

    def shares_with(self, other: Any) -> list[str]:
        """What two tickets have in common: `person`, `phone` or `id` of the person concerned, `household` of anybody."""
        found = Party.objects.filter(ticket__in=[self._case, other], ended_at__isnull=True)
        sides: dict[int, dict[str, set[Any]]] = {}
        for one in found:
            mine = sides.setdefault(one.ticket_id, {name: set() for name in SHARED})
            for name, (column, own) in SHARED.items():
                value = getattr(one, column)
                if value is not None and (not own or one.role in ("petitioner", "victim")):
                    mine[name].add(bytes(value) if isinstance(value, memoryview | bytes) else value)
        if len(sides) < 2:
            return []
        first, second = sides.values()
        return [name for name in SHARED if first[name] & second[name]]

    def is_linked(self, other: Any) -> bool:
        """Is there a link between the two, in either direction?"""
        here, there = self._case.pk, other.pk
        return TicketLink.objects.filter(Q(ticket=here, other=there) | Q(ticket=there, other=here)).exists()

    def due_at(self, policy: str) -> datetime | None:
        """When the newest clock of this policy in the case's present cycle ends, also if it has stopped; None without one."""
        mine = Clock.objects.filter(ticket_id=self._case.pk, key=policy, cycle=self._case.cycle)
        found: datetime | None = mine.order_by("-generation").values_list("due_at", flat=True).first()
        return found

    def forget(self) -> None:
        self._children = None

    def __iter__(self) -> Iterator[Ticket]:
        return iter(self.children())


def lend(cases: Iterable[Any]) -> None:
    """Give each of these tickets its family, for the rules that ask about children: one statement for all of them."""
    known = {case.pk: case for case in cases}
    for case in known.values():
        case.family = Family(case)
        case.family._children = []
    for child in access.children_of(*known.values()).only(*COLUMNS, "parent_id"):
        known[child.parent_id].family._children.append(child)


def with_parents(tickets: Iterable[Any]) -> dict[int, Any]:
    """By id, the tickets of a list with what a move's guards ask of a family; parents are read together."""
    mine = {one.pk: one for one in tickets}
    mine |= {one.pk: one for one in access.with_parents(one for one in mine.values() if one.parent_id)}
    for one in mine.values():
        one.family = Family(one)
        if one.parent_id:
            one.family.set_parent(one.parent)
    return mine
