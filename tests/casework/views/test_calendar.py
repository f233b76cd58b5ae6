"""The calendar editor: only the district edits; what is shown is what is done, or nothing."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework import redating
from casework.models import CalendarDay, CalendarYear, Clock, Redating, Ticket
from tests.cast import Cast

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)  # 17:00 in Nanjing
FLOOD = {"date": "2026-11-24", "kind": "local_off", "name": "抗洪停工", "reason": "防汛指挥部通知"}
NOTICE = "date,kind,name\n2027-01-01,holiday,元旦\n2027-02-05,holiday,春节\n2027-02-20,workday,春节\n"
LEGAL = {"year": "2027", "reason": "国办发明电〔2026〕8号"}


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return cast.call(now=MONDAY)


def sign_in_due(ticket: Ticket) -> dt.datetime:
    return Clock.objects.get(ticket=ticket, key="wo.sign_in").due_at


def preview(client: Client, **changes: str) -> str:
    """The sealed change of the preview of an edit."""
    page = client.post("/calendar/day", {**FLOOD, **changes, "do": "preview"})
    assert page.status_code == 200
    return str(page.context["page"].hidden["change"])


def send_list(client: Client, content: bytes, **changes: str) -> object:
    upload = SimpleUploadedFile("2027.csv", content, "text/csv")
    return client.post("/calendar/year", {**LEGAL, "days": upload, "do": "preview", **changes})


def finish() -> None:
    Redating.objects.update(created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    while redating.step():
        pass


def test_everybody_may_look_at_the_calendar(cast: Cast, desk: Callable[..., Client]) -> None:
    page = desk("mei").get("/calendar?year=2026")
    text = page.content.decode()
    assert page.status_code == 200
    assert "国庆节" in text
    assert 'name="reason"' not in text, "only an editor has the forms"


@pytest.mark.parametrize("who", ["mei", "ling", "sun", "ding", "an"])
@pytest.mark.parametrize("path", ["/calendar/day", "/calendar/year"])
def test_only_the_district_edits(cast: Cast, desk: Callable[..., Client], who: str, path: str) -> None:
    page = desk(who).post(path, {**FLOOD, **LEGAL, "do": "preview"})
    assert page.status_code == 403
    assert "日历由区里修改" in page.content.decode()
    assert not Redating.objects.exists()


def test_a_preview_shows_what_would_move_and_changes_nothing(
    cast: Cast, desk: Callable[..., Client], ticket: Ticket
) -> None:
    before = sign_in_due(ticket)
    page = desk("fang").post("/calendar/day", {**FLOOD, "do": "preview"})
    shown = page.context["page"]
    assert [(one.number, one.after - one.before) for one in shown.preview] == [(ticket.number, dt.timedelta(days=1))]
    text = page.content.decode()
    assert ticket.number in text and "抗洪停工" in text
    assert sign_in_due(ticket) == before
    assert not CalendarDay.objects.filter(date="2026-11-24").exists()


def test_saving_does_what_was_shown_and_the_clocks_follow(
    cast: Cast, desk: Callable[..., Client], ticket: Ticket
) -> None:
    before, fang = sign_in_due(ticket), desk("fang")
    answer = fang.post("/calendar/day", {"do": "save", "change": preview(fang)})
    assert answer.headers["Location"] == "/calendar?year=2026"
    job = Redating.objects.get()
    assert (job.reason, job.decided_by) == ("防汛指挥部通知", cast.fang)
    assert fang.get("/calendar").context["page"].running
    finish()
    assert sign_in_due(ticket) == before + dt.timedelta(days=1)
    assert ticket.events.get(name="redate").data["reason"] == "防汛指挥部通知"
    assert fang.get("/calendar").context["page"].running == ""


def test_a_change_cannot_be_slipped_under_the_preview(cast: Cast, desk: Callable[..., Client]) -> None:
    fang = desk("fang")
    change = preview(fang)
    flipped = f"{change[:-2]}{'00' if change[-2:] != '00' else '01'}"
    for tampered in (flipped, change[:40], "zz", "", "00"):
        page = fang.post("/calendar/day", {"do": "save", "change": tampered})
        assert page.status_code == 400
        assert "预览" in page.content.decode()
    assert not Redating.objects.exists()


def test_the_preview_of_somebody_else_is_not_saved(cast: Cast, desk: Callable[..., Client]) -> None:
    change = preview(desk("fang"))
    assert desk("lu").post("/calendar/day", {"do": "save", "change": change}).status_code == 400


def test_an_old_preview_is_refused(cast: Cast, desk: Callable[..., Client]) -> None:
    fang = desk("fang")
    with time_machine.travel(dt.datetime.now(dt.UTC) - dt.timedelta(hours=2)):
        change = preview(fang)
    assert desk("fang").post("/calendar/day", {"do": "save", "change": change}).status_code == 400


def test_a_preview_that_another_edit_has_overtaken_is_refused(cast: Cast, desk: Callable[..., Client]) -> None:
    fang = desk("fang")
    change = preview(fang)
    redating.edit_calendar(None, "别的改动", days=[CalendarDay(date=dt.date(2026, 11, 25), kind="local_off")])
    assert fang.post("/calendar/day", {"do": "save", "change": change}).status_code == 400


def test_a_double_click_saves_once(cast: Cast, desk: Callable[..., Client]) -> None:
    fang = desk("fang")
    change = preview(fang)
    answers = [fang.post("/calendar/day", {"do": "save", "change": change}).status_code for _ in range(2)]
    assert answers == [302, 400]
    assert Redating.objects.count() == 1


def test_a_day_becomes_ordinary_again(cast: Cast, desk: Callable[..., Client]) -> None:
    fang = desk("fang")
    change = preview(fang, date="2026-10-02", kind="remove", name="")
    fang.post("/calendar/day", {"do": "save", "change": change})
    assert not CalendarDay.objects.filter(date="2026-10-02").exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"date": "never"}, "date"),
        ({"date": "0001-01-01"}, "date"),
        ({"date": "9999-12-31"}, "date"),
        ({"kind": ""}, "kind"),
        ({"kind": "party"}, "kind"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_wrong_form_comes_back_with_what_is_wrong(
    cast: Cast, desk: Callable[..., Client], changed: dict[str, str], field: str
) -> None:
    page = desk("fang").post("/calendar/day", {**FLOOD, **changed, "do": "preview"})
    assert page.status_code == 400
    assert field in page.context["page"].form.errors


def test_nonsense_in_the_address_shows_this_year(cast: Cast, desk: Callable[..., Client]) -> None:
    mei = desk("mei")
    for year in ("", "x", "１９", "0", "99999999999999999999", "²"):
        assert mei.get("/calendar", {"year": year}).status_code == 200


# ── A published year ──────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_of_days_is_read_in_the_encodings_of_our_offices(
    cast: Cast, desk: Callable[..., Client], encoding: str
) -> None:
    fang = desk("fang")
    page = send_list(fang, NOTICE.encode(encoding))
    fang.post("/calendar/day", {"do": "save", "change": page.context["page"].hidden["change"]})  # type: ignore[attr-defined]
    assert CalendarDay.objects.get(date="2027-02-20").kind == "workday"
    assert CalendarDay.objects.get(date="2027-02-05").name == "春节"
    assert not CalendarDay.objects.filter(date="2027-10-01").exists(), "what was only expected is replaced"


def test_each_wrong_line_is_named(cast: Cast, desk: Callable[..., Client]) -> None:
    wrong = NOTICE + "2027-13-01,holiday,x\n2027-05-01,party,x\n2027-01-01,holiday,again\n"
    page = send_list(desk("fang"), wrong.encode())
    assert page.status_code == 400  # type: ignore[attr-defined]
    said = page.context["page"].import_form.errors["days"]  # type: ignore[attr-defined]
    assert [line for line in (5, 6, 7) if any(f"第 {line} 行" in str(one) for one in said)] == [5, 6, 7]
    assert not Redating.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"day;sort\n2027-01-01;holiday\n",
        b"",
        b"\x00\x01\x02PK\x03\x04" * 40,
        b"date,kind,name\n2026-05-01,holiday,x\n",
        b'date,kind\n"' + b"a" * 140_000 + b"\n",
    ],
)
def test_a_file_that_is_no_list_of_this_year_is_refused_with_the_remedy(
    cast: Cast, desk: Callable[..., Client], content: bytes
) -> None:
    page = send_list(desk("fang"), content)
    assert page.status_code == 400  # type: ignore[attr-defined]
    assert page.context["page"].import_form.errors["days"]  # type: ignore[attr-defined]


def test_a_file_that_is_too_large_is_refused(cast: Cast, desk: Callable[..., Client]) -> None:
    page = send_list(desk("fang"), b"x" * 200_001)
    assert page.status_code == 400  # type: ignore[attr-defined]


def test_neither_a_list_nor_a_confirmation_is_nothing_to_do(cast: Cast, desk: Callable[..., Client]) -> None:
    page = desk("fang").post("/calendar/year", {**LEGAL, "do": "preview"})
    assert page.status_code == 400


def test_confirming_a_year_takes_the_provisional_marks_away(cast: Cast, desk: Callable[..., Client]) -> None:
    ticket = cast.call(now=MONDAY)
    cast.does("mei", ticket, "claim", now=MONDAY)
    cast.does("mei", ticket, "accept", track="xinfang", notice="oral", now=MONDAY)
    handle = Clock.objects.get(ticket=ticket, key="xf.handle")
    assert handle.provisional
    fang = desk("fang")
    page = fang.post("/calendar/year", {**LEGAL, "confirm": "on", "do": "preview"})
    shown = page.context["page"].preview
    assert (ticket.number, False) in [(one.number, one.provisional) for one in shown]
    fang.post("/calendar/day", {"do": "save", "change": page.context["page"].hidden["change"]})
    finish()
    handle.refresh_from_db()
    assert not handle.provisional
    assert CalendarYear.objects.get(year=2027).confirmed


# ── The alarm ─────────────────────────────────────────────────────────────────────────────────────────────────────────
ALARM = "2027 年的日历还没有确认"


@pytest.mark.parametrize(("day", "rings"), [("2026-10-31", False), ("2026-11-01", True), ("2026-12-31", True)])
def test_from_november_on_an_unconfirmed_next_year_is_an_alarm_on_board_and_calendar(
    cast: Cast, desk: Callable[..., Client], day: str, rings: bool
) -> None:
    with time_machine.travel(f"{day}T12:00+08:00"):
        lu = desk("lu")
        for path in ("/board", "/calendar"):
            assert (ALARM in lu.get(path).content.decode()) is rings, path


def test_the_alarm_leads_to_the_calendar_and_ends_when_the_year_is_confirmed(
    cast: Cast, desk: Callable[..., Client]
) -> None:
    with time_machine.travel("2026-11-10T12:00+08:00"):
        lu = desk("lu")
        assert (
            f'{ALARM}。录入放假通知之前，落在这一年的日期都是暂定。</b> <a href="/calendar">'
            in lu.get("/board").content.decode()
        )
        redating.edit_calendar(cast.fang.pk, "国办通知", confirmed=[2027])
        for path in ("/board", "/calendar"):
            assert ALARM not in lu.get(path).content.decode()


def test_the_alarm_costs_the_board_no_statement(
    cast: Cast, desk: Callable[..., Client], django_assert_max_num_queries: Callable[[int], object]
) -> None:
    lu = desk("lu")
    lu.get("/board")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        lu.get("/board")
