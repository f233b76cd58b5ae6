"""`/cockpit`: where the closure rate stands, how the period may end, whom to help today; and the list behind each number."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from casework import places
from casework.queries import cockpit as cockpits
from casework.queries import listed
from casework.queries.cockpit import ACT, Cockpit, Unit
from casework.queries.queue import deciding_clocks
from casework.reports.periods import Kind, Period
from casework.reports.scope import Scope, scope_of
from casework.reports.standing import Share, Standing
from casework.shapes import Group, Link, QueuePage, Text
from casework.shapes.cockpit import Act, CockpitPage, Month, Outlook, UnitRate
from casework.timewords import plain_day
from casework.views.base import Request, screen, whole_number
from casework.views.board import FORMULA, TITLES
from casework.views.cockpit_parts import acts, may_stay_open
from workflows.outcomes import OUTCOMES

KINDS: dict[Kind, Text] = {
    "month": gettext_lazy("Month"),
    "quarter": gettext_lazy("Quarter"),
    "half": gettext_lazy("Half-year"),
    "year": gettext_lazy("Year (official)"),
}
NAMES: dict[str, Text] = {
    **TITLES,
    "unproven": gettext_lazy("Closed, proof missing"),
    "coming": gettext_lazy("Open, due by the end of the period"),
    "later": gettext_lazy("Open, due after the period or not dated"),
    "pending": gettext_lazy("Not concluded yet"),
    ACT: gettext_lazy("Cases to act on"),
}
EFFECTS: dict[str, Text] = {
    "due_open": gettext_lazy("counts as open today; concluding one lifts the rate at once"),
    "coming": gettext_lazy("not in the rate yet; each one that is not concluded in time lowers it"),
    "unproven": gettext_lazy("closed, yet in no numerator; only a paper is missing"),
    "later": gettext_lazy("does not weigh on this period; concluded early it counts on both sides"),
}


class Numbers:
    """Makes numbers that lead to their lists, for one scope and period."""

    def __init__(self, area: str, period: Period) -> None:
        self.area, self.period = area, period

    def __call__(self, what: str, n: int, *, area: str = "", own: bool = False, period: Period | None = None) -> Link:
        where = {
            "what": what,
            "area": area or self.area,
            "period": (period or self.period).code,
            "own": "1" if own else "",
        }
        return Link(_title(what), _address("cockpit_cases", **where) if n else "", n)

    def page(self, *, area: str = "", period: Period | None = None) -> str:
        return _address("cockpit", area=area or self.area, period=(period or self.period).code)


@screen
@require_safe
def show(request: Request) -> HttpResponse:
    """`/cockpit?area=320104001&period=2026-Q4`."""
    area = request.GET.get("area", "")
    found = cockpits.cockpit(request.actor, area, request.GET.get("period", ""))
    page = page_of(found, area, acts(request.actor, found.steps, found.clocks, found.now))
    return render(request, "casework/cockpit/page.html", {"page": page})


def page_of(found: Cockpit, area: str, act: Sequence[Act]) -> CockpitPage:
    """The cockpit in the shape of the template."""
    number, standing = Numbers(area, found.period), found.standing
    apart = [number(code, found.parts[code]) for code in sorted(OUTCOMES) if found.parts.get(code)]
    return CockpitPage(
        area=found.scope.title,
        period=found.period.title,
        at=found.now,
        target=standing.target,
        percent=standing.now.percent,
        best=standing.best.percent,
        kpis=_kpis(found, number),
        formula=[(sign, number(part, found.parts[part])) for sign, part in FORMULA],
        due=number("due", standing.now.d),
        excluded=apart,
        verdict=_verdict(standing),
        met=not standing.needed,
        outlook=_outlook(standing, number),
        deciding=_deciding(standing, number),
        act=act,
        act_title=_act_title(standing, len(act)),
        act_empty=_act_empty(standing),
        more=number(ACT, standing.needed) if standing.needed > len(act) else None,
        hidden=_hidden(found.hidden),
        months=[_month(month, share, number) for month, share in found.trend.items()],
        units=[_unit(unit, found.scope, number) for unit in found.units] if len(found.units) > 1 else [],
        periods=_periods(found, number),
        around=_around(found, number),
        areas=_areas(found.scope, area, number),
    )


def _kpis(found: Cockpit, number: Numbers) -> list[tuple[Text, Link, Text]]:
    """Closed of due today, how many may stay open, how many of the smallest list are left, how it may end."""
    standing = found.standing
    missing = ngettext("%(n)s missing to %(target)s %% today", "%(n)s missing to %(target)s %% today", standing.missing)
    today = (
        missing % {"n": standing.missing, "target": standing.target}
        if standing.missing
        else _("The target is met today")
    )
    of_due = _("of %(due)s due cases. %(today)s") % {"due": standing.now.d, "today": today}
    made_of = {"late": standing.due_open, "coming": standing.coming, "proof": standing.unproven}
    pending = _("%(late)s past the limit, %(coming)s due by the end, %(proof)s without proof") % made_of
    act = _("by %(day)s, so that the target is met") % {"day": plain_day(found.period.last)}
    return [
        (NAMES["concluded"], number("concluded", standing.concluded), of_due),
        (_("May stay open"), Link(_("May stay open"), "", standing.may_stay_open), may_stay_open(standing)),
        (NAMES["pending"], number("pending", standing.pending), pending),
        (_("Still to be concluded"), number(ACT, standing.needed), act if standing.needed else _("Nothing is missing")),
    ]


def _verdict(standing: Standing) -> str:
    """How the period ends, in one sentence."""
    words = {"target": standing.target, "n": standing.needed, "short": standing.short, "may": standing.may_stay_open}
    if not standing.counted:
        return _("No case counts in this period yet.")
    if not standing.reachable:
        said = ngettext(
            "%(target)s %% cannot be reached any more: even with every missing proof %(short)s conclusion is lacking.",
            "%(target)s %% cannot be reached any more: even with every missing proof %(short)s conclusions are lacking.",
            standing.short,
        )
        return said % words
    if not standing.needed:
        return _("%(target)s %% is met to the end of the period, even if nothing more is concluded.") % words
    said = ngettext(
        "%(n)s case still has to be concluded for %(target)s %%.",
        "%(n)s cases still have to be concluded for %(target)s %%.",
        standing.needed,
    )
    return said % words


def _outlook(standing: Standing, number: Numbers) -> list[Outlook]:
    """Today, and the end of the period if nothing, the list, or everything is concluded."""

    def line(title: Text, share: Share, n: str = "", d: str = "") -> Outlook:
        links = (number(n, share.n) if n else Link("", "", share.n), number(d, share.d) if d else Link("", "", share.d))
        return Outlook(title, *links, share.percent, share.short_of(standing.target))

    found = [line(_("Today"), standing.now, "concluded", "due")]
    if not standing.over:
        found.append(line(_("At the end, if nothing more is concluded"), standing.worst, "concluded"))
    if standing.needed:
        found.append(line(_("At the end, once the listed cases are concluded"), standing.after(standing.needed)))
    found.append(line(_("At the end, if everything is concluded with its proof"), standing.best))
    return found


def _deciding(standing: Standing, number: Numbers) -> list[tuple[Link, Text]]:
    parts = ("unproven",) if standing.over else ("due_open", "coming", "unproven", "later")
    return [(number(part, getattr(standing, part)), EFFECTS[part]) for part in parts]


def _act_title(standing: Standing, shown: int) -> str:
    if shown < standing.needed:
        return _("Act on today: the first %(shown)s of %(n)s cases") % {"shown": shown, "n": standing.needed}
    return ngettext("Act on today: %(n)s case", "Act on today: %(n)s cases", standing.needed) % {"n": standing.needed}


def _act_empty(standing: Standing) -> str:
    if standing.needed:
        return _("You see none of these cases: the unit that has them has to conclude them.")
    if standing.over and standing.short:
        return _("The period is over and no proof is missing: its rate stands.")
    return _("The target does not ask for any case. The people still do: look at the queue.")


def _hidden(n: int) -> str:
    if not n:
        return ""
    said = ngettext(
        "%(n)s case that counts here is with another unit and not shown to you.",
        "%(n)s cases that count here are with other units and not shown to you.",
        n,
    )
    return said % {"n": n}


def _month(month: Period, share: Share, number: Numbers) -> Month:
    n, d = number("concluded", share.n, period=month), number("due", share.d, period=month)
    return Month(month.first, n, d, share.percent)


def _unit(unit: Unit, scope: Scope, number: Numbers) -> UnitRate:
    standing, itself = unit.standing, len(unit.code) < scope.digits
    name = places.name_of(unit.code)
    title = Link(_("%(unit)s itself") % {"unit": name}) if itself else Link(name, number.page(area=unit.code))
    return UnitRate(
        title=title,
        n=number("concluded", standing.concluded, area=unit.code, own=itself),
        d=number("due", standing.now.d, area=unit.code, own=itself),
        percent=standing.now.percent,
        pending=number("pending", standing.pending, area=unit.code, own=itself),
        may_stay_open=standing.may_stay_open,
        needed=standing.needed,
    )


def _periods(found: Cockpit, number: Numbers) -> list[Link]:
    """The period of each kind around the one that is shown, as near to today as it can be."""
    near = min(found.period.last, timezone.localdate(found.now))
    kinds = [(Period.around(near, kind), title) for kind, title in KINDS.items()]
    return [Link(title, number.page(period=one), current=one == found.period) for one, title in kinds]


def _around(found: Cockpit, number: Numbers) -> list[Link]:
    """The period before, and the one after if it has begun."""
    before, after = found.period.before, found.period.after
    links = [Link(before.title, number.page(period=before))]
    if after.first <= timezone.localdate(found.now):
        links.append(Link(after.title, number.page(period=after)))
    return links


def _areas(scope: Scope, area: str, number: Numbers) -> list[Link]:
    """The way back to all of the reader's areas."""
    return [Link(_("All my areas"), _address("cockpit", period=number.period.code))] if area else []


