"""Who dispatched what, and what came back: a narrow row for each dispatch, kept by the gate, counted per dispatcher."""

from django.db import models

from casework.models.people import User
from casework.models.ticket import Ticket


class DispatchRow(models.Model):
    """One dispatch of a ticket, derived from `data["dispatches"]` in the move's own transaction; never edited on its own.

    `n`: which dispatch of its ticket. `unit` dispatched it to `to`, by the person `by`. `returned_at`: the one return.
    `upheld`: did the ruling give the unit that returned it right? None while nobody has ruled.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="dispatch_rows", db_index=False)
    n = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    unit = models.CharField(max_length=12)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, db_index=False)
    to = models.CharField(max_length=12)
    returned_at = models.DateTimeField(null=True)
    ground = models.CharField(max_length=20, default="")
    ruled_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "n"], name="dispatch_once")]
        indexes = [models.Index(fields=["unit", "at"], name="dispatch_unit_at")]
