"""What follows from what a rule found: the case is raised, its child ticket opened, an alert opened, all through the gate.

Whoever acts locks every ticket concerned first, in order of id, and only then asks whether the same was said already: of two
evaluators at once the second one sees the first one's alert.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.timezone import localdate

from casework import access, gate
from casework.errors import Refused
from casework.models import Clock, TicketLink
from casework.warnings.windows import Found
from workflows.ladder import LENGTHS, Level, ancestor_at, inside, level_of, parent_of
from workflows.rights import lane
from workflows.risk import is_higher
from workflows.roles import CLOCK
from workflows.warnings.rules import LEARNT, Rule, book

LOCK_SQL = "SELECT id FROM casework_ticket WHERE id = ANY(%s) ORDER BY id FOR UPDATE"
WARNING = "warning"
RUNNING = {"stopped_at": None, "paused_at": None}  # of a clock
RAISE, OPEN_CHILD, AGAIN = "raise_risk", "open_for_minor", "enter_again"


@dataclass(frozen=True)
class Hit:
    """A rule that is met: by which case, on what grounds. `key` names the occasion, so that it counts once.

    `event`: name of the event that was looked at; "" if a date was. `again`: by the daily sweep.
    """

    rule: Rule
    case: Any
    at: datetime
    found: Found
    key: str
    event: str = ""
    again: bool = False


@dataclass
class Said:
    """An alert there is already."""

    rule: str
    at: datetime
    n: int


def carry_out(hits: list[Hit], now: datetime | None) -> int:
    """Act on every hit in the order given; returns the number of alerts opened. Inside a transaction."""
    if not hits:
        return 0
    wanted = sorted({pk for hit in hits for pk in (*hit.found.tickets, hit.case.pk)})
    with connection.cursor() as cursor:
        cursor.execute(LOCK_SQL, [wanted])
    fresh = {one.pk: one for one in access.tickets(CLOCK).filter(pk__in=wanted)}
    said = _said(wanted)
    opened = 0
    for hit in hits:
        if hit.rule.clock:
            opened += _ring(fresh, hit, now)
            continue
        quiet = _is_quiet(hit, said)
        if hit.rule.lane and hit.event not in LEARNT and not (quiet and hit.again):
            _happened(fresh, hit, now)
        if quiet:
            continue
        raise_case(fresh, hit.case.pk, hit.rule.risk, hit.rule.key, hit.found.n, now)
        if hit.rule.opens:
            _move(fresh, hit.case.pk, OPEN_CHILD, {}, now)
        opened += _alert(fresh, hit, now)
        for pk in hit.found.tickets:
            said[pk].append(Said(hit.rule.key, hit.at, hit.found.n))
    return opened


def _said(tickets: list[int]) -> dict[int, list[Said]]:
    """The alerts that rest on these tickets."""
    found: dict[int, list[Said]] = defaultdict(list)
    links = TicketLink.objects.filter(other_id__in=tickets, ticket__type=WARNING)
    for other, rule, data, opened in links.values_list(
        "other_id", "ticket__category", "ticket__data", "ticket__opened_at"
    ):
        at = datetime.fromisoformat(data["at"]) if data.get("at") else opened
        found[other].append(Said(rule, at, data.get("n", 0)))
    return found


def not_said(hits: list[Hit]) -> list[Hit]:
    """The hits that no alert has spoken of yet; asked once more under the lock by `carry_out`."""
    said = _said([pk for hit in hits for pk in hit.found.tickets])
    return [hit for hit in hits if hit.rule.clock or not _is_quiet(hit, said)]


def _is_quiet(hit: Hit, said: dict[int, list[Said]]) -> bool:
    """Was the same said within the window (confirmed, dismissed or open)? A rule without a window speaks when it is more."""
    same = [one for pk in hit.found.tickets for one in said[pk] if _speaks_for(one, hit)]
    if hit.rule.daily:
        return any(one.at == hit.at for one in same)
    if not hit.rule.window:
        return any(one.n >= hit.found.n for one in same)
    span = timedelta(days=hit.rule.window)
    return any(abs(hit.at - one.at) < span for one in same)


def _speaks_for(one: Said, hit: Hit) -> bool:
    """Is the alert of the hit's own rule? To the daily sweep a graver variant of the same count has said it too."""
    other = book().get(one.rule)
    if one.rule == hit.rule.key or other is None or not hit.again:
        return one.rule == hit.rule.key
    return (other.rule, other.measure) == (hit.rule.rule, hit.rule.measure) and other.weight >= hit.rule.weight


