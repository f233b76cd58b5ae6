"""The inbox of one person: unread first, then the newest. Every page costs the same number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from casework import access
from casework.models import User
from notifications import texts
from notifications.models import INBOX, Notification
from workflows.roles import Actor

PAGE = 30
Reader = User | AnonymousUser  # the views let nobody in who has not signed in
MOST_SHOWN = 99


@dataclass(frozen=True)
class Message:
    """A notification in words. `open`: may the reader still see the ticket? If not there is nothing to open."""

    id: int
    number: str
    kind: str
    text: texts.Text
    why: str
    at: datetime
    unread: bool
    open: bool


@dataclass(frozen=True)
class Page:
    messages: list[Message]
    next: str


def of(user: Reader) -> QuerySet[Notification]:
    return Notification.objects.filter(recipient_id=user.pk, channel=INBOX)


def unread_count(user: Reader) -> int:
    """How many are unread, at most 100: one index probe however many there are."""
    return of(user).filter(read_at__isnull=True).order_by("-id")[: MOST_SHOWN + 1].values("id").count()


def page(user: Reader, actor: Actor, cursor: str = "", size: int = PAGE) -> Page:
    """Messages after `cursor` ("u12": unread before 12, "r12": read before 12); anything else starts anew."""
    part, before = _cursor(cursor)
    rows: list[Notification] = []
    if part == "u":
        rows = _before(of(user).filter(read_at__isnull=True), before, size + 1)
        before = None
    if len(rows) <= size:
        rows += _before(of(user).filter(read_at__isnull=False), before, size + 1 - len(rows))
    shown = rows[:size]
    seen = set(access.tickets(actor).filter(pk__in={row.ticket_id for row in shown}).values_list("pk", flat=True))
    after = f"{'r' if shown[-1].read_at else 'u'}{shown[-1].pk}" if len(rows) > size else ""
    return Page([_message(row, row.ticket_id in seen) for row in shown], after)


def _cursor(text: str) -> tuple[str, int | None]:
    part, digits = text[:1], text[1:]
    if part in ("u", "r") and digits.isascii() and digits.isdigit() and len(digits) < 19:
        return part, int(digits)
    return "u", None


def _before(rows: QuerySet[Notification], before: int | None, limit: int) -> list[Notification]:
    found = rows if before is None else rows.filter(pk__lt=before)
    columns = ("kind", "why", "created_at", "read_at", "ticket__number", "ticket__type")
    return list(found.order_by("-pk").select_related("ticket").only(*columns)[:limit])


def _message(row: Notification, visible: bool) -> Message:
    text = texts.on_screen(row.kind, row.ticket.type, row.why)
    why = str(texts.WHY.get(row.why, ""))
    return Message(
        row.pk, row.ticket.number, row.kind, text, why, timezone.localtime(row.created_at), row.read_at is None, visible
    )


def mark_read(user: Reader, ids: list[int] | None = None) -> int:
    """Mark these messages, or all, as read; how many were unread."""
    rows = of(user).filter(read_at__isnull=True)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    return rows.update(read_at=Now())
