"""A contest (比赛、征集): announced, entered, scored by several judges, ranked, on public notice, its prizes confirmed (domain.md §5.7 T7b).

Sheets and prizes lie here, not with each entry: whoever scores or gives a prize holds the contest's row, so nobody ranks by what
another is just changing. Each kind of prize is an account that cannot be overdrawn. The ranking is `shapes/ranking.py`.
"""

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, action
from workflows.chapter_forms import contest as ask
from workflows.counters import Counter
from workflows.datetexts import day_text
from workflows.deadlines import Deadline
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import DISTRICT, HANDLERS, SYSTEM, Actor
from workflows.shapes import notice, ranking
from workflows.shapes.frame import ChapterType, hand, other_eyes
from workflows.shapes.notice import PUBLIC, noticed, put_up
from workflows.shapes.ranking import FINAL, FIRST, OUT
from workflows.shapes.sign_up import day_after
from workflows.standard import ReasonForm, assignment, notes
from workflows.types.culture_activity import KINDS

PLANNED = State("planned", _("To be announced"))
ENTRIES = State("entries", _("Open for entries"))
JUDGING = State("judging", _("Being judged"))
RANKED = State("ranked", _("Ranked, prizes are given"))
CONFIRM = State("confirm", _("Prizes to be confirmed"))
CLOSED = State("closed", _("Closed"), Kind.END)
CANCELLED = State("cancelled", _("Called off"), Kind.END)
BEFORE_NOTICE = (PLANNED, ENTRIES, JUDGING, RANKED)
TAKES_ENTRIES = (ENTRIES.code, JUDGING.code)  # one that came in time may pass its first round while others are judged
PLACE = {prize: at for at, (prize, _title) in enumerate(ask.PRIZES)}  # 0 = the highest


def enough_judges(ticket: Any, actor: Actor) -> Text:
    least = ask.limits()["judges_min"]
    if len(ticket.data.get("judges", [])) >= least:
        return ""
    return format_lazy(_("A contest has at least {n} judges. Name them first."), n=least)


def is_judge(ticket: Any, actor: Actor) -> Text:
    return "" if actor.id in ticket.data.get("judges", []) else _("You are not a judge of this contest.")


