"""What becomes of a case's child tickets when the case goes to another unit or person, or is void (domain.md §2.5, §4.5, §7.3).

One rule, here: what is done with her goes along with the case, for it needs somebody near her: the safety plan, the guidance on
evidence, the visits after a written warning. What speaks to police, court, legal aid and leaders, and the child's own ticket,
stays with the district: its officers answer for it wherever the case is. A unit that only assists gets none of them.
"""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, Workflow, action
from workflows.forms import MoveForm
from workflows.ladder import Level, ancestor_at
from workflows.registry import registry
from workflows.rights import lane_rules
from workflows.rights.proof import AFTERCARE
from workflows.roles import SYSTEM, Actor

GOES_ALONG: dict[str, tuple[str, ...]] = {  # kind of child -> states in which it goes along; () = all of them
    lane_rules.PLAN: (),
    lane_rules.EVIDENCE: (),
    lane_rules.WARNING: ("visiting",),
}
OF_THE_LANE = tuple(
    slug for slug in lane_rules.PROTECTION if slug != lane_rules.TAKEOVER
)  # that one ends by signing for the case
CASE_VOID = _("Void: its case was entered in error")
VOIDED = State("voided", _("Void with its case"), Kind.END)


def unit_of(slug: str, state: str, case: Any) -> str:
    """The unit at which a child ticket of this kind and state stands."""
    states = GOES_ALONG.get(slug)
    if states is not None and (not states or state in states):
        return str(case.unit_id)
    return ancestor_at(case.unit_id, Level.DISTRICT)


def follow(case: Any, holder: int | None) -> None:
    """The case has gone to another unit or person (before: `holder`): its open children follow, as far as they do.

    In the unit of the case, whoever has the case has what nobody has and what its former holder had; what a colleague took
    stays with her. What stays at the district while the case leaves keeps its person there.
    """
    if not case.data.get("children"):
        return
    for child in case.family.open_children(*OF_THE_LANE):
        unit, who = unit_of(child.type, child.state, case), child.assignee_id
        if unit == case.unit_id and (unit != child.unit_id or who in (None, holder)):
            who = case.assignee_id
        if (unit, who) != (child.unit_id, child.assignee_id):
            case.move_child(child.type, "go_along", by_clock=True, only=child.number, unit=unit, holder=who)


def stand(child: Any, state: State) -> None:
    """A child has come into a state in which it stands elsewhere: there it goes, to whoever has the case."""
    case = child.family.parent
    unit = unit_of(child.type, state.code, case)
    if unit != child.unit_id:
        child.hand_to(unit)
        child.assignee_id = case.assignee_id if unit == case.unit_id else None
        child.also_tell.append(tell.HOLDER if child.assignee_id else tell.UNIT)


# ── Void ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
LAW = _(
    "The report that the law requires is not finished, and nobody can waive it, not two people either (未成年人保护法 art 11, 反家庭暴力法 art 14). Finish it first."  # noqa: E501
)
# What shows that the matter is real: it is not dropped with a case that is said to be a mistake.
REAL: dict[str, tuple[tuple[str, ...], Text]] = {
    lane_rules.PLAN: (("in_force",), _("A safety plan was made with her. End it first, or keep the case.")),
    lane_rules.ORDER: (
        ("filed", "before_court", "in_force"),
        _("The court has the application or has made an order. Let it end first, or keep the case."),
    ),
    lane_rules.WARNING: (
        ("asked", "visiting"),
        _("The police were asked, or the visits run. End that first, or keep the case."),
    ),
    lane_rules.AID: (
        ("supplementing", "submitted", "granted", "running", "objecting"),
        _("The legal aid body has her application. Withdraw it there first, or keep the case."),
    ),
    lane_rules.CHILD: (("measures", "visiting"), _("A child is looked after here. End that first, or keep the case.")),
}


def kept(child: Any) -> Text:
    """Why this open child is not dropped with its case; "" if it is."""
    if child.data.get("mandatory") and child.type in (lane_rules.POLICE, lane_rules.CHILD):
        return LAW
    if child.type == lane_rules.POLICE and child.data.get("danger"):
        return _("There is danger on record: the police are called first, or “The danger is over” is recorded.")
    states, sentence = REAL.get(child.type, ((), ""))
    if child.state in states:
        return sentence
    if child.type == AFTERCARE or registry[child.type].action_named("void_along", child.state):
        return ""
    return _("It is still open. End it first.")


def nothing_kept(ticket: Any, actor: Actor) -> Text:
    """Guard: a case is not void while a duty or something that has begun outside hangs on it; names each."""
    found = [(child.number, kept(child)) for child in ticket.family.open_children()]
    texts = [format_lazy("{number}: {why}", number=number, why=why) for number, why in found if why]
    return format_lazy(" ".join("{}" for _one in texts), *texts) if texts else ""


def void_children(case: Any) -> None:
    """The open children of a case that is void end with it, in the same transaction."""
    for child in case.family.open_children():
        if child.type == AFTERCARE:
            case.move_child(AFTERCARE, "stop_plan", by_clock=True, only=child.number, reason=str(CASE_VOID))
        else:
            case.move_child(child.type, "void_along", by_clock=True, only=child.number)


# ── The children's moves ──────────────────────────────────────────────────────────────────────────────────────────────
class AlongForm(MoveForm):
    """Where the case has gone; filled in by the clock."""

    unit = forms.RegexField(r"^(\d{6}|\d{9}|\d{12})$", label=_("Responsible"))
    holder = forms.IntegerField(label=_("Person in charge"), required=False)


def along(*states: State) -> type[Workflow]:
    """The two moves that only a case makes on its children, while they are in one of `states`."""

    class Along(Workflow):
        @action(states, SAME, by=[SYSTEM], label=_("Goes along with its case"), form=AlongForm, icon="swap")
        def go_along(self, unit: str, holder: int | None) -> None:
            if unit != self.unit_id:
                self.hand_to(unit)
            self.assignee_id = holder
            self.also_tell.append(tell.HOLDER if holder else tell.UNIT)

        @action(states, VOIDED, by=[SYSTEM], label=CASE_VOID, tell=[tell.HOLDER, tell.UNIT], icon="x")
        def void_along(self) -> None:
            """Two people have declared the case void; the reason stands in the case (workflows.rights.closing)."""
            self.outcome = "X3"

    return Along
