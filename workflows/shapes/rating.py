"""What was done for her is rated by her (满意度), within days; with it the ticket is closed (domain.md §5.4)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import State, action
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.rights.forms import long_text, pick
from workflows.roles import HANDLERS


class RateForm(MoveForm):
    rating = forms.ChoiceField(
        label=_("Rating"), choices=pick([("good", _("Good")), ("fair", _("Fair")), ("poor", _("Poor"))])
    )
    said = long_text(_("What was said"), required=False)
    private = ("said",)


def deadline(done: State, closed: State) -> Deadline:
    """The days in which she is asked how it was."""
    return Deadline("vt.rate", starts=(done,), stops=(closed,))


def rated(done: State, closed: State) -> Callable[..., None]:
    """The move `rate`: out of `done`, and it is over."""

    @action([done], closed, by=HANDLERS, label=_("Rate it"), form=RateForm, icon="check", primary=True)
    def rate(self: Any, rating: str, said: str) -> None:
        self.data["rating"] = rating

    return rate
