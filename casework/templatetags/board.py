"""Numbers of the board: each leads to the list behind it."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from casework.shapes import AreaRow, Link

register = template.Library()


@register.simple_tag
def number(link: Link) -> SafeString:
    """A number as a link to its list; plain where there is no list (and for zero: an empty list helps nobody)."""
    shown = link.n if link.n is not None else "–"
    if not link.url or link.n == 0:
        return format_html("{}", shown)
    return format_html('<a class="n" href="{}">{}<span class="vh"> {}</span></a>', link.url, shown, link.label)


@register.simple_tag
def longest(rows: Sequence[AreaRow]) -> int:
    """Most open cases of a line, for the scale of the small bars."""
    return max((sum(row.parts) for row in rows), default=0)
