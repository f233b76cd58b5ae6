"""A donor's pledge for a Spring Bud girl (春蕾“1+1”捐助): agreed, paid in, matched, reported on, ended (domain.md §5.9 T10b).

慈善法 2023 art 80 (tell the donor), 82 (no private data). Donors never get a contact or an address: letters and pictures go
through the staff. The money paid in is an account that only what was paid in can be taken from.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, action
from workflows.chapter_forms import pledge as ask
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import DISTRICT, HANDLERS, SYSTEM
from workflows.shapes.account import MoneyForm, emptied
from workflows.shapes.frame import ChapterType, add_up, count, holder_only
from workflows.shapes.terms import await_term, next_term, term
from workflows.standard import ReasonForm, assignment, notes

OFFERED = State("offered", _("Offered, to be agreed"))
AGREED = State("agreed", _("Agreed, to be paid in"))
FREE = State("free", _("Paid in, to be matched"))
MATCHED = State("matched", _("Matched"))
ENDED = State("ended", _("Ended"), Kind.END)
LAPSED = State("lapsed", _("Lapsed"), Kind.END)
RUNNING = (OFFERED, AGREED, FREE, MATCHED)
all_used = emptied(_("There is still money of this pledge. Pay it out, or return it first."))


def _balance(ticket: Any, name: str, amount: Decimal) -> None:
    """Add to `received`, `paid_out` or `returned` what the counters add up; the account itself decides what can be paid."""
    add_up(ticket, name, amount)
    received, paid, returned = (Decimal(ticket.data.get(one, "0")) for one in ("received", "paid_out", "returned"))
    ticket.data["balance"] = str(received - paid - returned)


def _is_short(ticket: Any) -> None:
    """If there is not enough for the term, the donor has so many days; then another one is looked for."""
    ticket.data["short"] = (ticket.left(ticket.number) or Decimal(0)) < Decimal(ticket.data["amount"])


@register
class Pledge(assignment(RUNNING), notes(RUNNING), ChapterType):
    slug, prefix, title, plan_chapter = "pledge", "JX", _("Spring Bud pledge"), 10
    states = (*RUNNING, ENDED, LAPSED)
    starts_at = Level.DISTRICT
    kept = ("kind", "amount", "terms", "stage", "anonymous", "invoice")
    intake_form = ask.OfferForm
    deadlines = (
        Deadline("sb.talk", starts=("open",), stops=(AGREED, LAPSED)), Deadline("sb.pledge", starts=(AGREED,), stops=(FREE, LAPSED), each=True),
        Deadline("ch.match", starts=(FREE,), stops=(MATCHED, ENDED), each=True), Deadline("sb.report", starts=(MATCHED, "report"), stops=("report", FREE, ENDED), each=True),
        next_term(MATCHED, (FREE, ENDED), "term_due"), Deadline("sb.missed", starts=("term_due",), stops=("pay_in", FREE, ENDED), then="donor_behind", only="short", each=True),
    )  # fmt: skip
    counters = (
        Counter("pledges", _("Pledges")), Counter("received", _("Received"), amount="received", unit=_("yuan")),
        Counter("matched", _("Matched"), states=(MATCHED,), share_of="pledges"), Counter("lapsed", _("Lapsed"), states=(LAPSED,), share_of="pledges"),
        Counter("paid_out", _("Paid out"), amount="paid_out", unit=_("yuan")), Counter("balance", _("Balance"), amount="balance", unit=_("yuan")),
    )  # fmt: skip

    @action([OFFERED], AGREED, by=[DISTRICT], label=_("The agreement is signed"), form=ask.AgreeForm, guards=[holder_only], icon="check", primary=True)  # fmt: skip
    def agree(self, agreement_no: str, charity: str) -> None:
        self.data.update(agreement_no=agreement_no, charity=charity)
        self.open_account("pledge", 0)

    @action([AGREED], FREE, by=[DISTRICT], label=_("The money came in"), form=MoneyForm, icon="check", primary=True)
    @action([FREE, MATCHED], SAME, by=[DISTRICT], label=_("More money came in"), form=MoneyForm, icon="note")
    def pay_in(self, amount: Decimal, came_on: date, slip: str) -> None:
        self.book(self.number, amount, purpose="paid in")
        self.data["short"] = False
        _balance(self, "received", amount)

    @action([FREE], MATCHED, by=[SYSTEM], label=_("Matched with a girl"), tell=[tell.HOLDER, tell.UNIT])
    def matched(self) -> None:
        count(self, "matches")
        await_term(self)

    term_due = term(MATCHED, first=_is_short)

    @action([MATCHED], SAME, by=[SYSTEM], label=_("The donor is behind: look for another one"), tell=[tell.DISTRICT_DUTY, tell.SUPERVISORS])  # fmt: skip
    def donor_behind(self) -> None:
        count(self, "behind")

    @action([MATCHED], SAME, by=[SYSTEM], label=_("A term was paid"), form=ask.AmountForm)
    def paid_term(self, amount: Decimal) -> None:
        _balance(self, "paid_out", amount)

    @action([MATCHED], FREE, by=[SYSTEM], label=_("The match has ended"), tell=[tell.HOLDER, tell.UNIT])
    def unmatched(self) -> None:
        """Free for another girl."""

    @action(
        [MATCHED],
        SAME,
        by=HANDLERS,
        label=_("Tell the donor how it goes"),
        form=ask.ReportForm,
        icon="send",
        primary=True,
    )
    def report(self, told: str) -> None:
        count(self, "reports")

    @action([FREE], SAME, by=[DISTRICT], label=_("Return money to the donor"), form=MoneyForm, icon="back")
    def give_back(self, amount: Decimal, came_on: date, slip: str) -> None:
        self.book(self.number, -amount, purpose="returned")
        _balance(self, "returned", amount)

    @action([FREE], ENDED, by=[DISTRICT], label=_("End the pledge"), form=ReasonForm, guards=[all_used], icon="x")
    def end_pledge(self, reason: str) -> None:
        """The reason is sealed into the event."""

    @action([OFFERED, AGREED], LAPSED, by=[DISTRICT], label=_("The donor does not go on"), form=ReasonForm, tell=[tell.SUPERVISORS], icon="x")  # fmt: skip
    def lapse(self, reason: str) -> None:
        """The reason is sealed into the event."""
