"""`manage.py load_demo`: the demo district with its people and cases. Demo mode only; a second run changes nothing."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casework.demo.load import load


class Command(BaseCommand):
    help = "Load the demo district (only with SANJI_DEMO=1). A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo: set SANJI_DEMO=1 on a database of its own, never on a real one.")
        started = time.monotonic()
        number = load()
        words = (
            f"{number} demo cases in {time.monotonic() - started:.1f} s"
            if number
            else "There are cases already; nothing changed."
        )
        self.stdout.write(words)
