"""The year's plan figures: who may enter them, what stands now. Rows are only added; the newest of each counts."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from casework import places
from casework.errors import Refused
from casework.models import PlanFigure
from workflows.ladder import inside
from workflows.roles import DISTRICT, STREET, Actor

Key = tuple[str, str, str]  # area, type, counter
YEARS_BACK, YEARS_AHEAD = 1, 1  # a plan is written for the coming year and corrected until the report on it is done


def areas_of(actor: Actor) -> list[str]:
    """The areas whose plan this actor enters: his own and every unit inside, in order of code."""
    held = actor.units(STREET, DISTRICT)
    return [code for code in places.all_places() if any(inside(code, area) for area in held)]


def years(today_year: int) -> list[int]:
    return list(range(today_year - YEARS_BACK, today_year + YEARS_AHEAD + 1))


def allow(actor: Actor, area: str, year: int) -> None:
    """Refused unless this actor may enter the plan of this area and year."""
    if not actor.has(STREET, DISTRICT):
        raise Refused("forbidden", _("Plan figures are entered by the officers of a street or the district. Ask them."))
    if area not in areas_of(actor):
        raise Refused("not_found", _("No such area, or not yours."))
    open_years = years(timezone.localdate().year)
    if year not in open_years:
        span = {"year": year, "first": open_years[0], "last": open_years[-1]}
        raise Refused("closed", _("The plan of %(year)s is closed. Enter one of %(first)s to %(last)s.") % span)


def current(areas: Iterable[str], year: int) -> dict[Key, Decimal]:
    """The targets that count now for these areas: one statement."""
    newest = (
        PlanFigure.objects.filter(area__in=list(areas), year=year)
        .order_by("area", "type", "counter", "-id")
        .distinct("area", "type", "counter")
    )
    return {(one.area, one.type, one.counter): one.target for one in newest if one.target is not None}


def enter(actor: Actor, area: str, year: int, targets: Mapping[tuple[str, str], Decimal | None]) -> int:
    """Write the targets that differ from what stands, by (type, counter); returns how many rows were added."""
    allow(actor, area, year)
    before = current([area], year)
    now = timezone.now()
    changed = [
        PlanFigure(year=year, area=area, type=kind, counter=counter, target=target, by_id=actor.id, at=now)
        for (kind, counter), target in targets.items()
        if before.get((area, kind, counter)) != target
    ]
    PlanFigure.objects.bulk_create(changed)
    return len(changed)
