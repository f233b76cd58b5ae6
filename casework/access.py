"""Who may see which ticket: the one place, for screens, API, search, counts, exports and notifications.

What an actor may not see does not exist for him: every reader answers 404 with the same words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial, reduce
from operator import or_
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import persons, sealed
from casework.errors import Refused
from casework.models import Attachment, CaseFact, Paper, Party, ReadLog, Ticket, User
from workflows.ladder import Level, inside, span
from workflows.roles import ASSISTANT, DISTRICT, HANDLERS, OPERATOR, ROLES, STREET, SUPERVISOR, Actor, Post, Scope

NOT_HERE = _("No such case, or not in your area.")
NOTHING = Q(pk__in=[])
# In SQL because every request of every person runs it; `Membership.objects.current()` says the same.
POSTS_SQL = """
    SELECT m.role, m.jurisdiction_id, j.name FROM casework_membership m JOIN casework_jurisdiction j ON j.code = m.jurisdiction_id
    WHERE m.user_id = %s AND (now() AT TIME ZONE 'Asia/Shanghai')::date BETWEEN m.valid_from AND coalesce(m.valid_to, 'infinity')
    ORDER BY m.user_id, m.jurisdiction_id, m.role
"""
LOCK_SQL = "SELECT *, clock_timestamp() AS db_now FROM casework_ticket WHERE number = %s FOR UPDATE"
LOCK_MANY_SQL = (
    "SELECT *, clock_timestamp() AS db_now FROM casework_ticket WHERE number = ANY(%s) ORDER BY id FOR UPDATE"
)
REVEAL_FOR = timedelta(minutes=5)
CONTACTS_WITHIN = timedelta(days=365)
SAME_SHOWN, SAME_MOST = 20, 200
REVEAL_REASONS = (
    ("call", _("To call the person")),
    ("identity", _("To check identity")),
    ("paper", _("To make a paper")),
    ("other", _("Other")),
)


def actor_of(user: User) -> Actor:
    """The person with the posts held today: one query, so that a change counts from the next request on."""
    with connection.cursor() as cursor:
        cursor.execute(POSTS_SQL, [user.pk])
        posts = tuple(Post(ROLES[role], unit, name) for role, unit, name in cursor.fetchall())
    return Actor(user.pk, user.full_name or user.username, posts)


def in_area(column: str, area: str) -> Q:
    """`column` (a division code) lies inside `area`; an index range, no LIKE."""
    low, high = span(area)
    return Q(**{f"{column}__gte": low, f"{column}__lt": high})


Sight = tuple[Q, Callable[[Any], bool]]


def _sights(actor: Actor) -> list[Sight]:
    """The ways this actor sees tickets (domain.md §3), each as a condition on rows and as the same test of one ticket."""
    found: list[Sight] = []
    units: set[str] = set()
    for post in actor.posts:
        if post.role.scope is Scope.AREA:
            found.append((in_area("unit_id", post.unit), partial(_inside, post.unit)))
            if post.level < Level.DISTRICT:  # whom a district assists, and what it is in charge of, lies inside it
                units.add(post.unit)
        elif post.role.scope is Scope.UNIT:
            found.append((Q(unit_id=post.unit), partial(_at, post.unit)))
            units.add(post.unit)
        elif post.role.scope is Scope.OPENED:
            found.append((Q(opened_by_id=actor.id), lambda case: case.opened_by_id == actor.id))
    if units:
        found.append((Q(assisting__overlap=sorted(units)), lambda case: not units.isdisjoint(case.assisting)))
        found.append((Q(assignee_id=actor.id), lambda case: case.assignee_id == actor.id))
    return found


def _inside(area: str, case: Any) -> bool:
    return inside(case.unit_id, area)


def _at(unit: str, case: Any) -> bool:
    return bool(case.unit_id == unit)


def visible(actor: Actor) -> Q:
    """Condition on Ticket for what this actor may see at all."""
    if actor.is_system:
        return Q()
    conditions = [condition for condition, _test in _sights(actor)]
    return reduce(or_, conditions) if conditions else NOTHING


def sees(actor: Actor, case: Any) -> bool:
    """The same rule for a ticket in hand, for the answer to a change just made."""
    return actor.is_system or any(test(case) for _condition, test in _sights(actor))


def tickets(actor: Actor) -> QuerySet[Ticket]:
    """Every ticket this actor may see. The only door to a list of tickets."""
    return Ticket.objects.filter(visible(actor))


def unseen(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of facts or tickets those this actor does not see, for counting only. What stands inside his areas is taken out first."""
    return rows.exclude(_stands_inside(actor)).exclude(Exists(tickets(actor).filter(pk=OuterRef("pk"))))


