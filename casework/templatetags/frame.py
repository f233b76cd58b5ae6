"""What stands around every page: theme and text size, the main navigation, whose desk this is."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework.reports.scope import READERS
from casework.shapes import Move
from workflows.registry import registry
from workflows.roles import ADMIN, DISTRICT, HANDLERS, OPERATOR, STREET, SUPERVISOR, Actor

register = template.Library()
BELOW = {
    "queue": "ticket",
    "chapters": "chapter",
    "reports": "report",
}  # pages whose addresses are named otherwise than their entry


@register.simple_tag(takes_context=True)
def html_attrs(context: dict[str, Any]) -> SafeString:
    """Theme, text size and single keys of the person, as attributes of <html>; nothing for the usual ones."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return SafeString("")
    attrs = []
    if user.theme in ("light", "dark"):
        attrs.append(("data-bs-theme", user.theme))
    if user.text_size == "large":
        attrs.append(("data-size", "large"))
    if user.single_keys:
        attrs.append(("data-keys", "on"))
    return format_html_join("", ' {}="{}"', attrs)


@register.simple_tag(takes_context=True)
def nav(context: dict[str, Any]) -> list[Move]:
    """The main navigation: what this person's posts can use, most used first."""
    request = context["request"]
    actor: Actor = request.actor
    here = request.resolver_match.url_name if request.resolver_match else ""
    sees_cases = actor.has(OPERATOR, SUPERVISOR, *HANDLERS)
    items = []
    if actor.has(SUPERVISOR, DISTRICT, STREET):
        items.append(("board", _("Board"), "board"))
    if sees_cases:
        items.append(("queue", _("Queue"), "list"))
    if any(actor.has(*kind.open_by) for kind in registry):
        items.append(("intake", _("Register"), "plus"))
    if actor.has(OPERATOR) and not actor.has(*HANDLERS):
        items.reverse()
    elif actor.has(*HANDLERS):
        items.sort(key=lambda item: ("queue", "intake", "board").index(item[0]))
    if actor.has(SUPERVISOR, DISTRICT, STREET):
        items.append(("warnings", _("Early warning"), "flag"))
    items.append(("inbox", _("Inbox"), "bell"))
    if actor.has(*READERS):
        items.append(("cockpit", _("Closure rate"), "check"))
    if sees_cases:
        items.append(("chapters", _("Ten chapters"), "list"))
    if actor.has(SUPERVISOR, DISTRICT, STREET):
        items.append(("supervision", _("Supervision"), "alarm"))
    elif sees_cases:
        items.append(("catalogue", _("Who owns what"), "list"))
    if actor.has(*READERS):
        items.append(("reports", pgettext("pages", "Reports"), "list"))
    if actor.has(ADMIN):
        items.append(("admin:index", _("Administration"), "gear"))
    items += [("due", _("Calculator"), "clock"), ("calendar", _("Calendar"), "cal")]
    return [
        Move(name, label, url, icon, current=here == name or here.startswith(f"{name}_") or here.startswith(BELOW.get(name, " ")))
        for name, label, icon in items
        if (url := address(name))
    ]  # fmt: skip


def address(name: str) -> str:
    """A page's address; "" where an installation does not have the page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag
def search_url() -> str:
    return address("search")


@register.simple_tag
def post_line(actor: Actor) -> str:
    """`Mediator · Wangjiang Street`; with several posts the first one and how many more."""
    if not actor.posts:
        return _("no post")
    first = actor.posts[0]
    text = f"{first.role.title} · {first.unit_name}" if first.unit_name else str(first.role.title)
    return f"{text} +{len(actor.posts) - 1}" if len(actor.posts) > 1 else text


@register.simple_tag
def demo_mode() -> bool:
    return bool(settings.DEMO)
