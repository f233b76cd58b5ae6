"""One row for each person told about an event through one channel. The unique key is what makes it once."""

from django.db import models
from django.db.models import Q

from casework.models import Event, Ticket, User

INBOX, EMAIL = "inbox", "email"


class Notification(models.Model):
    """What one person is told. `kind` says what happened, `why` is the audience word that made this person a reader.

    A row of the inbox is delivered by being there (`read_at` follows); a row of another channel has to be sent.
    `next_try_at`: when the sender looks again, null = never. `lease_until`: a sender has it in hand until then, and
    only the holder of exactly this lease may settle it. Instants are the database's.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="notifications", db_index=False)
    recipient = models.ForeignKey(User, models.CASCADE, related_name="notifications", db_index=False)
    channel = models.CharField(max_length=10)
    # Of the event. Not a constraint of the database: checking it would wait for whoever is working on the ticket.
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    kind = models.CharField(max_length=50)
    why = models.CharField(max_length=30)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "recipient", "channel"], name="notification_once")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_inbox", condition=Q(channel=INBOX)),
            models.Index(
                fields=["recipient", "-id"],
                name="notification_unread",
                condition=Q(channel=INBOX, read_at__isnull=True),
            ),
            models.Index(
                fields=["next_try_at"],
                name="notification_to_send",
                condition=Q(sent_at__isnull=True, next_try_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}/{self.recipient_id}/{self.channel}"
