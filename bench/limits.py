"""The limit: minimal Django views without auth or middleware that read and write the same rows as ours.

Served by the same gunicorn with `DJANGO_SETTINGS_MODULE=bench.limit_settings`, on the same database, in turn.
"""

import json
import secrets
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import Context, Engine
from django.urls import path

from casework.models import Clock, Event, Outbox, Ticket

ROWS = Engine().from_string(
    "<table>{% for t in rows %}<tr><td>{{ t.number }}<td>{{ t.state }}<td>{{ t.unit_id }}<td>{{ t.place_id }}<td>{{ t.category }}"
    "<td>{{ t.risk }}<td>{{ t.assignee_id }}<td>{{ t.next_due_at }}<td>{{ t.title_text }}{% endfor %}</table>"
)
_model: dict[str, Any] = {}


def _pattern() -> dict[str, Any]:
    """One ticket with its rows, read once: what the writing views write again."""
    if not _model:
        ticket = Ticket.objects.order_by("id").first()
        assert ticket is not None
        _model.update(
            ticket=ticket,
            party=ticket.parties.first(),
            event=ticket.events.order_by("seq").first(),
            clocks=list(ticket.clocks.all()[:2]),
        )
    return _model


def _again(row: Any, **changes: Any) -> Any:
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return type(row)(**{**values, **changes})


def intake(request: HttpRequest) -> HttpResponse:
    json.loads(request.body)
    model = _pattern()
    with transaction.atomic():
        first = model["event"]
        ticket = _again(
            model["ticket"], number=secrets.token_hex(12), version=first.seq, head=first.hash, state=first.to_state, level=first.level,
            unit_id=first.unit,
        )  # fmt: skip
        ticket.save()
        if model["party"]:
            _again(model["party"], ticket_id=ticket.pk, code=secrets.token_hex(6)).save()
        event = _again(first, ticket_id=ticket.pk, key=None)
        event.save()
        for clock in model["clocks"]:
            _again(clock, ticket_id=ticket.pk).save()
        Outbox.objects.create(event=event, audiences=["unit"], created_at=event.at)
    return JsonResponse({"number": ticket.number}, status=201)


def move(request: HttpRequest, number: str) -> HttpResponse:
    json.loads(request.body)
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update().get(number=number)
        clock = Clock.objects.filter(ticket=ticket).first()
        last = Event.objects.filter(ticket=ticket).order_by("-seq").first()
        assert clock is not None and last is not None
        event = _again(
            last, seq=ticket.version + 1, key=None, to_state=ticket.state, level=ticket.level, unit=ticket.unit_id
        )
        event.save()
        clock.save(update_fields=["due_at", "next_rung_at"])
        ticket.version, ticket.head = event.seq, event.hash
        ticket.save(update_fields=["version", "head", "updated_at", "next_due_at", "wake_at"])
        Outbox.objects.create(event=event, audiences=["unit"], created_at=event.at)
    return JsonResponse({"number": ticket.number})


def queue(request: HttpRequest) -> HttpResponse:
    user = int(request.GET["user"])
    rows = list(Ticket.objects.filter(is_open=True, assignee_id=user).order_by("next_due_at", "id")[:50])
    return HttpResponse(ROWS.render(Context({"rows": rows})))


def api_list(request: HttpRequest) -> HttpResponse:
    fields = (
        "number",
        "type",
        "state",
        "level",
        "unit_id",
        "place_id",
        "assignee_id",
        "category",
        "risk",
        "channel",
        "next_due_at",
        "version",
    )
    rows = list(Ticket.objects.filter(is_open=True).order_by("next_due_at", "id").values(*fields)[:50])
    return JsonResponse({"results": rows})


urlpatterns = [
    path("intake", intake),
    path("move/<str:number>", move),
    path("queue", queue),
    path("list", api_list),
]
