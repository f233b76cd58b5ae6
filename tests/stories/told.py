"""What a story asserts at its end: the chain of events, the papers, the clocks, and what the statistics count."""

from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from casework import history
from casework.models import CaseFact, Clock, Event, Paper, Ticket
from casework.reports import counting
from casework.reports.periods import Period
from casework.reports.scope import Scope
from tests.cast import DISTRICT, Cast
from tests.doors.rest import gate_at
from tests.workflows.seen import pass_time  # noqa: F401 (taken from here by the tests)

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def start(days: float = 60) -> datetime:
    """A working morning some time ago."""
    day = timezone.localtime(timezone.now() - timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day


def after(moment: datetime, days: float = 0, hours: float = 0) -> datetime:
    return moment + timedelta(days=days, hours=hours)


def on(moment: datetime) -> str:
    return localdate(moment).isoformat()


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def moves(ticket: Ticket) -> list[str]:
    """Names of the case's events in order, without the sweeps' reminders."""
    names = Event.objects.filter(ticket=ticket).order_by("seq").values_list("name", flat=True)
    return [name for name in names if name != "deadline"]


def papers(ticket: Ticket) -> list[str]:
    """Kinds of the valid papers, in the order of signing."""
    return list(Paper.objects.filter(ticket=ticket, voided_at=None).order_by("id").values_list("kind", flat=True))


def child(ticket: Ticket, slug: str) -> Ticket:
    return Ticket.objects.filter(parent=ticket, type=slug).latest("id")


def attach(cast: Cast, who: str, ticket: Ticket, kind: str, now: datetime) -> None:
    """A file, added on the ticket's page."""
    page = Client()
    page.force_login(cast.people[who], backend="django.contrib.auth.backends.ModelBackend")
    with gate_at(now):
        answer = page.post(
            f"/tickets/{ticket.number}/files", {"kind": kind, "file": SimpleUploadedFile(f"{kind}.pdf", PDF)}
        )
    assert answer.status_code == 303, answer.content.decode()


def whole(ticket: Ticket) -> None:
    """The history is unbroken, nothing of ours still runs on a case that has ended."""
    case = fresh(ticket)
    assert history.first_break(case, case.events.order_by("seq")) is None
    if not case.is_open:
        assert not Clock.objects.filter(ticket=case, stopped_at=None, who="ours").exists()


def fact(ticket: Ticket) -> CaseFact:
    return CaseFact.objects.get(ticket=ticket)


def share(key: str, of: datetime) -> tuple[int, int]:
    """Numerator and denominator of a rate in the year of that moment, in the district."""
    today = date.today() if localdate(of).year == localdate().year else date(localdate(of).year, 12, 31)
    found = counting.rates(Scope((DISTRICT,)), Period.around(localdate(of), "year"), today, [key])[key]
    return found.n, found.d


def file_away(cast: Cast, ticket: Ticket, now: datetime, who: str = "fang") -> Ticket:
    """Into the archive, when its file list is complete."""
    return cast.does(who, ticket, "archive", shelf="2026-001", now=now)
