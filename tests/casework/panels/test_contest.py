"""The ranking on a contest's page and an entry's own rank: who sees which, and in how many statements."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.panels.contest import Content, Own, content, own, panel
from casework.queries.ticket import load
from tests.cast import Cast
from tests.walks import contest, contest_entry
from tests.walks.walker import Walker
from tests.workflows.rights.protected import told


def shown(cast: Cast, who: str, number: str) -> Content:
    return content(load(cast.actor(who), number))


def of_entry(cast: Cast, who: str, number: str) -> Own:
    return own(load(cast.actor(who), number))


def test_the_ranking_stands_in_its_order_with_who_is_left_out_at_the_end(cast: Cast) -> None:
    walker = Walker.of(cast)
    ticket, (low, high, tied) = contest.scored(walker, 70, 90, 90, first=2)
    before = shown(cast, "fang", ticket.number)
    assert [(row.scored, row.judges, row.rank) for row in before.rows] == [(2, 2, 0)] * 3 and not before.ranked
    walker.does("gao", ticket, "rank")
    walker.does("gao", ticket, "leave_out", entry=low.number, ground="withdrawn", reason="作者来信撤回。")
    walker.does("gao", ticket, "give_prize", rank=1, prize="first")
    found = shown(cast, "fang", ticket.number)
    assert [(row.number, row.rank, str(row.points)) for row in found.rows] == [
        (high.number, 1, "90.00"), (tied.number, 1, "90.00"), (low.number, 0, ""),
    ]  # fmt: skip
    assert [row.by for row in found.rows] == ["王*兰"] * 3 and found.judges == ["方宁", "高静"]
    assert [kind[1:] for kind in found.prizes] == [(2, 0)]


def test_a_street_sees_its_entry_s_rank_and_not_the_contest(cast: Cast) -> None:
    walker = Walker.of(cast)
    ticket, (work,) = contest.ranked(walker, 70)
    street, district = of_entry(cast, "sun", work.number), of_entry(cast, "fang", work.number)
    assert (street.rank, street.among, street.points, street.url) == (1, 1, "70.00", "")
    assert district.url.endswith(ticket.number)
    client = Client()
    client.force_login(cast.people["sun"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/tickets/{ticket.number}").status_code == 404
    page = client.get(f"/tickets/{work.number}").content.decode()
    assert "70.00" in page and "王秀兰" not in page and f'href="/tickets/{ticket.number}"' not in page


def test_an_entry_that_is_not_in_a_contest_yet_names_what_was_said(cast: Cast) -> None:
    work = contest_entry.begin(Walker.of(cast))
    found = of_entry(cast, "sun", work.number)
    assert (found.work, found.called, found.contest, found.rank) == ("秦淮河畔的灯", "书香金陵征文", "", 0)


def test_other_types_have_no_such_panel(cast: Cast) -> None:
    assert panel(load(cast.actor("mei"), cast.call().number)) is None


def test_twelve_entries_cost_no_more_statements_than_two(cast: Cast) -> None:
    walker = Walker.of(cast)
    few, _works = contest.ranked(walker, 70, 80)
    many, _others = contest.ranked(walker, *range(60, 72))
    counts = []
    for ticket in (few, many):
        whole = load(cast.actor("fang"), ticket.number)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            panel(whole)
        counts.append(len(asked))
    assert counts == [3, 3]


def test_who_brought_an_entry_is_told_what_became_of_it(cast: Cast) -> None:
    walker = Walker.of(cast)
    ticket, (work,) = contest.on_notice(walker, 70)
    contest.notice_over(ticket)
    walker.does("fang", ticket, "confirm_prizes")
    assert {"opener", "assisting"} <= told(work, "decided")
    assert {"holder", "unit"} <= told(ticket, "entries_over")
