"""Who owns what: suggesting an owner from the dispatch catalogue (派单目录), and changing the catalogue.

The most exact entry in force counts: one whose words stand in the text, then one of four digits, of two, then one for
everything. Entries are never deleted or rewritten: a change ends the old entry and begins a new one (domain.md §7.3).
"""

import re
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import places
from casework.errors import Refused
from casework.models import CatalogueEntry
from workflows.ladder import Level, ancestor_at, district_of, level_of
from workflows.orders import CatalogueOrder
from workflows.owners import LEVELS, owner_title
from workflows.roles import DISTRICT, Actor

KEEP_SECONDS = 30
WORD = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True)
class Suggestion:
    """Who should have a matter, and why. `owner`: a level of the network or a body; `unit`: the unit meant, "" for a body."""

    owner: str
    unit: str
    reason: str
    entry: CatalogueEntry

    @property
    def is_body(self) -> bool:
        return self.owner not in LEVELS

    @property
    def level(self) -> int:
        """The lowest level of the network that has the powers; above all of them for another body's matter."""
        return int(LEVELS.get(self.owner, Level.PROVINCE))

    @property
    def owner_name(self) -> Any:
        """The unit by its name, the body by its title."""
        return places.name_of(self.unit) if self.unit else owner_title(self.owner)


class _Directory:
    """Entries by district, kept in memory for half a minute: read on every case's page, changed a few times a month."""

    def __init__(self) -> None:
        self._until = 0.0
        self._rows: dict[str, list[CatalogueEntry]] = {}

    def of(self, district: str) -> list[CatalogueEntry]:
        if time.monotonic() > self._until:
            found = defaultdict(list)
            for row in CatalogueEntry.objects.order_by("id"):
                found[row.district_id].append(row)
            self._rows = dict(found)
            self._until = time.monotonic() + KEEP_SECONDS
        return self._rows.get(district, [])

    def forget(self) -> None:
        self._until = 0.0


_directory = _Directory()
forget = _directory.forget


def words_of(entry: CatalogueEntry) -> list[str]:
    """The words of an entry; they are typed with spaces or commas between them."""
    return [word for word in WORD.split(entry.words) if word]


def in_force(entry: CatalogueEntry, day: date) -> bool:
    return entry.valid_from <= day and (entry.valid_to is None or day <= entry.valid_to)


def best(category: str, district: str, day: date, text: str = "") -> CatalogueEntry | None:
    """The most exact entry in force on a day: words before four digits, two digits, and the general one."""
    low = text.casefold()
    ranked = []
    for entry in _directory.of(district):
        if not in_force(entry, day) or not category.startswith(entry.category):
            continue
        hits = [word for word in words_of(entry) if word.casefold() in low]
        if entry.words and not hits:
            continue
        longest = max((len(word) for word in hits), default=0)
        ranked.append((bool(hits), len(entry.category), longest, entry.valid_from, entry.pk, entry))
    return max(ranked, key=lambda one: one[:5])[-1] if ranked else None


def suggest(category: str, district: str, day: date, text: str = "", *, place: str = "") -> Suggestion | None:
    """Who owns a matter of this category on a day. `place`: where it happens, to name the unit of the network.

    None when the catalogue says nothing: a matter for a joint consultation.
    """
    entry = best(category, district, day, text)
    if entry is None:
        return None
    unit = ""
    if entry.owner in LEVELS:
        here = place or district
        wanted = LEVELS[entry.owner]
        unit = ancestor_at(here, wanted) if level_of(here) <= wanted else here
    return Suggestion(entry.owner, unit, entry.reason, entry)


def suggestion_for(case: Any, text: str = "") -> Suggestion | None:
    """The owner of a case's matter today; `text` adds what somebody has just typed about it."""
    if len(case.place_id) < 6:
        return None
    day = timezone.localdate(case.now)
    return suggest(case.category, district_of(case.place_id), day, f"{case.title_text} {text}", place=case.place_id)


def show_in(form: Any, name: str, case: Any) -> None:
    """Put the suggestion and its reason beside a field of a move's form; chosen beforehand where it is a choice there."""
    found = suggestion_for(case)
    if found is None or name not in form.fields:
        return
    field: forms.Field = form.fields[name]
    words = _("By the catalogue: %(owner)s. %(reason)s")
    said = words % {"owner": found.owner_name, "reason": found.reason}
    field.help_text = f"{said} {field.help_text}" if field.help_text else said
    value = found.owner if found.is_body else found.unit
    if value in {str(choice) for choice, _label in getattr(field, "choices", ())}:
        form.initial.setdefault(name, value)


# ── Changing it ───────────────────────────────────────────────────────────────────────────────────────────────────────
def may_edit(actor: Actor, district: str) -> bool:
    return district in actor.units(DISTRICT)


def reads(actor: Actor) -> list[str]:
    """The districts whose catalogue this person reads: everyone in the network reads that of the own district."""
    return sorted({post.district for post in actor.posts if len(post.unit) >= 6})


def put(
    district: str, category: str, words: str, owner: str, reason: str, *, by: int | None, day: date, source: str = ""
) -> CatalogueEntry:
    """Begin an entry on a day; the one it takes the place of (same category and words) ends the day before."""
    with transaction.atomic():
        same = CatalogueEntry.objects.select_for_update().filter(district_id=district, category=category, words=words)
        for old in same:
            if old.valid_to is None or old.valid_to >= day:
                old.valid_to = max(day - timedelta(days=1), old.valid_from - timedelta(days=1))
                old.end_reason, old.ended_by_id = (source or reason)[:300], by
                old.save(update_fields=["valid_to", "end_reason", "ended_by"])
        made = CatalogueEntry.objects.create(
            district_id=district, category=category, words=words, owner=owner, reason=reason[:300], source=source,
            valid_from=day, decided_by_id=by,
        )  # fmt: skip
    forget()
    return made


def end(actor: Actor, pk: int, reason: str, day: date) -> CatalogueEntry:
    """Let an entry end today: from tomorrow it counts no longer. Refused: not_found, forbidden, closed, invalid."""
    if not reason.strip():
        message = _("Say why it no longer holds.")
        raise Refused("invalid", message, {"reason": [message]})
    with transaction.atomic():
        entry = CatalogueEntry.objects.select_for_update().filter(pk=pk, district_id__in=reads(actor)).first()
        if entry is None:
            raise Refused("not_found", _("There is no such entry in your district's catalogue."))
        require_editor(actor, entry.district_id)
        if entry.valid_to is not None and entry.valid_to <= day:
            raise Refused("closed", _("This entry has already ended."))
        entry.valid_to, entry.end_reason, entry.ended_by_id = day, reason.strip()[:300], actor.id
        entry.save(update_fields=["valid_to", "end_reason", "ended_by"])
    forget()
    return entry


def require_editor(actor: Actor, district: str) -> None:
    if not may_edit(actor, district):
        raise Refused("forbidden", _("The catalogue is changed by the district. You can read it."))


def decided(case: Any, order: CatalogueOrder) -> dict[str, Any]:
    """Carry out a move's order in its own transaction; what the event says of it."""
    day = timezone.localdate(case.now)
    entry = put(
        district_of(case.place_id), order.category, order.words, order.owner, order.reason, by=case.actor.id, day=day,
        source=case.number,
    )  # fmt: skip
    return {"category": entry.category, "words": entry.words, "owner": entry.owner}
