"""The sections of the intake form, ready to be written out in the order of the call."""

from typing import Any

from django import forms, template
from django.utils.translation import gettext_lazy as _

from casework.shapes import IntakePage
from casework.views.intake_parts import FOLDED

register = template.Library()

SAY = {"call": _("Can you talk now? If not, just say “wrong number” and I will call at another time.")}


@register.simple_tag
def intake_sections(page: IntakePage) -> list[dict[str, Any]]:
    """Each section with its bound fields; boxes stand together as `ways`, the place apart. What no section names comes last."""
    form = page.form
    named = {name for _id, _title, _hint, names in page.sections for name in names}
    rest = [bound.name for bound in form.visible_fields() if bound.name not in named]
    listed = [*page.sections, *([("more", _("Further"), "", rest)] if rest else [])]
    say = SAY if page.call else {}
    made = [_section(form, code, title, hint, names, say) for code, title, hint, names in listed]
    made = [one for one in made if one["fields"] or one["ways"] or one["place"]]  # hidden fields make no section
    folds = [one for one in made if one["id"] in FOLDED]
    shown = [one for one in made if one["id"] not in FOLDED]
    if folds:
        further = {
            "id": "further",
            "title": _("Further"),
            "hint": _("Only if it comes up; nothing here must be filled"),
        }
        shown.append({**further, "folds": folds, "fields": [], "ways": [], "place": None, "say": ""})
    return shown


def _section(form: Any, code: str, title: Any, hint: Any, names: Any, say: dict[str, Any]) -> dict[str, Any]:
    bounds = [form[name] for name in names if name in form.fields and not form[name].is_hidden]
    boxes = [bound for bound in bounds if isinstance(bound.field.widget, forms.CheckboxInput)]
    ways = boxes if code == "contact" and len(boxes) > 1 else []
    return {
        "id": code,
        "title": title,
        "hint": hint,
        "say": say.get(code, ""),
        "place": next((bound for bound in bounds if bound.name == "place"), None),
        "ways": ways,
        "open": any(bound.errors or _filled(bound) for bound in bounds),
        "fields": [bound for bound in bounds if bound not in ways and bound.name != "place"],
    }


def _filled(bound: Any) -> bool:
    """Was something typed here (and not merely what the form began with)?"""
    value = bound.value()
    return value not in (None, "", [], False) and str(value) != str(bound.field.initial)
