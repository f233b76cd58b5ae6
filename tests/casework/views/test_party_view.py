"""`/my`: a party sees where her matter stands and nothing else; wrong and switched-off codes look alike."""

import re
from typing import Any

import pytest
from django.test import Client

from casework import throttle
from casework.models import Jurisdiction, Ticket
from tests.casework.test_partycodes import code_of
from tests.cast import COMMUNITY, STREET, Cast, forget

HIS = {"other_name": "李强国", "other_phone": "13911112222", "other_relation": "spouse", "other_employer": "宏大物流"}


@pytest.fixture(autouse=True)
def _uncounted(settings: Any) -> None:
    settings.PARTY_CODE_PER_MINUTE = {"address": 0, "all": 0}
    throttle.counter.forget()


def asked(code: str, **extra: Any) -> Any:
    return Client().post("/my", {"code": code}, **extra)


def shown(text: str) -> str:
    """Without the tokens that differ from page to page."""
    return re.sub(r'value="[A-Za-z0-9]{40,}"', "", text)


def test_she_sees_state_unit_date_and_how_to_complain(cast: Cast) -> None:
    Jurisdiction.objects.filter(code=COMMUNITY).update(phone="025-8660 0001")
    Jurisdiction.objects.filter(code=STREET).update(phone="025-8660 0002")
    forget()
    ticket = cast.call(**HIS)
    text = asked(code_of(cast, ticket)).content.decode()
    for word in ("贡院社区", "025-8660 0001", "夫子庙街道", "025-8660 0002", "12338", "110"):
        assert word in text, word
    due = ticket.clocks.get(key="xf.notify").due_at
    assert f"{due.astimezone().month}" in text


def test_the_page_names_nobody_no_matter_and_no_number(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(**HIS, category="0202", other_same_home="yes"), "claim")
    answer = asked(code_of(cast, ticket))
    text = answer.content.decode()
    secrets = ("李强国", "13911112222", "宏大物流", "王女士", "2046", "梅芳", "骚扰", "Sexual", "丈夫", "探望", "配偶")
    for secret in (*secrets, ticket.number, ticket.number[-6:]):
        assert secret not in text, secret
    assert answer["Cache-Control"] == "no-store" and "my" in answer.request["PATH_INFO"]
    title = re.search(r"<title>(.*?)</title>", text)
    assert title and not any(word in title[1] for word in ("妇", "维权", "案", "家暴"))


def test_wrong_switched_off_unsafe_and_expired_codes_get_one_answer(cast: Cast, settings: Any) -> None:
    off = cast.does("mei", cast.call(), "shut_query_code", because="asked")
    unsafe = cast.call(violence_now="yes")
    codes = ["K7QM-3XWD-9TRA", "nonsense", "", code_of(cast, off), code_of(cast, unsafe)]
    over = cast.call()
    late = code_of(cast, over)
    cast.does("sun", over, "merge", other=cast.call().number, same_person=True, same_matter=True, reason="x")
    settings.PARTY_CODE_DAYS = -1
    answers = {(one.status_code, shown(one.content.decode())) for one in map(asked, [*codes, late])}
    assert len(answers) == 1


def test_without_a_code_there_is_only_the_form(cast: Cast) -> None:
    text = Client().get("/my").content.decode()
    assert 'name="code"' in text and "12338" in text and "<script" not in text


def test_a_code_in_the_address_is_not_read(cast: Cast) -> None:
    code = code_of(cast, cast.call())
    assert "贡院社区" not in Client().get("/my", {"code": code}).content.decode()


def test_english_is_there_too(cast: Cast) -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    text = client.post("/my", {"code": code_of(cast, cast.call())}).content.decode()
    assert "Handled by" in text and "Gongyuan Community" in text


def test_tries_are_counted_per_address_and_for_all(cast: Cast, settings: Any) -> None:
    settings.PARTY_CODE_PER_MINUTE = {"address": 2, "all": 5}
    here, there = {"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": "192.0.2.8"}
    for name in ("my:192.0.2.7", "my:192.0.2.8", "my"):
        for minute in range(3):
            throttle.counter._redis().delete(f"sanji:throttle:{name}:{int(__import__('time').time()) // 60 + minute}")
    code = code_of(cast, cast.call())
    assert [asked(code, **here).status_code for _n in range(3)] == [200, 200, 429]
    assert asked(code, **there).status_code == 200
    settings.PARTY_CODE_PER_MINUTE = {"address": 0, "all": 1}
    assert asked(code, **there).status_code == 429


def test_a_dead_redis_closes_nothing(cast: Cast, settings: Any) -> None:
    settings.PARTY_CODE_PER_MINUTE = {"address": 1, "all": 1}
    settings.REDIS_URL = "redis+socket:///tmp/no-such-socket?virtual_host=1"
    throttle.counter.forget()
    code = code_of(cast, cast.call())
    assert [asked(code).status_code for _n in range(3)] == [200, 200, 200]


def test_the_code_is_shown_once_after_registering(cast: Cast, client: Client) -> None:
    from tests.casework.views.test_intake import pass_of
    from tests.cast import CALL

    client.force_login(cast.ling)
    there = client.post("/intake", {**CALL, "key": pass_of(cast)})["Location"]
    code = code_of(cast, Ticket.objects.get())
    assert code in client.get(there).content.decode()
    assert code not in client.get(there).content.decode()


def test_the_code_of_a_dangerous_case_is_not_shown_but_why(cast: Cast, client: Client) -> None:
    from tests.casework.views.test_intake import pass_of
    from tests.cast import CALL

    client.force_login(cast.ling)
    there = client.post("/intake", {**CALL, "phone_use": "shared", "key": pass_of(cast)})["Location"]
    text = client.get(there).content.decode()
    assert code_of(cast, Ticket.objects.get()) not in text and "她的电话有别人在用" in text
