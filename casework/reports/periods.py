"""Periods of the statistics: month, quarter, half-year, year; the one before and the same one last year."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

from workflows.calendars import midnight

Kind = Literal["month", "quarter", "half", "year"]
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
ONE_DAY = timedelta(days=1)


def month_after(day: date, n: int = 1) -> date:
    """The first day of the n-th month after that of `day`; n may be negative."""
    count = day.year * 12 + day.month - 1 + n
    return date(count // 12, count % 12 + 1, 1)


@dataclass(frozen=True, order=True)
class Period:
    """`first` is the first day of its first month. The year is the official period (domain.md §2.7)."""

    first: date
    kind: Kind = "month"

    @classmethod
    def around(cls, day: date, kind: Kind) -> "Period":
        """The period of that kind with this day in it."""
        step = MONTHS[kind]
        return cls(date(day.year, (day.month - 1) // step * step + 1, 1), kind)

    @classmethod
    def parse(cls, text: str) -> "Period | None":
        """`2026`, `2026-H1`, `2026-Q3`, `2026-07`; None for anything else."""
        year, dash, part = text.partition("-")
        if not (year.isascii() and year.isdigit() and 2000 <= int(year) <= 2100):
            return None
        if not dash:
            return cls(date(int(year), 1, 1), "year")
        kind: Kind = "half" if part[:1] == "H" else "quarter" if part[:1] == "Q" else "month"
        digits = part if kind == "month" else part[1:]
        step = MONTHS[kind]
        if not (digits.isascii() and digits.isdigit() and len(digits) < 3 and 1 <= int(digits) <= 12 // step):
            return None
        return cls(date(int(year), (int(digits) - 1) * step + 1, 1), kind)

    @classmethod
    def read(cls, text: str, today: date) -> "Period":
        """As `parse`; the running year for what is no period."""
        return cls.parse(text) or cls.around(today, "year")

    @property
    def code(self) -> str:
        """As `read` takes it."""
        n = (self.first.month - 1) // MONTHS[self.kind] + 1
        shapes = {
            "month": f"{self.first:%Y-%m}",
            "quarter": f"{self.first.year}-Q{n}",
            "half": f"{self.first.year}-H{n}",
        }
        return shapes.get(self.kind, str(self.first.year))

    @property
    def end(self) -> date:
        """The first day after it."""
        return month_after(self.first, MONTHS[self.kind])

    @property
    def last(self) -> date:
        return self.end - ONE_DAY

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """Its first instant and the first one after it."""
        tz = get_current_timezone()
        return midnight(self.first, tz), midnight(self.end, tz)

    @property
    def before(self) -> "Period":
        """The one before (环比)."""
        return Period(month_after(self.first, -MONTHS[self.kind]), self.kind)

    @property
    def year_before(self) -> "Period":
        """The same one last year (同比)."""
        return Period(month_after(self.first, -12), self.kind)

    @property
    def after(self) -> "Period":
        return Period(self.end, self.kind)

    @property
    def months(self) -> list[date]:
        """First days of its months."""
        return [month_after(self.first, n) for n in range(MONTHS[self.kind])]

    @property
    def short(self) -> str:
        """A month in a head of a column: `7 月`, `Jul`."""
        chinese = (get_language() or "zh").startswith("zh")
        return f"{self.first.month} 月" if chinese else f"{self.first:%b}"

    @property
    def title(self) -> str:
        """`2026 年第 3 季度`, `Quarter 3 of 2026`."""
        n, year = (self.first.month - 1) // MONTHS[self.kind] + 1, self.first.year
        if (get_language() or "zh").startswith("zh"):
            names = {"month": f"{year} 年 {n} 月", "quarter": f"{year} 年第 {n} 季度"}
            return names.get(self.kind) or (
                f"{year} 年{'上' if n == 1 else '下'}半年" if self.kind == "half" else f"{year} 年"
            )
        names = {"month": f"{self.first:%B %Y}", "quarter": f"Quarter {n} of {year}", "half": f"Half {n} of {year}"}
        return names.get(self.kind, str(year))


@dataclass(frozen=True)
class CutOff:
    """Up to when something is counted: `done` is the last day whose closings count, `due` the last day that is over.

    For a period that has ended both are its last day; while it runs they are today and yesterday, because what is due
    today still has the day.
    """

    done: date
    due: date

    @classmethod
    def of(cls, period: Period, today: date) -> "CutOff":
        return cls(min(period.last, today), min(period.last, today - ONE_DAY))
