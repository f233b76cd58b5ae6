"""Cases of the demo whose risk is assessed and kept in touch with."""

from typing import Any

from casework.demo.walks import accepted, days, hours
from casework.demo.world import Case, Steps
from workflows.risk import scale

CALM: dict[str, Any] = {one.key: 0 if one.count else "no" for one in scale().items}


def watched_over(case: Case, n: int, place: str, *, quiet: bool = False) -> Steps:
    """Assessed as orange, contacted every week; after two quiet periods the street lowers it."""
    yield from accepted(case, n, place)
    me, street = case.world.handler(place), case.world.who("street", place[:9])
    yield hours(4)
    found = {**CALM, "child_harmed": "yes", "police_calls": 1, "separation": "yes", "psychiatric": "unsure"}
    case.do(me, "assess", **found, decision="score", factors=["support", "phone"], assessed_with=["community"])
    yield hours(2)
    case.do(me, "begin")
    for _week in range(3):
        yield days(5)
        case.do(me, "record_safety_contact", reached="yes", way="phone", safe="yes", new_harm="no", said="近期平稳。")
    if quiet:
        yield days(1)
        case.do(street, "assess", **CALM, decision="score", factors=["support", "phone", "safe_place"])
