"""The child's own ticket: looked after, helped, visited until it was safe long enough."""

from casework.models import Ticket
from tests.walks.parts import again, on, refuses
from tests.walks.walker import Walker
from tests.workflows.rights.protected import child
from tests.workflows.types.test_minor_case import HELPED, LOOKED, SEEN, visiting


def walk(cast: Walker):
    ticket = visiting(cast, child(cast, "minor_case"))
    cast.does("fang", ticket, "record_visit", **SEEN)
    fresh = again(ticket)
    Ticket.objects.filter(pk=ticket.pk).update(data={**fresh.data, "quiet_from": on(-100)})  # as if begun then
    return cast.does("fang", ticket, "end", ground="safe", reason="三个月来一直安全。")


def it_does_not_end_before_it_was_safe_long_enough(cast: Walker) -> None:
    ticket = cast.does("fang", visiting(cast, child(cast, "minor_case")), "record_visit", **SEEN)
    refuses(cast, "fang", ticket, "end", "go on until", at="ground", ground="safe", reason="平静")


def no_visits_before_it_was_looked_after(cast: Walker) -> None:
    refuses(cast, "fang", child(cast, "minor_case"), "begin_visits", "not possible while")


def whether_it_is_safe_is_answered(cast: Walker) -> None:
    refuses(cast, "fang", child(cast, "minor_case"), "assess", "", at="safe", **{**LOOKED, "safe": ""})


def what_was_done_is_ticked(cast: Walker) -> None:
    ticket = cast.does("fang", child(cast, "minor_case"), "assess", **LOOKED)
    refuses(cast, "fang", ticket, "record_measures", "", at="measures", **{**HELPED, "measures": []})


REFUSALS = [
    it_does_not_end_before_it_was_safe_long_enough, no_visits_before_it_was_looked_after, whether_it_is_safe_is_answered,
    what_was_done_is_ticked,
]  # fmt: skip
