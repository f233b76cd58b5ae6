"""Rows and lines built by formats escape what people typed, and speak the reader's language."""

from datetime import UTC, datetime

from django.utils.translation import override

from casework import cells
from casework.shapes import HistoryLine, Row, TimeLeft

EVIL = '<b onclick="x">&'
SAFE = "&lt;b onclick=&quot;x&quot;&gt;&amp;"


def row(**changes: object) -> Row:
    facts: dict[str, object] = {
        "number": "QH-1", "title": EVIL, "url": "/tickets/QH-1", "time": TimeLeft(), "clock_title": EVIL, "place": EVIL,
        "level": 1, "unit": EVIL, "state": EVIL, "risk": "red", "version": 3, "assignee": EVIL,
    }  # fmt: skip
    return Row(**{**facts, **changes})  # type: ignore[arg-type]


def test_nothing_that_was_typed_becomes_markup():
    line = HistoryLine(datetime(2026, 10, 9, tzinfo=UTC), EVIL, EVIL, EVIL, sealed=[(EVIL, EVIL)])
    for html in (cells.queue_row(row(), said=EVIL), cells.plain_row(row()), cells.history_line(line)):
        assert "<b onclick" not in html
        assert html.count(SAFE) >= 5


def test_a_row_speaks_the_readers_language_each_time():
    free = row(assignee=None, can_claim=True)
    with override("en"):
        assert "nobody" in cells.queue_row(free) and "Claim<" in cells.queue_row(free)
    with override("zh-hans"):
        assert "nobody" not in cells.queue_row(free) and 'value="QH-1@3"' in cells.queue_row(free)


def test_what_was_said_after_a_claim_stands_in_the_row():
    assert 'class="said-row bad"' in cells.queue_row(row(), said="Too late.", said_bad=True)
    assert "said-row" not in cells.queue_row(row())
