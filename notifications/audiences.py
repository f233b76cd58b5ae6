"""Audience words become people: two rules, both for a whole batch with one query.

Who is meant (`workflows.audiences`), and whether that person may still see the ticket where it stands now. Nobody is
told about a ticket that does not exist for him, except that the unit which just lost it is told that it was taken over.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from casework import access
from casework.models import Membership
from workflows import audiences as tell
from workflows.ladder import LENGTHS, district_of, parent_of
from workflows.roles import DISTRICT, ROLES, STREET, SUPERVISOR, Actor, Post

TAKEN_OVER = "taken_over"
OFFICERS = {STREET.code, DISTRICT.code, SUPERVISOR.code}


@dataclass(frozen=True)
class Happened:
    """An open row of the outbox with what is needed of its event and of its ticket as it stands now."""

    outbox: int
    event: int
    words: tuple[str, ...]
    holder: int | None
    former_unit: str
    kind: str
    actor: int | None
    unit: str
    ticket: int
    unit_id: str
    assisting: tuple[str, ...]
    assignee_id: int | None
    opened_by_id: int | None
    parent_holder: int | None = None
    leader: int | None = None
    dispatcher: int | None = None


@dataclass
class Person:
    id: int
    email: str
    posts: list[Post] = field(default_factory=list)

    def sees(self, row: Happened) -> bool:
        """May this person see the ticket as it stands now? The one rule of `casework.access`."""
        return access.sees(Actor(self.id, "", tuple(self.posts)), row)


@dataclass(frozen=True)
class Told:
    row: Happened
    person: Person
    kind: str
    why: str


def prefixes(code: str) -> list[str]:
    """The unit and every unit above it."""
    return [code[:length] for length in LENGTHS if length <= len(code)]


def _named(row: Happened) -> tuple[int | None, ...]:
    return row.holder, row.opened_by_id, row.parent_holder, row.leader, row.dispatcher


class People:
    """Everybody who could be meant by a batch: active people with the posts they hold on `day`, read in one query."""

    def __init__(self, rows: Iterable[Happened], day: date) -> None:
        units: set[str] = set()
        named: set[int] = set()
        for row in rows:
            for code in (row.unit, row.unit_id, row.former_unit, *row.assisting):
                units.update(prefixes(code))
            named.update(user for user in _named(row) if user)
        self.by_id: dict[int, Person] = {}
        self.in_unit: dict[str, list[tuple[str, Person]]] = defaultdict(list)
        held = (
            Membership.objects.current(day)
            .filter(Q(jurisdiction_id__in=units) | Q(user_id__in=named), user__is_active=True)
            .order_by("user_id")
            .values_list("user_id", "user__email", "role", "jurisdiction_id")
        )
        for user, email, role, unit in held:
            person = self.by_id.setdefault(user, Person(user, email))
            person.posts.append(Post(ROLES[role], unit))
            self.in_unit[unit].append((role, person))

    def of(self, unit: str, meant: Callable[[str], bool]) -> list[Person]:
        return [person for role, person in self.in_unit.get(unit, ()) if meant(role)]

    def one(self, user: int | None) -> list[Person]:
        return [self.by_id[user]] if user in self.by_id else []


def _handles(role: str) -> bool:
    return ROLES[role].handles


def _is_officer(role: str) -> bool:
    return role in OFFICERS


def _supervises(role: str) -> bool:
    return role == SUPERVISOR.code


def _supervisors(people: People, unit: str) -> list[Person]:
    """Supervisors of the unit's own level, else of the nearest level above (a community has none of its own)."""
    for code in reversed(prefixes(unit)):
        if found := people.of(code, _supervises):
            return found
    return []


def _above(people: People, unit: str) -> list[Person]:
    above = parent_of(unit)
    return people.of(above, _is_officer) if above else []


WORDS: dict[str, Callable[[People, Happened], list[Person]]] = {
    tell.HOLDER: lambda people, row: people.one(row.holder),
    tell.OPENER: lambda people, row: people.one(row.opened_by_id),
    tell.PARENT: lambda people, row: people.one(row.parent_holder),
    tell.CASE_LEADER: lambda people, row: people.one(row.leader),
    tell.DISPATCHER: lambda people, row: people.one(row.dispatcher),
    tell.UNIT: lambda people, row: people.of(row.unit, _handles),
    tell.FORMER_UNIT: lambda people, row: people.of(row.former_unit, _handles),
    tell.ASSISTING: lambda people, row: [person for unit in row.assisting for person in people.of(unit, _handles)],
    tell.SUPERVISORS: lambda people, row: _supervisors(people, row.unit),
    tell.LEVEL_UP: lambda people, row: _above(people, row.unit),
    tell.DISTRICT_DUTY: lambda people, row: people.of(district_of(row.unit), lambda role: role == DISTRICT.code),
    tell.LEADERS: lambda people, row: people.of(district_of(row.unit), _supervises),
}


def resolve(rows: list[Happened], day: date) -> list[Told]:
    """Who is told what: each person once per event, by the first word that means him; not the one who did it."""
    people = People(rows, day)
    found: list[Told] = []
    for row in rows:
        told: dict[int, Told] = {}
        for word in sorted(row.words, key=lambda word: word == tell.FORMER_UNIT):
            for person in WORDS[word](people, row):
                if person.id == row.actor or person.id in told:
                    continue
                lost = row.former_unit and word in (tell.FORMER_UNIT, tell.HOLDER) and not person.sees(row)
                if lost:
                    told[person.id] = Told(row, person, TAKEN_OVER, tell.FORMER_UNIT)
                elif person.sees(row):
                    told[person.id] = Told(row, person, row.kind, word)
        found.extend(told.values())
    return found
