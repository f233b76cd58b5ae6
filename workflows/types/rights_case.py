"""The rights case (维权案件): a complaint or dispute from the first call to the follow-up, over three levels.

Sources: domain.md §2.1–2.6 (states, moves), §10 (deadlines); 信访工作条例 art 23, 34, 35; 人民调解法 art 17, 26.
Its moves lie by concern in `workflows.rights`, each with its own clocks: signing, triage, pauses, mediation, dispatch, closing
and so on. Here: how they come together, and how long the whole and each level may take.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import State, Text
from workflows.classifications import category_title
from workflows.counters import Counter
from workflows.deadlines import ESCALATE, Deadline
from workflows.ladder import Level
from workflows.registry import register
from workflows.rights import (
    closing,
    dispatch,
    limits,
    mediation,
    papers,
    pauses,
    people,
    petition,
    risk,
    signing,
    supervision,
    triage,
    urgent,
)  # fmt: skip
from workflows.rights import states as at
from workflows.rights.along import follow
from workflows.rights.intake import IntakeForm, fill
from workflows.rights.ledger import Ledger
from workflows.rights.reclassify import Reclassify
from workflows.rights.referral import Referral
from workflows.roles import CADRE, DISTRICT, MEDIATOR, OPERATOR, STREET
from workflows.standard import assignment, escalation, notes
from workflows.warnings.rules import watched

HANDLE = ("accept", "reclassify", "reopen")
RESTS = (at.SUSPENDED, at.PENDING_REVIEW)


def _level_limit(policy: str, level: Level, *starts: str | State, then: str = "") -> Deadline:
    """A level's own share of the time. It rests while suspended or under review and stops when the case leaves."""
    return Deadline(
        policy, starts=("accept", "send_back", at.DISPATCHED, at.REOPENED, *starts), stops=(at.REPLIED,), pauses=RESTS, level=level,
        then=then,
    )  # fmt: skip


@register
class RightsCase(
    signing.Signing,
    triage.Triage,
    urgent.Urgent,
    risk.Risk,
    mediation.Mediation,
    limits.Limits,
    dispatch.Dispatch,
    supervision.Supervision,
    people.People,
    papers.Papers,
    pauses.Pauses,
    Ledger,
    closing.Closing,
    petition.PetitionReview,
    assignment(at.HANDLING),
    escalation(at.HANDLING, at.ESCALATED),
    notes(at.OPEN),
    Reclassify,
    Referral,
):
    slug, prefix, title, plan_chapter = "rights", "WQ", _("Rights case"), 8
    states = at.ALL
    path_steps = at.STEPS
    intake_form = IntakeForm
    open_by = (OPERATOR, CADRE, MEDIATOR, STREET, DISTRICT)
    tell_on_open = (tell.UNIT,)
    counted = True
    filing = frozenset(state.code for state in at.FILED)
    watched = watched("rights")
    counters = (  # the rates of the statistics are in casework.reports
        Counter("received", _("Cases received")),
        Counter("closed", _("Cases closed"), states=(*at.FILED, at.ARCHIVED), by="closed"),
        Counter("mediated", _("People's mediation"), where={"track": "mediation"}),
        Counter("days", _("Days to the closing"), days_between=("opened", "closed"), by="closed"),
    )
    deadlines = (
        *signing.DEADLINES,
        *triage.DEADLINES,
        # The limit of the procedure chosen; after a change of procedure it counts from the true start, with the rests.
        Deadline("xf.handle", starts=HANDLE, stops=(at.REPLIED,), only="track_petition", back_from="accepted_at"),
        Deadline("wo.complaint", starts=HANDLE, stops=(at.REPLIED,), pauses=RESTS, only="track_hotline", back_from="accepted_at"),
        _level_limit("lvl.community", Level.COMMUNITY, then=ESCALATE),
        _level_limit("lvl.street", Level.STREET, *signing.UP, then=ESCALATE),
        _level_limit("lvl.district", Level.DISTRICT, *signing.UP, at.ESCALATED),
        *pauses.DEADLINES,
        *mediation.DEADLINES,
        *closing.DEADLINES,
        *petition.DEADLINES,
        *urgent.DEADLINES,
        *risk.DEADLINES,
        *limits.DEADLINES,
        *dispatch.DEADLINES,
        *supervision.DEADLINES,
        *people.DEADLINES,
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        return fill(ticket, cleaned)

    @classmethod
    def heading(cls, ticket: Any) -> Text:
        return category_title(ticket.category) if ticket.category else cls.title

    @classmethod
    def changed_hands(cls, ticket: Any, holder: int | None) -> None:
        follow(ticket, holder)
