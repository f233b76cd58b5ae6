"""Numbers without gaps: eight writers at once, some of whose transactions fail, over the real counter and two broken ones."""

from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench import numbering
from casework.models import NumberSeries, Paper
from casework.papers import signing
from tests.cast import Cast, populate
from tests.together import together, unexpected

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 8, 12
CODE = f"{settings.PAPER_CODE}登"


@pytest.fixture
def people() -> Cast:
    return populate()


def write_together(people: Cast) -> list[BaseException]:
    """Eight threads with a connection each, on tickets of their own and one of everybody's; what they fell over."""
    mine = [people.does("mei", people.call(), "claim").number for _ in range(WRITERS + 1)]

    def writer(n: int) -> None:
        numbering.write([mine[n], mine[-1]], people.actor("mei"), EACH, seed=n, undo=0.25)

    return unexpected(together([partial(writer, n) for n in range(WRITERS)]))


def faults() -> list[str]:
    return numbering.faults(CODE, timezone.localdate().year)


def test_eight_writers_leave_no_gap_and_no_double_though_a_quarter_is_rolled_back(people: Cast) -> None:
    assert write_together(people) == []
    assert faults() == []
    assert Paper.objects.count() == WRITERS * EACH


def test_a_counter_read_without_a_lock_is_found_out(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(code: str, year: int) -> int:
        series = f"paper|{code}|{year}"
        row = NumberSeries.objects.filter(series=series).first()
        last = (row.last if row else 0) + 1
        NumberSeries.objects.update_or_create(series=series, defaults={"last": last})
        return last

    monkeypatch.setattr(signing, "next_seq", unlocked)
    assert write_together(people) or faults()


def test_a_counter_outside_the_transaction_is_found_out_by_its_gaps(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE IF NOT EXISTS twin_numbers")
        cursor.execute("SELECT setval('twin_numbers', 1, false)")

    def outside(code: str, year: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('twin_numbers')")
            row: Any = cursor.fetchone()
            return int(row[0])

    monkeypatch.setattr(signing, "next_seq", outside)
    try:
        assert write_together(people) == []
        assert any("gaps" in fault for fault in faults())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP SEQUENCE twin_numbers")


def test_series_of_different_words_do_not_share_numbers(people: Cast) -> None:
    ticket = people.does("mei", people.call(), "claim")
    people.does("mei", ticket, "sign_paper", kind="registration", receiver_opinion="拟受理。")
    people.does("mei", ticket, "sign_paper", kind="file_cover")
    assert set(Paper.objects.values_list("seq", flat=True)) == {1}
