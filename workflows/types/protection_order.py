"""The protection order (人身安全保护令): offered, wanted, filed, the court's 72 or 24 hours, in force, renewed before it ends.

反家庭暴力法 art 23 (who applies), 25 (court), 28 (72 h, 24 h), 30 (at most six months, extension), 31 (reconsideration), 34
(breach); 法释〔2022〕17号. domain.md §1.3, §2.5. `data`: `on_behalf`, `urgent_24h`, `result`, `valid_from`, `valid_until` (ISO),
`lapses_on` (the day after), `breaches`, `renewals`.
"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, OneOf, State, Text, action
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.policies import policies
from workflows.registry import register
from workflows.rights.forms import long_text, must, pick
from workflows.rights.lane_task import DeclineForm, LaneTask, checklist
from workflows.rights.mediation_forms import past_day
from workflows.roles import HANDLERS, SYSTEM, Actor
from workflows.standard import assignment, notes

TO_OFFER = State("to_offer", _("To be offered"))
THINKING = State("thinking", _("She is thinking about it"))
PREPARING = State("preparing", _("Application being prepared"))
FILED = State("filed", _("Filed, court to accept"), Kind.WAITING)
BEFORE_COURT = State("before_court", _("Before the court"), Kind.WAITING)
IN_FORCE = State("in_force", _("In force"))
EXPIRED = State("expired", _("Over"), Kind.END)
REJECTED = State("rejected", _("Rejected by the court"), Kind.END)
DECLINED = State("declined", _("Declined by her"), Kind.END)
OPEN = (TO_OFFER, THINKING, PREPARING, FILED, BEFORE_COURT, IN_FORCE)
MOST_DAYS = 184  # six months (反家庭暴力法 art 30), whichever months they are
WARN_BEFORE = {"first": "month_left", "second": "fortnight_left"}  # rungs of dv.order_valid_max

ANSWERS = [("wants", _("She wants one")), ("thinks", _("She wants to think about it"))]
BEHALF = [
    ("self", _("She applies herself")),
    ("coerced", _("On her behalf: she is coerced or threatened")),
    ("incapable", _("On her behalf: she cannot act by law")),
    ("weak", _("On her behalf and by her will: old, disabled, seriously ill")),
]
COURTS = [
    ("applicant", _("Where the applicant lives")),
    ("respondent", _("Where the respondent lives")),
    ("scene", _("Where the violence happened")),
]
MEASURES = [
    ("violence", _("No violence")),
    ("contact", _("No harassing, following, contacting")),
    ("move_out", _("The respondent leaves the home")),
    ("other", _("Other measures")),
]


class OfferForm(MoveForm):
    answer = forms.ChoiceField(label=_("Her answer"), choices=pick(ANSWERS))
    explained = must(_("Told: free of charge, no divorce suit needed, the court decides in 72 hours"))


class FileForm(MoveForm):
    court = forms.CharField(label=_("Court"), max_length=60)
    because = forms.ChoiceField(label=_("Why this court"), choices=pick(COURTS))
    on_behalf = forms.ChoiceField(label=_("Who applies"), choices=pick(BEHALF))
    will = long_text(_("On her behalf: her will, and why she cannot apply herself"), required=False)
    measures = checklist(_("Measures asked for"), MEASURES)
    facts = long_text(_("Facts and reasons"))
    evidence = long_text(_("Evidence, as a list"))
    urgent_24h = forms.BooleanField(label=_("Urgent: decision within 24 hours"), required=False)
    private = ("will", "facts", "evidence")


class AcceptedForm(MoveForm):
    court_no = forms.CharField(label=_("Number of the court"), max_length=60)


class OrderForm(MoveForm):
    order_no = forms.CharField(label=_("Number of the order"), max_length=60)
    made_on = past_day(_("Made on"))
    valid_until = forms.DateField(label=_("Valid until"))
    measures = checklist(_("Measures ordered"), MEASURES)


class RejectedForm(MoveForm):
    order_no = forms.CharField(label=_("Number of the ruling"), max_length=60)
    ground = long_text(_("Ground"))
    told = must(_("She was told: reconsideration within five days"))
    private = ("ground",)


class BreachForm(MoveForm):
    happened_on = past_day(_("When it happened"))
    reported = forms.BooleanField(label=_("Reported to the police"), required=False)
    facts = long_text(_("What happened"))
    private = ("facts",)


def will_on_behalf(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    if cleaned["on_behalf"] != "self" and not cleaned["will"].strip():
        return {"will": _("On her behalf: write down her will and why she cannot apply herself (art 23).")}
    return {}


def six_months_at_most(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Not before it was made, not over already, and no longer than the law allows."""
    made, until = cleaned["made_on"], cleaned["valid_until"]
    if until < max(made, localdate(ticket.now)):
        return {"valid_until": _("This day is over. Look at the order again.")}
    if until > made + timedelta(days=MOST_DAYS):
        return {"valid_until": _("An order is valid for six months at most (art 30). Look at the order again.")}
    return {}


