"""Tickets as rows of a list: the queue, the search, the home page. Reads nothing but the parents of unclaimed children."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache, lru_cache
from urllib.parse import quote_plus

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from casework import calendars, family, moving, places
from casework.models import Clock, Ticket
from casework.queries.queue import Cursor
from casework.queries.times import clock_title, time_left
from casework.shapes import Row, Text
from workflows.base import Action, Workflow
from workflows.registry import registry
from workflows.roles import Actor

OVERDUE, UNCLAIMED, TODAY, WEEK, LATER, NONE = "overdue", "unclaimed", "today", "week", "later", "none"
GROUPS = (OVERDUE, UNCLAIMED, TODAY, WEEK, LATER, NONE)
CLAIM = "claim"


def rows(
    actor: Actor,
    tickets: Iterable[Ticket],
    clocks: dict[int, Clock],
    now: datetime,
    *,
    group: str = "",
    origin: str = "",
) -> list[Row]:
    """A row for each ticket. `group`: put all of them there. `origin`: query string of the queue they are shown in.

    Tickets come with their holder: `queue.HOLDER` as `holder`, or `select_related("assignee")`.
    """
    ends, shown = _ends(now), list(tickets)
    claimable = {
        pk
        for pk, one in family.with_parents(one for one in shown if one.assignee_id is None).items()
        if not why_not_claim(one, actor)
    }
    return [
        _row(actor, one, clocks.get(one.pk), now, group or group_of(one, now, ends), origin, one.pk in claimable)
        for one in shown
    ]


def _row(
    actor: Actor, ticket: Ticket, clock: Clock | None, now: datetime, group: str, origin: str, can_claim: bool
) -> Row:
    return Row(
        number=ticket.number,
        title=heading(ticket),
        url=address(ticket.number, f"{origin}&at={Cursor.of(ticket)}" if origin else ""),
        time=time_left(clock, now),
        clock_title=clock_title(clock, ticket.type),
        place=places.name_of(ticket.place_id),
        level=ticket.level,
        unit=places.name_of(ticket.unit_id),
        state=state_title(ticket.type, ticket.state),
        risk=ticket.risk,  # type: ignore[arg-type]
        version=ticket.version,
        due=ticket.next_due_at,
        assignee=holder(ticket),
        assisting=ticket.assignee_id != actor.id and any(post.unit in ticket.assisting for post in actor.posts),
        can_claim=can_claim,
        group=group,
    )


def address(number: str, origin: str = "") -> str:
    """A ticket's page. `origin`: the queue it was opened from and its place there, for back, previous and next."""
    here = f"{_pages()}{number}"
    return f"{here}?from={quote_plus(origin)}" if origin else here


@cache
def _pages() -> str:
    """What the address of every ticket's page begins with; a number needs no quoting."""
    return reverse("ticket", args=["0"]).removesuffix("0")


def holder(ticket: Ticket) -> str | None:
    """Name of the person in charge."""
    if ticket.assignee_id is None:
        return None
    return ticket.__dict__.get("holder") or str(ticket.assignee)


def heading(ticket: Ticket) -> Text:
    """Neutral title in the reader's language; the number's own if the type is not installed."""
    workflow = registry.get(ticket.type)
    return workflow.heading(ticket) if workflow else ticket.title_text or ticket.type


def state_title(kind: str, code: str) -> str:
    """Name of a state in the reader's language; its code if the type no longer has it."""
    workflow = registry.get(kind)
    return _state_title(workflow, code, get_language()) if workflow else code


@lru_cache(maxsize=1024)
def _state_title(workflow: type[Workflow], code: str, language: str | None) -> str:
    return str(next((state.title for state in workflow.states if state.code == code), code))


def why_not_claim(ticket: Ticket, actor: Actor) -> Text:
    """ "" if this actor may claim the ticket now, else the sentence that says why not."""
    move = _claiming(ticket.type, ticket.state)
    if move is None:
        return _("It cannot be claimed any more.")
    return moving.forbidden(ticket, move, actor) or moving.closed(ticket, move, actor)


@lru_cache(maxsize=1024)
def _claiming(kind: str, state: str) -> Action | None:
    workflow = registry.get(kind)
    return workflow.action_named(CLAIM, state) if workflow else None


def _ends(now: datetime) -> tuple[datetime, datetime]:
    """The ends (24:00 local) of tomorrow and of next week's Sunday."""
    tz = calendars.current().tz
    midnight = now.astimezone(tz).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=2), midnight + timedelta(days=14 - midnight.weekday())


def group_of(ticket: Ticket, now: datetime, ends: tuple[datetime, datetime] | None = None) -> str:
    """Which part of the queue a ticket stands in, by its next due instant."""
    due = ticket.next_due_at
    if due is None:
        return NONE
    if due <= now:
        return OVERDUE
    tomorrow, next_week = ends or _ends(now)
    return TODAY if due <= tomorrow else WEEK if due <= next_week else LATER
