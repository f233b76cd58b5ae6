"""The year's plan: what each street or community is to reach, counter by counter."""

from django.db import models

from casework.models.people import User


class PlanFigure(models.Model):
    """A target of the year for one counter of one ticket type in one area (division code).

    Never changed: a correction is a new row, and the newest counts. `target`: in the counter's own unit; None takes the
    target away.
    """

    year = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=12)
    type = models.CharField(max_length=40)
    counter = models.CharField(max_length=40)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(target__isnull=True) | models.Q(target__gte=0), name="plan_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["area", "year", "type", "counter", "-id"], name="plan_newest")]
