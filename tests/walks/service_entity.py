"""A service entity: checked, opened with its licence, looked in on for a year."""

from tests.walks.parts import PERSON, claimed, looked_in, on, refuses, to_district
from tests.walks.walker import Walker

ENTITY = {**PERSON, "called": "贡院姐妹小厨", "services": ["meals"], "staff": 5, "site": "贡院街12号底商"}
OPENED = {"licence_no": "JY23201040001", "opened_on": on()}


def begin(cast: Walker):
    return cast.opens("mei", "service_entity", **ENTITY)


def granted(cast: Walker):
    return cast.does("fang", to_district(cast, begin(cast)), "decide", decision="grant", reason="")


def walk(cast: Walker):
    ticket = cast.does("fang", granted(cast), "record_opening", **OPENED)
    return looked_in(cast, "fang", ticket, 3)


def an_entity_opens_with_a_licence(cast: Walker) -> None:
    refuses(cast, "fang", granted(cast), "record_opening", "", at="licence_no", **{**OPENED, "licence_no": ""})


def it_gives_work_to_somebody(cast: Walker) -> None:
    cast.may_not_open("mei", "service_entity", "", at="staff", **{**ENTITY, "staff": 0})


def nothing_opens_before_it_is_granted(cast: Walker) -> None:
    refuses(cast, "mei", claimed(cast, "mei", begin(cast)), "record_opening", "not possible while", **OPENED)


REFUSALS = [an_entity_opens_with_a_licence, it_gives_work_to_somebody, nothing_opens_before_it_is_granted]
