"""What a contest and its entries are asked (domain.md §5.7 T7b)."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.forms import MoveForm, TicketField
from workflows.roles import Actor
from workflows.shapes.frame import ChapterForm, PersonForm, long_text, pick
from workflows.shapes.judging import CRITERIA, GROUNDS, OFF, Sheet, limits
from workflows.shapes.prizes import PRIZES
from workflows.standard import ReasonForm
from workflows.types.culture_activity import KINDS


def percent(criterion: str, label: Any) -> forms.IntegerField:
    def usual() -> int:
        return limits()[f"{criterion}_percent"]

    return forms.IntegerField(label=label, min_value=0, max_value=100, initial=usual)


def how_many(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=1000, initial=0)


class ContestForm(ChapterForm):
    called = forms.CharField(label=_("Name of the contest"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=pick(KINDS))
    entries_until = forms.DateField(label=_("Last day for entries"))
    content = percent("content", _("Weight of the content, in per cent"))
    skill = percent("skill", _("Weight of the skill, in per cent"))
    effect = percent("effect", _("Weight of the effect, in per cent"))
    first = how_many(_("First prizes"))
    second = how_many(_("Second prizes"))
    third = how_many(_("Third prizes"))
    merit = how_many(_("Merits"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and sum(cleaned[name] for name in CRITERIA) != 100:
            self.add_error("content", _("The three weights do not make 100 per cent. Correct one of them."))
        if not self.errors and not any(cleaned[name] for name in PRIZES):
            self.add_error("first", _("A contest offers at least one prize. Enter how many there are of each kind."))
        return cleaned


class LaterForm(ReasonForm):
    on = forms.DateField(label=_("New last day for entries"))
    field_order = ("on", "reason")


class EntryForm(PersonForm):
    contest = forms.CharField(label=_("Contest"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=pick(KINDS))
    work = forms.CharField(label=_("Title of the work"), max_length=80)
    own_work = forms.BooleanField(
        label=_("It is her own work"),
        error_messages={"required": _("Only own work is taken. Ask her, then tick the box.")},
    )
    notice_consent = forms.BooleanField(
        label=_("She agrees to the public notice (masked name, community)"), required=False
    )


class AdmitForm(MoveForm):
    contest_no = TicketField(label=_("Contest (its number)"), offers=True)


class FirstForm(Sheet):
    passes = forms.ChoiceField(label=_("Decision"), choices=pick([("yes", _("Goes on")), ("no", _("Not placed"))]))
    remarks = long_text(_("Remarks"), required=False)
    private = ("remarks",)


class LeftOutForm(MoveForm):
    ground = forms.ChoiceField(label=_("Ground"), choices=[*GROUNDS, (OFF, _("The contest was called off"))])


class RankedForm(MoveForm):
    rank = forms.IntegerField(label=_("Rank"), min_value=1)
    among = forms.IntegerField(label=_("Works ranked"), min_value=1)
    points = forms.DecimalField(label=_("Points"), max_digits=6, decimal_places=2)


class DecidedForm(MoveForm):
    prize = forms.ChoiceField(label=_("Prize"), choices=[*PRIZES.items()], required=False)


def not_over(ticket: Any, actor: Actor) -> Text:
    """Guard: there is a last day to come."""
    over = ticket.data["entries_over_on"] <= localdate(ticket.now).isoformat()
    return _("The last day for entries is over. Correct it first.") if over else ""


def still_to_come(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    return {"on": _("This day is over. Choose a day from today on.")} if entered["on"] < localdate(ticket.now) else {}
