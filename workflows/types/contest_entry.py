"""An entry in a contest (参赛作品): eligible and in time, judged in a first round, then scored and ranked in its `contest` (domain.md §5.7 T7b)."""

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Kind, OneOf, State, Text, action
from workflows.chapter_forms import contest as ask
from workflows.counters import Counter
from workflows.datetexts import day_text
from workflows.deadlines import Deadline
from workflows.ladder import Level, district_of
from workflows.registry import register
from workflows.roles import DISTRICT, HANDLERS, STREET, SYSTEM, Actor
from workflows.shapes import ranking
from workflows.shapes.frame import ChapterType, hand, holder_only
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


def in_time(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check: the contest takes works of this kind, and this one came in by its last day."""
    if wrong := fits(ticket, actor, entered):
        return wrong
    last = date.fromisoformat(ticket.others[entered["contest_no"]].data["entries_until"])
    late = _(
        "It came in after {day}, the last day for entries. Tell her, and choose another contest or “Not eligible”."
    )
    return {"contest_no": format_lazy(late, day=day_text(last))} if localdate(ticket.opened_at) > last else {}


def tell_contest(ticket: Any, stage: str) -> None:
    """Its contest keeps how it stands; by whom it is, in the words of the public notice."""
    if contest := ticket.data.get("contest_no"):
        by, hands = ticket.data.get("masked") or ticket.number[-6:], ticket.data.get("hands", [])
        ticket.move_other(contest, "entry_stands", entry=ticket.number, stage=stage, work=ticket.data["work"], by=by, hands=hands)  # fmt: skip


@register
class ContestEntry(assignment((SUBMITTED, FIRST)), notes(OPEN), Matching, ChapterType):
    slug, prefix, title, plan_chapter = "contest_entry", "ZP", _("Contest entry"), 7
    states = (*OPEN, AWARDED, OUT)
    starts_at = Level.STREET
    kept = ("contest", "kind", "work")
    intake_form = ask.EntryForm
    match_with, match_move, match_field, match_states = "contest", "admit", "contest_no", TAKES_ENTRIES
    deadlines = (
        Deadline("ct.level", starts=("open", FIRST), stops=(FIRST, FINAL, OUT), each=True),
        Deadline("ct.result", starts=(FINAL,)),
    )
    counters = (
        Counter("entries", _("Entries")), Counter("ranked", _("Ranked"), states=(RANKED, AWARDED), share_of="entries"),
        Counter("awarded", _("Awarded"), states=(AWARDED,), share_of="entries"), Counter("first", _("First prizes"), where={"prize": "first"}),
    )  # fmt: skip

    @classmethod
    def fit(cls, mine: Any, other: Any) -> list[Text]:
        kind = mine.data["kind"]
        return [dict(KINDS)[kind]] if other.data.get("kind") == kind else []

    @action([SUBMITTED], FIRST, by=HANDLERS, label=_("It is eligible"), form=ask.AdmitForm, guards=[holder_only], checks=[in_time], icon="check",
            primary=True)  # fmt: skip
    def admit(self, contest_no: str) -> None:
        hand(self)
        self.data["contest_no"] = contest_no
        tell_contest(self, ranking.FIRST)

    @action([FIRST], OneOf((FINAL, OUT)), by=[STREET, DISTRICT], label=_("Judge the first round"), form=ask.FirstForm, tell=[tell.OPENER],
            icon="note", primary=True, after=_("What goes on is scored by the judges of the contest."))  # fmt: skip
    def judge(self, passes: str, **sheet: Any) -> str:
        hand(self)
        tell_contest(self, ranking.FINAL if passes == "yes" else ranking.OUT)
        if passes == "no":
            return OUT.code
        self.hand_to(district_of(self.place_id), keep_assisting=True)
        return FINAL.code

    @action([FINAL, RANKED], RANKED, by=[SYSTEM], label=_("Ranked in the contest"), form=ask.RankedForm, icon="flag")
    def ranked(self, rank: int, among: int, points: Any) -> None:
        """Made by the contest; again when another entry is left out."""
        self.data.update(rank=rank, among=among, points=str(points))

    @action([RANKED], OneOf((AWARDED, OUT)), by=[SYSTEM], label=_("Decided in the contest"), form=ask.DecidedForm, tell=[tell.OPENER, tell.ASSISTING],
            icon="check")  # fmt: skip
    def decided(self, prize: str) -> str:
        self.data.update({"prize": prize} if prize else {})
        return (AWARDED if prize else OUT).code

    @action([FIRST, FINAL, RANKED], OUT, by=[SYSTEM], label=_("Left out of the contest"), form=ask.LeftOutForm, tell=[tell.OPENER, tell.ASSISTING],
            icon="x")  # fmt: skip
    def left_out(self, ground: str) -> None:
        self.data["ground"] = ground

    @action(
        [SUBMITTED, FIRST], OUT, by=HANDLERS, label=_("Not eligible"), form=ReasonForm, tell=[tell.OPENER], icon="x"
    )
    def not_eligible(self, reason: str) -> None:
        tell_contest(self, ranking.OUT)
