"""`manage.py due`: the calculator as a filter. One JSON object a line in, one a line out; needs no database."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand

from workflows.due_lines import answer_line


class Command(BaseCommand):
    help = "Compute due dates: reads one JSON object a line from standard input, writes one a line (docs/deadlines.md)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-why", action="store_true", help="leave the reasons out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer every line that is not blank, at once, so that the filter can be talked to line by line."""
        for line in lines():
            if not line.strip():
                continue
            found = answer_line(line)
            if options["no_why"]:
                found.pop("why", None)
            self.stdout.write(json.dumps(found))
            self.stdout.flush()


def lines() -> Iterable[str | bytes]:
    """Standard input line by line, as bytes where possible: one line that is not UTF-8 must not end the run."""
    return getattr(sys.stdin, "buffer", sys.stdin)
