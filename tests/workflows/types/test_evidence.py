"""Guidance on evidence: the eleven kinds of the Supreme People's Court, 24 to 72 hours."""

from casework.models import Clock
from tests.cast import Cast
from tests.workflows.rights.protected import HOUR, child, in_clear, refused, running
from workflows.types.evidence import KINDS


def test_the_kinds_are_the_eleven_of_the_rule_in_its_order() -> None:
    assert [code for code, _title in KINDS] == [
        "statement", "warning", "police", "letter", "recording", "messages", "medical", "help", "witness", "injury", "other",
    ]  # fmt: skip


def test_we_are_reminded_after_a_day_and_late_after_three(cast: Cast) -> None:
    clock = Clock.objects.get(ticket=child(cast, "evidence"), key="dv.evidence")
    after = {name: round(at - clock.started_at.timestamp()) // 3600 for name, _do, at in clock.rungs}
    assert (after["remind"], after["breach"]) == (24, 72)
    assert clock.due_at - clock.started_at == 72 * HOUR


def test_it_says_what_is_there_and_what_she_was_told_and_where_it_is_kept_safely(cast: Cast) -> None:
    ticket = child(cast, "evidence")
    assert "told" in refused(cast, "fang", ticket, "guide", safe_place=True).errors
    assert "safe_place" in refused(cast, "fang", ticket, "guide", kept=["police"], safe_place=False).errors
    ticket = cast.does(
        "fang", ticket, "guide", kept=["police"], told=["medical"], safe_place=True, remarks="放在单位柜子里"
    )
    assert (ticket.state, ticket.data["kept"], ticket.data["told"]) == ("guided", ["police"], ["medical"])
    assert running(ticket) == set() and "柜子" not in in_clear(ticket)


def test_what_came_in_before_the_talk_is_not_lost_by_it(cast: Cast) -> None:
    ticket = cast.does("fang", child(cast, "evidence"), "add_evidence", kept=["letter"])
    ticket = cast.does("fang", ticket, "guide", kept=["police"], safe_place=True)
    assert ticket.data["kept"] == ["letter", "police"]
