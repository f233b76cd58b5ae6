"""The people of a case: parties, lawful basis, the query code (domain.md §4.4, §1.12). Contacts and merging: `matters`."""

from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows import partyroles as people
from workflows.base import SAME, Text, Workflow, action
from workflows.classifications import CATEGORIES, MINOR_BANDS
from workflows.deadlines import Deadline
from workflows.rights import guardian, lane_rules
from workflows.rights import people_forms as ask
from workflows.rights import people_guards as rule
from workflows.rights import states as at
from workflows.rights.consent import take_back
from workflows.rights.guards import holder_or_above, not_only_assisting
from workflows.rights.intake_people import hidden_of
from workflows.rights.matters import Matters
from workflows.rights.risk import from_anywhere, learnt
from workflows.roles import DISTRICT, HANDLERS, OPERATOR

DEADLINES: tuple[Deadline, ...] = (
    # 个人信息保护法 art 18: who could not be told in an emergency is told afterwards.
    Deadline(
        "pi.inform_after",
        starts=("record_privacy_consent",),
        stops=("tell_afterwards",),
        only="inform_after",
        each=True,
    ),
)

FACTS = ("relation", "same_home", "sex", "age_band", *("marital", "education", "economy", "needs"))
CODE_OFF: dict[str, Text] = {
    **dict(ask.CODE_REASONS),
    "urgent": _("Urgent or red case"),
    "violence": _("Violence is involved"),
    "minor": _("A child is involved"),
    "guardian": _("The guardian is accused of the harm"),
    "community": _("The community may not know"),
    "shared_phone": _("Others use her phone"),
    "third_person": _("Somebody else called for her"),
}


