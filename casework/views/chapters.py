"""The ten chapters of the plan: their open work, what they count, the year's plan beside it; and the list behind each number."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from casework import access, places, plans, sheets
from casework.errors import Refused
from casework.queries import board_cases, chapters, counters, funds, listed
from casework.queries.chapters import Work, kinds_of
from casework.queries.counters import Tallies
from casework.queries.queue import deciding_clocks
from casework.reports.periods import Period
from casework.shapes import Group, Link, QueuePage
from casework.shapes.chapters import ChapterPage, ChapterRow, CounterRow, PartRow, TypeBlock
from casework.views.base import Request, screen, whole_number
from casework.views.intake import address_of
from workflows.base import Workflow
from workflows.chapters import CHAPTERS
from workflows.counters import Counter
from workflows.datetexts import joined
from workflows.registry import registry
from workflows.roles import DISTRICT, HANDLERS, OPERATOR, STREET, SUPERVISOR, Actor

MAIN = 3  # counters of a chapter in the list of ten
FIRST_YEAR = 2020


def allow(actor: Actor) -> None:
    if not actor.has(OPERATOR, SUPERVISOR, *HANDLERS):
        raise Refused("forbidden", _("Your post sees no cases. For the figures ask the district rights department."))


@screen
@require_safe
def index(request: Request) -> HttpResponse:
    """`/chapters`: one row for each chapter."""
    allow(request.actor)
    now = timezone.now()
    year = Period.around(timezone.localdate(), "year")
    work = chapters.open_work(request.actor, list(registry), now)
    counted = {one.kind.slug: one for one in counters.tallies(request.actor, registry, [year])}
    rows = [_row(number, work, counted, year) for number in CHAPTERS]
    return render(request, "casework/chapters/index.html", {"rows": rows, "area": area_title(request.actor), "at": now})


def _row(number: int, work: Iterable[Work], counted: dict[str, Tallies], year: Period) -> ChapterRow:
    kinds = kinds_of(number)
    mine = [one for one in work if any(one.type == kind.slug for kind in kinds)]
    shown = [(kind, kind.counters[0]) for kind in kinds if kind.counters][:MAIN]
    return ChapterRow(
        number=number,
        title=CHAPTERS[number],
        url=reverse("chapter", args=[number]),
        open=open_link(number, mine),
        overdue=open_link(number, mine, overdue=True),
        main=[counted_link(number, counted[kind.slug], counter, year) for kind, counter in shown],
    )


def open_link(number: int, work: Sequence[Work], *, overdue: bool = False, label: Any = "", **where: str) -> Link:
    """A number of open work that leads to its list."""
    n = sum(one.overdue if overdue else one.open for one in work)
    asked = {"what": "overdue" if overdue else "open", **where}
    words = label or (_("Overdue now") if overdue else _("Open cases"))
    return Link(words, f"{reverse('chapter_cases', args=[number])}?{urlencode(asked)}" if n else "", n, hot=overdue)


def counted_link(number: int, tallies: Tallies, counter: Counter, period: Period, part: str = "") -> Link:
    """A counter's number; a count, a sum, a share and a mean all lead to the tickets they are made of."""
    asked = {
        "type": tallies.kind.slug,
        "counter": counter.key,
        "period": period.code,
        **({"part": part} if part else {}),
    }
    there = f"{reverse('chapter_cases', args=[number])}?{urlencode(asked)}"
    n = tallies.tally(counter, period, part).n
    return Link(counter.title, there if n else "", said(counter, tallies.value(counter, period, part)))


def said(counter: Counter, value: Decimal | None) -> str:
    """A number as it is read: whole where it is whole, per cent behind a share, a dash where there is none."""
    if value is None:
        return "–"
    text = f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{int(value)}"
    return f"{text} %" if counter.share_of else text


def reached(value: Decimal | None, target: Decimal | None) -> str:
    """How much of a target is reached, in whole per cent, rounded down; "" without a target."""
    if target is None or not target:
        return ""
    return f"{int((value or Decimal(0)) * 100 / target)} %"


def area_title(actor: Actor) -> str:
    areas = access.answered_for(actor)
    return joined(places.name_of(area) for area in areas) or _("What you may see")


@screen
@require_safe
def show(request: Request, number: int) -> HttpResponse:
    """`/chapters/8?year=2026&by=rights`"""
    return render(request, "casework/chapters/page.html", {"page": page_of(request.actor, number, request.GET)})


