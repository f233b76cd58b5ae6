"""Time as people say it: how much is left, which day, which moment. Words in the reader's language."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from casework.shapes import TimeLeft
from workflows.datetexts import day_text

MINUTE, HOUR, DAY = 60, 3600, 86400
END_OF_DAY = "24:00"


def words_of(time: TimeLeft) -> str:
    """`3 hours left`, `1 working day left`, `10 hours overdue`, `Theirs, 6 days left`, `Paused until Mon 19 Oct`."""
    if time.state == "none":
        return _("No deadline")
    if time.state == "hold" and time.whose == "ours":
        return _("Paused until %(day)s") % {"day": short_day(time.until)} if time.until else _("Paused")
    if time.seconds_left < 0 or time.state == "over":
        late = overdue(-time.seconds_left)
        return _("Theirs, %(time)s") % {"time": late} if time.whose == "ext" else late
    rest = left(time.seconds_left, time.working_days_left)
    if time.whose == "ext":
        return _("Theirs, %(time)s") % {"time": rest}
    return rest


def left(seconds: int, working_days: int | None = None) -> str:
    """What is left, rounded down, so that nobody counts on time that is not there."""
    if working_days:
        return ngettext("%(n)s working day left", "%(n)s working days left", working_days) % {"n": working_days}
    if seconds < HOUR:
        n = max(1, seconds // MINUTE)
        return ngettext("%(n)s minute left", "%(n)s minutes left", n) % {"n": n}
    if seconds < DAY:
        n = seconds // HOUR
        return ngettext("%(n)s hour left", "%(n)s hours left", n) % {"n": n}
    n = seconds // DAY
    return ngettext("%(n)s day left", "%(n)s days left", n) % {"n": n}


def overdue(seconds: int) -> str:
    """How long ago it fell due, rounded down, but never less than a minute."""
    if seconds < HOUR:
        n = max(1, seconds // MINUTE)
        return ngettext("%(n)s minute overdue", "%(n)s minutes overdue", n) % {"n": n}
    if seconds < DAY:
        n = seconds // HOUR
        return ngettext("%(n)s hour overdue", "%(n)s hours overdue", n) % {"n": n}
    n = seconds // DAY
    return ngettext("%(n)s day overdue", "%(n)s days overdue", n) % {"n": n}


def ago(seconds: int) -> str:
    """How old something is."""
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        n = seconds // MINUTE
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", n) % {"n": n}
    if seconds < DAY:
        n = seconds // HOUR
        return ngettext("%(n)s hour ago", "%(n)s hours ago", n) % {"n": n}
    n = seconds // DAY
    return ngettext("%(n)s day ago", "%(n)s days ago", n) % {"n": n}


def short_day(day: date) -> str:
    """A day with its weekday; with the year when it is not this one."""
    return _day(day, day.year != timezone.localdate().year, get_language())


@lru_cache(maxsize=1024)
def _day(day: date, year: bool, language: str | None) -> str:
    return str(day_text(day, year=year))


def split_due(at: datetime) -> tuple[date, str]:
    """Local day and clock time of an instant; midnight is 24:00 of the day before, as a day's end is written."""
    local = timezone.localtime(at)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return local.date() - timedelta(days=1), END_OF_DAY
    return local.date(), local.strftime("%H:%M")


def due_words(at: datetime) -> str:
    """A due instant in a list: the hour when it is today and within the day, else the day."""
    day, clock = split_due(at)
    today = timezone.localdate()
    if day == today:
        return _("today %(time)s") % {"time": clock}
    if day == today + timedelta(days=1) and clock != END_OF_DAY:
        return _("tomorrow %(time)s") % {"time": clock}
    return _day(day, day.year != today.year, get_language())


def moment_words(at: datetime, *, closing: bool = False) -> str:
    """Day and clock time, written in full. `closing`: midnight belongs to the day it ends."""
    local = timezone.localtime(at)
    day, clock = split_due(at) if closing else (local.date(), local.strftime("%H:%M"))
    text = short_day(day)
    return f"{text}{'' if text.endswith('）') else ' '}{clock}"


def plain_day(day: date) -> str:
    """A day without its weekday, for narrow columns: 10月9日, 9 Oct."""
    text = short_day(day)
    if "（" in text:
        return text.partition("（")[0]
    return text.partition(" ")[2]


def full_moment(at: datetime) -> str:
    """A moment with its year, for what is printed and kept: 2026年10月9日（周五）10:05, Fri 9 Oct 2026 10:05."""
    local = timezone.localtime(at)
    text = _day(local.date(), True, get_language())
    return f"{text}{'' if text.endswith('）') else ' '}{local:%H:%M}"


def stamp(at: datetime) -> str:
    """A moment of the history, short: 10月9日 10:05, 9 Oct 10:05."""
    local = timezone.localtime(at)
    return f"{plain_day(local.date())} {local:%H:%M}"
