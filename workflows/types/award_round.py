"""An award round (评选活动): what is chosen this year, on which document it rests, how many places each street has.

Departments of a district do not set up commendations of their own, so the round names its basis document (依据文件) and says
“choose” or “recommend” (domain.md §5.0). Each street's places are an account that cannot be overdrawn.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.ladder import Level
from workflows.registry import register, registry
from workflows.rights.forms import PICK
from workflows.roles import DISTRICT
from workflows.shapes.frame import ChapterForm, ChapterType, long_text
from workflows.shapes.nomination import Nomination
from workflows.standard import ReasonForm, assignment

OPEN = State("open", _("Open"))
CLOSED = State("closed", _("Closed"), Kind.END)
LINE = re.compile(r"^\s*(\d{9}|\d{6})\s*[:：,，\s]\s*(\d{1,4})\s*$")


def awards() -> list[tuple[str, Text]]:
    """Every kind of nomination there is, a third party's too."""
    return [*PICK, *((one.slug, one.title) for one in registry if issubclass(one, Nomination))]


class RoundForm(ChapterForm):
    award = forms.ChoiceField(label=_("For what"), choices=awards)
    year = forms.IntegerField(label=_("Year"), min_value=2020, max_value=2100)
    basis_no = forms.CharField(label=_("Number of the basis document"), max_length=60,
                               error_messages={"required": _("A round rests on a document of the level above: enter its number.")})  # fmt: skip
    quotas = long_text(_("Places, one line each: code of the street, number"))
    private = ()

    def clean_quotas(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for n, line in enumerate(self.cleaned_data["quotas"].splitlines(), 1):
            if not line.strip():
                continue
            match = LINE.match(line)
            if not match:
                raise ValidationError(
                    _("Line %(n)s is not “320104001 5”: the code of a street and a number."), params={"n": n}
                )
            found[match[1]] = found.get(match[1], 0) + int(match[2])
        return found


class MoreForm(MoveForm):
    unit = forms.RegexField(r"^(\d{9}|\d{6})$", label=_("Code of the street"))
    places = forms.IntegerField(label=_("Places more"), min_value=1, max_value=1000)
    reason = long_text(_("Reason"))
    private = ("reason",)


@register
class AwardRound(assignment((OPEN,)), ChapterType):
    slug, prefix, title, plan_chapter = "award_round", "PX", _("Award round"), 5
    states = (OPEN, CLOSED)
    open_by = (DISTRICT,)
    starts_at = Level.DISTRICT
    tell_on_open = ()
    kept = ("award", "year", "basis_no", "quotas")
    intake_form = RoundForm
    deadlines = (Deadline("aw.round", starts=("open",)),)
    counters = (Counter("rounds", _("Award rounds")),)

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        found = super().opened(ticket, cleaned)
        for unit, places in cleaned["quotas"].items():
            ticket.open_account("quota", places, key=unit)
        return found

    @action([OPEN], SAME, by=[DISTRICT], label=_("More places for a street"), form=MoreForm, icon="note")
    def add_places(self, unit: str, places: int, reason: str) -> None:
        if self.left(self.number, unit) is None:
            self.open_account("quota", places, key=unit)
        else:
            self.book(self.number, places, key=unit, purpose="more")

    @action([OPEN], CLOSED, by=[DISTRICT], label=_("Close the round"), form=ReasonForm, tell=[tell.SUPERVISORS], icon="check",
            primary=True)  # fmt: skip
    def close_round(self, reason: str) -> None:
        """What is under way goes on; nothing new is chosen in this round."""
