"""Guards and checks of the moves about people: "" or {} when the way is open, else sentences."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.base import Guard, Text
from workflows.rights.guards import is_district, is_sensitive
from workflows.rights.lane import guardian_is_abuser
from workflows.roles import Actor

Errors = dict[str, Text]
HERSELF = ("petitioner", "victim")


def may_merge(ticket: Any, actor: Actor) -> Text:
    """Merging ends a case: the street or the district does it; where violence or a child is involved only the district."""
    if is_sensitive(ticket) and not is_district(actor, ticket.unit_id):
        return _("Violence, a child or red risk: only the district merges it.")
    if ticket.family.open_children():
        return _("Its child tickets are still open. End them first, so that no duty is lost.")
    return ""


def merge_fits(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> Errors:
    """Same person and same matter (domain.md §2.2): the person is checked, the matter is declared."""
    other, problem = _named(ticket, cleaned)
    if problem:
        return problem
    if not other.is_open:
        return {"other": _("That case is closed. Reopen it first, or keep this one as a matter of its own.")}
    if is_sensitive(other) and not is_district(actor, other.unit_id):
        return {"other": _("Violence, a child or red risk: only the district merges into that case.")}
    if not cleaned.get("how_known") and not ticket.family.shares_with(other):
        return {
            "how_known": _(
                "Phone, identity number and home differ. Write down how you know that it is the same person."
            )
        }
    return {}


def link_is_new(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> Errors:
    number = cleaned["other"]
    if number == ticket.number:
        return {"other": _("This is the case itself. Enter the number of another one.")}
    if ticket.family.is_linked(ticket.others[number]):
        return {"other": _("These two cases are linked already.")}
    return {}


def repeat_fits(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> Errors:
    return _named(ticket, cleaned)[1]


def _named(ticket: Any, cleaned: dict[str, Any]) -> tuple[Any, Errors]:
    """The other rights case named in the form, or what is wrong with it."""
    number = cleaned["other"]
    if number == ticket.number:
        return None, {"other": _("This is the case itself. Enter the number of another one.")}
    other = ticket.others[number]
    if other.type != ticket.type:
        return None, {"other": _("That is another kind of ticket. Enter the number of a rights case.")}
    return other, {}


def petitioner_stays(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> Errors:
    if ticket.data.get("parties", {}).get(cleaned["party"]) == "petitioner":
        return {
            "party": _("The petitioner stays. Correct what is wrong about her, or record the withdrawal of the case.")
        }
    return {}


def split_fits(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> Errors:
    roles = ticket.data.get("parties", {})
    if roles.get(cleaned["party"]) not in HERSELF:
        return {"party": _("The new case belongs to the petitioner or the person harmed. Choose one of them.")}
    if cleaned.get("other_party") == cleaned["party"]:
        return {"other_party": _("Choose two different people.")}
    return {}


def has_petitioner(ticket: Any, actor: Actor) -> Text:
    if "petitioner" in ticket.data.get("parties", {}).values():
        return ""
    return _("The case has no petitioner to whom a code could be given.")


def consent_lawful(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> Errors:
    """Under 14 the guardian consents (个人信息保护法 art 31) – but never a guardian who is accused of the harm."""
    if cleaned.get("basis") != "consent":
        return {}
    if cleaned.get("given_by") == "guardian" and guardian_is_abuser(ticket):
        return {
            "given_by": _(
                "The guardian is accused of the harm and is not asked. Choose legal duty or emergency as the lawful basis."
            )
        }
    about_her = ticket.data.get("parties", {}).get(cleaned["party"]) in (*HERSELF, "minor")
    if cleaned.get("given_by") == "self" and ticket.data.get("under_14") and about_her:
        if guardian_is_abuser(ticket):
            return {"basis": _("The child is under 14 and the guardian is accused: choose legal duty or emergency.")}
        return {"given_by": _("Under 14 the guardian consents (个人信息保护法 art 31).")}
    return {}


def told_later(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.data.get("inform_after") else _("Nobody is waiting to be told afterwards.")


def withdrawn_is_there(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> Errors:
    given = ticket.data.get("consents", [])
    known = [one["n"] for one in given if one["basis"] == "consent" and not one.get("withdrawn")]
    if cleaned["consent"] in known:
        return {}
    return {"consent": _("There is no consent of this number in force. Look it up in the list on this page.")}


def code_is(wanted: str, sentence: Text) -> Guard:
    """Guard: the party's query code is on or off."""

    def guard(ticket: Any, actor: Actor) -> Text:
        return "" if ticket.data.get("code") == wanted else sentence

    return guard
