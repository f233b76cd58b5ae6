"""What the tickets of the urgent lane have in common: how they begin, who has them, how a refusal is recorded.

Each is a child of the case, in the unit that has the case. It carries no identity of its own: people and story stay in the
case, so nobody reads a child to learn more than the case would tell. Locks go from the case to its children, never back.
"""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from workflows.base import Text, Workflow
from workflows.forms import MoveForm
from workflows.rights.forms import long_text, must
from workflows.rights.lane_forms import LaneForm
from workflows.roles import CADRE, DISTRICT, HANDLERS, MEDIATOR, OPERATOR, STREET

FIRST = (OPERATOR, CADRE, MEDIATOR, STREET, DISTRICT)  # whoever is in contact first acts first (domain.md §2.5)


class DeclineForm(MoveForm):
    """Her will counts (反家庭暴力法 art 5); it is recorded in her words, after the choices were explained to her alone."""

    explained = must(_("The choices and what each means were explained to her"))
    alone = must(_("She was asked alone, and freely"))
    words = long_text(_("What she said, in her words"))
    private = ("words",)


class LaneTask(Workflow):
    """Base of the lane's tickets; a type adds its states, deadlines and moves."""

    plan_chapter = 8
    only_child = True
    open_by = HANDLERS
    intake_form = LaneForm

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        """The facts of the lane in clear; the person in charge of the case is in charge of this too."""
        case = ticket.family.parent
        ticket.category, ticket.risk, ticket.channel = case.category, case.risk, case.channel
        ticket.assignee_id = case.assignee_id
        with translation.override("zh-hans"):
            ticket.title_text = str(cls.title)
        ticket.data.update({name: value for name, value in cleaned.items() if value})
        return []

    @classmethod
    def heading(cls, ticket: Any) -> Text:
        return cls.title


def checklist(label: Any, choices: Any, *, required: bool = True, **kwargs: Any) -> forms.MultipleChoiceField:
    """Several of a list, as boxes to tick."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=required, **kwargs
    )
