"""Aid for women in hardship (巾帼助困): visited by two, checked by levels, on public notice, paid, looked in on again.

domain.md §5.9 T10a. The two-cancers aid of the national federation is one item of it: once in a life. Where it cannot wait,
an advance is paid within days and counts towards what is granted (紧急先行). Amounts: `aid.yaml`.
`data`: `difficulty`, `item`, `wanted`, `granted`, `paid`, `advanced` (yuan), `urgent_first`.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.roles import DISTRICT, Actor
from workflows.shapes import notice, review, track
from workflows.shapes.correct import corrected, particulars_there
from workflows.shapes.frame import (
    AT_HAND,
    UNNAMED,
    ChapterType,
    boxes,
    hand,
    long_text,
    money,
    numbers,
    other_eyes,
    pick,
)
from workflows.shapes.home import HomeForm, HomeVisitForm, visited, visited_first
from workflows.shapes.notice import PUBLIC, noticed, put_up
from workflows.shapes.payment import PayForm, is_a_fund, paid, pay_out
from workflows.shapes.track import TRACKING, begin_tracking, tracked
from workflows.standard import ReasonForm, assignment, notes

PAYING = State("paying", _("To be paid"))
DONE = State("done", _("Finished"), Kind.END)
DIFFICULTIES = [
    ("laid_off", _("Out of work")), ("single", _("Single parent")), ("illness", _("Serious illness, the two cancers")),
    ("disability", _("Disability")), ("disaster", _("Disaster or accident")), ("schooling", _("Schooling")), ("other", _("Other")),
]  # fmt: skip
ITEMS = [
    ("cash", _("Living aid")),
    ("two_cancers", _("Two-cancers aid")),
    ("study", _("Study aid")),
    ("festival", _("Festival visit")),
]


PROOFS = [
    ("low_income", _("Certificate of low income or minimum living allowance")), ("diagnosis", _("Diagnosis by a hospital")),
    ("disability", _("Disability certificate")), ("disaster", _("Proof of the disaster")), ("school", _("Proof from the school")),
    ("identity", _("Identity card, household register")),
]  # fmt: skip
TWO_CANCERS_PROOFS = {"low_income", "diagnosis"}


class AidForm(HomeForm):
    difficulty = boxes(_("Difficulty"), DIFFICULTIES)
    item = forms.ChoiceField(label=_("Item"), choices=pick(ITEMS))
    wanted = money(_("Amount asked for, in yuan"))
    household = forms.IntegerField(label=_("People in the household"), min_value=1, max_value=20, required=False)
    income = money(_("Income of the household a month, in yuan"), required=False)
    proofs = boxes(_("Proofs that are there"), PROOFS, required=False)
    story = long_text(_("Her situation"))
    earlier = long_text(_("Aid received before, from whom"), required=False)
    bank = forms.CharField(label=_("Bank account"), max_length=60, required=False)
    urgent_first = forms.BooleanField(label=_("She needs money before the review can end"), required=False)
    notice_consent = forms.BooleanField(
        label=_("She agrees to the public notice (masked name, community, item)"), required=False
    )
    private = (*HomeForm.private, "story", "earlier", "bank", "income")


class GrantForm(review.DecisionForm):
    amount = money(_("Amount granted, in yuan"), required=False)
    again = long_text(_("Why once more, if she had this aid before"), required=False)
    private = ("reason", "again")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decision") == "grant" and not cleaned.get("amount"):
            self.add_error("amount", _("Enter the amount that is granted."))
        return cleaned


def limits() -> dict[str, int]:
    return numbers(Path(__file__).with_suffix(".yaml"))


def not_twice(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check (查重): the same item is granted once at a time; two-cancers aid once in a life; anything else again with a reason."""
    if entered["decision"] != "grant":
        return {}
    same = [one for one in ticket.alike(home=True) if one.data.get("item") == ticket.data["item"]]
    had = any(one.data.get("granted") for one in same)
    if ticket.data["item"] == "two_cancers" and any(one.data.get("granted") for one in ticket.alike() if one in same):
        return {"decision": _("She was granted this aid before; it is given once in a life. Decide “not eligible”.")}
    if any(one.is_open and not one.data.get("granted") for one in same):
        return {
            "decision": _(
                "Another application of hers or of her household for the same item is under way. End one of the two first."
            )
        }
    if had and not entered["again"]:
        return {"again": _("She or her household was granted this item before. Say why once more.")}
    return {}


