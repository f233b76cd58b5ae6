"""The way of every nomination: recommended by community and street, chosen within a quota, on public notice, named, sent up."""

from collections.abc import Callable
from typing import Any

from casework import gate
from casework.models import Notice, Ticket
from tests.cast import DISTRICT, STREET
from tests.walks.parts import SCORE, WHY, again, child_of, claimed, left, notice_over, on, refuses, to_district
from tests.walks.walker import Walker
from workflows.roles import CLOCK

CHOSEN: dict[str, Any] = {**SCORE, "decision": "choose", "asked": ["police", "petitions"]}
UP = {"document_no": "秦妇〔2026〕21号", "sent_on": on()}
ANSWER = {"answer": "named", "document_no": "宁妇〔2026〕8号", "answered_on": on()}


def round_of(cast: Walker, award: str, places: int = 1) -> Ticket:
    return cast.opens(
        "fang",
        "award_round",
        place=DISTRICT,
        award=award,
        year=2026,
        basis_no="宁妇〔2026〕2号",
        quotas=f"{STREET} {places}",
    )


def chosen(cast: Walker, ticket: Ticket, award: Ticket, who: str = "fang") -> Ticket:
    to_district(cast, ticket, "recommend", SCORE)
    return cast.does(who, ticket, "select", round=award.number, **CHOSEN)


def walk(cast: Walker, ticket: Ticket, masked: str = "王*兰") -> Ticket:
    """From the recommendation to a title of the province; a place of the street's quota is taken."""
    award = round_of(cast, ticket.type)
    ticket = chosen(cast, ticket, award)
    assert left(award, STREET) == 0, "a place of the quota is taken"
    assert masked in str(Notice.objects.get(ticket=ticket).lines)
    assert "王秀兰" not in str(Notice.objects.get(ticket=ticket).lines)
    ticket = notice_over(ticket)
    assert ticket.state == "named"
    cast.does("fang", ticket, "send_up", **UP)
    cast.does("fang", ticket, "ask_above")
    ticket = cast.does("fang", ticket, "city_answered", **ANSWER)
    assert ticket.state == "city_named"
    cast.does("fang", ticket, "send_up", **UP)
    return cast.does("fang", ticket, "province_answered", **ANSWER)


def refusals(begin: Callable[[Walker], Ticket], award: str) -> list[Callable[[Walker], None]]:
    """What every nomination refuses."""

    def nobody_is_chosen_beyond_the_quota(cast: Walker) -> None:
        one, two, places = begin(cast), begin(cast), round_of(cast, award)
        chosen(cast, one, places)
        to_district(cast, two, "recommend", SCORE)
        refuses(cast, "fang", two, "select", "0 left", round=places.number, **CHOSEN)

    def a_round_for_something_else_is_not_taken(cast: Walker) -> None:
        other = round_of(cast, "post_star" if award != "post_star" else "five_good_family")
        ticket = to_district(cast, begin(cast), "recommend", SCORE)
        refuses(
            cast, "fang", ticket, "select", "not the number of an award round", at="round", round=other.number, **CHOSEN
        )

    def nobody_is_chosen_in_a_closed_round(cast: Walker) -> None:
        places = round_of(cast, award)
        cast.does("fang", places, "close_round", **WHY)
        ticket = to_district(cast, begin(cast), "recommend", SCORE)
        refuses(cast, "fang", ticket, "select", "round is closed", at="round", round=places.number, **CHOSEN)

    def a_score_beyond_a_hundred_is_none(cast: Walker) -> None:
        ticket = claimed(cast, "mei", begin(cast))
        refuses(cast, "mei", ticket, "recommend", "100", at="score", **{**SCORE, "score": 101})

    def the_street_does_not_choose(cast: Walker) -> None:
        ticket = claimed(cast, "mei", begin(cast))
        cast.does("mei", ticket, "recommend", **SCORE)
        claimed(cast, "sun", ticket)
        refuses(cast, "sun", ticket, "select", "is done by", **CHOSEN)

    def while_an_objection_is_open_the_notice_does_not_end(cast: Walker) -> None:
        places = round_of(cast, award)
        ticket = chosen(cast, begin(cast), places)
        object_to(ticket)
        refuses(cast, "fang", ticket, "end_notice", "An objection is being looked into")
        cast.does("fang", child_of(ticket, "objection"), "uphold", **WHY)
        refuses(cast, "fang", ticket, "end_notice", "Take the notice down")
        ticket = cast.does("fang", ticket, "take_down")
        assert (ticket.state, left(places, STREET)) == ("not_chosen", 1), "the place of the quota is given back"

    return [
        nobody_is_chosen_beyond_the_quota, a_round_for_something_else_is_not_taken, nobody_is_chosen_in_a_closed_round,
        a_score_beyond_a_hundred_is_none, the_street_does_not_choose, while_an_objection_is_open_the_notice_does_not_end,
    ]  # fmt: skip


def object_to(ticket: Ticket) -> Ticket:
    """Somebody objects on the public page, without a name."""
    said = {"objection": "据我所知，情况与事迹不符。", "name": "", "phone": ""}
    gate.perform(ticket.number, "receive_objection", CLOCK, said)
    return child_of(again(ticket), "objection")