@register
class ProtectionOrder(assignment(OPEN), notes(OPEN), LaneTask):  # type: ignore[misc]  # shared moves
    slug, prefix, title = "protection_order", "BH", _("Protection order")
    states = (*OPEN, EXPIRED, REJECTED, DECLINED)
    watched = frozenset({"breach"})
    deadlines = (
        Deadline("dv.order_offer", starts=("open",), stops=(THINKING, PREPARING, DECLINED)),
        Deadline("dv.order_think", starts=(THINKING,), stops=(PREPARING, DECLINED)),
        Deadline("dv.order_file", starts=(PREPARING,), stops=(FILED, DECLINED), each=True),
        Deadline("dv.order_accept", starts=(FILED,), stops=(BEFORE_COURT,), each=True),
        Deadline("dv.order_chase", starts=(FILED, BEFORE_COURT, "ask_court"), stops=("ask_court", IN_FORCE), each=True),
        Deadline("dv.order_decide", starts=(BEFORE_COURT,), stops=(IN_FORCE,), each=True),
        Deadline("dv.order_urgent", starts=(BEFORE_COURT,), stops=(IN_FORCE,), only="urgent_24h", each=True),
        Deadline("dv.order_reconsider", starts=("issued",), each=True),
        Deadline(
            "dv.order_ends", starts=("issued", "renewed"), stops=("issued", "renewed"), until="lapses_on", then="lapse",
            each=True, who="ext", title=_("Protection order ends"),
        ),
        *(
            Deadline(
                f"dv.order_renew_{name}", starts=("issued", "renewed"), stops=("issued", "renewed"), until=f"renew_{name}",
                only=f"renew_{name}", then="time_to_renew", each=True, title=_("Time to ask for an extension"),
            )
            for name in WARN_BEFORE
        ),
    )  # fmt: skip

    @action(
        [TO_OFFER], OneOf((THINKING, PREPARING)), by=HANDLERS, label=_("Offer a protection order"), form=OfferForm,
        tell=[tell.PARENT], icon="play", primary=True,
    )  # fmt: skip
    @action(
        [THINKING], OneOf((THINKING, PREPARING)), by=HANDLERS, label=_("Ask her again"), form=OfferForm, primary=True
    )
    def offer(self, answer: str, explained: bool) -> str:
        self.data["offers"] = self.data.get("offers", 0) + 1
        return (PREPARING if answer == "wants" else THINKING).code

    @action(
        [TO_OFFER, THINKING, PREPARING], DECLINED, by=HANDLERS, label=_("She does not want an order"), form=DeclineForm,
        tell=[tell.PARENT, tell.DISTRICT_DUTY], icon="x", after=_("It is offered again whenever something new happens."),
    )  # fmt: skip
    def decline(self, explained: bool, alone: bool, words: str) -> None:
        """Her words are sealed into the event."""

    @action(
        [PREPARING], FILED, by=HANDLERS, label=_("File the application"), form=FileForm, checks=[will_on_behalf],
        tell=[tell.PARENT], icon="send", primary=True,
        after=_("The application is signed as a paper; on her behalf, her declaration of will too."),
    )  # fmt: skip
    def file_application(
        self, court: str, because: str, on_behalf: str, will: str, measures: list[str], facts: str, evidence: str,
        urgent_24h: bool,
    ) -> None:  # fmt: skip
        self.data.update(on_behalf=on_behalf, urgent_24h=urgent_24h, result="filed")
        asked = "；".join(str(dict(MEASURES)[one]) for one in measures)
        who = "self" if on_behalf == "self" else "federation"
        self.sign("order_application", court=court, on_behalf=who, measures=asked, facts=facts, evidence_list=evidence,
                  urgent_24h=urgent_24h)  # fmt: skip
        if on_behalf != "self":
            self.sign("order_will", court=court, cannot_because=str(dict(BEHALF)[on_behalf]), will=will)

    @action(
        [FILED], BEFORE_COURT, by=HANDLERS, label=_("The court has accepted it"), form=AcceptedForm, tell=[tell.PARENT],
        icon="check", primary=True, after=_("The court's 72 hours run, in an emergency 24; nights and holidays count."),
    )  # fmt: skip
    def court_accepted(self, court_no: str) -> None:
        self.data["court_no"] = court_no

    @action([FILED, BEFORE_COURT], SAME, by=HANDLERS, label=_("Record that the court was asked"), icon="phone")
    def ask_court(self) -> None:
        self.data["court_asked"] = self.data.get("court_asked", 0) + 1

    @action(
        [FILED, BEFORE_COURT], IN_FORCE, by=HANDLERS, label=_("The order was made"), form=OrderForm,
        checks=[six_months_at_most], tell=[tell.PARENT, tell.SUPERVISORS, tell.ASSISTING], icon="check", primary=True,
        after=_("She, the police and the residents' committee help to carry it out; we warn before it ends."),
    )  # fmt: skip
    def issued(self, order_no: str, made_on: date, valid_until: date, measures: list[str]) -> None:
        self.data.update(result="issued", order_no=order_no, valid_from=made_on.isoformat(), measures=measures)
        valid(self, valid_until)

    @action(
        [FILED, BEFORE_COURT], REJECTED, by=HANDLERS, label=_("The court rejects it"), form=RejectedForm,
        tell=[tell.PARENT, tell.DISTRICT_DUTY], icon="x",
    )  # fmt: skip
    def rejected(self, order_no: str, ground: str, told: bool) -> None:
        self.data.update(result="rejected", order_no=order_no)

    @action([IN_FORCE], SAME, by=[SYSTEM], label=_("Time to ask for an extension"), tell=[tell.HOLDER, tell.PARENT])
    def time_to_renew(self) -> None:
        self.data["renewal_due"] = True

    @action(
        [IN_FORCE], SAME, by=HANDLERS, label=_("The order was extended or varied"), form=OrderForm,
        checks=[six_months_at_most], tell=[tell.PARENT], icon="clock",
    )  # fmt: skip
    def renewed(self, order_no: str, made_on: date, valid_until: date, measures: list[str]) -> None:
        self.data.update(renewals=self.data.get("renewals", 0) + 1, order_no=order_no, renewal_due=False)
        self.data["measures"] = measures
        valid(self, valid_until)

    @action(
        [IN_FORCE], SAME, by=HANDLERS, label=_("The order was broken"), form=BreachForm, icon="alarm",
        tell=[tell.PARENT, tell.DISTRICT_DUTY, tell.LEADERS, tell.SUPERVISORS],
        after=_("A breach is a case for the police (art 34); the case turns red."),
    )  # fmt: skip
    def breach(self, happened_on: date, reported: bool, facts: str) -> None:
        self.data["breaches"] = [*self.data.get("breaches", []), happened_on.isoformat()]

    @action([IN_FORCE], EXPIRED, by=[SYSTEM], label=_("The order is over"), tell=[tell.HOLDER, tell.PARENT])
    def lapse(self) -> None:
        self.data["result"] = "expired"


def valid(ticket: Any, until: date) -> None:
    """It counts until the end of its last day; the days on which to ask for an extension are the policy's rungs."""
    ticket.data["valid_until"] = until.isoformat()
    ticket.data["lapses_on"] = (until + timedelta(days=1)).isoformat()
    rungs = {rung.name: rung.before for rung in policies["dv.order_valid_max"].rungs if rung.before}
    for name, rung in WARN_BEFORE.items():
        on = until - timedelta(days=int(rungs[rung].amount))
        ticket.data[f"renew_{name}"] = on.isoformat() if on > localdate(ticket.now) else ""