def not_yet_judge(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    named = entered["judge"] in ticket.data.get("judges", [])
    return {"judge": _("This person is a judge already. Choose somebody else.")} if named else {}


def a_judge(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    named = entered["judge"] in ticket.data.get("judges", [])
    return {} if named else {"judge": _("This person is no judge of this contest. Choose one of them.")}


def all_scored(ticket: Any, actor: Actor) -> Text:
    """Guard: nothing is ranked before every entry is judged by all; it names what is missing."""
    if waiting := ranking.entries(ticket.data, FIRST):
        return format_lazy(
            _("Still in the first round: {numbers}. Have them judged first."), numbers="、".join(waiting)
        )
    if unscored := ranking.missing(ticket.data):
        return format_lazy(_("Not scored by all judges yet: {numbers}. Have the sheets entered, or name a further judge."), numbers="、".join(unscored))  # fmt: skip
    return "" if ranking.entries(ticket.data, FINAL) else _("No entry is left to be ranked. Call the contest off.")


def in_turn(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check: prizes go down the ranking, rank by rank; who shares a rank gets the same."""
    due = ranking.next_rank(ticket.data)
    if entered["rank"] != due:
        return {"rank": format_lazy(_("Prizes follow the ranking. Rank {n} is next."), n=due) if due else _("Every entry has its prize already. Publish the result.")}  # fmt: skip
    given = [PLACE[one.prize] for one in ranking.ranking(ticket.data) if one.prize]
    if PLACE[entered["prize"]] < max(given, default=0):
        return {"prize": _("A better rank has a lower prize. Choose the same prize or a lower one.")}
    return {}


def some_prize(ticket: Any, actor: Actor) -> Text:
    given = any(one.get("prize") for one in ranking.entries(ticket.data, FINAL).values())
    return "" if given else _("No prize is given yet. Give the first rank its prize.")


def change(ticket: Any, number: str, **facts: Any) -> None:
    entries = ticket.data.get("entries", {})
    ticket.data["entries"] = {**entries, number: {**entries.get(number, {"aside": [], "sheets": {}}), **facts}}


def tell_ranks(ticket: Any) -> None:
    """Each entry learns its rank; prizes given by an earlier ranking come back and are given anew."""
    for number, one in ranking.entries(ticket.data, FINAL, OUT).items():
        if one.get("prize"):
            ticket.book(ticket.number, 1, key=one["prize"], purpose=number)
            change(ticket, number, prize="")
    rows = ranking.ranking(ticket.data)
    for row in rows:
        ticket.move_other(row.number, "ranked", rank=row.rank, among=len(rows), points=row.points)


@register
class Contest(
    assignment((*BEFORE_NOTICE, CONFIRM)), noticed(CONFIRM, RANKED), notes((*BEFORE_NOTICE, CONFIRM)), ChapterType
):
    slug, prefix, title, plan_chapter = "contest", "BS", _("Contest"), 7
    states = (PLANNED, ENTRIES, JUDGING, RANKED, PUBLIC, CONFIRM, CLOSED, CANCELLED)
    open_by, starts_at, tell_on_open, shared = (DISTRICT,), Level.DISTRICT, (), TAKES_ENTRIES
    kept = ("called", "kind", "entries_until", *PLACE)
    intake_form = ask.ContestForm
    deadlines = (
        Deadline("ct.announce", starts=("open",), stops=(ENTRIES,)), Deadline("ct.judge", starts=(JUDGING,), stops=(RANKED,)),
        Deadline("ct.entries", starts=("announce", "move_last_day"), stops=(JUDGING, "move_last_day"), until="entries_over_on", then="entries_over",
                 each=True, title=_("Last day for entries")),
        Deadline("ct.prize", starts=(RANKED,), stops=(PUBLIC,), each=True), *notice.DEADLINES, Deadline("ct.confirm", starts=(CONFIRM,)),
    )  # fmt: skip
    counters = (
        Counter("contests", _("Contests")), Counter("closed", _("Closed with prizes"), states=(CLOSED,), share_of="contests"),
        Counter("ranked", _("Works ranked"), amount="ranked"), Counter("prizes", _("Prizes"), amount="prizes", share_of="ranked"),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        for prize in PLACE:
            ticket.open_account("quota", cleaned[prize], key=prize)
        ticket.data["weights"] = {name: cleaned[name] for name, _title in ask.CRITERIA}
        ticket.data["entries_over_on"] = day_after(cleaned["entries_until"])
        return super().opened(ticket, cleaned)

    @classmethod
    def offered_as(cls, ticket: Any) -> list[tuple[Text, Text]]:
        last = date.fromisoformat(ticket.data["entries_until"])
        return [
            (_("Contest"), ticket.data["called"]),
            (_("Kind"), dict(KINDS)[ticket.data["kind"]]),
            (_("Last day for entries"), day_text(last)),
        ]

    @classmethod
    def notice_lines(cls, ticket: Any) -> list[tuple[Text, str]]:
        found = ranking.ranking(ticket.data)
        works = {one.number: ticket.data["entries"][one.number] for one in found}
        lines = [
            (dict(ask.PRIZES)[one.prize], f"《{works[one.number]['work']}》 {works[one.number]['by']}")
            for one in found
            if one.prize
        ]
        return [(_("Contest"), ticket.data["called"]), *lines]

    @action(
        [PLANNED, ENTRIES, JUDGING],
        SAME,
        by=[DISTRICT],
        label=_("Name a judge"),
        form=ask.JudgeForm,
        checks=[not_yet_judge],
        icon="user",
    )
    def name_judge(self, judge: int) -> None:
        self.data["judges"] = [*self.data.get("judges", []), judge]

    @action([PLANNED, ENTRIES, JUDGING], SAME, by=[DISTRICT], label=_("A judge steps down"), form=ask.JudgeForm, checks=[a_judge], icon="back",
            after=_("None of this judge’s sheets counts, so that all entries are judged by the same people."))  # fmt: skip
    def drop_judge(self, judge: int) -> None:
        self.data["judges"] = [one for one in self.data["judges"] if one != judge]

    @action([PLANNED], ENTRIES, by=[DISTRICT], label=_("Announce it"), guards=[enough_judges], tell=[tell.UNIT], icon="play", primary=True,
            after=_("Streets and communities enter works until the last day; the judging begins by itself."))  # fmt: skip
    def announce(self) -> None:
        """Criteria, weights, last day, judges and prizes stand."""

    @action(
        [ENTRIES], SAME, by=[DISTRICT], label=_("Move the last day"), form=ask.LaterForm, tell=[tell.UNIT], icon="clock"
    )
    def move_last_day(self, on: date, reason: str) -> None:
        self.data.update(entries_until=on.isoformat(), entries_over_on=day_after(on))

    @action(
        [ENTRIES, JUDGING],
        SAME,
        by=[SYSTEM],
        label=_("An entry came, went on or left"),
        form=ask.EnteredForm,
        icon="note",
    )
    def entry_stands(self, entry: str, stage: str, work: str, by: str, hands: list[int] | None) -> None:
        """Made by the entry's own moves. Who dealt with it below does not score it."""
        change(self, entry, stage=stage, work=work, by=by, aside=hands or [])

    @action(
        [ENTRIES],
        JUDGING,
        by=[SYSTEM],
        label=_("The time for entries is over"),
        tell=[tell.HOLDER, tell.UNIT],
        icon="clock",
    )
    def entries_over(self) -> None:
        """The judges begin."""

    @action([JUDGING], SAME, by=HANDLERS, label=_("Score an entry"), form=ask.SheetForm, guards=[is_judge], icon="note", primary=True,
            after=_("Until the ranking you can score it anew; the later sheet counts."))  # fmt: skip
    def score(self, entry: str, content: int, skill: int, effect: int, **entered: Any) -> None:
        sheet = {"content": content, "skill": skill, "effect": effect}
        change(self, entry, sheets={**self.data["entries"][entry]["sheets"], str(self.actor.id): sheet})

    @action([JUDGING], SAME, by=HANDLERS, label=_("Stand aside from an entry"), form=ask.AsideForm, guards=[is_judge], tell=[tell.HOLDER],
            icon="swap", after=_("The others score it without you."))  # fmt: skip
    def stand_aside(self, entry: str, tie: str) -> None:
        change(self, entry, aside=[*self.data["entries"][entry]["aside"], self.actor.id])

    @action([ENTRIES, JUDGING, RANKED], SAME, by=[DISTRICT], label=_("Leave an entry out"), form=ask.LeaveOutForm, tell=[tell.HOLDER], icon="x",
            after=_("The others are ranked without it; prizes given already are given anew."))  # fmt: skip
    def leave_out(self, entry: str, ground: str, reason: str) -> None:
        change(self, entry, stage=OUT)
        self.move_other(entry, "left_out", ground=ground)
        if self.state == RANKED.code:
            tell_ranks(self)

    @action([JUDGING], RANKED, by=[DISTRICT], label=_("Rank the entries"), guards=[enough_judges, all_scored], tell=[tell.HOLDER], icon="flag",
            after=_("The exact mean of all sheets decides; who has the same mean shares the rank."))  # fmt: skip
    def rank(self) -> None:
        self.data["ranked"] = len(ranking.ranking(self.data))
        tell_ranks(self)

    @action([RANKED], SAME, by=[DISTRICT], label=_("Give a rank its prize"), form=ask.PrizeForm, checks=[in_turn], icon="gift", primary=True,
            after=_("Everybody who shares the rank gets it, out of the prizes there are."))  # fmt: skip
    def give_prize(self, rank: int, prize: str) -> None:
        hand(self)
        winners = [one.number for one in ranking.ranking(self.data) if one.rank == rank]
        self.book(self.number, -len(winners), key=prize, purpose=f"rank {rank}")
        for number in winners:
            change(self, number, prize=prize)

    @action(BEFORE_NOTICE, SAME, by=[DISTRICT], label=_("More prizes"), form=ask.MoreForm, icon="note")
    def more_prizes(self, prize: str, more: int, reason: str) -> None:
        self.book(self.number, more, key=prize, purpose="more")

    @action([RANKED], PUBLIC, by=[DISTRICT], label=_("Put the result on public notice"), guards=[some_prize], tell=[tell.UNIT], icon="check",
            after=_("Who has no prize by now gets none."))  # fmt: skip
    def publish_result(self) -> None:
        put_up(self)

    @classmethod
    def notice_failed(cls, ticket: Any) -> None:
        """What was upheld is met by leaving the entry out or giving the prizes anew; the next notice is objected to anew."""
        notice.settle(ticket)

    @action([CONFIRM], CLOSED, by=[DISTRICT], label=_("Confirm the prizes"), guards=[other_eyes], tell=[tell.SUPERVISORS], icon="check",
            primary=True, after=_("Each entry is told its prize, or that it has none."))  # fmt: skip
    def confirm_prizes(self) -> None:
        given = ranking.ranking(self.data)
        self.data["prizes"] = sum(bool(one.prize) for one in given)
        for one in given:
            self.move_other(one.number, "decided", prize=one.prize)

    @action(BEFORE_NOTICE, CANCELLED, by=[DISTRICT], label=_("Call it off"), form=ReasonForm, tell=[tell.UNIT], icon="x",
            after=_("Its entries end with it, and whoever brought them is told."))  # fmt: skip
    def call_off(self, reason: str) -> None:
        for number in ranking.entries(self.data, FIRST, FINAL):
            self.move_other(number, "left_out", ground="off")
