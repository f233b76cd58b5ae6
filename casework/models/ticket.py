"""The ticket and what belongs to it. Only `casework.gate` writes these tables (tests prove that nothing else does)."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMFieldDescriptor

from casework.models.people import Jurisdiction, User
from workflows.ladder import Level

RISKS = ("red", "orange", "yellow", "blue")
LEVELS = [(int(level), level.title) for level in Level]
# Pressed and not answered, a leader's own, to be consulted on (workflows/rights/supervision.py): few among many.
SUPERVISED = models.Q(is_open=True, data__has_any_keys=["press_open", "leader", "consult_on"])


class _GuardedState(FSMFieldDescriptor):
    """Refuses assignment except while this very instance is being reloaded.

    django-fsm's own mixin switches the protection off for the whole process while one thread reloads.
    """

    def __set__(self, instance: Any, value: Any) -> None:
        if instance.__dict__.get("_reloading"):
            self.field.set_state(instance, value)
        else:
            super().__set__(instance, value)


class StateField(FSMField):
    descriptor_class = _GuardedState

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django_fsm.FSMField", args, kwargs


class Ticket(models.Model):
    """One case. `data` holds nothing that identifies a person; `sealed` is encrypted with the ticket's own key.

    `next_due_at`: nearest due instant of our running clocks. `wake_at`: when the sweep must look again.
    `breached_at`: since when an uncured breach stands. `version` and `head`: number and hash of the last event.
    """

    number = models.CharField(max_length=40, unique=True)
    type = models.CharField(max_length=40)
    state = StateField(max_length=40, protected=True)
    is_open = models.BooleanField(default=True)
    is_waiting = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField(choices=LEVELS)
    place = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", db_index=False)
    assignee = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, db_index=False)
    handler = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, db_index=False)
    assisting = ArrayField(models.CharField(max_length=12), default=list)
    category = models.CharField(max_length=20, default="")
    risk = models.CharField(max_length=10, default="blue")
    channel = models.CharField(max_length=20, default="")
    title_text = models.CharField(max_length=120, default="")
    outcome = models.CharField(max_length=10, default="")
    data = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)
    sealed_key = models.BinaryField(null=True)
    cycle = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=0)
    head = models.BinaryField(null=True)
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True, db_index=False)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, db_index=False)
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    wake_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Ticket")
        verbose_name_plural = _("Tickets")
        constraints = [
            models.CheckConstraint(condition=models.Q(risk__in=RISKS), name="ticket_risk"),
            models.CheckConstraint(condition=models.Q(level__in=[int(level) for level in Level]), name="ticket_level"),
        ]
        indexes = [
            models.Index(
                fields=["assignee", "next_due_at", "id"], name="ticket_mine", condition=models.Q(is_open=True)
            ),
            models.Index(fields=["unit", "next_due_at", "id"], name="ticket_unit", condition=models.Q(is_open=True)),
            models.Index(
                fields=["unit", "next_due_at", "id"],
                name="ticket_unclaimed",
                condition=models.Q(is_open=True, assignee__isnull=True),
            ),
            models.Index(fields=["next_due_at", "id"], name="ticket_due", condition=models.Q(is_open=True)),
            models.Index(
                fields=["unit", "breached_at"], name="ticket_breached", condition=models.Q(breached_at__isnull=False)
            ),
            models.Index(fields=["wake_at"], name="ticket_wake", condition=models.Q(wake_at__isnull=False)),
            models.Index(fields=["opened_by", "-id"], name="ticket_opened_by"),
            models.Index(fields=["unit", "-id"], name="ticket_unit_recent"),
            models.Index(fields=["place", "-id"], name="ticket_place_recent"),
            models.Index(fields=["category", "-id"], name="ticket_category"),
            models.Index(fields=["updated_at", "id"], name="ticket_updated"),
            models.Index(fields=["closed_at"], name="ticket_closed", condition=models.Q(closed_at__isnull=False)),
            models.Index(fields=["type", "opened_at"], name="ticket_type_opened"),
            models.Index(
                fields=["type", "closed_at"], name="ticket_type_closed", condition=models.Q(closed_at__isnull=False)
            ),
            GinIndex(fields=["assisting"], name="ticket_assisting"),
            models.Index(fields=["parent", "id"], name="ticket_parent", condition=models.Q(parent__isnull=False)),
            models.Index(fields=["unit", "id"], name="ticket_supervised", condition=SUPERVISED),
        ]

    def __str__(self) -> str:
        return self.number

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        """Reload; the state's write protection stays on for every other instance and thread."""
        self.__dict__["_reloading"] = True
        try:
            super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
        finally:
            del self.__dict__["_reloading"]


class Attachment(models.Model):
    """A file of a case, encrypted with the ticket's key in MEDIA_ROOT under a random name."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="attachments")
    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=30, default="other")
    sealed_name = models.BinaryField()
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)


class TicketLink(models.Model):
    """Two tickets that belong together: `merged` (this one into the other), `split` (other came out of this), `related`."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="links")
    other = models.ForeignKey(Ticket, models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["ticket", "other", "kind"], name="link_once")]


class NumberSeries(models.Model):
    """Last number given out per series (`QH-WQ-2026`, `paper|秦妇信|2026`); the row lock keeps them unique and in order."""

    series = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Draft(models.Model):
    """What an operator has typed so far, encrypted; survives a closed tab, an expired login and an error."""

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    page = models.CharField(max_length=80)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "page"], name="draft_once")]
