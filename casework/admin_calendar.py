"""Administration of calendar, office hours and a district's own amounts.

Nothing here writes a table by itself: every save goes through `casework.redating`, so that the open clocks follow it with an
event that says why, and who decided it is the person who is signed in.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from casework import calendars, redating
from casework.admin import Kept, LookedUp
from casework.models import CalendarDay, CalendarYear, Jurisdiction, OfficeHours, PolicyOverride, Redating
from casework.time_forms import REASON
from workflows.ladder import Level
from workflows.policies import policies


class Followed(Kept):
    """What open clocks follow: saved by `write`, which leaves a re-dating behind."""

    def write(self, actor_id: int, row: Any, form: Any) -> Redating:
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        self.write(int(request.user.pk or 0), obj, form)
        messages.info(
            request, _("The open clocks follow within a minute; every case that moves says so in its history.")
        )


class WithReason(forms.ModelForm):  # type: ignore[type-arg]
    """An edit and why: the sentence stands in the history of every case whose date moves."""

    reason = REASON


class DayForm(WithReason):
    class Meta:
        model = CalendarDay
        fields = ("date", "kind", "name", "source")


@admin.register(CalendarDay)
class CalendarDayAdmin(Followed):
    """Days off and make-up days. A day becomes ordinary again on the calendar page."""

    form = DayForm
    list_display = ("date", "kind", "name", "source")
    list_filter = ("kind",)
    date_hierarchy = "date"
    ordering = ("-date",)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("date",) if obj else ()

    def write(self, actor_id: int, row: CalendarDay, form: Any) -> Redating:
        return redating.edit_calendar(actor_id, form.cleaned_data["reason"], days=[row])


class YearForm(WithReason):
    class Meta:
        model = CalendarYear
        fields = ("year", "confirmed")


@admin.register(CalendarYear)
class CalendarYearAdmin(Followed):
    """Years whose notice of the State Council is in the calendar."""

    form = YearForm
    list_display = ("year", "confirmed", "source")
    ordering = ("-year",)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("year",) if obj else ()

    def write(self, actor_id: int, row: CalendarYear, form: Any) -> Redating:
        if row.confirmed:
            return redating.edit_calendar(actor_id, form.cleaned_data["reason"], confirmed=[row.year])
        CalendarYear.objects.get_or_create(year=row.year)
        return redating.edit_calendar(actor_id, form.cleaned_data["reason"], withdrawn=[row.year])


class HoursForm(WithReason):
    class Meta:
        model = OfficeHours
        fields = ("unit", "hours", "time_zone")
        help_texts = {  # noqa: RUF012
            "hours": _('By weekday, several intervals a day: {"mon": [["09:00", "12:00"], ["14:00", "17:00"]], …}.'),
            "time_zone": _("For example Asia/Shanghai. Summer time is followed."),
        }


@admin.register(OfficeHours)
class OfficeHoursAdmin(Followed):
    """Office hours of a unit and of all units inside it that have none of their own."""

    form = HoursForm
    list_display = ("unit", "time_zone", "hours")
    list_select_related = ("unit",)
    autocomplete_fields = ("unit",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"hours": calendars.DEFAULT_HOURS, **super().get_changeform_initial_data(request)}

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("unit",) if obj else ()

    def write(self, actor_id: int, row: OfficeHours, form: Any) -> Redating:
        return redating.edit_hours(actor_id, form.cleaned_data["reason"], row)


class OverrideForm(forms.ModelForm):  # type: ignore[type-arg]
    """A district's own amount. `PolicyOverride.clean` refuses what a law does not allow."""

    key = forms.ChoiceField(label=_("Rule"))

    class Meta:
        model = PolicyOverride
        fields = ("district", "key", "amount", "valid_from", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            titles = [(key, f"{policies[key].title} ({key})") for key in policies]
            self.fields["key"].choices = [("", "---------"), *titles]  # type: ignore[attr-defined]
        if "district" in self.fields:
            self.fields["district"].queryset = Jurisdiction.objects.filter(level=int(Level.DISTRICT))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        same = {name: cleaned.get(name) for name in ("district", "key", "valid_from")}
        if not self.instance.pk and all(same.values()) and PolicyOverride.objects.filter(**same).exists():
            raise ValidationError(_("There is an amount for this rule from this day on already. Change that one."))
        return cleaned


@admin.register(PolicyOverride)
class PolicyOverrideAdmin(Followed):
    """A district's own amounts: amount, from when, why and who."""

    form = OverrideForm
    list_display = ("district", "key", "amount", "valid_from", "reason", "decided_by", "created_at")
    list_select_related = ("district", "decided_by")
    list_filter = ("district",)
    ordering = ("-created_at",)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("district", "key", "valid_from", "decided_by") if obj else ()

    def write(self, actor_id: int, row: PolicyOverride, form: Any) -> Redating:
        job = redating.override_policy(actor_id, row.district_id, row.key, row.amount, row.valid_from, row.reason)
        row.pk = PolicyOverride.objects.get(district_id=row.district_id, key=row.key, valid_from=row.valid_from).pk
        return job


@admin.register(Redating)
class RedatingAdmin(LookedUp):
    """What was edited, by whom, and how far the open clocks have followed."""

    list_display = ("created_at", "kind", "reason", "decided_by", "seen", "moved", "finished_at")
    list_select_related = ("decided_by",)
    fields = ("created_at", "kind", "key", "district", "reason", "decided_by", "change", "seen", "moved", "finished_at")
