"""Where a household lives, and the visit to it: the key by which its members are found, and two pairs of eyes.

The address is sealed; of it only a blind index is kept (domain.md §4.4 household key), so that an award to a household looks at
everybody who lives there, and the same aid is not given twice under one roof.
"""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, State, Text, Workflow, action
from workflows.forms import MoveForm
from workflows.rights.forms import long_text
from workflows.rights.mediation_forms import past_day
from workflows.roles import Actor
from workflows.shapes.frame import AT_HAND, PersonForm
from workflows.shapes.review import VisitForm


class HomeForm(PersonForm):
    """One person and her home."""

    address = forms.CharField(
        label=_("Home (house and flat)"), max_length=120, help_text=_("Stored encrypted. It finds others of the same household.")
    )  # fmt: skip


class HomeVisitForm(VisitForm):
    """The opinion of a level: the first one that has an opinion has been there with somebody; above, the papers will do."""

    def bound_to(self, case: Any, actor: Actor) -> None:
        self.fields["visitors"].required = not was_visited(case)


class VisitedForm(MoveForm):
    visited_on = past_day(_("Visited on"))
    visitors = forms.IntegerField(label=_("How many people made the visit"), min_value=2, max_value=9,
                                  error_messages={"min_value": _("A household is visited by two people at least.")})  # fmt: skip
    found = long_text(_("What they found"))
    private = ("found",)


def was_visited(case: Any) -> bool:
    return bool(case.data.get("visited_on") or case.data.get("passed"))


def visited_first(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check: nothing is granted to a household that nobody has seen, also when its level was passed over by a deadline."""
    if entered["decision"] != "grant" or was_visited(ticket):
        return {}
    return {"decision": _("Nobody has visited the household yet. Have two people visit it and record the visit first.")}


def not_visited_yet(ticket: Any, actor: Actor) -> Text:
    return _("The household was visited already.") if was_visited(ticket) else ""


def visited(states: tuple[State, ...]) -> type[Workflow]:
    """A visit of its own, for what came up without one."""

    class Visited(Workflow):
        @action(
            states, SAME, by=AT_HAND, label=_("Record the visit of two"), form=VisitedForm, guards=[not_visited_yet],
            tell=[tell.HOLDER], icon="home",
        )  # fmt: skip
        def record_visit(self, visited_on: date, visitors: int, found: str) -> None:
            self.data["visited_on"] = visited_on.isoformat()

    return Visited
