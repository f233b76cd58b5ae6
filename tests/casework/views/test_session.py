"""Signing in and out, language, preferences, and what every page says to the browser."""

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client

from casework.models import User
from tests.cast import PASSWORD, Cast

LANGUAGE = settings.LANGUAGE_COOKIE_NAME


def sign_in(client: Client, name: str = "mei", password: str = PASSWORD, **more):
    return client.post("/login", {"username": name, "password": password, **more})


def test_the_login_page_is_chinese_whatever_the_browser_asks_for(client: Client, db: None) -> None:
    response = client.get("/login", headers={"Accept-Language": "en-GB,en"})
    assert response["Content-Language"] == "zh-hans"
    assert "登录" in response.content.decode() and "12338" in response.content.decode()


def test_signing_in_leads_to_where_one_wanted_to_go(client: Client, cast: Cast) -> None:
    response = sign_in(client, next="/queue?tab=overdue")
    assert response.status_code == 302
    assert response["Location"] == "/queue?tab=overdue"


def test_signing_in_never_leads_to_another_site(client: Client, cast: Cast) -> None:
    assert sign_in(client, next="https://evil.example/")["Location"] == "/"


def test_a_wrong_password_is_answered_without_saying_which_of_the_two_is_wrong(client: Client, cast: Cast) -> None:
    known, unknown = sign_in(client, "mei", "wrong"), sign_in(Client(), "nobody", "wrong")
    for response in (known, unknown):
        assert "账号或密码不对" in response.content.decode()


def test_the_last_tries_are_announced(client: Client, cast: Cast) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT - 2):
        response = sign_in(client, password="wrong")
    assert "再错 2 次" in response.content.decode()


def test_too_many_wrong_passwords_end_on_a_page_that_says_what_to_do(client: Client, cast: Cast) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = sign_in(client, password="wrong")
    assert response.status_code == 429
    assert "30 分钟" in response.content.decode() and "系统管理员" in response.content.decode()
    assert sign_in(client).status_code == 429, "the right password does not open a locked account"


def test_a_lock_holds_for_one_account_at_one_address(client: Client, cast: Cast) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, password="wrong")
    assert sign_in(Client(), "hua").status_code == 302, "a colleague at the same address"
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert sign_in(elsewhere).status_code == 302, "the same account at another address"


def test_passwords_and_names_do_not_reach_the_log_of_attempts(client: Client, cast: Cast) -> None:
    sign_in(client, password="wrong-and-secret")
    assert all("wrong-and-secret" not in f"{one.post_data}{one.get_data}" for one in AccessAttempt.objects.all())


def test_signing_out_needs_a_post_and_clears_what_the_browser_kept(cast: Cast, desk) -> None:
    browser = desk("mei")
    assert browser.get("/logout").status_code == 405
    response = browser.post("/logout")
    assert response["Location"] == "/login"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.get("/preferences").status_code == 302


def test_the_language_switch_works_before_and_after_signing_in(client: Client, cast: Cast) -> None:
    response = client.post("/language", {"language": "en", "next": "/login"})
    assert response["Location"] == "/login"
    assert "Sign in" in client.get("/login").content.decode()
    sign_in(client)
    client.post("/language", {"language": "zh-hans", "next": "/"})
    assert User.objects.get(username="mei").language == "zh-hans"


def test_signing_in_brings_the_language_of_the_profile(client: Client, cast: Cast) -> None:
    User.objects.filter(username="mei").update(language="en")
    response = sign_in(client)
    assert response.cookies[LANGUAGE].value == "en"
    assert '<html lang="en"' in client.get("/preferences").content.decode()


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_language_switch_leads_nowhere_else(client: Client, db: None, there: str) -> None:
    assert client.post("/language", {"language": "en", "next": there})["Location"] == "/"


def test_an_unknown_language_changes_nothing(client: Client, db: None) -> None:
    assert LANGUAGE not in client.post("/language", {"language": "xx", "next": "/"}).cookies


def test_preferences_are_kept_and_put_on_every_page(cast: Cast, desk) -> None:
    browser = desk("mei")
    sent = browser.post("/preferences", {"text_size": "large", "theme": "dark", "language": "zh-hans"})
    assert sent.status_code == 303
    page = browser.get("/preferences").content.decode()
    assert '<html lang="zh-Hans" data-bs-theme="dark" data-size="large">' in page, "single keys were switched off"
    assert "已保存" in page


def test_a_wrong_preference_is_not_kept(cast: Cast, desk) -> None:
    browser = desk("mei")
    browser.post("/preferences", {"text_size": "huge", "theme": "dark", "language": "zh-hans"})
    assert User.objects.get(username="mei").theme == "system"


def test_preferences_show_the_posts_held_today(cast: Cast, desk) -> None:
    assert "贡院社区" in desk("mei").get("/preferences").content.decode()


def test_every_answer_carries_the_headers_that_keep_pages_private(cast: Cast, desk) -> None:
    response = desk("mei").get("/preferences")
    assert response["Cache-Control"] == "no-store"
    assert "camera=()" in response["Permissions-Policy"]
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "style-src 'self'" in policy
    assert "unsafe" not in policy


def test_pages_have_nothing_inline(cast: Cast, desk) -> None:
    import re

    for path in ("/login", "/preferences", "/queue", "/intake"):
        page = desk("mei").get(path, follow=True).content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|hx-on|javascript:", page), path


@pytest.mark.parametrize(("path", "status", "words"), [("/nowhere", 404, "这个网址没有页面。")])
def test_what_is_not_there_is_answered_in_plain_words(cast: Cast, desk, path: str, status: int, words: str) -> None:
    for browser in (desk("mei"), Client()):
        response = browser.get(path)
        assert response.status_code == status
        assert words in response.content.decode()
        assert "没有找到这件事项" not in response.content.decode(), "a page that is not there is no case"


def test_a_case_that_is_not_there_is_called_a_case(cast: Cast, desk) -> None:
    response = desk("mei").get("/tickets/QH-WQ-2026-999999")
    assert response.status_code == 404
    assert "没有找到这件事项。编号可能有误，或不在您的范围内。" in response.content.decode()
    assert "没有页面" not in response.content.decode()


def test_a_broken_request_gets_a_plain_page(settings, client: Client, db: None) -> None:
    from django.template.loader import render_to_string
    from django.utils import translation

    with translation.override("zh-hans"):
        assert "没有读懂" in render_to_string("400.html")
        assert "故障" in render_to_string("500.html")


def test_a_form_without_its_token_is_refused_with_the_way_out(cast: Cast) -> None:
    response = Client(enforce_csrf_checks=True).post("/login", {"username": "mei", "password": PASSWORD})
    assert response.status_code == 403
    assert "刷新页面" in response.content.decode()
