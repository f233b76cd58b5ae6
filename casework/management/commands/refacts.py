"""manage.py refacts: make the rows of the statistics again from the tickets; with --check only name those that differ."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.refacts import remake


class Command(BaseCommand):
    help = "Make every row of facts again from its ticket. --check changes nothing and exits with 1 if a row differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare")

    def handle(self, *args: Any, **options: Any) -> None:
        done = remake(check=options["check"])
        for number in done.different:
            self.stdout.write(f"{number}: {'differs' if options['check'] else 'made again'}")
        self.stdout.write(f"{done.seen} rows looked at, {len(done.different)} different")
        if options["check"] and done.different:
            raise CommandError("Run manage.py refacts to make these rows again from their tickets.")
