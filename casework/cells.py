"""What lists repeat on every line: icon, time left, risk, level, and a case as a row of a table.

Formats instead of templates, and what depends on a code alone is made once for each language: a page of the queue has
fifty lines of a dozen parts each, and those were most of its time.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from django.template.defaultfilters import linebreaksbr
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from casework import timewords
from casework.shapes import HistoryLine, Link, Row, Text, TimeLeft
from workflows.explain import DayMark
from workflows.ladder import TITLES, Level

RISKS = {
    "red": ("red", gettext_lazy("Red"), gettext_lazy("urgent")),
    "orange": ("orange", gettext_lazy("Orange"), gettext_lazy("higher")),
    "yellow": ("yellow", gettext_lazy("Yellow"), gettext_lazy("watch")),
    "blue": ("blue", gettext_lazy("Blue"), gettext_lazy("ordinary")),
}
RISK_SHAPES = {
    "red": SafeString('<path d="M6.5.8 12.7 12H.3z"/>'),
    "orange": SafeString('<path d="M6.5 0 13 6.5 6.5 13 0 6.5z"/>'),
    "yellow": SafeString('<rect x="1" y="1" width="11" height="11"/>'),
    "blue": SafeString('<circle cx="6.5" cy="6.5" r="5.5"/>'),
}
TIME_ICONS = {"near": "clock", "over": "over", "hold": "pause"}
NOTHING = SafeString("")
HISTORY_KINDS = {"system": SafeString(' class="sys"'), "up": SafeString(' class="up"')}
BARE = '<span class="left-w">{}<b>{}</b>{}</span>{}'
# By state; "" is without the wrapper.
LEFT = {"": BARE, "calm": f'<span class="left">{BARE}</span>'} | {
    state: f'<span class="left left-{name}">{BARE}</span>'
    for state, name in (("near", "near"), ("over", "over"), ("hold", "hold"), ("none", "hold"))
}
CELLS = (
    '<td class="c-time">{0}</td><td class="c-due">{1}</td><td class="c-no"><a class="num" href="{2}" data-open>{3}</a></td>'
    '<td class="c-title"><a class="t" href="{2}" tabindex="-1">{4}</a>{5}</td><td class="c-place">{6}</td>{7}'
    '<td class="c-risk">{8}</td><td class="c-own">{9}</td>'
)
# Time used, in percent, as a length: with marks at half and at 80 %.
BAR = (
    '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="100" height="4"/>'
    '<rect class="run" width="{}" height="4"/><rect class="mark" x="50" width="0.8" height="4"/>'
    '<rect class="mark" x="80" width="0.8" height="4"/></svg>'
)
STEPS = (
    '<svg viewBox="0 0 20 16" aria-hidden="true"><rect x="0" y="11" width="6" height="5"{}/>'
    '<rect x="7" y="6" width="6" height="10"{}/><rect x="14" y="1" width="6" height="15"{}/></svg>'
)


@cache
def icon(name: str, extra: str = "") -> SafeString:
    """A symbol of icons.svg. It says nothing by itself: there is always a word beside it."""
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', f" {extra}" if extra else "",
        static("casework/icons.svg"), name,
    )  # fmt: skip


@cache
def _day_words(language: str | None) -> dict[str, str]:
    return {"start": _("start"), "pause": _("paused"), "off": _("rest"), "last": _("due"), "today": _("today")}


def day_cell(mark: DayMark | None, today: date, with_month: bool = False) -> SafeString:
    """A day of the small calendar: which day, and its number among the counted ones or why it has none."""
    if mark is None:
        return SafeString('<td class="none"></td>')
    words = _day_words(get_language())
    said: Text = "" if mark.number is None else str(mark.number)
    if mark.kind == "last":
        said = f"{said} {words['last']}"
    elif mark.kind in words:
        said = (mark.name if mark.kind == "off" else "") or words[mark.kind]
    day = f"{mark.date.month}/{mark.date.day}" if with_month or mark.date.day == 1 else mark.date.day
    here = mark.date == today
    return _filled(
        '<td class="k-{}{}"><span class="d">{}</span><span>{}{}</span></td>', escape(mark.kind),
        SafeString(" today" if here else ""), escape(day), escape(said),
        format_html('<span class="vh"> {}</span>', words["today"]) if here else NOTHING,
    )  # fmt: skip


class _Words(NamedTuple):
    """The words that do not change from line to line."""

    provisional: SafeString
    assisting: SafeString
    nobody: SafeString
    select: str
    claim: SafeString


@cache
def _words(language: str | None) -> _Words:
    return _Words(
        provisional=format_html('<span class="tag">{}</span>', _("provisional")),
        assisting=format_html(' <span class="tag">{}</span>', _("I assist")),
        nobody=format_html('<span class="meta">{}</span>', _("nobody")),
        select=_("Select %(number)s"),
        claim=format_html(
            'hx-post="{}" hx-target="closest tr" hx-swap="outerHTML" hx-disabled-elt="this" data-claim>{}',
            reverse("queue_claim"), _("Claim"),
        ),
    )  # fmt: skip


def _filled(form: str, *parts: SafeString) -> SafeString:
    """A form with parts that are HTML already: nothing is looked at twice."""
    return SafeString(form.format(*parts))


def time_left(time: TimeLeft, bare: bool = False) -> SafeString:
    """Words and a bar. `bare`: without the wrapper (the caller has its own `.left`)."""
    name = TIME_ICONS.get(time.state, "pause" if time.whose == "ext" else "")
    return _filled(
        LEFT[""] if bare else LEFT[time.state], icon(name) if name else NOTHING, escape(timewords.words_of(time)),
        _words(get_language()).provisional if time.provisional else NOTHING,
        _bar(max(0, min(100, time.used_percent))) if time.state != "none" else NOTHING,
    )  # fmt: skip


@cache
def _bar(used: int) -> SafeString:
    return format_html(BAR, used)


def risk(code: str) -> SafeString:
    """Shape, colour word, plain word."""
    return _risk(code if code in RISKS else "blue", get_language())


@cache
def _risk(code: str, language: str | None) -> SafeString:
    shape, colour, plain = RISKS[code]
    picture = format_html('<svg viewBox="0 0 13 13" aria-hidden="true">{}</svg>', RISK_SHAPES[code])
    return format_html('<span class="risk risk-{}">{}{} {}</span>', shape, picture, colour, plain)


def level_glyph(level: int) -> SafeString:
    """Three steps: those below are passed, the current one in accent. Higher levels count as the third."""
    return _steps(min(int(level), int(Level.DISTRICT)))


@cache
def _steps(at: int) -> SafeString:
    passed, now = SafeString(' class="on"'), SafeString(' class="now"')
    return format_html(STEPS, *(passed if step < at else now if step == at else NOTHING for step in (1, 2, 3)))


def level_title(level: int) -> str:
    """`Street`, in the reader's language."""
    return str(TITLES[Level(int(level))])


