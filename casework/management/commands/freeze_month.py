"""manage.py freeze_month: write down the numbers of a month for good (docs/reports.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework.errors import Refused
from casework.reports import frozen
from casework.reports.periods import Period


class Command(BaseCommand):
    help = "Freeze the numbers of a month that is over (default: the month before this one). Done once, it stays so."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month", nargs="?", help="like 2026-07")

    def handle(self, *args: Any, **options: Any) -> None:
        text = options["month"]
        month = Period.parse(text) if text else Period.around(timezone.localdate(), "month").before
        if month is None or month.kind != "month":
            raise CommandError(f"“{text}” is no month. Write it like 2026-07.")
        try:
            n = frozen.freeze(month)
        except Refused as refused:
            raise CommandError(str(refused.reason)) from None
        self.stdout.write(
            f"{month.code}: {n} areas frozen" if n else f"{month.code}: stands already, nothing was changed"
        )