def seen(actor: Actor, facts: QuerySet[CaseFact]) -> QuerySet[CaseFact]:
    """Of rows of facts those whose tickets this actor sees: for finding the ids of a list."""
    return facts.filter(_stands_inside(actor) | Exists(tickets(actor).filter(pk=OuterRef("pk"))))


def _stands_inside(actor: Actor) -> Q:
    return reduce(or_, (in_area("unit", one.unit) for one in actor.posts if one.role.scope is Scope.AREA), NOTHING)


def within(condition: Q) -> QuerySet[Ticket]:
    """Tickets by a condition that is narrower than `visible` by itself and fits an index (in my hands, in my unit).

    For counts and for finding the ids of a page; a test holds every tab of the queue to `visible`.
    """
    return Ticket.objects.filter(condition)


def ticket(actor: Actor, number: str) -> Ticket:
    """One ticket; Refused("not_found") if it is not there or not his."""
    found = tickets(actor).filter(number=number).first()
    if found is None:
        raise Refused("not_found", NOT_HERE)
    return found


def lock(actor: Actor, number: str) -> tuple[Ticket, datetime]:
    """The ticket with its row locked, authorised on the locked row, and the database's clock. Inside a transaction only."""
    found = next(iter(Ticket.objects.raw(LOCK_SQL, [number])), None)
    if found is None or not sees(actor, found):
        raise Refused("not_found", NOT_HERE)
    return found, found.db_now  # type: ignore[attr-defined]


def lock_with(actor: Actor, number: str, others: list[str]) -> tuple[Ticket, datetime, list[Ticket]]:
    """Like `lock`, with the other tickets a move names locked too, all in ascending order; each must be in his sight.

    Refused("not_found") for the ticket itself, Refused("invalid") naming the other one that is not there or not his.
    """
    wanted = [other for other in others if other != number]
    if not wanted:
        return (*lock(actor, number), [])
    found = {one.number: one for one in Ticket.objects.raw(LOCK_MANY_SQL, [[number, *wanted]])}
    mine = found.get(number)
    if mine is None or not sees(actor, mine):
        raise Refused("not_found", NOT_HERE)
    for other in wanted:
        if other not in found or not sees(actor, found[other]):
            message = _("“%(number)s” is not a case you can see. Check the number.") % {"number": other}
            raise Refused("invalid", message, {"other": [message]})
    return mine, mine.db_now, [found[other] for other in wanted]  # type: ignore[attr-defined]


def roles_over(actor: Actor, case: Any) -> set[str]:
    """Codes of the roles that count for this ticket (for unit, area, assisting and opener)."""
    if actor.is_system:
        return {"system"}
    roles = actor.roles_over(case.unit_id, opened_by_me=case.opened_by_id == actor.id, assisting=case.assisting)
    if case.assignee_id == actor.id and not roles:
        roles = {post.role.code for post in actor.posts if post.role.handles}
    return roles


def adds_files(actor: Actor, case: Any) -> bool:
    """May this actor add files? Who handles the case, and who assists in it: adding shows nothing of what lies there."""
    return any(ROLES[code].handles or code == ASSISTANT.code for code in roles_over(actor, case))


def may_reveal(actor: Actor, case: Any) -> bool:
    """May this actor ask to see identity and narrative? A supervisor only where a deadline was missed (domain.md §3).

    A mediator (unit scope) only for the case in his own hands; officers for their area; assisting units not at all.
    """
    for post in actor.posts:
        over = case.unit_id.startswith(post.unit) if post.role.scope is Scope.AREA else case.unit_id == post.unit
        if post.role.code == "supervisor" and over and case.breached_at is not None:
            return True
        if post.role.reads_sealed and over and (post.role.scope is Scope.AREA or case.assignee_id == actor.id):
            return True
    return False


def may_open_paper(actor: Actor, case: Any, paper: Paper | None) -> bool:
    """May this actor ask to read a paper? Who may see identity; and who signed it, while the case is in his sight."""
    return may_reveal(actor, case) or (paper is not None and actor.id is not None and paper.signed_by_id == actor.id)


