"""`manage.py api_token`: tokens for systems, made and ended where nobody types a password."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from api.models import ApiToken, issue
from casework.models import User


class Command(BaseCommand):
    help = "Make a token for the API (shown once), list the tokens of a person, or revoke them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("make", "list", "revoke"))
        parser.add_argument("username")
        parser.add_argument("--label", default="", help="make: what it is for, at most 60 characters")
        parser.add_argument("--days", type=int, default=None, help="make: how long it lives, 1 to 3650")
        parser.add_argument("--id", type=int, default=None, help="revoke: this one only (see list); else all")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no person with the user name {options['username']!r}.")
        getattr(self, f"_{options['what']}")(user, options)

    def _make(self, user: User, options: dict[str, Any]) -> None:
        days = options["days"]
        if days is not None and not 1 <= days <= 3650:
            raise CommandError("--days: write a number from 1 to 3650.")
        if not user.is_active:
            raise CommandError("This account is closed, so a token would be of no use.")
        token, ends = issue(user, label=options["label"], days=days)
        self.stdout.write(token)
        self.stderr.write(f"Valid until {timezone.localtime(ends):%Y-%m-%d %H:%M}. It cannot be shown again.")

    def _list(self, user: User, options: dict[str, Any]) -> None:
        for one in ApiToken.objects.filter(user=user).select_related("user"):
            state = "valid" if one.is_valid else "ended"
            self.stdout.write(
                f"{one.pk}\t{state}\tuntil {timezone.localtime(one.expires_at):%Y-%m-%d %H:%M}\t{one.label}"
            )

    def _revoke(self, user: User, options: dict[str, Any]) -> None:
        mine = ApiToken.objects.filter(user=user)
        count, _by_table = (mine.filter(pk=options["id"]) if options["id"] else mine).delete()
        self.stdout.write(f"{count} revoked")
