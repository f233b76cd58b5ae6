"""Forms of moves: Django forms plus three things a casework form needs.

`private` names the fields that are stored encrypted. `PersonField` and `UnitField` get their choices from the ticket and
the actor when `casework` binds the form. `json_schema` describes a form for the API.
"""

from collections.abc import Iterable
from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from workflows.roles import HANDLERS, Role


class MoveForm(forms.Form):
    """A form filled in to make a move or to open a ticket."""

    private: ClassVar[tuple[str, ...]] = ()

    def plain_and_private(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Cleaned data in JSON-ready values, split into what is stored in clear and what is sealed."""
        plain: dict[str, Any] = {}
        private: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            (private if name in self.private else plain)[name] = as_json(value)
        return plain, {name: value for name, value in private.items() if value not in ("", None, [])}


def as_json(value: Any) -> Any:
    """A cleaned value as JSON can hold it: dates as ISO text, decimals as text, sets and tuples as lists."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(item) for item in value]
    return value


class PersonField(forms.TypedChoiceField):
    """A person; choices are the holders of `roles` in the ticket's responsible unit, or in its unit of level `at`."""

    default_error_messages = {
        "invalid_choice": _("This person does not handle tickets of this unit. Choose from the list.")
    }

    def __init__(self, *, roles: Iterable[Role] = HANDLERS, at: int | None = None, **kwargs: Any) -> None:
        self.roles = tuple(roles)
        self.at = at
        kwargs.setdefault("coerce", int)
        kwargs.setdefault("empty_value", None)
        super().__init__(**kwargs)


class UnitField(forms.ChoiceField):
    """A unit (division code) inside the actor's own area; `whole_district`: anywhere in the actor's district."""

    default_error_messages = {"invalid_choice": _("This unit is not in your area. Choose from the list.")}

    def __init__(self, *, levels: Iterable[int] = (1, 2, 3), whole_district: bool = False, **kwargs: Any) -> None:
        self.levels = frozenset(int(level) for level in levels)
        self.whole_district = whole_district
        super().__init__(**kwargs)


class UnitsField(forms.MultipleChoiceField):
    """Several units of the actor's district, of these levels."""

    widget = forms.CheckboxSelectMultiple
    whole_district = True
    default_error_messages = {"invalid_choice": _("This unit is not in your area. Choose from the list.")}

    def __init__(self, *, levels: Iterable[int] = (2, 3), **kwargs: Any) -> None:
        self.levels = frozenset(int(level) for level in levels)
        super().__init__(**kwargs)


class PartyField(forms.ChoiceField):
    """One of the ticket's present parties, by code; `roles` narrows the choice."""

    default_error_messages = {"invalid_choice": _("This person is not a party of the case. Choose from the list.")}

    def __init__(self, *, roles: Iterable[str] = (), **kwargs: Any) -> None:
        self.roles = frozenset(roles)
        super().__init__(**kwargs)


class PartiesField(forms.MultipleChoiceField):
    """Several of the ticket's present parties, by code; `roles` narrows the choice."""

    default_error_messages = {"invalid_choice": _("This person is not a party of the case. Choose from the list.")}

    def __init__(self, *, roles: Iterable[str] = (), **kwargs: Any) -> None:
        self.roles = frozenset(roles)
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(**kwargs)


class LeadDayField(forms.DateField):
    """A day that has to be asked for in time: at least what `policy` says before it. `casework` works out `first_day`."""

    first_day: date | None = None

    def __init__(self, *, policy: str, **kwargs: Any) -> None:
        self.policy = policy
        super().__init__(**kwargs)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and self.first_day is not None and value < self.first_day:
            raise forms.ValidationError(
                _("This day is too soon: ask in time. Choose %(day)s or a later day."),
                params={"day": self.first_day.isoformat()},
            )


class TicketField(forms.CharField):
    """The number of another ticket the actor may see. The gate locks both; the move finds it in `self.others`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).strip().upper()


_TYPES: tuple[tuple[type[forms.Field], dict[str, Any]], ...] = (
    (PersonField, {"type": "integer"}),
    (forms.BooleanField, {"type": "boolean"}),
    (forms.DecimalField, {"type": "string", "format": "decimal"}),
    (forms.IntegerField, {"type": "integer"}),
    (forms.DateTimeField, {"type": "string", "format": "date-time"}),
    (forms.DateField, {"type": "string", "format": "date"}),
    (forms.MultipleChoiceField, {"type": "array", "items": {"type": "string"}}),
    (forms.CharField, {"type": "string"}),
)


def json_schema(form_class: type[forms.Form] | None) -> dict[str, Any]:
    """JSON Schema (2020-12) of a form; an empty object schema for a move that asks nothing. Not to be changed: it is kept."""
    return _schema(form_class, get_language())


@lru_cache(maxsize=1024)
def _schema(form_class: type[forms.Form] | None, language: str | None) -> dict[str, Any]:
    fields = form_class.base_fields if form_class else {}
    private = getattr(form_class, "private", ())
    properties: dict[str, Any] = {}
    for name, field in fields.items():
        schema: dict[str, Any] = deepcopy(
            next((shape for kind, shape in _TYPES if isinstance(field, kind)), {"type": "string"})
        )
        schema["title"] = str(field.label or name)
        if field.help_text:
            schema["description"] = str(field.help_text)
        if getattr(field, "max_length", None):
            schema["maxLength"] = field.max_length  # type: ignore[attr-defined]
        choices = [str(value) for value, _label in _flat(getattr(field, "choices", ())) if value != ""]
        if choices:
            (schema["items"] if schema["type"] == "array" else schema)["enum"] = choices
        if name in private:
            schema["x-sealed"] = True
        properties[name] = schema
    required = [name for name, field in fields.items() if field.required]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _flat(choices: Any) -> Iterable[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label