@lru_cache(maxsize=1024)
def _level_and_state(level: int, state: str, language: str | None) -> SafeString:
    words = format_html('<span><span class="vh">{} </span>{}</span>', level_title(level), state)
    return format_html('<td class="c-state"><span class="lvl">{}{}</span></td>', level_glyph(level), words)


def _due(row: Row) -> SafeString:
    title = _filled("<span>{}</span>", escape(row.clock_title)) if row.clock_title else NOTHING
    if row.time.due is None or row.time.state == "none":
        return title
    return _filled('{} <span class="nowrap">{}</span>', title, escape(timewords.due_words(row.time.due)))


def _cells(row: Row, words: _Words, language: str | None, behind_title: SafeString = NOTHING) -> SafeString:
    """The cells that every list of cases has, from the time left to the person in charge."""
    return _filled(
        CELLS, time_left(row.time), _due(row), escape(row.url), escape(row.number), escape(row.title), behind_title,
        escape(row.place), _level_and_state(int(row.level), str(row.state), language), risk(row.risk),
        escape(row.assignee) if row.assignee else words.nobody,
    )  # fmt: skip


def plain_row(row: Row) -> SafeString:
    """A case in a list to read: no box, no claiming."""
    language = get_language()
    return _filled("<tr data-row>{}</tr>", _cells(row, _words(language), language))


