"""Who must agree to mediation, who has, and who may mediate (人民调解法 art 17, 23; domain.md §1.2, §2.2).

`data["consent"]` = {party code: {"answer", "on", "by"}}; `data["interest"]` = the present mediator's declaration;
`data["recused"]` = people who may not mediate this matter.
"""

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, OneOf, Text, Workflow, action
from workflows.datetexts import joined
from workflows.guards import assigned, holder_only
from workflows.partyroles import OTHER, PETITIONER, VICTIM, party_title
from workflows.rights import mediation_forms as ask
from workflows.rights import states as at
from workflows.rights.lane_guards import guardian_left_out
from workflows.rights.people_guards import withdrawn
from workflows.roles import HANDLERS, Actor

OTHER_WAYS = _("Other ways: arbitration, administrative help, the court, legal aid.")


def needed(ticket: Any) -> list[str]:
    """Codes of the parties without whose agreement there is no mediation: every side of the dispute.

    Who only reported somebody else's dispute is no side of it.
    """
    parties: dict[str, str] = ticket.data.get("parties", {})
    own = [code for code, role in parties.items() if role == VICTIM]
    if not own or ticket.data.get("caller", "self") == "self":
        own += [code for code, role in parties.items() if role == PETITIONER]
    return own + [code for code, role in parties.items() if role == OTHER]


def has_other_side(ticket: Any) -> bool:
    return OTHER in ticket.data.get("parties", {}).values()


def name_of(ticket: Any, code: str) -> Text:
    """What a party is called where names are covered: its role, numbered if there are several."""
    parties: dict[str, str] = ticket.data.get("parties", {})
    role = parties.get(code, "")
    alike = [other for other, title in parties.items() if title == role]
    return party_title(role, alike.index(code) + 1 if len(alike) > 1 else 0)


def names_of(ticket: Any, codes: list[str]) -> str:
    return joined(name_of(ticket, code) for code in codes)


def refusing(ticket: Any) -> list[str]:
    return [code for code in needed(ticket) if _answer(ticket, code) == ask.REFUSED]


def silent(ticket: Any) -> list[str]:
    """Who has not been asked yet."""
    return [code for code in needed(ticket) if not _answer(ticket, code)]


def _answer(ticket: Any, code: str) -> str:
    return str(ticket.data.get("consent", {}).get(code, {}).get("answer", ""))


def all_agreed(ticket: Any, actor: Actor) -> Text:
    """Guard: every side has agreed and nobody refuses."""
    if refusing(ticket):
        sentence = _(
            "{who} refuses: nobody is brought to mediation against a clear refusal (人民调解法 art 17). {ways}"
        )
        return format_lazy(sentence, who=names_of(ticket, refusing(ticket)), ways=OTHER_WAYS)
    if reason := still_consented(ticket, actor):
        return reason
    if not has_other_side(ticket):
        return _("The other party is not recorded yet. Add that person first, then ask for agreement.")
    if silent(ticket):
        return format_lazy(
            _("The agreement of {who} is missing. Record it first."), who=names_of(ticket, silent(ticket))
        )
    return ""


def still_consented(ticket: Any, actor: Actor) -> Text:
    """Guard: nobody's consent to mediation was taken back, unless that person has agreed anew since (个人信息保护法 art 15)."""
    day = withdrawn(ticket, "mediation")
    sentence = _("The consent to mediate with the other side was taken back on {day}. Ask again and record the answer.")
    return format_lazy(sentence, day=day) if day else ""


def take_back(ticket: Any, code: str) -> None:
    """What this party said of mediation counts no more until she is asked anew."""
    said = ticket.data.get("consent", {})
    if code in said:
        ticket.data["consent"] = {**said, code: {**said[code], "taken_back": True}}


def may_ask(ticket: Any, actor: Actor) -> Text:
    return "" if needed(ticket) else _("Nobody is recorded whose agreement could be asked.")


def not_recused(ticket: Any, actor: Actor) -> Text:
    """Guard: this person has not been found partial."""
    if actor.id in ticket.data.get("recused", []):
        return _("You do not mediate this matter: an interest was declared or a party objected. Hand the case back, or have it reassigned.")  # fmt: skip  # noqa: E501
    return ""


