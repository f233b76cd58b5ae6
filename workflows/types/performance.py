"""Performance of one promise of a mediation agreement (履行): a child of the rights case, one for each line of the plan.

The committee watches over performance (人民调解法 art 31); the law sets no period, so our own duty is to follow up
after a miss. `data`: `due_on` (ISO), `agreement` (which agreement of the case), `first_due`, `performed_on`, `on_time`.
An agreement counts as performed when all its children ended in `performed`, in time when all are `on_time`.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.registry import register
from workflows.rights import performance_forms as ask
from workflows.rights.guards import in_my_unit
from workflows.roles import HANDLERS, SYSTEM
from workflows.standard import ReasonForm, assignment

DUE = State("due", _("To be performed"), Kind.WAITING)
MISSED = State("missed", _("Not performed in time"))
PERFORMED = State("performed", _("Performed"), Kind.END)
RELEASED = State("released", _("Released"), Kind.END)
REMIND_BEFORE = timedelta(days=3)


@register
class Performance(assignment((DUE, MISSED)), Workflow):
    slug, prefix, title, plan_chapter = "performance", "LX", _("Performance of an agreement"), 8
    states = (DUE, MISSED, PERFORMED, RELEASED)
    only_child = True
    open_by = HANDLERS
    intake_form = ask.PromiseForm
    watched = frozenset({"miss_due", "record_missed"})
    deadlines = (
        Deadline(
            "perf.due", starts=("open", "reschedule"), stops=(MISSED, PERFORMED, RELEASED), until="over_on", then="miss_due", who="party",
            each=True, title=_("Performance due"),
        ),
        Deadline(
            "perf.remind", starts=("open", "reschedule"), stops=(MISSED, PERFORMED, RELEASED), until="remind_on", then="remind",
            only="remind_on", each=True, who="party", title=_("Reminder before the due day"),
        ),
        Deadline("perf.missed", starts=(MISSED,), stops=(DUE,), each=True),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        """Due day, amount and agreement in clear, what is done sealed; the mediator of the case watches over it."""
        parent = ticket.family.parent
        ticket.assignee_id, ticket.category, ticket.risk = parent.assignee_id, parent.category, parent.risk
        ticket.title_text = "协议履行"
        amount: Decimal | None = cleaned["amount"]
        ticket.data.update(agreement=cleaned["agreement"], first_due=cleaned["due_on"].isoformat())
        if amount is not None:
            ticket.data["amount"] = str(amount)
        date_it(ticket, cleaned["due_on"], parent.now)
        return []

    @classmethod
    def heading(cls, ticket: Any) -> Text:
        return cls.title

    @action(
        [DUE, MISSED], PERFORMED, by=HANDLERS, label=_("Performed"), form=ask.PerformedForm, guards=[in_my_unit],
        tell=[tell.PARENT], icon="check", primary=True,
    )  # fmt: skip
    def record_performed(self, performed_on: date, proof: str, details: str) -> None:
        on = performed_on.isoformat()
        self.data.update(performed_on=on, on_time=on <= self.data["due_on"])

    @action(
        [DUE, MISSED], SAME, by=HANDLERS, label=_("Performed in part"), form=ask.PartForm, guards=[in_my_unit],
        tell=[tell.PARENT], icon="note",
    )  # fmt: skip
    def record_part(self, done_on: date, done: str, left: str) -> None:
        self.data["parts"] = self.data.get("parts", 0) + 1

    @action([DUE], MISSED, by=[SYSTEM], label=_("The day has passed"), tell=[tell.PARENT, tell.HOLDER])
    def miss_due(self) -> None:
        self.data["misses"] = self.data.get("misses", 0) + 1

    @action(
        [DUE], MISSED, by=HANDLERS, label=_("It will not be performed in time"), form=ReasonForm, guards=[in_my_unit],
        tell=[tell.PARENT], icon="x",
    )  # fmt: skip
    def record_missed(self, reason: str) -> None:
        self.data["misses"] = self.data.get("misses", 0) + 1

    @action([DUE], SAME, by=[SYSTEM], label=_("Due in a few days"), tell=[tell.PARENT, tell.HOLDER])
    def remind(self) -> None:
        """Said once for each due day; nothing changes."""

    @action(
        [DUE, MISSED], DUE, by=HANDLERS, label=_("Both agreed to another day"), form=ask.NewDayForm, guards=[in_my_unit],
        tell=[tell.PARENT], icon="clock",
    )  # fmt: skip
    def reschedule(self, due_on: date, both_agreed: bool, reason: str) -> None:
        self.data["rescheduled"] = self.data.get("rescheduled", 0) + 1
        date_it(self, due_on, self.now)

    @action(
        [DUE, MISSED], RELEASED, by=HANDLERS, label=_("No longer owed"), form=ReasonForm, guards=[in_my_unit],
        tell=[tell.PARENT], icon="x", after=_("The other side waived it, or a new agreement stands in its place."),
    )  # fmt: skip
    def release(self, reason: str) -> None:
        """The reason is sealed into the event."""


def date_it(ticket: Any, due_on: date, now: Any) -> None:
    """The promise may be kept until the end of its day (民法典 art 203); the reminder comes only if its day is ahead."""
    remind_on = due_on - REMIND_BEFORE
    ticket.data.update(due_on=due_on.isoformat(), over_on=(due_on + timedelta(days=1)).isoformat())
    ticket.data["remind_on"] = remind_on.isoformat() if remind_on > localdate(now) else ""
