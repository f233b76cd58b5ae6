"""Binding a move's form to a ticket and an actor: choices of people and units are filled in here."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from casework import assignment, catalogue, clocks, places
from casework.errors import Refused
from workflows.forms import LeadDayField, MoveForm, PartiesField, PartyField, PersonField, UnitField, UnitsField
from workflows.ladder import Level, ancestor_at
from workflows.partyroles import party_title
from workflows.roles import Actor


def bind_form(
    form_class: type[Any], case: Any, actor: Actor, data: Mapping[str, Any] | None = None, **kwargs: Any
) -> Any:
    """An instance of a move's form, bound to `data` when given, with the choices that this actor has on this ticket."""
    form = form_class(data, **kwargs)
    for name, field in form.fields.items():
        if isinstance(field, PersonField) and actor.is_system:
            field.choices = [
                ("", ""),
                (str((data or {}).get(name) or ""), ""),
            ]  # the clock has chosen from the list itself
        elif isinstance(field, PersonField):
            unit = ancestor_at(case.unit_id, Level(field.at)) if field.at else case.unit_id
            people = assignment.handlers([unit], field.roles).get(unit, [])
            field.choices = [("", "")] + [(str(user), name) for user, name in people]
        elif isinstance(field, UnitField):
            field.choices = [("", ""), *_units(actor, field)]
        elif isinstance(field, UnitsField):
            field.choices = _units(actor, field)
        elif isinstance(field, LeadDayField):
            field.first_day = clocks.first_day(field.policy, actor)
        elif isinstance(field, PartyField):
            field.choices = [("", ""), *_parties(case, field)]
        elif isinstance(field, PartiesField):
            field.choices = _parties(case, field)
    if getattr(form, "suggests", ""):
        catalogue.show_in(form, form.suggests, case)
    if hasattr(
        form, "bound_to"
    ):  # a form whose choices depend on the case in its own way (workflows.rights.papers_forms)
        form.bound_to(case, actor)
    return form


def show_refusal(form: Any, refused: Refused) -> Any:
    """The bound form with all that was refused: what it finds itself, and what only the move or the case could know."""
    form.is_valid()
    alone = refused.code == "invalid" and not refused.errors
    for name, sentences in {"_": [str(refused.reason)]}.items() if alone else refused.errors.items():
        field = name if name in form.fields else None
        known = form.errors.get(name if field else NON_FIELD_ERRORS, [])
        for sentence in sentences:
            if sentence not in known:
                form.add_error(field, sentence)
    return form


def _parties(case: Any, field: PartyField | PartiesField) -> list[tuple[str, Any]]:
    """The present parties by code; several of one role are numbered, for their names are sealed."""
    found: list[tuple[str, Any]] = []
    present = case.data.get("parties", {})
    for code, role in present.items():
        same = [one for one, other in present.items() if other == role]
        if not field.roles or role in field.roles:
            found.append((code, party_title(role, same.index(code) + 1 if len(same) > 1 else 0)))
    return found


def _units(actor: Actor, field: UnitField | UnitsField) -> list[tuple[str, str]]:
    longest = 6 if field.whole_district else None
    areas = ["" if actor.is_system else post.unit[:longest] for post in actor.posts] or [""]
    found = {place.code: place.name for area in areas for place in places.inside(area, field.levels)}
    return sorted(found.items())


def clean(form_class: type[Any] | None, case: Any, actor: Actor, data: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """(form, cleaned data); Refused("invalid") naming each field and the remedy. A move without a form takes no data."""
    known = set(form_class.base_fields) if form_class else set()
    strange = sorted(set(data) - known)
    if strange:
        allowed = ", ".join(sorted(known)) or _("none")
        message = _("There is no field “%(name)s” here. Fields: %(allowed)s.") % {
            "name": strange[0],
            "allowed": allowed,
        }
        raise Refused("invalid", message, {strange[0]: [message]})
    if form_class is None:
        return MoveForm({}), {}
    form = bind_form(form_class, case, actor, data)
    if not form.is_valid():
        errors = {("_" if name == NON_FIELD_ERRORS else name): list(items) for name, items in form.errors.items()}
        raise Refused("invalid", _("Something is missing or wrong. Correct the fields named and send again."), errors)
    return form, dict(form.cleaned_data)
