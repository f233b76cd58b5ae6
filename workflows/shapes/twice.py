"""Looking for doubles (查重): the same thing is not granted twice to her or under one roof (domain.md §5.9).

People are found by the blind indexes of name, number and home (`ticket.alike`); nobody sees whose the other application is.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.base import Check, Text
from workflows.roles import Actor


def twice(key: str, *, for_life: Iterable[str] = ()) -> Check:
    """A check of the decision. `data[key]` says what is asked for; of it one application goes on at a time, `for_life` is given
    once to a person, and anything else again with a reason (`again` in the form)."""
    lifelong = tuple(for_life)

    def not_twice(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
        if entered["decision"] != "grant":
            return {}
        same = [one for one in ticket.alike(home=True) if one.data.get(key) == ticket.data[key]]
        had = [one for one in same if one.data.get("granted")]
        if ticket.data[key] in lifelong and any(one in had for one in ticket.alike()):
            return {
                "decision": _("She was granted this aid before; it is given once in a life. Decide “not eligible”.")
            }
        if any(one.is_open for one in same if one not in had):
            return {
                "decision": _(
                    "Another application of hers or of her household for the same item is under way. End one of the two first."
                )
            }
        if had and not entered["again"]:
            return {"again": _("She or her household was granted this item before. Say why once more.")}
        return {}

    return not_twice
