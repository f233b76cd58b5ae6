"""What somebody has typed so far, encrypted on the server: it survives a closed tab, an error and an expired login.

A draft is named by its page, which carries the form's idempotency key: two calls in two tabs are two drafts, and a
draft sent twice opens one ticket. It belongs to its writer alone, and goes in the request that opens the ticket.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from casework import sealed
from casework.models import Draft

KEEP = 20  # drafts of one person; the oldest goes first
MAX_CHARS = 40_000

SAVE_SQL = (
    "INSERT INTO casework_draft (user_id, page, sealed, saved_at) VALUES (%s, %s, %s, clock_timestamp()) "
    "ON CONFLICT (user_id, page) DO UPDATE SET sealed = excluded.sealed, saved_at = excluded.saved_at "
    "RETURNING saved_at"
)


@dataclass(frozen=True)
class Kept:
    """A draft as its writer reads it. `key`: the idempotency key of the form; `data`: values by name of the field."""

    key: str
    data: dict[str, list[str]]
    saved_at: datetime


def _place(user: int, page: str) -> str:
    return f"draft|{user}|{page}"


def save(user: int, slug: str, key: str, data: Mapping[str, list[str]]) -> datetime:
    """Keep what was typed; returns when. One statement, so that autosave may run every second."""
    page = f"{slug}/{key}"
    typed = {name: [value[:MAX_CHARS] for value in values] for name, values in data.items() if any(values)}
    body = sealed.seal_own(typed, _place(user, page))
    with connection.cursor() as cursor:
        cursor.execute(SAVE_SQL, [user, page, body])
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def load(user: int, slug: str, key: str) -> Kept | None:
    """The draft with this key, or None. One whose key of the ring is gone is dropped: nobody can read it any more."""
    row = Draft.objects.filter(user_id=user, page=f"{slug}/{key}").first()
    return _open(row, slug) if row else None


def latest(user: int, slug: str) -> list[Kept]:
    """The writer's drafts of a type, newest first."""
    rows = Draft.objects.filter(user_id=user, page__startswith=f"{slug}/").order_by("-saved_at")
    return [kept for kept in (_open(row, slug) for row in rows) if kept]


def drop(user: int, slug: str, key: str) -> None:
    Draft.objects.filter(user_id=user, page=f"{slug}/{key}").delete()


def trim(user: int) -> None:
    """Keep the newest KEEP drafts of a person."""
    old = Draft.objects.filter(user_id=user).order_by("-saved_at").values_list("pk", flat=True)[KEEP:]
    Draft.objects.filter(pk__in=list(old)).delete()


def _open(row: Draft, slug: str) -> Kept | None:
    try:
        data = sealed.unseal_own(row.sealed, _place(row.user_id, row.page))
    except sealed.SealError:
        return None
    return Kept(row.page.removeprefix(f"{slug}/"), data, row.saved_at)
