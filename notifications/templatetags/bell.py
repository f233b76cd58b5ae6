"""{% load bell %}{% bell %}: the bell in the head of every page, one query."""

from typing import Any

from django import template

from notifications import reading

register = template.Library()


@register.inclusion_tag("notifications/_bell.html", takes_context=True)
def bell(context: dict[str, Any]) -> dict[str, Any]:
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return {"bell_count": 0}
    return {"bell_count": reading.unread_count(user)}