def reveal(actor: Actor, case: Ticket, reason: str, *, party: Party | None = None, attachment: Attachment | None = None,
           what: str = "party", paper: Paper | None = None) -> ReadLog:  # fmt: skip
    """Write down who looks at what and why, before it is shown; the grant lasts five minutes.

    Refused("forbidden") if the actor may not; Refused("invalid") without one of REVEAL_REASONS.
    """
    if not may_open_paper(actor, case, paper):
        raise Refused("forbidden", _("Identity is shown only to the person in charge and the officers of this area."))
    if reason not in dict(REVEAL_REASONS):
        message = _("Choose why you need to see it.")
        raise Refused("invalid", message, {"reason": [message]})
    now = timezone.now()
    return ReadLog.objects.create(
        ticket=case,
        actor_id=person(actor),
        party=party,
        attachment=attachment,
        what=what,
        reason=reason,
        at=now,
        until=now + REVEAL_FOR,
    )


def person(actor: Actor) -> int:
    """Id of the person; Refused for the clock, which is none."""
    if actor.id is None:
        raise Refused("forbidden", _("Only a person can look."))
    return actor.id


def grants(actor: Actor, case: Ticket, *, paper: Paper | None = None) -> list[ReadLog]:
    """What this actor has opened on this ticket within the last five minutes and may still see."""
    if not may_open_paper(actor, case, paper):
        return []
    return list(ReadLog.objects.filter(ticket=case, actor_id=actor.id, until__gt=timezone.now()))


def by_phone(phone: str) -> dict[str, Any]:
    """Lookup on Ticket: a party of it has this phone number (through the blind index, never in clear)."""
    return {"parties__phone_index": sealed.blind("phone", phone)}


@dataclass(frozen=True)
class Earlier:
    """What is told of earlier contacts across areas: how many in 12 months, open now, the latest and its unit, and by what."""

    count: int
    open: int
    last: datetime | None
    unit: str | None
    by: tuple[str, ...]


MATCHES = ("phone", "id_number", "name_place", "household")


def alike(
    *, phone: str = "", id_number: str = "", name: str = "", place: str = "", home: str = ""
) -> dict[str, tuple[str, bytes]]:
    """By what earlier parties can be found: match -> (column, blind index). Too short a phone finds nothing."""
    looked = {
        "phone": ("phone_index", sealed.blind("phone", phone) if len(sealed.normal_phone(phone)) >= 5 else None),
        "id_number": ("id_index", sealed.blind("id", id_number) if len(id_number) >= 5 else None),
        "name_place": ("place_name_index", persons.place_name(place, name) if place and name else None),
        "household": ("household_index", persons.household(place, home) if place and home else None),
    }
    return {match: (column, index) for match, (column, index) in looked.items() if index is not None}


def _any_of(found_by: dict[str, tuple[str, bytes]]) -> Q:
    """Parties as they stand now: a version that was corrected finds nobody any more."""
    same = reduce(or_, (Q(**{column: index}) for column, index in found_by.values()), NOTHING)
    return same & Q(ended_at__isnull=True)


def earlier_contacts(actor: Actor, found_by: dict[str, tuple[str, bytes]], *, but: str = "") -> Earlier | None:
    """Contacts of the same person or home in the actor's districts (but those of the ticket `but`); None with nothing to look by.

    The one read across areas (domain.md §3: 同号 N 次 + last unit): counts, no case, for those who register cases. A call and
    each later contact count once, also after the case was merged into another.
    """
    if not actor.has(OPERATOR, *HANDLERS):
        raise Refused("forbidden", _("Only those who register cases are told how often a number has called."))
    if not found_by:
        return None
    areas = reduce(or_, (in_area("ticket__place_id", post.unit[:6]) for post in actor.posts))
    since = timezone.now() - CONTACTS_WITHIN
    there = Party.objects.filter(_any_of(found_by)).filter(areas, ticket__parent__isnull=True)
    there = there.exclude(ticket__outcome="X3").exclude(ticket__number=but).order_by()
    matched = {f"by_{match}": Count("pk", filter=Q(**{column: index})) for match, (column, index) in found_by.items()}
    bare = Q(ticket__contacts__isnull=True, ticket__opened_at__gte=since)
    found = there.aggregate(
        counted=Count("ticket__contacts", filter=Q(ticket__contacts__at__gte=since), distinct=True),
        bare=Count("ticket", filter=bare, distinct=True),
        open=Count("ticket", filter=Q(ticket__is_open=True), distinct=True),
        last=Max("ticket__opened_at"),
        units=ArrayAgg("ticket__unit_id", order_by="-ticket__opened_at"),
        **matched,
    )
    by = tuple(match for match in MATCHES if found.get(f"by_{match}"))
    return Earlier(found["counted"] + found["bare"], found["open"], found["last"], (found["units"] or [None])[0], by)


