"""The frame of the lane's tickets: a child of the case, at the district, with facts that name nobody.

It carries no identity of its own: people and story stay in the case, so nobody reads a child to learn more than the case
would tell. Locks go from the case to its children, never back. What they share beyond that: `workflows.rights.protection`.
"""

from typing import Any

from django.utils import translation

from workflows.base import State, Text, Workflow
from workflows.rights.along import along
from workflows.rights.lane_forms import LaneForm
from workflows.rights.protection import belongs
from workflows.roles import CADRE, DISTRICT, HANDLERS, MEDIATOR, OPERATOR, STREET
from workflows.standard import assignment, notes

FIRST = (OPERATOR, CADRE, MEDIATOR, STREET, DISTRICT)  # whoever is in contact first acts first (domain.md §2.5)


class LaneTask(Workflow):
    """Base of the lane's tickets; a type adds its states, deadlines and moves."""

    plan_chapter = 8
    only_child = True
    open_by = HANDLERS
    intake_form = LaneForm

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        with translation.override("zh-hans"):
            belongs(ticket, cleaned, str(cls.title))
        return []

    @classmethod
    def heading(cls, ticket: Any) -> Text:
        return cls.title


def lane_task(*states: State) -> type[Workflow]:
    """A ticket of the lane that somebody has in hand while it is in one of `states`: it goes along with its case, or is void
    with it; it is claimed, given and handed back; notes are taken."""

    class InHand(along(*states), assignment(states), notes(states), LaneTask):  # type: ignore[misc]
        """The type's own moves come on top."""

    return InHand
