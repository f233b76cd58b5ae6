"""A community service entity set up by women (社区服务实体): like start-up support, with a site, a licence, a list of services (domain.md §5.3 T3c)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import Kind, State, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.registry import register
from workflows.shapes import review, track
from workflows.shapes.frame import AT_HAND, ChapterType, PersonForm, boxes, holder_only, past_day
from workflows.shapes.track import TRACKING, begin_tracking, tracked
from workflows.standard import assignment, notes

OPENING = State("opening", _("To be opened"))
DONE = State("done", _("Finished"), Kind.END)
SERVICES = [
    ("home", _("Home services")), ("child", _("Child care")), ("elderly", _("Care of the old")), ("meals", _("Meals")),
    ("repair", _("Repairs")), ("laundry", _("Laundry")), ("tuition", _("After-school care")),
]  # fmt: skip


class EntityForm(PersonForm):
    called = forms.CharField(label=_("Name of the entity"), max_length=80)
    services = boxes(_("Services"), SERVICES)
    staff = forms.IntegerField(label=_("Jobs"), min_value=1, max_value=1000)
    site = forms.CharField(label=_("Site"), max_length=120)
    private = (*PersonForm.private, "site")


class OpenedForm(MoveForm):
    licence_no = forms.CharField(label=_("Number of the licence"), max_length=60)
    opened_on = past_day(_("Opened on"))


@register
class ServiceEntity(
    assignment((review.CHECKING, OPENING, TRACKING)), review.reviewed(OPENING), tracked("su.track", DONE), notes((review.CHECKING, OPENING)),
    ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "service_entity", "FW", _("Community service entity"), 3
    states = (*review.STATES, OPENING, TRACKING, DONE)
    kept = ("called", "services", "staff")
    intake_form = EntityForm
    deadlines = (
        *review.deadlines("su.review"),
        Deadline("su.refer", starts=(OPENING,), stops=(TRACKING,), each=True),
        *track.DEADLINES,
    )
    counters = (
        Counter("applications", _("Applications")), Counter("opened", _("Opened"), states=(TRACKING, DONE), share_of="applications"),
        Counter("jobs", _("Jobs"), amount="staff"), Counter("alive", _("Well after twelve months"), where={"found_3": "well"}, share_of="opened"),
    )  # fmt: skip

    @action(
        [OPENING],
        TRACKING,
        by=AT_HAND,
        label=_("It has opened"),
        form=OpenedForm,
        guards=[holder_only],
        icon="check",
        primary=True,
    )
    def record_opening(self, licence_no: str, opened_on: Any) -> None:
        self.data["opened_on"] = opened_on.isoformat()
        begin_tracking(self, "su.track")
