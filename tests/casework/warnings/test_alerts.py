"""Alerts as tickets: who gets them, what they show, what becomes of them, and what they never reveal."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import access, gate
from casework.errors import Refused
from casework.models import Ticket, Watch
from casework.ticking import tick
from casework.warnings import act, run
from casework.warnings.run import step
from notifications.delivery import deliver
from tests.api.conftest import api as api
from tests.casework.views.conftest import desk as desk
from tests.casework.warnings.parts import HOME, alerts, called, day, looked, rules
from tests.cast import COMMUNITY, STREET, Cast
from workflows.roles import CLOCK


def pattern(cast: Cast, start: float = 0) -> tuple[Ticket, Ticket, Ticket]:
    """Two calls of one household in the community, and the alert about them."""
    first = called(cast, day(start), 1, place_detail=HOME)
    second = called(cast, day(start + 10), 2, place_detail=HOME)
    return first, second, alerts("R1")[-1]


# ── What becomes of it ────────────────────────────────────────────────────────────────────────────────────────────────
def test_dismissed_stays_dismissed_in_its_window(cast: Cast):
    _first, _second, alert = pattern(cast)
    cast.does("mei", alert, "dismiss", now=day(11), ground="same_matter", reason="同一件事的两次来电")
    called(cast, day(20), 3, place_detail=HOME)  # three within ninety days: the graver variant says it anew
    assert rules() == ["R1.30", "R1.90"]
    cast.does("sun", alerts()[-1], "dismiss", now=day(21), ground="known", reason="街道已在跟进")
    called(cast, day(39), 4, place_detail=HOME)
    called(cast, day(109), 5, place_detail=HOME)
    assert rules() == ["R1.30", "R1.90"]
    called(cast, day(110), 6, place_detail=HOME)
    assert rules() == ["R1.30", "R1.90", "R1.90"], "the window of ninety days has passed"


@pytest.mark.parametrize("reason", ["", "无"])
def test_to_dismiss_needs_a_reason(cast: Cast, reason: str):
    _first, _second, alert = pattern(cast)
    with pytest.raises(Refused) as refused:
        cast.does("mei", alert, "dismiss", ground="no_danger", reason=reason)
    assert "reason" in refused.value.errors


def test_to_confirm_may_raise_the_case_it_rests_on(cast: Cast):
    first, _second, alert = pattern(cast)
    alert = cast.does("mei", alert, "confirm", measure="case", case=first.number, risk="orange", found="多次争吵升级")
    assert alert.state == "confirmed" and first.number not in str(alert.data)
    looked(timezone.now())
    raised = Ticket.objects.get(pk=first.pk)
    assert raised.risk == "orange" and raised.events.order_by("-seq").first().actor_id is None


def test_confirming_never_lowers_a_case_and_only_names_one_it_rests_on(cast: Cast):
    _first, second, alert = pattern(cast)
    stranger = called(cast, day(40), 9, category="0404")
    with pytest.raises(Refused) as refused:
        cast.does("mei", alert, "confirm", measure="case", case=stranger.number, risk="orange", found="情况属实")
    assert "does not rest" in refused.value.errors["case"][0]
    with pytest.raises(Refused):
        cast.does("mei", alert, "confirm", measure="case", case="", risk="orange", found="情况属实")
    cast.does("mei", alert, "confirm", measure="case", case=second.number, risk="yellow", found="情况属实")
    looked(timezone.now())
    assert Ticket.objects.get(pk=second.pk).risk == "yellow"


def test_an_alert_that_nobody_decides_goes_up_a_level(cast: Cast):
    _first, _second, alert = pattern(cast)
    while tick(now=day(30)).full:
        pass
    assert Ticket.objects.get(pk=alert.pk).unit_id == STREET


def test_nobody_registers_an_alert_by_hand(cast: Cast):
    data = {"rule": "R1.30", "place": COMMUNITY, "unit": COMMUNITY, "n": 2, "first": "2026-01-01", "last": "2026-01-02"}
    with pytest.raises(Refused) as refused:
        gate.open_ticket("warning", cast.actor("fang"), data)
    assert refused.value.code == "forbidden"


# ── What it never reveals ─────────────────────────────────────────────────────────────────────────────────────────────
def hidden_source(cast: Cast) -> tuple[Ticket, Ticket, Ticket]:
    """One case in the community, one kept from it at the street, and the alert about both."""
    shown = called(cast, day(0), 1, place_detail=HOME)
    kept = called(cast, day(5), 2, place_detail=HOME, community_may_know="no")
    return shown, kept, alerts("R1")[-1]


def test_an_alert_goes_to_the_lowest_unit_that_sees_all_it_rests_on(cast: Cast):
    shown, kept, alert = hidden_source(cast)
    assert (shown.unit_id, kept.unit_id, alert.unit_id) == (COMMUNITY, STREET, STREET)
    for who in ("mei", "cao", "jin", "wei", "xia", "ling", "an"):
        assert not access.tickets(cast.actor(who)).filter(pk=alert.pk).exists(), who


def test_sources_out_of_sight_are_counted_and_not_named(cast: Cast, desk: Callable[..., Client], api):
    shown, kept, alert = hidden_source(cast)
    qiu = desk("qiu")  # mediator of the street: she sees the street's own cases only
    for path in ("/warnings", f"/tickets/{alert.number}"):
        page = qiu.get(path, headers={"accept-language": "en"}).content.decode()
        assert kept.number in page and shown.number not in page, path
        assert "1 case that you cannot see" in page or "1 个您无权查看的案件" in page, path
    for path in (f"tickets/{alert.number}", f"tickets/{alert.number}/events"):
        body = api("qiu").get(path).content.decode()
        assert shown.number not in body and kept.number not in body, path
    page = desk("sun").get("/warnings").content.decode()
    assert kept.number in page and shown.number in page


def test_what_comes_into_hiding_later_is_hidden_too(cast: Cast, desk: Callable[..., Client]):
    first, second, alert = pattern(cast)
    assert first.number in desk("mei").get(f"/tickets/{alert.number}").content.decode()
    cast.does("mei", first, "claim")
    cast.does("mei", first, "escalate_severe", ground="weapon", police="called", facts="持刀")
    page = desk("mei").get(f"/tickets/{alert.number}").content.decode()
    assert first.number not in page and second.number in page


def test_the_message_about_an_alert_names_nothing_else(cast: Cast, mailoutbox):
    first, second, alert = pattern(cast)
    deliver()
    letters = [letter for letter in mailoutbox if alert.number in letter.subject]
    assert letters
    for letter in letters:
        assert first.number not in letter.body + letter.subject and second.number not in letter.body + letter.subject
    told = set(alert.events.first().notifications.values_list("recipient__username", flat=True))
    assert told and told <= {"mei", "hua", "cao"}


def test_whose_area_it_is_not_finds_nothing_by_its_number(cast: Cast, desk: Callable[..., Client]):
    _first, _second, alert = pattern(cast)
    assert desk("wei").get(f"/tickets/{alert.number}").status_code == 404
    assert alert.number not in desk("wei").get("/warnings").content.decode()


# ── The page ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_page_lists_reasons_counts_and_filters(cast: Cast, desk: Callable[..., Client]):
    pattern(cast)
    called(cast, day(50), 7, channel="media")
    fang = desk("fang")
    page = fang.get("/warnings", headers={"accept-language": "en"}).content.decode()
    assert "R1" in page and "R13" in page
    only = fang.get("/warnings?rule=R13").content.decode()
    assert [one.number in only for one in alerts()] == [False, True]
    assert all(one.number not in fang.get("/warnings?state=done").content.decode() for one in alerts())
    assert fang.get("/warnings?rule=R99&level=moon&page=x&risk=green").status_code == 200


def test_the_page_takes_as_many_statements_for_one_alert_as_for_many(cast: Cast, desk: Callable[..., Client]):
    def statements() -> int:
        fang = desk("fang")
        fang.get("/warnings")
        with CaptureQueriesContext(
            connection,
        ) as counted:
            fang.get("/warnings")
        return len(counted)

    pattern(cast)
    one = statements()
    for n in range(6):
        called(cast, day(60 + 40 * n), 20 + n, place_detail=f"院{n}")
        called(cast, day(61 + 40 * n), 40 + n, place_detail=f"院{n}")
    assert len(alerts()) > 5 and statements() == one


# ── The evaluator ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_looking_at_many_events_takes_as_many_statements_as_at_one(cast: Cast):
    def statements(n: int) -> int:
        for one in range(n):
            cast.call(
                now=day(0) + timedelta(days=10 * one),
                phone=f"137{n:04d}{one:04d}",
                category="0404",
                place_detail=f"{n}-{one}",
            )
        with CaptureQueriesContext(connection) as counted:
            assert step(now=day(300)) == n
        return len(counted)

    statements(1)
    assert statements(2) == statements(20)


def test_a_kill_between_what_follows_and_the_mark_loses_and_doubles_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    called(cast, day(0), 1, place_detail=HOME)
    second = cast.call(now=day(1), phone="13800000002", name="乙", place_detail=HOME)

    def killed(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(act, "_alert", killed)  # after the case was raised, before the alert is there
        step(now=day(1))
    assert Ticket.objects.get(pk=second.pk).risk == "blue" and rules() == []
    assert Watch.objects.filter(done_at=None).count() == 1
    assert step(now=day(1)) == 1
    assert Ticket.objects.get(pk=second.pk).risk == "yellow" and rules() == ["R1.30"]
    assert step(now=day(1)) == 0 and rules() == ["R1.30"]


def test_an_event_whose_rules_fail_holds_up_nobody(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    called(cast, day(0), 1, place_detail=HOME)
    bad = cast.call(now=day(1), phone="13800000005", category="0404")
    cast.call(now=day(2), phone="13800000002", name="乙", place_detail=HOME)
    real = run.hits_of

    def sometimes(seen):
        if any(one.case.pk == bad.pk for one in seen):
            raise ValueError("a rule that fails")
        return real(seen)

    monkeypatch.setattr(run, "hits_of", sometimes)
    monkeypatch.setattr(run, "_parked", {})
    assert step(now=day(2)) == 1
    assert rules() == ["R1.30"]
    assert Watch.objects.filter(done_at=None).count() == 1, "it is looked at again later"


def test_an_event_is_watched_in_the_transaction_that_writes_it(cast: Cast):
    ticket = cast.call()
    assert Watch.objects.filter(event__ticket=ticket, done_at=None).count() == 1
    assert access.tickets(CLOCK).filter(pk=ticket.pk).exists()
