"""Tables 1 to 3: where the matters come from, what they are about, where they arose (domain.md §8.3)."""

from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.models import CaseFact, Contact
from casework.reports.counting import facts
from casework.reports.periods import Period
from casework.reports.rates import MATTER, Condition, always
from casework.reports.tables import grouped
from casework.reports.tables.base import ALL, Column, Filled, Measure, Table, count
from casework.reports.tables.grouped import ByGroup, add_up
from casework.reports.view import BEFORE, NOW, YEAR_BEFORE, View
from workflows.roles import Actor

VOID = Q(outcome__in=("X2", "X3"))  # merged into another, entered in error: no matter of its own
NO_CONTACT = "X3"


def _in_month(number: int) -> Condition:
    """Received in the n-th month of the period."""

    def condition(period: Period, cut: Any) -> Q:
        month = Period(period.months[number], "month")
        return ~VOID & Q(opened_on__gte=month.first, opened_on__lte=month.last)

    return condition


def contacts_of(view: View) -> QuerySet[Contact]:
    """The contacts of the period, but those of matters entered in error."""
    begin, end = view.period.instants
    void = facts(view.scope).filter(outcome=NO_CONTACT).values("pk")
    return Contact.objects.filter(view.scope.q, at__gte=begin, at__lt=end).exclude(ticket__in=void).order_by()


class ByChannel(Table):
    """Table 1. A matter counts by the channel of its first contact, each contact by its own."""

    number = 1
    title = _("By channel")
    note = _("Matters: without merged and void ones. Contacts and people: every contact, also of merged matters.")

    def fill(self, view: View, actor: Actor) -> Filled:
        measures = self._measures(view)
        counted = {key: dict(one) for key, one in count(view, measures, grouped.BY_CHANNEL.by(view)).items()}
        for row in contacts_of(view).values("channel").annotate(n=Count("pk"), people=Sum("persons")):
            counted.setdefault(row["channel"], {}).update(contacts=row["n"], people=row["people"])
        keys = ["contacts", "people", *(one.key for one in measures)]
        return Filled(self._columns(view), add_up(view, grouped.BY_CHANNEL, counted, keys))

    @staticmethod
    @cache
    def _of_months(n: int) -> list[Measure]:
        """The period, the two it is compared with, and each month of a longer one."""
        months = [Measure(f"m{at}", "", "received", _in_month(at)) for at in range(n)] if n > 1 else []
        return [*(Measure(at, "", "received", always(~VOID), at) for at in (NOW, BEFORE, YEAR_BEFORE)), *months]

    def _measures(self, view: View) -> list[Measure]:
        return self._of_months(len(view.period.months))

    def _columns(self, view: View) -> list[Column]:
        listed = view.period.months if len(view.period.months) > 1 else []
        months = [Column(f"m{at}", Period(first, "month").short, within=NOW) for at, first in enumerate(listed)]
        return [
            *months,
            Column(NOW, _("Matters")),
            Column("contacts", _("Contacts")),
            Column("people", pgettext_lazy("counted", "People")),
            Column(BEFORE, _("Period before"), earlier=True),
            Column("mom", _("Against the period before"), "change", (NOW, BEFORE), earlier=True),
            Column(YEAR_BEFORE, _("Year before"), earlier=True),
            Column("yoy", _("Against the year before"), "change", (NOW, YEAR_BEFORE), earlier=True),
        ]

    def behind(self, view: View, line: str, column: str) -> QuerySet[CaseFact] | None:
        of_line = Q() if line == ALL else grouped.BY_CHANNEL.q(view, line)
        if column in ("contacts", "people"):
            told = contacts_of(view).filter(of_line).values("ticket")
            return facts(view.scope).filter(pk__in=told)
        measure = next((one for one in self._measures(view) if one.key == column), None)
        return facts(view.scope).filter(measure.q(view) & of_line) if measure else None


BY_CHANNEL = ByChannel()
FLOW = (
    Measure("received", _("Received"), "received", always(~VOID)),
    Measure("closed", pgettext_lazy("cases", "Closed"), "closed", always(MATTER)),
    Measure("held", _("Open at the end"), "held"),
    Measure("overdue", _("of these past the handling limit"), "held", lambda period, cut: Q(first_due_on__lte=cut.due)),
)
COLUMNS = tuple(Column(one.key, one.title) for one in FLOW)
BY_CATEGORY = ByGroup(
    2, _("By category"), grouped.BY_CATEGORY,
    (*FLOW, Measure(YEAR_BEFORE, _("Received, year before"), "received", always(~VOID), YEAR_BEFORE)),
    (*COLUMNS[:1], Column(YEAR_BEFORE, _("Received, year before"), earlier=True),
     Column("yoy", _("Against the year before"), "change", ("received", YEAR_BEFORE), earlier=True), *COLUMNS[1:]),
    _("Categories of level 1 and, set in, those of level 2 that occur."),
)  # fmt: skip
BY_PLACE = ByGroup(
    3, _("By street and community"), grouped.BY_PLACE,
    (*FLOW, Measure("late", _("Received, a deadline missed"), "received", always(~VOID & Q(breached=True)))),
    (*COLUMNS, Column("late", _("Received, a deadline missed"))),
    _("By the place where a matter arose: handing it to another unit changes nobody's figures."),
)  # fmt: skip
