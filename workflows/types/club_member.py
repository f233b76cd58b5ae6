"""Membership in the women entrepreneurs' club (女企业家联谊会): eligibility, council, public notice, yearly check (domain.md §5.1 T1b)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import SAME, Kind, State, Text, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import DISTRICT, HANDLERS
from workflows.shapes import notice, review
from workflows.shapes.correct import corrected
from workflows.shapes.frame import ChapterType, PersonForm, long_text, money, past_day
from workflows.shapes.notice import PUBLIC, noticed, put_up
from workflows.standard import ReasonForm, assignment, notes

MEMBER = State("member", _("Member"))
LEFT = State("left", _("Left"), Kind.END)


class MemberForm(PersonForm):
    company = forms.CharField(label=_("Company"), max_length=80)
    credit_code = forms.RegexField(r"^[0-9A-HJ-NPQRTUWXY]{18}$", label=_("Unified credit code"),
                                   error_messages={"invalid": _("The code has 18 digits and capitals. Copy it from the licence.")})  # fmt: skip
    post = forms.CharField(label=_("Her post"), max_length=40)
    years = forms.IntegerField(label=_("Years in business"), min_value=0, max_value=80)
    staff = forms.IntegerField(label=_("Staff"), min_value=0, max_value=100000)
    taxes = money(_("Taxes paid last year, in yuan"), required=False)
    private = (*PersonForm.private, "post", "taxes")


class CouncilForm(review.DecisionForm):
    """The council of the club decides (理事会审议)."""

    met_on = past_day(_("The council met on"))
    votes_for = forms.IntegerField(label=_("Votes for"), min_value=0, max_value=500)
    votes_against = forms.IntegerField(label=_("Votes against"), min_value=0, max_value=500)
    field_order = ("met_on", "votes_for", "votes_against", "decision", "reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and cleaned["decision"] == "grant" and cleaned["votes_for"] <= cleaned["votes_against"]:
            self.add_error("votes_for", _("Most of the council did not vote for her. Decide “not eligible”."))
        return cleaned


class YearForm(MoveForm):
    donated = money(_("Donated this year, in yuan"), required=False)
    jobs = forms.IntegerField(label=_("Jobs offered this year"), min_value=0, max_value=100000, required=False)
    remarks = long_text(_("Remarks"), required=False)
    private = ("remarks",)


@register
class ClubMember(
    assignment((review.CHECKING, MEMBER)), review.reviewed(PUBLIC, decision=CouncilForm), noticed(MEMBER, review.REFUSED), notes((review.CHECKING, MEMBER)),
    corrected(MemberForm, (review.CHECKING, review.SUPPLEMENT, MEMBER)),
    ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "club_member", "LY", _("Club membership"), 1
    states = (*review.STATES, PUBLIC, MEMBER, LEFT)
    starts_at = Level.STREET
    kept = ("company", "years", "staff")
    intake_form = MemberForm
    deadlines = (
        *review.deadlines("cl.review", first=Level.STREET), *notice.DEADLINES,
        Deadline("cl.yearly", starts=(MEMBER, "check_year"), stops=("check_year",), each=True),
    )  # fmt: skip
    counters = (
        Counter("applications", _("Applications")), Counter("members", _("Members"), states=(MEMBER,)),
        Counter("donated", _("Donated"), amount="donated", unit=_("yuan")), Counter("jobs", _("Jobs offered"), amount="jobs"),
    )  # fmt: skip

    @classmethod
    def granted(cls, ticket: Any, entered: dict[str, Any]) -> None:
        put_up(ticket)

    @classmethod
    def notice_lines(cls, ticket: Any) -> list[tuple[Text, str]]:
        return [(_("Company"), ticket.data["company"])]

    @action([MEMBER], SAME, by=HANDLERS, label=_("Yearly check"), form=YearForm, icon="check", primary=True)
    def check_year(self, donated: Any, jobs: int | None, remarks: str) -> None:
        self.data["donated"] = str((donated or 0) + type(donated or 0)(self.data.get("donated", 0)))
        self.data["jobs"] = (jobs or 0) + int(self.data.get("jobs", 0))

    @action([MEMBER], LEFT, by=[DISTRICT], label=_("She leaves the club"), form=ReasonForm, icon="x")
    def leave(self, reason: str) -> None:
        """The reason is sealed into the event."""
