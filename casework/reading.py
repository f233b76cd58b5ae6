"""Reading sealed data. Every function wants the grant: the row that `access.reveal` wrote down before."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casework import files, sealed
from casework.errors import Refused
from casework.models import Attachment, Event, Party, ReadLog, Ticket


def _key(ticket: Ticket, grant: ReadLog, now: datetime | None = None) -> bytes:
    if grant.ticket_id != ticket.pk or grant.until <= (now or timezone.now()):
        raise Refused("forbidden", _("What was shown has been covered again. Say once more why you need to see it."))
    return sealed.unwrap(ticket.sealed_key, ticket.number)


def party(ticket: Ticket, one: Party, grant: ReadLog) -> dict[str, Any]:
    """Identity and contact of a party; the grant must be for this party or for the whole case."""
    if grant.party_id not in (None, one.pk):
        raise Refused("forbidden", _("This was opened for another person of the case."))
    key = _key(ticket, grant)
    return dict(sealed.unseal(key, one.sealed, f"party|{ticket.number}|{one.code}")) if one.sealed else {}


def narrative(ticket: Ticket, grant: ReadLog) -> dict[str, Any]:
    """What was told at intake."""
    key = _key(ticket, grant)
    return dict(sealed.unseal(key, ticket.sealed, f"ticket|{ticket.number}")) if ticket.sealed else {}


def event(ticket: Ticket, one: Event, grant: ReadLog) -> dict[str, Any]:
    """The private part of an event."""
    key = _key(ticket, grant)
    return dict(sealed.unseal(key, one.sealed, f"event|{ticket.number}|{one.seq}")) if one.sealed else {}


def attachment_name(ticket: Ticket, one: Attachment) -> str:
    """The file's own name. Shown to everyone on the team, so that nobody opens ten files to find one."""
    key = sealed.unwrap(ticket.sealed_key, ticket.number)
    return str(sealed.unseal(key, one.sealed_name, f"name|{ticket.number}|{one.code}"))


def attachment(ticket: Ticket, one: Attachment, grant: ReadLog) -> bytes:
    """The file's content; the grant must be for this file."""
    if grant.attachment_id != one.pk:
        raise Refused("forbidden", _("This was opened for another file of the case."))
    return files.load(_key(ticket, grant), ticket.number, one.code)
