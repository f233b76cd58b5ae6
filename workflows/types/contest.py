"""A contest (比赛、征集): announced, entered, scored and ranked, on public notice, its prizes confirmed (domain.md §5.7 T7b).

Prizes follow the ranking, rank by rank; each kind is an account that cannot be overdrawn. Until the notice hangs nobody has a prize.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, action
from workflows.chapter_forms import contest as ask
from workflows.counters import Counter
from workflows.datetexts import day_text
from workflows.deadlines import Deadline
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import DISTRICT, SYSTEM
from workflows.shapes import notice, ranking
from workflows.shapes.frame import ChapterType, hand, other_eyes
from workflows.shapes.judging import CRITERIA, OFF, enough_judges, judged
from workflows.shapes.notice import PUBLIC, noticed, put_up
from workflows.shapes.prizes import PRIZES, prized, some_prize
from workflows.shapes.sign_up import day_after
from workflows.standard import ReasonForm, assignment, notes

PLANNED = State("planned", _("To be announced"))
ENTRIES = State("entries", _("Open for entries"))
JUDGING = State("judging", _("Being judged"))
RANKED = State("ranked", _("Ranked, prizes are given"))
CONFIRM = State("confirm", _("Prizes to be confirmed"))
CLOSED = State("closed", _("Closed"), Kind.END)
CANCELLED = State("cancelled", _("Called off"), Kind.END)
BEFORE_NOTICE = (PLANNED, ENTRIES, JUDGING, RANKED)
TAKES_ENTRIES = (ENTRIES.code, JUDGING.code)  # what came in time may pass its first round while others are judged


@register
class Contest(
    assignment((*BEFORE_NOTICE, CONFIRM)), judged((PLANNED, ENTRIES), JUDGING, RANKED), prized(BEFORE_NOTICE, RANKED), noticed(CONFIRM, RANKED), notes((*BEFORE_NOTICE, CONFIRM)), ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "contest", "BS", _("Contest"), 7
    states = (PLANNED, ENTRIES, JUDGING, RANKED, PUBLIC, CONFIRM, CLOSED, CANCELLED)
    open_by, starts_at, tell_on_open, shared = (DISTRICT,), Level.DISTRICT, (), TAKES_ENTRIES
    kept = ("called", "kind", "entries_until", *PRIZES)
    intake_form = ask.ContestForm
    deadlines = (
        Deadline("ct.announce", starts=("open",), stops=(ENTRIES,)), Deadline("ct.judge", starts=(JUDGING,), stops=(RANKED,), each=True),
        Deadline("ct.entries", starts=("announce", "move_last_day"), stops=(JUDGING, "move_last_day"), until="entries_over_on", then="entries_over",
                 each=True, title=_("Last day for entries")),
        Deadline("ct.prize", starts=(RANKED,), stops=(PUBLIC,), each=True), *notice.DEADLINES, Deadline("ct.confirm", starts=(CONFIRM,)),
    )  # fmt: skip
    counters = (
        Counter("contests", _("Contests")), Counter("closed", _("Closed with prizes"), states=(CLOSED,), share_of="contests"),
        Counter("ranked", _("Works ranked"), amount="ranked"), Counter("prizes", _("Awarded"), amount="prizes", share_of="ranked"),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        for prize in PRIZES:
            ticket.open_account("quota", cleaned[prize], key=prize)
        ticket.data["weights"] = {name: cleaned[name] for name in CRITERIA}
        ticket.data["entries_over_on"] = day_after(cleaned["entries_until"])
        return super().opened(ticket, cleaned)

    @classmethod
    def offered_as(cls, ticket: Any) -> list[tuple[Text, Text]]:
        last = date.fromisoformat(ticket.data["entries_until"])
        return [(_("Contest"), ticket.data["called"]), (_("Last day for entries"), day_text(last))]

    @classmethod
    def notice_lines(cls, ticket: Any) -> list[tuple[Text, str]]:
        known = ticket.data["entries"]
        lines = [(PRIZES[one.prize], f"《{known[one.number]['work']}》 {known[one.number]['by']}") for one in ranking.ranking(ticket.data) if one.prize]  # fmt: skip
        return [(_("Contest"), ticket.data["called"]), *lines]

    @action([PLANNED], ENTRIES, by=[DISTRICT], label=_("Announce it"), guards=[enough_judges, ask.not_over], tell=[tell.UNIT], icon="play", primary=True,
            after=_("Streets and communities enter works until the last day; the judging begins by itself."))  # fmt: skip
    def announce(self) -> None:
        """Criteria, weights, last day, judges and prizes stand."""

    @action(
        [PLANNED],
        SAME,
        by=[DISTRICT],
        label=_("Correct the last day"),
        form=ask.LaterForm,
        checks=[ask.still_to_come],
        icon="clock",
    )
    def correct_last_day(self, on: date, reason: str) -> None:
        self.data.update(entries_until=on.isoformat(), entries_over_on=day_after(on))

    @action([ENTRIES], SAME, by=[DISTRICT], label=_("Move the last day"), form=ask.LaterForm, checks=[ask.still_to_come], tell=[tell.UNIT], icon="clock")  # fmt: skip
    def move_last_day(self, on: date, reason: str) -> None:
        self.data.update(entries_until=on.isoformat(), entries_over_on=day_after(on))

    @action([ENTRIES], JUDGING, by=[SYSTEM], label=_("The time for entries is over"), tell=[tell.HOLDER, tell.UNIT], icon="clock")  # fmt: skip
    def entries_over(self) -> None:
        """The judges begin."""

    @action([RANKED], PUBLIC, by=[DISTRICT], label=_("Put the result on public notice"), guards=[some_prize], tell=[tell.UNIT], icon="check",
            after=_("Who has no prize by now gets none."))  # fmt: skip
    def publish_result(self) -> None:
        self.data["hands"] = []
        hand(self)  # who answers for the list as it hangs; an objection to it and the prizes are for somebody else
        put_up(self)

    @classmethod
    def notice_failed(cls, ticket: Any) -> None:
        """What was upheld is met by leaving the entry out or by judging again; then the result hangs anew."""
        notice.settle(ticket)

    @action([CONFIRM], CLOSED, by=[DISTRICT], label=_("Confirm the prizes"), guards=[other_eyes], tell=[tell.SUPERVISORS], icon="check",
            primary=True, after=_("Each entry is told its prize, or that it has none."))  # fmt: skip
    def confirm_prizes(self) -> None:
        given = ranking.ranking(self.data)
        self.data["prizes"] = sum(bool(one.prize) for one in given)
        for one in given:
            self.move_other(one.number, "decided", prize=one.prize)

    @action(BEFORE_NOTICE, CANCELLED, by=[DISTRICT], label=_("Call the contest off"), form=ReasonForm, tell=[tell.UNIT], icon="x",
            after=_("Its entries end with it, and whoever brought them is told."))  # fmt: skip
    def call_off(self, reason: str) -> None:
        for number in ranking.entries(self.data, ranking.FIRST, ranking.FINAL):
            self.move_other(number, "left_out", ground=OFF)
