"""Guards and checks of the child's own ticket: whose leave counts, what is told, when it may end (未成年人保护法 art 11; domain.md §1.6)."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.rights import minor_forms as ask
from workflows.rights.guardian import guardian_is_abuser
from workflows.rights.quiet import quiet_until, shown_calm
from workflows.roles import Actor

QUIET = "minor.quiet"
VISITING = "visiting"  # code of the state in which the child is visited


def not_the_abuser(ticket: Any, actor: Actor) -> Text:
    """Guard: consent is never asked of a guardian who harms, or may harm, the child."""
    if guardian_is_abuser(ticket):
        return _(
            "The guardian is the one accused of the harm, or may be: never ask or tell the guardian. Legal duty or emergency is your basis."
        )
    return ""


def lawful(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: a report by law rests on duty or emergency; consent only where there is one."""
    if cleaned["basis"] != ask.CONSENT:
        return {}
    if not_the_abuser(ticket, actor) or ticket.data.get("must_report") or ticket.data.get("mandatory"):
        return {"basis": _("No consent is asked for here: choose legal duty or emergency.")}
    if ticket.data.get("consent", {}).get("share") != "yes":
        return {"basis": _("No consent to it is on record. Record it first, or choose legal duty or emergency.")}
    return {}


def guided_how(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    if cleaned["guided"] == ask.DIRECT and not_the_abuser(ticket, actor):
        return {
            "guided": _(
                "The guardian is the one accused of the harm: only the police or the court speak with the guardian."
            )
        }
    return {}


def none_there(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    if cleaned["there"] == "no" and (ticket.data.get("mandatory") or ticket.data.get("minor")):
        return {"there": _("The case says that a child was harmed. Correct the case first, if that was wrong.")}
    return {}


def reported(ticket: Any, actor: Actor) -> Text:
    """Guard: what must be reported has been (未成年人保护法 art 11)."""
    told = ticket.data.get("told", [])
    if ticket.data.get("must_report"):
        return _("It must be reported to the police at once (未成年人保护法 art 11). Do it and record who was told.")
    if ticket.data.get("mandatory") and not told:
        return _(
            "Tell civil affairs, and the school where it concerns it, and record it: the law names them beside the police."
        )
    return ""


def measured(ticket: Any, actor: Actor) -> Text:
    return (
        "" if ticket.data.get("measures") else _("No measure for the child is on record. Record what was done first.")
    )


def may_end(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: “safe” needs the quiet time of the policy and a last visit that found the child safe."""
    if cleaned["ground"] != "safe":
        return {}
    until = quiet_until(ticket, QUIET)
    if until is None or ticket.state != VISITING:
        return {"ground": _("Only visits can show that the child is safe: let them begin.")}
    if localdate(ticket.now) >= until and shown_calm(ticket, until):
        return {}
    sentence = _(
        "The visits go on until {day} at least, and the last one has to find the child safe. Record the next visit."
    )
    return {"ground": format_lazy(sentence, day=until.isoformat())}
