"""Accounts that cannot be overdrawn (funds, pledges, quotas, seats), their entries, and public notices."""

import secrets
from decimal import Decimal

from django.db import models

from casework.models.event import Event
from casework.models.ticket import Ticket
from workflows.orders import ACCOUNT_KINDS


def notice_code() -> str:
    """A random name for a notice's public address; it says nothing about the ticket."""
    return secrets.token_urlsafe(9)


class Account(models.Model):
    """An amount that belongs to a ticket: yuan of a fund or pledge, places of a quota, seats of a class.

    `balance` is the sum of its entries and never below zero. `key` tells several accounts of one ticket apart (a quota
    per unit). Only `casework.accounts` writes it, within a move's transaction.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="accounts")
    key = models.CharField(max_length=40, default="")
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=120, default="")
    balance = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["ticket", "key"], name="account_once"),
            models.CheckConstraint(condition=models.Q(balance__gte=0), name="account_not_overdrawn"),
            models.CheckConstraint(condition=models.Q(kind__in=ACCOUNT_KINDS), name="account_kind"),
        ]
        indexes = [models.Index(fields=["kind", "id"], name="account_kind_id")]


class Entry(models.Model):
    """One booking; never changed. `balance`: what was left after it. `event`: the move that made it, in whatever ticket."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="entries")
    event = models.ForeignKey(Event, models.PROTECT, related_name="entries")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    balance = models.DecimalField(max_digits=14, decimal_places=2)
    purpose = models.CharField(max_length=120, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)


class Notice(models.Model):
    """A public notice (公示): what anybody may read, already masked. `until`: the last day, by the policy's working days.

    `lines`: [{"zh": label, "en": label, "text": …}], with "text_en" where English says it otherwise. A notice that was
    taken down keeps its row.
    """

    code = models.CharField(max_length=20, unique=True, default=notice_code)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="notices")
    unit = models.CharField(max_length=12)
    kind = models.CharField(max_length=40)
    lines = models.JSONField(default=list)
    policy = models.CharField(max_length=40)
    posted_at = models.DateTimeField()
    until = models.DateField()
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=40, default="")

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["ended_at", "-id"], name="notice_up")]
