"""Any Django form field, rendered accessibly: label, hint, control, error; and the summary of errors with links."""

from typing import Any

from django import forms, template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField
from django.utils.translation import gettext_lazy

register = template.Library()

SHORT = 12  # characters: choices up to this long stand side by side in one frame
FEW = 4
DATES: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.TimeInput, "time", "%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
)
# Django's own sentence in the house's words: our catalogues are read after Django's.
REQUIRED = gettext_lazy("This field is required.")
DASHES = BLANK_CHOICE_DASH[0][1]
PICK, LEAVE = gettext_lazy("Please choose"), gettext_lazy("Left open")
KEYBOARDS = {"phone": "tel", "safe_phone": "tel", "amount": "numeric", "days": "numeric"}


def kind_of(bound: BoundField) -> str:
    """hidden, tick (one box), ticks, seg (few short choices side by side), radios, file or line (all others)."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "ticks"
    if isinstance(widget, forms.RadioSelect):
        labels = [str(label) for _value, label in bound.field.choices]  # type: ignore[attr-defined]
        short = len(labels) <= FEW and all(len(label) <= SHORT for label in labels)
        return "seg" if short else "radios"
    return "file" if isinstance(widget, forms.FileInput) else "line"


def control(bound: BoundField) -> str:
    """The control's HTML. The browser's own pickers are used for dates and times; they send ISO text."""
    widget = bound.field.widget
    attrs: dict[str, Any] = {} if isinstance(widget, forms.CheckboxInput | forms.FileInput) else {"class": "wide"}
    if bound.name in KEYBOARDS:
        attrs["inputmode"] = KEYBOARDS[bound.name]
    if not isinstance(widget, forms.Select):
        attrs.setdefault("autocomplete", widget.attrs.get("autocomplete", "off"))
    for shape, html_type, pattern in DATES:
        if isinstance(widget, shape):
            made = type(widget)(attrs={**widget.attrs, "type": html_type}, format=pattern)  # type: ignore[call-arg]
            return str(bound.as_widget(made, attrs={}))
    if isinstance(widget, forms.Select):
        widget.choices = _asking(bound)
    if isinstance(widget, forms.Textarea):
        attrs["rows"] = widget.attrs.get("rows", 4)
    return str(bound.as_widget(attrs=attrs))


def _asking(bound: BoundField) -> list[Any]:
    """The choices of a list; the empty first one, blank or dashes as Django has it, says what is to be done instead."""
    empty = PICK if bound.field.required else LEAVE
    return [(value, empty if label in ("", DASHES) else label) for value, label in bound.field.widget.choices]  # type: ignore[attr-defined]


@register.inclusion_tag("casework/parts/field.html")
def field(bound: BoundField, span: bool = False, hint: str = "") -> dict[str, Any]:
    """One field. `span`: over the whole width of a grid (long texts and groups do so by themselves)."""
    kind = kind_of(bound)
    wide = span or kind in ("seg", "radios", "ticks", "tick") or isinstance(bound.field.widget, forms.Textarea)
    return {
        "bound": bound,
        "kind": kind,
        "control": control(bound) if kind in ("line", "hidden", "tick", "file") else "",
        "options": list(bound) if kind in ("seg", "radios", "ticks") else (),
        "span": wide,
        "hint": hint or bound.help_text,
        "errors": [str(error) for error in bound.errors],
        "required": bound.field.required,
    }


@register.inclusion_tag("casework/parts/fields.html")
def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """All fields of a form in a grid of two columns."""
    return {"form": form}


@register.inclusion_tag("casework/parts/form_errors.html")
def form_errors(form: forms.BaseForm, always: bool = False) -> dict[str, Any]:
    """Errors of the whole form, and with two or more wrong fields a list of links to them."""
    wrong = [bound for bound in form if bound.errors] if form.is_bound else []
    return {
        "whole": list(form.non_field_errors()) if form.is_bound else [],
        "wrong": [(bound, bound.errors[0]) for bound in wrong] if len(wrong) > 1 or always else [],
    }
