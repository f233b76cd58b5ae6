"""Home service: a clear price first, then the service, then what was charged and how it was."""

from tests.walks.parts import PERSON, WHY, claimed, refuses
from tests.walks.walker import Walker

NEED = {**PERSON, "kind": "elderly", "hours": 10, "need": "照顾行动不便的母亲。"}
QUOTE = {"company": "红花家政", "price": "38", "insured": True}


def begin(cast: Walker):
    return claimed(cast, "mei", cast.opens("mei", "home_service", **NEED))


def walk(cast: Walker):
    ticket = cast.does("mei", begin(cast), "quote", **QUOTE)
    cast.does("mei", ticket, "quote", **{**QUOTE, "price": "35"})
    cast.does("mei", ticket, "order")
    ticket = cast.does("mei", ticket, "record_served", charged="40")
    assert ticket.data["dearer"] is True, "charged more than was quoted"
    return cast.does("mei", ticket, "rate", rating="fair", said="准时，但比报价贵。")


def only_insured_workers_are_offered(cast: Walker) -> None:
    refuses(cast, "mei", begin(cast), "quote", "Only insured workers", at="insured", **{**QUOTE, "insured": False})


def nothing_is_ordered_without_a_price(cast: Walker) -> None:
    refuses(cast, "mei", begin(cast), "order", "not possible while")


def what_was_dropped_is_over(cast: Walker) -> None:
    refuses(cast, "mei", cast.does("mei", begin(cast), "drop", **WHY), "quote", "not possible while", **QUOTE)


REFUSALS = [only_insured_workers_are_offered, nothing_is_ordered_without_a_price, what_was_dropped_is_over]
