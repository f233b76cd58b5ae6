"""An entry in a contest (参赛作品): eligible and in time, judged in a first round, then scored and ranked in its `contest` (domain.md §5.7 T7b)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Kind, OneOf, State, Text, action
from workflows.chapter_forms.contest import GROUNDS, PRIZES
from workflows.counters import Counter
from workflows.datetexts import day_text
from workflows.deadlines import Deadline
from workflows.forms import MoveForm, TicketField
from workflows.ladder import Level, district_of
from workflows.registry import register
from workflows.roles import DISTRICT, HANDLERS, STREET, SYSTEM, Actor
from workflows.shapes import ranking
from workflows.shapes.frame import ChapterType, PersonForm, hand, holder_only, long_text, pick
from workflows.shapes.matching import Matching, fits
from workflows.standard import ReasonForm, assignment, notes
from workflows.types.contest import TAKES_ENTRIES
from workflows.types.culture_activity import KINDS

SUBMITTED = State("submitted", _("To be checked"))
FIRST = State("first", _("First round"))
FINAL = State("final", _("Final round"), Kind.WAITING)
RANKED = State("ranked", _("Ranked"), Kind.WAITING)
AWARDED = State("awarded", _("Awarded"), Kind.END)
OUT = State("out", _("Not placed"), Kind.END)
OPEN = (SUBMITTED, FIRST, FINAL, RANKED)


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


class FirstForm(MoveForm):
    passes = forms.ChoiceField(label=_("Decision"), choices=pick([("yes", _("Goes on")), ("no", _("Not placed"))]))
    remarks = long_text(_("Remarks"), required=False)
    private = ("remarks",)


class LeftOutForm(MoveForm):
    ground = forms.ChoiceField(label=_("Ground"), choices=GROUNDS)


class RankedForm(MoveForm):
    rank = forms.IntegerField(label=_("Rank"), min_value=1)
    among = forms.IntegerField(label=_("Works ranked"), min_value=1)
    points = forms.DecimalField(label=_("Points"), max_digits=6, decimal_places=2)


class DecidedForm(MoveForm):
    prize = forms.ChoiceField(label=_("Prize"), choices=PRIZES, required=False)


def in_time(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check: the contest takes works of this kind, and this one came in by its last day."""
    other = ticket.others.get(entered["contest_no"])
    wrong = fits(ticket, actor, entered)
    if wrong or localdate(ticket.opened_at) <= date.fromisoformat(other.data["entries_until"]):
        return wrong
    last = day_text(date.fromisoformat(other.data["entries_until"]))
    return {"contest_no": format_lazy(_("It came in after {day}, the last day for entries. Tell her, and choose another contest or “Not eligible”."), day=last)}  # fmt: skip


def tell_contest(ticket: Any, stage: str) -> None:
    """Its contest keeps how it stands; by whom it is, in the words of the public notice."""
    if contest := ticket.data.get("contest_no"):
        by, hands = ticket.data.get("masked") or ticket.number[-6:], ticket.data.get("hands", [])
        ticket.move_other(
            contest, "entry_stands", entry=ticket.number, stage=stage, work=ticket.data["work"], by=by, hands=hands
        )


@register
class ContestEntry(assignment((SUBMITTED, FIRST)), notes(OPEN), Matching, ChapterType):
    slug, prefix, title, plan_chapter = "contest_entry", "ZP", _("Contest entry"), 7
    states = (*OPEN, AWARDED, OUT)
    starts_at = Level.STREET
    kept = ("contest", "kind", "work")
    intake_form = EntryForm
    match_with, match_move, match_field, match_states = "contest", "admit", "contest_no", TAKES_ENTRIES
    deadlines = (
        Deadline("ct.level", starts=("open", FIRST), stops=(FIRST, FINAL, OUT), each=True),
        Deadline("ct.result", starts=(FINAL,)),
    )
    counters = (
        Counter("entries", _("Entries")), Counter("awarded", _("Awarded"), states=(AWARDED,), share_of="entries"), Counter("first", _("First prizes"), where={"prize": "first"}),
    )  # fmt: skip

    @classmethod
    def fit(cls, mine: Any, other: Any) -> list[Text]:
        kind = other.data.get("kind")
        return (
            [format_lazy("{kind}：{called}", kind=dict(KINDS)[kind], called=other.data["called"])]
            if kind == mine.data["kind"]
            else []
        )

    @action([SUBMITTED], FIRST, by=HANDLERS, label=_("It is eligible"), form=AdmitForm, guards=[holder_only], checks=[in_time], icon="check",
            primary=True)  # fmt: skip
    def admit(self, contest_no: str) -> None:
        hand(self)
        self.data["contest_no"] = contest_no
        tell_contest(self, ranking.FIRST)

    @action([FIRST], OneOf((FINAL, OUT)), by=[STREET, DISTRICT], label=_("Judge the first round"), form=FirstForm, tell=[tell.OPENER], icon="note",
            primary=True, after=_("What goes on is scored by the judges of the contest."))  # fmt: skip
    def judge(self, passes: str, remarks: str) -> str:
        hand(self)
        tell_contest(self, ranking.FINAL if passes == "yes" else ranking.OUT)
        if passes == "no":
            return OUT.code
        self.hand_to(district_of(self.place_id), keep_assisting=True)
        return FINAL.code

    @action([FINAL, RANKED], RANKED, by=[SYSTEM], label=_("Ranked in the contest"), form=RankedForm, icon="flag")
    def ranked(self, rank: int, among: int, points: Any) -> None:
        """Made by the contest; again when another entry is left out."""
        self.data.update(rank=rank, among=among, points=str(points))

    @action([RANKED], OneOf((AWARDED, OUT)), by=[SYSTEM], label=_("Decided in the contest"), form=DecidedForm, tell=[tell.OPENER, tell.ASSISTING],
            icon="check")  # fmt: skip
    def decided(self, prize: str) -> str:
        self.data.update({"prize": prize} if prize else {})
        return (AWARDED if prize else OUT).code

    @action(
        [FIRST, FINAL, RANKED],
        OUT,
        by=[SYSTEM],
        label=_("Left out of the contest"),
        form=LeftOutForm,
        tell=[tell.OPENER, tell.ASSISTING],
        icon="x",
    )
    def left_out(self, ground: str) -> None:
        self.data["ground"] = ground

    @action(
        [SUBMITTED, FIRST], OUT, by=HANDLERS, label=_("Not eligible"), form=ReasonForm, tell=[tell.OPENER], icon="x"
    )
    def not_eligible(self, reason: str) -> None:
        tell_contest(self, ranking.OUT)
