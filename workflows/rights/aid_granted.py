"""Legal aid once it is granted: the lawyer appointed within days, how it goes asked again, its result or its early end (art 29, 48)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Workflow, action
from workflows.deadlines import Deadline
from workflows.rights import aid_forms as ask
from workflows.rights.aid_states import DECLINED, DONE, GRANTED, REFUSED, RUNNING
from workflows.rights.court import day_start
from workflows.rights.guards import in_my_unit
from workflows.roles import HANDLERS
from workflows.shapes.answer import owed

DEADLINES = (
    owed("la.appoint", GRANTED, "granted_at", RUNNING, REFUSED, DECLINED),
    Deadline("la.progress", starts=(RUNNING, "record_progress"), stops=("record_progress",), each=True),
)


def granted(ticket: Any, on: date) -> str:
    """It is granted, by the body itself or on her objection: the code of the state that follows."""
    ticket.data.update(decision=ask.GRANTED, granted_at=day_start(on))
    return GRANTED.code


class Granted(Workflow):
    @action([GRANTED], RUNNING, by=HANDLERS, label=_("A lawyer is appointed"), form=ask.LawyerForm, guards=[in_my_unit],
            tell=[tell.PARENT], icon="user", primary=True)  # fmt: skip
    def record_lawyer(self, appointed_on: date, lawyer: str, woman_wished: bool) -> None:
        self.data["appointed_on"] = appointed_on.isoformat()

    @action([RUNNING], SAME, by=HANDLERS, label=_("Record how it goes"), form=ask.ProgressForm, guards=[in_my_unit], icon="note")  # fmt: skip
    def record_progress(self, asked_on: date, progress: str) -> None:
        self.data["asked_on"] = asked_on.isoformat()

    @action([RUNNING], DONE, by=HANDLERS, label=_("Record the result"), form=ask.ResultForm, guards=[in_my_unit],
            tell=[tell.PARENT], icon="check", primary=True)  # fmt: skip
    def record_result(self, result: str, ended_on: date, details: str) -> None:
        self.data.update(result=result, ended_on=ended_on.isoformat())

    @action([GRANTED, RUNNING], REFUSED, by=HANDLERS, label=_("The aid was ended early"), form=ask.EndedForm, guards=[in_my_unit],
            tell=[tell.PARENT, tell.SUPERVISORS], icon="x")  # fmt: skip
    def record_ended(self, ended_on: date, reason: str, rights_told: bool) -> None:
        self.data.update(refused_because="ended", ended_on=ended_on.isoformat())
