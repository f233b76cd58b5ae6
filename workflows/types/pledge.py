"""A donor's pledge for a Spring Bud girl (春蕾“1+1”捐助): agreed, paid in, matched, reported on, ended (domain.md §5.9 T10b).

慈善法 2023 art 80 (tell the donor), 82 (no private data). Donors never get a contact or an address: letters and pictures go
through the staff. The money paid in is an account that only what was paid in can be taken from.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, action
from workflows.chapter_forms.spring_bud import STAGES
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.ladder import Level
from workflows.registry import register
from workflows.roles import DISTRICT, HANDLERS, SYSTEM, Actor
from workflows.shapes.frame import ChapterType, PersonForm, holder_only, long_text, past_day, pick, some_money
from workflows.shapes.terms import await_term, next_term
from workflows.standard import ReasonForm, assignment, notes

OFFERED = State("offered", _("Offered, to be agreed"))
AGREED = State("agreed", _("Agreed, to be paid in"))
FREE = State("free", _("Paid in, to be matched"))
MATCHED = State("matched", _("Matched"))
ENDED = State("ended", _("Ended"), Kind.END)
LAPSED = State("lapsed", _("Lapsed"), Kind.END)


class OfferForm(PersonForm):
    kind = forms.ChoiceField(
        label=_("Donor"), choices=pick([("person", _("Person")), ("company", _("Company")), ("group", _("Group"))])
    )
    amount = some_money(_("Amount a term, in yuan"))
    terms = forms.IntegerField(label=_("Terms"), min_value=1, max_value=24)
    stage = forms.ChoiceField(label=_("For a girl in"), choices=pick(STAGES))
    anonymous = forms.BooleanField(label=_("Wishes to stay unnamed"), required=False)
    invoice = forms.BooleanField(label=_("Needs an invoice"), required=False)
    wish = long_text(_("What the donor wishes"), required=False)
    private = (*PersonForm.private, "wish")


class AgreeForm(MoveForm):
    agreement_no = forms.CharField(label=_("Number of the agreement"), max_length=60)
    charity = forms.CharField(label=_("Account of which charity"), max_length=80)


class PaidInForm(MoveForm):
    amount = some_money(_("Amount in yuan"))
    came_on = past_day(_("Received on"))
    slip = forms.CharField(label=_("Number of the receipt"), max_length=60)


class ReportForm(MoveForm):
    told = long_text(_("What the donor was told (no name, no place, no school)"))
    private = ("told",)


class AmountForm(MoveForm):
    amount = some_money(_("Amount in yuan"))


def all_used(ticket: Any, actor: Actor) -> Text:
    left = ticket.left(ticket.number)
    return _("There is still money of this pledge. Pay it out, or return it first.") if left else ""


@register
class Pledge(assignment((OFFERED, AGREED, FREE, MATCHED)), notes((OFFERED, AGREED, FREE, MATCHED)), ChapterType):
    slug, prefix, title, plan_chapter = "pledge", "JX", _("Spring Bud pledge"), 10
    states = (OFFERED, AGREED, FREE, MATCHED, ENDED, LAPSED)
    starts_at = Level.DISTRICT
    kept = ("kind", "amount", "terms", "stage", "anonymous", "invoice")
    intake_form = OfferForm
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

    @action(
        [OFFERED],
        AGREED,
        by=[DISTRICT],
        label=_("The agreement is signed"),
        form=AgreeForm,
        guards=[holder_only],
        icon="check",
        primary=True,
    )
    def agree(self, agreement_no: str, charity: str) -> None:
        self.data.update(agreement_no=agreement_no, charity=charity)
        self.open_account("pledge", 0)

    @action([AGREED], FREE, by=[DISTRICT], label=_("The money came in"), form=PaidInForm, icon="check", primary=True)
    @action([FREE, MATCHED], SAME, by=[DISTRICT], label=_("More money came in"), form=PaidInForm, icon="note")
    def pay_in(self, amount: Decimal, came_on: date, slip: str) -> None:
        self.book(self.number, amount, purpose="paid in")
        self.data["received"] = str(Decimal(self.data.get("received", "0")) + amount)
        self.data["short"] = False
        _balance(self)

    @action([FREE], MATCHED, by=[SYSTEM], label=_("Matched with a girl"), tell=[tell.HOLDER, tell.UNIT])
    def matched(self) -> None:
        self.data["matches"] = self.data.get("matches", 0) + 1
        await_term(self)

    @action([MATCHED], SAME, by=[SYSTEM], label=_("A term begins by the calendar"), tell=[tell.HOLDER, tell.UNIT])
    def term_due(self) -> None:
        """If there is not enough for it, the donor has so many days; then another one is looked for."""
        self.data["short"] = (self.left(self.number) or Decimal(0)) < Decimal(self.data["amount"])
        await_term(self)

    @action(
        [MATCHED],
        SAME,
        by=[SYSTEM],
        label=_("The donor is behind: look for another one"),
        tell=[tell.DISTRICT_DUTY, tell.SUPERVISORS],
    )
    def donor_behind(self) -> None:
        self.data["behind"] = self.data.get("behind", 0) + 1

    @action([MATCHED], SAME, by=[SYSTEM], label=_("A term was paid"), form=AmountForm)
    def paid_term(self, amount: Decimal) -> None:
        self.data["paid_out"] = str(Decimal(self.data.get("paid_out", "0")) + amount)
        _balance(self)

    @action([MATCHED], FREE, by=[SYSTEM], label=_("The match has ended"), tell=[tell.HOLDER, tell.UNIT])
    def unmatched(self) -> None:
        """Free for another girl."""

    @action(
        [MATCHED], SAME, by=HANDLERS, label=_("Tell the donor how it goes"), form=ReportForm, icon="send", primary=True
    )
    def report(self, told: str) -> None:
        self.data["reports"] = self.data.get("reports", 0) + 1

    @action([FREE], SAME, by=[DISTRICT], label=_("Return money to the donor"), form=PaidInForm, icon="back")
    def give_back(self, amount: Decimal, came_on: date, slip: str) -> None:
        self.book(self.number, -amount, purpose="returned")
        self.data["returned"] = str(Decimal(self.data.get("returned", "0")) + amount)
        _balance(self)

    @action([FREE], ENDED, by=[DISTRICT], label=_("End the pledge"), form=ReasonForm, guards=[all_used], icon="x")
    def end_pledge(self, reason: str) -> None:
        """The reason is sealed into the event."""

    @action(
        [OFFERED, AGREED],
        LAPSED,
        by=[DISTRICT],
        label=_("The donor does not go on"),
        form=ReasonForm,
        tell=[tell.SUPERVISORS],
        icon="x",
    )
    def lapse(self, reason: str) -> None:
        """The reason is sealed into the event."""


def _balance(ticket: Any) -> None:
    """What the counters add up; the account itself decides what can be paid."""
    received, paid, returned = (Decimal(ticket.data.get(name, "0")) for name in ("received", "paid_out", "returned"))
    ticket.data["balance"] = str(received - paid - returned)
