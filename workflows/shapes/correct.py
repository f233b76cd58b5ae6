"""Correcting what was entered at the beginning: through the gate, with a reason, every version kept.

What a rights case opens beside itself begins with her name, her safe contact and a few words (`Workflow.referred`); the rest is
asked of her by those who help, and entered here. Each correction is an event: it says what was entered, the events before it what
stood there. Consents are not corrected: they are given and taken back by moves of their own.
"""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.base import SAME, State, Text, Workflow, action
from workflows.forms import MoveForm, as_json
from workflows.guards import holder_only
from workflows.masking import masked_name
from workflows.partyroles import PETITIONER
from workflows.rights.forms import long_text
from workflows.roles import HANDLERS, Actor
from workflows.shapes.frame import OF_HER, described

CLEAR = "clear"
YES_NO = [("", _("Unchanged")), ("yes", _("Yes")), ("no", _("No"))]
SEALED = _("Kept sealed, not shown here. Left empty, it stays as it is.")


class CorrectionForm(MoveForm):
    """What is in clear stands in the fields, what is sealed does not. What is the same or empty stays as it is.

    `clear`: what was optional and is taken away; in clear only what is there, sealed whatever may be there.
    """

    def bound_to(self, case: Any, actor: Actor) -> None:
        clear: Any = self.fields.get(CLEAR)
        if clear is not None:
            clear.choices = [one for one in clear.choices if one[0] in self.private or case.data.get(one[0])]
        for name, field in self.fields.items():
            stands = case.data.get(name) if name in case.workflow.kept and name not in self.private else None
            if getattr(field, "yes_no", False) and stands is not None:
                self.initial[name] = "yes" if stands else "no"
            elif stands is not None:
                self.initial[name] = field.to_python(stands)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.initial.keys() - set(self.changed_data):  # it was right when it was entered: not judged again
            cleaned.pop(name, None)
            self.errors.pop(name, None)
        for name, field in self.fields.items():
            if getattr(field, "yes_no", False) and cleaned.get(name):
                cleaned[name] = cleaned[name] == "yes"
        for name in cleaned.get(CLEAR) or ():
            if cleaned.get(name) not in (None, "", []):
                self.add_error(name, _("It is to be taken away, and something is entered: decide for one of the two."))
        if not self.errors and not entered(cleaned) and not cleaned.get(CLEAR):
            self.add_error(None, _("Nothing is entered that differs. Fill in what has to be corrected."))
        return cleaned


def entered(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What was filled in, without the reason and what is taken away."""
    return {
        name: value for name, value in cleaned.items() if name not in ("reason", CLEAR) and value not in (None, "", [])
    }


def correction_form(intake: type[MoveForm], fixed: Iterable[str] = ()) -> type[CorrectionForm]:
    """The intake form again, nothing required, without the place and the `fixed` fields; what to take away, and a reason."""
    fields: dict[str, Any] = {}
    optional: list[tuple[str, Text]] = []
    for name, field in intake.base_fields.items():
        if name in ("place", *fixed):
            continue
        if isinstance(field, forms.BooleanField):
            fields[name] = forms.ChoiceField(label=field.label, choices=YES_NO, required=False)
            fields[name].yes_no = True
        else:
            fields[name] = deepcopy(field)
            fields[name].required = False
            optional += [] if field.required else [(name, field.label or name)]
    if optional:
        fields[CLEAR] = forms.MultipleChoiceField(
            label=_("Take away"), choices=optional, required=False, widget=forms.CheckboxSelectMultiple,
            help_text=_("What was wrong and has no right value yet."),
        )  # fmt: skip
    fields["reason"] = long_text(_("Reason for the correction"))
    private = (*(name for name in intake.private if name in fields), "reason")
    for name in private[:-1]:
        fields[name].help_text = format_lazy("{own}{sealed}", own=fields[name].help_text, sealed=SEALED)
    return type(f"{intake.__name__}Correction", (CorrectionForm,), {**fields, "private": private})


def completed(ticket: Any, actor: Actor) -> Text:
    """Guard: what was opened beside a rights case is completed with her before anything is decided by it."""
    if ticket.data.get("incomplete"):
        return _(
            "It was opened with the least that is needed. Ask her, and complete it by “Correct the particulars” first."
        )
    return ""


def particulars_there(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """The same as a check of a decision: a refusal may come earlier, a grant not."""
    why = completed(ticket, actor) if entered["decision"] == "grant" else ""
    return {"decision": why} if why else {}


def left_open(ticket: Any, actor: Actor, said: dict[str, Any]) -> dict[str, Text]:
    """Check: what stood open when a case opened it is entered with the first correction: the home, by which a second aid is found."""
    open_ones = [name for name in ticket.data.get("left_open", []) if not said.get(name)]
    return {name: _("It was left open when a case opened this ticket. Ask her, and enter it.") for name in open_ones}


def corrected(intake: type[MoveForm], states: Iterable[State], fixed: Iterable[str] = ()) -> type[Workflow]:
    """`correct`, while the ticket is in one of `states`. A type may override `after_correction` for what follows from facts."""
    form = correction_form(intake, fixed)

    class Corrected(Workflow):
        @action(
            tuple(states), SAME, by=HANDLERS, label=_("Correct the particulars"), form=form, guards=[holder_only], checks=[left_open], icon="note",
            after=_("Only what differs changes; what you leave empty stays unless you take it away. What stood there before is kept in the history."),
        )  # fmt: skip
        def correct(self, reason: str, clear: Iterable[str] = (), **said: Any) -> None:
            new, gone = entered(said), tuple(clear)
            for name in gone:
                self.data.pop(name, None)
            self.data.update({name: as_json(value) for name, value in new.items() if name in self.workflow.kept})
            self.data["corrections"] = self.data.get("corrections", 0) + 1
            self.data.pop("incomplete", None)
            self.data.pop("left_open", None)
            if self.data.get("masked") and new.get("name"):
                self.data["masked"] = masked_name(new["name"])
            if any(new.get(name) or name in gone for name in OF_HER):
                _the_person(self, new, tuple(name for name in gone if name in OF_HER))
            self.workflow.after_correction(self, new)

    Corrected.after_correction = classmethod(lambda cls, ticket, new: None)  # type: ignore[attr-defined]
    return Corrected


def _the_person(ticket: Any, new: dict[str, Any], gone: tuple[str, ...]) -> None:
    """A new version of the person concerned, or the first one."""
    party = next(iter(described(new)), None)
    codes = [code for code, role in ticket.data.get("parties", {}).items() if role == PETITIONER]
    if codes:
        ticket.correct_party(codes[0], party or {}, gone)
    elif party:
        ticket.add_party(party)
