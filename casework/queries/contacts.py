"""Earlier contacts of a phone number, for the operator who has the caller on the line."""

from dataclasses import dataclass
from datetime import datetime

from casework import access, places
from workflows.roles import Actor


@dataclass(frozen=True)
class Known:
    """A case of this number that the actor may open anyway."""

    number: str
    heading: str
    is_open: bool


@dataclass(frozen=True)
class Contacts:
    """`count`: within 12 months; `last_*`: the latest; `open_count`: not closed; `mine`: what the actor sees anyway."""

    count: int
    open_count: int
    last_at: datetime | None
    last_unit: str
    mine: tuple[Known, ...] = ()

    @property
    def any(self) -> bool:
        return self.last_at is not None


def earlier(actor: Actor, phone: str) -> Contacts:
    """Contacts of a number: two statements; Refused("forbidden") for whoever registers no calls.

    Count, last day and last unit are all that is told across areas; cases are named to those who see them anyway.
    """
    found = access.earlier_contacts(actor, phone)
    if found is None:
        return Contacts(0, 0, None, "")
    count, open_count, last_at, unit = found
    known = access.tickets(actor).filter(**access.by_phone(phone)).order_by("-id")[:5] if last_at else ()
    mine = tuple(Known(one.number, one.title_text, one.is_open) for one in known)
    return Contacts(count, open_count, last_at, places.name_of(unit), mine)
