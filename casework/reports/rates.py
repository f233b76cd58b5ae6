"""Every rate of domain.md §2.7 as data: words, formula, what is left out, and the two conditions on CaseFact.

`window` bounds the rows by an indexed day of the period; the denominator is a part of the window, the numerator a part of
the denominator. Counts, lists and the SQL oracle of the tests all start here or are held against it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Max, Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.models import CaseFact
from casework.reports import closing
from casework.reports.closing import APART, EXCLUDED, rated_types
from casework.reports.periods import CutOff, Period
from casework.reports.rules import rules
from workflows.policies import policies

Text = str | Promise
Condition = Callable[[Period, CutOff], Q]
SATISFIED, RATED = ("satisfied", "mostly"), ("satisfied", "mostly", "unsatisfied")
NO_CALL = ("F2", "Z1")  # they end without a follow-up call
PARTS = ("numerator", "denominator", "missing")
# States of child tickets in which it has been done.
TOLD_POLICE = ("police_told", "reported")
WARNED = ("visiting", "visited")
ORDER_ISSUED = ("in_force", "expired")
ORDER_FILED = ("filed", "before_court", "rejected", *ORDER_ISSUED)


@dataclass(frozen=True)
class Rate:
    """One rate. Rates with the same `group` share a window and are counted in one statement.

    `by`: what puts a case into the period. `goal`: per cent to be reached. `high`: is more better?
    """

    key: str
    title: Text
    formula: Text
    excluded: Text
    by: Text
    group: str
    denominator: Condition
    numerator: Condition
    goal: int | None = None

    def window(self, period: Period, cut: CutOff) -> Q:
        return WINDOWS[self.group](period, cut)

    def behind(self, part: str, period: Period, cut: CutOff) -> Q:
        """The cases in the numerator, in the denominator, or missing from the numerator (one of PARTS)."""
        whole = self.window(period, cut) & self.denominator(period, cut)
        if part == "denominator":
            return whole
        return whole & (self.numerator(period, cut) if part == "numerator" else ~self.numerator(period, cut))


def by_day(day: str, **where: object) -> Condition:
    """Window: this day lies in the period."""
    return lambda period, cut: Q(
        **{f"{day}__gte": period.first, f"{day}__lte": period.last}, type__in=rated_types(), **where
    )


def children(kind: str, **where: object) -> QuerySet[CaseFact, int | None]:
    """Ids of the cases that have a child ticket of this kind."""
    return CaseFact.objects.filter(type=kind, family__isnull=False, **where).values_list("family", flat=True)


def _promises_due(period: Period, cut: CutOff) -> Q:
    """The agreements whose last promise falls due in the period; what was released is no longer owed."""
    owed = CaseFact.objects.filter(type="performance", family__isnull=False).exclude(state="released").order_by()
    last = owed.values("family").annotate(last=Max("due_on")).filter(last__gte=period.first, last__lte=period.last)
    return Q(pk__in=last.values("family"))


def _last_promise_over(period: Period, cut: CutOff) -> Q:
    ahead = children("performance", due_on__gt=cut.due, performed_on__isnull=True).exclude(state="released")
    return ~Q(pk__in=ahead)


def _all_kept(period: Period, cut: CutOff) -> Q:
    """No promise was broken: each performed by its day."""
    late = Q(performed_on__isnull=True) | Q(performed_on__gt=F("due_on"))
    return ~Q(pk__in=children("performance").exclude(state="released").filter(late))


def settled(period: Period, cut: CutOff) -> Q:
    """化解=yes: by its outcome, and nothing promised is still owed (domain.md §2.6, B1 “after performance”)."""
    return Q(resolved=True) & ~Q(pk__in=children("performance", performed_on__isnull=True).exclude(state="released"))


WINDOWS: dict[str, Condition] = {
    "closing": closing.window,
    "due": by_day("first_due_on"),
    "received": by_day("opened_on"),
    "closed": by_day("closed_on"),
    "first_closed": by_day("first_closed_on"),
    "mediated": by_day("mediation_ended_on"),
    "agreed": by_day("agreed_on", confirmable=True),
    "promised": _promises_due,
    "violent": by_day("opened_on", violent=True),
    "relapse": by_day("first_closed_on", violent=True),
}
# The day by whose months the rows of a window are counted (kept.Monthly); promises have none.
DAYS = {
    "closing": "closed_on",
    "due": "first_due_on",
    "received": "opened_on",
    "closed": "closed_on",
    "first_closed": "first_closed_on",
    "mediated": "mediation_ended_on",
    "agreed": "agreed_on",
    "violent": "opened_on",
    "relapse": "first_closed_on",
}
STANDING = ("closing",)  # windows with the open matters in them, whenever they were received
MATTER = ~Q(outcome__in=EXCLUDED)
COUNTED = ~Q(outcome__in=APART)
RECEIVED, CLOSED = _("day of receipt"), _("day of closing")
FIRST_CLOSED = _("day of the first closing")
NOT_X = _("not accepted, merged, void (X1–X3)")


def days(n: int) -> timedelta:
    return timedelta(days=n)


def always(q: Q) -> Condition:
    return lambda period, cut: q


def _part(name: str) -> Condition:
    return lambda period, cut: closing.condition(name, period, cut)


def told_days() -> int:
    """Days to tell the petitioner: 信访工作条例 art 23, from the policy book."""
    return int(policies["xf.notify"].budget.amount)


def _share(key: str, title: Text, formula: Text, q: Q) -> Rate:
    """A simple share of the matters received."""
    return Rate(key, title, formula, NOT_X, RECEIVED, "received", always(MATTER), always(q))


def _violent(key: str, title: Text, formula: Text, kind: str, **where: object) -> Rate:
    """A share of the cases of violence that have a child ticket of this kind."""
    return Rate(
        key, title, formula, _("X1–X3; refusals by the victim are listed with the case"), RECEIVED, "violent",
        always(MATTER), lambda period, cut: Q(pk__in=children(kind, **where)),
    )  # fmt: skip


def _repeat(n: int) -> Rate:
    return Rate(
        f"repeat_{n}", format_lazy(_("Repeat contacts, {n} days"), n=n),
        _("matters with a second contact within that time / matters received"),
        _("merged and void (X2, X3); evidence supplied on request is no contact"), RECEIVED, "received",
        always(~Q(outcome__in=("X2", "X3"))), always(Q(second_contact_on__lte=F("opened_on") + days(n))),
    )  # fmt: skip


def _relapse(n: int) -> Rate:
    return Rate(
        f"relapse_{n}", format_lazy(_("Violence again within {n} days"), n=n),
        _("reopened for new harm within that time after the first closing / cases of violence closed that long ago"),
        NOT_X, FIRST_CLOSED, "relapse",
        lambda period, cut: MATTER & Q(first_closed_on__lte=cut.done - days(n)),
        always(Q(recurred_on__lte=F("first_closed_on") + days(n))),
    )  # fmt: skip


def _told(period: Period, cut: CutOff) -> Q:
    over = Q(opened_on__lte=cut.due - days(told_days()))
    return MATTER & Q(anonymous=False) & (Q(told_on__isnull=False) | over)


_lag = rules().settled_for_days
_quiet = (
    Q(last_contact_on__isnull=True)
    | Q(last_contact_on__lte=F("closed_on"))
    | Q(last_contact_on__gt=F("closed_on") + days(_lag))
)
followed_up = Q(follow_up="reached") | Q(calls__gte=rules().follow_up_tries)
_ASIDE = _("A1, X1–X3 and those shown apart (passed on without a result, lost contact)")

RATES: dict[str, Rate] = {
    one.key: one
    for one in (
        Rate("closing", _("Closure rate"), _("concluded with proof / (carried in + accepted − not yet due at the cut-off)"),
             _ASIDE, _("accepted in or carried into the period"), "closing", _part("due"), _part("concluded"),
             goal=rules().target_percent),
        Rate("gross", _("Closure rate, gross"), _("all closed / (carried in + accepted)"), _ASIDE,
             _("accepted in or carried into the period"), "closing", always(COUNTED),
             lambda period, cut: Q(closed_on__lte=cut.done)),
        Rate("on_time", _("Concluded in time"),
             _("first concluded by the legal or extended due day / all whose due day has passed in the period"),
             _("X1–X3; time of suspension is taken out of the limit"), _("due day"), "due",
             lambda period, cut: MATTER & Q(first_due_on__lte=cut.due),
             always(Q(on_time=True, proven=True) & ~Q(is_open=True, reopened__gt=0))),
        Rate("told", _("Told in time"),
             format_lazy(_("told within {n} days / received (and told, or the days are over)"), n=told_days()),
             _("X1–X3; anonymous, nobody to tell (信访工作条例 art 23)"), RECEIVED, "received", _told,
             always(Q(told_on__lte=F("opened_on") + days(told_days())))),
        Rate("resolution", _("Resolution rate"), _("resolved and nothing promised still owed / closed with an outcome that can be resolved"),
             _("X1–X3, A1, results not known (C2 without its result)"), CLOSED, "closed",
             always(COUNTED & Q(proven=True, resolved__isnull=False)), settled),
        Rate("mediation", _("Mediation success"), _("resolved / mediations ended"),
             _("X1–X3; withdrawn before it began"), _("end of the mediation"), "mediated", always(MATTER), settled),
        Rate("agreement", _("Agreement reached"), _("mediations with an agreement / mediations ended"),
             _("X1–X3; withdrawn before it began"), _("end of the mediation"), "mediated", always(MATTER),
             always(~Q(agreement=""))),
        Rate("performance", _("Agreements performed"), _("agreements kept in full by their day / agreements due"),
             _("promises the other side released"), _("day of the last promise"), "promised", _last_promise_over, _all_kept),
        Rate("confirmation", _("Confirmed by a court"), _("confirmed / agreements a court can confirm"),
             _("about status, marriage, adoption (人民调解法 art 33)"), _("day of the agreement"), "agreed", always(MATTER),
             always(Q(confirmed=True))),
        Rate("satisfaction", pgettext_lazy("rate", "Satisfaction"), _("satisfied + mostly satisfied / those who answered"),
             _("not reached, no answer; A1, X1–X3 and those shown apart"), CLOSED, "closed",
             always(COUNTED & Q(satisfaction__in=RATED)), always(Q(satisfaction__in=SATISFIED))),
        Rate("answering", _("Answered the question"), _("those who answered / those asked"),
             _("not reached; A1, X1–X3 and those shown apart"), CLOSED, "closed",
             always(COUNTED & Q(follow_up="reached")), always(Q(satisfaction__in=RATED))),
        Rate("follow_up", _("Followed up"),
             format_lazy(_("reached, or {n} calls in vain / closed and due for a follow-up"), n=rules().follow_up_tries),
             _("not safe to call; withdrawn, petition ended; A1, X1–X3 and those shown apart"), CLOSED, "closed",
             always(COUNTED & ~Q(outcome__in=NO_CALL) & ~Q(follow_up="unsafe")), always(followed_up)),
        Rate("once", _("Settled at the first time"),
             format_lazy(_("resolved, not reopened, no further contact within {n} days / first closings that long ago"), n=_lag),
             _ASIDE, FIRST_CLOSED, "first_closed",
             lambda period, cut: COUNTED & Q(first_closed_on__lte=cut.done - days(_lag)),
             always(Q(resolved=True, reopened=0, proven=True) & _quiet)),
        *(_repeat(n) for n in rules().repeat_windows),
        _share("escalated", pgettext_lazy("rate", "Handed up"), _("handed up at least once / received"), Q(escalated__gt=0)),
        _share("returned", _("Returned to the dispatcher"), _("returned at least once / received"), Q(returned__gt=0)),
        _share("extended", _("Extended"), _("extended at least once / received"), Q(extended__gt=0)),
        _share("overdue", pgettext_lazy("rate", "Overdue"), _("missed a deadline of ours / received"), Q(breached=True)),
        _share("pressed", pgettext_lazy("rate", "Pressed"), _("pressed (督办) at least once / received"), Q(pressed__gt=0)),
        _violent("police", _("Violence: reported to the police"), _("reported / cases of violence"), "police_report", state__in=TOLD_POLICE),
        _violent("warning", _("Violence: written warning"), _("warning issued / cases of violence"), "written_warning",
                 state__in=WARNED),
        _violent("order_filed", _("Violence: protection order applied for"), _("applied for / cases of violence"), "protection_order",
                 state__in=ORDER_FILED),
        _violent("order_issued", _("Violence: protection order issued"), _("issued / cases of violence"), "protection_order",
                 state__in=ORDER_ISSUED),
        *(_relapse(n) for n in rules().recurrence_windows),
    )
}  # fmt: skip
GROUPS = tuple(dict.fromkeys(rate.group for rate in RATES.values()))
