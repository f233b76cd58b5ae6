"""Moments in words, and the numbers of a sentence that can be called."""

import datetime as dt

from django.utils import translation

from casework.shapes import Link
from casework.templatetags.board import number
from casework.templatetags.screens import dial
from casework.timewords import full_moment

AT = dt.datetime(2026, 11, 26, 8, 5, tzinfo=dt.UTC)


def test_what_is_printed_and_kept_has_the_year_in_the_readers_words() -> None:
    with translation.override("zh-hans"):
        assert full_moment(AT) == "2026年11月26日（周四）16:05"
    with translation.override("en"):
        assert full_moment(AT) == "Thu 26 Nov 2026 16:05"


def test_hotline_and_police_can_be_called_and_nothing_else_of_a_sentence_becomes_markup() -> None:
    shown = dial("<b>请拨打 12338，危险时拨 110；编号 101100 不是电话。")
    assert shown == (
        '&lt;b&gt;请拨打 <a class="num" href="tel:12338">12338</a>，危险时拨 <a class="num" href="tel:110">110</a>；'
        "编号 101100 不是电话。"
    )


def test_large_numbers_are_read_in_groups_of_three() -> None:
    assert number(Link("", n=150000)) == "150,000"
    assert number(Link("", n="33.3 %")) == "33.3 %"
    assert number(Link("")) == "–"
