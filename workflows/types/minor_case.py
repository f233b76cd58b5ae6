"""The minor's own ticket in a case of violence: look first, then measures, then visits (domain.md §1.6, §2.5).

未成年人保护法 art 11 (report), 103 (no disclosure); 家庭教育促进法 art 48 (family-education guidance). A guardian who is the
alleged abuser is never asked, told or shown anything: then the lawful basis is duty or emergency (domain.md §1.12).
`data`: `grounds` (of the nine), `basis`, `measures`, `visits`, `quiet` (visits in a row without new harm).
"""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, action
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.registry import register
from workflows.rights.forms import long_text, must, pick
from workflows.rights.lane import guardian_is_abuser
from workflows.rights.lane_task import LaneTask, checklist
from workflows.rights.mediation_forms import past_day
from workflows.roles import DISTRICT, HANDLERS, STREET, Actor
from workflows.standard import ReasonForm, assignment, notes
from workflows.types.police_report import GROUNDS

TO_ASSESS = State("to_assess", _("The child's situation to be looked at"))
MEASURES = State("measures", _("Measures to be taken"))
VISITING = State("visiting", _("Visits"))
ENDED = State("ended", _("No longer needed"), Kind.END)
NO_CHILD = State("no_child", _("No child concerned"), Kind.END)
QUIET_VISITS = 3  # [G] visits in a row without new harm before the district may end them (domain.md §1.4, by analogy)

BASES = [("guardian", _("Consent of a guardian")), ("duty", _("Legal duty")), ("emergency", _("Emergency"))]
WHERE = [
    ("home_safe", _("At home, with a safe adult")),
    ("home_unsafe", _("At home, with the one who harms")),
    ("relative", _("With relatives")),
    ("shelter", _("In a shelter or hospital")),
    ("unknown", _("Not known")),
]
STEPS = [
    ("police", _("Police told")),
    ("civil_affairs", _("Civil affairs: temporary care")),
    ("school", _("School told, as far as needed")),
    ("hospital", _("Medical care")),
    ("psychologist", _("Psychological help")),
    ("guidance", _("Family-education guidance asked for")),
    ("order", _("Included in the protection order")),
    ("guardianship", _("Change of guardianship prepared")),
    ("none_needed", _("None needed, watched over")),
]
SAFE = [("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))]


class AssessForm(MoveForm):
    count = forms.IntegerField(label=_("How many children"), min_value=1, max_value=12)
    where = forms.ChoiceField(label=_("Where the child is now"), choices=pick(WHERE))
    grounds = checklist(_("Situations that must be reported"), GROUNDS[:-1], required=False)
    basis = forms.ChoiceField(label=_("Lawful basis for handling the child's data"), choices=pick(BASES))
    seen_alone = must(_("The child was seen without the one who is said to harm"))
    found = long_text(_("What was found"))
    private = ("found",)


class MeasuresForm(MoveForm):
    measures = checklist(_("Measures"), STEPS)
    details = long_text(_("Who does what"), required=False)
    private = ("details",)


class VisitForm(MoveForm):
    visited_on = past_day(_("Visited on"))
    safe = forms.ChoiceField(label=_("Is the child safe?"), choices=pick(SAFE))
    new_harm = forms.BooleanField(label=_("New harm"), required=False)
    remarks = long_text(_("What was seen"), required=False)
    private = ("remarks",)


def not_the_abusers_consent(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    if cleaned["basis"] == "guardian" and guardian_is_abuser(ticket):
        return {
            "basis": _("The guardian is the one said to harm: never ask that person. Choose legal duty or emergency.")
        }
    return {}


def quiet_enough(ticket: Any, actor: Actor) -> Text:
    if ticket.data.get("quiet", 0) >= QUIET_VISITS:
        return ""
    return _("Visits go on until three in a row were without new harm.")


@register
class MinorCase(
    assignment((TO_ASSESS, MEASURES, VISITING)), notes((TO_ASSESS, MEASURES, VISITING)), LaneTask,  # type: ignore[misc]
):  # fmt: skip
    slug, prefix, title = "minor_case", "WC", _("The child's own ticket")
    states = (TO_ASSESS, MEASURES, VISITING, ENDED, NO_CHILD)
    tell_on_open = (tell.DISTRICT_DUTY,)
    deadlines = (
        Deadline("minor.assess", starts=("open",), stops=(MEASURES, NO_CHILD)),
        Deadline("minor.measures", starts=(MEASURES,), stops=(VISITING,)),
        Deadline("minor.visit", starts=(VISITING, "visit"), stops=("visit",), each=True),
    )

    @action(
        [TO_ASSESS], MEASURES, by=HANDLERS, label=_("Record the child's situation"), form=AssessForm,
        checks=[not_the_abusers_consent], tell=[tell.PARENT, tell.DISTRICT_DUTY], icon="note", primary=True,
        after=_("A situation that must be reported: make the report in the case's police ticket at once."),
    )  # fmt: skip
    def assess_child(
        self, count: int, where: str, grounds: list[str], basis: str, seen_alone: bool, found: str
    ) -> None:
        self.data.update(count=count, where=where, grounds=grounds, basis=basis)
        if grounds or where == "home_unsafe":
            self.also_tell.append(tell.LEADERS)

    @action(
        [TO_ASSESS], NO_CHILD, by=[STREET, DISTRICT], label=_("No child is concerned"), form=ReasonForm,
        tell=[tell.PARENT], icon="x",
    )  # fmt: skip
    def no_child(self, reason: str) -> None:
        """The reason is sealed into the event."""

    @action(
        [MEASURES], VISITING, by=HANDLERS, label=_("Record the measures"), form=MeasuresForm, tell=[tell.PARENT],
        icon="check", primary=True, after=_("Visits follow in a fixed rhythm."),
    )  # fmt: skip
    def take_measures(self, measures: list[str], details: str) -> None:
        self.data.update(measures=measures, quiet=0)

    @action([VISITING], SAME, by=HANDLERS, label=_("Record a visit"), form=VisitForm, icon="home", primary=True)
    def visit(self, visited_on: date, safe: str, new_harm: bool, remarks: str) -> None:
        calm = safe == "yes" and not new_harm
        self.data.update(visits=self.data.get("visits", 0) + 1, quiet=self.data.get("quiet", 0) + 1 if calm else 0)
        if not calm:
            self.also_tell += [tell.PARENT, tell.DISTRICT_DUTY, tell.LEADERS]

    @action(
        [VISITING], ENDED, by=[DISTRICT], label=_("End the visits"), form=ReasonForm, guards=[quiet_enough],
        tell=[tell.PARENT], icon="x",
    )  # fmt: skip
    def end_visits(self, reason: str) -> None:
        """The reason is sealed into the event."""
