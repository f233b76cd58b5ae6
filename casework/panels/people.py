"""The people beyond their names: relations, lawful basis, contacts (件次, 人次), versions, the same people elsewhere.

Other cases are named only to those who see them anyway; of the rest the number is told as at intake (domain.md §3).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import access
from casework.models import Contact, Party
from casework.panels import Panel
from casework.panels.family import Relative, relative
from casework.queries import listed
from casework.queries.ticket import Whole
from casework.shapes import Text
from workflows.classifications import CHANNELS
from workflows.partyroles import RELATIONS, party_title
from workflows.rights.people import CODE_OFF
from workflows.rights.people_forms import BASES, GIVERS, PURPOSES, TOLD_BY
from workflows.rights.people_guards import withdrawn

CONTACTS_SHOWN = 12


@dataclass(frozen=True)
class ContactLine:
    at: datetime
    channel: Text
    persons: int
    merged: bool = False


@dataclass(frozen=True)
class ConsentLine:
    n: int
    who: Text
    purpose: Text
    basis: Text
    given_by: Text
    told: Text
    told_on: date | None
    open: bool
    withdrawn: date | None


@dataclass(frozen=True)
class Version:
    """A party that was corrected or left: who, since when no longer, where to ask to see it."""

    who: Text
    until: datetime
    url: str


@dataclass(frozen=True)
class Brought:
    """A person of a case merged into this one who is none of this case's: in which part, and where the file about her is."""

    who: Text
    number: str
    url: str


@dataclass(frozen=True)
class Content:
    relations: list[tuple[Text, Text, Text]]
    consents: list[ConsentLine]
    lacking: list[Text]
    contacts: list[ContactLine]
    contacts_n: int
    persons_n: int
    group: bool
    versions: list[Version]
    brought: list[Brought]
    brought_hidden: int
    same: list[Relative]
    same_hidden: int
    code: str
    code_off: Text
    same_as: str
    same_as_url: str


def panel(whole: Whole) -> Panel | None:
    """Two statements, none for a ticket without people, four for one that took another in."""
    case = whole.case
    if case.parent_id or case.type != "rights":
        return None
    names = titles(whole.parties)
    contacts, count, persons = _contacts(case)
    same, hidden = _same_people(whole)
    brought, brought_hidden = _brought(whole) if count > 1 else ([], 0)
    same_as = str(case.data.get("same_as") or "")
    content = Content(
        relations=[_relation(one, names) for one in case.data.get("relations", [])],
        consents=[_consent(one, names) for one in case.data.get("consents", [])],
        lacking=[title for purpose, title in PURPOSES if withdrawn(case, purpose)],
        contacts=contacts,
        contacts_n=count,
        persons_n=persons,
        group=bool(case.data.get("group")),
        versions=_versions(whole, names),
        brought=brought,
        brought_hidden=brought_hidden,
        same=same,
        same_hidden=hidden,
        code=str(case.data.get("code") or ""),
        code_off=CODE_OFF.get(str(case.data.get("code_off") or ""), ""),
        same_as=same_as if case.is_open else "",
        same_as_url=listed.address(same_as, "") if any(one.number == same_as for one in same) else "",
    )
    return Panel("people", _("People and contacts"), "casework/panels/people.html", content)


def titles(parties: list[Party]) -> dict[str, Text]:
    """What each party is called where names are covered, by code; former versions like the present one."""
    present = [one for one in parties if one.ended_at is None]
    found: dict[str, Text] = {}
    for one in parties:
        same = [other.code for other in present if other.role == one.role]
        found[one.code] = party_title(one.role, same.index(one.code) + 1 if one.code in same and len(same) > 1 else 0)
    return found


def _relation(one: dict[str, Any], names: dict[str, Text]) -> tuple[Text, Text, Text]:
    return names.get(one["who"], ""), dict(RELATIONS).get(one["relation"], one["relation"]), names.get(one["to"], "")


def _consent(one: dict[str, Any], names: dict[str, Text]) -> ConsentLine:
    return ConsentLine(
        n=one["n"],
        who=names.get(one["party"], ""),
        purpose=dict(PURPOSES).get(one["purpose"], one["purpose"]),
        basis=dict(BASES).get(one["basis"], one["basis"]),
        given_by=dict(GIVERS).get(one.get("given_by", ""), ""),
        told=dict(TOLD_BY).get(one["told_by"], one["told_by"]),
        told_on=date.fromisoformat(one["told_on"]) if one.get("told_on") else None,
        open=one["told_by"] == "not_yet",
        withdrawn=date.fromisoformat(one["withdrawn"]) if one.get("withdrawn") else None,
    )


def _contacts(case: Any) -> tuple[list[ContactLine], int, int]:
    """The contacts of the matter, those of cases merged into it among them: newest first, with both counters."""
    count = int(case.data.get("contacts", 1))
    if count == 1 and case.is_open:  # the opening alone: all of it is in hand
        return [], count, int(case.data.get("persons", 1))
    taken_in = Q(ticket__links__other_id=case.pk, ticket__links__kind="merged")
    rows = list(Contact.objects.filter(Q(ticket_id=case.pk) | taken_in).order_by("-at").distinct()[:200])
    words = dict(CHANNELS)
    lines = [
        ContactLine(one.at, words.get(one.channel, one.channel), one.persons, one.ticket_id != case.pk) for one in rows
    ]
    return lines[:CONTACTS_SHOWN], count, sum(one.persons for one in rows)


def _brought(whole: Whole) -> tuple[list[Brought], int]:
    """Who stands in the cases merged into this one and not here, as far as the reader sees those; how many more there are.

    Their names stay sealed in the file in which they were given, and are shown there for a reason like any other.
    """
    merged = Party.objects.filter(ended_at=None, ticket__links__other_id=whole.case.pk, ticket__links__kind="merged")
    mine = {value for one in whole.parties if one.ended_at is None for value in _marks(one)}
    more = [one for one in merged.order_by("id").distinct() if not mine & _marks(one)]
    if not more:
        return [], 0
    visible = access.tickets(whole.actor).filter(pk__in={one.ticket_id for one in more})
    seen = dict(visible.values_list("pk", "number"))
    found = [
        Brought(party_title(one.role), seen[one.ticket_id], listed.address(seen[one.ticket_id], ""))
        for one in more
        if one.ticket_id in seen
    ]
    return found, len(more) - len(found)


def _marks(one: Party) -> set[tuple[str, Any]]:
    """By what two parties of one matter are the same person; who has none is told apart by nothing but her part."""
    indexes = {(name, getattr(one, name)) for name in ("person_id", "id_index", "phone_index", "name_index")}
    known = {(name, bytes(value) if name != "person_id" else value) for name, value in indexes if value is not None}
    return known or {("role", one.role)}


def _versions(whole: Whole, names: dict[str, Text]) -> list[Version]:
    door = whole.may_reveal
    return [
        Version(names[one.code], one.ended_at, reverse("reveal", args=[whole.case.number, one.code]) if door else "")
        for one in whole.parties
        if one.ended_at is not None
    ]


def _same_people(whole: Whole) -> tuple[list[Relative], int]:
    """Other cases of the person concerned or of the same home. The other side's cases are not looked up here."""
    hers = [one for one in whole.parties if one.ended_at is None and one.role in ("petitioner", "victim")]
    who = [one.person_id for one in hers if one.person_id is not None]
    homes = [bytes(one.household_index) for one in hers if one.household_index is not None]
    if not who and not homes:
        return [], 0
    found, hidden = access.of_same_people(whole.actor, whole.case, who, homes)
    return [relative(one) for one in found], hidden
