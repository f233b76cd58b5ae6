"""`manage.py check` refuses an unsound type: one type for each way to break; messages name the file and the remedy."""

from pathlib import Path
from typing import Any

import pytest
from django import forms

from workflows.base import SAME, Kind, State, Workflow, action
from workflows.checks import check_types
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.ladder import Level
from workflows.registry import Registry, registry
from workflows.roles import CADRE, HANDLERS, STREET, Role, Scope
from workflows.soundness import problems

NEW, WORK, DONE = State("new", "New"), State("work", "Work"), State("done", "Done", Kind.END)
POLICIES = ["wo.sign_in"]


class Form(MoveForm):
    place = forms.CharField()


class Sound(Workflow):
    """A sound type; each broken one below changes one thing."""

    slug, prefix, title, plan_chapter = "sound", "SO", "Sound", 8
    states = (NEW, WORK, DONE)
    deadlines = (Deadline("wo.sign_in", starts=("open",)),)
    intake_form = Form
    open_by = (CADRE,)

    @action([NEW], WORK, by=HANDLERS, label="Begin")
    def begin(self) -> None: ...

    @action([WORK], DONE, by=HANDLERS, label="End")
    def finish(self) -> None: ...


class UnreachableState(Sound):
    states = (NEW, WORK, DONE, State("island", "Island", no_clock="nobody gets there"))


class NoWayToAnEnd(Sound):
    PIT = State("pit", "Pit")
    states = (NEW, WORK, DONE, PIT)

    @action([NEW], PIT, by=HANDLERS, label="Fall")
    def fall(self) -> None: ...


class NoEndAtAll(Sound):
    states = (NEW, WORK)

    @action([WORK], NEW, by=HANDLERS, label="Again")
    def finish(self) -> None: ...


class OpenStateWithoutClock(Sound):
    deadlines = (Deadline("wo.sign_in", starts=("open",), stops=("begin",)),)


class ClockOfSomeCasesOnly(Sound):
    deadlines = (Deadline("wo.sign_in", starts=("open",), only="urgent"),)


class ClockStoppedOnAWayRound(Sound):
    """Sound on the straight way; only begin → pause → begin again leaves `work` without a clock."""

    deadlines = (
        Deadline("wo.sign_in", starts=("open",), stops=("rest",)),
        Deadline("wo.sign_in", starts=("rest",), stops=("go_on",)),
    )

    @action([WORK], SAME, by=HANDLERS, label="Rest")
    def rest(self) -> None: ...

    @action([WORK], SAME, by=HANDLERS, label="Go on")
    def go_on(self) -> None: ...


class UnknownRole(Sound):
    STRANGER = Role("stranger", "Stranger", frozenset(Level), Scope.UNIT)

    @action([NEW], WORK, by=[STRANGER], label="Begin")
    def begin(self) -> None: ...


class UnknownRoleOpens(Sound):
    open_by = (UnknownRole.STRANGER,)


class UnknownPolicy(Sound):
    deadlines = (Deadline("wo.sing_in", starts=("open",)),)


class UnknownAudience(Sound):
    @action([NEW], WORK, by=HANDLERS, label="Begin", tell=["everybody"])
    def begin(self) -> None: ...


class UnknownAudienceOnOpen(Sound):
    tell_on_open = ("everybody",)


class NobodyMay(Sound):
    @action([NEW], WORK, by=[], label="Begin")
    def begin(self) -> None: ...


class NobodyMayAtThatLevel(Sound):
    @action([NEW], WORK, by=[STREET], levels=[Level.CITY], label="Begin")
    def begin(self) -> None: ...


class TwoStatesOfOneName(Sound):
    states = (NEW, WORK, DONE, State("work", "Another"))


class MoveNamedLikeATicketsField(Sound):
    @action([NEW], SAME, by=HANDLERS, label="Number")
    def number(self) -> None: ...


class StateNotListed(Sound):
    states = (NEW, DONE)


class ClockWaitsForNoMove(Sound):
    deadlines = (Deadline("wo.sign_in", starts=("open",), stops=("finnish",)),)


class ClockMakesNoMove(Sound):
    deadlines = (Deadline("wo.sign_in", starts=("open",), then="escalate"),)


class CounterTwice(Sound):
    counters = (Counter("n", "N"), Counter("n", "M"))


class CounterOfNoState(Sound):
    counters = (Counter("n", "N", states=(State("island", "Island"),)),)


class ShareOfNothing(Sound):
    counters = (Counter("n", "N", share_of="m"),)


