"""`/match/<slug>/<number>`: what waits on the left, what fits on the right with its reasons, one button that joins them.

The button posts the type's own move to the ticket, so every rule of the gate holds; what it refuses is shown there.
"""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework import access, moving, places
from casework.binding import bind
from casework.errors import Refused
from casework.forms import bind_form
from casework.queries import listed, match
from casework.queries.queue import deciding_clocks
from casework.shapes import Link
from casework.shapes.match import MatchPage, Pick
from casework.views.base import Request, new_key, screen
from casework.views.chapters import allow
from workflows.chapters import CHAPTERS
from workflows.registry import registry
from workflows.roles import Actor


@screen
@require_safe
def show(request: Request, slug: str, number: str = "") -> HttpResponse:
    """Without a number the first one that waits."""
    allow(request.actor)
    return render(request, "casework/match/page.html", {"page": page_of(request.actor, slug, number)})


def page_of(actor: Actor, slug: str, number: str) -> MatchPage:
    kind, now = match.kind_of(slug), timezone.now()
    tickets = match.waiting(actor, kind)
    mine = next((one for one in tickets if one.number == number), None)
    if number and mine is None:
        mine = access.ticket(actor, number)
        if mine.type != slug:
            raise Refused("not_found", access.NOT_HERE)
    mine = mine or next(iter(tickets), None)
    rows = listed.rows(actor, tickets, deciding_clocks(tickets), now, group="listed")
    page = {
        "title": kind.title,
        "other": registry[kind.match_with].title,
        "chapter": Link(CHAPTERS[kind.plan_chapter], reverse("chapter", args=[kind.plan_chapter])),
        "waiting": [(row, reverse("match_one", args=[slug, row.number])) for row in rows],
    }
    return MatchPage(**page, **(_right(actor, kind, mine, now) if mine else {}))


def _right(actor: Actor, kind: Any, ticket: Any, now: datetime) -> dict[str, Any]:
    """The other side for this ticket, and the form of the move."""
    case = bind(ticket, actor, now)
    move = kind.action_named(kind.match_move, case.state)
    if move is None:
        return {"number": case.number, "shut": _not_now(case, kind)}
    shut = moving.forbidden(case, move, actor) or moving.closed(case, move, actor)
    form = bind_form(move.form, case, actor) if move.form else None
    if form is not None:
        form.fields.pop(kind.match_field, None)
    return {
        "number": case.number,
        "picks": [_pick(one) for one in match.candidates(actor, kind, case, now)],
        "field": kind.match_field,
        "label": move.label,
        "after": move.after,
        "shut": shut,
        "form": form if form is not None and form.fields else None,
        "url": reverse("move", args=[case.number, move.name]),
        "seen": case.version,
        "key": new_key(),
    }


def _not_now(case: Any, kind: Any) -> str:
    try:
        moving.find(case, kind.match_move)
    except Refused as refused:
        return str(refused.reason)
    return ""


def _pick(one: match.Candidate) -> Pick:
    left = "" if one.left is None else f"{one.left:,.2f}" if one.money else f"{int(one.left)}"
    return Pick(
        number=one.ticket.number,
        title=listed.heading(one.ticket),
        unit=places.name_of(one.ticket.unit_id),
        reasons=one.reasons,
        left=left,
        money=one.money,
        facts=one.facts,
    )
