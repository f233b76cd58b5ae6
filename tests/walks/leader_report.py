"""The leader in charge is told; of a public matter also the Party committee."""

from tests.walks.parts import refuses
from tests.walks.walker import Walker
from tests.workflows.rights.protected import child

TOLD = {"told": ["leader"], "way": "phone", "direction": "请派出所今日回访。"}


def walk(cast: Walker):
    ticket = cast.does("lu", child(cast, "leader_report"), "tell_leader", **TOLD)
    assert ticket.data["told"] == ["leader"]
    return ticket


def the_leader_is_always_told(cast: Walker) -> None:
    ticket = child(cast, "leader_report")
    refuses(cast, "lu", ticket, "tell_leader", "always told", at="told", **{**TOLD, "told": ["city"]})


def a_public_matter_goes_to_the_committee_too(cast: Walker) -> None:
    refuses(cast, "lu", child(cast, "leader_report", public=True), "tell_leader", "Party committee", at="told", **TOLD)


def the_community_does_not_report_for_the_district(cast: Walker) -> None:
    refuses(cast, "mei", child(cast, "leader_report"), "tell_leader", "is done by", **TOLD)


REFUSALS = [
    the_leader_is_always_told, a_public_matter_goes_to_the_committee_too, the_community_does_not_report_for_the_district,
]  # fmt: skip