def raise_case(fresh: dict[int, Any], pk: int, risk: str, rule: str, n: int, now: datetime | None) -> None:
    """Raise an open rights case to a graver level; nothing if it is closed or already there."""
    case = fresh.get(pk)
    if case is not None and risk and case.type == "rights" and case.is_open and is_higher(risk, case.risk):
        _move(fresh, pk, RAISE, {"rule": rule, "risk": risk, "n": n}, now)


def _happened(fresh: dict[int, Any], hit: Hit, now: datetime | None) -> None:
    """A fact of domain.md §2.5, whatever was said of it before: an urgent case enters the lane anew, any other one is raised.

    Once for each occasion: not if the case has come into the lane since. A rule that names no level means the lane itself.
    """
    case = fresh[hit.case.pk]
    if hit.rule.risk and not case.data.get("urgent"):
        raise_case(fresh, hit.case.pk, hit.rule.risk, hit.rule.key, hit.found.n, now)
    elif not lane.entered_since(case, hit.at):
        _move(fresh, hit.case.pk, AGAIN, {"ground": hit.rule.lane}, now)


def _ring(fresh: dict[int, Any], hit: Hit, now: datetime | None) -> int:
    """The move of a clock that came due and was not heard; it opens the alert and stops the clock, so it is made once."""
    clock = Clock.objects.filter(ticket=hit.case.pk, key=hit.rule.clock, **RUNNING).first()
    if clock is None or clock.due_at > (now or timezone.now()):
        return 0
    before = fresh[hit.case.pk].version
    _move(fresh, hit.case.pk, clock.then, {}, now)
    return int(fresh[hit.case.pk].version > before)


def _move(fresh: dict[int, Any], pk: int, name: str, data: dict[str, Any], now: datetime | None) -> None:
    case = fresh[pk]
    if not case.is_open or case.type != "rights":
        return
    try:
        fresh[pk] = gate.perform(case.number, name, CLOCK, data, now=now).ticket
    except Refused as refused:
        if refused.code != "closed":  # a state from which nobody raises it any more; the alert says it all the same
            raise


def _alert(fresh: dict[int, Any], hit: Hit, now: datetime | None) -> int:
    sources = [fresh[pk] for pk in sorted(hit.found.tickets) if pk in fresh]
    case = fresh[hit.case.pk]
    data = {
        "rule": hit.rule.key,
        "place": case.place_id,
        "unit": unit_for(hit.rule.level, case, sources),
        "n": hit.found.n,
        "first": localdate(hit.found.first).isoformat(),
        "last": localdate(hit.found.last).isoformat(),
        "risk": hit.rule.risk,
        "at": hit.at.isoformat(),
    }
    done = gate.open_ticket(WARNING, CLOCK, data, key=hit.key, now=now, beside=sources)
    return int(not done.replayed)


def unit_for(level: str, case: Any, sources: list[Any]) -> str:
    """The unit that gets an alert: of the rule's level, or as much higher as it takes to see everything it rests on."""
    if level == "case":
        unit = case.unit_id
    elif level == "above":
        unit = parent_of(case.unit_id) if case.level < Level.DISTRICT else case.unit_id
    else:
        lowest = LENGTHS[len(LENGTHS) - Level.named(level)]
        unit = ancestor_at(case.place_id, Level.named(level)) if len(case.place_id) >= lowest else case.place_id
    while level_of(unit) < Level.DISTRICT and not all(inside(one.unit_id, unit) for one in sources):
        unit = parent_of(unit)
    return str(unit)
