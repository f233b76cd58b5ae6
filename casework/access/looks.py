"""What counts over one ticket: roles, who adds files, who may look at what is sealed, and the row that says so."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.errors import Refused
from casework.models import Attachment, Paper, Party, ReadLog, Ticket
from workflows.roles import ASSISTANT, ROLES, Actor, Scope

REVEAL_FOR = timedelta(minutes=5)
REVEAL_REASONS = (
    ("call", _("To call the person")),
    ("identity", _("To check identity")),
    ("paper", _("To make a paper")),
    ("other", _("Other")),
)


def roles_over(actor: Actor, case: Any) -> set[str]:
    """Codes of the roles that count for this ticket (for unit, area, assisting and opener)."""
    if actor.is_system:
        return {"system"}
    roles = actor.roles_over(case.unit_id, opened_by_me=case.opened_by_id == actor.id, assisting=case.assisting)
    if case.assignee_id == actor.id and not roles:
        roles = {post.role.code for post in actor.posts if post.role.handles}
    return roles


def adds_files(actor: Actor, case: Any) -> bool:
    """May this actor add files? Who handles the case, and who assists in it: adding shows nothing of what lies there."""
    return any(ROLES[code].handles or code == ASSISTANT.code for code in roles_over(actor, case))


def may_reveal(actor: Actor, case: Any) -> bool:
    """May this actor ask to see identity and narrative? A supervisor only where a deadline was missed (domain.md §3).

    A mediator (unit scope) only for the case in his own hands; officers for their area; assisting units not at all.
    """
    for post in actor.posts:
        over = case.unit_id.startswith(post.unit) if post.role.scope is Scope.AREA else case.unit_id == post.unit
        if post.role.code == "supervisor" and over and case.breached_at is not None:
            return True
        if post.role.reads_sealed and over and (post.role.scope is Scope.AREA or case.assignee_id == actor.id):
            return True
    return False


def may_open_paper(actor: Actor, case: Any, paper: Paper | None) -> bool:
    """May this actor ask to read a paper? Who may see identity; and who signed it, while the case is in his sight."""
    return may_reveal(actor, case) or (paper is not None and actor.id is not None and paper.signed_by_id == actor.id)


def reveal(actor: Actor, case: Ticket, reason: str, *, party: Party | None = None, attachment: Attachment | None = None,
           what: str = "party", paper: Paper | None = None) -> ReadLog:  # fmt: skip
    """Write down who looks at what and why, before it is shown; the grant lasts five minutes.

    Refused("forbidden") if the actor may not; Refused("invalid") without one of REVEAL_REASONS.
    """
    if not may_open_paper(actor, case, paper):
        raise Refused("forbidden", _("Identity is shown only to the person in charge and the officers of this area."))
    if reason not in dict(REVEAL_REASONS):
        message = _("Choose why you need to see it.")
        raise Refused("invalid", message, {"reason": [message]})
    now = timezone.now()
    return ReadLog.objects.create(
        ticket=case,
        actor_id=person(actor),
        party=party,
        attachment=attachment,
        what=what,
        reason=reason,
        at=now,
        until=now + REVEAL_FOR,
    )


def person(actor: Actor) -> int:
    """Id of the person; Refused for the clock, which is none."""
    if actor.id is None:
        raise Refused("forbidden", _("Only a person can look."))
    return actor.id


def grants(actor: Actor, case: Ticket, *, paper: Paper | None = None) -> list[ReadLog]:
    """What this actor has opened on this ticket within the last five minutes and may still see."""
    if not may_open_paper(actor, case, paper):
        return []
    return list(ReadLog.objects.filter(ticket=case, actor_id=actor.id, until__gt=timezone.now()))
