"""Whose figures somebody may see: officers and supervisors of a street or the district, and a community's own officer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from casework import access, places
from casework.errors import Refused
from workflows.datetexts import joined
from workflows.ladder import Level, inside
from workflows.roles import CADRE, DISTRICT, STREET, SUPERVISOR, Actor

READERS = (SUPERVISOR, STREET, DISTRICT, CADRE)
LEADERS = (SUPERVISOR, STREET, DISTRICT)


@dataclass(frozen=True)
class Scope:
    """`areas`: division codes, none inside another. `column`: "place" (where it arose) or "unit" (who has it).

    `own`: only what arose at (or stands with) these areas themselves, without what lies inside them.
    """

    areas: tuple[str, ...]
    column: str = "place"
    own: bool = False

    @property
    def q(self) -> Q:
        """Condition on CaseFact, Contact and whatever else has the column: index ranges."""
        if self.own:
            return Q(**{f"{self.column}__in": self.areas})
        return reduce(or_, (access.in_area(self.column, area) for area in self.areas), access.NOTHING)

    @property
    def title(self) -> str:
        return joined(places.name_of(area) for area in self.areas)

    def parts(self) -> list[str]:
        """The units one level below (streets of a district, communities of a street); the area itself at the bottom."""
        found = [
            place.code
            for area in self.areas
            for place in places.inside(area, frozenset({int(Level.STREET if len(area) == 6 else Level.COMMUNITY)}))
        ]
        return found or list(self.areas)

    @property
    def digits(self) -> int:
        """How many digits of a place tell the part it lies in."""
        return max((len(part) for part in self.parts()), default=12)


def areas_of(actor: Actor, roles: Sequence[object] = READERS) -> list[str]:
    """The areas whose figures the actor may read, none inside another; Refused("forbidden") if there are none."""
    held = {post.unit for post in actor.posts if post.role in roles}
    found = sorted(area for area in held if not any(area != other and inside(area, other) for other in held))
    if not found:
        raise Refused("forbidden", _("The figures are for officers of a community, a street or the district."))
    return found


def scope_of(actor: Actor, asked: str = "", roles: Sequence[object] = READERS) -> Scope:
    """All his areas, or the one asked for inside them; Refused("not_found") for one that is not his."""
    areas = areas_of(actor, roles)
    if not asked:
        return Scope(tuple(areas))
    if asked not in places.all_places() or not any(inside(asked, area) for area in areas):
        raise Refused("not_found", _("No such area, or not yours."))
    return Scope((asked,))
