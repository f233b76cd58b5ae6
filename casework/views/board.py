"""The board for supervisors and officers, and the list behind each of its numbers."""

import hashlib
import math
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework import access, calendars, places, timewords
from casework.queries import board as boards
from casework.queries import board_cases, listed
from casework.queries.board import Board, Counts, Escalation, TypeRow, UnitRow
from casework.queries.cockpit import smallest
from casework.queries.queue import deciding_clocks
from casework.queries.rate import TARGET, Rate
from casework.reports.scope import Scope
from casework.shapes import AreaRow, BoardPage, Group, Link, QueuePage, Rise, Text
from casework.shapes import Rate as RateShape
from casework.shapes.cockpit import Act
from casework.sweep import health
from casework.views.base import Request, is_swap, screen
from casework.views.cockpit_parts import acts, may_stay_open
from workflows.classifications import OUTCOMES
from workflows.ladder import Level
from workflows.registry import registry

PERIODS: dict[str, Text] = {"month": gettext_lazy("This month"), "year": gettext_lazy("This year (official)")}
TITLES: dict[str, Text] = {
    "open": gettext_lazy("Open cases"),
    "overdue": gettext_lazy("Overdue now"),
    "soon": gettext_lazy("Due within 24 hours"),
    "unclaimed": gettext_lazy("Nobody in charge"),
    "waiting": gettext_lazy("Waiting for others"),
    "concluded": gettext_lazy("Concluded"),
    "unproven": gettext_lazy("Closed without an outcome, to be checked"),
    "due_open": gettext_lazy("Past the handling limit and open"),
    "not_yet_due": gettext_lazy("Not yet due"),
    "due": gettext_lazy("Due to be concluded"),
    "carried_in": gettext_lazy("Carried in"),
    "accepted": gettext_lazy("Accepted"),
    "rose": gettext_lazy("Went up today"),
    "to_press": gettext_lazy("To be pressed"),
}
FORMULA = (("", "carried_in"), ("+", "accepted"), ("−", "not_yet_due"))
PUSHED = 5  # cases of the smallest list; the cockpit shows more of them
FRESH = 60  # seconds: what depends on the time alone is looked at again after this


@screen
@require_safe
def show(request: Request) -> HttpResponse:
    """The board. A poll names what it has (`seen`): while nothing changed the answer is 204, for two statements."""
    period = request.GET.get("period", "year")
    period = period if period in PERIODS else "year"
    stamp = _stamp(request, period)
    if is_swap(request) and request.GET.get("seen") == stamp:
        return HttpResponse(status=204)
    page = page_of(request, boards.board(request.actor), period, stamp)
    template = "casework/board/_figures.html" if is_swap(request) else "casework/board/page.html"
    return render(request, template, {"page": page})