class CounterByNoDay(Sound):
    counters = (Counter("n", "N", by="born"),)  # type: ignore[arg-type]


class MeanOfOneDay(Sound):
    counters = (Counter("n", "N", days_between=("opened",)),)


class PerNothing(Sound):
    counters = (Counter("n", "N", per="m"),)


class MeanOfNoAmount(Sound):
    counters = (Counter("n", "N", mean=True),)


class ShareAndPer(Sound):
    counters = (Counter("m", "M"), Counter("n", "N", share_of="m", per="m"))


class Nameless(Sound):
    slug = ""


BROKEN: tuple[tuple[type[Workflow], str, str], ...] = (
    (UnreachableState, "no move leads to the state 'island'", "Add one or remove the state"),
    (NoWayToAnEnd, "'pit' has no way to an end", "Add a move out of it"),
    (NoEndAtAll, "no state is an end", "kind=Kind.END"),
    (OpenStateWithoutClock, "'work' can stand without a clock (after open → begin)", "no_clock="),
    (ClockOfSomeCasesOnly, "'new' can stand without a clock (after open)", "no_clock="),
    (ClockStoppedOnAWayRound, "'work' can stand without a clock (after open → begin → rest → go_on)", "no_clock="),
    (UnknownRole, "unknown role 'stranger'", "workflows/roles.py"),
    (UnknownRoleOpens, "unknown role 'stranger'", "workflows/roles.py"),
    (UnknownPolicy, "'wo.sing_in' is not a key", "Add it or correct it"),
    (UnknownAudience, "unknown audience 'everybody'", "workflows/audiences.py"),
    (UnknownAudienceOnOpen, "unknown audience 'everybody'", "workflows/audiences.py"),
    (NobodyMay, "nobody may make the move `begin`", "Give it `by=` roles"),
    (NobodyMayAtThatLevel, "nobody may make the move `begin`", "Give it `by=` roles"),
    (TwoStatesOfOneName, "two states are called 'work'", "Rename one"),
    (MoveNamedLikeATicketsField, "`number` has the name of something a Ticket already has", "Rename the method"),
    (StateNotListed, "uses the state 'work', which is not in `states`", "Add it there"),
    (ClockWaitsForNoMove, "waits for the move `finnish`", "Correct it"),
    (ClockMakesNoMove, "makes the move `escalate`", "Write it"),
    (Nameless, "it has no `slug`", "Give it one"),
    (CounterTwice, "stands twice", "Rename one"),
    (CounterOfNoState, "names the state 'island'", "Add or correct it"),
    (ShareOfNothing, "is a share of 'm'", "Correct it"),
    (CounterByNoDay, "counts by 'born'", "Write `opened` or `closed`"),
    (MeanOfOneDay, "needs two days", "Correct it"),
    (PerNothing, "is a share of 'm'", "Correct it"),
    (MeanOfNoAmount, "is the mean of an `amount`", "Correct it"),
    (ShareAndPer, "has both `share_of` and `per`", "Take one away"),
)


def messages(workflow: type[Workflow]) -> list[str]:
    return problems(workflow, POLICIES, {"number"})


def test_a_sound_type_has_no_problems() -> None:
    assert messages(Sound) == []


@pytest.mark.parametrize(("broken", "problem", "remedy"), BROKEN, ids=lambda part: getattr(part, "__name__", ""))
def test_a_type_broken_in_one_way_is_told_so_with_the_remedy(broken: Any, problem: str, remedy: str) -> None:
    found = messages(broken)
    assert any(problem in message and remedy in message for message in found), found


def test_an_open_state_may_say_why_it_has_no_clock() -> None:
    class Excused(Sound):
        WORK = State("work", "Work", no_clock="The donor decides when.")
        states = (NEW, WORK, DONE)
        deadlines = OpenStateWithoutClock.deadlines

        @action([NEW], WORK, by=HANDLERS, label="Begin")
        def begin(self) -> None: ...

        @action([WORK], DONE, by=HANDLERS, label="End")
        def finish(self) -> None: ...

    assert messages(Excused) == []


def test_the_check_names_the_file_and_the_type() -> None:
    types = Registry()
    types.register(UnreachableState)
    (error,) = check_types(types)
    assert f"{Path(__file__).name}:" in error.msg
    assert "ticket type 'sound'" in error.msg
    assert error.id == "workflows.E001"


def test_every_type_shipped_is_sound() -> None:
    assert check_types(registry) == []
