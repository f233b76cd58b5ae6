"""The list of ticket types. An object, so that tests make their own and leave the real one alone."""

from collections.abc import Iterator
from typing import TypeVar

from workflows.base import Workflow
from workflows.roles import Role
from workflows.soundness import where

AnyType = TypeVar("AnyType", bound=type[Workflow])


class Registry:
    """Types by slug, in order of registration. `openers`: the roles that may open a ticket of some type."""

    def __init__(self) -> None:
        self._types: dict[str, type[Workflow]] = {}
        self.openers: set[Role] = set()
        self.refused: list[str] = []

    def register(self, cls: AnyType) -> AnyType:
        """Decorator: add a type. One whose slug or prefix is taken is left out and reported by `manage.py check`."""
        for other in self._types.values():
            if other is not cls and (other.slug == cls.slug or other.prefix == cls.prefix):
                self.refused.append(
                    f"{where(cls)}: the slug {cls.slug!r} or the number prefix {cls.prefix!r} is already used by "
                    f"{where(other)}. Choose another one."
                )
                return cls
        self._types[cls.slug] = cls
        self.openers.update(cls.open_by)
        return cls

    def __getitem__(self, slug: str) -> type[Workflow]:
        return self._types[slug]

    def get(self, slug: str) -> type[Workflow] | None:
        return self._types.get(slug)

    def by_number(self, number: str) -> type[Workflow] | None:
        """The type of a ticket number: `QH-WQ-2026-000123`, or of a child `QH-WQ-2026-000123-BH1` its own prefix."""
        parts = number.split("-")
        prefix = parts[-1].rstrip("0123456789") or parts[1] if len(parts) > 1 else ""
        return next((kind for kind in self._types.values() if kind.prefix == prefix), None)

    def __iter__(self) -> Iterator[type[Workflow]]:
        return iter(self._types.values())

    def __len__(self) -> int:
        return len(self._types)

    def __contains__(self, slug: str) -> bool:
        return slug in self._types


registry = Registry()
register = registry.register
