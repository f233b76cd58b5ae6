"""Guards of the rights case: "" when the way is open, else the sentence shown to the user."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.base import Guard, Text
from workflows.classifications import CATEGORIES
from workflows.ladder import Level, inside
from workflows.rights.proof import Stage, missing, sentence
from workflows.roles import DISTRICT, HANDLERS, STREET, SUPERVISOR, Actor


def is_sensitive(ticket: Any) -> bool:
    """Violence, a child, or red: review, withdrawal and mediation need the district (domain.md §2.2)."""
    kind = CATEGORIES.get(ticket.category)
    return bool(ticket.risk == "red" or ticket.data.get("minor") or (kind and (kind.violent or kind.minor)))


def is_district(actor: Actor, unit: str) -> bool:
    """Is the actor a rights officer of the district that `unit` lies in?"""
    return any(inside(unit, code) for code in actor.units(DISTRICT))


def in_my_unit(ticket: Any, actor: Actor) -> Text:
    if actor.is_system or ticket.unit_id in actor.units(*HANDLERS):
        return ""
    return _("The responsible unit signs for it. Your unit is another one.")


def holder_or_above(ticket: Any, actor: Actor) -> Text:
    if actor.is_system or ticket.assignee_id == actor.id:
        return ""
    if any(inside(ticket.unit_id, code) for code in actor.units(STREET, DISTRICT, SUPERVISOR)):
        return ""
    return _("The person in charge changes this, or the street, the district or a supervisor.")


def not_only_assisting(ticket: Any, actor: Actor) -> Text:
    """A unit that merely assists (visits, notes) does not decide."""
    if actor.is_system or actor.roles_over(ticket.unit_id, opened_by_me=ticket.opened_by_id == actor.id):
        return ""
    return _("Your unit assists: it can add notes. The responsible unit decides.")


def was_accepted(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.data.get("accepted_on") else _("It has not been accepted yet. Sign for it and accept it first.")


def mediation_allowed(ticket: Any, actor: Actor) -> Text:
    """No mediation over violence without the district's protocol (反家庭暴力法 art 5; domain.md §2.2, §2.5)."""
    if not is_sensitive(ticket) or ticket.data.get("dv_protocol"):
        return ""
    return _("Violence or a child is involved: the district signs the protection protocol before any mediation.")


def reviewer_above(ticket: Any, actor: Actor) -> Text:
    """The street reviews a community's work; the district a street's, and all that concerns violence and children."""
    if is_district(actor, ticket.unit_id):
        return ""
    if is_sensitive(ticket):
        return _("Violence, a child or red risk: the district reviews it.")
    if ticket.level == Level.COMMUNITY and any(
        inside(ticket.unit_id, code) for code in actor.units(STREET, SUPERVISOR)
    ):
        return ""
    return _("The level above reviews it.")


def proof_by(stage: Stage) -> Guard:
    """Guard: everything the outcome must show by this stage is there; else the sentence names it and the way to get it."""

    def guard(ticket: Any, actor: Actor) -> Text:
        return sentence(ticket.outcome, missing(ticket, ticket.outcome, stage)) if ticket.outcome else ""

    return guard


def safety_signed_by_district(ticket: Any, actor: Actor) -> Text:
    """E2 is signed off by the district (domain.md §2.6)."""
    if ticket.outcome == "E2" and not is_district(actor, ticket.unit_id):
        return _("Safety measures are signed off by the district.")
    return ""


def never_handled(ticket: Any, actor: Actor) -> Text:
    """Who reviews a reply has had no hand in it (信访工作条例 art 28, 35)."""
    if actor.id is not None and actor.id in {ticket.handler_id, *ticket.data.get("hands", [])}:
        return _("You had a hand in this case. A review is decided by somebody who had none.")
    return ""


def withdrawal_free(ticket: Any, actor: Actor) -> Text:
    """Where violence or a child is involved the district checks that she withdraws of her own will (domain.md §2.2)."""
    if not is_sensitive(ticket) or is_district(actor, ticket.unit_id):
        return ""
    return _("Violence, a child or red risk: the district speaks with her first and records the withdrawal.")


def asked(key: str, sentence: Text) -> Guard:
    """Guard: somebody asked for it (`ticket.data[key]` holds who), and another person decides."""

    def guard(ticket: Any, actor: Actor) -> Text:
        request = ticket.data.get(key)
        if not request:
            return sentence
        if request["by"] == actor.id:
            return _("You asked for it; another person decides.")
        return ""

    return guard


def not_asked(key: str) -> Guard:
    """Guard: no such request is waiting for its decision."""

    def guard(ticket: Any, actor: Actor) -> Text:
        return _("It has been asked for and waits for a decision.") if ticket.data.get(key) else ""

    return guard


def is_urgent(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.data.get("urgent") else _("This is for the urgent lane only.")