class People(Matters, Workflow):
    @classmethod
    def code_unsafe(cls, ticket: Any) -> list[str]:
        """Where a look at the state of her case could endanger her (domain.md §3: never to the other side)."""
        data, kind = ticket.data, CATEGORIES.get(ticket.category)
        found = {
            "urgent": ticket.risk == "red" or bool(data.get("urgent")),
            "violence": bool(kind and kind.violent),
            "minor": bool(data.get("minor") or (kind and kind.minor)),
            "guardian": guardian.guardian_is_abuser(ticket),
            "community": data.get("community_may_know") == "no",
            "shared_phone": bool(data.get("phone_shared")),
            "third_person": data.get("caller", "self") != "self",
        }
        return [name for name, holds in found.items() if holds]

    # ── Parties ───────────────────────────────────────────────────────────────────────────────────────────────────────
    @from_anywhere(
        by=HANDLERS, label=_("Add a person"), form=ask.AddPartyForm, guards=[not_only_assisting, holder_or_above],
        icon="user", after=_("If a child turns out to be harmed, the case goes straight to the district."),
    )  # fmt: skip
    def add_person(self, role: str, **facts: Any) -> str:
        known, described = lane_rules.met(self), _described(facts)
        self.add_party({"role": role, **described})
        _note_who(self, role, described)
        return learnt(self, known)

    @from_anywhere(
        by=HANDLERS, label=_("Correct a person"), form=ask.CorrectPartyForm,
        guards=[not_only_assisting, holder_or_above], icon="user",
        after=_("Only what you enter changes. The former version stays in the record."),
    )  # fmt: skip
    def correct_person(self, party: str, clear: list[str], safe_phone: str, safe_time: str, **facts: Any) -> str:
        known, described = lane_rules.met(self), _described(facts)
        described["sealed"] |= {
            name: value for name, value in (("safe_phone", safe_phone), ("safe_time", safe_time)) if value
        }
        self.correct_party(party, described, tuple(clear))
        _note_who(self, self.data.get("parties", {}).get(party, ""), described)
        return learnt(self, known)

    @action(
        at.OPEN, SAME, by=HANDLERS, label=_("No longer a party"), form=ask.EndPartyForm, checks=[rule.petitioner_stays],
        guards=[not_only_assisting, holder_or_above], icon="user",
    )  # fmt: skip
    def end_person(self, party: str, reason: str) -> None:
        self.end_party(party)

    @action(
        at.OPEN, SAME, by=HANDLERS, label=_("How two people stand to each other"), form=ask.RelationForm,
        guards=[not_only_assisting, holder_or_above], icon="link",
    )  # fmt: skip
    def relate(self, party: str, to: str, relation: str) -> None:
        others = [one for one in self.data.get("relations", []) if {one["who"], one["to"]} != {party, to}]
        self.data["relations"] = [*others, {"who": party, "to": to, "relation": relation}]

    @action(
        at.OPEN, SAME, by=HANDLERS, label=_("Say whether the guardian harms the child"), form=ask.GuardianForm,
        guards=[not_only_assisting, rule.child_known], checks=[rule.freed_by_district],
        tell=[tell.HOLDER, tell.DISTRICT_DUTY], icon="alarm",
        after=_("From then on the guardian is never asked, told or shown anything."),
    )  # fmt: skip
    def set_guardian(self, guardian_is_abuser: str, reason: str) -> None:
        self.data["guardian_is_abuser"] = guardian_is_abuser != "no"

    # ── Lawful basis (个人信息保护法) ─────────────────────────────────────────────────────────────────────────────────────
    @action(
        at.OPEN, SAME, by=[*HANDLERS, OPERATOR], label=_("Record consent or another lawful basis"),
        form=ask.PrivacyConsentForm, checks=[rule.consent_lawful], guards=[not_only_assisting], icon="check",
    )  # fmt: skip
    def record_privacy_consent(
        self, party: str, purpose: str, basis: str, given_by: str, told_by: str, told_on: date | None, words: str
    ) -> None:
        before = self.data.get("consents", [])
        one = {"n": len(before) + 1, "party": party, "purpose": purpose, "basis": basis, "told_by": told_by}
        one |= {"given_by": given_by if basis == "consent" else "", "told_on": told_on.isoformat() if told_on else ""}
        self.data["consents"] = [*before, one]
        if told_by == "not_yet":
            self.data["inform_after"] = True

    @action(
        at.OPEN, SAME, by=[*HANDLERS, OPERATOR], label=_("Told after the emergency"), form=ask.ToldAfterForm,
        guards=[rule.told_later, not_only_assisting], icon="check",
    )  # fmt: skip
    def tell_afterwards(self, told_by: str, told_on: date) -> None:
        now = {"told_by": told_by, "told_on": told_on.isoformat()}
        self.data["consents"] = [
            {**one, **now} if one["told_by"] == "not_yet" else one for one in self.data["consents"]
        ]
        self.data["inform_after"] = False

    @action(
        at.OPEN, SAME, by=[*HANDLERS, OPERATOR], label=_("Consent withdrawn"), form=ask.WithdrawConsentForm,
        checks=[rule.withdrawn_is_there], guards=[not_only_assisting], tell=[tell.HOLDER], icon="back",
    )  # fmt: skip
    def withdraw_privacy_consent(self, consent: int, words: str) -> None:
        on = localdate(self.now).isoformat()
        given = self.data["consents"]
        self.data["consents"] = [{**one, "withdrawn": on} if one["n"] == consent else one for one in given]
        taken = next(one for one in given if one["n"] == consent)
        if taken["purpose"] == "mediation":
            take_back(self, taken["party"])
        elif taken["purpose"] == "visit":
            self.data.update(may_visit=False, community_may_know="no")
            if self.data["parties"].get(taken["party"]) == people.PETITIONER:
                left = [way for way in ("may_sms", "may_voicemail") if self.data.get(way)]
                self.correct_party(taken["party"], {"plain": {"safe_contact": left}})

    # ── The party's query code ────────────────────────────────────────────────────────────────────────────────────────
    @action(
        at.OPEN, SAME, by=[*HANDLERS, OPERATOR], label=_("Switch the query code off"), form=ask.ShutCodeForm,
        guards=[rule.code_is("on", _("The query code is not on."))], icon="lock",
    )  # fmt: skip
    def shut_query_code(self, because: str) -> None:
        self.shut_code(because)

    @action(
        at.OPEN, SAME, by=[DISTRICT], label=_("Switch the query code on"), form=ask.OpenCodeForm,
        guards=[rule.code_is("off", _("There is no query code that is off."))], icon="check",
    )  # fmt: skip
    def open_query_code(self, asked_alone: bool, reason: str) -> None:
        self.open_code()

    @action(
        at.OPEN, SAME, by=HANDLERS, label=_("Give a new query code"), guards=[rule.has_petitioner, holder_or_above],
        icon="note", after=_("The former code counts no longer. The new one stands, covered, with the petitioner."),
    )  # fmt: skip
    def renew_query_code(self) -> None:
        self.give_code()


def _note_who(case: Any, role: str, described: dict[str, Any]) -> None:
    """What the lane must know of somebody recorded later: is a child there, is the person harmed under 18 or incapable?

    Only ever added: a flag that protects is not taken back by a correction.
    """
    if role == people.MINOR:
        case.data["child_there"] = True
    if not guardian.harmed(case, role):
        return
    band = described["plain"].get("age_band")
    found = {
        "minor": band in MINOR_BANDS,
        "under_14": band == "u14",
        "incapable": "incapable" in (described["sealed"].get("health") or ()),
    }
    case.data.update({name: True for name, holds in found.items() if holds})


def _described(facts: dict[str, Any]) -> dict[str, Any]:
    """A party's description from what was entered: codes in clear, the rest sealed, and what it can be found by."""
    born, plain = facts.get("birth_date"), {name: facts[name] for name in FACTS if facts.get(name)}
    if born:
        plain["age_band"] = people.band_of(born, localdate())
    sealed = {name: facts[name] for name in ask.IDENTITY if facts.get(name)} | hidden_of(facts)
    found_by = {"phone": facts.get("phone"), "name": facts.get("name"), "id_no": facts.get("id_number")}
    found_by |= {"household": facts.get("address"), "employer": facts.get("employer")}
    return {"plain": plain, "sealed": sealed, **found_by}
