"""What the tickets of protection share: a refusal is never the word of a guardian who harms; visits show that it is quiet."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from workflows.base import Action
from workflows.registry import registry
from workflows.rights.protection import DeclineForm, own_word
from workflows.rights.quiet import count_visit, quiet_until, shown_calm

REFUSALS = [(kind.slug, move) for kind in registry for move in kind.actions() if move.form is DeclineForm]


@pytest.mark.parametrize("move", [move for _slug, move in REFUSALS], ids=[f"{slug}.{m.name}" for slug, m in REFUSALS])
def test_no_type_takes_a_refusal_from_a_guardian_who_harms_the_child(move: Action) -> None:
    assert own_word in move.guards


def test_the_types_in_which_she_may_refuse_are_looked_at_here() -> None:
    assert {slug for slug, _move in REFUSALS} >= {"protection_order", "written_warning", "police_report", "safety_plan"}


def visited(**data: Any) -> Any:
    return SimpleNamespace(data=data)


def test_a_visit_entered_late_does_not_set_back_what_a_later_one_has_shown() -> None:
    ticket = visited()
    count_visit(ticket, date(2026, 5, 10), calm=True)
    count_visit(ticket, date(2026, 5, 3), calm=True)
    assert ticket.data == {"visits": 2, "calm_on": "2026-05-10"}


def test_a_visit_that_found_harm_counts_but_shows_no_quiet() -> None:
    ticket = visited()
    count_visit(ticket, date(2026, 5, 10), calm=False)
    assert ticket.data == {"visits": 1}
    assert not shown_calm(ticket, date(2026, 1, 1))


def test_only_a_visit_on_the_last_quiet_day_or_later_shows_it() -> None:
    ticket = visited(calm_on="2026-05-10")
    assert shown_calm(ticket, date(2026, 5, 10))
    assert not shown_calm(ticket, date(2026, 5, 11))


def test_before_the_quiet_time_has_begun_it_has_no_end() -> None:
    assert quiet_until(visited(), "dv.warn_quiet") is None
    until = quiet_until(visited(quiet_from="2026-01-15"), "dv.warn_quiet")
    assert until is not None and until > date(2026, 1, 15)
