"""Words of the cockpit that the board shares: why a case is on the list, what comes next, how many may stay open."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.models import Clock
from casework.queries import listed, path
from casework.queries.cockpit import Step
from casework.reports.standing import Standing
from casework.shapes import Text
from casework.shapes.cockpit import Act
from casework.timewords import plain_day
from workflows.registry import registry
from workflows.roles import Actor

NEXT: dict[str, Text] = {
    "follow_up": gettext_lazy("Only the follow-up call is missing"),
    "replied": gettext_lazy("Replied; the follow-up call is missing"),
    "pending_review": gettext_lazy("Handed in; somebody has to review it"),
    "waiting_external": gettext_lazy("Waits for another body"),
}


def acts(actor: Actor, steps: list[Step], clocks: dict[int, Clock], now: datetime) -> list[Act]:
    """The cases to act on as the page shows them."""
    rows = listed.rows(actor, [step.ticket for step in steps], clocks, now)
    today = timezone.localdate(now)
    return [Act(row, why(step, today), next_step(step)) for row, step in zip(rows, steps, strict=True)]


def why(step: Step, today: date) -> str:
    """What the case does to the rate, and what its proof lacks."""
    proof = _("Proof missing: %(what)s.") % {"what": _("; ").join(map(str, step.gaps))} if step.gaps else ""
    if step.part == "unproven":
        day = plain_day(step.closed) if step.closed else ""
        first = _("Closed on %(day)s, but it is in no numerator until its proof is there.") % {"day": day}
        return " ".join([first, proof or _("Its outcome has to be checked.")])
    return " ".join(filter(None, [_effect(step, today), proof]))


def _effect(step: Step, today: date) -> str:
    if step.part == "later" or step.due is None:
        return _("Not due in this period: concluded early, it lifts both sides of the rate.")
    days = (step.due - today).days
    if days < 0:
        late = ngettext("%(n)s day over its limit", "%(n)s days over its limit", -days) % {"n": -days}
        return _("%(late)s: it counts as open, closing it lifts the rate.") % {"late": late}
    if days == 0:
        return _("Due today: from tomorrow on it counts as open.")
    return ngettext("Due in %(n)s day, then it counts as open.", "Due in %(n)s days, then it counts as open.", days) % {
        "n": days
    }


def next_step(step: Step) -> Text:
    """What somebody has to do now."""
    if step.part == "unproven":
        return _("Add the proof")
    state = step.ticket.state
    if state in NEXT:
        return NEXT[state]
    workflow = registry.get(step.ticket.type)
    stages = path.steps(workflow, state) if workflow else []
    return next((one.label for one in stages if one.at == "now"), listed.state_title(step.ticket.type, state))


def may_stay_open(standing: Standing) -> str:
    """What the target means in cases."""
    words = {"all": standing.counted, "target": standing.target, "may": standing.may_stay_open}
    if not standing.counted:
        return _("No case counts in this period yet.")
    if not standing.may_stay_open:
        said = ngettext(
            "%(all)s case counts by the end of the period: for %(target)s %% none may stay open.",
            "%(all)s cases count by the end of the period: for %(target)s %% none may stay open.",
            standing.counted,
        )
        return said % words
    said = _("Of %(all)s cases that count by the end of the period at most %(may)s may stay open for %(target)s %%.")
    return said % words
