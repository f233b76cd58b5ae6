"""Checks of what comes in besides the body's shape: headers, query parameters, kinds of values. All end in Refused."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.formats import storable
from casework.errors import Refused
from workflows.registry import registry

KEY = re.compile(r"^[\x21-\x7e]{1,200}$")
ETAG = re.compile(r'^(?:W/)?"?(\d{1,9})"?$')
BIGGEST = 10**12
LISTS = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)


def wrong(name: str, sentence: str) -> Refused:
    return Refused("invalid", sentence, {name: [sentence]})


def query(request: Request) -> dict[str, str]:
    """Query parameters, each once, of characters that can be looked up."""
    found: dict[str, str] = {}
    for name, values in request.query_params.lists():
        shown = name if storable(name) else "_"
        if len(values) > 1:
            raise wrong(shown, _("Write this once; several values are separated by commas."))
        if not storable(name) or not storable(values[0]):
            raise wrong(
                shown, _("This text contains characters that cannot be stored (NUL or half of a surrogate pair).")
            )
        found[name] = values[0]
    return found


def only(request: Request, *names: str) -> dict[str, str]:
    """The query parameters, of which only these are known here."""
    found = query(request)
    for name in found:
        if name not in names:
            message = _("There is no such filter. Filters: %(names)s.") % {"names": ", ".join(names) or _("none")}
            raise wrong(name, message)
    return found


def number(found: Mapping[str, str], name: str, default: int, most: int, least: int = 0) -> int:
    text = found.get(name, str(default))
    if text.isascii() and text.isdigit() and len(text) < 13 and least <= int(text) <= most:
        return int(text)
    raise wrong(name, _("Write a number from %(least)s to %(most)s.") % {"least": least, "most": most})


def key(request: Request) -> str | None:
    """The Idempotency-Key, if there is one."""
    text: str | None = request.headers.get("Idempotency-Key")
    if text is not None and not KEY.match(text):
        raise wrong("Idempotency-Key", _("Write 1 to 200 printable characters without spaces."))
    return text


def seen(request: Request, in_body: int | None) -> int | None:
    """The version the caller was looking at: `seen` of the body or the number in If-Match; both must agree."""
    text = request.headers.get("If-Match")
    if text is None or text.strip() == "*":
        return in_body
    match = ETAG.match(text.strip())
    if match is None:
        raise wrong("If-Match", _('Write the ETag of the ticket, like "3".'))
    version = int(match[1])
    if in_body is not None and in_body != version:
        raise wrong("seen", _("If-Match and seen name different versions."))
    return version


def intake_kinds(slug: str, data: Mapping[str, Any]) -> None:
    kind = registry.get(slug)
    if kind is not None:
        _kinds([kind.intake_form], data)


def move_kinds(ticket_number: str, move: str, data: Mapping[str, Any]) -> None:
    """Check kinds of values against the move's forms. The type is read off the number, so no ticket is looked at before
    the gate has said whether this person may see it."""
    kind = registry.by_number(ticket_number)
    if kind is not None:
        _kinds([one.form for one in kind.actions() if one.name == move and one.form], data)


def _kinds(form_classes: list[type[forms.Form]], data: Mapping[str, Any]) -> None:
    """Refuse a list or an object where one value is expected, another thing than yes or no, and endless numbers.

    Django's forms were made for text from a browser: they would write a list down as its Python text.
    """
    fields = {name: field for form in form_classes for name, field in form.base_fields.items()}
    errors: dict[str, list[Any]] = {}
    for name, value in data.items():
        if sentence := _kind(fields.get(name), value):
            errors[name] = [sentence]
    if errors:
        raise Refused("invalid", _("Something is missing or wrong. Correct the fields named and send again."), errors)


def _kind(field: forms.Field | None, value: Any) -> str:
    if isinstance(field, LISTS):
        plain = value is None or (isinstance(value, list) and all(isinstance(item, str | int) for item in value))
        return "" if plain else _("Write a list of values.")
    if isinstance(value, list | dict):
        return _("Write one value, not a list or an object.")
    if isinstance(field, forms.BooleanField):
        return "" if value is None or isinstance(value, bool) else _("Write true or false.")
    if isinstance(value, bool):
        return _("Write text, not true or false.")
    if isinstance(field, forms.DateField | forms.DateTimeField | forms.TimeField) and isinstance(value, int | float):
        return _("Write a date as text, for example 2026-03-08.")
    if isinstance(value, int | float) and not -BIGGEST < value < BIGGEST:
        return _("This number is too large.")
    return ""
