"""Works scored by several judges, then ranked: judges named, sheets, standing aside, leaving a work out, the ranking (domain.md §5.7).

Sheets lie with the contest, not with each entry: whoever scores holds the contest's row, so nobody ranks by what another is just
changing. How the ranking comes about stands in `ranking.py`. A type says which state is which in `judged(…)`.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, State, Text, Workflow, action
from workflows.datetexts import joined_lazy
from workflows.forms import MoveForm, PersonField
from workflows.roles import DISTRICT, HANDLERS, SYSTEM, Actor
from workflows.shapes import ranking
from workflows.shapes.frame import long_text, must, numbers, pick
from workflows.shapes.ranking import FINAL, FIRST, OUT
from workflows.standard import ReasonForm

TIES = [
    ("own", _("It is my own work")), ("family", _("Family or relative by marriage")), ("teacher", _("I taught her, or helped with the work")),
    ("other", _("Another relation")),
]  # fmt: skip
STAGES: dict[str, Text] = {FIRST: _("First round"), FINAL: _("Final round"), OUT: _("Left out")}
CRITERIA = {"content": _("Content"), "skill": _("Skill"), "effect": _("Effect")}
OFF = "off"
GROUNDS = [
    ("withdrawn", _("Withdrawn by the author")), ("not_own", _("Not her own work")), ("rules", _("Against the rules of the contest")),
    ("objection", _("An objection was upheld")),
]  # fmt: skip


def limits() -> dict[str, int]:
    """How many judges there are at least, and the weights a form proposes (judging.yaml)."""
    return numbers(Path(__file__).with_suffix(".yaml"))


def score(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100)


class JudgeForm(MoveForm):
    judge = PersonField(label=_("Judge"))


class StepDownForm(MoveForm):
    """One of the judges, also one who has left the unit since: her sheets must not be waited for for ever."""

    judge = PersonField(
        label=_("Judge"),
        error_messages={"invalid_choice": _("This person is no judge of this contest. Choose one of them.")},
    )

    def bound_to(self, case: Any, actor: Actor) -> None:
        asked: Any = self.fields["judge"]
        names = {str(person): name for person, name in asked.choices}
        gone = _("has left the unit (no. {n})")
        asked.choices = pick(
            [(str(one), names.get(str(one)) or format_lazy(gone, n=one)) for one in case.data.get("judges", [])]
        )


class OfEntry(MoveForm):
    """Something about one of the contest's entries: chosen from those that are still in it."""

    entry = forms.ChoiceField(
        label=_("Entry"),
        error_messages={"invalid_choice": _("This entry is not in the running here. Choose from the list.")},
    )
    stages: tuple[str, ...] = (FIRST, FINAL)

    def bound_to(self, case: Any, actor: Actor) -> None:
        found = ranking.entries(case.data, *self.stages).items()
        listed = [(number, f"《{one['work']}》 {number}") for number, one in found if self.is_for(one, actor)]
        self.fields["entry"].choices = pick(listed)  # type: ignore[attr-defined]

    def is_for(self, entry: ranking.Data, actor: Actor) -> bool:
        return True


class OfJudge(OfEntry):
    """What a judge says of an entry of the final round from which he does not stand aside."""

    stages = (FINAL,)

    def is_for(self, entry: ranking.Data, actor: Actor) -> bool:
        return actor.id not in entry["aside"]


class Sheet(MoveForm):
    """What is scored, each criterion out of 100; how much it weighs is for the contest to announce."""

    content = score(_("Content (0–100)"))
    skill = score(_("Skill (0–100)"))
    effect = score(_("Effect (0–100)"))


class SheetForm(Sheet, OfJudge):
    no_tie = must(_("It is not my own work, and I am not related to the author"))
    remarks = long_text(_("Remarks"), required=False)
    private = ("remarks",)


class AsideForm(OfJudge):
    tie = forms.ChoiceField(label=_("What ties me to it"), choices=pick(TIES))


class LeaveOutForm(OfEntry):
    ground = forms.ChoiceField(label=_("Ground"), choices=pick(GROUNDS))
    reason = long_text(_("Reason"))
    private = ("reason",)


