"""The alerts of early warning in the reader's area: why each was raised, how long is left, and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework import access, places
from casework.models import Ticket
from casework.queries import listed
from casework.shapes import Chip, Link, Text
from casework.views.base import Request, screen, whole_number
from casework.warnings import reasons
from workflows.classifications import RISKS
from workflows.ladder import Level
from workflows.roles import Actor
from workflows.warnings.rules import book

PAGE = 50
FILTERS = ("rule", "risk", "level", "state")
DONE = "done"


@dataclass(frozen=True)
class Alert:
    """One alert as the list shows it."""

    number: str
    url: str
    risk: str
    reason: reasons.Reason
    place: Text
    unit: Text
    level: int
    state: Text
    holder: str
    raised_at: datetime
    due_at: datetime | None
    late: bool
    sources: list[tuple[str, str]]
    hidden: int


@dataclass(frozen=True)
class WarningsPage:
    """`counts`: open alerts by rule, each a filter. `total`: open alerts in the area."""

    alerts: list[Alert]
    counts: list[Link]
    chips: list[Chip]
    total: int
    filtered: bool
    next_url: str = ""
    first_url: str = ""


@screen
@require_safe
def show(request: Request) -> HttpResponse:
    """`/warnings?rule=R1&risk=red&level=street&state=done&page=2`."""
    return render(request, "casework/warnings/page.html", {"page": build(request.actor, request.GET)})


def chosen(params: Mapping[str, str]) -> dict[str, str]:
    """The filters in the address, checked; what is unknown is left out."""
    allowed: dict[str, Any] = {
        "rule": book().groups(),
        "risk": RISKS,
        "level": [level.code for level in Level if level <= Level.DISTRICT],
        "state": (DONE,),
    }
    return {name: params[name] for name in FILTERS if params.get(name) in allowed[name]}


def build(actor: Actor, params: Mapping[str, str]) -> WarningsPage:
    """The page in six statements, however many alerts there are."""
    filters, page = chosen(params), max(1, whole_number(params.get("page", "")) or 1)
    mine = access.tickets(actor).filter(type="warning")
    by_rule = _counts(mine.filter(is_open=True))
    rows = _filtered(mine, filters).select_related("assignee")
    done = filters.get("state") == DONE
    ordered = rows.order_by("-closed_at", "-id") if done else rows.order_by("next_due_at", "id")
    found = list(ordered[(page - 1) * PAGE : page * PAGE + 1])
    return WarningsPage(
        alerts=_alerts(actor, found[:PAGE]),
        counts=[
            Link(_title(rule), _address({**filters, "rule": rule}), n, current=filters.get("rule") == rule)
            for rule, n in by_rule.items()
        ],
        chips=_chips(filters, by_rule),
        total=sum(by_rule.values()),
        filtered=bool(filters),
        next_url=_address({**filters, "page": str(page + 1)}) if len(found) > PAGE else "",
        first_url=_address(filters) if page > 1 else "",
    )


def _counts(rows: QuerySet[Ticket]) -> dict[str, int]:
    found = dict(rows.values_list("category").annotate(n=Count("id")).order_by())
    counts = {group: sum(found.get(rule.key, 0) for rule in book() if rule.rule == group) for group in book().groups()}
    return {group: n for group, n in counts.items() if n}


def _filtered(rows: QuerySet[Ticket], filters: Mapping[str, str]) -> QuerySet[Ticket]:
    rows = rows.filter(is_open=filters.get("state") != DONE)
    if "rule" in filters:
        rows = rows.filter(category__in=[rule.key for rule in book() if rule.rule == filters["rule"]])
    if "risk" in filters:
        rows = rows.filter(risk=filters["risk"])
    if "level" in filters:
        rows = rows.filter(level=int(Level.named(filters["level"])))
    return rows


def _alerts(actor: Actor, rows: list[Ticket]) -> list[Alert]:
    rests_on = reasons.sources(actor, [row.pk for row in rows])
    return [_alert(row, rests_on.get(row.pk, reasons.Sources())) for row in rows]


def _alert(row: Ticket, found: reasons.Sources) -> Alert:
    return Alert(
        number=row.number,
        url=listed.address(row.number),
        risk=row.risk,
        reason=reasons.of(row.data, row.category),
        place=places.name_of(row.place_id),
        unit=places.name_of(row.unit_id),
        level=row.level,
        state=listed.state_title(row.type, row.state),
        holder=str(row.assignee) if row.assignee else "",
        raised_at=row.opened_at,
        due_at=row.next_due_at,
        late=row.breached_at is not None,
        sources=[(number, listed.address(number)) for number in found.seen],
        hidden=found.hidden,
    )


def _address(filters: Mapping[str, str]) -> str:
    query = urlencode(filters)
    return f"{reverse('warnings')}?{query}" if query else reverse("warnings")


def _chips(filters: dict[str, str], by_rule: Mapping[str, int]) -> list[Chip]:
    levels: list[tuple[str, Text]] = [(level.code, level.title) for level in Level if level <= Level.DISTRICT]
    rules: list[tuple[str, Text]] = [(group, f"{group} · {_title(group)}") for group in book().groups()]
    choices: tuple[tuple[str, Text, list[tuple[str, Text]]], ...] = (
        ("rule", _("Rule"), rules),
        ("risk", _("Risk"), list(RISKS.items())),
        ("level", _("Level"), levels),
        ("state", _("State"), [(DONE, _("Decided"))]),
    )
    return [_chip(name, label, options, filters) for name, label, options in choices]


def _chip(name: str, label: Text, options: list[tuple[str, Text]], filters: dict[str, str]) -> Chip:
    others = {key: value for key, value in filters.items() if key != name}
    if name in filters:
        return Chip(label, _address(others), dict(options)[filters[name]])
    return Chip(label, options=[Link(title, _address({**others, name: value})) for value, title in options])


def _title(group: str) -> Text:
    return next(rule.title for rule in book() if rule.rule == group)
