"""What the statistics read: one narrow row of facts per matter, kept by the gate, and frozen monthly snapshots."""

from django.db import models
from django.db.models.functions import Now

from casework.models.people import User
from casework.models.ticket import Ticket


class CaseFact(models.Model):
    """What the rates and tables count about one matter (件), derived from its ticket and clocks in the same transaction.

    Days are days of Asia/Shanghai. `due_on`: last day of the handling limit with extensions; `first_due_on`: of the first
    cycle, which is what the rates go by, so that closing and reopening wins no time. `closed_on`: set while the case is
    closed, so a reopened case is open again; `first_closed_on` stays. `on_time`: was the first cycle concluded by its
    limit? None while nobody can say. `resolved` (化解): None is outside that rate. `recurred_on`: reopened for new harm.
    `family`: the parent's id; some kinds of child tickets have a row too (`casework.facts.AROUND`), with `due_on` and
    `performed_on` of a promise. `second_contact_on`, `last_contact_on`: of the contacts after the first. `calls`: follow-up calls that reached nobody.
    """

    ticket = models.OneToOneField(Ticket, models.PROTECT, primary_key=True, related_name="fact")
    family = models.BigIntegerField(null=True)
    type = models.CharField(max_length=40)
    place = models.CharField(max_length=12)
    unit = models.CharField(max_length=12)
    level = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    nature = models.CharField(max_length=20, default="")
    track = models.CharField(max_length=20, default="")
    risk = models.CharField(max_length=10)
    violent = models.BooleanField(default=False)
    minor = models.BooleanField(default=False)
    is_open = models.BooleanField()
    state = models.CharField(max_length=40)
    outcome = models.CharField(max_length=10, default="")
    opened_on = models.DateField()
    told_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    handed_in_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    on_time = models.BooleanField(null=True)
    proven = models.BooleanField(default=True)
    mediated = models.BooleanField(default=False)
    satisfaction = models.CharField(max_length=20, default="")
    follow_up = models.CharField(max_length=20, default="")
    reopened = models.PositiveSmallIntegerField(default=0)
    escalated = models.PositiveSmallIntegerField(default=0)
    returned = models.PositiveSmallIntegerField(default=0)
    extended = models.PositiveSmallIntegerField(default=0)
    pressed = models.PositiveSmallIntegerField(default=0)
    contacts = models.PositiveSmallIntegerField(default=1)
    breached = models.BooleanField(default=False)
    first_due_on = models.DateField(null=True)
    first_closed_on = models.DateField(null=True)
    recurred_on = models.DateField(null=True)
    second_contact_on = models.DateField(null=True)
    last_contact_on = models.DateField(null=True)
    mediation_ended_on = models.DateField(null=True)
    agreement = models.CharField(max_length=10, default="")
    agreed_on = models.DateField(null=True)
    performed_on = models.DateField(null=True)
    confirmable = models.BooleanField(default=False)
    confirmed = models.BooleanField(default=False)
    resolved = models.BooleanField(null=True)
    anonymous = models.BooleanField(default=False)
    calls = models.PositiveSmallIntegerField(default=0)
    age = models.CharField(max_length=10, default="")
    more = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["opened_on"], name="fact_opened"),
            models.Index(fields=["unit"], name="fact_unit"),  # finds the few that stand outside a reader's areas
            models.Index(  # covers the closure rate, so that past closings are counted without a look at their rows
                fields=["closed_on", "place"],
                name="fact_closed",
                condition=models.Q(closed_on__isnull=False),
                include=["unit", "type", "is_open", "accepted_on", "first_due_on", "outcome", "proven"],
            ),
            models.Index(  # the same for what is still to be concluded, with what orders the cockpit's list
                fields=["place"],
                name="fact_undone",
                condition=models.Q(is_open=True) | models.Q(proven=False),
                include=[
                    "ticket",
                    "unit",
                    "type",
                    "is_open",
                    "accepted_on",
                    "closed_on",
                    "first_due_on",
                    "outcome",
                    "proven",
                    "risk",
                ],
            ),  # fmt: skip
            models.Index(fields=["accepted_on"], name="fact_accepted", condition=models.Q(accepted_on__isnull=False)),
            models.Index(fields=["due_on"], name="fact_due", condition=models.Q(due_on__isnull=False)),
            models.Index(fields=["place", "opened_on"], name="fact_place"),
            models.Index(fields=["due_on", "ticket"], name="fact_open", condition=models.Q(is_open=True)),
            models.Index(fields=["ticket"], name="fact_void", condition=models.Q(outcome="X3")),
            models.Index(fields=["type", "family"], name="fact_children", condition=models.Q(family__isnull=False)),
            *(
                models.Index(fields=[column], name=name, condition=models.Q(**{f"{column}__isnull": False}))
                for column, name in (
                    ("first_due_on", "fact_first_due"),
                    ("first_closed_on", "fact_first_closed"),
                    ("mediation_ended_on", "fact_mediated"),
                    ("agreed_on", "fact_agreed"),
                )
            ),
        ]


class Snapshot(models.Model):
    """The numbers of a month as they were frozen. Never changed; what comes late is an adjustment of the next period."""

    area = models.CharField(max_length=12)
    month = models.DateField()
    figures = models.JSONField()
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ("-month",)
        constraints = [models.UniqueConstraint(fields=["area", "month"], name="snapshot_once")]


class PublicCopy(models.Model):
    """The public copies of all tables of an area and a period, as they were given out. Never changed, never made again.

    `tables`: {language: {number: reports.shown.ShownTable as plain values}}; what is not shown does not stand in it.
    `keys`: of their columns and lines, by which copies are added up; `parts`: codes of the periods whose copies this one was
    added up from, empty for one that was counted (casework.reports.combined).
    """

    area = models.CharField(max_length=12)
    period = models.CharField(max_length=7)
    first = models.DateField()
    last = models.DateField()
    tables = models.JSONField()
    keys = models.JSONField(default=dict)
    parts = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-first", "area")
        constraints = [models.UniqueConstraint(fields=["area", "period"], name="public_copy_once")]


class ReportEntry(models.Model):
    """What a unit reports for a month by hand: volunteers, jurors, training (table 11) and the narrative. The newest counts.

    Never changed: a correction is a new row. `figures`: {key: number}; `words`: {"features", "causes", "advice"}.
    """

    unit = models.CharField(max_length=12)
    month = models.DateField()
    figures = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["month", "unit", "id"], name="entry_month")]


class FactChange(models.Model):
    """How often a matter with a day in this month was changed: the sum of `n` is the version of that month's numbers.

    Written by the database itself (triggers of migration 0206), with the change and in its transaction. Rows are only added,
    so that nobody waits for anybody; the sweep adds rows of one month up into one, which leaves the sum as it is.
    `day`: column of CaseFact or Ticket (`opened_on`, `closed_at`, …); `month`: first day of its month in Asia/Shanghai.
    """

    day = models.CharField(max_length=20)
    month = models.DateField()
    n = models.BigIntegerField(default=1)


class KeptCount(models.Model):
    """Counts of months that are over, kept until a matter in them changes (`casework.reports.kept`). Can be emptied any time.

    `key`: digest of the statement that counts and of its parameters; `months`: {month: [version, rows]}.
    """

    key = models.CharField(max_length=64, primary_key=True)
    months = models.JSONField()
    made_at = models.DateTimeField(db_default=Now())
