"""Guards that every type can use. A guard returns "" when the way is open, else the sentence shown to the user."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.base import Guard, Text
from workflows.roles import Actor


def holder_only(ticket: Any, actor: Actor) -> Text:
    if actor.is_system or ticket.assignee_id == actor.id:
        return ""
    return _("Only the person in charge can do this. Claim it first, or ask to have it assigned to you.")


def not_the_handler(ticket: Any, actor: Actor) -> Text:
    """Four eyes: the reviewer is not the handler (domain.md §2.2)."""
    if actor.id is not None and actor.id in (ticket.handler_id, ticket.assignee_id):
        return _("The handler cannot check their own case. A colleague or the level above does it.")
    return ""


def unassigned(ticket: Any, actor: Actor) -> Text:
    if ticket.assignee_id is None:
        return ""
    if ticket.assignee_id == actor.id:
        return _("It is already yours.")
    return _("Somebody else was first: this case has a person in charge.")


def assigned(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.assignee_id else _("Nobody is in charge yet. Claim or assign it first.")


def below_top(ticket: Any, actor: Actor) -> Text:
    if ticket.level < ticket.top_level:
        return ""
    return _("It is already at the highest level that handles this kind of case.")


def needs(fact: str, otherwise: Text) -> Guard:
    """A guard: `data[fact]` is there and true. `otherwise`: the sentence while it is not."""
    return lambda ticket, actor: "" if ticket.data.get(fact) else otherwise


def not_yet(fact: str, otherwise: Text) -> Guard:
    """A guard: `data[fact]` is not there, or false. `otherwise`: the sentence once it is true."""
    return lambda ticket, actor: otherwise if ticket.data.get(fact) else ""
