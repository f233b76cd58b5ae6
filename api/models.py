"""Tokens of people and systems that use the API. The token itself is shown once and never stored."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PREFIX = "sanji_"


def digest_of(token: str) -> bytes:
    """SHA-256: fast, and enough for 256 random bits (a password needs a slow hash, a random token does not)."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


class ApiToken(models.Model):
    """Lets its bearer act as `user` until `expires_at`. Ends with the account or a new password."""

    digest = models.BinaryField(unique=True, editable=False, max_length=32)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens", verbose_name=_("Person")
    )
    label = models.CharField(_("What it is for"), max_length=60, blank=True)
    password_mark = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("Made on"), auto_now_add=True)
    expires_at = models.DateTimeField(_("Ends on"))

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.user} {self.label}".strip()

    @property
    def is_valid(self) -> bool:
        """Not expired, the account is open and the password is still the one it had when the token was made."""
        return self.expires_at > timezone.now() and self.user.is_active and self.password_mark == mark_of(self.user)


def mark_of(user: models.Model) -> str:
    """Changes with the password; a hash of the stored hash."""
    return hashlib.sha256(str(user.password).encode()).hexdigest()  # type: ignore[attr-defined]


def issue(user: models.Model, *, label: str = "", days: int | None = None) -> tuple[str, datetime]:
    """(token, when it ends). The token cannot be read again later. Expired ones of the same person are thrown away."""
    token = PREFIX + secrets.token_urlsafe(32)
    now = timezone.now()
    ApiToken.objects.filter(user_id=user.pk, expires_at__lte=now).delete()
    ends = now + timedelta(days=settings.API_TOKEN_DAYS if days is None else days)
    ApiToken.objects.create(
        digest=digest_of(token), user_id=user.pk, label=label[:60], password_mark=mark_of(user), expires_at=ends
    )
    return token, ends
