"""Two sides that are brought together: a seeker and a vacancy, a girl and a pledge, a task and a volunteer.

A type names its other side (`match_with`) and says in `fit(mine, other)` why two fit; the matching screen shows candidates
with these reasons, codes only. The move that matches names the other ticket in a TicketField, so both are locked, and moves
it too (`move_other`): both sides change in one transaction or neither does.
"""

from typing import Any, ClassVar

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.base import Text, Workflow
from workflows.datetexts import joined
from workflows.forms import MoveForm, TicketField
from workflows.ladder import district_of, street_of
from workflows.roles import Actor


class Matching(Workflow):
    """`match_with`: slug of the other side; `match_move`: the move that joins; `match_field`: its TicketField;
    `match_states`: codes of the states in which the other side can be joined."""

    match_with: ClassVar[str] = ""
    match_move: ClassVar[str] = "match"
    match_field: ClassVar[str] = "other"
    match_states: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def fit(cls, mine: Any, other: Any) -> list[Text]:
        """Why these two fit, each as a short sentence; [] when they do not."""
        return []


class MatchForm(MoveForm):
    other = TicketField(label=_("With which (its number)"))


def fits(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check: the other side is of the right kind, free, and fits."""
    kind, field = ticket.workflow, ticket.workflow.match_field
    other = ticket.others.get(entered[field])
    if other is None or other.type != kind.match_with:
        return {field: _("This is not the number of one it can be matched with.")}
    if other.state not in kind.match_states:
        return {field: _("This one is not free any more. Choose another.")}
    return {} if kind.fit(ticket, other) else {field: _("These two do not fit. Choose another.")}


def common(mine: Any, other: Any, name: str) -> list[str]:
    """What two lists of codes in `data[name]` share."""
    return sorted(set(mine.data.get(name, [])) & set(other.data.get(name, [])))


def in_common(mine: Any, other: Any, name: str, choices: Any, sentence: Any) -> list[Text]:
    """What the two lists share, as one reason (`sentence` with {found}); [] if nothing."""
    found = [str(dict(choices)[one]) for one in common(mine, other, name)]
    return [format_lazy(sentence, found=joined(found))] if found else []


def join(ticket: Any, other: str, move: str, **data: Any) -> None:
    """Both sides change in one step: this one keeps the other's number, that one makes `move`."""
    ticket.data[ticket.workflow.match_field] = other
    ticket.move_other(other, move, **data)


def part(ticket: Any, move: str = "") -> None:
    """They are together no longer; the other side, if there is one, makes `move` and is free for another."""
    other = ticket.data.pop(ticket.workflow.match_field, None)
    if other and move:
        ticket.move_other(other, move)


def skilled(mine: Any, other: Any, skills: Any, times: Any, at_times: Any) -> list[Text]:
    """The skills and the times that two share; [] without a common skill. `at_times`: the sentence of the times."""
    found = in_common(mine, other, "skills", skills, _("Skills: {found}"))
    return found + in_common(mine, other, "times", times, at_times) if found else []


def near(mine: Any, other: Any, how: str) -> bool:
    """Do both belong to one community, one street, or else to one district?"""
    if how == "community":
        return bool(mine.place_id == other.place_id)
    area = street_of if how == "street" else district_of
    return area(mine.place_id) == area(other.place_id)
