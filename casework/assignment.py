"""Who can be in charge of a ticket, and who has the least to do."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count

from casework.models import Membership, Ticket
from workflows.roles import HANDLERS, MEDIATOR, Role


def handlers(units: Iterable[str], roles: Iterable[Role] = HANDLERS) -> dict[str, list[tuple[int, str]]]:
    """(id, name) of the active holders of these roles in each unit: one query."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    held = (
        Membership.objects.current()
        .filter(jurisdiction_id__in=set(units), role__in=[role.code for role in roles], user__is_active=True)
        .order_by("user__full_name", "user_id")
        .values_list("jurisdiction_id", "user_id", "user__full_name")
        .distinct()
    )
    for unit, user, name in held:
        found[unit].append((user, name))
    return found


class LeastLoaded:
    """Picks the handler of a unit with the fewest open tickets, mediators before others; counts its own picks too.

    Loads are read once for a whole batch (two queries), so that a thousand tickets cost no more than one.
    """

    def __init__(self, units: Iterable[str]) -> None:
        units = set(units)
        self._people = handlers(units)
        mediators = handlers(units, [MEDIATOR])
        self._first = {unit: {user for user, _ in people} for unit, people in mediators.items()}
        everyone = {user for people in self._people.values() for user, _ in people}
        counted = Ticket.objects.filter(is_open=True, assignee_id__in=everyone).values_list("assignee_id").annotate(n=Count("id"))
        self._load: dict[int, int] = defaultdict(int, {user: n for user, n in counted if user is not None})

    def pick(self, unit: str) -> int | None:
        """User id, or None when nobody in the unit can handle tickets."""
        first = self._first.get(unit, set())
        among = [user for user, _ in self._people.get(unit, []) if not first or user in first]
        if not among:
            return None
        chosen = min(among, key=lambda user: (self._load[user], user))
        self._load[chosen] += 1
        return chosen
