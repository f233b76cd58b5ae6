"""manage.py sweep: fire what is due, once or again and again; or say what would happen then (--dry-run --at)."""

import time
from argparse import ArgumentParser
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework import access
from casework.sweep import sweep
from casework.ticking import BATCH, TELLS, preview
from workflows.registry import registry
from workflows.roles import CLOCK

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHOWN = 1000


class Command(BaseCommand):
    help = (
        "Fire reminders, breaches and escalations that are due. Without --once: every few seconds until stopped. "
        "--dry-run --at 2026-12-31T09:00 says what would happen at that moment and changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one run, then end")
        parser.add_argument(
            "--limit", type=int, help=f"tickets in a batch ({BATCH}); with --dry-run: shown at most ({SHOWN})"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--at", help="moment for --dry-run (default: now); Asia/Shanghai unless it names an offset")

    def handle(self, *args: Any, **options: Any) -> None:
        limit = options["limit"]
        if limit is not None and limit < 1:
            raise CommandError("--limit counts tickets: write 1 or more.")
        if options["dry_run"]:
            self._tell(_moment(options["at"]), limit or SHOWN)
            return
        if options["at"]:
            raise CommandError("--at goes with --dry-run: the real sweep takes its time from the database alone.")
        while True:
            done = sweep(limit=limit or BATCH)
            if options["once"] or done.tickets:
                counts = f"rungs {done.rungs}, moves {done.moves}, parked {done.parked}"
                self.stdout.write(f"tickets {done.tickets}, {counts}")
            if options["once"]:
                return
            time.sleep(settings.SWEEP_SECONDS)

    def _tell(self, at: datetime, limit: int) -> None:
        done = preview(limit, at)
        numbers = [one["number"] for one in done.told]
        slugs = dict(access.tickets(CLOCK).filter(number__in=numbers).values_list("number", "type"))
        local = at.astimezone(SHANGHAI)
        self.stdout.write(f"At {local:%Y-%m-%d %H:%M %z} ({SHANGHAI.key}) this would happen; nothing was changed.")
        for one in done.told:
            self.stdout.write(one["number"])
            for rung in one["rungs"]:
                reached = datetime.fromisoformat(rung["at"]).astimezone(SHANGHAI)
                told = TELLS[rung["do"]]
                what = f"{rung['key']}  {rung['rung']} ({rung['do']})"
                self.stdout.write(f"  {reached:%Y-%m-%d %H:%M}  {what}{_audiences(told)}")
            for move in one["moves"]:
                self.stdout.write(f"  → {move['move']}{_outcome(slugs[one['number']], move)}")
        more = f" More are due: raise --limit above {limit}." if done.full else ""
        counts = f"{done.rungs} rungs, {done.moves} moves, {done.parked} with failing rules"
        self.stdout.write(f"{done.tickets} tickets, {counts}.{more}")


def _moment(text: str | None) -> datetime:
    if text is None:
        return timezone.now()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--at {text!r} is not a moment. Write it like 2026-12-31T09:00 (or …T01:00Z).") from None
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def _audiences(words: tuple[str, ...]) -> str:
    return f"  tells: {', '.join(words)}" if words else ""


def _outcome(slug: str, move: dict[str, Any]) -> str:
    if "refused" in move:
        return f"  would be refused: {move['refused']}"
    workflow = registry[slug]
    made = next(action for action in workflow.actions() if action.name == move["move"])
    person = f"  person {move['assignee']}" if "assignee" in move else ""
    return person + _audiences(made.tell)
