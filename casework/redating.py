"""Re-dating: an edited calendar or policy moves the open clocks it touches, in batches, each with an event that says why.

`preview_*` say beforehand which clocks would move and by how much. The edit and its Redating row are one transaction; the
sweep then carries it out. A batch is one transaction that also moves the cursor: killed half-way it goes on, never twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from casework import access, calendars, clocks, history, policybook, rows
from casework.binding import bind
from casework.models import CalendarDay, CalendarYear, Clock, Event, OfficeHours, PolicyOverride, Redating, Ticket
from casework.work import CLOCK_COLUMNS, TICKET_COLUMNS
from workflows.calendars import Calendar
from workflows.due import Unit
from workflows.roles import CLOCK

BATCH = 200  # a batch holds its locks for about 100 ms
SHOWN = 200
REDATE = "redate"  # name of the event
SETTLE = timedelta(seconds=calendars.KEEP_SECONDS + 5)  # until every process has read the edited calendar


@dataclass(frozen=True)
class Shift:
    """A clock that an edit would move."""

    number: str
    key: str
    old: datetime
    new: datetime
    provisional: bool


@dataclass(frozen=True)
class Preview:
    """`shifts`: the first ones in order of their due instant; `moved` of `seen` open clocks would move."""

    seen: int
    moved: int
    earlier: int
    shifts: list[Shift]


def calendar_with(
    days: Iterable[CalendarDay], removed: Iterable[date] = (), confirmed: Iterable[int] | None = None
) -> Calendar:
    """The calendar as it would be with these days put in (or taken out) and these years confirmed. Reads two tables."""
    table = {day.date: day for day in CalendarDay.objects.all()}
    table.update({day.date: day for day in days})
    for gone in removed:
        table.pop(gone, None)
    years = list(CalendarYear.objects.all())
    if confirmed is not None:
        known = {year.year: year for year in years}
        years = list({**known, **{year: CalendarYear(year=year, confirmed=True) for year in confirmed}}.values())
    return calendars.from_rows(years, table.values(), OfficeHours.objects.all())


def touched() -> QuerySet[Clock]:
    """Running clocks a calendar edit can move: not those that end on a date somebody set."""
    return Clock.objects.filter(stopped_at__isnull=True).filter(~Q(budget__has_key="until"))


def preview_calendar(calendar: Calendar) -> Preview:
    """Which open clocks would move on this calendar; nothing is written."""
    with calendars.using(calendar):
        return _preview(touched())


def preview_hours(office: OfficeHours) -> Preview:
    """Which open clocks would move with these office hours: budgets in minutes (reminders move without a word)."""
    with calendars.using(calendars.current(), [office]):
        return _preview(touched().filter(budget__unit=Unit.MINUTES))


def preview_policy(district: str, key: str, amount: Any, valid_from: date) -> Preview:
    """Which open clocks a district's own amount would move: those of tickets opened on or after `valid_from`."""
    found = _of_policy(district, key, valid_from)
    return _preview(found, {"amount": policybook.plain_number(amount)})


def _of_policy(district: str, key: str, valid_from: date) -> QuerySet[Clock]:
    begin = timezone.make_aware(datetime(valid_from.year, valid_from.month, valid_from.day))
    return touched().filter(access.in_area("ticket__unit_id", district), key=key, ticket__opened_at__gte=begin)


def _preview(found: QuerySet[Clock], changed: dict[str, Any] | None = None) -> Preview:
    """Due instants only, straight from the columns: a hundred thousand clocks in a few seconds."""
    seen = moved = earlier = 0
    shifts: list[Shift] = []
    columns = ("ticket__number", "ticket__unit_id", "key", "budget", "ledger", "started_at", "due_at", "provisional")
    for number, unit, key, budget, ledger, started, old, was in (
        found.order_by("due_at").values_list(*columns).iterator(2000)
    ):
        seen += 1
        due, provisional = clocks.due_of({**budget, **(changed or {})}, started, ledger, unit)
        if due != old or provisional != was:
            moved += 1
            earlier += due < old
            if len(shifts) < SHOWN:
                shifts.append(Shift(number, key, old, due, provisional))
    return Preview(seen, moved, earlier, shifts)


def _date_again(clock: Clock, case: Any, *, renew: bool) -> None:
    if renew:
        clock.budget = policybook.budget(case, clock.key, clock.budget.get("nth", 0))
    clocks.date_it(clock, case)


