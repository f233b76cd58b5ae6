"""Several evaluators at the same moment: real connections, real locks."""

import pytest
from django.utils import timezone

from casework.models import Heartbeat, Ticket, Watch
from casework.warnings.daily import BEAT, daily
from casework.warnings.run import step
from tests.casework.test_concurrency import at_once
from tests.casework.warnings.parts import HOME, promise, rules
from tests.cast import Cast, populate

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> Cast:
    return populate()


def test_two_evaluators_at_once_open_one_alert(people: Cast) -> None:
    for n in range(5):
        home = f"{HOME}-{n}"
        for one in (1, 2):  # two events of one household, each for another evaluator
            people.call(phone=f"1380000{n}{one:03d}", name=f"甲{n}{one}", place_detail=home, category="0404")
        results = at_once(lambda: step(1), lambda: step(1))
        while step():
            pass
        assert sum(results) >= 1
    assert rules() == ["R1.30"] * 5
    assert not Watch.objects.filter(done_at=None).exists()


def test_many_evaluators_share_the_work_and_none_is_done_twice(people: Cast) -> None:
    for n in range(12):
        people.call(phone=f"1390000{n // 2:04d}", name=f"乙{n // 2}", category="0404")
    at_once(*[lambda: step(3)] * 4)
    while step():
        pass
    assert len(rules()) == 6
    assert not Watch.objects.filter(done_at=None).exists()


def test_of_many_sweeps_one_looks_each_day(people: Cast) -> None:
    case = people.call()
    promise(case, timezone.now(), timezone.localdate() - timezone.timedelta(days=5))
    results = at_once(*[daily] * 4)
    assert results.count(True) == 1
    assert rules() == ["R6"] and Heartbeat.objects.filter(name=BEAT).count() == 1
    assert Ticket.objects.get(pk=case.pk).risk == "yellow"
    assert not daily()
