"""Which tickets an actor sees, as a condition on rows and as the same test of one ticket."""

from collections.abc import Callable
from datetime import datetime
from functools import partial, reduce
from operator import or_
from typing import Any, TypeVar

from django.db import connection
from django.db.models import (
    Exists,
    OuterRef,
    Q,
    QuerySet,
)
from django.utils.translation import gettext_lazy as _

from casework.errors import Refused
from casework.models import CaseFact, Ticket, User
from workflows.ladder import Level, inside, span
from workflows.registry import registry
from workflows.roles import DISTRICT, ROLES, STREET, SUPERVISOR, Actor, Post, Scope

NOT_HERE = _("No such case. The number may be wrong, or it is not in your area.")
NOTHING = Q(pk__in=[])
POSTS_SQL = """
    SELECT m.role, m.jurisdiction_id, j.name FROM casework_membership m JOIN casework_jurisdiction j ON j.code = m.jurisdiction_id
    WHERE m.user_id = %s AND (now() AT TIME ZONE 'Asia/Shanghai')::date BETWEEN m.valid_from AND coalesce(m.valid_to, 'infinity')
    ORDER BY m.user_id, m.jurisdiction_id, m.role
"""


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


Rows = TypeVar("Rows", CaseFact, Ticket)
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


def ticket(actor: Actor, number: str) -> Ticket:
    """One ticket; Refused("not_found") if it is not there or not his."""
    found = tickets(actor).filter(number=number).first()
    if found is None:
        raise Refused("not_found", NOT_HERE)
    return found


def _offered(actor: Actor, case: Any) -> bool:
    """Is this ticket offered to the districts in which the actor handles tickets (`Workflow.shared`)?"""
    kind = registry.get(case.type)
    shared = kind is not None and case.is_open and case.state in kind.shared
    return shared and any(post.role.handles and inside(case.unit_id, post.district) for post in actor.posts)


def reaches(actor: Actor, case: Any) -> bool:
    """May this actor match his own ticket with this one? What he sees, and what is offered to his district."""
    return sees(actor, case) or _offered(actor, case)


def offers(actor: Actor, slug: str) -> QuerySet[Ticket]:
    """Tickets of a type that `reaches` lets the actor match with. For the matching screen only, which shows no more of them
    than `Workflow.offered_as`, their unit and why they fit."""
    areas = [in_area("unit_id", post.district) for post in actor.posts if post.role.handles]
    shared = Q(state__in=registry[slug].shared, is_open=True) & reduce(or_, areas, NOTHING)
    return Ticket.objects.filter(visible(actor) | shared, type=slug)


def unseen(actor: Actor, rows: QuerySet[Rows]) -> QuerySet[Rows]:
    """Of rows of facts or of tickets those whose tickets this actor does not see: for counting only.

    What stands with a unit in one of the actor's areas is taken out first, so that few tickets have to be looked at.
    """
    return rows.exclude(_stands_inside(actor)).exclude(Exists(tickets(actor).filter(pk=OuterRef("pk"))))


def seen(actor: Actor, facts: QuerySet[CaseFact]) -> QuerySet[CaseFact]:
    """Of rows of facts those whose tickets this actor sees: for finding the ids of a list."""
    return facts.filter(_stands_inside(actor) | Exists(tickets(actor).filter(pk=OuterRef("pk"))))


def _stands_inside(actor: Actor) -> Q:
    """Condition on facts and tickets: the case stands with a unit in one of the actor's areas."""
    areas = (in_area("unit", post.unit) for post in actor.posts if post.role.scope is Scope.AREA)
    return reduce(or_, areas, NOTHING)


def within(condition: Q) -> QuerySet[Ticket]:
    """Tickets by a condition that is narrower than `visible` by itself and fits an index (in my hands, in my unit).

    For counts and for finding the ids of a page; a test holds every tab of the queue to `visible`.
    """
    return Ticket.objects.filter(condition)


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
