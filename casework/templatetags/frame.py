"""What stands around every page: theme and text size, the main navigation, whose desk this is."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework import places
from casework.reports.scope import READERS
from casework.shapes import Move
from workflows.registry import registry
from workflows.roles import ADMIN, DISTRICT, HANDLERS, OPERATOR, STREET, SUPERVISOR, Actor

register = template.Library()
# Beginnings of the names of the pages below an entry, where they are not its own name.
BELOW = {"queue": ("ticket",), "chapters": ("chapter", "fund", "match", "notice"), "reports": ("report",)}


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


@dataclass(frozen=True)
class Part:
    """A part of the main navigation: one page in the open (no `title`), or several behind a word that opens them."""

    title: str
    items: list[Move]

    @property
    def current(self) -> bool:
        return any(item.current for item in self.items)


@register.simple_tag(takes_context=True)
def nav(context: dict[str, Any]) -> list[Move]:
    """The main navigation as one list: what this person's posts can use, most used first."""
    return [item for part in nav_parts(context) for item in part.items]


@register.simple_tag(takes_context=True)
def nav_parts(context: dict[str, Any]) -> list[Part]:
    """The main navigation for a wide screen: daily pages in the open, then what belongs together behind one word each."""
    request = context["request"]
    actor: Actor = request.actor
    here = request.resolver_match.url_name if request.resolver_match else ""
    sees_cases = actor.has(OPERATOR, SUPERVISOR, *HANDLERS)
    watches = actor.has(SUPERVISOR, DISTRICT, STREET)
    daily = _daily(actor, sees_cases, watches)
    if sees_cases:
        daily.append(("chapters", _("Ten chapters"), "list"))
    numbers = [("cockpit", _("Closure rate"), "check"), ("reports", pgettext("pages", "Reports"), "list")]
    rules = [
        ("due", _("Calculator"), "clock"),
        ("calendar", _("Calendar"), "cal"),
        ("rules", pgettext("pages", "Rules"), "note"),
    ]
    if sees_cases:
        rules.insert(0, ("catalogue", _("Who owns what"), "list"))
    groups = [
        ("", daily),
        (_("Oversight"), [("warnings", _("Early warning"), "flag"), ("supervision", _("Supervision"), "alarm")] if watches else []),
        (_("Numbers"), numbers if actor.has(*READERS) else []),
        (_("Dates and rules"), rules),
        ("", [("admin:index", _("Administration"), "gear")] if actor.has(ADMIN) else []),
    ]  # fmt: skip
    parts = []
    for title, entries in groups:
        items = [
            Move(name, label, url, icon, current=_is_here(name, here)) for name, label, icon in entries if (url := address(name))
        ]  # fmt: skip
        parts += [Part(title, items)] if title and items else [Part("", [item]) for item in items]
    return parts


def _daily(actor: Actor, sees_cases: bool, watches: bool) -> list[tuple[str, str, str]]:
    """Queue, register, board and inbox, in the order in which the holder of these posts needs them."""
    items = []
    if watches:
        items.append(("board", _("Board"), "board"))
    if sees_cases:
        items.append(("queue", _("Queue"), "list"))
    if actor.has(*registry.openers):
        items.append(("intake", _("Register"), "plus"))
    if actor.has(OPERATOR) and not actor.has(*HANDLERS):
        items.reverse()
    elif actor.has(*HANDLERS):
        items.sort(key=lambda item: ("queue", "intake", "board").index(item[0]))
    return [*items, ("inbox", _("Inbox"), "bell")]


def _is_here(name: str, here: str) -> bool:
    """Does the page `here` belong to this entry? Pages below it are named after it, or as BELOW says."""
    return here == name or here.startswith((f"{name}_", *BELOW.get(name, ())))


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
    text = places.post_title(first)
    return f"{text} +{len(actor.posts) - 1}" if len(actor.posts) > 1 else text


@register.simple_tag
def demo_mode() -> bool:
    return bool(settings.DEMO)