def step(limit: int = BATCH) -> bool:
    """One batch of the oldest unfinished re-dating; False when there was nothing to do. Safe in any number of copies."""
    with transaction.atomic():
        job = (
            Redating.objects.filter(finished_at__isnull=True).order_by("id").select_for_update(skip_locked=True).first()
        )
        if job is None:
            return False
        calendars.forget()
        policybook.forget()
        batch = list(_clocks_of(job).filter(id__gt=job.cursor).order_by("id").values_list("id", "ticket_id")[:limit])
        if batch:
            job.moved += _redate(job, [ticket for _clock, ticket in batch], [clock for clock, _ticket in batch])
            job.cursor, job.seen = batch[-1][0], job.seen + len(batch)
        elif timezone.now() - job.created_at < SETTLE:
            return False  # a process may still date a clock with the old calendar; look once more afterwards
        elif job.kind == Redating.Kind.CALENDAR and job.cursor and _clocks_of(job).exists():
            job.cursor = 0  # one did, behind the cursor; what is dated already has the new version and is left out
        else:
            job.finished_at = timezone.now()
        job.save()
    return True


def _clocks_of(job: Redating) -> QuerySet[Clock]:
    if job.kind == Redating.Kind.POLICY:
        return _of_policy(job.district, job.key, date.fromisoformat(job.change["valid_from"]))
    return touched().exclude(calendar=calendars.current().version)


def _redate(job: Redating, tickets: list[int], ids: list[int]) -> int:
    """Re-date these clocks under their tickets' locks; one event for each ticket with a clock that moved."""
    locked = (
        Ticket.objects.annotate(db_now=Now()).filter(pk__in=set(tickets)).order_by("pk").select_for_update(of=("self",))
    )
    by_ticket = clocks.of(tickets)
    changed: list[Clock] = []
    events: list[Event] = []
    cases: list[Ticket] = []
    for ticket in locked:
        case = bind(ticket, CLOCK, ticket.db_now)
        told = []
        for clock in by_ticket[ticket.pk]:
            if clock.pk not in ids or not clocks.is_running(clock):
                continue
            old, was = clock.due_at, clock.provisional
            _date_again(clock, case, renew=job.kind == Redating.Kind.POLICY)
            changed.append(clock)
            if clock.due_at != old or clock.provisional != was:
                told.append({"key": clock.key, "old": old.isoformat(), "new": clock.due_at.isoformat()})
        clocks.summarise(case, by_ticket[ticket.pk])
        if told:
            data = {"clocks": told, "kind": job.kind, "reason": job.reason, "calendar": calendars.current().version}
            events.append(history.append(case, REDATE, CLOCK, case.now, from_state=case.state, data=data))
        cases.append(case)
    rows.insert(events)
    rows.update(changed, CLOCK_COLUMNS)
    rows.update(cases, TICKET_COLUMNS)
    return sum(len(event.data["clocks"]) for event in events)


def edit_calendar(
    actor_id: int | None,
    reason: str,
    *,
    days: Iterable[CalendarDay] = (),
    removed: Iterable[date] = (),
    confirmed: Iterable[int] = (),
    withdrawn: Iterable[int] = (),
) -> Redating:
    """Write an edit of the calendar and the job that lets the open clocks follow it, in one transaction.

    `confirmed`: years whose notice is complete; `withdrawn`: years confirmed by mistake, provisional again.
    """
    days, removed, confirmed = list(days), list(removed), list(confirmed)
    with transaction.atomic():
        CalendarDay.objects.filter(date__in=removed).delete()
        for day in days:
            day.save()
        for year in confirmed:
            CalendarYear.objects.update_or_create(year=year, defaults={"confirmed": True, "source": reason[:200]})
        CalendarYear.objects.filter(year__in=(gone := list(withdrawn))).update(confirmed=False)
        change = {
            "days": [[str(day.date), day.kind, day.name] for day in days],
            "removed": [str(day) for day in removed],
        }
        job = Redating.objects.create(
            kind=Redating.Kind.CALENDAR, reason=reason, decided_by_id=actor_id,
            change={**change, "confirmed": confirmed, "withdrawn": gone},
        )  # fmt: skip
    calendars.forget()
    return job


def edit_hours(actor_id: int | None, reason: str, office: OfficeHours) -> Redating:
    """Write a unit's office hours and the job that lets budgets in minutes and reminders follow them."""
    with transaction.atomic():
        office.save()
        change = {"unit": office.unit_id, "hours": office.hours, "time_zone": office.time_zone}
        job = Redating.objects.create(kind=Redating.Kind.CALENDAR, reason=reason, decided_by_id=actor_id, change=change)
    calendars.forget()
    return job


def override_policy(actor_id: int, district: str, key: str, amount: Any, valid_from: date, reason: str) -> Redating:
    """Write a district's own amount and the job for the tickets opened since `valid_from`."""
    with transaction.atomic():
        PolicyOverride.objects.update_or_create(
            district_id=district, key=key, valid_from=valid_from,
            defaults={"amount": amount, "reason": reason, "decided_by_id": actor_id},
        )  # fmt: skip
        change = {"amount": str(amount), "valid_from": valid_from.isoformat()}
        job = Redating.objects.create(
            kind=Redating.Kind.POLICY, key=key, district=district, reason=reason, decided_by_id=actor_id, change=change
        )
    policybook.forget()
    return job
