"""People, places and posts."""

import datetime as dt

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflows.ladder import Level, level_of
from workflows.roles import HELD, ROLES


class Jurisdiction(models.Model):
    """A unit of the network. Its key is the national statistical division code (12 community, 9 street, 6 district …)."""

    code = models.CharField(
        _("Division code"),
        max_length=12,
        primary_key=True,
        validators=[RegexValidator(r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$", _("Write 2, 4, 6, 9 or 12 digits."))],
    )
    name = models.CharField(pgettext_lazy("of a thing", "Name"), max_length=60)
    name_en = models.CharField(_("Name in English"), max_length=80, blank=True)
    level = models.PositiveSmallIntegerField(
        _("Level"), choices=[(int(level), level.title) for level in Level], editable=False
    )
    active = models.BooleanField(_("In use"), default=True)
    phone = models.CharField(
        _("Phone"),
        max_length=30,
        blank=True,
        default="",
        validators=[RegexValidator(r"^\+?[0-9][0-9 \-]{2,28}$", _("Write digits, for example 025-12338."))],
    )

    class Meta:
        verbose_name = _("Jurisdiction")
        verbose_name_plural = _("Jurisdictions")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=[int(level) for level in Level]), name="jurisdiction_level"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        try:
            self.level = int(level_of(self.code))
        except ValueError as error:
            raise ValidationError({"code": str(error)}) from None


class User(AbstractUser):
    """A person who signs in."""

    class TextSize(models.TextChoices):
        NORMAL = "normal", _("Normal")
        LARGE = "large", _("Large")

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    full_name = models.CharField(_("Name"), max_length=60)
    language = models.CharField(_("Language"), max_length=10, blank=True, default="")
    text_size = models.CharField(_("Text size"), max_length=10, choices=TextSize, default=TextSize.NORMAL)
    theme = models.CharField(_("Theme"), max_length=10, choices=Theme, default=Theme.SYSTEM)
    single_keys = models.BooleanField(_("Single-key shortcuts"), default=True)

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("People")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name or self.username


class OfficeDay(models.Func):
    """Today in the office's time zone, by the database's clock: a host with a wrong clock gives and takes no rights."""

    template = "(now() AT TIME ZONE 'Asia/Shanghai')::date"
    output_field = models.DateField()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, day: dt.date | None = None) -> "MembershipQuerySet":
        """Posts held on `day` (today by the database's clock unless given)."""
        on = day or OfficeDay()
        return self.filter(valid_from__lte=on).filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on))


class Membership(models.Model):
    """A post: this person holds this role in this unit, from and to these dates (both included)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("Person"))
    role = models.CharField(_("Role"), max_length=20, choices=[(r.code, r.title) for r in HELD])
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="memberships", verbose_name=_("Unit"))
    valid_from = models.DateField(_("From"), default=timezone.localdate)
    valid_to = models.DateField(_("To"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("Post")
        verbose_name_plural = _("Posts")
        ordering = ("user", "jurisdiction", "role")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "jurisdiction", "valid_from"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="membership_dates",
                violation_error_message=_("The end lies before the beginning. Correct one of the dates."),
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "role"], name="membership_unit_role")]

    def __str__(self) -> str:
        return f"{self.user} · {ROLES[self.role].title} · {self.jurisdiction}"

    def clean(self) -> None:
        role = ROLES.get(self.role)
        if role and self.jurisdiction_id and level_of(self.jurisdiction_id) not in role.levels:
            raise ValidationError(
                {"jurisdiction": _("This role is not held at this level. Choose a unit of another level.")}
            )
