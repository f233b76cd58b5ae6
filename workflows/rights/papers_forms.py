"""Forms of signing, serving and voiding papers. One form signs every kind: it asks what the kind chosen asks."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now_text
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm, PartyField
from workflows.papers import KINDS
from workflows.papers.kinds import Asks, Entry
from workflows.papers.signers import signable
from workflows.rights.forms import pick, today
from workflows.standard import LONG_TEXT

SHORT, LONG = 200, 5000
WAYS = [
    ("hand", _("Handed over")),
    ("post", _("By post")),
    ("proxy", _("Taken by somebody for her")),
    ("left", _("Left there, reception refused")),
    ("public", _("By public notice")),
]
VOID_REASONS = [
    ("wrong_text", _("The text is wrong")),
    ("wrong_person", _("It names the wrong person")),
    ("not_sent", _("It is not sent after all")),
    ("reissued", _("It is signed anew")),
]


def field_of(entry: Entry) -> forms.Field:
    """The form field for an entry; whether it must be filled in depends on the kind chosen."""
    words: dict[str, Any] = {"label": entry.label, "required": False}
    if entry.asks is Asks.LONG:
        return forms.CharField(max_length=LONG, widget=LONG_TEXT, **words)
    if entry.asks is Asks.DATE:
        return forms.DateField(**words)
    if entry.asks is Asks.NUMBER:
        return forms.IntegerField(min_value=0, max_value=10_000, **words)
    if entry.asks is Asks.YES:
        return forms.BooleanField(**words)
    if entry.asks is Asks.CHOICE:
        return forms.ChoiceField(choices=pick([(code, label) for code, (_zh, label) in entry.choices.items()]), **words)
    return forms.CharField(max_length=SHORT, **words)


ENTRIES = {entry.name: entry for kind in KINDS.values() if not kind.by_move for entry in kind.entries}


class _Base(MoveForm):
    kind = forms.ChoiceField(label=_("Paper"), choices=pick([(one.code, one.title) for one in KINDS.values()]))
    dated = forms.DateField(
        label=_("Date on the paper"), required=False, help_text=_("Left empty: the day of signing.")
    )
    private = tuple(ENTRIES)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        code = (data.get("kind") if data is not None else None) or self.initial.get("kind") or ""
        chosen = KINDS.get(str(code))
        for name in ENTRIES:
            entry = chosen.entry(name) if chosen else None
            if entry is None:
                self.fields.pop(name, None)
                continue
            self.fields[name] = field_of(entry)
            self.fields[name].required = entry.required
        if chosen is None:
            self.fields.pop("dated", None)
        else:
            self.order_fields(["kind", *(one.name for one in chosen.entries), "dated"])

    def bound_to(self, case: Any, actor: Any) -> None:
        """Offer what this actor may sign in this case; another kind is refused with a sentence, not as unknown."""
        offered = {one.code for one in signable(case, actor)} | {str(self.data.get("kind") or "")}
        choices = pick([(one.code, one.title) for one in KINDS.values() if one.code in offered])
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean_dated(self) -> date | None:
        day: date | None = self.cleaned_data["dated"]
        if day and day > today():
            raise ValidationError(_("This day is still to come. Leave it empty for the day of signing."))
        if day and day.year != today().year:
            raise ValidationError(_("The number is of this year, so the date must be too. Leave it empty for today."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        foreign = [name for name in ENTRIES if name not in self.fields and self.data.get(name)]
        for name in foreign if "kind" in cleaned else ():
            label = ENTRIES[name].label
            self.add_error(
                "kind", now_text("“%(field)s” (%(name)s) is not on this paper.") % {"field": label, "name": name}
            )
        return cleaned


SignPaperForm = type(
    "SignPaperForm", (_Base,), {"__module__": __name__, **{name: field_of(entry) for name, entry in ENTRIES.items()}}
)


class PaperNumberField(forms.ChoiceField):
    """The number of a valid paper of the case; choices are filled in when the form is bound."""

    default_error_messages = {
        "invalid_choice": _("There is no such valid paper in this case. Choose a number from the list.")
    }


def numbers(case: Any, *, served: bool = False) -> list[tuple[str, Any]]:
    """Valid papers as choices; `served`: only kinds that want a record of service."""
    found = case.data.get("papers", {})
    return [
        (number, f"{number} {KINDS[code].title}")
        for code, those in found.items()
        if code in KINDS and (KINDS[code].served or not served)
        for number in those
    ]


class ServiceForm(MoveForm):
    """The record of service (送达回证): way, day, to whom, who signed, or the refusal before a witness."""

    paper = PaperNumberField(label=_("Number of the paper"), choices=())
    to = PartyField(label=_("To whom"))
    way = forms.ChoiceField(label=_("How it was served"), choices=pick(WAYS))
    served_on = forms.DateField(label=_("Served on"), initial=today)
    signed_by = forms.CharField(label=_("Who signed for it"), max_length=60, required=False)
    refusal = forms.CharField(label=_("Why it was refused"), max_length=SHORT, required=False)
    witness = forms.CharField(
        label=_("Witness"), max_length=60, required=False, help_text=_("Needed where reception is refused.")
    )
    private = ("signed_by", "refusal", "witness")

    def bound_to(self, case: Any, actor: Any) -> None:
        self.fields["paper"].choices = pick(numbers(case, served=True))  # type: ignore[attr-defined]

    def clean_served_on(self) -> date:
        day: date = self.cleaned_data["served_on"]
        if day > today():
            raise ValidationError(_("This day is still to come. Enter the day of service."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        needed = {
            "hand": [("signed_by", _("Enter who signed for it; if it was refused, choose “left there”."))],
            "proxy": [("signed_by", _("Enter who took it, and how they stand to her."))],
            "left": [
                ("refusal", _("Enter why it was refused.")),
                ("witness", _("A refusal needs a witness. Enter the name.")),
            ],
        }
        for name, sentence in needed.get(cleaned.get("way", ""), []):
            if not cleaned.get(name, "").strip():
                self.add_error(name, sentence)
        return cleaned


class VoidPaperForm(MoveForm):
    """The ground is a code, because it stands beside the number in clear; what there is to tell is sealed."""

    paper = PaperNumberField(label=_("Number of the paper"), choices=())
    ground = forms.ChoiceField(label=_("Ground"), choices=pick(VOID_REASONS))
    note = forms.CharField(label=_("What happened"), max_length=500, widget=LONG_TEXT, required=False)
    private = ("note",)

    def bound_to(self, case: Any, actor: Any) -> None:
        self.fields["paper"].choices = pick(numbers(case))  # type: ignore[attr-defined]
