"""Steps that the tests of people share: what is known of her, who is who, what a reader with a grant sees."""

from typing import Any

import pytest

from casework import access, reading
from casework.errors import Refused
from casework.models import Party, Ticket
from tests.cast import Cast
from workflows.rights.intake_people import born_by

ID = "320104198807062345"  # check digit set below


def with_check_digit(first: str) -> str:
    return next(first[:17] + last for last in "0123456789X" if born_by(first[:17] + last))


ID = with_check_digit(ID)
HERS = {
    "id_type": "resident", "id_number": ID, "ethnic": "回族", "marital": "married", "education": "junior",
    "job": "超市收银员", "employer": "城南超市", "economy": "low_income", "health": ["pregnant"], "children": "一个女儿，七岁",
    "needs": ["dialect"], "place_detail": "12号院 3 幢 502", "other_name": "李强国", "other_phone": "13911112222",
    "other_relation": "spouse", "other_employer": "宏大物流", "other_same_home": "yes",
}  # fmt: skip
SECRET = (
    "李强国",
    "13911112222",
    "宏大物流",
    "城南超市",
    "超市收银员",
    "回族",
    "七岁",
    ID,
    "1988-07-06",
    "502",
    "pregnant",
)
CONSENT = {"purpose": "handle", "basis": "consent", "given_by": "self", "told_by": "voice", "told_on": "2026-11-02"}
MERGE = {"same_person": True, "same_matter": True, "reason": "同一人同一事项"}


def of_role(ticket: Ticket, role: str) -> Party:
    return Party.objects.get(ticket=ticket, role=role, ended_at__isnull=True)


def opened(cast: Cast, ticket: Ticket, role: str, who: str = "fang") -> dict[str, Any]:
    """A party's sealed part as somebody with a grant reads it."""
    party, case = of_role(ticket, role), Ticket.objects.get(pk=ticket.pk)
    return reading.party(case, party, access.reveal(cast.actor(who), case, "call", party=party))


def refused(cast: Cast, who: str, ticket: Ticket, move: str, **data: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        cast.does(who, ticket, move, **data)
    return caught.value


def in_hand(cast: Cast, **changes: Any) -> Ticket:
    return cast.does("mei", cast.call(**changes), "claim")
