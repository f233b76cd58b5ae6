"""Tables 9 and 10: pressing and overdue matters; follow-up and satisfaction (domain.md §8.3)."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from casework import places
from casework.models import CaseFact
from casework.reports.counting import facts
from casework.reports.rates import COUNTED, NO_CALL, RATED, always
from casework.reports.rules import rules
from casework.reports.tables import grouped
from casework.reports.tables.base import Column, Filled, Listed, Measure, Table, Value
from casework.reports.tables.figures import Figures, Item, Section
from casework.reports.tables.grouped import ByGroup
from casework.reports.tables.lists import listed
from casework.reports.tables.origin import VOID
from casework.reports.view import View
from workflows.classifications import CATEGORIES
from workflows.roles import Actor

SHOWN = 200
LATE = Measure("late", _("Open past the handling limit"), "held", lambda period, cut: Q(first_due_on__lte=cut.due))
_MEASURES = (
    LATE,
    Measure("pressed_open", _("Pressed and open"), "held", always(Q(pressed__gt=0))),
    Measure("pressed", _("Received, pressed"), "received", always(~VOID & Q(pressed__gt=0))),
    Measure("extended", _("Received, extended"), "received", always(~VOID & Q(extended__gt=0))),
    Measure("breached", _("Received, a deadline missed"), "received", always(~VOID & Q(breached=True))),
    Measure("returned", _("Received, returned"), "received", always(~VOID & Q(returned__gt=0))),
)


class Pressed(Table):
    """Table 9: by place, and the matters that are late or pressed one by one, the longest overdue first."""

    number = 9
    title = _("Pressed and overdue")
    note = _("In the list: open matters past the handling limit, or pressed. Public copies hold the counts only.")
    by_group = ByGroup(9, title, grouped.BY_PLACE, _MEASURES, tuple(Column(one.key, one.title) for one in _MEASURES))

    def fill(self, view: View, actor: Actor) -> Filled:
        table = self.by_group.fill(view, actor)
        return Filled(table.columns, table.lines, self._cases(view, actor))

    @staticmethod
    def _cases(view: View, actor: Actor) -> Listed:
        _period, cut = view.at()
        late = Q(first_due_on__lte=cut.due) | Q(pressed__gt=0)
        found = facts(view.scope).filter(Measure("", "", "held").q(view) & late).order_by("first_due_on", "pk")

        def row(fact: CaseFact) -> list[Value]:
            kind = CATEGORIES.get(fact.category)
            over = (
                max(timedelta(), cut.due - fact.first_due_on + timedelta(days=1)) if fact.first_due_on else timedelta()
            )
            where = places.name_of(fact.unit)
            return [
                str(kind.title if kind else fact.category),
                where,
                str(fact.first_due_on or "–"),
                over.days,
                fact.pressed,
                fact.extended,
            ]

        heads = (_("Category"), _("Unit"), _("Due day"), _("Days overdue"), _("Times pressed"), _("Times extended"))
        return listed(actor, found, heads, row, SHOWN)

    def behind(self, view: View, line: str, column: str) -> QuerySet[CaseFact] | None:
        return self.by_group.behind(view, line, column)


PRESSED = Pressed()


def _asked(key: str, title: object, where: Q, share_of: str = "", within: str = "") -> Item:
    return Item(Measure(key, title, "closed", always(COUNTED & where)), share_of, within, 1 if within else 0)  # type: ignore[arg-type]


CALLABLE = ~Q(outcome__in=NO_CALL)
REACHED = Q(follow_up="reached")
ASKED = Figures(
    10, _("Follow-up and satisfaction"),
    (
        Section(_("Follow-up calls"), (
            _asked("closed", _("Closed matters"), Q()),
            _asked("no_call", _("Ended without a follow-up call (withdrawn, petition ended)"), ~CALLABLE, "closed", "closed"),
            _asked("unsafe", _("Not safe to call"), CALLABLE & Q(follow_up="unsafe"), "closed", "closed"),
            _asked("reached", _("Reached"), CALLABLE & REACHED, "closed", "closed"),
            _asked("in_vain", _("Called often enough in vain"),
                   CALLABLE & ~REACHED & ~Q(follow_up="unsafe") & Q(calls__gte=rules().follow_up_tries), "closed", "closed"),
            _asked("not_yet", _("Not followed up"),
                   CALLABLE & ~REACHED & ~Q(follow_up="unsafe") & Q(calls__lt=rules().follow_up_tries), "closed", "closed"),
        )),
        Section(_("Satisfaction"), (
            _asked("rated", _("Answered the question"), Q(satisfaction__in=RATED), "closed"),
            _asked("satisfied", _("Satisfied"), Q(satisfaction="satisfied"), "rated", "rated"),
            _asked("mostly", _("Mostly satisfied"), Q(satisfaction="mostly"), "rated", "rated"),
            _asked("unsatisfied", _("Not satisfied"), Q(satisfaction="unsatisfied"), "rated", "rated"),
        )),
    ),
    _("Matters closed in the period; without A1, X1–X3 and those shown apart."),
)  # fmt: skip
