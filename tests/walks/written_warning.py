"""A written warning: asked for, delivered, visited until it has been quiet."""

from tests.walks.parts import on, refuses
from tests.walks.walker import Walker
from tests.workflows.rights.protected import child
from tests.workflows.types.test_written_warning import ASKED, SERVED, VISIT, delivered, visit


def walk(cast: Walker):
    ticket = cast.does("fang", child(cast, "written_warning"), "ask_police", **ASKED)
    cast.does("fang", ticket, "record_delivery", issued_on=on(-101), delivered_on=on(-100), **SERVED)
    for days in (-95, 0):
        cast.does("fang", ticket, "record_visit", **{**VISIT, "visited_on": on(days)})
    return cast.does("fang", ticket, "end_visits", reason="三个月未再发生暴力。")


def nobody_asks_against_her_will(cast: Walker) -> None:
    refuses(
        cast, "fang", child(cast, "written_warning"), "ask_police", "", at="her_will", **{**ASKED, "her_will": False}
    )


def visits_do_not_end_before_it_was_quiet(cast: Walker) -> None:
    ticket = visit(cast, delivered(cast, child(cast, "written_warning"), -5))
    refuses(cast, "fang", ticket, "end_visits", "", reason="似乎平静")


def nothing_is_delivered_that_was_not_asked_for(cast: Walker) -> None:
    refuses(
        cast,
        "fang",
        child(cast, "written_warning"),
        "record_visit",
        "not possible while",
        **{**VISIT, "visited_on": on()},
    )


REFUSALS = [
    nobody_asks_against_her_will,
    visits_do_not_end_before_it_was_quiet,
    nothing_is_delivered_that_was_not_asked_for,
]
