"""Her limits run whatever we do: counted as the law counts them, shown, told before mediation, ended when used."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from casework.errors import Refused
from casework.models import RungFired, Ticket
from casework.ticking import tick
from tests.cast import Cast
from tests.workflows.rights.agreed import clock, code_of, last_day, mediating, ready, running, working
from workflows.policies import policies
from workflows.rights import limits

pytestmark = pytest.mark.usefixtures("in_english")

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def refusal(cast: Cast, ticket: Ticket, move: str, **data: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        cast.does("mei", ticket, move, **data)
    return caught.value


@pytest.mark.parametrize(
    ("limit", "since", "last"),
    [  # domain.md §6: day 0 is not counted; a last day that is a rest day moves to the next working day
        ("lab.sue", "2026-01-30", "2026-02-14"),  # 14 February is a make-up day: worked
        ("lab.sue", "2026-02-06", "2026-02-24"),
        ("lab.sue", "2026-02-14", "2026-03-02"),
        ("lab.sue", "2026-09-18", "2026-10-08"),
        ("lim.review", "2026-01-30", "2026-03-02"),
        ("lim.review", "2026-04-30", "2026-06-01"),
        ("lim.re_review", "2026-09-18", "2026-10-19"),
        ("adm.reconsider", "2026-09-23", "2026-11-23"),
        ("dv.order_reconsider", "2026-09-30", "2026-10-08"),
        ("lab.arb_claim", "2025-08-31", "2026-08-31"),
        ("lab.arb_claim", "2025-10-03", "2026-10-08"),  # a year later is in the holiday of October
        ("adm.sue", "2025-08-31", "2026-02-28"),  # a Saturday, but a make-up day
        ("civ.general", "2023-03-02", "2026-03-02"),
    ],
)
def test_each_limit_is_counted_as_its_law_counts(cast: Cast, limit: str, since: str, last: str) -> None:
    ticket = cast.does("mei", working(cast, now=MONDAY), "add_limit", limit=limit, since=since, now=MONDAY)
    assert last_day(ticket, limit) == last
    assert clock(ticket, limit).who == "party"
    assert ticket.breached_at is None


def test_divorce_cools_off_for_thirty_days_and_the_certificate_is_collected_within_thirty_more(cast: Cast) -> None:
    ticket = cast.does("mei", working(cast), "add_limit", limit="fam.cooling", since="2026-03-02", now=MONDAY)
    assert (last_day(ticket, "fam.cooling"), last_day(ticket, "fam.collect")) == ("2026-04-01", "2026-05-06")
    ticket = cast.does("mei", ticket, "limit_done", limit="fam.cooling", how="moot", ended_on="2026-03-20")
    assert {"fam.cooling", "fam.collect"}.isdisjoint(running(ticket)), "withdrawn: neither is needed"


def test_several_limits_run_at_once_and_end_one_by_one(cast: Cast) -> None:
    ticket = working(cast)
    for limit in ("lab.arb_claim", "civ.general"):
        ticket = cast.does(
            "mei", ticket, "add_limit", limit=limit, since="2026-01-05", party=code_of(ticket, "petitioner")
        )
    assert {"lab.arb_claim", "civ.general"} <= running(ticket)
    first = clock(ticket, "lab.arb_claim").pk
    ticket = cast.does("mei", ticket, "limit_done", limit="civ.general", how="used", ended_on="2026-03-20")
    assert "civ.general" not in running(ticket)
    assert clock(ticket, "lab.arb_claim").pk == first, "the other one was not touched"


def test_an_interrupted_limit_begins_anew_from_its_new_start(cast: Cast) -> None:
    ticket = cast.does("mei", working(cast), "add_limit", limit="lab.arb_claim", since="2025-06-01")
    assert "It is counted already" in str(
        refusal(cast, ticket, "add_limit", limit="lab.arb_claim", since="2026-03-02").errors["limit"]
    )
    cast.does("mei", ticket, "limit_done", limit="lab.arb_claim", how="interrupted", ended_on="2026-03-02")
    ticket = cast.does("mei", ticket, "add_limit", limit="lab.arb_claim", since="2026-03-02")
    assert last_day(ticket, "lab.arb_claim") == "2027-03-02"


def test_wrong_entries_are_refused_by_field(cast: Cast) -> None:
    ticket = working(cast)
    ahead = (localdate() + DAY).isoformat()
    assert list(refusal(cast, ticket, "add_limit", limit="lab.sue", since=ahead).errors) == ["since"]
    assert list(refusal(cast, ticket, "add_limit", limit="no.such", since="2026-03-02").errors) == ["limit"]
    assert "No limit" in refusal(cast, ticket, "limit_done", limit="lab.sue", how="used", ended_on="2026-03-02").reason
    cast.does("mei", ticket, "add_limit", limit="lab.sue", since="2026-03-02")
    other = refusal(cast, ticket, "limit_done", limit="civ.general", how="used", ended_on="2026-03-02")
    assert list(other.errors) == ["limit"]
    early = refusal(cast, ticket, "limit_done", limit="lab.sue", how="used", ended_on="2026-03-01")
    assert list(early.errors) == ["ended_on"]


def test_the_holder_is_warned_before_it_lapses_and_nobody_is_blamed(cast: Cast) -> None:
    ticket = cast.does("mei", working(cast, now=MONDAY), "add_limit", limit="lab.sue", since="2026-03-02", now=MONDAY)
    while tick(now=MONDAY + 20 * DAY).full:
        pass
    fired = RungFired.objects.filter(clock=clock(ticket, "lab.sue")).order_by("id")
    assert [one.name for one in fired][-2:] == ["warn", "lapse"]
    assert all(rung.early or rung.do == "lapse" for rung in policies["lab.sue"].rungs)


@pytest.mark.parametrize("key", limits.KEYS)
def test_every_limit_belongs_to_the_party_and_warns_in_time(key: str) -> None:
    policy = policies[key]
    assert policy.who == "party"
    assert any(rung.early and rung.do == "warn" for rung in policy.rungs)
    assert limits.last_day(key, date(2026, 1, 31)) > date(2026, 1, 31)


def test_mediation_begins_only_when_she_was_told_which_limit_ends_before_it(cast: Cast) -> None:
    since = (localdate() - timedelta(days=40)).isoformat()
    ticket = ready(cast, working(cast))
    cast.does("mei", ticket, "add_limit", limit="adm.reconsider", since=since)
    found = refusal(cast, ticket, "start_mediation", began_by="applied")
    ends = (localdate() + timedelta(days=20)).isoformat()
    assert ends in found.errors["limits_told"][0]
    assert cast.does("mei", ticket, "start_mediation", began_by="applied", limits_told=True).state == "mediating"


def test_a_limit_that_ends_long_after_the_mediation_needs_no_word(cast: Cast) -> None:
    ticket = ready(cast, working(cast))
    cast.does("mei", ticket, "add_limit", limit="civ.general", since=localdate().isoformat())
    assert cast.does("mei", ticket, "start_mediation", began_by="applied").state == "mediating"


def test_more_time_for_mediation_is_weighed_against_her_limits_too(cast: Cast) -> None:
    ticket = mediating(cast)
    since = (localdate() - timedelta(days=20)).isoformat()
    cast.does("mei", ticket, "add_limit", limit="adm.reconsider", since=since)  # 40 days left
    entered = {"party": code_of(ticket, "petitioner"), "days": 20, "way": "oral"}
    assert list(refusal(cast, ticket, "agree_longer", **entered).errors) == ["limits_told"]
    assert cast.does("mei", ticket, "agree_longer", **entered, limits_told=True).data["longer"]["days"] == 20


@pytest.mark.parametrize(
    ("situation", "day", "until", "firm"),
    [("born", "2026-02-28", "2027-02-28", True), ("ended", "2026-01-31", "2026-07-31", True),
     ("pregnant", "2027-05-10", "2028-05-10", False)],
)  # fmt: skip
def test_when_he_may_not_file_for_divorce_is_kept_as_a_day_and_the_reason_is_sealed(
    cast: Cast, situation: str, day: str, until: str, firm: bool
) -> None:
    ticket = cast.does("mei", working(cast), "record_no_filing", situation=situation, day=day)
    assert ticket.data["no_filing"] == {"until": until, "firm": firm}
    assert situation not in str(ticket.events.latest("seq").data)