def page_of(actor: Actor, number: int, asked: Any) -> ChapterPage:
    allow(actor)
    if number not in CHAPTERS:
        raise Refused("not_found", _("There is no such chapter. The plan has ten."))
    today, now = timezone.localdate(), timezone.now()
    wanted = whole_number(asked.get("year", "")) or today.year
    year = (
        Period.around(today.replace(year=wanted, day=1), "year")
        if FIRST_YEAR <= wanted <= today.year
        else Period.around(today, "year")
    )
    running = year.first.year == today.year
    periods = [year, Period.around(today, "month")] if running else [year]
    kinds, parts = kinds_of(number), counters.parts_of(actor)
    digits = len(parts[0]) if parts else 12
    counted = counters.tallies(actor, kinds, periods, digits)
    targets = plans.current([area := counters.area_of(actor), *parts], year.first.year)
    chosen = next((one for one in counted if one.kind.slug == asked.get("by")), counted[0] if counted else None)
    work = chapters.open_work(actor, kinds, now, digits)
    mine = _Chapter(actor, number, periods, targets, area)
    blocks = [mine.block(kind, work, counted) for kind in kinds]
    here = reverse("chapter", args=[number])
    return ChapterPage(
        number=number,
        title=CHAPTERS[number],
        area=area_title(actor),
        year=year.first.year,
        years=[
            Link(f"{one}", f"{here}?year={one}", current=one == year.first.year) for one in (today.year - 1, today.year)
        ],
        types=[block for block in blocks if block.counters or block.states or block.open_url],
        quiet=[block.title for block in blocks if not (block.counters or block.states or block.open_url)],
        by=[
            Link(
                one.kind.title,
                f"{here}?{urlencode({'year': year.first.year, 'by': one.kind.slug})}#by",
                current=one is chosen,
            )
            for one in counted
        ],
        heads=[counter.title for counter in chosen.kind.counters] if chosen else [],
        parts=mine.parts(parts, work, chosen),
        parts_title=_("By street") if digits == 9 else _("By community"),
        this_month=running,
        queue_url=f"{reverse('queue')}?{urlencode({'chapter': number})}",
        plan_url=reverse("chapter_plan", args=[number]) if actor.has(STREET, DISTRICT) else "",
        export_url=f"{reverse('chapter_export', args=[number])}?year={year.first.year}",
    )


class _Chapter:
    """Pieces of one chapter's page."""

    def __init__(
        self, actor: Actor, number: int, periods: Sequence[Period], targets: dict[plans.Key, Decimal], area: str
    ) -> None:
        self.actor, self.number, self.periods, self.targets, self.area = actor, number, periods, targets, area
        has_money = any(kind.slug in funds.KINDS for kind in kinds_of(number))
        self.left = funds.left_by_type(actor) if has_money else {}

    def block(self, kind: type[Workflow], work: Iterable[Work], counted: Iterable[Tallies]) -> TypeBlock:
        mine = [one for one in work if one.type == kind.slug]
        by_state = [(state, [one for one in mine if one.state == state.code]) for state in kind.states]
        tallies = next((one for one in counted if one.kind is kind), None)
        opens = not kind.only_child and self.actor.has(*kind.open_by)
        return TypeBlock(
            title=kind.title,
            open=open_link(self.number, mine, type=kind.slug),
            overdue=open_link(self.number, mine, overdue=True, type=kind.slug),
            states=[
                open_link(self.number, rows, label=state.title, type=kind.slug, state=state.code)
                for state, rows in by_state
                if rows
            ],
            counters=[self.counter(tallies, counter) for counter in kind.counters] if tallies else [],
            open_url=f"{address_of(kind.slug)}?new=1" if opens else "",
            left=Link(f"{self.left[kind.slug]:,.2f}", reverse("funds")) if kind.slug in self.left else None,
            match_url=reverse("match", args=[kind.slug]) if getattr(kind, "match_with", "") else "",
        )

    def counter(self, tallies: Tallies, counter: Counter) -> CounterRow:
        year, *month = self.periods
        target = self.targets.get((self.area, tallies.kind.slug, counter.key))
        return CounterRow(
            title=counter.title,
            unit=counter.unit,
            month=counted_link(self.number, tallies, counter, month[0]) if month else None,
            year=counted_link(self.number, tallies, counter, year),
            plan=said(counter, target) if target is not None else "",
            percent="" if counter.is_mean or counter.per else reached(tallies.value(counter, year), target),
        )

    def parts(self, codes: Sequence[str], work: Sequence[Work], chosen: Tallies | None) -> list[PartRow]:
        """Every part of the area, and what arose elsewhere (at the district itself), so that the sums agree."""
        others = {one.part for one in work} | (set(chosen.found) - {counters.WHOLE} if chosen else set())
        rows = [self._part(code, places.name_of(code), work, chosen) for code in codes]
        itself = [(code, _("%(unit)s itself") % {"unit": places.name_of(code)}) for code in sorted(others - set(codes))]
        # The plan of what is above the parts is no plan of its own share.
        return rows + [self._part(code, name, work, chosen, planned=False) for code, name in itself]

    def _part(
        self, code: str, name: str, work: Iterable[Work], chosen: Tallies | None, *, planned: bool = True
    ) -> PartRow:
        mine, year = [one for one in work if one.part == code], self.periods[0]
        found = []
        for counter in chosen.kind.counters if chosen else ():
            target = self.targets.get((code, chosen.kind.slug, counter.key)) if chosen and planned else None
            link = counted_link(self.number, chosen, counter, year, code) if chosen else Link("")
            found.append((link, said(counter, target) if target is not None else ""))
        return PartRow(
            title=name,
            open=open_link(self.number, mine, part=code),
            overdue=open_link(self.number, mine, overdue=True, part=code),
            counters=found,
        )


