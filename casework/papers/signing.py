"""Signing a paper: a number without gaps, and the paper's words sealed as they are at that moment.

The counter row is taken in the move's own transaction: whoever signs next waits for this one's commit, and a move that
fails gives its number back. That is the price of "no gaps", and papers are few. A voided paper keeps its number.
"""

from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import moving, sealed
from casework.errors import Refused
from casework.models import Paper
from casework.papers import snapshot
from casework.work import Work
from workflows.orders import PaperOrder
from workflows.papers import KINDS, PaperKind
from workflows.papers.kinds import Numbering

NEXT_SQL = (
    "INSERT INTO casework_numberseries (series, last) VALUES (%s, 1) "
    "ON CONFLICT (series) DO UPDATE SET last = casework_numberseries.last + 1 RETURNING last"
)


def series_code(kind: PaperKind) -> str:
    """The word of the series: 秦妇信; for the mediation set one for all, 秦婚调."""
    if kind.numbering is Numbering.MEDIATION:
        return str(settings.PAPER_MEDIATION_CODE)
    return f"{settings.PAPER_CODE}{kind.series}"


def number_text(code: str, year: int, seq: int, numbering: Numbering = Numbering.LETTER) -> str:
    """秦妇信〔2026〕12号: full year in six-angle brackets, no leading zero, no 第 (GB/T 9704-2012); or the mediation style."""
    if numbering is Numbering.MEDIATION:
        return f"（{year}）{code}字第{seq}号"
    return f"{code}〔{year}〕{seq}号"


def next_seq(code: str, year: int) -> int:
    """The next number of a series. Inside the transaction that signs; its row lock lasts until that ends."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_SQL, [f"paper|{code}|{year}"])
        return int(cursor.fetchone()[0])


def sign(work: Work, case: Any, order: PaperOrder) -> dict[str, Any]:
    """Number and seal a paper; returns what the event says of it.

    `data["papers"]` lists the valid numbers by kind, `data["signed"]` the day of each. The year is that of the office's day.
    """
    kind = KINDS[order.kind]
    code, today = series_code(kind), timezone.localdate(work.now)
    seq = next_seq(code, today.year)
    number = number_text(code, today.year, seq, kind.numbering)
    content = {**snapshot.of(case, kind, order.fields, work), "layout": snapshot.layout(kind)}
    paper = Paper(
        ticket=case, kind=kind.code, code=code, year=today.year, seq=seq, number=number, unit=case.unit_id,
        event_seq=case.version + 1, sealed=sealed.seal(moving.data_key(case), content, f"paper|{case.number}|{number}"),
        signed_by_id=case.actor.id, signed_at=work.now,
    )  # fmt: skip
    work.papers.append(paper)
    papers = dict(case.data.get("papers", {}))
    papers[kind.code] = [*papers.get(kind.code, []), number]
    case.data["papers"] = papers
    case.data["signed"] = {**case.data.get("signed", {}), number: today.isoformat()}
    return {"kind": kind.code, "number": number}


def void(work: Work, case: Any, number: str, reason: str) -> str:
    """Mark a paper of this case void; Refused("closed") if there is none of that number that counts."""
    paper = Paper.objects.filter(ticket_id=case.pk, number=number, voided_at__isnull=True).first()
    if paper is None:
        message = _("There is no valid paper “%(number)s” in this case.") % {"number": number}
        raise Refused("invalid", message, {"number": [message]})
    paper.voided_at, paper.void_reason = work.now, reason[:200]
    work.voided.append(paper)
    papers = dict(case.data.get("papers", {}))
    papers[paper.kind] = [one for one in papers.get(paper.kind, []) if one != number]
    case.data["papers"] = papers
    return number
