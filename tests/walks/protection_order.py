"""A protection order: her wish, the application, the court, in force, looked at, lifted."""

from tests.walks.parts import on, refuses
from tests.walks.walker import Walker
from tests.workflows.rights.ordered import APPLICATION, in_force, prepared, ruling
from tests.workflows.rights.protected import HEARD, child


def walk(cast: Walker):
    ticket = in_force(cast, child(cast, "protection_order"))
    assert (ticket.state, ticket.data["valid_until"]) == ("in_force", on(100))
    cast.does("fang", ticket, "record_check", checked_on=on(), kept="kept", said="近期平静，未再联系。")
    cast.does("fang", ticket, "ask_change", change="revoke", asked_on=on(), her_will=True, grounds="已搬离并离婚。")
    ticket = cast.does("fang", ticket, "record_change", granted="yes", decided_on=on(), paper_no="3")
    assert ticket.data["lifted"] is True
    return ticket


def her_wish_is_heard_from_her_alone(cast: Walker) -> None:
    order = child(cast, "protection_order")
    refuses(cast, "fang", order, "record_wish", "", at="heard_alone", wish="yes", **{**HEARD, "heard_alone": False})


def nothing_is_filed_that_is_not_written(cast: Walker) -> None:
    order = cast.does("fang", child(cast, "protection_order"), "record_wish", wish="yes", **HEARD)
    refuses(cast, "fang", order, "file_application", "", filed_on=on(), way="window")


def an_order_lasts_six_months_at_the_longest(cast: Walker) -> None:
    order = prepared(cast, child(cast, "protection_order"), **APPLICATION)
    cast.does("fang", order, "file_application", filed_on=on(), way="window")
    cast.does("fang", order, "court_accepts", case_no="（2026）苏0104民保令1号")
    refuses(cast, "fang", order, "record_result", "", at="valid_until", **ruling(200))


REFUSALS = [
    her_wish_is_heard_from_her_alone, nothing_is_filed_that_is_not_written, an_order_lasts_six_months_at_the_longest,
]  # fmt: skip
