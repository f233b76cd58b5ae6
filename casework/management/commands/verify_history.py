"""manage.py verify_history: recompute the hash chain of every ticket and name each one that does not fit."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework import access, history
from workflows.roles import CLOCK


class Command(BaseCommand):
    help = "Recompute the hash chain of every ticket (or of those named). Exit code 1 if one does not fit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("numbers", nargs="*", help="ticket numbers; none = all")

    def handle(self, *args: Any, **options: Any) -> None:
        tickets = access.tickets(CLOCK).order_by("pk")
        if options["numbers"]:
            tickets = tickets.filter(number__in=options["numbers"])
        seen = broken = 0
        for ticket in tickets.iterator(chunk_size=500):
            seen += 1
            at = history.first_break(ticket, ticket.events.order_by("seq"))
            if at is not None:
                broken += 1
                self.stdout.write(f"{ticket.number}: event {at} does not fit the chain")
        if broken:
            raise CommandError(
                f"{broken} of {seen} histories do not fit. Keep the database as it is and compare it with a backup."
            )
        self.stdout.write(f"{seen} histories are whole.")