class StandsForm(MoveForm):
    """How an entry stands, told by the entry itself. `by`: as the public notice names her; `hands`: who dealt with it below."""

    entry = forms.CharField(label=_("Entry"), max_length=60)
    work = forms.CharField(label=_("Title of the work"), max_length=80)
    stage = forms.ChoiceField(label=_("State"), choices=[*STAGES.items()])
    by = forms.CharField(max_length=40)
    hands = forms.JSONField(required=False)

    def plain_and_private(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The history says what came; who dealt with it and for whom stands in the entry's own."""
        plain, private = super().plain_and_private()
        return {name: plain[name] for name in ("entry", "work", "stage")}, private


def enough_judges(ticket: Any, actor: Actor) -> Text:
    least = limits()["judges_min"]
    if len(ticket.data.get("judges", [])) >= least:
        return ""
    return format_lazy(_("A contest has at least {n} judges. Name them first."), n=least)


def is_judge(ticket: Any, actor: Actor) -> Text:
    return "" if actor.id in ticket.data.get("judges", []) else _("You are not a judge of this contest.")


def not_yet_judge(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    named = entered["judge"] in ticket.data.get("judges", [])
    return {"judge": _("This person is a judge already. Choose somebody else.")} if named else {}


def all_scored(ticket: Any, actor: Actor) -> Text:
    """Guard: nothing is ranked before every entry is judged by all; it names what is missing."""
    if waiting := ranking.entries(ticket.data, FIRST):
        words = _("Still in the first round: {numbers}. Have them judged first.")
        return format_lazy(words, numbers=joined_lazy(waiting))
    if unscored := ranking.missing(ticket.data):
        words = _(
            "Not scored by all judges yet: {numbers}. Have the sheets entered, or name a judge where none is left."
        )
        return format_lazy(words, numbers=joined_lazy(unscored))
    return "" if ranking.entries(ticket.data, FINAL) else _("No entry is left to be ranked. Call the contest off.")


def change(ticket: Any, number: str, **facts: Any) -> None:
    """Write facts of one entry into the contest."""
    entries = ticket.data.get("entries", {})
    ticket.data["entries"] = {**entries, number: {**entries.get(number, {"aside": [], "sheets": {}}), **facts}}


def take_back(ticket: Any) -> None:
    """Prizes given by an earlier ranking are given anew: each goes back to where it was taken from."""
    for number, one in ranking.entries(ticket.data, FINAL, OUT).items():
        if one.get("prize"):
            ticket.book(ticket.number, 1, key=one["prize"], purpose=number)
            change(ticket, number, prize="")


def tell_ranks(ticket: Any) -> None:
    """Each entry learns its rank."""
    take_back(ticket)
    rows = ranking.ranking(ticket.data)
    ticket.data["ranked"] = len(rows)
    for row in rows:
        ticket.move_other(row.number, "ranked", rank=row.rank, among=len(rows), points=row.points)


def judged(before: Iterable[State], judging: State, ranked: State) -> type[Workflow]:
    """The moves of the judging. `before`: states in which judges and entries come in; `ranked` follows the ranking."""
    coming = (*before, judging)

    class Judged(Workflow):
        @action(
            coming, SAME, by=[DISTRICT], label=_("Name a judge"), form=JudgeForm, checks=[not_yet_judge], icon="user"
        )
        def name_judge(self, judge: int) -> None:
            self.data["judges"] = [*self.data.get("judges", []), judge]

        @action(coming, SAME, by=[DISTRICT], label=_("A judge steps down"), form=StepDownForm, icon="back",
                after=_("None of this judge’s sheets counts, so that all entries are judged by the same people."))  # fmt: skip
        def drop_judge(self, judge: int) -> None:
            self.data["judges"] = [one for one in self.data["judges"] if one != judge]

        @action(coming, SAME, by=[SYSTEM], label=_("An entry came, went on or left"), form=StandsForm, icon="note")
        def entry_stands(self, entry: str, stage: str, work: str, by: str, hands: list[int] | None) -> None:
            """Made by the entry's own moves. Who dealt with it below does not score it."""
            change(self, entry, stage=stage, work=work, by=by, aside=hands or [])

        @action([judging], SAME, by=HANDLERS, label=_("Score an entry"), form=SheetForm, guards=[is_judge], icon="note", primary=True,
                after=_("Until the ranking you can score it anew; the later sheet counts."))  # fmt: skip
        def score(self, entry: str, content: int, skill: int, effect: int, **entered: Any) -> None:
            sheet = {"content": content, "skill": skill, "effect": effect}
            change(self, entry, sheets={**self.data["entries"][entry]["sheets"], str(self.actor.id): sheet})

        @action([judging], SAME, by=HANDLERS, label=_("Stand aside from an entry"), form=AsideForm, guards=[is_judge], tell=[tell.HOLDER],
                icon="swap", after=_("The others score it without you."))  # fmt: skip
        def stand_aside(self, entry: str, tie: str) -> None:
            change(self, entry, aside=[*self.data["entries"][entry]["aside"], self.actor.id])

        @action((*coming, ranked), SAME, by=[DISTRICT], label=_("Leave an entry out"), form=LeaveOutForm, tell=[tell.HOLDER], icon="x",
                after=_("The others are ranked without it; prizes given already are given anew."))  # fmt: skip
        def leave_out(self, entry: str, ground: str, reason: str) -> None:
            change(self, entry, stage=OUT)
            self.move_other(entry, "left_out", ground=ground)
            if self.state == ranked.code:
                tell_ranks(self)

        @action([judging], ranked, by=[DISTRICT], label=_("Rank the entries"), guards=[enough_judges, all_scored], tell=[tell.HOLDER], icon="flag",
                after=_("The exact mean of all sheets decides; who has the same mean shares the rank."))  # fmt: skip
        def rank(self) -> None:
            tell_ranks(self)

        @action([ranked], judging, by=[DISTRICT], label=_("Open the judging again"), form=ReasonForm, tell=[tell.HOLDER], icon="back",
                after=_("Sheets can be corrected; the prizes given so far come back."))  # fmt: skip
        def reopen_judging(self, reason: str) -> None:
            take_back(self)

    return Judged