def _stamp(request: Request, period: str) -> str:
    """Changes when a ticket changed, when the sweep stops or starts, and every minute."""
    if not access.answered_for(request.actor):
        return ""
    latest = access.newest_change()
    posts = [(post.role.code, post.unit) for post in request.actor.posts]
    facts = [posts, period, get_language(), latest, health()["ok"], int(timezone.now().timestamp()) // FRESH]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:20]


def page_of(request: Request, found: Board, period: str, stamp: str) -> BoardPage:
    """The board in the shape of the template."""
    rate = found.year if period == "year" else found.month
    return BoardPage(
        area=found.title,
        at=found.now,
        kpis=_kpis(found),
        rate=_rate(rate, period),
        streets=[_unit_row(row) for row in found.streets],
        communities=[_unit_row(row) for row in found.communities],
        types=[_type_row(row) for row in found.types],
        total=_total(found),
        rises=[_rise(one) for one in found.escalations],
        rises_url=_cases("rose") if found.escalated else "",
        pushable=_pushable(request, found, rate),
        sweep_age=_age(found.health),
        sweep_red=not found.health["sweep"]["ok"],
        alarms=_alarms(found.health),
        calendar_alarm=calendars.alarm(),
        live_url=f"{reverse('board')}?{urlencode({'period': period, 'seen': stamp})}",
    )


def _cases(what: str, **where: str) -> str:
    asked = {name: value for name, value in where.items() if value}
    return f"{reverse('board_cases')}?{urlencode({'what': what, **asked})}"


def _number(n: int, what: str, label: Text = "", hot: bool = False, **where: str) -> Link:
    """A number that leads to its list; nothing to open behind a zero."""
    return Link(label or TITLES.get(what, what), _cases(what, **where) if n else "", n, hot=hot and n > 0)


def _kpis(found: Board) -> list[tuple[Text, Link, Text]]:
    total = found.total
    oldest: Text = ""
    if found.oldest:
        late = timewords.overdue(int((found.now - found.oldest.due_at).total_seconds()))
        oldest = _("Longest: %(number)s, %(late)s") % {"number": found.oldest.number, "late": late}
    waiting = sum(not one.taken for one in found.escalations)
    untaken = _("%(n)s not taken over yet") % {"n": waiting}
    share = _("of %(n)s open cases") % {"n": total.open}
    return [
        (TITLES["overdue"], _number(total.overdue, "overdue", hot=True), oldest or _("Nothing is overdue")),
        (TITLES["soon"], _number(total.soon, "soon"), share),
        (TITLES["rose"], _number(found.escalated, "rose"), untaken if waiting else ""),
        (TITLES["unclaimed"], _number(total.unclaimed, "unclaimed"), _("Their deadlines are running")),
        (
            TITLES["to_press"],
            _number(found.to_press, "to_press", hot=True),
            _("A missed deadline still stands after two working days"),
        ),
    ]


def _rate(rate: Rate, period: str) -> RateShape:
    def part(name: str) -> Link:
        return _number(getattr(rate, name), name, period=period)

    apart = [(code, n) for code, n in sorted(rate.apart.items()) if n]
    return RateShape(
        closed=part("concluded"),
        due=part("due"),
        target=float(TARGET),
        parts=[(sign, part(name)) for sign, name in FORMULA],
        excluded=[_number(n, code, f"{code} {OUTCOMES[code].title}", period=period) for code, n in apart],
        periods=[
            Link(title, f"{reverse('board')}?{urlencode({'period': code})}", current=code == period)
            for code, title in PERIODS.items()
        ],
        title=may_stay_open(rate.standing),
        best=rate.standing.best.percent,
        needed=rate.standing.missing,
        basis_url=f"{reverse('cockpit')}?{urlencode({'period': rate.period.code})}",
    )


def _row(title: Link, counts: Counts, closed: Link, rate: Text, **where: str) -> AreaRow:
    return AreaRow(
        title=title,
        open=_number(counts.open, "open", **where),
        overdue=_number(counts.overdue, "overdue", hot=True, **where),
        soon=_number(counts.soon, "soon", **where),
        closed=closed,
        rate=rate,
    )


def _unit_row(row: UnitRow) -> AreaRow:
    where = {"unit": row.code, "level": row.level.code if row.own else ""}
    closed = _closed(row.rate, **where) if row.rate else Link("", "", None)
    return _row(Link(row.name, _cases("open", **where)), row.counts, closed, percent(row.rate), **where)


def _closed(rate: Rate, **where: str) -> Link:
    if not rate.due:
        return Link(TITLES["due"])
    return Link(TITLES["due"], _cases("due", period="year", **where), f"{rate.concluded}/{rate.due}")


def percent(rate: Rate | None) -> str:
    """Rounded down, so that 97.96 is never shown as 98.0; a dash when nothing was due."""
    return f"{rate.percent:.1f} %" if rate and rate.percent is not None else "–"


def _type_row(row: TypeRow) -> AreaRow:
    closed = _closed(row.rate, type=row.slug) if row.rate else Link("", "", None)
    return _row(Link(row.title, _cases("open", type=row.slug)), row.counts, closed, percent(row.rate), type=row.slug)


def _total(found: Board) -> AreaRow:
    return _row(Link(found.title, _cases("open")), found.total, _closed(found.year), percent(found.year))


def _rise(one: Escalation) -> Rise:
    return Rise(
        at=one.at,
        number=one.number,
        url=reverse("ticket", args=[one.number]),
        from_unit=one.from_name,
        to_unit=one.to_name,
        why=one.why,
        now=_("Taken over") if one.taken else _("Nobody has taken it over"),
        hot=not one.taken,
    )


def _pushable(request: Request, found: Board, rate: Rate) -> list[Act]:
    """The beginning of the smallest list of cases that brings the rate to its target, each with why and what comes next."""
    scope, today = Scope(found.areas, "unit"), timezone.localdate(found.now)
    steps = smallest(request.actor, scope, rate.period, today, rate.standing, most=PUSHED)
    return acts(request.actor, steps, deciding_clocks([step.ticket for step in steps]), found.now)


def _age(found: dict[str, Any]) -> int | None:
    """Whole seconds since the last sweep; None if there was none yet."""
    age = found["sweep"]["age_seconds"]
    return None if age is None else math.ceil(age)


def _alarms(found: dict[str, Any]) -> list[Text]:
    """Messages that wait because nobody sends them (the sweep has its own red strip)."""
    if found["deliver"]["ok"]:
        return []
    return [_("Messages are not sent: the delivery service stands still. Tell the system administrator now.")]


@screen
@require_safe
def cases(request: Request) -> HttpResponse:
    """`/board/cases?what=…`: the list behind a number of the board."""
    asked = request.GET
    what = asked.get("what", "")
    what = what if what in board_cases.WHATS else "open"
    period = asked.get("period", "year")
    unit, level, kind = asked.get("unit", ""), asked.get("level", ""), asked.get("type", "")
    levels = {one.code: one for one in Level}
    now = timezone.now()
    found = board_cases.behind(
        request.actor,
        what,
        now=now,
        period=boards.running("month" if period == "month" else "year", now),
        unit=unit if unit.isdigit() else "",
        level=levels.get(level),
        kind=kind if kind in registry else "",
    )
    before = asked.get("before", "")
    tickets, following = board_cases.page(found, int(before) if before.isdigit() and len(before) < 18 else None)
    where = {"what": what, "period": period if period in PERIODS else "", "unit": unit, "level": level, "type": kind}
    kept = {name: value for name, value in where.items() if value}
    here = f"{reverse('board_cases')}?{urlencode(kept)}"
    rows = listed.rows(request.actor, tickets, deciding_clocks(tickets), now, group="listed")
    page = QueuePage(
        tabs=[Link(_("Board"), reverse("board"))],
        groups=[Group("listed", rows, _what_title(what, unit))] if rows else [],
        title=_what_title(what, unit),
        empty=_("Nothing stands behind this number any more."),
        here=here,
        next_url=f"{here}&{urlencode({'before': following})}" if following else "",
        first_url=here if before else "",
    )
    return render(request, "casework/board/cases.html", {"page": page})


def _what_title(what: str, unit: str) -> str:
    title = TITLES.get(what) or (f"{what} {OUTCOMES[what].title}" if what in OUTCOMES else what)
    return f"{title} · {places.name_of(unit)}" if unit else str(title)
