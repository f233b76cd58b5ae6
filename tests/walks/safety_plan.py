"""A safety plan: made, looked at again, made anew, no longer needed."""

from tests.walks.parts import on, refuses
from tests.walks.walker import Walker
from tests.workflows.rights.protected import NO, child, papers

PLAN = {
    "safe_phone": "13800002046", "safe_time": "工作日上午十点后", "place_to_go": "娘家，江宁区。", "shelter": "accepted",
    "signal": "在群里发一朵花。", "options_told": [], "words": "",
}  # fmt: skip


def walk(cast: Walker):
    ticket = cast.does("fang", child(cast, "safety_plan"), "make_plan", **PLAN)
    assert papers(ticket) == {"safety_plan"}
    cast.does("fang", ticket, "look_again", looked_on=on(), safe_now="yes", remarks="已换门锁，情绪平稳。")
    ticket = cast.does("fang", ticket, "make_plan", **{**PLAN, "shelter": "has_place"})
    assert (ticket.data["shelter"], ticket.data["reviews"]) == ("has_place", 1)
    return cast.does("fang", ticket, "end_plan", reason="危险已经解除三个月。")


def shelter_is_declined_in_her_words(cast: Walker) -> None:
    ticket = child(cast, "safety_plan")
    refuses(cast, "fang", ticket, "make_plan", "write down what she said", at=["options_told", "words"], **{**PLAN, "shelter": "declined"})  # fmt: skip


def a_no_is_heard_from_her_alone(cast: Walker) -> None:
    ticket = child(cast, "safety_plan")
    refuses(cast, "fang", ticket, "decline_plan", "", at="heard_alone", **{**NO, "heard_alone": False})


def a_plan_that_was_not_made_is_not_looked_at(cast: Walker) -> None:
    refuses(
        cast, "fang", child(cast, "safety_plan"), "look_again", "not possible while", looked_on=on(), safe_now="yes"
    )


REFUSALS = [shelter_is_declined_in_her_words, a_no_is_heard_from_her_alone, a_plan_that_was_not_made_is_not_looked_at]
