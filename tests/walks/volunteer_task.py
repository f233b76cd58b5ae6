"""A task for a volunteer: checked, taken by somebody suited, done safely, rated."""

from tests.cast import COMMUNITY
from tests.walks import volunteer
from tests.walks.parts import WHY, again, claimed, refuses
from tests.walks.walker import Walker

TASK = {
    "place": COMMUNITY, "first_name": "王阿姨", "need": "陪同去法律援助中心递材料。", "skills": ["law"], "times": ["weekend"],
    "meet_at": "社区服务中心门口", "minors": False, "risk_note": "不要提起案情。",
}  # fmt: skip
DONE = {"hours": "2.5", "safe": True}


def begin(cast: Walker, **changes):
    return claimed(cast, "sun", cast.opens("mei", "volunteer_task", **{**TASK, **changes}))


def sent(cast: Walker, **changes):
    return cast.does("sun", begin(cast, **changes), "send_out")


def walk(cast: Walker):
    helper, ticket = volunteer.active(cast), sent(cast)
    cast.does("sun", ticket, "take", volunteer=helper.number)
    cast.does("sun", ticket, "give_back", **WHY)
    cast.does("sun", ticket, "take", volunteer=helper.number)
    assert again(helper).data["tasks"] == 1, "a task given back is none of hers"
    ticket = cast.does("sun", ticket, "record_done", **DONE)
    assert float(again(helper).data["hours"]) == 2.5, "her hours are counted"
    return cast.does("sun", ticket, "rate", rating="good", said="很耐心，很准时。")


def with_minors_only_who_was_cleared(cast: Walker) -> None:
    helper, ticket = volunteer.active(cast, with_minors=False), sent(cast, minors=True)
    refuses(cast, "sun", ticket, "take", "do not fit", at="volunteer", volunteer=helper.number)


def who_is_not_trained_gets_no_task(cast: Walker) -> None:
    helper, ticket = volunteer.begin(cast), sent(cast)
    refuses(cast, "sun", ticket, "take", "not free any more", at="volunteer", volunteer=helper.number)


def both_are_back_safely_before_it_is_done(cast: Walker) -> None:
    helper, ticket = volunteer.active(cast), sent(cast)
    cast.does("sun", ticket, "take", volunteer=helper.number)
    refuses(cast, "sun", ticket, "record_done", "Make sure of it first", at="safe", **{**DONE, "safe": False})


REFUSALS = [with_minors_only_who_was_cleared, who_is_not_trained_gets_no_task, both_are_back_safely_before_it_is_done]
