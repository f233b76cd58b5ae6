"""A woman who looks for work (求职): verified, matched with vacancies, hired, visited after 30 and 90 days (domain.md §5.3 T3a).

Public employment service is free (就业促进法 art 35); who finds nothing in 30 days goes up a level, in 60 to the district (art 52).
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.chapter_forms.vacancy import SKILLS, TIMES
from workflows.counters import Counter
from workflows.deadlines import ESCALATE, Deadline
from workflows.forms import MoveForm, TicketField
from workflows.ladder import street_of
from workflows.registry import register
from workflows.roles import HANDLERS, Actor
from workflows.shapes import track
from workflows.shapes.correct import completed, corrected
from workflows.shapes.frame import (
    UNNAMED,
    ChapterType,
    PersonForm,
    boxes,
    holder_only,
    long_text,
    money,
    must,
    numbers,
    pick,
)
from workflows.shapes.lift import lifted
from workflows.shapes.matching import Matching, fits, in_common
from workflows.shapes.track import TRACKING, AtWorkForm, begin_tracking, tracked
from workflows.standard import ReasonForm, assignment, notes

REGISTERED = State("registered", _("To be verified"))
MATCHING = State("matching", _("To be matched"))
OFFERED = State("offered", _("Referred, waiting for the interview"))
DONE = State("done", _("Finished"), Kind.END)
ENDED = State("ended", _("Ended without a job"), Kind.END)
GROUPS = [
    ("forty_fifty", _("Over forty")),
    ("zero_job", _("Household without work")),
    ("disabled", _("Disability")),
    ("single", _("Single parent")),
]


NEAR = [
    ("community", _("In her community")),
    ("street", _("In her street")),
    ("district", _("In the district")),
    ("any", _("Anywhere")),
]
IDLE = [
    ("under_6", _("Less than half a year")),
    ("to_12", _("Half a year to a year")),
    ("over_12", _("More than a year")),
    ("working", _("At work now")),
]


class SeekerForm(PersonForm):
    skills = boxes(_("Skills"), SKILLS)
    times = boxes(_("Working time"), TIMES)
    wage = money(_("Wage a month she hopes for, in yuan"), required=False)
    near = forms.ChoiceField(label=_("How far she can go"), choices=pick(NEAR), required=False)
    idle = forms.ChoiceField(label=_("Out of work for"), choices=pick(IDLE), required=False)
    groups = boxes(_("Group"), GROUPS, required=False)
    certificates = forms.CharField(label=_("Certificates she has"), max_length=200, required=False)
    care = forms.BooleanField(label=_("She cares for children or old people"), required=False)
    share_cv = forms.BooleanField(label=_("She agrees that her particulars are shown to employers"), required=False)
    private = (*PersonForm.private, "certificates")


class OfferForm(MoveForm):
    vacancy = TicketField(label=_("Vacancy (its number)"), offers=True)


class ReplyForm(MoveForm):
    reply = forms.ChoiceField(
        label=_("Employer's reply"), choices=pick([("hired", _("Hired")), ("not", _("Not hired"))])
    )


class ConsentForm(MoveForm):
    agrees = must(_("She agrees that her particulars are shown to employers"))
    given = forms.ChoiceField(
        label=_("How she said it"), choices=pick([("paper", _("In writing")), ("oral", _("By voice, recorded"))])
    )


class LookBackForm(MoveForm):
    change = boxes(_("What is done differently now"), [
        ("wish", _("Her wishes are looked at again")), ("class", _("A training class first")),
        ("service", _("Referred to the public employment service")), ("same", _("Nothing; she wishes to go on so")),
    ])  # fmt: skip
    remarks = long_text(_("More about it"), required=False)
    private = ("remarks",)


def she_agrees(ticket: Any, actor: Actor) -> Text:
    """Guard: an employer learns of her only with her consent (个人信息保护法 art 23)."""
    return (
        ""
        if ticket.data.get("share_cv")
        else _("She has not agreed that employers see her particulars. Ask her and record it first.")
    )


def not_agreed_yet(ticket: Any, actor: Actor) -> Text:
    return _("She has agreed already.") if ticket.data.get("share_cv") else ""


def looked_back(ticket: Any, actor: Actor) -> Text:
    """Guard: after so many offers in vain one looks at the search before the next (domain.md §5.3)."""
    if ticket.data.get("in_vain", 0) < limits()["offers_before_review"]:
        return ""
    return _("Several offers came to nothing. Look back with her and record what changes, then go on.")


def limits() -> dict[str, int]:
    return numbers(Path(__file__).with_suffix(".yaml"))


@register
class JobReferral(
    assignment((REGISTERED, MATCHING, OFFERED, TRACKING)), tracked("jb.track", DONE, AtWorkForm), corrected(SeekerForm, (REGISTERED, MATCHING), fixed=("share_cv",)),
    lifted((REGISTERED, MATCHING, OFFERED)), notes((REGISTERED, MATCHING, OFFERED)), Matching, ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "job_referral", "QZ", _("Job referral"), 3
    states = (REGISTERED, MATCHING, OFFERED, TRACKING, DONE, ENDED)
    kept = ("skills", "times", "wage", "near", "idle", "groups", "care", "share_cv")
    intake_form = SeekerForm
    referral = ("name", "phone", "safe_phone", "safe_time")
    match_with, match_move, match_field, match_states = "vacancy", "offer", "vacancy", ("published",)
    deadlines = (
        Deadline("jb.verify", starts=("open",), stops=(MATCHING, ENDED)), Deadline("jb.first", starts=("verify",), stops=("offer",)),
        Deadline("jb.up", starts=("verify", "escalate_overdue"), stops=(TRACKING, "escalate_overdue"), then=ESCALATE, each=True),
        Deadline("jb.reply", starts=(OFFERED,), stops=(MATCHING, TRACKING), each=True),
        Deadline("jb.chase", starts=(OFFERED, "ask_employer"), stops=("ask_employer", MATCHING, TRACKING), each=True), *track.DEADLINES,
    )  # fmt: skip
    counters = (
        Counter("registered", _("Registered")), Counter("offered", _("Referrals"), amount="offers"), Counter("hired", _("Hired"), where={"hired": True}, share_of="registered"),
        Counter("stayed", _("Still there after 90 days"), where={"found_2": "well"}, share_of="hired"),
        *(Counter(f"hired_{code}", format_lazy(_("Hired: {group}"), group=title), where={"hired": True, "groups": (code,)}) for code, title in GROUPS),
        Counter("days", _("Days to a job"), days_between=("opened", "track_from")),
    )  # fmt: skip

    @classmethod
    def referred(cls, case: Any, need: str) -> dict[str, Any]:
        return {"place": case.place_id, "name": UNNAMED, "skills": [SKILLS[0][0]], "times": [TIMES[0][0]]}

    @classmethod
    def fit(cls, mine: Any, other: Any) -> list[Text]:
        """Skill, working time and wage; without a common skill they do not fit."""
        found = in_common(mine, other, "skills", SKILLS, _("Skills: {found}"))
        if not found or not _near_enough(mine, other):
            return []
        found += in_common(mine, other, "times", TIMES, _("Working time: {found}"))
        if Decimal(other.data.get("wage", "0")) >= Decimal(mine.data.get("wage") or "0"):
            found.append(_("The wage is what she hopes for"))
        if street_of(mine.place_id) == street_of(other.place_id):
            found.append(_("In her street"))
        return found

    @action(
        [REGISTERED],
        MATCHING,
        by=HANDLERS,
        label=_("Her particulars are verified"),
        guards=[holder_only, completed],
        icon="check",
        primary=True,
    )
    def verify(self) -> None:
        """The time to a first offer begins."""

    @action([MATCHING], OFFERED, by=HANDLERS, label=_("Refer her to a vacancy"), form=OfferForm, guards=[holder_only, she_agrees, looked_back], checks=[fits],
            tell=[tell.OPENER], icon="send", primary=True)  # fmt: skip
    def offer(self, vacancy: str) -> None:
        self.data.update(offers=self.data.get("offers", 0) + 1, vacancy=vacancy)
        self.move_other(vacancy, "referred_one", seeker=self.number)

    @action(
        [REGISTERED, MATCHING],
        SAME,
        by=HANDLERS,
        label=_("Record her consent"),
        form=ConsentForm,
        guards=[not_agreed_yet],
        icon="check",
    )
    def agree_to_share(self, agrees: bool, given: str) -> None:
        self.data["share_cv"] = True

    @action(
        [MATCHING],
        SAME,
        by=HANDLERS,
        label=_("Look back at the search"),
        form=LookBackForm,
        guards=[holder_only],
        icon="note",
    )
    def look_back(self, change: list[str], remarks: str) -> None:
        self.data.update(in_vain=0, changed=change)

    @action([OFFERED], SAME, by=HANDLERS, label=_("Record that the employer was asked"), icon="phone")
    def ask_employer(self) -> None:
        self.data["asked"] = self.data.get("asked", 0) + 1

    @action([OFFERED], OneOf((TRACKING, MATCHING)), by=HANDLERS, label=_("Record the employer's reply"), form=ReplyForm, icon="check",
            primary=True, after=_("Hired: a place of the vacancy is taken. Not hired: the next one is looked for."))  # fmt: skip
    def record_reply(self, reply: str) -> str:
        if reply == "not":
            self.data["in_vain"] = self.data.get("in_vain", 0) + 1
            if self.data["in_vain"] >= limits()["offers_before_review"]:
                self.also_tell += [tell.SUPERVISORS, tell.LEVEL_UP]
            return MATCHING.code
        self.data["hired"] = True
        self.book(self.data["vacancy"], -1, purpose="hired")
        self.move_other(self.data["vacancy"], "hired_one")
        begin_tracking(self, "jb.track")
        return TRACKING.code

    @action(
        [REGISTERED, MATCHING, OFFERED],
        ENDED,
        by=HANDLERS,
        label=_("She no longer looks for work"),
        form=ReasonForm,
        icon="x",
    )
    def end_search(self, reason: str) -> None:
        """The reason is sealed into the event."""


def _near_enough(mine: Any, other: Any) -> bool:
    """As far as she can go: her community, her street, or farther."""
    digits = {"community": 12, "street": 9}.get(mine.data.get("near", ""), 6)
    return bool(mine.place_id[:digits] == other.place_id[:digits])
