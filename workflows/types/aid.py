"""Aid for women in hardship (巾帼助困): visited by two, checked by levels, on public notice, paid, looked in on again.

domain.md §5.9 T10a. The two-cancers aid of the national federation is one item of it: once in a life. Where it cannot wait,
an advance is paid within days and counts towards what is granted (紧急先行). Amounts: `aid.yaml`.
`data`: `difficulty`, `item`, `wanted`, `granted`, `paid`, `advanced` (yuan), `urgent_first`.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Kind, State, Text
from workflows.chapter_forms import aid as ask
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.roles import Actor
from workflows.shapes import advance, notice, review, track
from workflows.shapes.correct import corrected, particulars_there
from workflows.shapes.frame import UNNAMED, ChapterType, numbers
from workflows.shapes.home import HomeVisitForm, visited, visited_first
from workflows.shapes.notice import PUBLIC, noticed, put_up
from workflows.shapes.payment import paid
from workflows.shapes.track import TRACKING, begin_tracking, tracked
from workflows.shapes.twice import twice
from workflows.standard import assignment, notes

PAYING = State("paying", _("To be paid"))
DONE = State("done", _("Finished"), Kind.END)
ONCE = "two_cancers"


def limits() -> dict[str, int]:
    return numbers(Path(__file__).with_suffix(".yaml"))


def two_cancers(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check: this item rests on the diagnosis and the proof of low income, and is not more than its amount (domain.md §5.9)."""
    wrong: dict[str, Text] = {}
    if entered["decision"] != "grant" or ticket.data["item"] != ONCE:
        return wrong
    if not set(ticket.data.get("proofs", [])) >= ask.TWO_CANCERS_PROOFS:
        sentence = _(
            "The diagnosis and the proof of low income are not both there. Have them supplied and record them first."
        )
        wrong["decision"] = sentence
    if entered["amount"] > (most := limits()["two_cancers_yuan"]):
        wrong["amount"] = format_lazy(_("This aid is {most} yuan. Enter that or less."), most=most)
    return wrong


@register
class Aid(
    advance.advances(review.ASKED, lambda: limits()["advance_yuan"]), assignment((review.CHECKING, PAYING, TRACKING), fresh=(PAYING,)),
    review.reviewed(PUBLIC, opinion=HomeVisitForm, decision=ask.GrantForm,
                    checks=[particulars_there, visited_first, two_cancers, twice("item", for_life=[ONCE]), advance.covered]),
    visited(review.ASKED), corrected(ask.AidForm, review.ASKED, fixed=("urgent_first", "notice_consent")),
    noticed(PAYING, review.REFUSED), paid(PAYING, TRACKING), tracked("aid.track", DONE), notes((review.CHECKING, PAYING, TRACKING)), ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "aid", "ZK", _("Aid application"), 10
    states = (*review.STATES, PUBLIC, PAYING, TRACKING, DONE)
    kept = ("difficulty", "item", "wanted", "household", "proofs", "urgent_first")
    intake_form = ask.AidForm
    referral = ("name", "phone", "safe_phone")
    deadlines = (
        *review.deadlines("aid.review"), advance.deadline("aid.advance", PUBLIC, review.REFUSED), *notice.DEADLINES,
        Deadline("ap.pay", starts=(PAYING,), stops=(TRACKING,), each=True), *track.DEADLINES,
    )  # fmt: skip
    counters = (
        Counter("applications", _("Applications")), Counter("granted", _("Granted"), states=(PAYING, TRACKING, DONE), share_of="applications"),
        Counter("paid", _("Paid"), amount="paid", unit=_("yuan")),
        *(Counter(f"paid_{code}", format_lazy(_("Paid: {item}"), item=title), amount="paid", where={"item": code}, unit=_("yuan")) for code, title in ask.ITEMS),
        Counter("waiting", _("Still waiting"), states=(*review.ASKED, PUBLIC, PAYING)), Counter("days", _("Days to payment"), days_between=("opened", "paid_on")),
    )  # fmt: skip

    @classmethod
    def referred(cls, case: Any, need: str) -> dict[str, Any]:
        what = {"difficulty": ["other"], "item": "cash", "wanted": "0", "story": need}
        return {"place": case.place_id, "name": UNNAMED, "address": UNNAMED, **what}

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
        return [notice.who(ticket), (_("Item"), str(dict(ask.ITEMS).get(ticket.data.get("item", ""), "")))]

    @classmethod
    def on_paid(cls, ticket: Any) -> None:
        begin_tracking(ticket, "aid.track")
