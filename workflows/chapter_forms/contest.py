"""What a contest and its judges are asked (domain.md §5.7 T7b)."""

from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm, PersonField
from workflows.roles import Actor
from workflows.shapes import ranking
from workflows.shapes.frame import ChapterForm, ahead, long_text, must, numbers, pick
from workflows.standard import ReasonForm
from workflows.types.culture_activity import KINDS

PRIZES = [  # best first
    ("first", _("First prize")),
    ("second", _("Second prize")),
    ("third", _("Third prize")),
    ("merit", _("Merit")),
]
CRITERIA = [("content", _("Content")), ("skill", _("Skill")), ("effect", _("Effect"))]
TIES = [
    ("own", _("It is my own work")), ("family", _("Family or relative by marriage")), ("teacher", _("I taught her, or helped with the work")),
    ("other", _("Another relation")),
]  # fmt: skip
GROUNDS = [
    ("withdrawn", _("Withdrawn by the author")), ("not_own", _("Not her own work")), ("published", _("Against the rules of the contest")),
    ("objection", _("An objection was upheld")), ("off", _("The contest was called off")),
]  # fmt: skip


def limits() -> dict[str, int]:
    return numbers(Path(__file__).with_suffix(".yaml"))


def percent(criterion: str, label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100, initial=lambda: limits()[f"{criterion}_percent"])


def how_many(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=1000, initial=0, **kwargs)


def score(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100)


class ContestForm(ChapterForm):
    called = forms.CharField(label=_("Name of the contest"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=pick(KINDS))
    entries_until = ahead(_("Last day for entries"))
    content = percent("content", _("Weight of the content, in per cent"))
    skill = percent("skill", _("Weight of the skill, in per cent"))
    effect = percent("effect", _("Weight of the effect, in per cent"))
    first = how_many(_("First prizes"))
    second = how_many(_("Second prizes"))
    third = how_many(_("Third prizes"))
    merit = how_many(_("Merits"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and sum(cleaned[name] for name, _title in CRITERIA) != 100:
            self.add_error("content", _("The three weights do not make 100 per cent. Correct one of them."))
        if not self.errors and not any(cleaned[name] for name, _title in PRIZES):
            self.add_error("first", _("A contest offers at least one prize. Enter how many there are of each kind."))
        return cleaned


class JudgeForm(MoveForm):
    judge = PersonField(label=_("Judge"))


class LaterForm(ReasonForm):
    on = ahead(_("New last day for entries"))
    field_order = ("on", "reason")


class OfEntry(MoveForm):
    """Something about one of the contest's entries: chosen from those that are still in it."""

    entry = forms.ChoiceField(
        label=_("Entry"), error_messages={"invalid_choice": _("This entry is not in the running here. Choose from the list.")}
    )  # fmt: skip
    stages = (ranking.FIRST, ranking.FINAL)

    def bound_to(self, case: Any, actor: Actor) -> None:
        found = ranking.entries(case.data, *self.stages)
        self.fields["entry"].choices = pick(  # type: ignore[attr-defined]
            [(number, f"《{one['work']}》 {number}") for number, one in found.items() if self.is_for(one, actor)]
        )

    def is_for(self, entry: dict[str, Any], actor: Actor) -> bool:
        return True


class OfJudge(OfEntry):
    """What a judge says of an entry of the final round from which he does not stand aside."""

    stages = (ranking.FINAL,)

    def is_for(self, entry: dict[str, Any], actor: Actor) -> bool:
        return actor.id not in entry["aside"]


class SheetForm(OfJudge):
    content = score(_("Content (0–100)"))
    skill = score(_("Skill (0–100)"))
    effect = score(_("Effect (0–100)"))
    no_tie = must(_("It is not my own work, and I am not related to the author"))
    remarks = long_text(_("Remarks"), required=False)
    private = ("remarks",)


class AsideForm(OfJudge):
    tie = forms.ChoiceField(label=_("What ties me to it"), choices=pick(TIES))


class LeaveOutForm(OfEntry):
    ground = forms.ChoiceField(label=_("Ground"), choices=pick(GROUNDS[:-1]))
    reason = long_text(_("Reason"))
    private = ("reason",)


class PrizeForm(MoveForm):
    rank = forms.IntegerField(label=_("Rank"), min_value=1)
    prize = forms.ChoiceField(
        label=_("Prize"), choices=pick(PRIZES), error_messages={"required": _("Choose the prize.")}
    )

    def bound_to(self, case: Any, actor: Actor) -> None:
        self.initial["rank"] = ranking.next_rank(case.data) or None


class MoreForm(ReasonForm):
    prize = forms.ChoiceField(label=_("Prize"), choices=pick(PRIZES))
    more = forms.IntegerField(label=_("How many more"), min_value=1, max_value=1000)
    field_order = ("prize", "more", "reason")


class EnteredForm(MoveForm):
    """How an entry stands, told by the entry itself. `hands`: who dealt with it below."""

    entry = forms.CharField(max_length=60)
    stage = forms.ChoiceField(choices=[(one, one) for one in (ranking.FIRST, ranking.FINAL, ranking.OUT)])
    work = forms.CharField(max_length=80)
    by = forms.CharField(max_length=40)
    hands = forms.JSONField(required=False)
