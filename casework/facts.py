"""One narrow row per matter for the statistics, derived from the ticket and its clocks; never edited on its own."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from casework.models import CaseFact, Clock
from workflows.classifications import CATEGORIES, OUTCOMES

LIMIT, ORDER = "xf.handle", "wo.complaint"  # 信访工作条例 art 34; in its place for a work order of the hotline
ESCALATIONS = "escalated"


def of(case: Any, running: Sequence[Clock] | None) -> CaseFact:
    """The row of a case as it stands now; `running` = all its clocks, None when only words were added."""
    kind = CATEGORIES.get(case.category)
    outcome = OUTCOMES.get(case.outcome)
    data = case.data
    limit = _limit(case, running)
    if limit is not None:
        data["fact_due"] = localdate(limit.due_at).isoformat()
    due_on = date.fromisoformat(data["fact_due"]) if data.get("fact_due") else None
    closed_on = localdate(case.closed_at) if case.closed_at else None
    return CaseFact(
        ticket=case, type=case.type, place=case.place_id, unit=case.unit_id, level=case.level, category=case.category,
        channel=case.channel, nature=data.get("nature", ""), track=data.get("track", ""), risk=case.risk,
        violent=bool(kind and kind.violent), minor=bool(data.get("minor")), is_open=case.is_open, state=case.state,
        outcome=case.outcome, opened_on=localdate(case.opened_at), told_on=_day(data.get("told_on")),
        accepted_on=_day(data.get("accepted_on")), due_on=due_on, handed_in_on=_day(data.get("handed_in_on")),
        closed_on=closed_on, on_time=closed_on <= due_on if closed_on and due_on else None,
        proven=bool(outcome) or case.is_open, mediated=bool(data.get("mediations")),
        satisfaction=data.get("satisfaction", ""), follow_up=data.get("follow_up", ""), reopened=case.cycle - 1,
        escalated=data.get(ESCALATIONS, 0), returned=data.get("returns", 0), extended=data.get("extensions", 0),
        pressed=data.get("presses", 0), contacts=data.get("contacts", 1), breached=case.breached_at is not None,
        more=data.get("count", {}), updated_at=case.updated_at,
    )  # fmt: skip


def _limit(case: Any, running: Sequence[Clock] | None) -> Clock | None:
    """The handling limit of this cycle, if it has one."""
    for clock in reversed(running or ()):
        if clock.key in (LIMIT, ORDER) and clock.cycle == case.cycle and (clock.stopped_at is None or not case.is_open):
            return clock
    return None


def _day(value: str | datetime | None) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None
