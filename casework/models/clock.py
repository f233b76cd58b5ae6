"""Clocks: budget + ledger. What is derived (due, next rung) is stored so that it can be indexed."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.hours import wrong_hours, wrong_zone
from casework.models.people import Jurisdiction, User
from casework.models.ticket import Ticket
from workflows.policies import policies

DISTRICT_DIGITS = 6


class Clock(models.Model):
    """One deadline of a ticket.

    `budget`: {"amount", "unit", "roll", "version", ...}, the policy as it was when the ticket got it.
    `ledger`: suspensions and extensions, each with who, why and the event that brought it; never edited, only appended
    or closed. `rungs`: [[name, do, unix seconds], …] of the whole ladder; `rung_no` is the next one.
    """

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="clocks", db_index=False)
    key = models.CharField(max_length=40)
    cycle = models.PositiveSmallIntegerField(default=1)
    generation = models.PositiveSmallIntegerField(default=1)
    who = models.CharField(max_length=10, default="ours")
    then = models.CharField(max_length=40, default="")
    budget = models.JSONField()
    ledger = models.JSONField(default=list)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    calendar = models.CharField(max_length=40, default="")
    rungs = models.JSONField(default=list)
    rung_no = models.PositiveSmallIntegerField(default=0)
    next_rung_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Clock")
        verbose_name_plural = _("Clocks")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["ticket", "key", "cycle", "generation"], name="clock_once"),
        ]
        indexes = [
            models.Index(fields=["key", "id"], name="clock_running_key", condition=models.Q(stopped_at__isnull=True)),
            models.Index(fields=["due_at", "id"], name="clock_due", condition=models.Q(stopped_at__isnull=True)),
        ]


class RungFired(models.Model):
    """A rung of the ladder that was reached. The unique key is what makes it happen once, whoever sweeps."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="fired", db_index=False)
    name = models.CharField(max_length=30)
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "name"], name="rung_once")]


class CalendarYear(models.Model):
    """A year of the working calendar. Unconfirmed: its make-up days are not published, dates in it are provisional."""

    year = models.PositiveSmallIntegerField(_("Year"), primary_key=True)
    confirmed = models.BooleanField(_("Confirmed"), default=False)
    source = models.CharField(_("Source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Calendar year")
        verbose_name_plural = _("Calendar years")

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that differs from its weekday: public holiday, make-up working day (调休) or a local exception."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Public holiday")
        WORKDAY = "workday", _("Make-up working day")
        LOCAL_OFF = "local_off", _("Local day off")
        LOCAL_ON = "local_on", _("Local working day")

    date = models.DateField(_("Date"), primary_key=True)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind)
    name = models.CharField(pgettext_lazy("of a thing", "Name"), max_length=60, blank=True)
    source = models.CharField(_("Source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Calendar day")
        verbose_name_plural = _("Calendar days")
        ordering = ("date",)

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"


class OfficeHours(models.Model):
    """Office hours of a unit (and of every unit inside it that has none of its own): {"mon": [["09:00","12:00"], …], …}."""

    unit = models.OneToOneField(Jurisdiction, models.CASCADE, primary_key=True, verbose_name=_("Unit"))
    hours = models.JSONField(_("Hours"))
    time_zone = models.CharField(_("Time zone"), max_length=40, default="Asia/Shanghai")

    class Meta:
        verbose_name = _("Office hours")
        verbose_name_plural = _("Office hours")

    def __str__(self) -> str:
        return str(self.unit_id)

    def clean(self) -> None:
        wrong = {
            "hours": wrong_hours(self.hours),
            "time_zone": [wrong_zone(self.time_zone)] if wrong_zone(self.time_zone) else [],
        }
        if found := {name: sentences for name, sentences in wrong.items() if sentences}:
            raise ValidationError(found)


class PolicyOverride(models.Model):
    """A district's own amount for a policy key, from a day on. Old tickets keep the version they were opened under."""

    district = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name=_("District"))
    key = models.CharField(_("Policy"), max_length=40)
    amount = models.DecimalField(_("Amount"), max_digits=7, decimal_places=2)
    valid_from = models.DateField(_("From"))
    reason = models.CharField(_("Why"), max_length=300)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Decided by"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("District policy")
        verbose_name_plural = _("District policies")
        ordering = ("key", "valid_from")
        constraints = [models.UniqueConstraint(fields=["district", "key", "valid_from"], name="override_once")]

    def __str__(self) -> str:
        return f"{self.district_id} {self.key} {self.valid_from}"

    def clean(self) -> None:
        """Never below what a law allows, whoever writes it and wherever."""
        if self.district_id and len(str(self.district_id)) != DISTRICT_DIGITS:
            raise ValidationError({"district": _("Choose a district: streets and communities follow theirs.")})
        if self.key not in policies:
            raise ValidationError({"key": _("There is no such rule. Choose one of the list.")})
        if (
            self.amount is not None
            and self.valid_from
            and (refusal := policies.refuses(self.key, self.amount, self.valid_from))
        ):
            raise ValidationError({"amount": refusal})


class Redating(models.Model):
    """An edit of the calendar or of a district's policy, and how far the open clocks have followed it.

    Clocks are re-dated in batches by id; `cursor` is the last one looked at, so an interrupted run goes on where it stood.
    """

    class Kind(models.TextChoices):
        CALENDAR = "calendar", _("Calendar")
        POLICY = "policy", _("Policy")

    kind = models.CharField(_("What changed"), max_length=10, choices=Kind)
    key = models.CharField(_("Policy"), max_length=40, blank=True)
    district = models.CharField(_("District"), max_length=6, blank=True)
    reason = models.CharField(_("Why"), max_length=300)
    change = models.JSONField(_("Change"), default=dict)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, verbose_name=_("Decided by"))
    created_at = models.DateTimeField(auto_now_add=True)
    cursor = models.BigIntegerField(default=0)
    seen = models.PositiveIntegerField(_("Looked at"), default=0)
    moved = models.PositiveIntegerField(_("Moved"), default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Re-dating")
        verbose_name_plural = _("Re-datings")
        ordering = ("-id",)
        indexes = [models.Index(fields=["id"], name="redating_open", condition=models.Q(finished_at__isnull=True))]

    def __str__(self) -> str:
        return self.reason
