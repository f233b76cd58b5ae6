"""Forms of the calculator, the calendar editor and the district's own amounts."""

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.models import CalendarDay
from workflows.due import Unit
from workflows.policies import policies
from workflows.rights.forms import pick

UNITS = [
    (Unit.WORKING_DAYS.value, _("working days")),
    (Unit.NATURAL_DAYS.value, _("natural days")),
    (Unit.HOURS.value, _("hours")),
    (Unit.MONTHS.value, _("months")),
    (Unit.MINUTES.value, _("minutes of office hours")),
]
KINDS = [*CalendarDay.Kind.choices, ("remove", _("Ordinary again"))]
REASON = forms.CharField(
    label=_("Why"), max_length=300, help_text=_("Stands in the history of every case whose date moves.")
)
MAX_CSV = 200_000
FIRST_YEAR, LAST_YEAR = 2007, 2100


def within_the_calendar(day: date) -> None:
    """A day of the years the calendar knows; anything else is a slip of the keyboard."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        words = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(_("Choose a day between the years %(first)s and %(last)s.") % words)


def policy_choices() -> list[tuple[str, Any]]:
    """Every rule of the book by its title, after the choice of no rule."""
    return [("", _("No rule: my own amount")), *((key, policies[key].title) for key in policies)]


class DueForm(forms.Form):
    """A question to the calculator: a rule or an own amount, a start, and the suspensions."""

    policy = forms.ChoiceField(label=_("Rule"), required=False)
    amount = forms.IntegerField(
        label=_("Amount"),
        required=False,
        min_value=-3660,
        max_value=525_600,
        help_text=_("Counts when no rule is chosen; negative days count back."),
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=UNITS, required=False, initial=Unit.WORKING_DAYS.value)
    start = forms.DateTimeField(
        label=_("Start"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "invalid": _("Write a date and a time, for example 2026-10-09 10:20."),
            "required": _("Say when the period starts."),
        },
        validators=[within_the_calendar],
    )
    roll = forms.BooleanField(label=_("A last day off moves to the next working day"), required=False)
    pause_from = forms.DateField(label=_("Suspended from"), required=False, validators=[within_the_calendar])
    pause_to = forms.DateField(label=_("until (work goes on)"), required=False, validators=[within_the_calendar])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["policy"].choices = policy_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("policy") and cleaned.get("amount") is None and "amount" in cleaned:
            self.add_error("amount", _("Choose a rule, or write an amount and its unit."))
        begin, end = cleaned.get("pause_from"), cleaned.get("pause_to")
        if (begin is None) != (end is None):
            self.add_error(
                "pause_to" if end is None else "pause_from", _("A suspension has a first and a last date. Give both.")
            )
        elif begin and end and end < begin:
            self.add_error("pause_to", _("The suspension ends before it begins. Swap the two dates."))
        return cleaned

    def pauses(self) -> list[tuple[datetime, datetime]]:
        begin, end = self.cleaned_data["pause_from"], self.cleaned_data["pause_to"]
        return [(_midnight(begin), _midnight(end))] if begin and end else []


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class DayForm(forms.Form):
    """One day of the calendar: off, worked, or ordinary again."""

    date = forms.DateField(label=_("Date"), validators=[within_the_calendar])
    kind = forms.ChoiceField(label=_("What it is"), choices=pick(KINDS))
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=60, required=False)
    reason = REASON


class YearForm(forms.Form):
    """A year whose calendar is published: its days as CSV (date,kind,name), or as they stand."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    days = forms.FileField(
        label=_("Days as CSV"), required=False,
        help_text=_("Columns date, kind (holiday or workday) and name, UTF-8 or GB18030. Leave empty to confirm the days as they stand."),
    )  # fmt: skip
    confirm = forms.BooleanField(label=_("The State Council's notice is complete: confirm this year"), required=False)
    reason = REASON

    def clean_days(self) -> list[CalendarDay]:
        upload = self.cleaned_data["days"]
        if upload is None:
            return []
        if upload.size > MAX_CSV:
            raise ValidationError(_("The file is too large for a calendar. Send one year."))
        return read_days(upload.read())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        days, year = cleaned.get("days"), cleaned.get("year")
        if year and (others := [str(day.date) for day in days or () if day.date.year != year]):
            words = {"year": year, "days": ", ".join(others[:5])}
            self.add_error("days", _("These days are not in %(year)s: %(days)s. Send one year at a time.") % words)
        if days == [] and not cleaned.get("confirm") and "days" not in self.errors:
            self.add_error("days", _("Send a list of days, or confirm the year as it stands."))
        return cleaned


def read_days(content: bytes) -> list[CalendarDay]:
    """Calendar days from CSV; ValidationError names every line that is wrong and the remedy."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    reader = csv.DictReader(io.StringIO(text.replace("\0", "")))
    found: dict[date, CalendarDay] = {}
    wrong: list[str] = []
    try:
        if not {"date", "kind"} <= set(reader.fieldnames or ()):
            raise ValidationError(_("The first line must name the columns: date,kind,name."))
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error:
        raise ValidationError(_("This file is not a list in CSV. Save the sheet as CSV and send that.")) from None
    for line, row in rows:
        kind = (row["kind"] or "").strip()
        try:
            day = date.fromisoformat((row["date"] or "").strip())
        except ValueError:
            wrong.append(
                str(_("Line %(line)s: “%(text)s” is not a date like 2027-02-05."))
                % {"line": line, "text": row["date"] or ""}
            )
            continue
        if kind not in CalendarDay.Kind.values:
            allowed = ", ".join(CalendarDay.Kind.values)
            wrong.append(
                str(_("Line %(line)s: “%(text)s” is not a kind. Use one of %(kinds)s."))
                % {"line": line, "text": kind, "kinds": allowed}
            )
            continue
        if day in found:
            wrong.append(str(_("Line %(line)s: %(day)s stands twice.")) % {"line": line, "day": day})
        found[day] = CalendarDay(date=day, kind=kind, name=(row.get("name") or "").strip()[:60], source="CSV")
    if wrong:
        raise ValidationError(wrong[:20])
    return list(found.values())


class OverrideForm(forms.Form):
    """A district's own amount for a rule, from a day on; never below what a law allows."""

    key = forms.ChoiceField(label=_("Rule"))
    amount = forms.DecimalField(label=_("Amount"), max_digits=7, decimal_places=2)
    valid_from = forms.DateField(
        label=_("For cases opened from"), initial=timezone.localdate, validators=[within_the_calendar]
    )
    reason = REASON

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [("", "---------"), *((key, policies[key].title) for key in policies)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        amount: Decimal | None = cleaned.get("amount")
        if not cleaned.get("key") or amount is None or not cleaned.get("valid_from"):
            return cleaned
        if refusal := policies.refuses(cleaned["key"], amount, cleaned["valid_from"]):
            self.add_error("amount", str(refusal))
        return cleaned