@screen
@require_safe
def cases(request: Request, number: int) -> HttpResponse:
    """`/chapters/8/cases?what=open&type=…&state=…` or `?type=…&counter=…&period=…`: the list behind a number."""
    allow(request.actor)
    asked, now = request.GET, timezone.now()
    title, found = _behind(request.actor, number, asked, now)
    part = asked.get("part", "")
    if part.isascii() and part.isdigit():
        found, title = found.filter(access.in_area("place_id", part)), f"{title} · {places.name_of(part)}"
    before = asked.get("before", "")
    tickets, following = board_cases.page(found, whole_number(before))
    here = f"{request.path}?{urlencode({name: value for name, value in asked.items() if name != 'before'})}"
    rows = listed.rows(request.actor, tickets, deciding_clocks(tickets), now, group="listed")
    page = QueuePage(
        tabs=[Link(CHAPTERS[number], reverse("chapter", args=[number]))],
        groups=[Group("listed", rows, title)] if rows else [],
        title=title,
        empty=_("Nothing stands behind this number any more."),
        here=here,
        next_url=f"{here}&{urlencode({'before': following})}" if following else "",
        first_url=here if before else "",
    )
    return render(request, "casework/board/cases.html", {"page": page})


def _behind(actor: Actor, number: int, asked: Any, now: datetime) -> tuple[str, Any]:
    """(title, tickets) of what the address names; unknown words are answered with the chapter's open work."""
    if number not in CHAPTERS:
        raise Refused("not_found", _("There is no such chapter. The plan has ten."))
    kinds = kinds_of(number)
    kind = next((one for one in kinds if one.slug == asked.get("type")), None)
    counter = next((one for one in (kind.counters if kind else ()) if one.key == asked.get("counter")), None)
    if kind and counter:
        period = Period.read(asked.get("period", ""), timezone.localdate())
        return f"{kind.title} · {counter.title} · {period.title}", counters.behind(actor, kind, counter, period)
    overdue, state = asked.get("what") == "overdue", asked.get("state", "")
    known = {one.code: one.title for one in kind.states} if kind else {}
    state = state if state in known else ""
    words = [str(kind.title if kind else CHAPTERS[number]), _("Overdue now") if overdue else _("Open cases")]
    words += [str(known[state])] if state else []
    found = chapters.behind_open(actor, [kind] if kind else kinds, now, overdue=overdue, state=state)
    return " · ".join(words), found


@screen
@require_safe
def export(request: Request, number: int) -> HttpResponse:
    """The chapter's page as an .xlsx file: counters with their plan, open work, and the table by area."""
    page = page_of(request.actor, number, request.GET)
    counted = [
        [kind.title, one.title, *([one.month.n] if one.month else []), one.year.n, one.plan, one.percent]
        for kind in page.types
        for one in kind.counters
    ]
    month = [_("This month")] if page.this_month else []
    heads = [_("Kind"), _("Counter"), *month, str(page.year), _("Plan"), pgettext("plan", "Reached")]
    work = [[kind.title, state.label, state.n] for kind in page.types for state in kind.states]
    parts = [[row.title, row.open.n, row.overdue.n, *(link.n for link, _target in row.counters)] for row in page.parts]
    return sheets.download(
        f"chapter-{number}-{page.year}",
        [
            (_("Counters"), heads, (map(_number, row) for row in counted)),
            (_("Open work"), [_("Kind"), _("State"), _("Open cases")], work),
            (
                page.parts_title,
                [_("Area"), _("Open cases"), _("Overdue now"), *page.heads],
                (map(_number, row) for row in parts),
            ),
        ],
    )


def _number(value: Any) -> Any:
    """A number as a number, so that the reader's program can add it up; everything else as it is shown."""
    text = str(value)
    return Decimal(text) if text.replace(".", "", 1).lstrip("-").isdigit() else value
