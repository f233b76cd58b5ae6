"""The queue: what waits for me, most urgent first; claiming in place, one or many."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote_plus, urlencode, urlsplit

from django.contrib import messages
from django.core.validators import slug_re
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from casework import access, calendars, cells, gate, places
from casework.errors import Refused
from casework.queries import listed, queue
from casework.queries.chapters import kinds_of
from casework.shapes import Chip, Group, Link, QueuePage, Text
from casework.views.base import Request, is_swap, new_key, screen
from workflows.base import Workflow
from workflows.chapters import CHAPTERS
from workflows.classifications import AREAS, RISKS, category_title
from workflows.ladder import LENGTHS, Level, level_of
from workflows.registry import registry
from workflows.roles import OPERATOR, Actor, Scope

Values = tuple[tuple[str, str], ...]  # of a filter, each with its title
FILTERS = ("chapter", "type", "risk", "category", "state", "level", "unit")
MOST_AT_ONCE = 50
TAB_TITLES: dict[str, Text] = {
    queue.MINE: gettext_lazy("Mine"),
    queue.UNCLAIMED: gettext_lazy("Unclaimed"),
    queue.WAITING: gettext_lazy("Waiting"),
    queue.OVERDUE: gettext_lazy("Overdue"),
}
GROUP_TITLES: dict[str, Text] = {
    listed.OVERDUE: gettext_lazy("Overdue"),
    listed.UNCLAIMED: gettext_lazy("Unclaimed in your unit"),
    listed.TODAY: gettext_lazy("Due today and tomorrow"),
    listed.WEEK: gettext_lazy("Due by the end of next week"),
    listed.LATER: gettext_lazy("Later"),
    listed.NONE: gettext_lazy("No clock is running"),
}
EMPTY: dict[str, Text] = {
    queue.MINE: gettext_lazy("Nothing is in your hands. What you claim or are given appears here."),
    queue.UNCLAIMED: gettext_lazy("Nothing waits to be claimed. New cases appear here."),
    queue.WAITING: gettext_lazy("Nothing is waiting for somebody else."),
    queue.OVERDUE: gettext_lazy("Nothing is overdue."),
}


def chosen(params: Mapping[str, str]) -> dict[str, str]:
    """The filters named in the address, checked; what is unknown is left out."""
    found = {name: params.get(name, "").strip() for name in FILTERS}
    allowed = {
        "chapter": found["chapter"] in {str(number) for number in CHAPTERS},
        "type": found["type"] in registry,
        "risk": found["risk"] in RISKS,
        "category": found["category"].isascii() and found["category"].isalnum() and len(found["category"]) <= 20,
        "state": found["state"].replace("_", "").isalnum() and len(found["state"]) <= 40,
        "level": found["level"] in {level.code for level in Level},
        "unit": found["unit"].isascii() and found["unit"].isdigit() and len(found["unit"]) in LENGTHS,
    }
    return {name: value for name, value in found.items() if value and allowed[name]}


def as_q(filters: Mapping[str, str]) -> Q:
    """The filters as a condition on Ticket."""
    q = Q(**{name: filters[name] for name in ("type", "risk", "state") if name in filters})
    if "chapter" in filters:
        q &= Q(type__in=[kind.slug for kind in kinds_of(int(filters["chapter"]))])
    if "category" in filters:
        q &= Q(category__startswith=filters["category"])
    if "level" in filters:
        q &= Q(level=int(Level.named(filters["level"])))
    if "unit" in filters:
        q &= access.in_area("unit_id", filters["unit"])
    return q


@screen
@require_safe
def show(request: Request) -> HttpResponse:
    """`/queue?tab=…&risk=…&after=…`: a page of the queue; htmx gets the list alone."""
    page = build(request.actor, request.GET)
    template = "casework/queue/_list.html" if is_swap(request) else "casework/queue/page.html"
    return render(request, template, {"page": page})


def build(actor: Actor, params: Mapping[str, str]) -> QueuePage:
    tab = params.get("tab", "")
    tab = tab if tab in queue.TABS else queue.MINE
    filters = chosen(params)
    after = queue.Cursor.read(params.get("after", ""))
    now = timezone.now()
    counts = queue.counts(actor, now)
    found = queue.page(actor, tab, as_q(filters), after, now=now)
    origin = urlencode({"tab": tab, **filters})
    return QueuePage(
        tabs=_tabs(actor, tab, counts),
        groups=_groups(actor, found, now, origin),
        chips=_chips(actor, tab, filters),
        summary=_summary(counts, now),
        title=_("Queue"),
        empty=_("Nothing fits these filters.") if filters else EMPTY[tab],
        key=new_key(),
        here=f"{reverse('queue')}?{origin}",
        next_url=_address(tab, filters, after=found.next) if found.next else "",
        first_url=_address(tab, filters) if after else "",
        intake_url=reverse("intake") if actor.has(*registry.openers) else "",
    )


def _address(tab: str, filters: Mapping[str, str], **more: str) -> str:
    return f"{reverse('queue')}?{urlencode({'tab': tab, **filters, **more})}"


def capped(n: int) -> int | str:
    return n if n <= queue.CAP else f"{queue.CAP}+"


def _tabs(actor: Actor, tab: str, counts: Mapping[str, int]) -> list[Link]:
    titles = dict(TAB_TITLES)
    if all(post.role is OPERATOR for post in actor.posts):
        titles[queue.MINE] = _("Registered by me")
    hot = {name for name in (queue.OVERDUE,) if counts[name]}
    return [Link(titles[one], _address(one, {}), capped(counts[one]), one == tab, one in hot) for one in queue.TABS]


def _summary(counts: Mapping[str, int], now: datetime) -> Text:
    if not counts[queue.OVERDUE]:
        return _("Do the first one first.")
    return _("Do the first one first. Overdue: %(n)s.") % {"n": capped(counts[queue.OVERDUE])}


def _groups(actor: Actor, found: queue.Page, now: datetime, origin: str) -> list[Group]:
    shown = listed.rows(actor, found.tickets, found.clocks, now, origin=origin)
    shown += listed.rows(actor, found.unclaimed, found.clocks, now, group=listed.UNCLAIMED, origin=origin)
    groups = []
    for code in listed.GROUPS:
        if rows := [row for row in shown if row.group == code]:
            groups.append(Group(code, rows, GROUP_TITLES[code], _meta(code, now)))
    return groups


def _meta(code: str, now: datetime) -> Text:
    """What one should know about a group: its clocks already run; tomorrow is a make-up working day."""
    if code == listed.UNCLAIMED:
        return _("Their clocks are already running")
    calendar = calendars.current()
    tomorrow = calendar.local_day(now).toordinal() + 1
    day = calendar.local_day(now).fromordinal(tomorrow)
    if code == listed.TODAY and calendar.makeup_name(day) is not None:
        return _("Tomorrow is a make-up working day")
    return ""


def _chips(actor: Actor, tab: str, filters: dict[str, str]) -> list[Chip]:
    choices = _choices(actor)
    return [_chip(name, label, options, tab, filters) for name, label, options in choices if options or name in filters]


def _choices(actor: Actor) -> list[tuple[str, Text, Values]]:
    """Each filter with the values that make sense for this actor."""
    areas = {post.unit for post in actor.posts if len(post.unit) < 12 and post.role.scope is Scope.AREA}
    below = [(area, frozenset({int(level_of(area)) - 1})) for area in sorted(areas)]
    units = [(place.code, place.name) for area, levels in below for place in places.inside(area, levels)]
    known = _known(get_language(), tuple(registry))
    return [
        ("risk", _("Risk"), known["risk"]),
        ("category", _("Category"), known["category"]),
        ("state", _("State"), known["state"]),
        ("level", _("Level"), known["level"] if areas else ()),
        ("unit", _("Unit"), tuple(units)),
        ("chapter", _("Chapter"), known["chapter"]),
        ("type", _("Type"), known["type"]),
    ]


@lru_cache(maxsize=8)
def _known(language: str | None, kinds: tuple[type[Workflow], ...]) -> dict[str, Values]:
    """The values that are the same for everybody, in words of this language: with every type of ticket they are many."""
    found: dict[str, Iterable[tuple[str, Text]]] = {
        "risk": RISKS.items(),
        "category": AREAS.items(),
        "state": {state.code: state.title for kind in kinds for state in kind.open_states()}.items(),
        "level": [(level.code, level.title) for level in Level if level <= Level.DISTRICT],
        "chapter": [(str(number), title) for number, title in CHAPTERS.items() if kinds_of(number)],
        "type": [(kind.slug, kind.title) for kind in kinds],
    }
    told = {name: tuple((value, str(title)) for value, title in values) for name, values in found.items()}
    return {name: values if len(values) > 1 else () for name, values in told.items()}


def _chip(name: str, label: Text, options: Values, tab: str, filters: dict[str, str]) -> Chip:
    others = {key: value for key, value in filters.items() if key != name}
    if name in filters:
        title = dict(options).get(filters[name]) or _named(name, filters[name])
        return Chip(label, _address(tab, others), title)
    return Chip(label, options=_links(f"{_address(tab, others)}&{name}=", options))


@lru_cache(maxsize=64)
def _links(here: str, options: Values) -> tuple[Link, ...]:
    return tuple(Link(title, here + quote_plus(value)) for value, title in options)


def _named(name: str, value: str) -> Text:
    """A chosen value that is not among the options (a link from the board may filter more finely)."""
    return {"unit": places.name_of, "category": category_title}.get(name, str)(value)


@screen
@require_POST
def claim(request: Request) -> HttpResponse:
    """Claim one (`claim`) or several (`pick`), each “number@version”. The first one wins; the others read why."""
    key = request.POST.get("key", "")
    if one := request.POST.get("claim", ""):
        number, said = one.partition("@")[0], _claim(request.actor, one, key)
        return _claimed_row(request, number, said) if is_swap(request) else _back(request, [(number, said)])
    picked = list(dict.fromkeys(request.POST.getlist("pick")))[:MOST_AT_ONCE]
    # In order of number, which is the order in which rows are locked everywhere.
    return _back(request, [(pick.partition("@")[0], _claim(request.actor, pick, key)) for pick in sorted(picked)])


def _claim(actor: Actor, pick: str, key: str) -> str:
    """Nothing when the ticket is now the actor's, else the sentence. The version does not matter: nothing was typed."""
    number = pick.partition("@")[0]
    try:
        if not slug_re.match(number):
            raise Refused("not_found", access.NOT_HERE)
        gate.perform(number, listed.CLAIM, actor, key=f"{key}:{number}" if key else None)
    except Refused as refused:
        return str(refused.reason)
    return ""


