"""Legal aid that was refused, withdrawn or not wanted: her objection with the justice bureau, and applying anew (法律援助法 art 49)."""

from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import OneOf, Workflow, action
from workflows.rights import aid_forms as ask
from workflows.rights.aid_granted import granted
from workflows.rights.aid_rules import is_pressing
from workflows.rights.aid_states import DECLINED, GRANTED, OBJECTING, PREPARING, REFUSED, WITHDRAWN
from workflows.rights.court import day_start
from workflows.rights.guards import in_my_unit
from workflows.roles import HANDLERS
from workflows.shapes.answer import owed
from workflows.shapes.frame import count
from workflows.standard import ReasonForm

DEADLINES = (owed("la.objection_decide", OBJECTING, "objected_at", GRANTED, REFUSED, DECLINED),)
OF_THE_FIRST = (
    "decision",
    "refused_because",
    "told_missing",
    "submitted_on",
    "received_at",
    "wish",
)  # facts of one application


class Again(Workflow):
    @action([REFUSED], OBJECTING, by=HANDLERS, label=_("She objects to the refusal"), form=ask.ObjectForm, guards=[in_my_unit],
            tell=[tell.PARENT], icon="up", after=_("The justice bureau decides within the days of art 49."))  # fmt: skip
    def object_to_refusal(self, received_on: date, grounds: str) -> None:
        self.cycle += 1
        self.data["objected_at"] = day_start(received_on)
        count(self, "objections")

    @action([OBJECTING], OneOf((GRANTED, REFUSED)), by=HANDLERS, label=_("Record the answer to the objection"), form=ask.ObjectionForm,
            guards=[in_my_unit], tell=[tell.PARENT], icon="check", primary=True)  # fmt: skip
    def record_objection(self, upheld: str, decided_on: date, paper_no: str) -> str:
        return granted(self, decided_on) if upheld == "yes" else REFUSED.code

    @action([DECLINED, WITHDRAWN, REFUSED], PREPARING, by=HANDLERS, label=_("Apply anew"), form=ReasonForm, guards=[in_my_unit],
            tell=[tell.PARENT], icon="play")  # fmt: skip
    def apply_anew(self, reason: str) -> None:
        self.cycle += 1
        for name in OF_THE_FIRST:
            self.data.pop(name, None)
        self.data["pressing"] = is_pressing(self, localdate(self.now))
