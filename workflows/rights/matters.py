"""One matter or several: contacts (件, 件次, 人次), merging, linking, splitting (domain.md §2.2, §2.7)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Workflow, action
from workflows.classifications import CATEGORIES, QUESTIONS
from workflows.rights import guardian, lane_rules
from workflows.rights import people_forms as ask
from workflows.rights import people_guards as rule
from workflows.rights import states as at
from workflows.rights.guards import holder_or_above, not_only_assisting
from workflows.rights.intake_people import GROUP
from workflows.rights.risk import MERGED, from_anywhere, learnt
from workflows.risk import is_higher
from workflows.roles import DISTRICT, HANDLERS, OPERATOR, STREET
from workflows.warnings.words import note_words_again

MERGEABLE = (*at.HANDLING, at.PENDING_REVIEW)
CARRIED = ("caller", "age_band", "may_sms", "may_voicemail", "may_visit", "community_may_know")
PROTECTS = ("minor", "under_14", "incapable", "child_there", "phone_shared", "group", "media")  # flags only ever added

BY_AGE = ("minor", "under_14")
ALONG = (
    *BY_AGE,
    "incapable",
    "child_there",
    "phone_shared",
)  # of these: what a case split off has from the first moment


class Matters(Workflow):
    @from_anywhere(
        by=[*HANDLERS, OPERATOR], label=_("Record another contact"), form=ask.ContactForm, guards=[not_only_assisting],
        tell=[tell.HOLDER], icon="phone", after=_("It counts as one more contact of this matter, not as a new case."),
    )  # fmt: skip
    def record_contact(self, channel: str, persons: int, said: str, new_facts: bool) -> str:
        known = lane_rules.met(self)
        self.count_contact(channel, persons)
        note_words_again(self, said)
        if persons >= GROUP:
            self.data["group"] = True
        if channel == "media":
            self.data["media"] = True
        return learnt(self, known)

    @action(
        MERGEABLE, SAME, by=[*HANDLERS, OPERATOR], label=_("Mark as another contact of an earlier case"),
        form=ask.RepeatForm, checks=[rule.repeat_fits], tell=[tell.UNIT, tell.HOLDER], icon="link",
        after=_("The street or the district looks at both and merges them."),
    )  # fmt: skip
    def mark_repeat(self, other: str) -> None:
        self.data["same_as"] = other

    @action(
        MERGEABLE, at.MERGED, by=[STREET, DISTRICT], label=_("Merge into another case"), form=ask.MergeForm,
        checks=[rule.merge_fits], guards=[not_only_assisting, rule.may_merge], tell=[tell.HOLDER, tell.UNIT, tell.OPENER],
        icon="x", after=_("This case ends and is counted as a contact of the other one. Both histories stay."),
    )  # fmt: skip
    def merge(self, other: str, same_person: bool, same_matter: bool, reason: str, how_known: str) -> None:
        master, contacts = self.others[other], int(self.data.get("contacts", 1))
        master.data["contacts"] = master.data.get("contacts", 1) + contacts
        carry_over(self, master)
        self.data.update(contacts=0, merged_into=other)
        self.outcome = "X2"
        self.link(other, "merged")
        self.tell_other(other, "merged_in", case=self.number, contacts=contacts)

    @action(
        at.OPEN, SAME, by=HANDLERS, label=_("Link a related case"), form=ask.LinkForm, checks=[rule.link_is_new],
        guards=[not_only_assisting], icon="link",
    )  # fmt: skip
    def link_case(self, other: str, reason: str) -> None:
        self.link(other, "related")
        self.tell_other(other, "linked", case=self.number)

    @action(
        at.OPEN, SAME, by=HANDLERS, label=_("Split off another matter"), form=ask.SplitForm, checks=[rule.split_fits],
        guards=[not_only_assisting, holder_or_above], tell=[tell.UNIT], icon="swap",
        after=_("A case of its own is opened for it, with the people named and the safe ways to reach her."),
    )  # fmt: skip
    def split(
        self, category: str, nature: str, party: str, other_party: str, story: str, request: str, reason: str
    ) -> None:
        answers = self.data.get("answers", {})
        data = {question.name: answers.get(question.name) or "unsure" for question in QUESTIONS}
        data |= {name: self.data[name] for name in CARRIED if self.data.get(name)}
        if band := self.data.get("ages", {}).get(party):  # an age put right since intake
            data["age_band"] = band
        data |= {"place": self.place_id, "channel": self.channel, "category": category, "nature": nature}
        data |= {"caller": data.get("caller", "self"), "story": story, "request": request}
        if guardian.guardian_is_abuser(self):
            data["guardian_is_abuser"] = "yes"
        if self.data.get("phone_shared"):
            data["phone_use"] = "shared"
        own_age = bool(data.get("age_band"))  # then whether she is a minor follows from it
        protects = [name for name in ALONG if self.data.get(name) and not (own_age and name in BY_AGE)]
        self.split_off("rights", data, tuple(code for code in (party, other_party) if code), flags=tuple(protects))


def carry_over(double: Any, master: Any) -> None:
    """What protects her in the case that ends protects her in the one that goes on: flags, violence as category, the graver risk."""
    master.data.update({name: True for name in PROTECTS if double.data.get(name)})
    if guardian.guardian_is_abuser(double):
        master.data["guardian_is_abuser"] = True
    if double.data.get("community_may_know") == "no":
        master.data["community_may_know"] = "no"
    said = {name: answer for name, answer in double.data.get("answers", {}).items() if answer == "yes"}
    master.data["answers"] = {**master.data.get("answers", {}), **said}
    if _violent(double.category) and not _violent(master.category):
        master.category = double.category
    if is_higher(double.risk, master.risk):
        double.move_other(master.number, "raise_risk", rule=MERGED, risk=double.risk)


def _violent(category: str) -> bool:
    kind = CATEGORIES.get(category)
    return bool(kind and kind.violent)
