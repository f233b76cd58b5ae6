"""Calendar, office hours and district amounts in the administration: checked, signed, and followed by the open clocks."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client

from casework import calendars
from casework.models import CalendarDay, CalendarYear, Clock, Event, OfficeHours, PolicyOverride, Redating, Ticket
from casework.redating import edit_hours, preview_hours, step
from tests.cast import DISTRICT, STREET, Cast

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)  # 17:00 in Nanjing
OWN = {"district": DISTRICT, "key": "wo.sign_in", "amount": "3", "valid_from": "2026-11-23", "reason": "人手不足"}
HOURS = {"mon": [["09:00", "11:30"], ["13:30", "17:00"]]}


@pytest.fixture
def an(cast: Cast, client: Client) -> Client:
    client.force_login(cast.an)
    return client


def send(client: Client, table: str, **form: Any) -> Any:
    return client.post(f"/admin/casework/{table}/add/", form)


def finish() -> None:
    Redating.objects.update(created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    while step():
        pass


def sign_in(ticket: Ticket) -> Clock:
    return Clock.objects.get(ticket=ticket, key="wo.sign_in")


def test_all_of_it_is_listed(cast: Cast, an: Client) -> None:
    for table in ("calendarday", "calendaryear", "officehours", "policyoverride", "redating"):
        assert an.get(f"/admin/casework/{table}/").status_code == 200
    assert an.get("/admin/casework/redating/add/").status_code == 403


# ── A district's own amount ───────────────────────────────────────────────────────────────────────────────────────────
def test_an_amount_is_signed_by_who_is_signed_in_and_the_clocks_follow(cast: Cast, an: Client) -> None:
    ticket = cast.call(now=MONDAY)
    assert send(an, "policyoverride", **OWN).status_code == 302
    own = PolicyOverride.objects.get()
    assert (own.decided_by, own.reason, own.amount) == (cast.an, "人手不足", 3)
    finish()
    assert sign_in(ticket).due_at == dt.datetime(2026, 11, 26, 16, tzinfo=dt.UTC)
    assert ticket.events.get(name="redate").data["reason"] == "人手不足"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"key": "xf.handle", "amount": "61"}, "amount"),
        ({"key": "xf.review_request", "amount": "29"}, "amount"),
        ({"key": "lab.sue", "amount": "16"}, "amount"),
        ({"key": "fu.mediated"}, "amount"),
        ({"key": "no.rule"}, "key"),
        ({"district": STREET}, "district"),
        ({"reason": ""}, "reason"),
    ],
)
def test_never_below_what_a_law_allows(cast: Cast, an: Client, changed: dict[str, str], field: str) -> None:
    page = send(an, "policyoverride", **{**OWN, **changed})
    assert page.status_code == 200
    assert field in page.context["adminform"].form.errors
    assert not PolicyOverride.objects.exists()
    assert not Redating.objects.exists()


def test_a_second_amount_from_the_same_day_is_refused(cast: Cast, an: Client) -> None:
    send(an, "policyoverride", **OWN)
    assert send(an, "policyoverride", **{**OWN, "amount": "2"}).status_code == 200
    assert PolicyOverride.objects.get().amount == 3


def test_changing_an_amount_moves_the_clocks_again_and_keeps_its_rule(cast: Cast, an: Client) -> None:
    ticket = cast.call(now=MONDAY)
    send(an, "policyoverride", **OWN)
    finish()
    page = f"/admin/casework/policyoverride/{PolicyOverride.objects.get().pk}/change/"
    assert an.post(page, {"amount": "2", "reason": "人员到位", "key": "xf.handle"}).status_code == 302
    finish()
    own = PolicyOverride.objects.get()
    assert (own.key, own.amount) == ("wo.sign_in", 2)
    assert sign_in(ticket).due_at == dt.datetime(2026, 11, 25, 16, tzinfo=dt.UTC)
    assert [event.data["reason"] for event in ticket.events.filter(name="redate").order_by("seq")] == [
        "人手不足",
        "人员到位",
    ]


# ── Calendar ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_day_off_moves_the_clocks(cast: Cast, an: Client) -> None:
    ticket = cast.call(now=MONDAY)
    before = sign_in(ticket).due_at
    day = {"date": "2026-11-24", "kind": "local_off", "name": "停工", "source": "", "reason": "防汛"}
    assert send(an, "calendarday", **day).status_code == 302
    assert CalendarDay.objects.filter(date="2026-11-24").exists()
    assert Redating.objects.get().decided_by == cast.an
    finish()
    assert sign_in(ticket).due_at == before + dt.timedelta(days=1)


def test_every_edit_says_why(cast: Cast, an: Client) -> None:
    day = {"date": "2026-11-24", "kind": "local_off", "name": "", "source": "", "reason": ""}
    assert send(an, "calendarday", **day).status_code == 200
    assert not Redating.objects.exists()


def test_a_year_is_confirmed_and_a_mistake_taken_back(cast: Cast, an: Client) -> None:
    page = "/admin/casework/calendaryear/2026/change/"
    assert CalendarYear.objects.get(year=2026).confirmed
    assert an.post(page, {"reason": "误确认"}).status_code == 302
    assert not CalendarYear.objects.get(year=2026).confirmed
    assert an.post(page, {"confirmed": "on", "reason": "通知已核对"}).status_code == 302
    assert CalendarYear.objects.get(year=2026).confirmed
    assert Redating.objects.count() == 2


# ── Office hours ──────────────────────────────────────────────────────────────────────────────────────────────────────
def hours(client: Client, value: Any, **changes: str) -> Any:
    text = value if isinstance(value, str) else json.dumps(value)
    form = {"unit": STREET, "hours": text, "time_zone": "Asia/Urumqi", "reason": "夏季作息"}
    return send(client, "officehours", **{**form, **changes})


def test_several_intervals_a_day_in_any_time_zone(cast: Cast, an: Client) -> None:
    assert hours(an, HOURS).status_code == 302
    calendars.forget()
    office = calendars.office(f"{STREET}001")
    assert office.tz.key == "Asia/Urumqi"
    assert office.hours[0] == ((32_400, 41_400), (48_600, 61_200))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("[]", "weekday"),
        ({"monday": [["09:00", "12:00"]]}, "“monday” is no weekday"),
        ({"mon": ["09:00", "12:00"]}, "pairs of times"),
        ({"mon": [["9", "12:00"]]}, "not a time"),
        ({"mon": [["09:00", "24:01"]]}, "not a time"),
        ({"mon": [["09:60", "12:00"]]}, "not a time"),
        ({"mon": [["22:00", "06:00"]]}, "ends before it begins"),
        ({"mon": [["09:00", "12:00"], ["11:00", "13:00"]]}, "overlap"),
        ({"mon": []}, "never open"),
        ({}, "required|never open"),
        ("{", "JSON"),
    ],
)
def test_wrong_hours_are_told_in_a_sentence(cast: Cast, an: Client, value: Any, said: str) -> None:
    an.cookies["django_language"] = "en"
    page = hours(an, value)
    assert page.status_code == 200
    errors = " ".join(page.context["adminform"].form.errors["hours"])
    assert any(words in errors for words in said.split("|")), errors
    assert not OfficeHours.objects.exists()


@pytest.mark.parametrize("zone", ["Asia/Nanjing", "../etc/passwd", "", "/", "Asia"])
def test_a_time_zone_must_exist(cast: Cast, an: Client, zone: str) -> None:
    page = hours(an, HOURS, time_zone=zone)
    assert page.status_code == 200
    assert "time_zone" in page.context["adminform"].form.errors


def test_other_hours_are_another_version_of_the_calendar(cast: Cast) -> None:
    first = calendars.current().version
    office = OfficeHours(unit_id=STREET, hours=HOURS)
    edit_hours(None, "夏季作息", office)
    second = calendars.current().version
    office.hours = {"tue": HOURS["mon"]}
    edit_hours(None, "冬季作息", office)
    assert len({first, second, calendars.current().version}) == 3
    OfficeHours.objects.all().delete()
    calendars.forget()
    assert calendars.current().version == first


def test_an_edit_of_the_hours_moves_reminders_and_not_the_limit_in_days(cast: Cast) -> None:
    ticket = cast.call(now=MONDAY)
    cast.does("mei", ticket, "claim", now=MONDAY)
    cast.does("mei", ticket, "accept", track="hotline", notice="oral", now=MONDAY)
    order = Clock.objects.get(ticket=ticket, key="wo.complaint")
    due, reminded = order.due_at, order.rungs[0]
    late = {day: [["15:00", "16:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    edit_hours(cast.an.pk, "下午接待", OfficeHours(unit_id=STREET, hours=late))
    finish()
    order.refresh_from_db()
    assert order.due_at == due
    assert order.rungs[0][0] == reminded[0] and order.rungs[0][2] != reminded[2]
    at = dt.datetime.fromtimestamp(order.rungs[0][2], dt.UTC) + dt.timedelta(hours=8)
    assert at.hour == 15 or (at.hour, at.minute) == (16, 0), "within the new office hours"
    assert order.calendar == calendars.current().version
    assert not Event.objects.filter(ticket=ticket, name="redate").exists(), "no date moved"


def test_an_edit_of_the_hours_moves_a_budget_in_minutes(cast: Cast) -> None:
    ticket = cast.call(now=dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC))  # 09:00
    clock = sign_in(ticket)
    clock.budget = {**clock.budget, "amount": 60, "unit": "minutes"}
    clock.save()
    noon = {"mon": [["12:00", "18:00"]]}
    shown = preview_hours(OfficeHours(unit_id=STREET, hours=noon))
    assert [(shift.number, shift.new.hour) for shift in shown.shifts] == [(ticket.number, 5)], "13:00 in Nanjing"
    edit_hours(cast.an.pk, "只在下午办公", OfficeHours(unit_id=STREET, hours=noon))
    finish()
    clock.refresh_from_db()
    assert clock.due_at == dt.datetime(2026, 11, 23, 5, tzinfo=dt.UTC)
    assert ticket.events.get(name="redate").data["reason"] == "只在下午办公"
