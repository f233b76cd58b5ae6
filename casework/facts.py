"""One narrow row per matter for the statistics, derived from the ticket and its clocks; never edited on its own.

What happened only once and leaves no trace in the ticket's present state (a first due day, a first closing, a relapse)
is noted in `data["fact"]` of the ticket when it happens, in the move's own transaction; `manage.py refacts` makes every row
again from the ticket and these notes.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from casework.models import CaseFact, Clock
from workflows.classifications import ABOUT_STATUS, CATEGORIES
from workflows.outcomes import OUTCOMES
from workflows.rights import proof

LIMIT, ORDER = "xf.handle", "wo.complaint"  # 信访工作条例 art 34; in its place for a work order of the hotline
COUNTED = {  # moves that are counted, and where
    "escalate_overdue": "escalated", "hand_up": "escalated", "escalate_severe": "escalated", "approve_extension": "extensions",
}  # fmt: skip
AROUND = frozenset({  # child tickets with a row of their own: what the tables on violence and mediation count
    "police_report", "written_warning", "protection_order", "safety_plan", "minor_case", "legal_aid", "performance",
})  # fmt: skip
FORMAL = ("X1", "X2", "X3", "F2", "Z1")  # their moves take the proof themselves
RELAPSE = "new_harm"  # ground of a reopening: it happened again
MEDIATING = "mediating"
MOMENT = timedelta(microseconds=1)


def of(case: Any, running: Sequence[Clock] | None, move: str = "") -> CaseFact:
    """The row of a case as it stands after `move`; `running` = all its clocks, None when only words were added."""
    if move in COUNTED:
        case.data[COUNTED[move]] = case.data.get(COUNTED[move], 0) + 1
    noted = case.data["fact"] = _noted(case, running)
    return row(case, noted)


def row(case: Any, noted: Mapping[str, Any]) -> CaseFact:
    """The row from the ticket and what was noted on the way."""
    kind = CATEGORIES.get(case.category)
    data = case.data
    accepted = data.get("accepted_on") or (case.opened_at if data.get("ledger") else None)  # taken over from a ledger
    return CaseFact(
        ticket=case, type=case.type, place=case.place_id, unit=case.unit_id, level=case.level, category=case.category,
        channel=case.channel, nature=data.get("nature", ""), track=data.get("track", ""), risk=case.risk,
        violent=bool(kind and kind.violent), minor=bool(data.get("minor")), is_open=is_open(case), state=case.state,
        outcome=case.outcome, opened_on=localdate(case.opened_at), told_on=_day(data.get("told_on") or data.get("accepted_on")),
        accepted_on=_day(accepted), due_on=_day(noted.get("due")), handed_in_on=_day(data.get("handed_in_on")),
        closed_on=_closed_on(case), on_time=noted.get("on_time"),
        proven=proven(case), mediated=bool(noted.get("mediated")), satisfaction=data.get("satisfaction", ""),
        follow_up=data.get("follow_up", ""), reopened=case.cycle - 1, escalated=data.get("escalated", 0),
        returned=data.get("returns", 0), extended=data.get("extensions", 0), pressed=data.get("presses", 0),
        contacts=data.get("contacts", 1), breached=case.breached_at is not None or bool(noted.get("breached")),
        first_due_on=_day(noted.get("first_due")), first_closed_on=_day(noted.get("closed")),
        recurred_on=_day(noted.get("recurred")), second_contact_on=_day(noted.get("second")),
        last_contact_on=_day(noted.get("last")), mediation_ended_on=_day(noted.get("mediation_ended")),
        resolved=resolved(case), anonymous=bool(data.get("anonymous")), calls=data.get("calls", 0),
        age=data.get("age_band", ""), more=_more(case), updated_at=case.updated_at, **_agreement(case),
    )  # fmt: skip


def is_open(case: Any) -> bool:
    """A review (复查、复核) does not undo the closing of a petition: it counts as closed on the day it was."""
    return bool(case.is_open and not case.data.get("concluded_on"))


def _closed_on(case: Any) -> date | None:
    return _day(case.data.get("concluded_on") or case.closed_at)


def _more(case: Any) -> dict[str, Any]:
    """Extra counts: of a case how many children of each type it ever had, of a child what its result was."""
    if case.type in AROUND:
        words = ("result", "agreement", "on_time", "shelter", "mandatory")
        return {name: case.data[name] for name in words if name in case.data}
    return {"children": case.data.get("children", {}), **case.data.get("count", {})}


def proven(case: Any) -> bool:
    """Is the closing evidence there? An open case has nothing to prove yet. Otherwise it is 待核 and in no numerator.

    Asked again at every move, so a paper that is voided after closing takes the case out of the numerator.
    """
    if case.is_open or case.type in AROUND:
        return True
    if case.outcome not in OUTCOMES:
        return False
    return bool(case.data.get("ledger")) or case.outcome in FORMAL or not proof.missing(case, case.outcome)


def resolved(case: Any) -> bool | None:
    """化解 (domain.md §2.6); C2 by the other body's result; None is outside that rate. Open promises are asked for later."""
    outcome = OUTCOMES.get(case.outcome)
    if case.is_open or outcome is None:
        return None
    if case.outcome == "C2":
        result = case.data.get("resolved")
        return None if result is None else bool(result)
    return outcome.resolved


