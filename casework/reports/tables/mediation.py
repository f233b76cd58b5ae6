"""Tables 7 and 8: mediation; repeat and hot matters (domain.md §8.3)."""

from dataclasses import replace

from django.db.models import F, Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.models import CaseFact
from casework.reports.rates import MATTER, RATES, always, days, settled
from casework.reports.rules import rules
from casework.reports.tables import grouped
from casework.reports.tables.base import ALL, Column, Filled, Listed, Measure, Table, Value
from casework.reports.tables.figures import Figures, Item, Section
from casework.reports.tables.grouped import ByGroup
from casework.reports.tables.lists import listed
from casework.reports.tables.origin import VOID
from casework.reports.view import View
from workflows.classifications import CATEGORIES
from workflows.roles import Actor

ENDED = Measure("ended", _("Mediations ended"), "mediated", always(MATTER))
AGREED = Measure("agreed", _("with an agreement"), "mediated", always(MATTER & ~Q(agreement="")))
MEDIATION = Figures(
    7, _("Mediation"),
    (
        Section(_("Mediations"), (
            Item(ENDED),
            Item(AGREED, "ended", "ended", 1),
            Item(Measure("failed", _("without an agreement"), "mediated", always(MATTER & Q(agreement=""))), "ended", "ended", 1),
            Item(Measure("settled", _("Resolved, nothing promised still owed"), "mediated", lambda period, cut: MATTER & settled(period, cut)), "ended"),
        )),
        Section(_("Agreements"), (
            Item(Measure("written", _("Written agreement"), "mediated", always(MATTER & Q(agreement="written"))), "agreed", "agreed", 1),
            Item(Measure("oral", _("Oral agreement"), "mediated", always(MATTER & Q(agreement="oral"))), "agreed", "agreed", 1),
        )),
        Section(_("Performance (agreements due in the period)"), (
            Item(Measure("due", _("Agreements due"), "promised", RATES["performance"].denominator)),
            Item(Measure("kept", _("Kept in full by their day"), "promised",
                         lambda period, cut: RATES["performance"].denominator(period, cut) & RATES["performance"].numerator(period, cut)), "due"),
        )),
        Section(_("Confirmation by a court (agreements of the period)"), (
            Item(Measure("can", _("Agreements a court can confirm"), "agreed", always(MATTER))),
            Item(Measure("confirmed", _("Confirmed"), "agreed", always(MATTER & Q(confirmed=True))), "can"),
        )),
    ),
    _("By the day a mediation ended. Mediation is never the only measure against violence."),
)  # fmt: skip


def _repeated(n: int) -> Measure:
    where = ~VOID & Q(second_contact_on__lte=F("opened_on") + days(n))
    return Measure(f"within_{n}", format_lazy(_("Again within {n} days"), n=n), "received", always(where))


SHOWN = 50
_MEASURES = (
    Measure("received", _("Received"), "received", always(~VOID)),
    *(_repeated(n) for n in rules().repeat_windows),
    Measure("hot", _("Hot matters"), "received", always(~VOID & Q(contacts__gte=rules().hot_contacts))),
    Measure("reopened", _("Reopened"), "received", always(~VOID & Q(reopened__gt=0))),
)


class Repeated(Table):
    """Table 8: by category, and the hot matters one by one."""

    number = 8
    title = _("Repeat and hot matters")
    note = _("A matter is hot from the number of contacts that the district has set.")

    by_group = ByGroup(8, title, grouped.BY_CATEGORY, _MEASURES, tuple(Column(one.key, one.title) for one in _MEASURES))

    def fill(self, view: View, actor: Actor) -> Filled:
        return replace(self.by_group.fill(view, actor), listed=self._hot(view, actor))

    def _hot(self, view: View, actor: Actor) -> Listed:
        found = self.behind(view, ALL, "hot")
        assert found is not None  # noqa: S101
        heads = (_("Category"), _("Received"), _("Contacts"), _("Last contact"), _("State"))
        return listed(actor, found.order_by("-contacts", "pk"), heads, _row, SHOWN)

    def behind(self, view: View, line: str, column: str) -> QuerySet[CaseFact] | None:
        return self.by_group.behind(view, line, column)


def _row(fact: CaseFact) -> list[Value]:
    kind = CATEGORIES.get(fact.category)
    state = pgettext_lazy("cases", "Open") if fact.is_open else pgettext_lazy("cases", "Closed")
    last = fact.last_contact_on or fact.opened_on
    return [str(kind.title if kind else fact.category), str(fact.opened_on), fact.contacts, str(last), str(state)]


REPEATED = Repeated()
