"""Gifts in kind and festival visits (物资与节日慰问): list, check, purchase, handed out against signature, made public (domain.md §5.9 T10c)."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm, TicketField
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import CADRE, DISTRICT, HANDLERS, STREET, Actor
from workflows.shapes import notice
from workflows.shapes.frame import (
    ChapterForm,
    ChapterType,
    hand,
    holder_only,
    long_text,
    other_eyes,
    past_day,
    pick,
    some_money,
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
OCCASIONS = [
    ("spring", _("Spring Festival")),
    ("women", _("8 March")),
    ("children", _("Children's Day")),
    ("autumn", _("Mid-Autumn")),
    ("other", _("Other")),
]


class ListForm(ChapterForm):
    occasion = forms.ChoiceField(label=_("Occasion"), choices=pick(OCCASIONS))
    households = forms.IntegerField(label=_("Households"), min_value=1, max_value=5000)
    each = some_money(_("Value for each, in yuan"))
    names = long_text(_("The list, one household a line"), private_limit=20000)
    private = ("names",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        lines = [line for line in cleaned.get("names", "").splitlines() if line.strip()]
        wanted = cleaned.get("households")
        if wanted and lines and len(lines) != wanted:
            self.add_error(
                "households", format_lazy(_("The list has {n} lines. Correct the number or the list."), n=len(lines))
            )
        if len(lines) != len(set(lines)):
            self.add_error("names", _("A household stands in it twice. Take one of the two lines out."))
        return cleaned


class DecisionForm(MoveForm):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=pick([("approve", _("Approved")), ("refuse", _("Not approved"))])
    )
    reason = long_text(_("Reason"), required=False)
    private = ("reason",)


class BuyForm(MoveForm):
    fund = TicketField(label=_("From which fund"))
    amount = some_money(_("Amount in yuan"))
    bought_on = past_day(_("Bought on"))
    slip = forms.CharField(label=_("Number of the invoice"), max_length=60)


class HandForm(MoveForm):
    given = forms.IntegerField(label=_("Handed out against signature"), min_value=0, max_value=5000)
    returned = forms.IntegerField(label=_("Not handed out, returned"), min_value=0, max_value=5000)


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
    intake_form = ListForm
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
            (_("Occasion"), str(dict(OCCASIONS)[ticket.data["occasion"]])),
            (_("Households"), str(ticket.data["given"])),
            (_("Spent, in yuan"), ticket.data["spent"]),
        ]

    @action([LISTED], OneOf((APPROVED, REFUSED)), by=[DISTRICT], label=_("Decide on the list"), form=DecisionForm, guards=[holder_only], tell=[tell.OPENER, tell.UNIT],
            icon="check", primary=True, after=_("Approved, it waits for a colleague who buys."))  # fmt: skip
    def approve(self, decision: str, reason: str) -> str:
        hand(self)
        self.assignee_id = None  # who approves does not buy
        return (APPROVED if decision == "approve" else REFUSED).code

    @action([APPROVED], BOUGHT, by=[DISTRICT], label=_("Record the purchase"), form=BuyForm, guards=[other_eyes], checks=[is_a_fund, within_the_list],
            icon="check", primary=True)  # fmt: skip
    def buy(self, fund: str, amount: Decimal, bought_on: Any, slip: str) -> None:
        self.book(fund, -amount, purpose=self.workflow.slug)
        self.data["spent"] = str(amount)

    @action(
        [BOUGHT],
        HANDED,
        by=HANDLERS,
        label=_("Record the handing out"),
        form=HandForm,
        checks=[every_gift_told_of],
        icon="check",
        primary=True,
    )
    def hand_out(self, given: int, returned: int) -> None:
        self.data.update(given=given, returned=returned)

    @action([HANDED], PUBLIC, by=[STREET, DISTRICT], label=_("Make it public"), icon="send", primary=True)
    def make_public(self) -> None:
        put_up(self)

    @action(
        [LISTED, APPROVED],
        REFUSED,
        by=[DISTRICT],
        label=_("Give the list up"),
        form=ReasonForm,
        tell=[tell.OPENER],
        icon="x",
    )
    def give_up(self, reason: str) -> None:
        """The reason is sealed into the event."""

    @action(
        [HANDED],
        SAME,
        by=HANDLERS,
        label=_("Correct the count"),
        form=HandForm,
        checks=[every_gift_told_of],
        icon="note",
    )
    def correct_count(self, given: int, returned: int) -> None:
        self.data.update(given=given, returned=returned)
