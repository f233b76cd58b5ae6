"""Aid for women in hardship (巾帼助困): visited by two, checked by levels, on public notice, paid, looked in on again.

domain.md §5.9 T10a. The two-cancers aid of the national federation is one item of it: 10 000 yuan once in a life.
`data`: `difficulty`, `item`, `wanted`, `granted`, `paid` (yuan), `urgent_first`.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import Kind, State, Text
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.shapes import notice, review, track
from workflows.shapes.frame import ChapterType, PersonForm, boxes, long_text, money, pick
from workflows.shapes.notice import PUBLIC, noticed, put_up
from workflows.shapes.payment import paid
from workflows.shapes.track import TRACKING, begin_tracking, tracked
from workflows.standard import assignment, notes

PAYING = State("paying", _("To be paid"))
DONE = State("done", _("Finished"), Kind.END)
DIFFICULTIES = [
    ("laid_off", _("Out of work")), ("single", _("Single parent")), ("illness", _("Serious illness, the two cancers")),
    ("disability", _("Disability")), ("disaster", _("Disaster or accident")), ("schooling", _("Schooling")),
]  # fmt: skip
ITEMS = [
    ("cash", _("Living aid")),
    ("two_cancers", _("Two-cancers aid")),
    ("study", _("Study aid")),
    ("festival", _("Festival visit")),
]


class AidForm(PersonForm):
    difficulty = boxes(_("Difficulty"), DIFFICULTIES)
    item = forms.ChoiceField(label=_("Item"), choices=pick(ITEMS))
    wanted = money(_("Amount asked for, in yuan"))
    household = forms.IntegerField(label=_("People in the household"), min_value=1, max_value=20, required=False)
    story = long_text(_("Her situation"))
    earlier = long_text(_("Aid received before, from whom"), required=False)
    bank = forms.CharField(label=_("Bank account"), max_length=60, required=False)
    notice_consent = forms.BooleanField(
        label=_("She agrees to the public notice (masked name, community, item)"), required=False
    )
    private = (*PersonForm.private, "story", "earlier", "bank")


class GrantForm(review.DecisionForm):
    amount = money(_("Amount granted, in yuan"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decision") == "grant" and not cleaned.get("amount"):
            self.add_error("amount", _("Enter the amount that is granted."))
        return cleaned


@register
class Aid(
    assignment((review.CHECKING, PAYING, TRACKING)), review.reviewed(PUBLIC, opinion=review.VisitForm, decision=GrantForm),  # type: ignore[misc]
    noticed(PAYING, review.REFUSED), paid(PAYING, TRACKING), tracked("aid.track", DONE), notes((review.CHECKING, PAYING, TRACKING)), ChapterType,  # type: ignore[misc]
):  # fmt: skip
    slug, prefix, title, plan_chapter = "aid", "ZK", _("Aid application"), 10
    states = (*review.STATES, PUBLIC, PAYING, TRACKING, DONE)
    kept = ("difficulty", "item", "wanted", "household")
    intake_form = AidForm
    referral = ("name", "phone", "safe_phone")
    deadlines = (
        *review.deadlines("aid.review"), *notice.DEADLINES, Deadline("ap.pay", starts=(PAYING,), stops=(TRACKING,), each=True), *track.DEADLINES,
    )  # fmt: skip
    counters = (
        Counter("applications", _("Applications")), Counter("granted", _("Granted"), states=(PAYING, TRACKING, DONE), share_of="applications"),
        Counter("paid", _("Paid"), amount="paid", unit=_("yuan")), Counter("days", _("Days to payment"), days_between=("opened", "paid_on")),
    )  # fmt: skip

    @classmethod
    def referred(cls, case: Any, need: str) -> dict[str, Any]:
        return {
            "place": case.place_id,
            "name": "—",
            "difficulty": ["disaster"],
            "item": "cash",
            "wanted": "0",
            "story": need,
            "notice_consent": True,
        }

    @classmethod
    def granted(cls, ticket: Any, entered: dict[str, Any]) -> None:
        ticket.data["granted"] = str(entered["amount"] or Decimal(0))
        put_up(ticket)

    @classmethod
    def notice_lines(cls, ticket: Any) -> list[tuple[Text, str]]:
        item = str(dict(ITEMS).get(ticket.data.get("item", ""), ""))
        return [
            (_("Name"), ticket.data.get("masked", "*")),
            (_("Item"), item),
            (_("Amount in yuan"), ticket.data["granted"]),
        ]

    @classmethod
    def on_paid(cls, ticket: Any) -> None:
        begin_tracking(ticket, "aid.track")