def _title(what: str) -> Text:
    return NAMES.get(what) or f"{what} {OUTCOMES[what].title}"


def _address(name: str, **where: str) -> str:
    kept = {key: value for key, value in where.items() if value}
    return f"{reverse(name)}?{urlencode(kept)}" if kept else reverse(name)


@screen
@require_safe
def cases(request: Request) -> HttpResponse:
    """`/cockpit/cases?what=due_open&area=…&period=…`: the list behind a number of the cockpit."""
    asked, now = request.GET, timezone.now()
    today = timezone.localdate(now)
    what, area = asked.get("what", ""), asked.get("area", "")
    what = what if what in cockpits.WHATS else "pending"
    scope, period = scope_of(request.actor, area), cockpits.period_of(asked.get("period", ""), today)
    own = bool(area and asked.get("own"))
    scope = replace(scope, own=own)
    before = whole_number(asked.get("before", ""))
    listing = cockpits.act_list if what == ACT else cockpits.behind
    found = listing(request.actor, scope, period, today, what, before)
    here = _address("cockpit_cases", what=what, area=area, period=period.code, own="1" if own else "")
    rows = listed.rows(request.actor, found.tickets, deciding_clocks(found.tickets), now, group="listed")
    title = f"{_title(what)} · {scope.title} · {period.title}"
    page = QueuePage(
        tabs=[Link(_("Closure rate"), Numbers(area, period).page())],
        groups=[Group("listed", rows, title)] if rows else [],
        title=title,
        summary=_hidden(found.hidden),
        empty=_("Nothing stands behind this number any more."),
        here=here,
        next_url=f"{here}&{urlencode({'before': found.following})}" if found.following else "",
        first_url=here if before else "",
    )
    return render(request, "casework/board/cases.html", {"page": page})
