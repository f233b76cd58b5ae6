"""Guards and checks of the moves about people: "" or {} when the way is open, else sentences."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.base import Guard, Text
from workflows.partyroles import MINOR
from workflows.policies import policies
from workflows.rights.guardian import guardian_is_abuser, harmed
from workflows.rights.guards import is_district, is_sensitive
from workflows.rights.lane_rules import minor_involved
from workflows.rights.limits import running
from workflows.roles import Actor

Errors = dict[str, Text]
HERSELF = ("petitioner", "victim")


def may_merge(ticket: Any, actor: Actor) -> Text:
    """Merging ends a case: the street or the district does it; where violence or a child is involved only the district."""
    if is_sensitive(ticket) and not is_district(actor, ticket.unit_id):
        return _("Violence, a child or red risk: only the district merges it.")
    if ticket.family.open_children():
        return _("Its child tickets are still open. End them first, so that no duty is lost.")
    if ticket.data.get("agreement"):
        return _("An agreement was reached in this case: merge the other case into this one, or hand in the result.")
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
    if lost := limits_lost(ticket, other):
        sentence = _("Her limits are counted in this case only: {limits}. Count them in that case first.")
        return {"other": format_lazy(sentence, limits="；".join(str(title) for title in lost))}
    if not cleaned.get("how_known") and not ticket.family.shares_with(other):
        return {
            "how_known": _(
                "Phone, identity number and home differ. Write down how you know that it is the same person."
            )
        }
    return {}


def limits_lost(ticket: Any, other: Any) -> list[Text]:
    """Titles of her limits that run here and not in the case that goes on: merged, nobody would count them any more."""
    there = {key for key, _since, _last in running(other)}
    return [policies[key].title for key, _since, _last in running(ticket) if key not in there]


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
    accused, giver, child = guardian_is_abuser(ticket), cleaned.get("given_by"), is_minor(ticket, cleaned["party"])
    if accused and (giver == "guardian" or (giver == "agent" and child == "14_17")):  # who stands for a child by law
        return {
            "given_by": _(
                "The guardian is accused of the harm and is not asked. Choose legal duty or emergency as the lawful basis."
            )
        }
    if child != "u14" or giver == "guardian":
        return {}
    if accused:
        return {"basis": _("The child is under 14 and the guardian is accused: choose legal duty or emergency.")}
    return {"given_by": _("Under 14 the guardian consents (个人信息保护法 art 31).")}


def is_minor(ticket: Any, code: str) -> str:
    """The age band of a party under 18, else "". In a case older than the list of its minors the person harmed has hers."""
    data, role = ticket.data, ticket.data.get("parties", {}).get(code, "")
    if "ages" in data or not data.get("under_14"):
        return str(data.get("ages", {}).get(code, ""))
    return "u14" if role == MINOR or harmed(ticket, role) else ""


def taken_back(ticket: Any, purpose: str) -> dict[str, str]:
    """Parties whose consent for this purpose was taken back, with nothing lawful in its place since: code -> day (ISO).

    Who has since agreed to mediation anew (人民调解法 art 17) has consented again.
    """
    last: dict[str, Any] = {}
    for one in ticket.data.get("consents", []):
        if one["purpose"] == purpose and one["party"] in ticket.data.get("parties", {}):
            last[one["party"]] = one
    said = ticket.data.get("consent", {}) if purpose == "mediation" else {}
    anew = {code for code, word in said.items() if not word.get("taken_back")}
    return {code: one["withdrawn"] for code, one in last.items() if one.get("withdrawn") and code not in anew}


def withdrawn(ticket: Any, purpose: str) -> str:
    """The last day on which somebody took back the consent for this purpose; "" if all of it rests on something lawful."""
    return max(taken_back(ticket, purpose).values(), default="")


def sharing_consented(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> Errors:
    """Check: nothing is passed on by a consent that was taken back (个人信息保护法 art 15, 23)."""
    case = ticket.family.parent or ticket
    day = withdrawn(case, "share") if cleaned.get("basis") == "consent" else ""
    if not day:
        return {}
    sentence = _(
        "The consent to passing it on was taken back on {day}. Ask her again and record the new consent first, or choose "
        "legal duty or emergency if one of them holds."
    )
    return {"basis": format_lazy(sentence, day=day)}


def child_known(ticket: Any, actor: Actor) -> Text:
    if minor_involved(ticket):
        return ""
    return _("No child is known in this case. Add the child, or correct the age of the person harmed, first.")


def freed_by_district(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> Errors:
    """Check: anybody may say that the guardian harms; that it is not so is for the district to find."""
    if cleaned["guardian_is_abuser"] != "no" or is_district(actor, ticket.unit_id):
        return {}
    return {
        "guardian_is_abuser": _("Only the district says that it is not so. Ask it to look at the child's situation.")
    }


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
