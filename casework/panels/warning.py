"""An alert's reasons: which rule, what was counted, what is to be done, and how far this reader sees what it rests on."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from casework.panels import Panel
from casework.queries.listed import address
from casework.queries.ticket import Whole
from casework.warnings import reasons


@dataclass(frozen=True)
class Content:
    reason: reasons.Reason
    links: list[tuple[str, str]]
    hidden: int


def panel(whole: Whole) -> Panel | None:
    case = whole.case
    if case.type != "warning":
        return None
    found = reasons.sources(whole.actor, [case.pk]).get(case.pk, reasons.Sources())
    content = Content(
        reasons.of(case.data, case.category), [(number, address(number)) for number in found.seen], found.hidden
    )
    return Panel("reasons", _("Why this alert"), "casework/panels/warning.html", content)
