"""The district takes an urgent case over."""

from tests.walks.parts import refuses
from tests.walks.walker import Walker
from tests.workflows.rights.protected import child


def walk(cast: Walker):
    ticket = cast.does("gao", child(cast, "takeover"), "take")
    assert ticket.assignee_id == cast.gao.pk, "she answers for it by name"
    return ticket


def the_community_does_not_take_it_over(cast: Walker) -> None:
    refuses(cast, "mei", child(cast, "takeover"), "take", "is done by")


def it_is_taken_over_once(cast: Walker) -> None:
    refuses(cast, "fang", cast.does("gao", child(cast, "takeover"), "take"), "take", "not possible while")


REFUSALS = [the_community_does_not_take_it_over, it_is_taken_over_once]
