"""The sheets a reader asks for: one paper, a draft, or the whole file (cover, index, every paper in order)."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework import timewords
from casework.errors import Refused
from casework.models import Paper, ReadLog
from casework.papers import compose, identity
from workflows.papers import KINDS, PaperKind
from workflows.rights.guardian import guardian_is_abuser
from workflows.roles import Actor

VOID_WORDS = {"wrong_text": "文字有误", "wrong_person": "对象有误", "not_sent": "不再发出", "reissued": "重新签发"}


def paper(actor: Actor, case: Any, one: Paper, grant: ReadLog, copy: str = compose.FULL) -> compose.Sheet:
    """A signed paper; Refused("forbidden") for a respondent's copy of a paper that is not for the other party."""
    if copy == compose.RESPONDENT and not may_go_to_respondent(case, one):
        raise Refused("forbidden", _("This paper is not for the other party: there is no such copy."))
    taken = identity.content(case, one, grant)
    return compose.sheet(
        identity.source(actor, case, taken, grant),
        number=one.number,
        day=identity.dated(one, taken),
        copy=copy,
        void_reason=VOID_WORDS.get(one.void_reason, one.void_reason or "作废") if one.voided_at else "",
    )


PLACES = {
    "file_cover": -2,
    "file_index": -1,
    "file_back": 1,
}  # in the file; everything else in between, as it was signed


def may_go_to_respondent(case: Any, one: Paper) -> bool:
    """Is there a copy for the other party? Never where that is a guardian accused of the harm to the child."""
    kind = KINDS.get(one.kind)
    return kind is not None and kind.respondent and not guardian_is_abuser(case)


def draft(actor: Actor, case: Any, kind: PaperKind, fields: Mapping[str, Any], grant: ReadLog) -> compose.Sheet:
    """What would be signed now, without a number."""
    made = identity.draft(actor, case, kind, dict(fields), grant)
    day = fields.get("_dated") or timezone.localtime(case.now).date()
    return compose.sheet(made, number="", day=day)


def whole_file(actor: Actor, case: Any, grant: ReadLog) -> list[compose.Sheet]:
    """Covers and index as the file stands now (unless signed ones exist) around every paper; void ones stay, marked."""
    papers = list(Paper.objects.filter(ticket_id=case.pk).order_by("id"))
    signed = {one.kind for one in papers if one.voided_at is None}
    papers.sort(key=lambda one: (PLACES.get(one.kind, 0), one.pk))
    front, back = (
        [draft(actor, case, KINDS[code], {}, grant) for code in codes if code not in signed]
        for codes in (("file_cover", "file_index"), ("file_back",))
    )
    return [*front, *(paper(actor, case, one, grant) for one in papers), *back]


def foot(actor: Actor) -> str:
    """Who printed it and when: at the foot of every page (domain.md §3)."""
    with translation.override("zh-hans"):
        return f"查阅打印：{actor.name}　{timewords.full_moment(timezone.now())}　仅限办理本案使用"
