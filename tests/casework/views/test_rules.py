"""The rules and a district's own amounts: everybody reads them; the district may be stricter, never below the law."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client

from casework import redating
from casework.models import Clock, PolicyOverride, Redating
from tests.cast import DISTRICT, Cast
from workflows.policies import policies
from workflows.warnings.rules import book

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
OWN = {"key": "wo.sign_in", "amount": "3", "valid_from": "2026-11-23", "reason": "人手不足"}


def preview(client: Client, **changes: str) -> str:
    page = client.post("/rules/change", {**OWN, **changes, "do": "preview"})
    assert page.status_code == 200
    return str(page.context["hidden"])


def test_every_rule_is_listed_with_its_article(cast: Cast, desk: Callable[..., Client]) -> None:
    text = desk("mei").get("/rules").content.decode()
    for words in ("xf.handle", "信访工作条例", "反家庭暴力法", "wo.sign_in", "自受理之日起"):
        assert words in text
    assert 'name="amount"' not in text, "only the district has the form"


def test_every_rule_stands_under_one_subject_and_no_key_has_to_be_read(cast: Cast, desk: Callable[..., Client]) -> None:
    page = desk("mei").get("/rules")
    listed = [rule.key for _title, rows in page.context["subjects"] for rule, _own in rows]
    assert sorted(listed) == sorted(policies) and all(rows for _title, rows in page.context["subjects"])
    seen = re.sub(r"<[^>]*>", " ", page.content.decode())
    assert "家庭暴力与人身安全" in seen and not [key for key in policies if key in seen]


@pytest.mark.parametrize("who", ["mei", "ling", "sun", "ding"])
def test_only_the_district_changes_a_rule(cast: Cast, desk: Callable[..., Client], who: str) -> None:
    for do in ("preview", "save"):
        page = desk(who).post("/rules/change", {**OWN, "do": do})
        assert page.status_code == 403
        assert "规则由区里修改" in page.content.decode()


def test_an_amount_is_previewed_put_in_force_and_followed(cast: Cast, desk: Callable[..., Client]) -> None:
    old, new = cast.call(now=MONDAY - dt.timedelta(days=7)), cast.call(now=MONDAY)
    fang = desk("fang")
    page = fang.post("/rules/change", {**OWN, "do": "preview"})
    assert [one.number for one in page.context["preview"]] == [new.number], "older cases keep their amount"
    assert not PolicyOverride.objects.exists()
    answer = fang.post("/rules/change", {"do": "save", "change": page.context["hidden"]})
    assert answer.headers["Location"] == "/rules"
    Redating.objects.update(created_at=MONDAY)
    while redating.step():
        pass
    dues = {one.ticket_id: one.due_at for one in Clock.objects.filter(key="wo.sign_in")}
    assert dues[new.pk] == dt.datetime(2026, 11, 26, 16, tzinfo=dt.UTC)
    assert dues[old.pk] == dt.datetime(2026, 11, 17, 16, tzinfo=dt.UTC)
    assert new.events.get(name="redate").data["reason"] == "人手不足"


def test_who_decided_and_why_stands_beside_the_amount(cast: Cast, desk: Callable[..., Client]) -> None:
    fang = desk("fang")
    fang.post("/rules/change", {"do": "save", "change": preview(fang)})
    own = PolicyOverride.objects.get()
    assert (own.district_id, own.decided_by, own.reason) == (DISTRICT, cast.fang, "人手不足")
    text = desk("mei").get("/rules").content.decode()
    assert "人手不足" in text and "方宁" in text


@pytest.mark.parametrize(
    ("key", "amount"),
    [
        ("xf.handle", "61"),  # at most: a district may be quicker, not slower
        ("xf.handle", "0"),
        ("xf.handle", "-5"),
        ("xf.handle", "10.5"),
        ("xf.review_request", "29"),  # the citizen's own days
        ("lab.sue", "20"),  # fixed by law
        ("fu.mediated", "5"),  # several dates from one start
        ("no.rule", "5"),
    ],
)
def test_never_below_what_a_law_allows(cast: Cast, desk: Callable[..., Client], key: str, amount: str) -> None:
    page = desk("fang").post("/rules/change", {**OWN, "key": key, "amount": amount, "do": "preview"})
    assert page.status_code == 400
    assert set(page.context["form"].errors) <= {"amount", "key"}
    assert not PolicyOverride.objects.exists()


def test_stricter_with_ourselves_is_allowed(cast: Cast, desk: Callable[..., Client]) -> None:
    assert preview(desk("fang"), key="xf.handle", amount="45")


@pytest.mark.parametrize("changed", [{"valid_from": "0001-01-01"}, {"valid_from": "9999-12-31"}, {"reason": ""}])
def test_a_wrong_form_comes_back(cast: Cast, desk: Callable[..., Client], changed: dict[str, str]) -> None:
    page = desk("fang").post("/rules/change", {**OWN, **changed, "do": "preview"})
    assert page.status_code == 400
    assert set(page.context["form"].errors) == set(changed)


def test_what_was_not_shown_is_not_done(cast: Cast, desk: Callable[..., Client]) -> None:
    fang, lu = desk("fang"), desk("lu")
    change = preview(fang)
    calendar = fang.post(
        "/calendar/day", {"date": "2026-11-24", "kind": "local_off", "name": "", "reason": "x", "do": "preview"}
    )
    for wrong in (change[:-4], "", "xyz", calendar.context["page"].hidden["change"]):
        assert fang.post("/rules/change", {"do": "save", "change": wrong}).status_code == 400
    assert lu.post("/rules/change", {"do": "save", "change": change}).status_code == 400, "somebody else's preview"
    assert fang.post("/rules/change", {"do": "save", "change": change}).status_code == 302
    assert fang.post("/rules/change", {"do": "save", "change": change}).status_code == 400, "a double click"
    assert PolicyOverride.objects.count() == 1


def test_every_early_warning_rule_says_when_it_is_asked_and_what_no_sweep_can_find(
    cast: Cast, desk: Callable[..., Client]
) -> None:
    page = desk("mei").get("/rules").content.decode()
    for rule in book():
        row = page.split(f'id="{rule.key}"')[1].split("</tr>")[0]
        assert "每日" in row and (str(rule.unswept) in row), rule.key
        assert "案件所在单位" in row or rule.level != "case", rule.key
    assert "叙述已加密封存" in page