def queue_row(row: Row, said: Text = "", said_bad: bool = False) -> SafeString:
    """A case in the queue. `said`: what came of claiming it just now; `said_bad`: it did not work."""
    language = get_language()
    words = _words(language)
    behind, fresh = words.assisting if row.assisting else NOTHING, NOTHING
    if said:
        told = '<span class="said-row{}" role="status">{}</span>'
        behind, fresh = behind + format_html(told, " bad" if said_bad else "", said), SafeString(' class="fresh"')
    box, button = _claiming(row, words) if row.can_claim else (NOTHING, NOTHING)
    return _filled(
        '<tr id="row-{}"{} data-row><td class="c-check">{}</td>{}<td class="c-act">{}</td></tr>', escape(row.number), fresh, box,
        _cells(row, words, language, behind), button,
    )  # fmt: skip


def _claiming(row: Row, words: _Words) -> tuple[SafeString, SafeString]:
    """The box and the button of a case that may be claimed; both send the ticket and the version that was seen."""
    pick = f"{row.number}@{row.version}"
    box = format_html(
        '<label class="hit"><input type="checkbox" name="pick" value="{}"><span class="vh">{}</span></label>', pick,
        words.select % {"number": row.number},
    )  # fmt: skip
    button = '<button class="btn btn-s" name="claim" value="{}" {}<span class="vh"> {}</span></button>'
    return box, format_html(button, pick, words.claim, row.number)


def chip_options(options: Sequence[Link], target: str = "") -> SafeString:
    """The values of a filter as links. `target`: what htmx replaces with the filtered list."""
    return _chip_options(tuple((one.url, str(one.label), one.n) for one in options), target)


@lru_cache(maxsize=64)  # a queue has some 170 values of filters, the same ones on every page; 10 KB each list at most
def _chip_options(options: tuple[tuple[str, str, int | str | None], ...], target: str) -> SafeString:
    swap = format_html(' hx-target="{}" hx-push-url="true"', target) if target else NOTHING
    return SafeString("".join(_option(url, label, n, swap) for url, label, n in options))


def _option(url: str, label: str, n: int | str | None, swap: SafeString) -> SafeString:
    url = escape(url)
    asked = _filled(' hx-get="{}"{}', url, swap) if swap else NOTHING
    number = format_html(' <span class="meta">{}</span>', n) if n is not None else NOTHING
    return _filled('<li><a href="{}"{}>{}{}</a></li>', url, asked, escape(label), number)


def history_line(line: HistoryLine) -> SafeString:
    """Something that happened to a case; its covered wording only where the reader has opened it."""
    here = timezone.localtime(line.at)
    said = [_filled("<b>{}</b> ", escape(line.who))] if line.who else []
    said.append(_filled("<b>{}</b>" if line.kind == "up" else "{}", escape(line.what)))
    parts = [_filled("<p>{}</p>", SafeString("".join(said)))]
    if line.detail:
        parts.append(_filled('<p class="say">{}</p>', escape(line.detail)))
    if line.sealed:
        facts = format_html_join(
            "", "<dt>{}</dt><dd>{}</dd>", ((label, linebreaksbr(text)) for label, text in line.sealed)
        )
        parts.append(_filled('<dl class="dl say">{}</dl>', facts))
    elif line.has_sealed:
        parts.append(_filled('<p class="say">{}</p>', _covered(line.url)))
    return _filled(
        '<li{}><time datetime="{}">{}</time><div>{}</div></li>', HISTORY_KINDS.get(line.kind, NOTHING),
        escape(here.isoformat()), escape(timewords.stamp(line.at)), SafeString("".join(parts)),
    )  # fmt: skip


def _covered(url: str) -> SafeString:
    if url:
        return format_html('<a href="{}">{}</a>', url, _("Read in full"))
    return format_html('<span class="meta">{}{}</span>', icon("lock"), _("The wording is covered."))
