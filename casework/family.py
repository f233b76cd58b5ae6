"""The tickets around a ticket: its children and what it is a child of. Read once, and only when a rule asks."""

from collections.abc import Iterator
from typing import Any

from casework import access
from casework.models import Ticket

COLUMNS = (
    "id", "number", "type", "state", "is_open", "outcome", "unit_id", "assignee_id", "data", "next_due_at", "breached_at",
)  # fmt: skip


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
            self._parent = access.parent_of(self._case)
        return self._parent

    def set_parent(self, parent: Any) -> None:
        """The parent in hand, while a child is being opened."""
        self._parent = parent

    def forget(self) -> None:
        self._children = None

    def __iter__(self) -> Iterator[Ticket]:
        return iter(self.children())
