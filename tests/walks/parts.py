"""Steps that many walks share. Mei and Cao work in the community, Sun in the street, Fang and Gao in the district."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from casework import accounts
from casework.models import Ticket
from tests.cast import COMMUNITY, STREET, Cast
from tests.walks.walker import Walker
from tests.workflows.rights.protected import due, on, pass_time, refused

PERSON = {"place": COMMUNITY, "name": "王秀兰", "phone": "13800002046"}
OPINION = {"opinion": "材料齐全，情况属实。", "checked": True}
VISIT = {**OPINION, "visitors": 2}
WELL: dict[str, Any] = {"found": "well", "remarks": "一切稳定，感谢关心。"}
SCORE: dict[str, Any] = {"score": 92, "votes_for": 30, "votes_against": 1, "opinion": "邻里公认，事迹真实。"}
WHY = {"reason": "核实后不符合规定的条件。"}


def again(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def child_of(parent: Ticket, slug: str) -> Ticket:
    """The latest ticket of this type under `parent`."""
    return Ticket.objects.filter(parent_id=parent.pk, type=slug).latest("id")


def claimed(cast: Cast, who: str, ticket: Ticket) -> Ticket:
    return cast.does(who, ticket, "claim")


def to_district(cast: Cast, ticket: Ticket, move: str = "pass_up", entered: dict[str, Any] = OPINION) -> Ticket:
    """Mei and Sun say their word, each in their time; Fang has it then."""
    for who, level in (("mei", 1), ("sun", 2)):
        if again(ticket).level == level:
            if again(ticket).assignee_id is None:
                claimed(cast, who, ticket)
            ticket = cast.does(who, ticket, move, **entered)
    assert ticket.level == 3 and {COMMUNITY, STREET} & set(ticket.assisting), "who checked it keeps seeing it"
    return claimed(cast, "fang", ticket)


def notice_over(ticket: Ticket) -> Ticket:
    """The notice hangs until its time is over; it ends by itself."""
    assert again(ticket).state == "public" and again(ticket).notices.filter(ended_at=None).count() == 1
    pass_time(due(ticket, "aw.public_notice"))
    assert not ticket.notices.filter(ended_at=None).exists()
    return again(ticket)


def looked_in(cast: Cast, who: str, ticket: Ticket, times: int) -> Ticket:
    """So many looks, each when its day has come."""
    for n in range(times):
        assert again(ticket).state == "tracking", f"look {n + 1} of {times} is still to come"
        pass_time(due(ticket, "ap.look") + timedelta(minutes=1))
        ticket = cast.does(who, ticket, "look_in", looked_on=on(), **WELL)
    return ticket


def left(ticket: Ticket, key: str = "") -> int | float:
    found = accounts.left(ticket.number, key)
    assert found is not None
    return float(found)


def refuses(
    cast: Cast, who: str, ticket: Ticket, move: str, says: str, /, *, at: str | Sequence[str] = (), **data: Any
) -> None:
    """The move is refused with these words; at this field, if it is a matter of the form. Who walks sees it at the door too."""
    found = refused(cast, who, ticket, move, **data)
    fields = [at] if isinstance(at, str) else list(at)
    assert set(fields) <= set(found.errors or {}), f"{move}: {found}: {found.errors}"
    said = " ".join([str(found), *(str(each) for each in (found.errors or {}).values())])
    assert says in said, f"{move}: {said}"
    if isinstance(cast, Walker):
        cast.sees_refusal(who, ticket, move, data)
