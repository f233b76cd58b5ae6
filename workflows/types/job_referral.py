"""A woman who looks for work (求职): verified, matched with vacancies, hired, visited after 30 and 90 days (domain.md §5.3 T3a).

Public employment service is free (就业促进法 art 35); who finds nothing in 30 days goes up a level, in 60 to the district (art 52).
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.counters import Counter
from workflows.deadlines import ESCALATE, Deadline
from workflows.forms import MoveForm, TicketField
from workflows.guards import below_top
from workflows.registry import register
from workflows.roles import HANDLERS, SYSTEM
from workflows.shapes import track
from workflows.shapes.frame import ChapterType, PersonForm, boxes, holder_only, money, pick
from workflows.shapes.matching import Matching, common, fits
from workflows.shapes.track import TRACKING, begin_tracking, tracked
from workflows.standard import ReasonForm, assignment, notes
from workflows.types.vacancy import SKILLS, TIMES

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


class SeekerForm(PersonForm):
    skills = boxes(_("Skills"), SKILLS)
    times = boxes(_("Working time"), TIMES)
    wage = money(_("Wage a month she hopes for, in yuan"), required=False)
    groups = boxes(_("Group"), GROUPS, required=False)
    care = forms.BooleanField(label=_("She cares for children or old people"), required=False)
    share_cv = forms.BooleanField(label=_("She agrees that her particulars are shown to employers"), required=False)


class OfferForm(MoveForm):
    vacancy = TicketField(label=_("Vacancy (its number)"))


class ReplyForm(MoveForm):
    reply = forms.ChoiceField(
        label=_("Employer's reply"), choices=pick([("hired", _("Hired")), ("not", _("Not hired"))])
    )


@register
class JobReferral(
    assignment((REGISTERED, MATCHING, OFFERED, TRACKING)), tracked("jb.track", DONE), notes((REGISTERED, MATCHING, OFFERED)), Matching, ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "job_referral", "QZ", _("Job referral"), 3
    states = (REGISTERED, MATCHING, OFFERED, TRACKING, DONE, ENDED)
    kept = ("skills", "times", "wage", "groups", "care", "share_cv")
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
        Counter("stayed", _("Still there after 90 days"), where={"found_2": "well"}, share_of="hired"), Counter("days", _("Days to a job"), days_between=("opened", "track_from")),
    )  # fmt: skip

    @classmethod
    def referred(cls, case: Any, need: str) -> dict[str, Any]:
        return {"place": case.place_id, "name": "—", "skills": [SKILLS[0][0]], "times": [TIMES[0][0]]}

    @classmethod
    def fit(cls, mine: Any, other: Any) -> list[Text]:
        """Skill, working time and wage; without a common skill they do not fit."""
        shared = common(mine, other, "skills")
        if not shared:
            return []
        found: list[Text] = [
            format_lazy(_("Skills: {skills}"), skills="、".join(str(dict(SKILLS)[one]) for one in shared))
        ]
        if times := common(mine, other, "times"):
            found.append(
                format_lazy(_("Working time: {times}"), times="、".join(str(dict(TIMES)[one]) for one in times))
            )
        if Decimal(other.data.get("wage", "0")) >= Decimal(mine.data.get("wage") or "0"):
            found.append(_("The wage is what she hopes for"))
        if mine.place_id[:9] == other.place_id[:9]:
            found.append(_("In her street"))
        return found

    @action(
        [REGISTERED],
        MATCHING,
        by=HANDLERS,
        label=_("Her particulars are verified"),
        guards=[holder_only],
        icon="check",
        primary=True,
    )
    def verify(self) -> None:
        """The time to a first offer begins."""

    @action([MATCHING], OFFERED, by=HANDLERS, label=_("Refer her to a vacancy"), form=OfferForm, guards=[holder_only], checks=[fits],
            tell=[tell.OPENER], icon="send", primary=True)  # fmt: skip
    def offer(self, vacancy: str) -> None:
        self.data.update(offers=self.data.get("offers", 0) + 1, vacancy=vacancy)

    @action([OFFERED], SAME, by=HANDLERS, label=_("Record that the employer was asked"), icon="phone")
    def ask_employer(self) -> None:
        self.data["asked"] = self.data.get("asked", 0) + 1

    @action([OFFERED], OneOf((TRACKING, MATCHING)), by=HANDLERS, label=_("Record the employer's reply"), form=ReplyForm, icon="check",
            primary=True, after=_("Hired: a place of the vacancy is taken. Not hired: the next one is looked for."))  # fmt: skip
    def record_reply(self, reply: str) -> str:
        if reply == "not":
            return MATCHING.code
        self.data["hired"] = True
        self.book(self.data["vacancy"], -1, purpose="hired")
        self.move_other(self.data["vacancy"], "hired_one")
        begin_tracking(self, "jb.track")
        return TRACKING.code

    @action([REGISTERED, MATCHING, OFFERED], SAME, by=[SYSTEM], label=_("Escalated by deadline"), guards=[below_top],
            tell=[tell.UNIT, tell.SUPERVISORS, tell.FORMER_UNIT], icon="up")  # fmt: skip
    def escalate_overdue(self) -> None:
        self.hand_to(self.unit_above(), keep_assisting=True)

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
