"""Carrying a file's rows in: batch after batch, each one transaction with the job's cursor, so that a kill costs nothing.

Good rows become tickets through the gate; a bad one is kept with its physical line and the sentences by field. Every row
has a key (source and external number, else a digest of everything it says) which the gate accepts once: the same file
again, by whomever, adds nothing twice.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import access, gate, sealed
from casework.errors import Refused
from casework.importing import columns, reading, vault
from casework.importing.columns import CLOSED, EXTERNAL, OUTCOME, RECEIVED, Columns
from casework.models import ImportJob, ImportRow, User
from casework.opening import Intake
from workflows.calendars import midnight
from workflows.registry import registry
from workflows.roles import HANDLERS, OPERATOR, Actor

BATCH = 200
SLUG = "rights"
MAX_BYTES = 100 * 1024 * 1024
MAY_IMPORT = (OPERATOR, *HANDLERS)


def begin(actor: Actor, name: str, content: bytes, source: str) -> ImportJob:
    """Take a file in and check its header; the unfinished job of the same file goes on where it stood.

    Refused: forbidden (whose post registers no cases), invalid (field `file` or `source`).
    """
    if not actor.has(*MAY_IMPORT) or actor.id is None:
        raise Refused("forbidden", _("Only those who register cases can import them."))
    if source not in columns.SOURCES:
        message = _("Choose where the file comes from: %(sources)s.") % {"sources": ", ".join(columns.SOURCES)}
        raise Refused("invalid", message, {"source": [message]})
    if not content or len(content) > MAX_BYTES:
        message = _("The file is empty.") if not content else _("The file is larger than 100 MB. Split it.")
        raise Refused("invalid", message, {"file": [message]})
    district = next(post.district for post in actor.posts)
    digest = hashlib.sha256(content).hexdigest()
    open_one = ImportJob.objects.filter(
        sha256=digest, source=source, district=district, by_id=actor.id, finished_at__isnull=True
    ).first()
    if open_one:
        return open_one
    header, rest = reading.rows(content)
    Columns(header.cells, source, SLUG)
    total = sum(1 for _row in rest)
    return ImportJob.objects.create(
        name=name[-200:], sha256=digest, kind="xlsx" if content.startswith(reading.ZIP) else "csv",
        path=vault.put(content), source=source, district=district, total=total, by_id=actor.id, created_at=timezone.now(),
    )  # fmt: skip


def run(job: ImportJob, *, seconds: float | None = None, batch: int = BATCH) -> ImportJob:
    """Go on with a job until it is done or the time is up. Several at once on one job do not disturb each other."""
    end = None if seconds is None else time.monotonic() + seconds
    actor = access.actor_of(User.objects.get(pk=job.by_id))
    try:
        header, rest = reading.rows(vault.get(job.path))
        meaning = Columns(header.cells, job.source, SLUG)
        place = _skip(rest, job.cursor)
        while place is not None and (end is None or time.monotonic() < end):
            place = _batch(job, actor, meaning, rest, place, batch)
    except (Refused, sealed.SealError, OSError) as error:
        job.error = str(getattr(error, "reason", error))[:300]
        ImportJob.objects.filter(pk=job.pk).update(error=job.error, finished_at=timezone.now())
    job.refresh_from_db()
    return job


def step(seconds: float = 20) -> bool:
    """Work on the oldest unfinished job for a while; False when there is none. The sweep calls it."""
    job = ImportJob.objects.filter(finished_at__isnull=True).order_by("id").first()
    if job is None:
        return False
    run(job, seconds=seconds)
    return True


def _skip(rest: Iterator[reading.Row], count: int) -> int:
    for _n in range(count):
        next(rest, None)
    return count


def _batch(
    job: ImportJob, actor: Actor, meaning: Columns, rest: Iterator[reading.Row], place: int, size: int
) -> int | None:
    """Read and carry in up to `size` rows; the new place, or None at the end or when another process is ahead of us."""
    found = [row for _n, row in zip(range(size), rest, strict=False)]
    intakes: list[tuple[reading.Row, Intake | None, dict[str, list[str]]]] = []
    for row in found:
        meant = columns.Meant(errors={"_": [row.broken]}) if row.broken else meaning.means(row.cells)
        intakes.append((row, None if meant.errors else intake_of(job, meant), meant.errors))
    wanted = [intake for _row, intake, _errors in intakes if intake]
    ahead = False

    def keep(results: list[Any]) -> None:
        nonlocal ahead
        mine = ImportJob.objects.select_for_update().get(pk=job.pk)
        ahead = mine.cursor != place or mine.finished_at is not None
        if ahead:
            transaction.set_rollback(True)
            return
        _write(mine, place, intakes, iter(results), last=len(found) < size)

    gate.open_many(SLUG, actor, wanted, then=keep)
    return None if ahead or len(found) < size else place + len(found)


def _write(job: ImportJob, place: int, intakes: list[Any], results: Iterator[Any], *, last: bool) -> None:
    kept: list[ImportRow] = []
    good = bad = again = 0
    for at, (row, intake, wrong) in enumerate(intakes):
        errors, ticket = wrong, None
        if intake is not None:
            result = next(results)
            errors = result.errors or {"_": [str(result.reason)]} if isinstance(result, Refused) else {}
            ticket = None if isinstance(result, Refused) else result.ticket
            again += bool(ticket is not None and result.replayed)
            good += bool(ticket is not None and not result.replayed)
        bad += bool(errors)
        key = intake.key if intake else None
        pk = None if ticket is None else ticket.pk
        kept.append(ImportRow(job=job, row=place + at, line=row.line, key=key, ticket_id=pk, errors=errors or None))
    ImportRow.objects.bulk_create(kept)
    ImportJob.objects.filter(pk=job.pk).update(
        cursor=place + len(intakes), good=F("good") + good, bad=F("bad") + bad, again=F("again") + again,
        finished_at=timezone.now() if last else None,
    )  # fmt: skip
    if last:
        transaction.on_commit(lambda: vault.forget(job.path))


def intake_of(job: ImportJob, meant: columns.Meant) -> Intake:
    """What the gate is asked for one row: intake data, the key said once, what the import adds, how an old case ended."""
    extra: dict[str, Any] = {"imported": job.source}
    if meant.unscreened:
        extra["unscreened"] = True  # nobody asked the five questions: the handler does
    if EXTERNAL in meant.own:
        extra["external_no"] = meant.own[EXTERNAL]
    if RECEIVED in meant.own:
        extra["received_at"] = _morning(meant.own[RECEIVED]).isoformat()
    said = meant.own.get(EXTERNAL) or json.dumps([meant.data, meant.own], ensure_ascii=False, sort_keys=True)
    text = f"import|{job.district}|{job.source}|{said}"
    key = hmac.new(settings.INDEX_KEY.encode(), text.encode(), "sha256").digest()
    old = {"outcome": meant.own[OUTCOME], "closed_on": meant.own[CLOSED]} if OUTCOME in meant.own else None
    return Intake(meant.data, key, extra, old)


def _morning(day: str) -> datetime:
    """A day stands for its office opening: hours of that day count, and the limits in days count from it."""
    return midnight(date.fromisoformat(day), timezone.get_default_timezone()) + timedelta(hours=9)


def report(job: ImportJob) -> Iterator[str]:
    """One JSON line for each refused row: physical line, field, sentence (Chinese and English are as the job ran)."""
    bad = ImportRow.objects.filter(job=job, errors__isnull=False).order_by("row").values_list("line", "errors")
    for line, errors in bad.iterator():
        for name, sentences in errors.items():
            field = "" if name == "_" else name
            yield json.dumps({"line": line, "field": field, "errors": sentences}, ensure_ascii=False)


def column_titles() -> dict[str, str]:
    """Column → how it is called on the screen, in the reader's language."""
    form = registry[SLUG].intake_form
    labels = {name: str(entry.label or name) for name, entry in form.base_fields.items()}
    own = {
        EXTERNAL: _("Number at the sender"),
        RECEIVED: _("Received on"),
        OUTCOME: _("Outcome"),
        CLOSED: _("Concluded on"),
    }
    return {**labels, **own}


def column_names() -> list[tuple[str, str]]:
    """What the columns may be called, for the page: the form's label, and the names ledgers and other systems use."""
    return [(label, "、".join(columns.ALIASES.get(name, ())) or name) for name, label in column_titles().items()]
