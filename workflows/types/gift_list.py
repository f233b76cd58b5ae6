"""Gifts in kind and festival visits (物资与节日慰问): list, check, purchase, handed out against signature, made public (domain.md §5.9 T10c)."""

from decimal import Decimal
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.chapter_forms import gift_list as ask
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import CADRE, DISTRICT, HANDLERS, STREET, Actor
from workflows.shapes import notice
from workflows.shapes.frame import (
    ChapterType,
    grant,
    granted_by_another,
    holder_only,
)
from workflows.shapes.notice import PUBLIC, noticed, put_up
from workflows.shapes.payment import is_a_fund
from workflows.standard import ReasonForm, assignment, notes

LISTED = State("listed", _("List to be checked"))
APPROVED = State("approved", _("Approved, to be bought"))
BOUGHT = State("bought", _("Bought, to be handed out"))
HANDED = State("handed_out", _("Handed out, to be made public"))
DONE = State("done", _("Finished"), Kind.END)
REFUSED = State("refused", _("Not approved"), Kind.END)


def within_the_list(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    most = Decimal(ticket.data["each"]) * ticket.data["households"]
    if entered["amount"] > most:
        return {"amount": format_lazy(_("The list allows {most} yuan. Enter that or less."), most=str(most))}
    return {}


def every_gift_told_of(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    if entered["given"] + entered["returned"] != ticket.data["households"]:
        return {
            "given": format_lazy(
                _("Handed out and returned make {n} together. Count again."), n=ticket.data["households"]
            )
        }
    return {}


@register
class GiftList(
    assignment((LISTED, APPROVED, BOUGHT, HANDED), fresh=(APPROVED,)),
    noticed(DONE, HANDED),
    notes((LISTED, APPROVED, BOUGHT, HANDED)),
    ChapterType,
):
    slug, prefix, title, plan_chapter = "gift_list", "WW", _("Gift list"), 10
    states = (LISTED, APPROVED, BOUGHT, HANDED, PUBLIC, DONE, REFUSED)
    open_by = (CADRE, STREET, DISTRICT)
    starts_at = Level.DISTRICT
    kept = ("occasion", "households", "each")
    intake_form = ask.ListForm
    deadlines = (
        Deadline("gf.list", starts=("open",), stops=(APPROVED, REFUSED)), Deadline("gf.buy", starts=(APPROVED,), stops=(BOUGHT,)),
        Deadline("gf.give", starts=(BOUGHT, HANDED), stops=(PUBLIC,), each=True), *notice.DEADLINES,
    )  # fmt: skip
    counters = (
        Counter("lists", _("Gift lists")), Counter("households", _("Households reached"), amount="given"), Counter("spent", _("Spent"), amount="spent", unit=_("yuan")),
    )  # fmt: skip

    @classmethod
    def notice_lines(cls, ticket: Any) -> list[tuple[Text, str]]:
        return [
            (_("Occasion"), str(dict(ask.OCCASIONS)[ticket.data["occasion"]])),
            (_("Households"), str(ticket.data["given"])),
            (_("Spent, in yuan"), ticket.data["spent"]),
        ]

    @action([LISTED], OneOf((APPROVED, REFUSED)), by=[DISTRICT], label=_("Decide on the list"), form=ask.DecisionForm, guards=[holder_only], tell=[tell.OPENER, tell.UNIT],
            icon="check", primary=True, after=_("Approved, it waits for a colleague who buys."))  # fmt: skip
    def approve(self, decision: str, reason: str) -> str:
        grant(self)
        self.assignee_id = None  # who approves does not buy
        return (APPROVED if decision == "approve" else REFUSED).code

    @action([APPROVED], BOUGHT, by=[DISTRICT], label=_("Record the purchase"), form=ask.BuyForm, guards=[granted_by_another], checks=[is_a_fund, within_the_list],
            icon="check", primary=True)  # fmt: skip
    def buy(self, fund: str, amount: Decimal, bought_on: Any, slip: str) -> None:
        self.book(fund, -amount, purpose=self.workflow.slug)
        self.data["spent"] = str(amount)

    @action([BOUGHT], HANDED, by=HANDLERS, label=_("Record the handing out"), form=ask.HandForm,
            checks=[every_gift_told_of], icon="check", primary=True)  # fmt: skip
    def hand_out(self, given: int, returned: int) -> None:
        self.data.update(given=given, returned=returned)

    @action([HANDED], PUBLIC, by=[STREET, DISTRICT], label=_("Make it public"), icon="send", primary=True)
    def make_public(self) -> None:
        put_up(self)

    @action([LISTED, APPROVED], REFUSED, by=[DISTRICT], label=_("Give the list up"), form=ReasonForm, tell=[tell.OPENER], icon="x")  # fmt: skip
    def give_up(self, reason: str) -> None:
        """The reason is sealed into the event."""

    @action([HANDED], SAME, by=HANDLERS, label=_("Correct the count"), form=ask.HandForm, checks=[every_gift_told_of], icon="note")  # fmt: skip
    def correct_count(self, given: int, returned: int) -> None:
        self.data.update(given=given, returned=returned)
