"""Cases concluded before this system: taken over from paper ledgers at import, filed as they ended."""

from datetime import UTC, date, datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import classifications as codes
from workflows.base import Workflow, action
from workflows.forms import MoveForm
from workflows.rights import states as at
from workflows.roles import SYSTEM

OFFICE_CLOSES = timedelta(hours=10)  # 18:00 in Shanghai, as UTC


class OldForm(MoveForm):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=codes.outcome_choices(tuple(codes.OUTCOMES)))
    closed_on = forms.DateField(label=_("Concluded on"))


class Ledger(Workflow):
    @action([at.REGISTERED], at.ARCHIVED, by=[SYSTEM], label=_("Taken over from the ledger"), form=OldForm)
    def take_over_old(self, outcome: str, closed_on: date) -> None:
        self.outcome = outcome
        self.data["ledger"] = True  # its proof lies with the paper
        self.closed_at = datetime.combine(closed_on, datetime.min.time(), UTC) + OFFICE_CLOSES
