"""The party's query code: random, kept as a digest, off where it is unsafe, on again only by the district."""

import json
import re
from typing import Any

import pytest

from casework import access, partycodes, reading
from casework.errors import Refused
from casework.models import Event, Party, PartyCode, Ticket
from casework.queries.own import own
from tests.cast import Cast

RED = {"violence_now": "yes"}


def code_of(cast: Cast, ticket: Ticket) -> str:
    case = Ticket.objects.get(pk=ticket.pk)
    party = Party.objects.get(ticket=case, role="petitioner", ended_at__isnull=True)
    return reading.party(case, party, access.reveal(cast.actor("fang"), case, "paper", party=party))["query_code"]


def test_a_code_is_random_readable_and_not_in_clear(cast: Cast) -> None:
    one, two = cast.call(), cast.call()
    code = code_of(cast, one)
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}", code) and code != code_of(cast, two)
    assert own(code) is not None
    rows = [bytes(row.digest) for row in PartyCode.objects.all()]
    assert len(set(rows)) == 2 and all(code.encode() not in row for row in rows)
    clear = json.dumps([one.data, *(event.data for event in Event.objects.all())], default=str)
    assert code not in clear and code.replace("-", "") not in clear


@pytest.mark.parametrize("written", ["{}", " {} ", "lower", "no dashes", "full width"])
def test_a_code_is_understood_however_it_is_written(cast: Cast, written: str) -> None:
    code = code_of(cast, cast.call())
    shapes = {"lower": code.lower(), "no dashes": code.replace("-", ""), "full width": code.replace("-", "－")}
    assert own(shapes.get(written, written.format(code))) is not None


def test_who_stays_anonymous_gets_none(cast: Cast) -> None:
    assert "code" not in cast.call(phone="", name="").data and not PartyCode.objects.exists()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (RED, "urgent"),
        ({"category": "0102"}, "violence"),
        ({"age_band": "14_17"}, "minor"),
        ({"guardian_is_abuser": "yes"}, "guardian"),
        ({"community_may_know": "no"}, "community"),
        ({"phone_use": "shared"}, "shared_phone"),
        ({"caller": "relative"}, "third_person"),
    ],
)
def test_where_a_look_could_endanger_her_it_is_off_from_the_start(
    cast: Cast, changes: dict[str, Any], why: str
) -> None:
    ticket = cast.call(**changes)
    row = PartyCode.objects.get(ticket=ticket)
    assert row.shut_at is not None and row.shut_because == why
    assert (ticket.data["code"], ticket.data["code_off"]) == ("off", why)
    assert own(code_of(cast, ticket)) is None


def test_a_case_that_becomes_dangerous_switches_it_off_by_itself(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    code = code_of(cast, ticket)
    cast.does("mei", ticket, "accept", track="mediation", notice="oral")
    cast.does("sun", ticket, "reclassify", category="0102", track="", reason="来电人说明有殴打情况")
    assert own(code) is None and PartyCode.objects.get().shut_because == "violence"
    said = Event.objects.filter(ticket=ticket).last().data["query_code"]
    assert said == [{"code": "shut", "because": "violence"}]


def test_only_the_district_switches_it_on_and_a_graver_danger_switches_it_off_again(cast: Cast) -> None:
    ticket = cast.call(phone_use="shared")
    code = code_of(cast, ticket)
    with pytest.raises(Refused):
        cast.does("mei", ticket, "open_query_code", asked_alone=True, reason="x")
    cast.does("fang", ticket, "open_query_code", asked_alone=True, reason="已单独询问本人，手机只有她自己用。")
    assert own(code) is not None
    cast.does("mei", ticket, "claim")
    cast.does("mei", ticket, "accept", track="mediation", notice="oral")
    assert own(code) is not None  # what the district has weighed stays weighed
    cast.does("sun", ticket, "reclassify", category="0102", track="", reason="来电人说明有殴打情况")
    assert own(code) is None


def test_a_new_code_ends_the_old_one(cast: Cast) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    old = code_of(cast, ticket)
    cast.does("mei", ticket, "shut_query_code", because="lost")
    assert own(old) is None
    cast.does("mei", ticket, "renew_query_code")
    new = code_of(cast, ticket)
    assert new != old and own(new) is not None and own(old) is None
    assert PartyCode.objects.count() == 1


def test_switching_off_what_is_off_is_refused(cast: Cast) -> None:
    ticket = cast.call(**RED)
    with pytest.raises(Refused) as caught:
        cast.does("fang", ticket, "shut_query_code", because="seen")
    assert caught.value.code == "closed"


def test_a_code_ends_some_time_after_the_case(cast: Cast, settings: Any) -> None:
    double, master = cast.call(), cast.call()
    code = code_of(cast, double)
    cast.does("sun", double, "merge", other=master.number, same_person=True, same_matter=True, reason="x")
    assert own(code) is not None
    settings.PARTY_CODE_DAYS = -1
    assert own(code) is None


def test_what_cannot_be_a_code_is_not_looked_up(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert partycodes.digest("QH-WQ-2026-000001") is None and own("'; drop") is None and own("") is None
