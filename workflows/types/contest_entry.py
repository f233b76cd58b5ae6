"""An entry in a contest (参赛作品): eligible, judged in two rounds by different people, on public notice, awarded (domain.md §5.7 T7b)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import Kind, OneOf, State, Text, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.ladder import Level, district_of
from workflows.registry import register
from workflows.roles import DISTRICT, HANDLERS, STREET
from workflows.shapes import notice
from workflows.shapes.frame import ChapterType, PersonForm, hand, holder_only, long_text, other_eyes, pick
from workflows.shapes.notice import PUBLIC, noticed, put_up
from workflows.standard import ReasonForm, assignment, notes
from workflows.types.culture_activity import KINDS

SUBMITTED = State("submitted", _("To be checked"))
FIRST = State("first", _("First round"))
FINAL = State("final", _("Final round"))
AWARDED = State("awarded", _("Awarded"), Kind.END)
OUT = State("out", _("Not placed"), Kind.END)
PRIZES = [
    ("first", _("First prize")),
    ("second", _("Second prize")),
    ("third", _("Third prize")),
    ("merit", _("Merit")),
]


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


class ScoreForm(MoveForm):
    content = forms.IntegerField(label=_("Content (0–40)"), min_value=0, max_value=40)
    skill = forms.IntegerField(label=_("Skill (0–40)"), min_value=0, max_value=40)
    effect = forms.IntegerField(label=_("Effect (0–20)"), min_value=0, max_value=20)
    passes = forms.ChoiceField(label=_("Decision"), choices=pick([("yes", _("Goes on")), ("no", _("Not placed"))]))
    remarks = long_text(_("Remarks"), required=False)
    private = ("remarks",)


class PrizeForm(ScoreForm):
    prize = forms.ChoiceField(label=_("Prize"), choices=pick(PRIZES), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("passes") == "yes" and not cleaned.get("prize"):
            self.add_error("prize", _("Choose the prize."))
        return cleaned


@register
class ContestEntry(
    assignment((SUBMITTED, FIRST, FINAL)), noticed(AWARDED, OUT), notes((SUBMITTED, FIRST, FINAL)), ChapterType
):
    slug, prefix, title, plan_chapter = "contest_entry", "ZP", _("Contest entry"), 7
    states = (SUBMITTED, FIRST, FINAL, PUBLIC, AWARDED, OUT)
    starts_at = Level.STREET
    kept = ("contest", "kind", "work")
    intake_form = EntryForm
    deadlines = (
        Deadline("ct.level", starts=("open", FIRST, FINAL), stops=(FIRST, FINAL, PUBLIC, OUT), each=True),
        *notice.DEADLINES,
    )
    counters = (
        Counter("entries", _("Entries")), Counter("awarded", _("Awarded"), states=(AWARDED,), share_of="entries"), Counter("first", _("First prizes"), where={"prize": "first"}),
    )  # fmt: skip

    @classmethod
    def notice_lines(cls, ticket: Any) -> list[tuple[Text, str]]:
        return [
            (_("Name"), ticket.data.get("masked", "*")),
            (_("Title of the work"), ticket.data["work"]),
            (_("Prize"), str(dict(PRIZES)[ticket.data["prize"]])),
        ]

    @action(
        [SUBMITTED], FIRST, by=HANDLERS, label=_("It is eligible"), guards=[holder_only], icon="check", primary=True
    )
    def admit(self) -> None:
        """Goes to the first round."""

    @action([FIRST], OneOf((FINAL, OUT)), by=[STREET, DISTRICT], label=_("Judge the first round"), form=ScoreForm,
            icon="note", primary=True)  # fmt: skip
    def judge(self, content: int, skill: int, effect: int, passes: str, remarks: str) -> str:
        hand(self)
        self.data["score"] = content + skill + effect
        if passes == "no":
            return OUT.code
        self.hand_to(district_of(self.place_id))
        return FINAL.code

    @action([FINAL], OneOf((PUBLIC, OUT)), by=[DISTRICT], label=_("Judge the final round"), form=PrizeForm,
            guards=[other_eyes], icon="check", primary=True)  # fmt: skip
    def judge_final(self, content: int, skill: int, effect: int, passes: str, remarks: str, prize: str) -> str:
        self.data["final_score"] = content + skill + effect
        if passes == "no":
            return OUT.code
        self.data["prize"] = prize
        put_up(self)
        return PUBLIC.code

    @action([SUBMITTED, FIRST], OUT, by=HANDLERS, label=_("Not eligible"), form=ReasonForm, icon="x")
    def not_eligible(self, reason: str) -> None:
        """The reason is sealed into the event."""
