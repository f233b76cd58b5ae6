"""The first page after signing in: what this role does first."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casework import access, drafts, places
from casework.queries import home as queries
from casework.queries import listed, queue
from casework.shapes import HomePage, Link, Move, Row, Text
from casework.views.base import Request, screen
from casework.views.intake import DEFAULT, draft_links
from workflows.registry import registry
from workflows.roles import ADMIN, DISTRICT, OPERATOR, STREET, SUPERVISOR, Actor, Post

RANK = (DISTRICT, SUPERVISOR, STREET)  # then everybody who handles cases, then the operator
TABS: dict[str, Text] = {
    queue.MINE: gettext_lazy("Mine"),
    queue.UNCLAIMED: gettext_lazy("Unclaimed"),
    queue.WAITING: gettext_lazy("Waiting"),
    queue.OVERDUE: gettext_lazy("Overdue"),
}


@screen
@require_safe
def home(request: Request) -> HttpResponse:
    """By the most responsible post: a supervisor starts on the board, everybody else on a page of their own."""
    post = main_post(request.actor)
    if post and post.role is SUPERVISOR and len({one.role for one in request.actor.posts}) == 1:
        return HttpResponseRedirect(reverse("board"))
    return render(request, "casework/home/page.html", {"page": _page(request, post)})


def main_post(actor: Actor) -> Post | None:
    """The post the first page is made for, of several the one with most responsibility."""
    if not actor.posts:
        return None

    def rank(post: Post) -> int:
        if post.role in RANK:
            return RANK.index(post.role)
        return len(RANK) + (0 if post.role.handles else 1 if post.role is OPERATOR else 2)

    return min(actor.posts, key=rank)


def _page(request: Request, post: Post | None) -> HomePage:
    actor, now = request.actor, timezone.now()
    base: dict[str, Any] = {
        "name": actor.name,
        "role": post.role.title if post else "",
        "unit": places.name_of(post.unit) if post else "",
    }
    if post is None:
        return HomePage(**base, note=_("You hold no post today. Your system administrator can give you one."))
    if post.role is ADMIN:
        title, note = _("People and units"), _("You look after people and units. You see no cases.")
        return HomePage(**base, links=_admin_links(), links_title=title, note=note)
    if post.role is OPERATOR:
        return HomePage(**base, main=_register(), recent=_recent(actor), drafts=_drafts(request))
    return _handler(request, base, now)


def _handler(request: Request, base: dict[str, Any], now: datetime) -> HomePage:
    """Officers and mediators: what now, what nobody has claimed, and the way to everything else."""
    actor = request.actor
    counts = queue.counts(actor, now)
    answers = access.answered_for(actor)  # one's own queue begins with what is overdue anyway
    order = (queue.OVERDUE, queue.MINE, queue.UNCLAIMED) if answers else (queue.MINE, queue.UNCLAIMED)
    tab = next((tab for tab in order if counts[tab]), queue.MINE)
    titles = {queue.OVERDUE: _("Overdue: these first"), queue.MINE: _("Next")}
    titles[queue.UNCLAIMED] = _("Nobody has claimed these")
    links = [Link(_("Board"), reverse("board"))] if answers else []
    return HomePage(
        **base,
        main=_register() if _may_register(actor) else None,
        counts=[_count(tab, counts[tab]) for tab in queue.TABS],
        first=_rows(actor, tab, now),
        first_title=titles[tab],
        first_url=_queue(tab),
        drafts=_drafts(request),
        links=links,
    )


def _rows(actor: Actor, tab: str, now: datetime) -> list[Row]:
    found = queries.first(actor, tab, now=now)
    return listed.rows(actor, found.tickets, found.clocks, now, origin=f"tab={tab}")


def _queue(tab: str) -> str:
    return f"{reverse('queue')}?tab={tab}"


def _count(tab: str, n: int) -> Link:
    shown = n if n <= queue.CAP else f"{queue.CAP}+"
    return Link(TABS[tab], _queue(tab), shown, hot=tab == queue.OVERDUE and n > 0)


def _may_register(actor: Actor) -> bool:
    kind = registry.get(DEFAULT)
    return kind is not None and actor.has(*kind.open_by)


def _register() -> Move:
    return Move("register", _("Register a call"), reverse("intake"), icon="phone", primary=True)


def _recent(actor: Actor) -> list[tuple[Link, Text]]:
    """The operator's latest numbers with their state; the heading says what it is about, never who."""
    return [
        (
            Link(one.number, listed.address(one.number), meta=listed.heading(one)),
            listed.state_title(one.type, one.state),
        )
        for one in queries.registered(actor)
    ]


def _drafts(request: Request) -> list[tuple[Link, datetime]]:
    return draft_links(DEFAULT, drafts.latest(request.user.pk, DEFAULT))


def _admin_links() -> list[Link]:
    return [
        Link(_("People"), reverse("admin:casework_user_changelist")),
        Link(_("Posts"), reverse("admin:casework_membership_changelist")),
        Link(_("Units"), reverse("admin:casework_jurisdiction_changelist")),
    ]
