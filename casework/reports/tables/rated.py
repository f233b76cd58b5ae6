"""Table 4: every rate with its numerator and denominator (domain.md §8.3), the period before and the year before beside it."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.models import CaseFact
from casework.reports.counting import facts, rates
from casework.reports.rates import PARTS, RATES, Text
from casework.reports.tables.base import Column, Filled, Line, Table
from casework.reports.view import BEFORE, NOW, YEAR_BEFORE, View
from workflows.roles import Actor

# Rates that belong together, in the order of domain.md §2.7.
SECTIONS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (_("Conclusion and time"), ("closing", "gross", "on_time", "told", "overdue", "extended")),
    (_("Results"), ("resolution", "mediation", "agreement", "performance", "confirmation", "once")),
    (_("Follow-up"), ("follow_up", "answering", "satisfaction")),
    (_("Repeats and levels"), (*(key for key in RATES if key.startswith("repeat_")), "escalated", "returned", "pressed")),
    (_("Violence"), ("police", "warning", "order_filed", "order_issued", *(key for key in RATES if key.startswith("relapse_")))),
)  # fmt: skip
NUMERATOR, DENOMINATOR, MISSING = PARTS
AT = (NOW, BEFORE, YEAR_BEFORE)
EARLIER = {BEFORE: ("before_n", "before_d", "before_rest"), YEAR_BEFORE: ("year_n", "year_d", "year_rest")}


class Rated(Table):
    """Table 4."""

    number = 4
    title = _("Rates")
    note = _(
        "There is no official formula for the closure rate of women's federations; ours stand beside every number. Percentages are rounded down."
    )

    def fill(self, view: View, actor: Actor) -> Filled:
        counted = {period: rates(view.scope, period, view.today) for period in {view.at(at)[0] for at in AT}}
        found = {at: counted[view.at(at)[0]] for at in AT}  # the year before is the period before of a year
        lines = []
        for at, (title, keys) in enumerate(SECTIONS):
            lines.append(Line(f"section{at}", title, heading=True))
            for key in keys:
                share = found[NOW][key]
                values = {NUMERATOR: share.n, MISSING: share.d - share.n, DENOMINATOR: share.d}
                for which, (above, below, rest) in EARLIER.items():
                    before = found[which][key]
                    values |= {above: before.n, below: before.d, rest: before.d - before.n}
                lines.append(Line(key, RATES[key].title, dict(values), words=RATES[key].formula))
        return Filled(COLUMNS, lines)

    def behind(self, view: View, line: str, column: str) -> QuerySet[CaseFact] | None:
        if line not in RATES:
            return None
        at, part = next(
            ((at, PARTS[pair.index(column)]) for at, pair in EARLIER.items() if column in pair), (NOW, column)
        )
        if part not in PARTS:
            return None
        return facts(view.scope).filter(RATES[line].behind(part, *view.at(at)))


COLUMNS = (
    Column("rate", pgettext_lazy("reports", "Rate"), "percent", (NUMERATOR, DENOMINATOR)),
    Column(NUMERATOR, _("Numerator"), within=DENOMINATOR),
    Column(MISSING, _("Missing"), within=DENOMINATOR),
    Column(DENOMINATOR, _("Denominator")),
    Column("before", _("Period before"), "percent", ("before_n", "before_d"), earlier=True),
    Column("before_n", _("its numerator"), within="before_d", earlier=True),
    Column("before_rest", "", within="before_d", aside=True, earlier=True),
    Column("before_d", _("its denominator"), earlier=True),
    Column("year", _("Year before"), "percent", ("year_n", "year_d"), earlier=True),
    Column("year_n", _("its numerator"), within="year_d", earlier=True),
    Column("year_rest", "", within="year_d", aside=True, earlier=True),
    Column("year_d", _("its denominator"), earlier=True),
)
RATED = Rated()
