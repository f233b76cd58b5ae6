"""The small parts every screen is made of: time left, risk, level, icons, dates. Lengths are SVG attributes (strict CSP)."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from casework import cells, timewords
from casework.shapes import TimeLeft
from workflows.datetexts import WEEKDAYS_EN, WEEKDAYS_ZH
from workflows.explain import DayMark, Explanation

register = template.Library()
EMERGENCY = re.compile(r"\b(12338|110)\b", re.ASCII)

REASON_TITLES = {
    "rule": gettext_lazy("Rule"),
    "start": pgettext_lazy("explain", "Start"),
    "day0": gettext_lazy("Day 0"),
    "holiday": gettext_lazy("Holiday"),
    "makeup": gettext_lazy("Make-up day"),
    "pause": pgettext_lazy("explain", "Pause"),
    "extension": gettext_lazy("Extension"),
    "roll": gettext_lazy("Rest day"),
    "due": gettext_lazy("Due"),
    "calendar": gettext_lazy("Calendar"),
    "provisional": gettext_lazy("Provisional"),
}


for part in (
    cells.icon,
    cells.time_left,
    cells.risk,
    cells.level_glyph,
    cells.plain_row,
    cells.queue_row,
    cells.chip_options,
    cells.day_cell,
    cells.history_line,
):
    register.simple_tag(part)
register.filter(cells.level_title)


@register.filter
def time_class(time: TimeLeft) -> str:
    """The class that colours a time: nothing while it is calm."""
    return {"near": " left-near", "over": " left-over", "hold": " left-hold", "none": " left-hold"}.get(time.state, "")


@register.filter
def day(value: date | datetime | None) -> str:
    """`Fri 9 Oct`; with the year when it is another one."""
    if value is None:
        return ""
    return timewords.short_day(timezone.localtime(value).date() if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime | None) -> str:
    """`Fri 9 Oct 10:20`."""
    return timewords.moment_words(value) if value else ""


@register.filter
def due_moment(value: datetime | None) -> str:
    """A due instant in full; the end of a day is 24:00 of that day."""
    return timewords.moment_words(value, closing=True) if value else ""


@register.filter
def due_short(value: datetime | None) -> str:
    """A due instant in a list: `today 18:00`, `Sat 10 Oct`."""
    return timewords.due_words(value) if value else ""


@register.filter
def stamp(value: datetime | None) -> str:
    """A moment of the history, short: `9 Oct 10:05`."""
    return timewords.stamp(value) if value else ""


@register.filter
def clock_time(value: datetime | None) -> str:
    """`10:20`, local time."""
    return f"{timezone.localtime(value):%H:%M}" if value else ""


@register.filter
def ago(value: datetime | int | None) -> str:
    """`3 minutes ago`, from an instant or from seconds."""
    if value is None:
        return ""
    seconds = value if isinstance(value, int) else int((timezone.now() - value).total_seconds())
    return timewords.ago(max(0, seconds))


@register.filter
def relative_day(value: date) -> str:
    """`Today`, `Yesterday` or nothing."""
    today = timezone.localdate()
    return {today: _("Today"), today - timedelta(days=1): _("Yesterday")}.get(value, "")


@register.filter
def month_name(value: date) -> str:
    """`November 2026`, `2026年11月`: head of a month in the calendar."""
    return date_format(value, "YEAR_MONTH_FORMAT")


@register.filter
def reason_title(kind: str) -> str:
    """Head of a line of the explanation."""
    return str(REASON_TITLES.get(kind, kind))


@register.inclusion_tag("casework/parts/explain.html")
def explain(why: Explanation) -> dict[str, Any]:
    """The sum in lines and the small calendar."""
    return {"why": why, "weeks": weeks(why.days), "heads": weekday_heads(), "today": timezone.localdate()}


@register.filter
def percent(value: float | None) -> str:
    """`96.0 %`; a dash when nothing was due."""
    return "–" if value is None else f"{value:.1f} %"


@register.filter
def dial(sentence: str) -> SafeString:
    """A sentence in which the hotline and the police can be called by touching their number."""
    parts = EMERGENCY.split(str(sentence))
    html = '<a class="num" href="tel:{0}">{0}</a>'
    return format_html_join("", "{}", ((format_html(html, part) if at % 2 else part,) for at, part in enumerate(parts)))


@register.filter
def filesize(size: int) -> str:
    """`340 KB`, decimal."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"


@register.simple_tag
def office_now() -> str:
    """The footer's clock: the office's own time, whatever the reader's machine thinks."""
    now = timezone.localtime()
    if (get_language() or "zh").startswith("zh"):
        return f"{now.year}年{now.month}月{now.day}日 周{WEEKDAYS_ZH[now.weekday()]} {now:%H:%M}"
    return f"{now:%a} {now.day} {now:%b} {now.year} {now:%H:%M}"


def weekday_heads() -> list[str]:
    return list(WEEKDAYS_ZH) if (get_language() or "zh").startswith("zh") else list(WEEKDAYS_EN)


def weeks(marks: Sequence[DayMark]) -> list[list[DayMark | None]]:
    """Days in rows from Monday to Sunday; weeks without a day of interest in a long span are left out by the caller."""
    if not marks:
        return []
    cells: list[DayMark | None] = [None] * marks[0].date.weekday()
    cells += list(marks)
    cells += [None] * (-len(cells) % 7)
    return [cells[at : at + 7] for at in range(0, len(cells), 7)]


@register.inclusion_tag("casework/parts/mini.html")
def mini_bar(parts: tuple[int, int, int], most: int) -> dict[str, Any]:
    """Overdue, due soon and the rest as one bar; `most` is the longest line of the table."""
    scale = 100 / max(1, most)
    over, soon, rest = (round(part * scale, 1) for part in parts)
    return {"over": over, "soon": soon, "rest": rest, "soon_x": over, "rest_x": round(over + soon, 1)}


@register.inclusion_tag("casework/parts/ruler.html")
def ruler(now: float | None, target: float, best: float | None) -> dict[str, Any]:
    """The closure rate on a ruler whose left end leaves room below the rate."""
    rate = now or 0.0
    low = max(0.0, min(94.0, 5 * (min(rate, target) // 5)))
    span = 100 - low

    def at(value: float) -> float:
        return round(4 + 472 * (min(100.0, max(low, value)) - low) / span, 1)

    reach = best if best is not None else rate
    return {
        "now": rate, "target": target, "anchor": "end" if at(target) > 405 else "middle", "best": best, "low": f"{low:.0f}", "now_w": round(at(rate) - 4, 1),
        "best_w": round(at(reach) - 4, 1), "target_x": at(target), "now_x": max(60.0, min(420.0, at(rate))),
        "best_x": at(reach), "best_anchor": "end" if at(reach) > 390 else "middle", "show_high": at(target) < 400,
        "show_best": best is not None and at(best) - at(rate) > 190,
    }  # fmt: skip


@register.simple_tag
def weekday_names() -> list[str]:
    """Heads of a calendar, Monday first."""
    return weekday_heads()
