"""Public notice (公示): masked lines, for the working days of the policy, objections that hold it up, and its end by itself.

A type enters PUBLIC with `put_up(self)` and says in `notice_lines` what everybody may read. An objection is a child ticket
of its own (`objection`); while one is open the notice does not end, and one that is upheld ends it (domain.md §5.0, §5.5).
What only an objection held up ends by itself with the decision that rejects the last one: nothing is left to wait for.
"""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, OneOf, State, Text, Workflow, action
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.policy import bilingual
from workflows.rights.forms import long_text
from workflows.roles import DISTRICT, STREET, SYSTEM, Actor

PUBLIC = State("public", _("On public notice"))
POLICY = "aw.public_notice"
DEADLINES = (
    Deadline(POLICY, starts=(PUBLIC,), stops=("end_notice", "notice_over", "take_down"), then="notice_over", each=True),
    Deadline(
        "aw.objection_wait",
        starts=(PUBLIC,),
        stops=("end_notice", "notice_over", "take_down"),
        then="notice_over",
        each=True,
    ),
)
UPHELD = "upheld"


class RejectedForm(MoveForm):
    objection = forms.CharField(label=_("Number of the objection"), max_length=60)


class ObjectionForm(MoveForm):
    """What somebody says against it, from the public page; a name is not needed."""

    objection = long_text(_("What speaks against it"))
    name = forms.CharField(label=_("Your name, if you wish to say it"), max_length=40, required=False)
    phone = forms.CharField(label=_("How to reach you, if you wish an answer"), max_length=40, required=False)
    private = ("objection", "name", "phone")


def upheld(ticket: Any) -> bool:
    """Was an objection upheld that has not been met yet?"""
    met = ticket.data.get("objections_met", [])
    return any(child.state == UPHELD and child.number not in met for child in ticket.family.children("objection"))


def settle(ticket: Any) -> None:
    """What was upheld is met by taking the notice down: the ticket may go on public notice again, changed."""
    ticket.data["objections_met"] = [
        child.number for child in ticket.family.children("objection") if child.state == UPHELD
    ]


def no_objection_open(ticket: Any, actor: Actor) -> Text:
    if ticket.family.open_children("objection"):
        return _("An objection is being looked into. The notice ends when it is decided.")
    if upheld(ticket):
        return _("An objection was upheld. Take the notice down.")
    return ""


def not_barred(ticket: Any, actor: Actor) -> Text:
    """Guard: nothing else came up meanwhile (`Noticed.barred`)."""
    found: Text = ticket.workflow.barred(ticket)
    return found


def is_over(ticket: Any) -> bool:
    """Has it hung for its days?"""
    due = ticket.family.due_at(POLICY)
    return due is not None and due <= ticket.now


def time_is_over(ticket: Any, actor: Actor) -> Text:
    return "" if is_over(ticket) else _("The notice still has to hang. It ends by itself.")


def something_against(ticket: Any, actor: Actor) -> Text:
    if upheld(ticket) or ticket.workflow.barred(ticket):
        return ""
    return _("No objection was upheld. The notice ends by itself.")


def put_up(ticket: Any) -> None:
    """Publish the type's lines in both languages, whoever's language made the move; it leads to PUBLIC."""
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append([(label, str(text)) for label, text in ticket.workflow.notice_lines(ticket)])
    lines = [(label, bilingual(zh, en)) for (label, zh), (_label, en) in zip(*said, strict=True)]
    ticket.publish(ticket.workflow.slug, lines, place=ticket.place_id if ticket.data.get("masked") else "")


def who(ticket: Any) -> tuple[Text, str]:
    """The first line: her masked name once she has agreed to it, else the end of the application's number and nothing of her."""
    if masked := ticket.data.get("masked"):
        return _("Name"), masked
    return _("Application"), ticket.number[-6:]


def passed(ticket: Any) -> str:
    """Take it down because its time is over; the code of the state that follows."""
    onto = str(ticket.workflow.after_notice(ticket))
    ticket.withdraw_notice("over")
    ticket.workflow.notice_passed(ticket)
    return onto


def noticed(onto: State | tuple[State, ...], failed: State) -> type[Workflow]:
    """The moves of a notice: after it `onto`; when an objection is upheld, `failed`.

    A type may override `notice_passed`; `after_notice` (which of several states comes next); and `barred`: a sentence
    when it must not go on although nobody objected.
    """
    ways = (onto,) if isinstance(onto, State) else onto
    further = onto if isinstance(onto, State) else OneOf(onto)

    class Noticed(Workflow):
        @action([PUBLIC], SAME, by=[SYSTEM], label=_("Objection received"), form=ObjectionForm,
                tell=[tell.UNIT, tell.DISTRICT_DUTY], icon="alarm")  # fmt: skip
        def receive_objection(self, objection: str, name: str, phone: str) -> None:
            self.data.update(objections=self.data.get("objections", 0) + 1, objected=True)
            self.spawn("objection", objection=objection, name=name, phone=phone)

        @action([PUBLIC], further, by=[SYSTEM], label=_("The notice is over"), guards=[no_objection_open, not_barred],
                tell=[tell.UNIT, tell.OPENER], icon="check")  # fmt: skip
        def notice_over(self) -> str:
            return passed(self)

        @action([PUBLIC], OneOf((PUBLIC, *ways)), by=[SYSTEM], label=_("An objection was not upheld"), form=RejectedForm,
                tell=[tell.UNIT, tell.OPENER], icon="check")  # fmt: skip
        def objection_rejected(self, objection: str) -> str:
            """Made by the objection in the step that rejects it: to the others it still counts as open."""
            others = [child for child in self.family.children("objection") if child.number != objection]
            held_up = upheld(self) or any(child.is_open for child in others)
            if held_up or not is_over(self) or self.workflow.barred(self):
                return PUBLIC.code
            return passed(self)

        @action([PUBLIC], further, by=[STREET, DISTRICT], label=_("End the notice"), guards=[no_objection_open, not_barred, time_is_over],
                tell=[tell.UNIT, tell.OPENER], icon="check", primary=True)  # fmt: skip
        def end_notice(self) -> str:
            return passed(self)

        @action([PUBLIC], failed, by=[DISTRICT], label=_("Take the notice down"), guards=[something_against],
                tell=[tell.UNIT, tell.OPENER], icon="x")  # fmt: skip
        def take_down(self) -> None:
            self.withdraw_notice("objection")
            self.workflow.notice_failed(self)

    Noticed.after_notice = classmethod(lambda cls, ticket: ways[0].code)  # type: ignore[attr-defined]
    Noticed.barred = classmethod(lambda cls, ticket: "")  # type: ignore[attr-defined]
    Noticed.notice_passed = classmethod(lambda cls, ticket: None)  # type: ignore[attr-defined]
    Noticed.notice_failed = classmethod(lambda cls, ticket: None)  # type: ignore[attr-defined]
    return Noticed
