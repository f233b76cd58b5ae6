"""The intake and its receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.shapes.common import Link, Risk, Text


@dataclass(frozen=True)
class Place:
    """A suggestion of the place search."""

    code: str
    name: Text
    inside: Text = ""


@dataclass(frozen=True)
class IntakePage:
    """The intake. `form` is the type's intake form, bound after an error or from a draft.

    `contacts`: casework.queries.contacts.Contacts or None while no number was typed. `red`: the sentences of the urgent
    banner (empty: no banner). `drafts`: other drafts of this person, each (link, saved at). `call`: the operator has a
    caller on the line (the five questions are asked). `types`: every kind this person may register; `near`: those of the
    same chapter, `far`: the others.
    """

    form: Any
    url: str
    draft_url: str
    key: str
    place_query: str = ""
    places: Sequence[Place] = ()
    places_asked: bool = False
    contacts: Any = None
    red: Sequence[Text] = ()
    saved_at: datetime | None = None
    drafts: Sequence[tuple[Link, datetime]] = ()
    types: Sequence[Link] = ()
    near: Sequence[Link] = ()
    call: bool = True
    sections: Sequence[tuple[str, Text, Text, Sequence[str]]] = ()

    @property
    def far(self) -> Sequence[Link]:
        return [link for link in self.types if link not in self.near]


@dataclass(frozen=True)
class Registered:
    """A ticket just registered: what to read to the caller. `steps`: what happens next, with its due instants.

    `code`: her query code, shown this once; `code_off`: why there is none that works.
    """

    number: str
    unit: Text
    risk: Risk
    steps: Sequence[tuple[Text, datetime | None]] = ()
    url: str = ""
    next_url: str = ""
    red: Sequence[Text] = ()
    code: str = ""
    code_off: Text = ""
