"""A woman who looks for work (求职): verified, matched with vacancies, hired, visited after 30 and 90 days (domain.md §5.3 T3a).

Public employment service is free (就业促进法 art 35); who finds nothing in 30 days goes up a level, in 60 to the district (art 52).
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.chapter_forms import job_referral as ask
from workflows.chapter_forms.vacancy import SKILLS, TIMES
from workflows.counters import Counter
from workflows.deadlines import ESCALATE, Deadline
from workflows.guards import needs, not_yet
from workflows.registry import register
from workflows.roles import HANDLERS, Actor
from workflows.shapes import matching, track
from workflows.shapes.answer import asked_again, awaited
from workflows.shapes.correct import completed, corrected
from workflows.shapes.frame import UNNAMED, ChapterType, count, holder_only, numbers
from workflows.shapes.lift import lifted
from workflows.shapes.track import TRACKING, AtWorkForm, begin_tracking, tracked
from workflows.standard import ReasonForm, assignment, notes

REGISTERED = State("registered", _("To be verified"))
MATCHING = State("matching", _("To be matched"))
OFFERED = State("offered", _("Referred, waiting for the interview"))
DONE = State("done", _("Finished"), Kind.END)
ENDED = State("ended", _("Ended without a job"), Kind.END)
SEARCH = (REGISTERED, MATCHING, OFFERED)

# An employer learns of her only with her consent (个人信息保护法 art 23).
she_agrees = needs("share_cv", _("She has not agreed that employers see her particulars. Ask her and record it first."))
not_agreed_yet = not_yet("share_cv", _("She has agreed already."))


def looked_back(ticket: Any, actor: Actor) -> Text:
    """Guard: after so many offers in vain one looks at the search before the next (domain.md §5.3)."""
    sentence = _("Several offers came to nothing. Look back with her and record what changes, then go on.")
    return sentence if _in_vain(ticket) else ""


@register
class JobReferral(
    assignment((*SEARCH, TRACKING)), tracked("jb.track", DONE, AtWorkForm), corrected(ask.SeekerForm, (REGISTERED, MATCHING), fixed=("share_cv",)),
    lifted(SEARCH), notes(SEARCH), matching.Matching, ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "job_referral", "QZ", _("Job referral"), 3
    states = (*SEARCH, TRACKING, DONE, ENDED)
    kept = ("skills", "times", "wage", "near", "idle", "groups", "care", "share_cv")
    intake_form = ask.SeekerForm
    referral = ("name", "phone", "safe_phone", "safe_time")
    match_with, match_move, match_field, match_states = "vacancy", "offer", "vacancy", ("published",)
    deadlines = (
        Deadline("jb.verify", starts=("open",), stops=(MATCHING, ENDED)), Deadline("jb.first", starts=("verify",), stops=("offer",)),
        Deadline("jb.up", starts=("verify", "escalate_overdue"), stops=(TRACKING, "escalate_overdue"), then=ESCALATE, each=True),
        Deadline("jb.reply", starts=(OFFERED,), stops=(MATCHING, TRACKING), each=True),
        awaited("jb.chase", [OFFERED], "ask_employer", MATCHING, TRACKING), *track.DEADLINES,
    )  # fmt: skip
    counters = (
        Counter("registered", _("Registered")), Counter("offered", _("Referrals"), amount="offers"), Counter("hired", _("Hired"), where={"hired": True}, share_of="registered"),
        Counter("stayed", _("Still there after 90 days"), where={"found_2": "well"}, share_of="hired"),
        *(Counter(f"hired_{code}", format_lazy(_("Hired: {group}"), group=title), where={"hired": True, "groups": (code,)}) for code, title in ask.GROUPS),
        Counter("days", _("Days to a job"), days_between=("opened", "track_from")),
    )  # fmt: skip

    @classmethod
    def referred(cls, case: Any, need: str) -> dict[str, Any]:
        return {"place": case.place_id, "name": UNNAMED, "skills": [SKILLS[0][0]], "times": [TIMES[0][0]]}

    @classmethod
    def fit(cls, mine: Any, other: Any) -> list[Text]:
        """Skill, working time and wage; without a common skill they do not fit."""
        found = matching.skilled(mine, other, SKILLS, TIMES, _("Working time: {found}"))
        if not found or not matching.near(mine, other, mine.data.get("near", "")):
            return []
        if Decimal(other.data.get("wage", "0")) >= Decimal(mine.data.get("wage") or "0"):
            found.append(_("The wage is what she hopes for"))
        return found + ([_("In her street")] if matching.near(mine, other, "street") else [])

    @action([REGISTERED], MATCHING, by=HANDLERS, label=_("Her particulars are verified"), guards=[holder_only, completed], icon="check", primary=True)  # fmt: skip
    def verify(self) -> None:
        """The time to a first offer begins."""

    @action([MATCHING], OFFERED, by=HANDLERS, label=_("Refer her to a vacancy"), form=ask.OfferForm, guards=[holder_only, she_agrees, looked_back],
            checks=[matching.fits], tell=[tell.OPENER], icon="send", primary=True)  # fmt: skip
    def offer(self, vacancy: str) -> None:
        count(self, "offers")
        matching.join(self, vacancy, "referred_one", seeker=self.number)

    @action([REGISTERED, MATCHING], SAME, by=HANDLERS, label=_("Record her consent"), form=ask.ConsentForm, guards=[not_agreed_yet], icon="check")  # fmt: skip
    def agree_to_share(self, agrees: bool, given: str) -> None:
        self.data["share_cv"] = True

    @action([MATCHING], SAME, by=HANDLERS, label=_("Look back at the search"), form=ask.LookBackForm, guards=[holder_only], icon="note")  # fmt: skip
    def look_back(self, change: list[str], remarks: str) -> None:
        self.data.update(in_vain=0, changed=change)

    ask_employer = asked_again([OFFERED], _("Record that the employer was asked"))

    @action([OFFERED], OneOf((TRACKING, MATCHING)), by=HANDLERS, label=_("Record the employer's reply"), form=ask.ReplyForm, icon="check",
            primary=True, after=_("Hired: a place of the vacancy is taken. Not hired: the next one is looked for."))  # fmt: skip
    def record_reply(self, reply: str) -> str:
        if reply == "not":
            count(self, "in_vain")
            self.also_tell += [tell.SUPERVISORS, tell.LEVEL_UP] if _in_vain(self) else []
            return MATCHING.code
        self.data["hired"] = True
        self.book(self.data["vacancy"], -1, purpose="hired")
        self.move_other(self.data["vacancy"], "hired_one")
        return begin_tracking(self, "jb.track")

    @action(SEARCH, ENDED, by=HANDLERS, label=_("She no longer looks for work"), form=ReasonForm, icon="x")
    def end_search(self, reason: str) -> None:
        """The reason is sealed into the event."""


def _in_vain(ticket: Any) -> bool:
    """Did so many offers come to nothing that her search is looked at again (job_referral.yaml)?"""
    return bool(ticket.data.get("in_vain", 0) >= numbers(Path(__file__).with_suffix(".yaml"))["offers_before_review"])
