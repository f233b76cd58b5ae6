"""Opening a paper: whoever reads it says why, that is written down, and only then are the people in it decrypted.

The reader is who may see identity in this case (`access.may_reveal`); besides, the supervisor who signed it. What a child ticket's
paper takes from its parent is a look at the parent too, and is written down there.
"""

from datetime import date
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework import access, reading, sealed
from casework.errors import Refused
from casework.models import Event, Paper, Party, ReadLog, Ticket
from casework.papers import snapshot
from casework.papers.compose import Source
from workflows.papers import PaperKind
from workflows.partyroles import FACTS, sealed_words
from workflows.roles import Actor

UNKNOWN = ("", "unknown", None)


def what(paper: Paper | None, how: str = "paper") -> str:
    """What a ReadLog row about a paper says: `paper:17`, `docx:17`; `papers` for the whole file or a draft."""
    return f"{how}:{paper.pk}" if paper else "papers"


def open_paper(actor: Actor, case: Ticket, reason: str, paper: Paper | None, how: str = "paper") -> ReadLog:
    """Write down that this reader opens this paper, before anything is decrypted. Refused as `access.reveal`."""
    return access.reveal(actor, case, reason, what=what(paper, how), paper=paper)


def grant_for(actor: Actor, case: Ticket, paper: Paper | None) -> ReadLog | None:
    """The reader's open grant for this paper, or for the whole file."""
    wanted = (what(paper), what(None))
    return next((one for one in access.grants(actor, case, paper=paper) if one.what in wanted), None)


def content(case: Any, paper: Paper, grant: ReadLog) -> dict[str, Any]:
    """What was sealed at signing; the grant must be open."""
    if grant.ticket_id != case.pk or grant.until <= timezone.now():
        raise Refused("forbidden", _("What was shown has been covered again. Say once more why you need to see it."))
    key = sealed.unwrap(case.sealed_key, case.number)
    return dict(sealed.unseal(key, paper.sealed, f"paper|{case.number}|{paper.number}"))


def source(actor: Actor, case: Any, taken: dict[str, Any], grant: ReadLog) -> Source:
    """The paper's content with its people and private texts, decrypted under the grant."""
    people = _people(actor, case, taken, grant)
    with translation.override("zh-hans"):
        by_role: dict[str, list[dict[str, Any]]] = {}
        for _code, role, values in people:
            by_role.setdefault(role, []).append(values)
    private = _private(case, taken, grant)
    receiver = next((values.get("name") for code, _role, values in people if code == taken.get("to")), "")
    return Source(taken, by_role, {**private, "receiver": str(receiver or "")})


def draft(actor: Actor, case: Any, kind: PaperKind, fields: dict[str, Any], grant: ReadLog) -> Source:
    """What a paper would say if it were signed now: no number is taken."""
    taken = {**snapshot.of(case, kind, fields), "layout": snapshot.layout(kind)}
    return source(actor, case, taken, grant)


def dated(paper: Paper, taken: dict[str, Any]) -> date:
    """The day printed on the paper."""
    day = taken.get("dated")
    return date.fromisoformat(day) if day else timezone.localtime(paper.signed_at).date()


def _people(actor: Actor, case: Any, taken: dict[str, Any], grant: ReadLog) -> list[tuple[str, str, dict[str, Any]]]:
    """(code, role, values) of everybody the paper refers to, in the versions of the day it was signed."""
    roles = taken.get("parties", {})
    if not roles:
        return []
    owner, allowed = case, grant
    if taken.get("parties_of", case.number) != case.number:
        found = access.tickets(actor).filter(number=taken["parties_of"]).first()
        if found is None or not access.may_reveal(actor, found):
            return [(code, role, {}) for code, role in roles.items()]
        owner, allowed = found, access.reveal(actor, found, grant.reason, what="papers")
    rows = {one.code: one for one in Party.objects.filter(ticket_id=owner.pk, code__in=list(roles))}
    with translation.override("zh-hans"):
        return [
            (code, role, _values(owner, rows[code], allowed) if code in rows else {}) for code, role in roles.items()
        ]


def _values(owner: Any, one: Party, grant: ReadLog) -> dict[str, Any]:
    """Sealed values and facts of a party as they are printed."""
    shown: dict[str, Any] = {
        name: sealed_words(name, value) for name, value in reading.party(owner, one, grant).items()
    }
    if "birth_date" in shown:
        shown["birth_date"] = snapshot.day_words(shown["birth_date"])
    for name, value in one.plain.items():
        if name in FACTS and value not in UNKNOWN and not isinstance(value, list):
            words = dict(FACTS[name][1])
            shown.setdefault(name, str(value) if name == "caller" else str(words.get(value, value)))
    return shown


def _private(case: Any, taken: dict[str, Any], grant: ReadLog) -> dict[str, str]:
    """Story, request, and the private texts of moves the paper refers to."""
    found: dict[str, str] = {}
    body = str(taken["layout"]["body"])
    if "{story}" in body or "{request}" in body:
        told = reading.narrative(case, grant)
        found.update({name: str(told.get(name, "")) for name in ("story", "request")})
    for name, (seq, field) in taken.get("events", {}).items():
        row = Event.objects.filter(ticket_id=case.pk, seq=seq).first()
        found[name] = str(reading.event(case, row, grant).get(field, "")) if row else ""
    return found
