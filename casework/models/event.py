"""History, outbox and the log of who looked. Triggers (migration 0002) make Event and ReadLog append-only."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.party import Party
from casework.models.people import User
from casework.models.ticket import LEVELS, Attachment, Ticket


class Event(models.Model):
    """One thing that happened to a ticket. `seq` counts per ticket; `hash` covers this row and the hash before it.

    `key`/`fingerprint`: the idempotency key of the request that caused it and a digest of what was asked.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, db_index=False)
    post = models.CharField(max_length=40, default="")
    name = models.CharField(max_length=40)
    from_state = models.CharField(max_length=40, default="")
    to_state = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(choices=LEVELS)
    unit = models.CharField(max_length=12)
    data = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)
    prev = models.BinaryField(null=True)
    hash = models.BinaryField()
    key = models.BinaryField(null=True)
    fingerprint = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("Event")
        verbose_name_plural = _("Events")
        ordering = ("ticket", "seq")
        constraints = [
            models.UniqueConstraint(fields=["ticket", "seq"], name="event_once"),
            models.UniqueConstraint(fields=["key"], name="event_key_once", condition=models.Q(key__isnull=False)),
        ]
        indexes = [
            models.Index(
                fields=["at"],
                name="event_escalations",
                condition=models.Q(name__in=["escalate_overdue", "hand_up", "escalate_severe"]),
            ),
        ]


class Outbox(models.Model):
    """What still has to be told: a null `done_at` means not yet. Audience words only, never a name or a text."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="outbox")
    audiences = ArrayField(models.CharField(max_length=30))
    holder = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, db_index=False)
    former_unit = models.CharField(max_length=12, default="")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], name="outbox_open", condition=models.Q(done_at__isnull=True))]


class ReadLog(models.Model):
    """Who was shown sealed data, when, why and until when; written before anything is shown."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="reads")
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True)
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+", null=True)
    what = models.CharField(max_length=20)
    reason = models.CharField(max_length=40)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ticket", "actor", "-until"], name="readlog_grant")]


class Watch(models.Model):
    """An event the early-warning rules still have to look at: a null `done_at` means not yet. Written with the event."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="watch")
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], name="watch_open", condition=models.Q(done_at__isnull=True))]


class Heartbeat(models.Model):
    """When a periodic task last finished, by the database's clock; the health page and the board read it."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)
