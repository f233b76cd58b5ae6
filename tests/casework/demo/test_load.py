"""The demo district: all states, real histories, and never on a real system."""

import time
from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from casework import access, history, places
from casework.demo.load import load
from casework.demo.people import HOME_COMMUNITY, HOME_STREET
from casework.demo.places import DISTRICT
from casework.models import Event, Jurisdiction, Membership, ReportEntry, Snapshot, Ticket, User
from casework.reports.periods import Period
from casework.reports.rules import rules
from workflows.ladder import level_of
from workflows.registry import registry
from workflows.roles import ROLES

pytestmark = pytest.mark.django_db  # without it pytest-django makes no test database for this module


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[float]:
    """The demo, loaded once for this module and rolled back; the processor seconds it took (a pause of the machine is not ours)."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # 50,000 rows that another test rolled back would have to be stepped over
        patch.setenv("SANJI_DEMO_PASSWORD", "a-password-of-the-demo")
        places.forget()
        with transaction.atomic():
            started = time.process_time()
            load()
            yield time.process_time() - started
            transaction.set_rollback(True)
    places.forget()


def test_a_real_system_refuses_the_demo() -> None:
    with override_settings(DEMO=False), pytest.raises(CommandError, match="SANJI_DEMO"):
        call_command("load_demo")


def test_the_demo_has_twelve_streets_and_about_sixty_people(demo: float) -> None:
    levels = Counter(level_of(code).name for code in Jurisdiction.objects.values_list("code", flat=True))
    assert levels == {"DISTRICT": 1, "STREET": 12, "COMMUNITY": 36}
    assert 55 <= User.objects.count() <= 70
    for post in Membership.objects.all():
        assert level_of(post.jurisdiction_id) in ROLES[post.role].levels
    names = list(User.objects.values_list("full_name", flat=True))
    assert len(names) == len(set(names))


def test_the_demo_has_cases_in_every_state_and_clocks_near_and_over_due(demo: float) -> None:
    states = set(Ticket.objects.filter(type="rights").values_list("state", flat=True))
    assert states == {state.code for state in registry["rights"].states}
    assert 60 <= Ticket.objects.filter(type="rights").count() <= 100
    assert Ticket.objects.filter(breached_at__isnull=False).exists()
    assert Event.objects.filter(name="escalate_overdue").exists()
    assert set(Ticket.objects.values_list("risk", flat=True)) == {"red", "orange", "yellow", "blue"}


def test_the_demo_has_a_ticket_of_every_product_type(demo: float) -> None:
    of_the_product = {kind.slug for kind in registry if kind.__module__.startswith("workflows.types.")}
    assert len(of_the_product) > 40
    assert of_the_product - set(Ticket.objects.values_list("type", flat=True)) == set()


def test_every_history_of_the_demo_is_whole(demo: float) -> None:
    for ticket in Ticket.objects.all():
        assert history.first_break(ticket, ticket.events.order_by("seq")) is None


def test_the_six_accounts_can_sign_in_and_nobody_else(demo: float) -> None:
    for name in ("operator", "mediator", "street", "district", "supervisor", "admin"):
        assert User.objects.get(username=name).check_password("a-password-of-the-demo")
    assert not any(user.has_usable_password() for user in User.objects.filter(username__startswith="p0"))


def test_the_mediator_of_the_demo_has_something_to_do(demo: float) -> None:
    actor = access.actor_of(User.objects.get(username="mediator"))
    seen = access.tickets(actor)
    assert seen.filter(is_open=True, assignee_id=actor.id).exists()
    assert seen.filter(is_open=True, assignee_id=None).exists()


def test_loading_twice_changes_nothing(demo: float) -> None:
    before = Ticket.objects.count(), Event.objects.count(), User.objects.count()
    assert load() == 0
    assert before == (Ticket.objects.count(), Event.objects.count(), User.objects.count())


def test_loading_is_fast(demo: float) -> None:
    assert demo < 15


def test_the_demo_has_frozen_months_and_monthly_entries(demo: float) -> None:
    last = Period.around(timezone.localdate(), "month").before
    frozen_on = timezone.localdate().replace(day=rules().freeze_on_day)
    if timezone.localdate() > frozen_on:  # before that day of the month the sweep has not frozen the last one either
        row = Snapshot.objects.get(area=DISTRICT[0], month=last.first)
        assert row.figures["numbers"]["received"] > 0
        assert timezone.localdate(row.frozen_at) >= frozen_on
    units = set(ReportEntry.objects.filter(month=last.first).values_list("unit", flat=True))
    assert {DISTRICT[0], HOME_STREET, HOME_COMMUNITY} <= units
    assert ReportEntry.objects.get(unit=DISTRICT[0], month=last.first).words["advice"]