def _claimed_row(request: Request, number: str, said: str) -> HttpResponse:
    """The row as it is now, with what happened."""
    mine = access.tickets(request.actor).select_related("assignee")
    ticket = mine.filter(number=number).first() if slug_re.match(number) else None
    if ticket is None:
        raise Refused("not_found", access.NOT_HERE)
    origin = urlsplit(request.POST.get("next", "")).query
    now = timezone.now()
    row = listed.rows(request.actor, [ticket], queue.deciding_clocks([ticket]), now, origin=origin)[0]
    return HttpResponse(cells.queue_row(row, said or _("It is yours now."), said_bad=bool(said)))


def _back(request: Request, results: list[tuple[str, str]]) -> HttpResponse:
    """To the queue, saying how many were claimed and, for each that was not, why."""
    done = sum(not said for _number, said in results)
    if done:
        messages.success(request, ngettext("Claimed: %(n)s case.", "Claimed: %(n)s cases.", done) % {"n": done})
    elif not results:
        messages.error(request, _("Nothing was selected. Tick the cases you want to claim."))
    for number, said in results:
        if said:
            messages.error(request, f"{number} {said}")
    there = request.POST.get("next", "")
    allowed = there.startswith(f"{reverse('queue')}?")
    return HttpResponseRedirect(there if allowed else reverse("queue"), status=303)
