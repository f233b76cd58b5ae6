"""Who makes a follow-up call: somebody other than who handled the case, and often enough (domain.md §4.8)."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.rights.rules import rules
from workflows.roles import CADRE, DISTRICT, MEDIATOR, OPERATOR, STREET, SUPERVISOR, Actor

CALLERS = (OPERATOR, CADRE, MEDIATOR, STREET, DISTRICT, SUPERVISOR)


def other_than_handler(ticket: Any, actor: Actor) -> Text:
    """Neither who handled the case when the plan began nor who does now."""
    case = ticket.family.parent
    handlers = {ticket.data.get("handler"), *((case.handler_id, case.assignee_id) if case else ())}
    if actor.id is not None and actor.id in handlers:
        return _("Who handled the case does not make its follow-up calls. A colleague does.")
    return ""


def tried_enough(ticket: Any, actor: Actor) -> Text:
    left = rules().follow_up_tries - ticket.data.get("tries", 0)
    return "" if left <= 0 else format_lazy(_("Try {n} more times before you go on to the next date."), n=left)
