"""A promise of an agreement: remembered, kept."""

from casework.models import Ticket
from tests.walks.parts import child_of, on, refuses
from tests.walks.walker import Walker
from tests.workflows.rights.agreed import agree, mediating


def begin(cast: Walker) -> Ticket:
    case = agree(cast, mediating(cast), effective_on=on(), plan=f"{on(30)} 500元 抚养费")
    return child_of(case, "performance")


def walk(cast: Walker):
    ticket = begin(cast)
    assert (ticket.state, ticket.data["amount"]) == ("due", "500")
    ticket = cast.does("mei", ticket, "record_performed", performed_on=on(), proof="receipt")
    assert ticket.data["on_time"] is True
    return ticket


def nobody_opens_one_by_hand(cast: Walker) -> None:
    cast.may_not_open("mei", "performance", "", due_on=on(30), agreement=1)


def nothing_is_kept_tomorrow(cast: Walker) -> None:
    refuses(cast, "mei", begin(cast), "record_performed", "", at="performed_on", performed_on=on(1), proof="receipt")


def another_street_does_not_see_it(cast: Walker) -> None:
    refuses(cast, "wei", begin(cast), "record_performed", "not", performed_on=on(), proof="receipt")


REFUSALS = [nobody_opens_one_by_hand, nothing_is_kept_tomorrow, another_street_does_not_see_it]
