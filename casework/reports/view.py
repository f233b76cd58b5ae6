"""What a report is asked for: whose areas, which period, as of which day. Refusals are sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from casework.errors import Refused
from casework.reports.periods import CutOff, Period
from casework.reports.scope import Scope, scope_of
from workflows.roles import Actor

NOW, BEFORE, YEAR_BEFORE = "now", "before", "year_before"
KINDS = ("month", "quarter", "half", "year")


@dataclass(frozen=True)
class View:
    """The question a page, a file and a print answer. `today`: the last day that can count."""

    scope: Scope
    period: Period
    today: date

    def at(self, which: str = NOW) -> tuple[Period, CutOff]:
        """The period itself, the one before (环比) or the same one last year (同比), with its cut-off."""
        period = {BEFORE: self.period.before, YEAR_BEFORE: self.period.year_before}.get(which, self.period)
        return period, CutOff.of(period, self.today)

    @property
    def running(self) -> bool:
        """Is the period still going on?"""
        return self.period.last >= self.today

    @property
    def asked(self) -> dict[str, str]:
        """As the address says it; the area only where there is one to say."""
        area = self.scope.areas[0] if len(self.scope.areas) == 1 else ""
        return {"period": self.period.code, **({"area": area} if area else {})}


def view_of(actor: Actor, params: Mapping[str, str], today: date) -> View:
    """`?period=2026-Q3&area=320104001`; Refused for readers without figures, areas of others, periods there are none of."""
    scope = scope_of(actor, params.get("area", ""))
    return View(scope, period_of(params.get("period", ""), today), today)


def period_of(text: str, today: date) -> Period:
    """The period asked for; the running year, which is the official one, if none was."""
    if not text:
        return Period.around(today, "year")
    period = Period.parse(text)
    if period is None:
        message = _(
            "There is no period “%(text)s”. Write a year, half-year, quarter or month: 2026, 2026-H1, 2026-Q3, 2026-07."
        )
        raise Refused("invalid", message % {"text": text[:20]})
    if period.first > today:
        raise Refused(
            "invalid", _("%(period)s has not begun yet. Choose an earlier period.") % {"period": period.title}
        )
    return period
