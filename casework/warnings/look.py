"""What the rules count, read for a whole batch of events at once: a fixed number of statements, however many events.

Who is the same is known by the blind indexes alone. Nothing sealed is opened here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q

from casework import access
from casework.models import Contact, Event, Party
from casework.warnings.windows import Item
from workflows.partyroles import MINOR, OTHER
from workflows.roles import CLOCK

VOID = "X3"
CONCERNED = ("petitioner", "victim", "minor")  # whose home and phone make a household
LONGEST = timedelta(days=2 * 1825)
SHARED = ("household_index", "person_id", "phone_index")
SAME_PERSON = ("person_id", "id_index", "phone_index")
COLUMNS = (
    "id",
    "number",
    "type",
    "category",
    "channel",
    "place_id",
    "unit_id",
    "risk",
    "is_open",
    "opened_at",
    "data",
    "outcome",
    "parent_id",
)


@dataclass(frozen=True)
class Seen:
    """An event to look at: which, when, and the case it is about (the parent, where it happened to a child).

    `state`: what it led to. `again`: looked at by the daily sweep, not because it has just happened.
    """

    id: int
    name: str
    at: datetime
    kind: str
    data: dict[str, Any]
    ticket: int
    case: Any
    state: str = ""
    again: bool = False


@dataclass
class People:
    """Present parties by ticket, as rows of indexes."""

    of: dict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, rows: Iterable[dict[str, Any]]) -> None:
        for row in rows:
            self.of[row["ticket_id"]].append({key: _raw(value) for key, value in row.items()})

    def values(self, ticket: int, columns: tuple[str, ...], roles: tuple[str, ...]) -> set[tuple[str, Any]]:
        return {
            (column, one[column])
            for one in self.of[ticket]
            if one["role"] in roles
            for column in columns
            if one[column] is not None
        }


def is_harm(event: str, said: dict[str, Any], state: str) -> bool:
    """Does a visit or a follow-up tell of new harm? A visit to a child after which measures are taken anew does."""
    return event == "new_harm" or bool(said.get("harmed")) or said.get("again") == "yes" or state == "measures"


def _raw(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


class Look:
    """Everything the measures read for a batch, each part once and only when a rule asks for it."""

    def __init__(self, seen: list[Seen]) -> None:
        self.seen = seen
        self.cases: dict[int, Any] = {one.case.pk: one.case for one in seen}
        self.earliest = min(one.at for one in seen)
        self.latest = max(one.at for one in seen)
        self.laid_out: dict[tuple[frozenset[int], str], list[Item]] = {}  # contacts of a household, in order

    # ── Households ────────────────────────────────────────────────────────────────────────────────────────────────
    @cached_property
    def people(self) -> People:
        """Parties of the batch's cases."""
        found = People()
        found.add(_parties(Q(ticket_id__in=list(self.cases))))
        return found

    @cached_property
    def household(self) -> dict[int, set[int]]:
        """For each case the cases of the same home, the same person concerned or her phone, itself among them."""
        mine = {pk: self.people.values(pk, SHARED, CONCERNED) for pk in self.cases}
        theirs = People()
        theirs.add(_parties(_any_of({value for values in mine.values() for value in values}, CONCERNED)))
        by_value: dict[tuple[str, Any], set[int]] = defaultdict(set)
        for ticket in list(theirs.of):
            for value in theirs.values(ticket, SHARED, CONCERNED):
                by_value[value].add(ticket)
        found = {pk: {pk}.union(*(by_value[value] for value in values)) for pk, values in mine.items()}
        self._read(set().union(*found.values()))
        return {pk: {one for one in tickets if self.counts(one)} for pk, tickets in found.items()}

    def _read(self, wanted: set[int]) -> None:
        """Columns of cases that are not in hand yet."""
        missing = wanted - set(self.cases)
        if missing:
            self.cases.update({one.pk: one for one in access.tickets(CLOCK).filter(pk__in=missing).only(*COLUMNS)})

    def counts(self, pk: int) -> bool:
        """Is it a matter of ours that was not entered in error?"""
        case = self.cases.get(pk)
        return case is not None and case.type == "rights" and case.outcome != VOID

    @cached_property
    def contacts(self) -> dict[int, list[tuple[datetime, str]]]:
        """When and by which channel there was a contact about each case of the households."""
        tickets = set().union(*self.household.values())
        found: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
        rows = Contact.objects.filter(ticket_id__in=tickets, at__gt=self.earliest - LONGEST)
        for ticket, at, channel in rows.values_list("ticket_id", "at", "channel"):
            found[ticket].append((at, channel))
        return found

    # ── The other side ────────────────────────────────────────────────────────────────────────────────────────────
    @cached_property
    def respondents(self) -> dict[int, list[Item]]:
        """For each case the cases in which its other side is the other side too, with the household each concerns."""
        mine = {pk: self.people.values(pk, SAME_PERSON, (OTHER,)) for pk in self.cases}
        values = {value for found in mine.values() for value in found}
        matched = People()
        matched.add(_parties(_any_of(values, (OTHER,))))
        around = People()
        around.add(_parties(Q(ticket_id__in=list(matched.of))))
        self._read(set(matched.of))
        by_value: dict[tuple[str, Any], set[int]] = defaultdict(set)
        for ticket in list(matched.of):
            for value in matched.values(ticket, SAME_PERSON, (OTHER,)):
                by_value[value].add(ticket)
        return {
            pk: [
                Item(self.cases[one].opened_at, one, _home(around, one))
                for one in {pk}.union(*(by_value[value] for value in found))
                if found and self.counts(one)
            ]
            for pk, found in mine.items()
        }

    # ── Trends ────────────────────────────────────────────────────────────────────────────────────────────────────
    @cached_property
    def disputes(self) -> dict[str, list[Item]]:
        """Family disputes opened in each community of the batch around its time."""
        places = {case.place_id for case in self.cases.values()}
        found: dict[str, list[Item]] = defaultdict(list)
        rows = (
            access.tickets(CLOCK)
            .filter(type="rights", place_id__in=places, category__startswith="01")
            .exclude(outcome=VOID)
        )
        near = rows.filter(
            opened_at__gt=self.earliest - timedelta(days=62), opened_at__lt=self.latest + timedelta(days=62)
        )
        for pk, place, at in near.values_list("pk", "place_id", "opened_at"):
            found[place].append(Item(at, pk))
        return found

    @cached_property
    def employers(self) -> dict[int, list[list[Item]]]:
        """For each case, for each employer named in it, the complaints about work in which the same one is named."""
        mine = {pk: {one["employer_index"] for one in self.people.of[pk] if one["employer_index"]} for pk in self.cases}
        wanted = {value for found in mine.values() for value in found}
        rows = Party.objects.filter(
            ended_at__isnull=True, employer_index__in=wanted, ticket__type="rights", ticket__category__startswith="04",
            ticket__opened_at__gt=self.earliest - timedelta(days=366), ticket__opened_at__lt=self.latest + timedelta(days=366),
        ).exclude(ticket__outcome=VOID)  # fmt: skip
        by_employer: dict[bytes, set[Item]] = defaultdict(set)
        for employer, ticket, at in rows.values_list("employer_index", "ticket_id", "ticket__opened_at"):
            by_employer[bytes(employer)].add(Item(at, ticket))
        return {pk: [sorted(by_employer[one], key=lambda item: item.at) for one in found] for pk, found in mine.items()}

    # ── Follow-ups and protection ─────────────────────────────────────────────────────────────────────────────────
    @cached_property
    def unsatisfied(self) -> dict[int, list[Item]]:
        """Follow-ups, of the case or of its plans, at which she was not satisfied."""
        rows = Event.objects.filter(data__satisfaction="unsatisfied").filter(
            Q(ticket_id__in=list(self.cases)) | Q(ticket__parent_id__in=list(self.cases))
        )
        found: dict[int, list[Item]] = defaultdict(list)
        for ticket, parent, at in rows.values_list("ticket_id", "ticket__parent_id", "at"):
            found[parent or ticket].append(Item(at, parent or ticket))
        return found

    @cached_property
    def harm(self) -> dict[int, list[Item]]:
        """Visits and follow-ups of each case that found new harm."""
        rows = Event.objects.filter(ticket__parent_id__in=list(self.cases), name__in=("record_visit", "new_harm"))
        found: dict[int, list[Item]] = defaultdict(list)
        for parent, name, data, state, at in rows.values_list("ticket__parent_id", "name", "data", "to_state", "at"):
            if is_harm(name, data, state):
                found[parent].append(Item(at, parent))
        return found

    @cached_property
    def protection(self) -> dict[int, dict[str, int]]:
        """For each case of the households: written warnings served and breaches of orders, from its children and itself."""
        tickets = set().union(*self.household.values())
        found = {
            pk: {
                "warnings": _whole(self.cases[pk].data.get("warnings")),
                "breaches": _whole(self.cases[pk].data.get("order_breaches")),
            }
            for pk in tickets
        }
        children = access.tickets(CLOCK).filter(parent_id__in=tickets, type__in=("written_warning", "protection_order"))
        served: dict[int, int] = defaultdict(int)
        for parent, kind, state, data in children.values_list("parent_id", "type", "state", "data"):
            if kind == "written_warning" and (data.get("delivered_on") or data.get("issued_on") or state == "visiting"):
                served[parent] += max(1, _whole(data.get("served")))
            if kind == "protection_order":
                found[parent]["breaches"] = max(found[parent]["breaches"], _whole(data.get("breaches")))
        for parent, n in served.items():
            found[parent]["warnings"] = max(found[parent]["warnings"], n)
        return found

    def has_minor(self, case: Any) -> bool:
        data = case.data
        there = data.get("minor") or data.get("child_there") or data.get("answers", {}).get("dependants") == "yes"
        return bool(there or MINOR in data.get("parties", {}).values())


def _parties(condition: Q) -> Iterable[dict[str, Any]]:
    return Party.objects.filter(condition, ended_at__isnull=True).values(
        "ticket_id", "role", "person_id", "phone_index", "id_index", "household_index", "employer_index"
    )


def _any_of(values: set[tuple[str, Any]], roles: tuple[str, ...]) -> Q:
    """Parties of these roles that have one of the values in its column; none if there are no values."""
    by_column: dict[str, list[Any]] = defaultdict(list)
    for column, value in values:
        by_column[column].append(value)
    condition = Q(pk__in=[])
    for column, found in by_column.items():
        condition |= Q(**{f"{column}__in": found})
    return condition & Q(role__in=roles)


def _home(people: People, ticket: int) -> Any:
    """What tells one household from another: the home, else the person, else the case itself."""
    for column in ("household_index", "person_id"):
        found = [one[column] for one in people.of[ticket] if one["role"] in CONCERNED and one[column] is not None]
        if found:
            return (column, min(found))
    return ("ticket", ticket)


def _whole(value: Any) -> int:
    return len(value) if isinstance(value, list) else int(value or 0)
