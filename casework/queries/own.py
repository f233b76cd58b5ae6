"""What a party sees of her own case with her query code: where it stands, who has it, what comes next, what she may do.

Nothing of it names anybody or says what the matter is about; nothing is there of the other side.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import access, partycodes, places
from casework.binding import bind
from casework.models import Clock, Ticket
from casework.shapes import Text
from workflows.ladder import parent_of
from workflows.registry import registry
from workflows.roles import CLOCK

STEPS: dict[str, Text] = {  # by the step of the case's state
    "sign_in": _("We have your matter. The unit named here takes it over."),
    "handle": _("Your matter is being handled."),
    "review": _("The result is being checked by another person."),
    "reply": _("You have been given a reply."),
    "follow_up": _("You have been given a reply. We will ask you how it went."),
    "end": _("Your matter is concluded."),
}
STATES: dict[str, Text] = {  # where the step does not say enough
    "triage": _("We are looking at your matter and will tell you whether we accept it."),
    "waiting_external": _("Another body has been asked. We are waiting for its answer."),
    "transferred_out": _("Your matter was passed to the body that is competent. We watch its answer."),
    "suspended": _("Your matter rests for a while, as you were told. It goes on by itself."),
    "not_accepted": _("Your matter was not accepted. The notice you got says which body can help."),
    "reviewing": _("The level above is reviewing the reply."),
    "re_reviewing": _("The district is reviewing the reply once more."),
    "merged": _("Your matter goes on together with your earlier one. Ask the unit for the code of that one."),
    "withdrawn": _("Your matter ended as you wished. You can come back at any time."),
}
DATES: dict[str, Text] = {  # clocks that are a promise to her; all others are our own affair
    "xf.notify": _("You are told whether it is accepted, by"),
    "xf.handle": _("You get our reply by"),
    "wo.complaint": _("You get our reply by"),
    "wo.followup_first": _("We ask you how it went, by"),
    "xf.review_request": _("You may ask for a review until"),
}


@dataclass(frozen=True)
class Own:
    """A party's view of her case."""

    state: Text
    unit: str
    phone: str
    above: str
    above_phone: str
    dates: tuple[tuple[Text, datetime], ...]
    may_review: bool
    closed: bool


def own(code: str) -> Own | None:
    """The view behind a code; None for one that is wrong, switched off, unsafe or over: nobody learns which."""
    digest = partycodes.digest(code)
    ticket = access.by_party_code(digest) if digest else None
    if ticket is None or partycodes.danger(bind(ticket, CLOCK, timezone.now())) or _over(ticket):
        return None
    kind = registry.get(ticket.type)
    state = next((one for one in kind.states if one.code == ticket.state), None) if kind else None
    running = Clock.objects.filter(ticket_id=ticket.pk, stopped_at__isnull=True, paused_at__isnull=True, key__in=DATES)
    dates = tuple((DATES[one.key], one.due_at) for one in running.only("key", "due_at").order_by("due_at"))
    above = parent_of(ticket.unit_id) or ""
    return Own(
        state=STATES.get(ticket.state) or STEPS.get(state.step if state else "", STEPS["handle"]),
        unit=places.name_of(ticket.unit_id),
        phone=places.phone_of(ticket.unit_id),
        above=places.name_of(above) if above in places.all_places() else "",
        above_phone=places.phone_of(above),
        dates=dates,
        may_review=any(one.key == "xf.review_request" for one in running),
        closed=not ticket.is_open,
    )


def _over(ticket: Ticket) -> bool:
    """Is the case closed for longer than the code is to live on?"""
    kept = timedelta(days=settings.PARTY_CODE_DAYS)
    return ticket.state == "void" or bool(ticket.closed_at and ticket.closed_at + kept < timezone.now())
