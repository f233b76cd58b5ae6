"""Who may see which ticket: the one place, for screens, API, search, counts, exports and notifications.

What an actor may not see does not exist for him: every reader answers 404 with the same words.
"""

from casework.access.kin import by_party_code, children_of, parent_of, waiting
from casework.access.locks import lock, lock_with
from casework.access.looks import (
    REVEAL_REASONS,
    adds_files,
    grants,
    may_open_paper,
    may_reveal,
    person,
    reveal,
    roles_over,
)
from casework.access.people import (
    Earlier,
    alike,
    alike_tickets,
    by_phone,
    earlier_contacts,
    indexes_of,
    of_same_people,
    registered_here,
)
from casework.access.sight import (
    NOT_HERE,
    NOTHING,
    actor_of,
    answered_for,
    in_area,
    newest_change,
    offers,
    reaches,
    sees,
    ticket,
    tickets,
    under,
    unseen,
    visible,
    within,
)

__all__ = [
    "Earlier",
    "NOTHING",
    "NOT_HERE",
    "REVEAL_REASONS",
    "actor_of",
    "adds_files",
    "alike",
    "alike_tickets",
    "answered_for",
    "by_party_code",
    "by_phone",
    "children_of",
    "earlier_contacts",
    "grants",
    "in_area",
    "indexes_of",
    "lock",
    "lock_with",
    "may_open_paper",
    "may_reveal",
    "newest_change",
    "of_same_people",
    "offers",
    "parent_of",
    "person",
    "reaches",
    "registered_here",
    "reveal",
    "roles_over",
    "sees",
    "ticket",
    "tickets",
    "under",
    "unseen",
    "visible",
    "waiting",
    "within",
]
