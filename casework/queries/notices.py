"""Public notices as anybody may read them: what a type has masked, its days, and nothing of the ticket behind it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

import casework
from casework import calendars, places
from casework.models import Notice
from workflows.registry import registry

FILE = Path(casework.__path__[0]) / "notices.yaml"
MOVE = "receive_objection"


@cache
def rules() -> dict[str, int]:
    found: dict[str, int] = yaml.safe_load(FILE.read_text(encoding="utf8"))
    return found


@dataclass(frozen=True)
class PublicNotice:
    """`working_days`: how many working days it hangs, the first day not counted. `form`: None when nobody may object any more."""

    code: str
    title: str
    unit: str
    first: date
    last: date
    working_days: int
    ended: bool
    lines: list[tuple[str, str]]
    form: type[Any] | None = None


def shown(now: datetime) -> Q:
    """Notices that hang, and those that ended not long ago."""
    return Q(ended_at__isnull=True) | Q(ended_at__gt=now - timedelta(days=rules()["keep_days"]))


def public(notice: Notice) -> PublicNotice:
    """The notice in the reader's language."""
    chinese = (get_language() or "zh").startswith("zh")
    kind, calendar = registry.get(notice.kind), calendars.current()
    first = calendar.local_day(notice.posted_at)
    days = range(first.toordinal() + 1, notice.until.toordinal() + 1)
    return PublicNotice(
        code=notice.code,
        title=str(kind.title) if kind else notice.kind,
        unit=places.name_of(notice.unit),
        first=first,
        last=notice.until,
        working_days=sum(calendar.works(day) for day in days),
        ended=notice.ended_at is not None,
        lines=[
            (line["zh" if chinese else "en"], line["text"] if chinese else line.get("text_en", line["text"]))
            for line in notice.lines
        ],
    )


def page(before: int | None, area: str = "") -> tuple[list[PublicNotice], int | None]:
    """(notices, where the next page begins or None), the newest first: one statement."""
    found = Notice.objects.filter(shown(timezone.now()))
    if area:
        found = found.filter(unit__startswith=area)
    if before is not None:
        found = found.filter(pk__lt=before)
    size = rules()["page"]
    rows = list(found.order_by("-id")[: size + 1])
    return [public(row) for row in rows[:size]], rows[size - 1].pk if len(rows) > size else None


def one(code: str) -> tuple[PublicNotice, str] | None:
    """(the notice, number of its ticket for the gate alone); None if it never was or is gone."""
    row = Notice.objects.filter(shown(timezone.now()), code=code).select_related("ticket").first()
    if row is None:
        return None
    kind, found = registry.get(row.ticket.type), public(row)
    move = kind.action_named(MOVE, row.ticket.state) if kind and not found.ended else None
    form = move.form if move else None
    return (PublicNotice(**{**found.__dict__, "form": form}), row.ticket.number)
