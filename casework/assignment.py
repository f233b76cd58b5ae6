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

    Loads are read once for a whole batch (three queries), so that a thousand tickets cost no more than one.
    """

    def __init__(self, units: Iterable[str]) -> None:
        self._people: dict[str, list[int]] = {}
        self._load: dict[int, int] = {}
        self._read(set(units))

    def _read(self, units: set[str]) -> None:
        everyone, mediators = handlers(units), handlers(units, [MEDIATOR])
        for unit in units:
            self._people[unit] = [user for user, _ in mediators.get(unit) or everyone.get(unit, [])]
        new = {user for unit in units for user in self._people[unit]} - self._load.keys()
        counted = (
            Ticket.objects.filter(is_open=True, assignee_id__in=new).values_list("assignee_id").annotate(n=Count("id"))
        )
        self._load |= dict.fromkeys(new, 0) | {user: n for user, n in counted if user is not None}

    def pick(self, unit: str) -> int | None:
        """User id, or None when nobody in the unit can handle tickets."""
        if unit not in self._people:  # the ticket has climbed since the batch was read
            self._read({unit})
        among = self._people[unit]
        if not among:
            return None
        chosen = min(among, key=lambda user: (self._load[user], user))
        self._load[chosen] += 1
        return chosen
