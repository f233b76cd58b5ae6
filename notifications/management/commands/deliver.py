"""manage.py deliver: tell people what is still untold, once or again and again (the same as the Celery task)."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from notifications.delivery import deliver


class Command(BaseCommand):
    help = "Turn what happened into notifications and send the letters that are due. Without --once: every few seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one run, then end")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        while True:
            done = deliver()
            if once or done.events or done.sent or done.failed:
                self.stdout.write(f"events {done.events}, letters sent {done.sent}, to be tried again {done.failed}")
            if once:
                return
            time.sleep(settings.SWEEP_SECONDS)
