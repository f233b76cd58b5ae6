"""People in cases: parties, the person behind several of them, contacts, and the code with which a party looks in."""

import secrets

from django.db import models

from casework.models.ticket import Ticket


def party_code() -> str:
    """A random name for a party, so that its ciphertext can be bound to it before the row exists."""
    return secrets.token_hex(6)


class Person(models.Model):
    """Somebody who is a party in one or more tickets. Holds nothing about her: it only says "the same person"."""

    code = models.CharField(max_length=12, unique=True, default=party_code)
    created_at = models.DateTimeField()


class Party(models.Model):
    """A person in a case. Identity is sealed; what it can be found by are keyed blind indexes only.

    A correction is a new row that `replaces` the old one, which gets `ended_at`; nothing is overwritten.
    `household_index`: community and house, so that a second call from the same home is seen.
    """

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="parties")
    code = models.CharField(max_length=12, unique=True, default=party_code)
    person = models.ForeignKey(Person, models.PROTECT, related_name="parties", null=True)
    role = models.CharField(max_length=20)
    plain = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True, max_length=16)
    name_index = models.BinaryField(null=True, max_length=16)
    id_index = models.BinaryField(null=True, max_length=16)
    place_name_index = models.BinaryField(null=True, max_length=16)
    household_index = models.BinaryField(null=True, max_length=16)
    employer_index = models.BinaryField(null=True, max_length=16)
    replaces = models.CharField(max_length=12, default="")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=[column], name=name, condition=models.Q(**{f"{column}__isnull": False}))
            for column, name in (
                ("phone_index", "party_phone"),
                ("name_index", "party_name"),
                ("id_index", "party_id_no"),
                ("place_name_index", "party_place_name"),
                ("household_index", "party_household"),
                ("employer_index", "party_employer"),
            )
        ]


class Contact(models.Model):
    """One contact about a matter (件次), by `persons` people (人次): the opening call and every later one."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="contacts")
    at = models.DateTimeField()
    channel = models.CharField(max_length=20)
    persons = models.PositiveSmallIntegerField(default=1)
    place = models.CharField(max_length=12)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["at", "place"], include=["channel", "persons", "ticket"], name="contact_at")]


class PartyCode(models.Model):
    """The code with which a party looks at the state of her case. Only a keyed digest is kept; `shut_at` switches it off."""

    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="party_code")
    digest = models.BinaryField(unique=True, max_length=32)
    created_at = models.DateTimeField()
    shut_at = models.DateTimeField(null=True)
    shut_because = models.CharField(max_length=40, default="")