def indexes_of(actor: Actor, number: str) -> dict[str, tuple[str, bytes]]:
    """By what earlier contacts of a ticket this actor registered can be found: the indexes of the person concerned."""
    mine = Party.objects.filter(ticket__number=number, ticket__opened_by_id=actor.id, ended_at__isnull=True)
    columns = dict(zip(MATCHES, ("phone_index", "id_index", "place_name_index", "household_index"), strict=True))
    found: dict[str, tuple[str, bytes]] = {}
    for party in mine.filter(role__in=("petitioner", "victim")):
        for match, column in columns.items():
            if getattr(party, column) is not None:
                found.setdefault(match, (column, bytes(getattr(party, column))))
    return found


def alike_tickets(actor: Actor, found_by: dict[str, tuple[str, bytes]], *, but: str = "") -> QuerySet[Ticket]:
    """Of the same person or home, the tickets this actor may see anyway; newest first."""
    same = Party.objects.filter(_any_of(found_by)).order_by().values("ticket_id")
    return tickets(actor).filter(pk__in=same, parent__isnull=True).exclude(number=but).order_by("-id")


def of_same_people(actor: Actor, case: Any, who: Sequence[int], homes: Sequence[bytes]) -> tuple[list[Ticket], int]:
    """(tickets of the same persons or households that the actor sees, how many more there are): for one ticket's page.

    The number of the others is told only to those who may ask for earlier contacts.
    """
    same = (Q(person_id__in=who) | Q(household_index__in=homes)) & Q(ended_at__isnull=True)
    ids = Party.objects.filter(same).exclude(ticket_id=case.pk).order_by().values("ticket_id")
    counts = actor.has(OPERATOR, *HANDLERS)  # who may be told how many there are beyond what he sees
    areas = reduce(or_, (in_area("place_id", post.unit[:6]) for post in actor.posts), NOTHING) if counts else NOTHING
    there = Ticket.objects.filter(visible(actor) | areas, pk__in=ids, parent__isnull=True).exclude(outcome="X3")
    seen = there.annotate(seen=ExpressionWrapper(visible(actor), BooleanField())).order_by("-id")[:SAME_MOST]
    found: list[Any] = list(seen.defer("sealed", "sealed_key", "data"))
    mine: list[Ticket] = [one for one in found if one.seen]
    return mine[:SAME_SHOWN], len(found) - len(mine)


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


def parent_of(case: Any) -> Ticket:
    """The ticket a child belongs to, for its type's rules only."""
    return Ticket.objects.get(pk=case.parent_id)


def registered_here(actor: Actor, number: str) -> dict[str, Any] | None:
    """What one may read to the caller about a case one has just registered, even if it went out of one's sight."""
    mine = Ticket.objects.filter(number=number, opened_by_id=actor.id)
    found = mine.values(
        "number", "type", "unit_id", "risk", "opened_at", "next_due_at",
        code_off=KeyTextTransform("code_off", "data"), lane=KeyTransform("lane", "data"),
    ).first()  # fmt: skip
    return dict(found) if found else None


def answered_for(actor: Actor) -> list[str]:
    """Codes of the areas whose deadlines this actor answers for (supervisor, street, district), none inside another."""
    held = set(actor.units(SUPERVISOR, STREET, DISTRICT))
    return sorted(area for area in held if not any(area != other and area.startswith(other) for other in held))


def under(areas: list[str]) -> QuerySet[Ticket]:
    """Tickets of the units inside these areas. Only with what `answered_for` gave: area posts see all of them."""
    return Ticket.objects.filter(reduce(or_, (in_area("unit_id", area) for area in areas), NOTHING))


def newest_change() -> datetime | None:
    """When any ticket was changed last: one probe of an index. It tells a poll whether to look again, and nothing else."""
    latest: datetime | None = Ticket.objects.order_by("-updated_at").values_list("updated_at", flat=True).first()
    return latest
