"""Funds and pledges: in, out and left agree; tickets that one may not see are not named."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from casework import gate
from casework.models import Account, Ticket
from tests.cast import DISTRICT, Cast

FUND = {"place": DISTRICT, "called": "巾帼助困资金", "source": "budget", "document_no": "8号", "amount": "1000.00"}
TODAY = timezone.localdate().isoformat()


@pytest.fixture
def fund(cast: Cast) -> Ticket:
    ticket = gate.open_ticket("fund", cast.actor("fang"), FUND).ticket
    cast.does("fang", ticket, "deposit", amount="500.50", came_on=TODAY, slip="S1")
    return cast.does("fang", ticket, "give_back", amount="200", came_on=TODAY, slip="S2")


def page_of(fund: Ticket) -> str:
    return f"/funds/{Account.objects.get(ticket=fund).pk}"


def test_what_came_in_went_out_and_is_left_agree(cast: Cast, desk: Any, fund: Ticket) -> None:
    [(_title, [account], sums)] = desk("fang").get("/funds").context["groups"]
    assert (str(account.paid_in), str(account.paid_out), str(account.balance)) == ("1500.50", "200.00", "1300.50")
    assert sums["paid_in"] - sums["paid_out"] == sums["balance"]
    entries = desk("fang").get(page_of(fund)).context["entries"]
    assert [str(one.amount) for one, _purpose in entries] == ["-200.00", "500.50", "1000.00"]
    assert {one.number for one, _purpose in entries} == {fund.number}


def test_who_does_not_see_the_fund_does_not_see_its_money(cast: Cast, desk: Any, fund: Ticket) -> None:
    assert desk("sun").get("/funds").context["groups"] == []
    assert desk("sun").get(page_of(fund)).status_code == 404
    assert desk("sun").get(f"{page_of(fund)}/export").status_code == 404
    assert desk("an").get("/funds").status_code == 403


def test_a_ticket_out_of_sight_is_not_named(cast: Cast, desk: Any, fund: Ticket) -> None:
    Ticket.objects.filter(pk=fund.pk).update(assisting=["320104001"])  # the street assists: it sees the fund itself
    entries = desk("sun").get(page_of(fund)).context["entries"]
    assert {one.number for one, _purpose in entries} == {fund.number}
    other = cast.call(place="320104002001")
    account = Account.objects.get(ticket=fund)
    account.entries.create(event=other.events.first(), amount=-1, balance=1299, purpose="aid", at=timezone.now())
    first, _purpose = desk("sun").get(page_of(fund)).context["entries"][0]
    assert first.number == ""
    assert other.number not in desk("sun").get(page_of(fund)).content.decode()
    assert other.number in desk("fang").get(page_of(fund)).content.decode()


def test_the_exports_hold_the_same_numbers(cast: Cast, desk: Any, fund: Ticket) -> None:
    book = load_workbook(io.BytesIO(desk("fang").get("/funds/export").content))
    assert [float(cell) for cell in list(book.active.iter_rows(min_row=2, values_only=True))[0][4:]] == [
        1500.5,
        200,
        1300.5,
    ]
    book = load_workbook(io.BytesIO(desk("fang").get(f"{page_of(fund)}/export").content))
    assert [float(row[1]) for row in book.active.iter_rows(min_row=2, values_only=True)] == [-200, 500.5, 1000]


def test_the_overview_costs_the_same_for_one_fund_and_for_many(cast: Cast, desk: Any, fund: Ticket) -> None:
    fang = desk("fang")
    fang.get("/funds")
    with CaptureQueriesContext(connection) as few:
        fang.get("/funds")
    for _n in range(4):
        gate.open_ticket("fund", cast.actor("fang"), FUND)
    with CaptureQueriesContext(connection) as many:
        fang.get("/funds")
    assert len(many) <= len(few)
