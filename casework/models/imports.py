"""Bulk intake: a file, how far it has been read, and what became of each row."""

from django.db import models

from casework.models.people import User
from casework.models.ticket import Ticket


class ImportJob(models.Model):
    """A file of cases. The content is sealed (it holds names); `cursor` is the row that comes next, so a kill costs nothing."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    path = models.CharField(max_length=200)
    source = models.CharField(max_length=40)
    district = models.CharField(max_length=6)
    total = models.PositiveIntegerField(null=True)
    cursor = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    again = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["id"], name="import_open", condition=models.Q(finished_at__isnull=True))]


class ImportRow(models.Model):
    """A row that was refused (`errors` by field, its physical `line`) or that opened a ticket; `key` is said once only."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    key = models.BinaryField(null=True, max_length=32)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+", null=True)
    errors = models.JSONField(null=True)

    class Meta:
        ordering = ("job", "row")
        constraints = [models.UniqueConstraint(fields=["job", "row"], name="import_row_once")]