def _agreement(case: Any) -> dict[str, Any]:
    """What was agreed: written or oral, since when, whether a court can confirm it and has."""
    told = case.data.get("agreement")
    told = told if isinstance(told, dict) else {}
    kind = told.get("kind") or {"B1": "written", "B2": "oral"}.get(case.outcome, "")
    day = told.get("effective") or (case.data.get("fact") or {}).get("agreed")
    return {
        "agreement": kind, "agreed_on": _day(day) if kind else None,
        "confirmable": bool(kind) and not told.get("status_only", case.category in ABOUT_STATUS),
        "confirmed": case.data.get("judicial_confirmed") is True, "performed_on": _day(case.data.get("performed_on")),
    }  # fmt: skip


def _noted(case: Any, running: Sequence[Clock] | None) -> dict[str, Any]:
    """What was noted so far, and what is to be noted now."""
    noted = dict(case.data.get("fact") or {})
    if case.type in AROUND:
        noted["due"] = case.data.get("due_on")
        return noted
    today = localdate(case.now).isoformat()
    _limits(noted, case, running)
    _mediation(noted, case, today)
    if case.closed_at:
        noted.setdefault("closed", localdate(case.closed_at).isoformat())
    elif "closed" in noted and case.data.get("reopened_because") == RELAPSE:
        noted.setdefault("recurred", today)
    if case.breached_at is not None:
        noted["breached"] = True
    contacts = case.data.get("contacts", 1)
    if contacts > noted.get("contacts", 1):
        noted.setdefault("second", today)
        noted.update(last=today, contacts=contacts)
    if (case.outcome in ("B1", "B2") or case.data.get("agreement")) and "agreed" not in noted:
        noted["agreed"] = today
    return noted


def _limits(noted: dict[str, Any], case: Any, running: Sequence[Clock] | None) -> None:
    """The handling limit of this cycle; the first one is judged once and for all."""
    clock = next(
        (one for one in reversed(running or ()) if one.key in (LIMIT, ORDER) and one.cycle == case.cycle), None
    )
    if clock is None:
        return
    due = None if _rests(clock) else localdate(clock.due_at - MOMENT).isoformat()
    noted["due"] = due
    if noted.setdefault("cycle", clock.cycle) != clock.cycle:
        return
    noted["first_due"] = due
    done = clock.stopped_at or case.closed_at
    noted["on_time"] = done <= clock.due_at if done else None


def _rests(clock: Clock) -> bool:
    """Suspended before it was over: nobody can say yet which day it will be."""
    return clock.stopped_at is None and clock.paused_at is not None and clock.paused_at < clock.due_at


def _mediation(noted: dict[str, Any], case: Any, today: str) -> None:
    """A mediation has ended when the case has left it for anything but a pause."""
    if case.state == MEDIATING:
        noted["mediated"] = True
        noted.pop("mediation_ended", None)
    elif noted.get("mediated") and case.data.get("rests_from") != MEDIATING:
        noted.setdefault("mediation_ended", today)


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return localdate(value)
    return date.fromisoformat(str(value)[:10]) if value else None
