"""Finding tickets by what somebody types: a number, a phone, a name, a place, a category. Two statements.

Phone and name are compared by their keyed blind index only. Each way has its own index and its own LIMIT, so that a
word that finds nothing costs no walk through the table.
"""

import re
import unicodedata

from django.db.models import Q
from django.utils import timezone

from casework import access, places, sealed
from casework.models import Party, Ticket
from casework.queries.queue import NOT_SHOWN
from workflows.classifications import AREAS, CATEGORIES
from workflows.ladder import Level
from workflows.registry import registry
from workflows.roles import Actor, Scope

NUMBER = re.compile(r"^[A-Z]{1,4}(-[A-Z0-9]*)+$")
ENDING = re.compile(r"^(?:(20\d\d)-)?(\d{1,6})$")
PHONE = re.compile(r"^\+?[\d\s\-()（）]{5,24}$")
SHORTEST = 2
MOST_PLACES = 30


def ways(words: str, actor: Actor | None = None) -> list[Q]:
    """Every way in which these words can be meant, as conditions on Ticket, each with an index in order of id or number."""
    text = unicodedata.normalize("NFKC", words).strip()
    if len(text) < SHORTEST:
        return []
    if NUMBER.match(text.upper()):
        return [Q(number__gte=text.upper(), number__lt=text.upper() + "~")]
    if ending := ENDING.match(text):
        return [Q(number__in=_numbers(ending[1], int(ending[2]))), *_phone(text)]
    if PHONE.match(text):
        return _phone(text)
    found = [Q(pk__in=Party.objects.filter(name_index=sealed.blind("name", text)).values("ticket"))]
    return [*found, *_places(text, actor), *(Q(category=code) for code in _categories(text))]


def _phone(text: str) -> list[Q]:
    return [Q(pk__in=Party.objects.filter(phone_index=sealed.blind("phone", text)).values("ticket"))]


def _numbers(year: str | None, last: int) -> list[str]:
    """Full numbers that end like this, of every type, of this and the last year unless one was typed."""
    this = timezone.localdate().year
    years = [int(year)] if year else [this, this - 1]
    return [f"QH-{workflow.prefix}-{one}-{last:06d}" for workflow in registry for one in years]


def _places(text: str, actor: Actor | None) -> list[Q]:
    """Units with this text in their name, each with its own probe; a street stands for its communities too.

    With an `actor`, only units that lie in his posts' areas (or around them): the others would be walked for nothing.
    """
    low = text.casefold()
    named = [one for one in places.all_places().values() if low in one.name_zh or low in one.name_en.casefold()]
    wide = [one.code for one in named if one.level > Level.STREET]
    if wide:
        return [access.in_area("place_id", wide[0])]
    codes = {unit.code for one in named for unit in places.inside(one.code) if _is_near(unit.code, actor)}
    return [Q(place_id=code) for code in sorted(codes)[:MOST_PLACES]]


def _is_near(code: str, actor: Actor | None) -> bool:
    posts = actor.posts if actor else ()
    if actor is None or any(post.role.scope is Scope.OPENED for post in posts):
        return True
    return any(code.startswith(post.unit) or post.unit.startswith(code) for post in posts)


def _categories(text: str) -> list[str]:
    low = text.casefold()
    return [
        code
        for code, kind in CATEGORIES.items()
        if low in str(kind.title).casefold() or low in str(AREAS[code[:2]]).casefold()
    ]


def tickets(actor: Actor, words: str, limit: int) -> list[Ticket]:
    """The newest tickets that the actor may see and that these words may mean."""
    seen = access.tickets(actor)
    by_number = NUMBER.match(words.strip().upper())  # an index in order of number, not of id
    order = "-number" if by_number else "-id"
    each = [seen.filter(way).order_by(order).values("pk")[:limit] for way in ways(words, actor)]
    if not each:
        return []
    ids = {row["pk"] for row in (each[0].union(*each[1:]) if len(each) > 1 else each[0])}
    rows = seen.filter(pk__in=ids).select_related("assignee").defer(*NOT_SHOWN).order_by("-id")
    return list(rows[:limit])
