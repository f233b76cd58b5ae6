"""manage.py import_cases FILE --as USER --source police: bulk intake; see docs/importing.md."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from casework import access
from casework.errors import Refused
from casework.importing import columns, run
from casework.models import User


class Command(BaseCommand):
    help = (
        "Import cases from a CSV (UTF-8 or GB18030) or .xlsx file. Good rows become cases, bad ones are named with line and "
        "field in the report. Run it again after a kill: it goes on where it stood and adds nothing twice. Ends with 1 if "
        "rows were refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="username", required=True, help="user name of the person who answers for it")
        parser.add_argument("--source", choices=list(columns.SOURCES), default="other", help="where the rows come from")
        parser.add_argument("--report", type=Path, help="JSON lines of the refused rows (default: standard output)")
        parser.add_argument(
            "--language", choices=["zh-hans", "en"], default="zh-hans", help="language of the sentences"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(
                f"There is no active user {options['username']!r}. Give the user name of a person with a post."
            )
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        with translation.override(options["language"]):
            try:
                job = run.begin(access.actor_of(user), options["file"].name, content, options["source"])
            except Refused as refused:
                raise CommandError(str(refused.reason)) from None
            if job.cursor:
                self.stderr.write(f"going on behind row {job.cursor} of {job.total}")
            job = run.run(job)
        self._report(job, options["report"])
        if job.error:
            raise CommandError(job.error)
        self.stderr.write(f"rows {job.total}: {job.good} new cases, {job.again} known already, {job.bad} refused")
        if job.bad:
            sys.exit(1)

    def _report(self, job: Any, path: Path | None) -> None:
        lines = run.report(job)
        if path is None:
            for line in lines:
                self.stdout.write(line)
            return
        with path.open("w", encoding="utf8") as file:
            file.writelines(f"{line}\n" for line in lines)
