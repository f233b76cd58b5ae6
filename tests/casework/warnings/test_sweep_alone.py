"""Each of the thirteen rules by what happens and by the daily sweep alone: the same alert, once, and only for a new fact."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from casework.models import Event, Heartbeat, Ticket, Watch
from casework.ticking import tick
from casework.warnings import act, again, run
from casework.warnings.again import BEAT
from casework.warnings.daily import daily
from tests.casework.warnings.parts import HOME, alerts, day, looked, promise, rules
from tests.cast import COMMUNITY, DISTRICT, OTHER_COMMUNITY, SISTER, STREET, Cast
from workflows.warnings.rules import RuleBook, book

VIOLENT = {"category": "0102"}
OTHER = {"other_name": "赵某", "other_phone": "13911112222"}
Told = Callable[[datetime], None]  # what is done after something has happened: the rules look at it, or nobody does


def call(cast: Cast, told: Told, at: float, n: int = 0, **fields: Any) -> Ticket:
    ticket = cast.call(now=day(at), **{"phone": f"138{n:08d}", "name": f"来电人{n}", **fields})
    told(day(at))
    return ticket


def happened(ticket: Ticket, name: str, at: float, **data: Any) -> None:
    """An event of a ticket that the rules are asked to look at."""
    made = Event.objects.filter(ticket=ticket).latest("seq")
    event = Event.objects.create(
        ticket=ticket, seq=made.seq + 100, at=day(at), name=name, to_state=ticket.state, level=1, unit=COMMUNITY, data=data,
        hash=bytes([made.seq]) * 32, prev=made.hash,
    )  # fmt: skip
    Watch.objects.create(event=event)


def household(cast: Cast, told: Told) -> None:
    for n, at in enumerate((0, 40, 80)):
        call(cast, told, at, n, place_detail=HOME, category="0404")


def words(cast: Cast, told: Told) -> None:
    call(cast, told, 0, story="昨晚他又动手打我。")


def words_later(cast: Cast, told: Told) -> None:
    ticket = call(cast, told, 70)
    cast.does("cao", ticket, "record_contact", now=day(73), channel="phone", persons=1, said="他又打我了。")
    told(day(73))


def police(cast: Cast, told: Told) -> None:
    call(cast, told, 60, channel="police", **VIOLENT)


def police_injury(cast: Cast, told: Told) -> None:
    call(cast, told, 60, channel="police", weapon_or_injury="yes", **VIOLENT)


def breach(cast: Cast, told: Told) -> None:
    ticket = cast.call(now=day(0), **VIOLENT)
    Ticket.objects.filter(pk=ticket.pk).update(data={**ticket.data, "order_breaches": 1, "warnings": 2})
    told(day(0))


def harm(cast: Cast, told: Told) -> None:
    visit = promise(cast.call(now=day(0), **VIOLENT), day(0), localdate(day(80)))
    Ticket.objects.filter(pk=visit.pk).update(type="written_warning", data={})
    happened(visit, "record_visit", 60, again="yes")
    told(day(60))


def order_ends(cast: Cast, told: Told) -> None:
    order = promise(cast.call(now=day(0), **VIOLENT), day(0), localdate(day(50)))
    until = localdate(day(90)) + timedelta(days=10)
    Ticket.objects.filter(pk=order.pk).update(type="protection_order", data={"valid_until": until.isoformat()})
    happened(order, "record_result", 90)
    told(day(90))


def instalment(cast: Cast, told: Told) -> None:
    missed = promise(cast.call(now=day(0)), day(0), localdate(day(80)))
    happened(missed, "miss_due", 90)
    told(day(90))


def unsatisfied(cast: Cast, told: Told) -> None:
    case = call(cast, told, 0)
    for at in (50, 60):
        happened(case, "close", at, satisfaction="unsatisfied")
        Ticket.objects.filter(pk=case.pk).update(updated_at=day(at))
        told(day(at))


def respondent(cast: Cast, told: Told) -> None:
    call(cast, told, 0, 1, place_detail=HOME, **OTHER)
    call(cast, told, 50, 3, place=OTHER_COMMUNITY, place_detail="别处", **OTHER)


def divorce(cast: Cast, told: Told) -> None:
    call(cast, told, 0, 1, place_detail=HOME, **VIOLENT)
    call(cast, told, 60, 2, place_detail=HOME, category="0101")


def minor(cast: Cast, told: Told) -> None:
    call(cast, told, 0, dependants="yes", **VIOLENT)


def trend(cast: Cast, told: Told) -> None:
    for n, at in enumerate((84, 86, 88)):
        call(cast, told, at, n, place_detail=f"{n}号院")


def employer(cast: Cast, told: Told) -> None:
    for n, place in enumerate((COMMUNITY, SISTER, OTHER_COMMUNITY)):
        call(
            cast,
            told,
            40 + 20 * n,
            n,
            category="0404",
            employer="金陵某某服饰有限公司",
            place=place,
            place_detail=f"{n}",
        )


def unreachable(cast: Cast, told: Told) -> None:
    case = cast.call(now=day(80), violence_now="yes", **VIOLENT)
    told(day(80))
    cast.does("fang", case, "record_safety_contact", now=day(81), reached="no", way="phone")
    if told is by_event:  # what happens here is that a clock rings
        tick(now=day(84))


def group(cast: Cast, told: Told) -> None:
    call(cast, told, 0, persons=6)


def media(cast: Cast, told: Told) -> None:
    call(cast, told, 0, channel="media")


STORIES: dict[str, Callable[[Cast, Told], None]] = {
    "R1.90": household, "R2": words, "R2.contact": words_later, "R3.1": police, "R3.injury": police_injury,
    "R4.warnings": breach, "R4.harm": harm, "R5": order_ends, "R6": instalment, "R7": unsatisfied, "R8": respondent,
    "R9": divorce, "R10": minor, "R11.community": trend, "R11.employer": employer, "R12": unreachable,
    "R13.group": group, "R13.media": media,
}  # fmt: skip
END = day(91)


def by_event(at: datetime) -> None:
    looked(at)


def nobody(at: datetime) -> None:
    """Nobody looked at what happened: not even a row says that somebody has to."""
    Watch.objects.all().delete()


def swept(at: datetime = END) -> None:
    daily(at)
    again.again(at)


def said(rule: str) -> list[tuple[Any, ...]]:
    """Rule, level, place, unit and count of its alerts, and the levels of the cases they rest on."""
    return [
        (one.category, one.risk, one.place_id, one.unit_id, one.data["n"],
         sorted(Ticket.objects.filter(linked_from__ticket=one).values_list("risk", flat=True)))
        for one in alerts(rule)
    ]  # fmt: skip


def changed(patch: pytest.MonkeyPatch, key: str, **values: Any) -> None:
    """The book with one variant changed, as an edited rules.yaml would give it."""
    edited = RuleBook([replace(rule, **values) if rule.key == key else rule for rule in book()])
    for module in (act, again, run):
        patch.setattr(module, "book", lambda: edited)


def test_every_rule_has_a_story():
    assert {book()[key].rule for key in STORIES} == set(book().groups())


@pytest.mark.parametrize("rule", STORIES)
def test_the_sweep_alone_gives_the_alert_that_the_event_gives_and_gives_it_once(cast: Cast, rule: str):
    with transaction.atomic():
        STORIES[rule](cast, by_event)
        expected = said(rule)
        swept()
        assert said(rule) == expected, "the sweep has nothing to add to what was looked at"
        transaction.set_rollback(True)
    assert len(expected) == 1
    STORIES[rule](cast, nobody)
    assert alerts() == []
    swept()
    assert said(rule) == expected
    every = rules()
    for later in (END, END + timedelta(days=1), END + timedelta(days=2)):
        swept(later)
    assert rules() == every


@pytest.mark.parametrize("rule", STORIES)
def test_what_was_dismissed_does_not_rise_again_without_a_new_fact(cast: Cast, rule: str):
    STORIES[rule](cast, nobody)
    swept()
    for alert in alerts():
        by = "fang" if alert.unit_id == DISTRICT else "sun" if alert.unit_id == STREET else "mei"
        cast.does(by, alert, "dismiss", now=END, ground="known", reason="已在跟进，不需要另行处理")
    every, levels = rules(), list(Ticket.objects.filter(type="rights").order_by("pk").values_list("risk", "version"))
    for n in (1, 2, 30):
        swept(END + timedelta(days=n))
    assert rules() == every
    assert list(Ticket.objects.filter(type="rights").order_by("pk").values_list("risk", "version")) == levels


def test_a_level_that_an_assessor_lowered_is_not_raised_again_by_the_same_fact(cast: Cast):
    police(cast, by_event)
    case = Ticket.objects.get(type="rights")
    Ticket.objects.filter(pk=case.pk).update(risk="blue")
    swept()
    assert Ticket.objects.get(pk=case.pk).risk == "blue"


def test_a_new_fact_after_the_dismissal_is_said(cast: Cast):
    household(cast, nobody)
    swept()
    cast.does("sun", alerts("R1")[0], "dismiss", now=END, ground="known", reason="已在跟进，不需要另行处理")
    for n, at in enumerate((172, 173, 174)):
        call(cast, nobody, at, 20 + n, place_detail=HOME, category="0404")
    swept(day(175))
    assert rules() == ["R1.90", "R1.90"]


def test_what_lies_outside_the_window_today_is_left_alone(cast: Cast):
    household(cast, nobody)
    swept(day(171))
    assert rules() == []


def test_a_changed_threshold_is_found_at_the_next_sweep(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    call(cast, by_event, 84, 1, place_detail="甲")
    call(cast, by_event, 86, 2, place_detail="乙")
    swept()
    assert rules() == []
    changed(monkeypatch, "R11.community", threshold=2)
    swept(END)
    assert rules() == [], "one look a day"
    swept(END + timedelta(days=1))
    assert rules() == ["R11.community"]
    swept(END + timedelta(days=2))
    assert rules() == ["R11.community"]


def test_a_rule_that_looks_after_more_events_since_today_finds_the_old_ones(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    ticket = call(cast, by_event, 60, place_detail=HOME)
    cast.does("cao", ticket, "record_contact", now=day(61), channel="phone", persons=7, said="多人来访。")
    changed(monkeypatch, "R13.group", on=frozenset({"open"}))
    by_event(day(61))
    swept()
    assert alerts("R13") == []
    monkeypatch.undo()
    swept(END + timedelta(days=1))
    assert [one.category for one in alerts("R13")] == ["R13.group"]


def test_the_look_takes_as_many_statements_for_many_tickets_as_for_one(cast: Cast):
    def statements(n: int, at: datetime) -> int:
        for one in range(n):
            call(cast, by_event, 10 * one, 100 * n + one, category="0404", place_detail=f"{n}-{one}")
        with CaptureQueriesContext(connection) as counted:
            again.again(at)
        return len(counted)

    statements(1, END)
    assert statements(2, END + timedelta(days=1)) == statements(9, END + timedelta(days=2))
    assert rules() == []


def test_killed_in_the_middle_it_goes_on_and_says_everything_once(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    household(cast, nobody)
    media(cast, nobody)
    minor(cast, nobody)
    monkeypatch.setattr(again, "TICKETS", 2)
    real, done = act._alert, []

    def killed(*args: Any) -> int:
        if len(done) == 1:
            raise KeyboardInterrupt
        done.append(1)
        return real(*args)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(act, "_alert", killed)
        swept()
    assert rules() == ["R1.90"], "what followed before the kill is there, with how far the look had come"
    swept()
    assert sorted(rules()) == ["R1.90", "R10", "R13.media"]
    every = rules()
    swept()
    assert rules() == every


def test_a_long_look_ends_in_time_and_the_next_sweep_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    media(cast, nobody)
    monkeypatch.setattr(again, "TICKETS", 1)
    again.again(END, seconds=0)
    assert not Heartbeat.objects.filter(name=BEAT).exists()
    assert again.again(END) and rules() == ["R13.media"]
    assert not again.again(END), "the day is done"


def test_a_look_of_yesterday_is_finished_before_a_new_one_begins(cast: Cast):
    media(cast, nobody)
    yesterday = (localdate(END) - timedelta(days=1)).isoformat()
    Heartbeat.objects.create(name=BEAT, at=END, detail={"day": yesterday, "group": "R13"})
    again.again(END)
    assert rules() == ["R13.media"]
    assert Heartbeat.objects.get(name=BEAT).detail["day"] == localdate(END).isoformat()


def test_a_ticket_whose_rules_fail_holds_up_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    media(cast, nobody)
    bad = call(cast, nobody, 1, 8, category="0404")
    media(cast, lambda at: Watch.objects.all().delete())
    real = again.hits_of

    def sometimes(seen: list[Any], *rest: Any) -> list[Any]:
        if any(one.case.pk == bad.pk for one in seen):
            raise ValueError("a rule that fails")
        return real(seen, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(again, "hits_of", sometimes)
        again.again(END)
    assert rules() == ["R13.media", "R13.media"]
    assert Heartbeat.objects.get(name=BEAT).detail["skipped"] > 0
