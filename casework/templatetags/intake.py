"""The sections of the intake form, ready to be written out in the order of the call."""

from typing import Any

from django import forms, template
from django.utils.translation import gettext_lazy as _

from casework.shapes import IntakePage

register = template.Library()

SAY = {"call": _("Can you talk now? If not, just say “wrong number” and I will call at another time.")}


@register.simple_tag
def intake_sections(page: IntakePage) -> list[dict[str, Any]]:
    """Each section with its bound fields; boxes stand together as `ways`, the place apart. What no section names comes last."""
    form = page.form
    named = {name for _id, _title, _hint, names in page.sections for name in names}
    rest = [bound.name for bound in form.visible_fields() if bound.name not in named]
    listed = [*page.sections, *([("more", _("Further"), "", rest)] if rest else [])]
    return [_section(form, code, title, hint, names) for code, title, hint, names in listed]


def _section(form: Any, code: str, title: Any, hint: Any, names: Any) -> dict[str, Any]:
    bounds = [form[name] for name in names if name in form.fields and not form[name].is_hidden]
    boxes = [bound for bound in bounds if isinstance(bound.field.widget, forms.CheckboxInput)]
    ways = boxes if len(boxes) > 1 else []
    return {
        "id": code,
        "title": title,
        "hint": hint,
        "say": SAY.get(code, ""),
        "place": next((bound for bound in bounds if bound.name == "place"), None),
        "ways": ways,
        "fields": [bound for bound in bounds if bound not in ways and bound.name != "place"],
    }
