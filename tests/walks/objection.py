"""An objection to a public notice: from somebody who need not say a name, looked into, upheld or not."""

import pytest

from casework import gate
from casework.errors import Refused
from tests.walks import five_good_family, rounds
from tests.walks.parts import WHY, again, notice_over, refuses
from tests.walks.walker import Walker
from workflows.roles import CLOCK


def noticed(cast: Walker):
    return rounds.chosen(cast, five_good_family.begin(cast), rounds.round_of(cast, "five_good_family"))


def walk(cast: Walker):
    family = noticed(cast)
    ticket = cast.objects(family, objection="据我所知，情况与事迹不符。")
    assert ticket.data["anonymous"] is True
    cast.does("gao", ticket, "claim")
    ticket = cast.does("gao", ticket, "reject", **WHY)
    assert notice_over(family).state == "named", "the notice goes on and ends by its time"
    return ticket


def nobody_opens_one_by_hand(cast: Walker) -> None:
    cast.may_not_open("fang", "objection", "opened from another one", objection="不符", name="", phone="")


def an_objection_says_something(cast: Walker) -> None:
    family = noticed(cast)
    with pytest.raises(Refused) as caught:
        gate.perform(family.number, "receive_objection", CLOCK, {"objection": ""})
    assert "objection" in caught.value.errors
    assert again(family).data.get("objections") is None


def the_community_does_not_decide_it(cast: Walker) -> None:
    ticket = rounds.object_to(noticed(cast))
    refuses(cast, "mei", ticket, "reject", "", **WHY)


def a_decision_gives_its_reason(cast: Walker) -> None:
    refuses(cast, "gao", rounds.object_to(noticed(cast)), "uphold", "", at="reason", reason="")


def who_had_a_hand_in_it_does_not_decide_the_objection(cast: Walker) -> None:
    ticket = rounds.object_to(noticed(cast))
    refuses(cast, "fang", ticket, "reject", "A colleague decides it", **WHY)


REFUSALS = [
    who_had_a_hand_in_it_does_not_decide_the_objection,
    nobody_opens_one_by_hand, an_objection_says_something, the_community_does_not_decide_it, a_decision_gives_its_reason,
]  # fmt: skip