def proven(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check: two-cancers aid rests on the diagnosis and the proof of low income (domain.md §5.9)."""
    there = set(ticket.data.get("proofs", []))
    if entered["decision"] == "grant" and ticket.data["item"] == "two_cancers" and not there >= TWO_CANCERS_PROOFS:
        return {
            "decision": _(
                "The diagnosis and the proof of low income are not both there. Have them supplied and record them first."
            )
        }
    return {}


def within_limits(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check: not above the item's amount, not below what was advanced."""
    amount, advanced = entered["amount"] or Decimal(0), Decimal(ticket.data.get("advanced", "0"))
    most = limits()["two_cancers_yuan"]
    if entered["decision"] == "grant" and ticket.data["item"] == "two_cancers" and amount > most:
        return {"amount": format_lazy(_("This aid is {most} yuan. Enter that or less."), most=most)}
    if entered["decision"] == "grant" and amount < advanced:
        return {
            "amount": format_lazy(_("{paid} yuan were advanced and count. Enter that or more."), paid=str(advanced))
        }
    return {}


def small_enough(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    most = limits()["advance_yuan"]
    if entered["amount"] > most:
        return {"amount": format_lazy(_("An advance is {most} yuan at most. The rest is for the decision."), most=most)}
    return {}


def urgent(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.data.get("urgent_first") else _("Nobody asked for an advance. Record first that she needs one.")


def not_urgent_yet(ticket: Any, actor: Actor) -> Text:
    if ticket.data.get("advanced"):
        return _("An advance was paid; the rest is for the decision.")
    return _("It is asked for already. The district pays or declines it.") if ticket.data.get("urgent_first") else ""


ASKED = (review.CHECKING, review.SUPPLEMENT)


@register
class Aid(
    assignment((review.CHECKING, PAYING, TRACKING), fresh=(PAYING,)),
    review.reviewed(PUBLIC, opinion=HomeVisitForm, decision=GrantForm, checks=[particulars_there, visited_first, proven, not_twice, within_limits]),
    visited(ASKED), corrected(AidForm, ASKED, fixed=("urgent_first", "notice_consent")),
    noticed(PAYING, review.REFUSED), paid(PAYING, TRACKING), tracked("aid.track", DONE), notes((review.CHECKING, PAYING, TRACKING)), ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "aid", "ZK", _("Aid application"), 10
    states = (*review.STATES, PUBLIC, PAYING, TRACKING, DONE)
    kept = ("difficulty", "item", "wanted", "household", "proofs", "urgent_first")
    intake_form = AidForm
    referral = ("name", "phone", "safe_phone")
    deadlines = (
        *review.deadlines("aid.review"), Deadline(
            "aid.advance", starts=("open", "ask_advance"), stops=("pay_advance", "no_advance", PUBLIC, review.REFUSED), only="urgent_first", each=True,
        ), *notice.DEADLINES, Deadline("ap.pay", starts=(PAYING,), stops=(TRACKING,), each=True), *track.DEADLINES,
    )  # fmt: skip
    counters = (
        Counter("applications", _("Applications")), Counter("granted", _("Granted"), states=(PAYING, TRACKING, DONE), share_of="applications"),
        Counter("paid", _("Paid"), amount="paid", unit=_("yuan")),
        *(Counter(f"paid_{code}", format_lazy(_("Paid: {item}"), item=title), amount="paid", where={"item": code}, unit=_("yuan")) for code, title in ITEMS),
        Counter("waiting", _("Still waiting"), states=(*ASKED, PUBLIC, PAYING)), Counter("days", _("Days to payment"), days_between=("opened", "paid_on")),
    )  # fmt: skip

    @classmethod
    def referred(cls, case: Any, need: str) -> dict[str, Any]:
        return {
            "place": case.place_id,
            "name": UNNAMED,
            "address": UNNAMED,
            "difficulty": ["other"],
            "item": "cash",
            "wanted": "0",
            "story": need,
        }

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        if cleaned["urgent_first"]:
            ticket.also_tell.append(tell.DISTRICT_DUTY)
        return super().opened(ticket, cleaned)

    @classmethod
    def granted(cls, ticket: Any, entered: dict[str, Any]) -> None:
        ticket.data["granted"] = str(entered["amount"] or Decimal(0))
        ticket.assignee_id = None  # who grants does not pay
        put_up(ticket)

    @classmethod
    def notice_failed(cls, ticket: Any) -> None:
        del ticket.data["granted"]

    @classmethod
    def notice_lines(cls, ticket: Any) -> list[tuple[Text, str]]:
        item = str(dict(ITEMS).get(ticket.data.get("item", ""), ""))
        return [
            notice.who(ticket),
            (_("Item"), item),
        ]

    @action(ASKED, SAME, by=AT_HAND, label=_("An advance is needed"), form=ReasonForm, guards=[not_urgent_yet],
            tell=[tell.DISTRICT_DUTY], icon="alarm", after=_("The district pays or declines it within days; the review goes on."))  # fmt: skip
    def ask_advance(self, reason: str) -> None:
        self.data["urgent_first"] = True

    @action(ASKED, SAME, by=[DISTRICT], label=_("Pay an advance"), form=PayForm, guards=[urgent, other_eyes],
            checks=[is_a_fund, small_enough], tell=[tell.OPENER, tell.UNIT], icon="check",
            after=_("It counts towards what is granted. Somebody else decides."))  # fmt: skip
    def pay_advance(self, fund: str, amount: Decimal, paid_on: date, slip: str) -> None:
        hand(self)
        pay_out(self, fund, amount, paid_on, slip)
        self.data.update(advanced=str(amount), urgent_first=False)

    @action(ASKED, SAME, by=[DISTRICT], label=_("No advance"), form=ReasonForm, guards=[urgent],
            tell=[tell.OPENER, tell.UNIT], icon="x")  # fmt: skip
    def no_advance(self, reason: str) -> None:
        self.data["urgent_first"] = False

    @classmethod
    def on_paid(cls, ticket: Any) -> None:
        begin_tracking(ticket, "aid.track")
