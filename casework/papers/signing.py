"""Signing a paper: a number without gaps, and the paper's words sealed as they are at that moment.

The counter row is taken in the move's own transaction: whoever signs next waits for this one's commit, and a move that
fails gives its number back. That is the price of "no gaps", and papers are few. A voided paper keeps its number.
"""

from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework import moving, places, sealed
from casework.errors import Refused
from casework.models import Paper
from casework.work import Work
from workflows.orders import PaperOrder
from workflows.papers import KINDS

NEXT_SQL = (
    "INSERT INTO casework_numberseries (series, last) VALUES (%s, 1) "
    "ON CONFLICT (series) DO UPDATE SET last = casework_numberseries.last + 1 RETURNING last"
)


def number_text(code: str, year: int, seq: int) -> str:
    """秦妇信〔2026〕12号: full year in six-angle brackets, no leading zero, no 第 (GB/T 9704-2012)."""
    return f"{code}〔{year}〕{seq}号"


def next_seq(code: str, year: int) -> int:
    """The next number of a series. Inside the transaction that signs; its row lock lasts until that ends."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_SQL, [f"paper|{code}|{year}"])
        return int(cursor.fetchone()[0])


def sign(work: Work, case: Any, order: PaperOrder) -> dict[str, Any]:
    """Number and seal a paper; returns what the event says of it. `data["papers"]` lists the valid numbers by kind."""
    kind = KINDS[order.kind]
    code, year = f"{settings.PAPER_CODE}{kind.series}", timezone.localdate(work.now).year
    seq = next_seq(code, year)
    number = number_text(code, year, seq)
    content = {"fields": order.fields, "clocks": order.fields.pop("_clocks", None), "unit": case.unit_id}
    with translation.override("zh-hans"):
        content["unit_name"] = places.long_name(case.unit_id)
    paper = Paper(
        ticket=case, kind=kind.code, code=code, year=year, seq=seq, number=number, unit=case.unit_id,
        event_seq=case.version + 1, sealed=sealed.seal(moving.data_key(case), content, f"paper|{case.number}|{number}"),
        signed_by_id=case.actor.id, signed_at=work.now,
    )  # fmt: skip
    work.papers.append(paper)
    papers = dict(case.data.get("papers", {}))
    papers[kind.code] = [*papers.get(kind.code, []), number]
    case.data["papers"] = papers
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
