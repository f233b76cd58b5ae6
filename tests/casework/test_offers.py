"""Offers to the whole district: who may match with them, and that nothing else of them is seen by whom they do not belong to."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils.translation import override

from casework import access, gate
from casework.errors import Refused
from casework.models import Jurisdiction, Membership, Ticket
from tests.cast import DISTRICT, OTHER_COMMUNITY, Cast
from tests.walks import contest, vacancy, volunteer
from tests.walks.parts import WHY
from tests.walks.training_class import enrolling
from tests.walks.walker import Walker
from workflows.registry import registry

MADE: dict[str, Callable[[Walker], Ticket]] = {
    "vacancy": vacancy.published,
    "volunteer": volunteer.active,
    "training_class": enrolling,
    "contest": contest.announced,
}
MATCHES = {  # each post of the cast: may it match with what is offered?
    "mei": True, "hua": True, "cao": True, "jin": True, "qiu": True, "sun": True, "fang": True, "gao": True, "wei": True, "xia": True,
    "ling": False, "ding": False, "lu": False, "an": False,
}  # fmt: skip


@pytest.fixture
def walker(cast: Cast) -> Iterator[Walker]:
    with override("en"):
        yield Walker.of(cast)


def test_every_type_that_offers_is_looked_at_here() -> None:
    assert {kind.slug for kind in registry if kind.shared} == set(MADE)


@pytest.mark.parametrize("slug", MADE)
@pytest.mark.parametrize(("who", "matches"), MATCHES.items())
def test_who_handles_tickets_reaches_an_offer_and_sees_no_more_of_it_than_before(
    walker: Walker, slug: str, who: str, matches: bool
) -> None:
    ticket, actor = MADE[slug](walker), walker.actor(who)
    seen = access.tickets(actor).filter(pk=ticket.pk).exists()
    assert access.reaches(actor, ticket) is (matches or seen)
    assert access.offers(actor, slug).filter(pk=ticket.pk).exists() is (matches or seen)
    assert access.sees(actor, ticket) is seen
    if seen:
        return
    browser = Client()
    browser.force_login(walker.people[who], backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get(f"/tickets/{ticket.number}").status_code == 404
    assert not access.may_reveal(actor, ticket)
    with pytest.raises(Refused) as caught:
        gate.perform(ticket.number, "note", actor, {"note": "?"})
    assert caught.value.code == "not_found"


@pytest.mark.parametrize("slug", MADE)
def test_what_is_told_of_an_offer_is_nothing_private(walker: Walker, slug: str) -> None:
    ticket, kind = MADE[slug](walker), registry[slug]
    told = {str(said) for _name, said in kind.offered_as(ticket)}
    assert not [word for word in walker.private if word in told]
    sealed = set(kind.intake_form.private)
    assert not sealed & set(ticket.data), "what the form seals does not lie in clear"


def test_what_is_not_an_offer_yet_or_no_more_is_reached_by_nobody_else(walker: Walker) -> None:
    job, xia = vacancy.begin(walker), walker.actor("xia")
    assert not access.reaches(xia, job)
    walker.does("sun", walker.does("sun", job, "audit", **vacancy.AUDIT), "fill", **WHY)
    job.refresh_from_db()
    assert not access.reaches(xia, job) and not access.offers(xia, "vacancy").exists()


def test_another_district_reaches_nothing(walker: Walker) -> None:
    job = vacancy.published(walker)
    Jurisdiction.objects.create(code="320105", name="建邺区", name_en="Jianye District", level=3)
    post = Membership.objects.get(user=walker.xia)
    for role, unit, reaches in (("district", "320105", False), ("district", DISTRICT, True)):
        post.role, post.jurisdiction_id = role, unit
        post.save()
        actor = walker.actor("xia")
        assert access.reaches(actor, job) is access.offers(actor, "vacancy").exists() is reaches


def test_only_a_field_that_asks_for_offers_takes_one(walker: Walker) -> None:
    """A case of hers cannot be linked with a vacancy that the street of another has."""
    job = vacancy.published(walker)
    case = walker.call(place=OTHER_COMMUNITY)
    walker.does("wei", case, "claim")
    with pytest.raises(Refused, match="is not a case you can see"):
        walker.does("wei", case, "link_case", other=job.number)
