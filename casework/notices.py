"""Public notices (公示): put up and taken down by moves, read by anybody. Only what a type has masked is ever in a row."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.functional import lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from casework import clocks, places
from casework.models import Notice
from workflows.orders import NoticeOrder

if TYPE_CHECKING:
    from casework.work import Work

MOMENT = timedelta(microseconds=1)


def carry_out(work: "Work", case: Any, order: NoticeOrder) -> dict[str, Any]:
    """Put a notice up, or take down the one that hangs; returns what the event says of it."""
    if order.ends:
        for notice in Notice.objects.filter(ticket_id=case.pk, ended_at__isnull=True) if case.pk else ():
            notice.ended_at, notice.result = work.now, order.result[:40]
            work.ended_notices.append(notice)
        return {"ended": order.result}
    until = localdate(clocks.due_from_now(case, order.policy) - MOMENT)
    where = [(_("Community or street"), lazy(places.name_of, str)(order.place))] if order.place else []
    notice = Notice(
        ticket=case, unit=case.unit_id, kind=order.kind, policy=order.policy, posted_at=work.now, until=until,
        lines=[_line(label, text) for label, text in (*order.lines[:1], *where, *order.lines[1:])],
    )  # fmt: skip
    work.notices.append(notice)
    case.data["notice"] = {"code": notice.code, "until": until.isoformat()}
    return {"code": notice.code, "until": until.isoformat()}


def _line(label: Any, text: Any) -> dict[str, str]:
    """Label and text as both languages show them; `text` alone where they are the same."""
    said = {}
    for name, other, language in (("zh", "text", "zh-hans"), ("en", "text_en", "en")):
        with translation.override(language):
            said[name], said[other] = str(label), str(text)
    if said["text_en"] == said["text"]:
        del said["text_en"]
    return said
