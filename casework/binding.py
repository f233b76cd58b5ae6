"""Lends a type's moves to a Ticket, so that django-fsm runs them.

django-fsm collects transitions per class, so each type gets a proxy of Ticket with the type's methods. `Meta.apps = Apps()`
(as Django's own migration recorder does) keeps the proxy out of the app registry: no migration, no content type.
"""

from datetime import datetime
from functools import lru_cache, partial
from inspect import getattr_static
from typing import Any

from django.apps.registry import Apps

from casework import accounts, catalogue, clocks, eligibility
from casework.family import Family
from casework.models import Ticket
from workflows.base import Workflow
from workflows.orders import Orders
from workflows.registry import registry
from workflows.roles import Actor

LENT = (
    "hand_to", "unit_above", "extend",
    "add_party", "change_party", "end_party", "spawn", "move_child", "open_beside", "sign", "void_paper", "count_contact", "link", "tell_other",
    "correct_party", "split_off", "give_code", "shut_code", "open_code",
    "add_to_catalogue", "refer", "move_other", "open_under", "advance", "open_account", "book", "publish", "withdraw_notice",
)  # fmt: skip


@lru_cache(maxsize=256)
def proxy_of(workflow: type[Workflow]) -> type[Ticket]:
    """The proxy of Ticket that has this type's moves and nothing else of it."""
    moves = {action.name: getattr_static(workflow, action.name) for action in workflow.actions()}
    helpers = {name: getattr_static(workflow, name) for name in LENT}
    meta = type("Meta", (), {"proxy": True, "apps": Apps(), "app_label": "casework"})
    body = {
        "__module__": __name__,
        "Meta": meta,
        "workflow": workflow,
        "top_level": workflow.top_level,
        **helpers,
        **moves,
    }
    return type(f"{workflow.__name__}Ticket", (Ticket,), body)


def bind(ticket: Ticket, actor: Actor, now: datetime) -> Any:
    """Turn a Ticket into a case that can move. KeyError if its type is not installed (see `manage.py check`)."""
    case: Any = ticket
    case.__class__ = proxy_of(registry[ticket.type])
    case.actor, case.now, case.clock_orders, case.also_tell = actor, now, [], []
    case.orders, case.family, case.others = Orders(), Family(case), {}
    case.due, case.suggestion = partial(clocks.due_from_now, case), partial(catalogue.suggestion_for, case)
    case.left, case.eligible = accounts.left, partial(eligibility.eligible, case)
    case.asked_about = None
    case.alike = partial(eligibility.alike, case)
    return case
