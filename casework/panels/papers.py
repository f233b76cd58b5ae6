"""The papers of a case: what is signed, served, void; what is due; and the doors to sign, read and print."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from casework import access
from casework.models import Paper
from casework.panels import Panel
from casework.queries.ticket import Whole
from casework.shapes import Text
from casework.views.ticket_parts import address, more_of
from workflows.papers import KINDS
from workflows.papers.due import due_now, unserved
from workflows.papers.signers import may_sign, signable


@dataclass(frozen=True)
class PaperLine:
    """A signed paper; `url` "" for a reader who may not open it. `serve`: it still wants a record of service."""

    number: str
    title: Text
    at: datetime
    who: str
    url: str
    served_on: date | None
    serve: bool
    void: bool


@dataclass(frozen=True)
class Content:
    papers: list[PaperLine]
    due: list[tuple[Text, str, str]]  # title, address of signing, who signs it if the reader does not
    new_url: str
    all_url: str
    serve_url: str


def panel(whole: Whole) -> Panel | None:
    """Nothing for a ticket without papers that nobody here signs."""
    case, actor = whole.case, whole.actor
    signs = case.workflow.action_named("sign_paper", case.state) is not None
    may = signs and bool(signable(case, actor))
    # Without a signed paper there is nothing to read from the table.
    papers = _papers(whole) if case.data.get("signed") or case.data.get("papers") else []
    due = _due(whole) if signs else []
    if not papers and not due and not may:
        return None
    new_url = reverse("paper_new", args=[case.number]) if may else ""
    all_url = reverse("papers_all", args=[case.number]) if papers and whole.may_reveal else ""
    serve = case.workflow.action_named("record_service", case.state) is not None and bool(unserved(case))
    serve_url = more_of(address(case.number), move="record_service") if serve else ""
    content = Content(papers, due, new_url, all_url, serve_url)
    return Panel("papers", _("Papers"), "casework/panels/papers.html", content)


def _papers(whole: Whole) -> list[PaperLine]:
    case = whole.case
    wanting = set(unserved(case))
    served = case.data.get("served", {})
    return [
        PaperLine(
            number=one.number,
            title=KINDS[one.kind].title if one.kind in KINDS else one.kind,
            at=one.signed_at,
            who=str(one.signed_by or ""),
            url=reverse("paper", args=[case.number, one.pk]) if access.may_open_paper(whole.actor, case, one) else "",
            served_on=date.fromisoformat(served[one.number]["on"]) if "on" in served.get(one.number, {}) else None,
            serve=one.number in wanting,
            void=one.voided_at is not None,
        )
        for one in Paper.objects.filter(ticket_id=case.pk).select_related("signed_by").defer("sealed").order_by("id")
    ]


def _due(whole: Whole) -> list[tuple[Text, str, str]]:
    case, actor = whole.case, whole.actor
    here = reverse("paper_new", args=[case.number])
    found = []
    for kind in due_now(case):
        mine = may_sign(kind, case, actor)
        found.append((kind.title, more_of(here, kind=kind.code) if mine else "", "" if mine else kind.who_signs()))
    return found
