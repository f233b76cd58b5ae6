"""Papers: numbered when signed, kept sealed as they were signed, voided but never deleted."""

from django.db import models

from casework.models.people import User
from casework.models.ticket import Ticket


class Paper(models.Model):
    """A signed paper of a case (domain.md §8). `number` reads 秦妇信〔2026〕12号: code, year, `seq` without gaps.

    `sealed`: what was entered and what the paper took from the case when it was signed, with the ticket's key.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    number = models.CharField(max_length=60, unique=True)
    unit = models.CharField(max_length=12)
    event_seq = models.PositiveIntegerField()
    sealed = models.BinaryField()
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    signed_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=200, default="")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["code", "year", "seq"], name="paper_number_once")]
