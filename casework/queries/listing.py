"""The list of tickets with filters, for the API: conditions, orders and a keyset cursor. No HTTP, no OFFSET, no COUNT.

Overdue means the same here as on the screens: an open ticket whose next due instant has come.
Orders: `due` (open tickets by due instant, then open ones without a clock, then the closed ones), `-opened` (newest
first, in the order of registration) and `updated` (longest untouched first: to follow changes).
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from casework import access
from casework.errors import Refused
from casework.models import Ticket
from casework.models.ticket import RISKS
from casework.queries import find, lean
from casework.queries.queue import HOLDER, SHOWN
from workflows.classifications import AREAS, CATEGORIES
from workflows.ladder import Level, level_of
from workflows.registry import registry
from workflows.roles import Actor

PAGE, MOST = 50, 200
COLUMNS = (*SHOWN, "is_waiting", "channel", "outcome", "opened_at", "updated_at", "closed_at", "breached_at")
ORDERS = ("due", "-opened", "updated")
FLAGS = {"true": True, "false": False}
SALT = "casework.listing"
LONGEST = 200
YEARS = 5


@dataclass(frozen=True)
class Listed:
    """A page of tickets and the cursor of the next one ("" = this was the last)."""

    tickets: list[Ticket]
    next: str


@dataclass(frozen=True)
class _Part:
    """A stretch of an order: what belongs to it, how it is sorted, and the condition behind a key."""

    belongs: Q
    sort: tuple[str, ...]
    key: Callable[[Ticket], list[Any]]
    behind: Callable[[list[Any]], Q]


def _behind(column: str, key: list[Any]) -> Q:
    """Rows after (value, id) when sorted by both: an index range, with the equal ones left out."""
    value, pk = datetime.fromisoformat(key[0]), key[1]
    return Q(**{f"{column}__gte": value}) & ~Q(**{column: value}, id__lte=pk)


def _by(column: str, belongs: Q) -> _Part:
    return _Part(
        belongs,
        (column, "id"),
        lambda one: [getattr(one, column).isoformat(), one.pk],
        lambda key: _behind(column, key),
    )


def _newest(belongs: Q) -> _Part:
    return _Part(belongs, ("-id",), lambda one: [one.pk], lambda key: Q(id__lt=key[0]))


PARTS: dict[str, tuple[_Part, ...]] = {
    "due": (
        _by("next_due_at", Q(is_open=True, next_due_at__isnull=False)),
        _newest(Q(is_open=True, next_due_at__isnull=True)),
        _newest(Q(is_open=False)),
    ),
    "-opened": (_newest(Q()),),
    "updated": (_by("updated_at", Q()),),
}


def wrong(name: str, sentence: str) -> Refused:
    return Refused("invalid", sentence, {name: [sentence]})


def _one_of(name: str, text: str, allowed: Mapping[str, Any] | list[str] | tuple[str, ...]) -> list[str]:
    """The values of a comma-separated filter; Refused naming the filter and what may stand there."""
    chosen = [part.strip() for part in text.split(",")]
    for value in chosen:
        if value not in allowed:
            words = {"value": value[:40], "allowed": ", ".join(allowed)}
            raise wrong(name, _("“%(value)s” is not possible here. Possible: %(allowed)s.") % words)
    return chosen


def _flag(name: str, text: str) -> bool:
    return FLAGS[_one_of(name, text, FLAGS)[0]]


def _moment(name: str, text: str) -> datetime:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 1970 < found.year < 9000:
        raise wrong(name, _("Write an instant with its zone, like 2026-10-09T01:30:00Z."))
    return found


def _states() -> list[str]:
    return list(dict.fromkeys(state.code for kind in registry for state in kind.states))


def _unit(name: str, text: str) -> Q:
    try:
        if not text.isascii():
            raise ValueError(text)
        level_of(text)
    except ValueError:
        raise wrong(name, _("Write a division code of 2, 4, 6, 9 or 12 digits.")) from None
    return access.in_area("unit_id", text)


def _assignee(text: str, actor: Actor) -> Q:
    if text == "me":
        return Q(assignee_id=actor.id)
    if text == "none":
        return Q(assignee__isnull=True)
    if text.isascii() and text.isdigit() and len(text) <= 18:
        return Q(assignee_id=int(text))
    raise wrong("assignee", _("Write me, none or the number of a person."))


def _category(text: str) -> Q:
    """Categories by their code; two digits mean the whole area."""
    codes = _one_of("category", text, [*AREAS, *CATEGORIES])
    return Q(category__in=[code for code in CATEGORIES if any(code.startswith(one) for one in codes)])


def _overdue(text: str, now: datetime) -> Q:
    late = Q(is_open=True, next_due_at__lte=now)
    return late if _flag("overdue", text) else Q(is_open=False) | Q(next_due_at__gt=now) | Q(next_due_at__isnull=True)


def _numbers(digits: str) -> list[str]:
    """The numbers of this and the last years that end in these digits: looked up one by one, no LIKE."""
    year = timezone.localdate().year
    return [f"QH-{kind.prefix}-{past}-{digits:0>6}" for kind in registry for past in range(year - YEARS + 1, year + 1)]


def _words(text: str) -> Q:
    if len(text) > LONGEST:
        raise wrong("q", _("Write at most %(most)s characters.") % {"most": LONGEST})
    ways = find.ways(text)
    if text.strip().isascii() and text.strip().isdigit() and len(text.strip()) <= 6:
        ways.append(Q(number__in=_numbers(text.strip())))
    return reduce(or_, ways) if ways else access.NOTHING


FILTERS: dict[str, Callable[[str, Actor, datetime], Q]] = {
    "type": lambda text, actor, now: Q(type__in=_one_of("type", text, [kind.slug for kind in registry])),
    "state": lambda text, actor, now: Q(state__in=_one_of("state", text, _states())),
    "level": lambda text, actor, now: Q(level__in=_one_of("level", text, [str(int(level)) for level in Level])),
    "unit": lambda text, actor, now: _unit("unit", text),
    "assignee": lambda text, actor, now: _assignee(text, actor),
    "category": lambda text, actor, now: _category(text),
    "risk": lambda text, actor, now: Q(risk__in=_one_of("risk", text, RISKS)),
    "overdue": lambda text, actor, now: _overdue(text, now),
    "due_before": lambda text, actor, now: Q(is_open=True, next_due_at__lt=_moment("due_before", text)),
    "updated_since": lambda text, actor, now: Q(updated_at__gte=_moment("updated_since", text)),
    "open": lambda text, actor, now: Q(is_open=_flag("open", text)),
    "q": lambda text, actor, now: _words(text),
}
PAGING = ("ordering", "cursor", "limit")


def condition(actor: Actor, given: Mapping[str, str], now: datetime) -> Q:
    """The filters together. Refused("invalid") naming the one that is unknown or has an impossible value."""
    found = Q()
    for name, text in given.items():
        if name in PAGING:
            continue
        if name not in FILTERS:
            raise wrong(
                name, _("There is no such filter. Filters: %(names)s.") % {"names": ", ".join((*FILTERS, *PAGING))}
            )
        found &= FILTERS[name](text, actor, now)
    return found


def _limit(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= MOST:
        return int(text)
    raise wrong("limit", _("Write a number from 1 to %(most)s.") % {"most": MOST})


def _question(given: Mapping[str, str], order: str) -> str:
    """A short mark of filters and order: a cursor goes on only in the list it came from."""
    asked = [order, *sorted((name, text) for name, text in given.items() if name not in PAGING)]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]


def _read_cursor(text: str, question: str, parts: tuple[_Part, ...]) -> tuple[int, list[Any] | None]:
    if not text:
        return 0, None
    try:
        asked, part, key = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        raise wrong("cursor", _("This cursor is not one of ours. Start again without a cursor.")) from None
    if asked != question:
        raise wrong("cursor", _("This cursor belongs to other filters. Start again without a cursor."))
    return part, key


def listing(actor: Actor, given: Mapping[str, str], *, now: datetime | None = None) -> Listed:
    """A page of the tickets this actor may see, filtered and in order: one statement per part of the order."""
    now = now or timezone.now()
    order = _one_of("ordering", given.get("ordering", "due"), ORDERS)[0]
    size, question, parts = _limit(given.get("limit", str(PAGE))), _question(given, order), PARTS[order]
    first, key = _read_cursor(given.get("cursor", ""), question, parts)
    seen = access.tickets(actor).filter(condition(actor, given, now))
    found: list[tuple[int, Ticket]] = []
    for place in range(first, len(parts)):
        rows = _rows(seen, parts[place], key if place == first else None)
        found += [(place, one) for one in lean.tickets(rows[: size + 1 - len(found)], COLUMNS)]
        if len(found) > size:
            break
    following = ""
    if len(found) > size:
        place, last = found[size - 1]
        following = signing.dumps([question, place, parts[place].key(last)], salt=SALT)
    return Listed([one for _place, one in found[:size]], following)


def _rows(seen: QuerySet[Ticket], part: _Part, key: list[Any] | None) -> QuerySet[Ticket]:
    rows = seen.filter(part.belongs).order_by(*part.sort).annotate(holder=HOLDER)
    return rows if key is None else rows.filter(part.behind(key))