def impartial(ticket: Any, actor: Actor) -> Text:
    """Guard: the mediator has declared that nothing ties her to a side."""
    if refused := not_recused(ticket, actor):
        return refused
    if ticket.data.get("interest", {}).get("by") != actor.id:
        return _("Declare first whether you are related to a party.")
    return ""


class Consent(Workflow):
    @action([at.IN_PROGRESS], SAME, by=HANDLERS, label=_("Record a party’s agreement"), form=ask.ConsentForm,
            guards=[holder_only, guardian_left_out, may_ask], icon="user")  # fmt: skip
    @action(
        [at.MEDIATING], OneOf((at.MEDIATING, at.IN_PROGRESS)), by=HANDLERS, label=_("Record a party’s agreement"),
        form=ask.ConsentForm, guards=[holder_only, guardian_left_out, may_ask], icon="user",
        after=_("If a party refuses, mediation ends at once."),
    )  # fmt: skip
    def record_consent(
        self, party: str, answer: str, given_on: date, rights_told: bool, ways_told: list[str], words: str
    ) -> str:
        word = {"answer": answer, "on": given_on.isoformat(), "by": self.actor.id}
        self.data["consent"] = {**self.data.get("consent", {}), party: word}
        if self.data.get("court_to_ask") and self.data["parties"].get(party) == OTHER:
            self.data["court_to_ask"] = False
        if answer == ask.REFUSED and self.state == at.MEDIATING.code:
            end(self, ask.REFUSED, ways_told)
            return at.IN_PROGRESS.code
        return str(self.state)

    @action(
        at.WORKING, SAME, by=HANDLERS, label=_("Declare my relation to the parties"), form=ask.InterestForm,
        guards=[holder_only, not_recused], icon="user",
        after=_("With a relation or interest another mediator takes over; hand the case back or have it reassigned."),
    )  # fmt: skip
    def declare_interest(self, own_side: str, other_side: str, may_judge: bool, details: str) -> None:
        free = {ask.NONE, ask.ACQUAINTED}
        if may_judge or own_side not in free or other_side not in free:
            recuse(self, self.actor.id)
        else:
            self.data["interest"] = {"by": self.actor.id, "on": self.now.date().isoformat()}

    @action(
        at.WORKING, SAME, by=HANDLERS, label=_("A party objects to the mediator"), form=ask.ObjectionForm,
        guards=[assigned], icon="swap", after=_("The parties choose or accept the mediator: somebody else takes over."),
    )  # fmt: skip
    def object_to_mediator(self, party: str, reason: str) -> None:
        recuse(self, self.assignee_id)


def recuse(ticket: Any, person: int | None) -> None:
    """This person mediates here no more; who can give the case to somebody else is told."""
    known = ticket.data.get("recused", [])
    ticket.data["recused"] = known if person in known else [*known, person]
    ticket.data.pop("interest", None)
    ticket.also_tell += [tell.UNIT, tell.SUPERVISORS]


def end(ticket: Any, ground: str, ways: list[str]) -> None:
    """Mediation is over without an agreement: what depended on it stops, and the parties get it in writing (art 26)."""
    ticket.data.update(mediation_ended=ground, labour_mediation=False)
    said = ticket.data.get("consent", {})
    ticket.data["consent"] = {code: word for code, word in said.items() if word["answer"] == ask.REFUSED}
    ticket.data.pop("longer", None)
    if ticket.data.get("court_accepted"):
        ticket.data.update(court_accepted=False, court_to_ask=False, court_to_return=True)
    if ground == ask.DANGER:
        ticket.also_tell.append(tell.DISTRICT_DUTY)
    with translation.override("zh-hans"):  # the paper's language, whoever presses the button
        words, listed = str(dict(ask.GROUNDS)[ground]), "、".join(str(dict(ask.WAYS)[way]) for way in ways)
    ticket.sign("mediation_end", ground=words, remedies=listed)
