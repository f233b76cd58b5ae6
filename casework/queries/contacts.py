"""Earlier contacts of the same person or home, for whoever has the caller on the line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import access, places
from casework.shapes import Text
from workflows.classifications import category_title
from workflows.roles import Actor

MATCHED: dict[str, Text] = {
    "phone": _("phone"),
    "id_number": _("identity number"),
    "name_place": _("name and community"),
    "household": _("home"),
}
KNOWN = 5


@dataclass(frozen=True)
class Known:
    """A case of the same person or home that the actor may open anyway."""

    number: str
    heading: str
    is_open: bool
    type: str = "rights"

    @property
    def takes_contacts(self) -> bool:
        return self.is_open and self.type == "rights"


@dataclass(frozen=True)
class Contacts:
    """`count`: contacts within 12 months; `last_unit`: who has the latest; `mine`: the cases that the actor sees anyway.

    All else is about those he sees: `open_count`, `last_at` of the latest, `by` what they were found (`matches`: in codes).
    """

    count: int
    open_count: int
    last_at: datetime | None
    last_unit: str
    mine: tuple[Known, ...] = ()
    by: tuple[Text, ...] = ()
    matches: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.last_unit)

    @property
    def more(self) -> bool:
        """Is there something that is only counted?"""
        return self.any and not self.mine


def looked_by(entered: Mapping[str, Any]) -> dict[str, tuple[str, bytes]]:
    """By what can be found what was typed into an intake form so far."""
    value = {name: str(entered.get(name) or "") for name in ("phone", "id_number", "name", "place", "place_detail")}
    return access.alike(home=value.pop("place_detail"), **value)


def earlier(actor: Actor, entered: Mapping[str, Any] | str, *, but: str = "") -> Contacts | None:
    """Contacts of the same person or home: two statements; None while nothing was typed to look by.

    Count and last unit are all that is told across areas; all else is about cases that the actor sees anyway.
    `entered`: the intake form's fields, or a phone number. `but`: a ticket that does not count.
    Refused("forbidden") for whoever registers no calls.
    """
    return _told(actor, looked_by({"phone": entered} if isinstance(entered, str) else entered), but)


def of_ticket(actor: Actor, number: str) -> Contacts | None:
    """The same for a ticket this actor has just registered, by its petitioner's blind indexes: nothing is unsealed."""
    found = _told(actor, access.indexes_of(actor, number), number)
    return found if found and found.any else None


def _told(actor: Actor, found_by: dict[str, tuple[str, bytes]], but: str) -> Contacts | None:
    found = access.earlier_contacts(actor, found_by, but=but)
    if found is None:
        return None
    known = access.alike_tickets(actor, found_by, but=but)[:KNOWN] if found.last else ()  # he sees none of them
    mine = tuple(Known(one.number, _heading(one), one.is_open, one.type) for one in known)
    by = tuple(MATCHED[match] for match in found.by)
    return Contacts(found.count, found.open, found.last, places.name_of(found.unit), mine, by, found.by)


def _heading(one: Any) -> str:
    return category_title(one.category) if one.category and one.type == "rights" else str(one.title_text)
