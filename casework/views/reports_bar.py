"""What all pages of the reports share: which page, which period, which area, and the addresses between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from casework import places
from casework.reports.periods import Period
from casework.reports.scope import areas_of
from casework.reports.view import KINDS, View, view_of
from casework.shapes import Chip, Link, Text
from casework.views.base import Request
from workflows.ladder import parent_of
from workflows.roles import Actor

KIND_TITLES: dict[str, Text] = {
    "month": gettext_lazy("Month"),
    "quarter": gettext_lazy("Quarter"),
    "half": gettext_lazy("Half-year"),
    "year": pgettext_lazy("length of a period", "Year"),
}
PAGES: dict[str, Text] = {
    "reports": gettext_lazy("Rates"),
    "reports_tables": gettext_lazy("Tables"),
    "reports_months": gettext_lazy("Frozen months"),
    "reports_entry": gettext_lazy("Monthly entry"),
    "reports_paper": gettext_lazy("Report"),
}


@dataclass(frozen=True)
class Bar:
    """`before`, `after`: the neighbouring periods ("" in the address where there is none)."""

    tabs: list[Link]
    kinds: list[Link]
    before: Link
    after: Link
    chips: list[Chip]
    area: str
    period: str
    running: bool


def asked(request: Request) -> View:
    """The view of the request; Refused for what there is not or what is not the reader's."""
    return view_of(request.actor, request.GET, timezone.localdate())


def address(name: str, view: View, *args: Any, **more: str) -> str:
    """A page of the reports for this view."""
    return f"{reverse(name, args=args)}?{urlencode({**view.asked, **{key: value for key, value in more.items() if value}})}"


def bar(request: Request, view: View, here: str, *, tab: str = "", kept: Mapping[str, str] | None = None) -> Bar:
    """`here`: the page's path. `kept`: what else stays in the address when period or area change."""

    def to(**changes: str) -> str:
        return f"{here}?{urlencode({**view.asked, **(kept or {}), **changes})}"

    period, today = view.period, view.today
    after = period.after
    return Bar(
        tabs=tabs(request.actor, view, tab),
        kinds=[
            Link(KIND_TITLES[kind], to(period=_same(period, kind, view).code), current=kind == period.kind)
            for kind in KINDS
        ],
        before=Link(period.before.title, to(period=period.before.code)),
        after=Link(after.title, to(period=after.code) if after.first <= today else ""),
        chips=_areas(request.actor, view, to),
        area=view.scope.title,
        period=period.title,
        running=view.running,
    )


def tabs(actor: Actor, view: View, tab: str) -> list[Link]:
    """The pages of the reports; the entry only for those who report for a unit."""
    from casework.reports.entries import WRITERS

    return [
        Link(title, address(name, view) if name != "reports_entry" else reverse(name), current=name == tab)
        for name, title in PAGES.items()
        if name != "reports_entry" or actor.has(*WRITERS)
    ]


def _same(period: Period, kind: Any, view: View) -> Period:
    """The period of that kind in which one is now: of a longer one the part with its last day that has come."""
    return Period.around(min(period.last, view.today), kind)


def _areas(actor: Actor, view: View, to: Any) -> list[Chip]:
    """The area chosen, to be taken away, and what lies inside it."""
    mine = areas_of(actor)
    chips = []
    area = view.scope.areas[0] if len(view.scope.areas) == 1 else ""
    if area and area not in mine:
        above = parent_of(area) or ""
        chips.append(Chip(_("Area"), to(area=above), places.name_of(area)))
    inside = [code for code in view.scope.parts() if code != area]
    if inside:
        options = [Link(places.name_of(code), to(area=code)) for code in inside]
        chips.append(Chip(_("Street") if len(inside[0]) == 9 else _("Community"), options=options))
    return chips
