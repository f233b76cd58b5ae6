"""Numbers of the board: each leads to the list behind it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from casework.shapes import AreaRow, Link, Text
from casework.shapes.cockpit import Month

register = template.Library()


@register.simple_tag
def number(link: Link) -> SafeString:
    """A number as a link to its list; plain where there is no list (and for zero: an empty list helps nobody)."""
    shown = "–" if link.n is None else f"{link.n:,}" if isinstance(link.n, int) else link.n
    if not link.url or link.n == 0:
        return format_html("{}", shown)
    return format_html('<a class="n" href="{}">{}<span class="vh"> {}</span></a>', link.url, shown, link.label)


@register.filter
def nth(heads: Sequence[Text], at: int) -> Text:
    """The head over a cell: what a stacked row on a phone writes before the cell's value."""
    return heads[at] if 0 <= at < len(heads) else ""


@register.simple_tag
def longest(rows: Sequence[AreaRow]) -> int:
    """Most open cases of a line, for the scale of the small bars."""
    return max((sum(row.parts) for row in rows), default=0)


WIDE, HIGH, LEFT, TOP, DOWN = 720, 190, 44, 30, 150  # the chart's box, its axis and its band, in its own units


@register.inclusion_tag("casework/cockpit/_chart.html")
def trend_chart(months: Sequence[Month], target: int) -> dict[str, Any]:
    """The rates of some months as a line; months in which nothing was due have no point, and the line is broken there."""
    rates = [month.percent for month in months if month.percent is not None]
    low = max(0, min(90, 10 * (int(min(rates, default=100)) // 10) - 10))
    step = (WIDE - LEFT - 64) / max(1, len(months) - 1)

    def height(percent: float) -> float:
        return round(DOWN - (DOWN - TOP) * (percent - low) / (100 - low), 1)

    points = [
        {
            "x": round(LEFT + 28 + step * n, 1),
            "y": None if month.percent is None else height(month.percent),
            "month": month,
            "label": date_format(month.first, pgettext("format of a month's name in a chart", "M")),
        }
        for n, month in enumerate(months)
    ]
    pairs = [(one, two) for one, two in pairwise(points) if one["y"] is not None and two["y"] is not None]
    return {
        "points": points, "pairs": pairs, "low": low, "target": target, "target_y": height(max(low, target)),
        "wide": WIDE, "high": HIGH, "left": LEFT, "right": WIDE - 12, "top": TOP, "down": DOWN,
    }  # fmt: skip
