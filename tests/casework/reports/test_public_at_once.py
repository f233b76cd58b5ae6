"""Public copies given out by many at the same moment: one of each, and never two that overlap."""

from collections.abc import Callable
from datetime import timedelta
from itertools import combinations

import pytest
from django.utils import timezone

from casework.errors import Refused
from casework.models import PublicCopy
from casework.reports import public
from casework.reports.periods import Period
from casework.reports.scope import Scope
from casework.reports.view import View
from tests.cast import COMMUNITY, DISTRICT, STREET, Cast, populate
from tests.together import together, unexpected
from workflows.ladder import inside

pytestmark = pytest.mark.django_db(transaction=True)
QUARTER = Period.around(timezone.localdate(), "quarter").before
FIRST, SECOND, THIRD = (Period(month) for month in QUARTER.months)
Wish = tuple[Period, str]


@pytest.fixture
def people() -> Cast:
    found = populate()
    noon = timezone.localtime().replace(year=FIRST.first.year, month=FIRST.first.month, day=9, hour=12)
    for n in range(6):
        found.call(now=noon + timedelta(days=n), place=COMMUNITY)
    return found


def giving(people: Cast, wish: Wish) -> Callable[[], PublicCopy]:
    period, area = wish
    asked = View(Scope((area,)), period, timezone.localdate())
    return lambda: public.give_out(people.actor("fang"), asked)


def at_once(people: Cast, *wishes: Wish) -> dict[Wish, int | None]:
    """The copy each wish got, None for a refusal; those who wished the same got the same."""
    found = together([giving(people, wish) for wish in wishes])
    assert not unexpected(found, Refused), found
    got: dict[Wish, int | None] = {}
    for wish, one in zip(wishes, found, strict=True):
        if isinstance(one, Refused):
            assert one.code == "closed" and str(one)
        got.setdefault(wish, None)
        if isinstance(one, PublicCopy):
            assert (one.period, one.area) == (wish[0].code, wish[1])
            assert got[wish] in (None, one.pk), "two copies of the same"
            got[wish] = one.pk
    assert {pk for pk in got.values() if pk} <= set(PublicCopy.objects.values_list("pk", flat=True))
    none_can_be_subtracted()
    return got


def none_can_be_subtracted() -> None:
    copies = list(PublicCopy.objects.all())
    for one, other in combinations([copy for copy in copies if not copy.parts], 2):
        days = one.first <= other.last and other.first <= one.last
        assert not (days and (inside(one.area, other.area) or inside(other.area, one.area))), (one.period, other.period)
    known = {(copy.area, copy.period) for copy in copies}
    assert all((copy.area, part) in known for copy in copies for part in copy.parts)


def test_eight_give_out_the_same_and_all_get_the_one_copy(people: Cast) -> None:
    got = at_once(people, *[(FIRST, DISTRICT)] * 8)
    assert [PublicCopy.objects.get().pk] == list(got.values())


def test_of_copies_that_overlap_one_wins_and_the_others_get_a_sentence(people: Cast) -> None:
    for period in (QUARTER, QUARTER.before):
        month = Period(period.first)
        wishes = [(period, DISTRICT), (month, DISTRICT), (month, STREET), (period, STREET)]
        before = PublicCopy.objects.count()
        got = at_once(people, *wishes * 2)
        assert sum(pk is not None for pk in got.values()) == PublicCopy.objects.count() - before == 1


def test_copies_that_do_not_overlap_are_all_given_out(people: Cast) -> None:
    got = at_once(people, *[(FIRST, DISTRICT), (SECOND, DISTRICT), (THIRD, STREET), (QUARTER.before, STREET)] * 2)
    assert all(got.values()) and PublicCopy.objects.count() == 4


def test_a_sum_asked_for_by_eight_is_added_up_once(people: Cast) -> None:
    for month in (FIRST, SECOND, THIRD):
        giving(people, (month, DISTRICT))()
    got = at_once(people, *[(QUARTER, DISTRICT)] * 6, (THIRD, STREET), (QUARTER, STREET))
    assert PublicCopy.objects.get(pk=got[QUARTER, DISTRICT]).parts == [FIRST.code, SECOND.code, THIRD.code]
    assert got[THIRD, STREET] is None and got[QUARTER, STREET] is None
    assert PublicCopy.objects.count() == 4


def test_the_last_part_and_the_sum_at_once_give_the_sum_or_the_name_of_what_is_missing(people: Cast) -> None:
    for month in (FIRST, SECOND):
        giving(people, (month, DISTRICT))()
    got = at_once(people, *[(THIRD, DISTRICT), (QUARTER, DISTRICT)] * 4)
    assert got[THIRD, DISTRICT], "nobody can take the last month's place"
    if got[QUARTER, DISTRICT] is None:
        assert giving(people, (QUARTER, DISTRICT))().parts
    assert PublicCopy.objects.filter(parts=[]).count() == 3 and PublicCopy.objects.count() == 4
