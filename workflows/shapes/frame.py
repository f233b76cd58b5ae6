"""What the tickets of the other chapters have in common: who applies, where, which facts are kept in clear, how they begin."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import yaml
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import Text, Workflow
from workflows.forms import MoveForm, as_json
from workflows.guards import holder_only
from workflows.ladder import Level, ancestor_at, level_of
from workflows.masking import masked_name
from workflows.rights.forms import long_text, must, pick
from workflows.rights.intake import PLACE
from workflows.rights.intake_people import PHONE
from workflows.rights.mediation_forms import past_day
from workflows.roles import ASSISTANT, CADRE, DISTRICT, HANDLERS, MEDIATOR, OPERATOR, STREET, Actor, Role

__all__ = [
    "AT_HAND",
    "ChapterForm",
    "ChapterType",
    "PersonForm",
    "add_up",
    "ahead",
    "boxes",
    "count",
    "holder_only",
    "long_text",
    "money",
    "must",
    "numbers",
    "past_day",
    "pick",
    "some_money",
]


OF_HER = ("name", "phone", "id_number", "address")  # entered of the person concerned, always sealed
UNNAMED = "—"  # a ticket opened beside a case: who it is for comes along with her party

# Who lives next door goes on with it: the units that passed it up keep these moves (supply, visit, hold, look in again).
AT_HAND = (*HANDLERS, ASSISTANT)


def money(label: Any, **kwargs: Any) -> forms.DecimalField:
    """Yuan to the fen."""
    return forms.DecimalField(label=label, max_digits=12, decimal_places=2, min_value=0, **kwargs)


def some_money(label: Any, **kwargs: Any) -> forms.DecimalField:
    """Yuan to the fen, of money that did move: not nothing."""
    return forms.DecimalField(
        label=label, max_digits=12, decimal_places=2, min_value=Decimal("0.01"),
        error_messages={"min_value": _("Enter an amount above zero.")}, **kwargs,
    )  # fmt: skip


@cache
def numbers(path: Path) -> dict[str, int]:
    """The numbers of a type's or shape's own YAML, each with its source there; read once."""
    found: dict[str, int] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


@cache
def listed(path: Path) -> dict[str, list[str]]:
    """The lists of words of a type's own YAML; read once."""
    found: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def boxes(label: Any, choices: Any, *, required: bool = True, **kwargs: Any) -> forms.MultipleChoiceField:
    """Several of a list, as boxes to tick."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=required, **kwargs
    )


def ahead(label: Any, **kwargs: Any) -> forms.DateField:
    """A day from today on."""
    return forms.DateField(label=label, validators=[_not_over], **kwargs)


def _not_over(day: date) -> None:
    if day < localdate():
        raise ValidationError(_("This day is over. Choose a day from today on."))


def stand_at(ticket: Any, place: str, lowest: Level) -> None:
    """It belongs to `place`; the unit of that place has it, or the one above it that is of the `lowest` level."""
    ticket.place_id = place
    ticket.unit_id = ancestor_at(place, lowest) if level_of(place) < lowest else place
    ticket.level = int(level_of(ticket.unit_id))


def described(cleaned: dict[str, Any]) -> list[dict[str, Any]]:
    """The person concerned as entered: what is sealed of her, and by what she is found again. None if nothing is said of her."""
    known = {name: cleaned[name] for name in OF_HER if cleaned.get(name) and cleaned[name] != UNNAMED}
    if not known:
        return []
    found_by = {"name": "name", "phone": "phone", "id_no": "id_number", "household": "address"}
    return [{"role": "petitioner", "sealed": known, **{index: known.get(name, "") for index, name in found_by.items()}}]


class ChapterForm(MoveForm):
    """Where it belongs. Free texts of a subclass go into `private`: what is left is stored in clear and can be counted."""

    place = forms.CharField(
        label=_("Place"), validators=[PLACE], error_messages={"required": _("Choose a place from the list.")}
    )


class PersonForm(ChapterForm):
    """For whom: one person, with a way to reach her."""

    name = forms.CharField(label=_("Name"), max_length=40)
    phone = forms.CharField(label=_("Safe phone"), max_length=20, required=False, validators=[PHONE])
    id_number = forms.CharField(label=_("Identity number"), max_length=18, required=False)
    private: ClassVar[tuple[str, ...]] = OF_HER


class ChapterType(Workflow):
    """Base of the types of chapters 1–7, 9 and 10: opened from a form with a place; the unit of that place has it first.

    `starts_at`: the lowest level that handles it. `kept`: names of entered facts that stay in clear in `ticket.data`.
    `shows_name`: the masked name is kept for the public notice, once she has agreed to it (`notice_consent`).
    """

    open_by: ClassVar[tuple[Role, ...]] = (OPERATOR, CADRE, MEDIATOR, STREET, DISTRICT)
    tell_on_open: ClassVar[tuple[str, ...]] = (tell.UNIT,)
    starts_at: ClassVar[Level] = Level.COMMUNITY
    kept: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        stand_at(ticket, cleaned["place"], cls.starts_at)
        cls.keep(ticket, cleaned)
        if cleaned.get("notice_consent"):
            ticket.data["masked"] = masked_name(cleaned.get("name", ""))
        if UNNAMED in (cleaned.get("name"), cleaned.get("first_name")):
            ticket.data["incomplete"] = True
            ticket.data["left_open"] = [name for name in OF_HER if name != "name" and cleaned.get(name) == UNNAMED]
        return described(cleaned)

    @classmethod
    def keep(cls, ticket: Any, cleaned: dict[str, Any]) -> None:
        """Its neutral title, and of what was entered what stays in clear."""
        with translation.override("zh-hans"):
            ticket.title_text = str(cls.title)
        ticket.data.update(
            {name: as_json(cleaned[name]) for name in cls.kept if cleaned.get(name) not in (None, "", [], False)}
        )

    @classmethod
    def heading(cls, ticket: Any) -> Text:
        return cls.title


def hand(ticket: Any) -> None:
    """Remember who had a hand in it: nobody decides alone what he checked himself."""
    if ticket.actor.id is not None:
        ticket.data["hands"] = sorted({*ticket.data.get("hands", []), ticket.actor.id})


def other_eyes(ticket: Any, actor: Actor) -> Text:
    """Guard: who checked it below does not decide it above (four eyes)."""
    if actor.id is not None and actor.id in ticket.data.get("hands", []):
        return _("You checked this one yourself. A colleague decides it.")
    return ""


def grant(ticket: Any) -> None:
    """Remember who granted it: somebody else pays, matches or buys."""
    hand(ticket)
    ticket.data["granted_by"] = ticket.actor.id


def granted_by_another(ticket: Any, actor: Actor) -> Text:
    """Guard: who granted it does not carry it out (four eyes)."""
    if actor.id is not None and actor.id == ticket.data.get("granted_by"):
        return _("You granted this yourself. A colleague carries it out.")
    return ""


def count(ticket: Any, name: str) -> int:
    """One more of what `data[name]` counts; how many there are now."""
    ticket.data[name] = ticket.data.get(name, 0) + 1
    return int(ticket.data[name])


def add_up(ticket: Any, name: str, amount: Decimal) -> None:
    """Add yuan, or hours, to the sum that `data[name]` keeps as a decimal text."""
    ticket.data[name] = str(Decimal(ticket.data.get(name, "0")) + amount)


def in_days(ticket: Any, days: int) -> str:
    return (localdate(ticket.now) + timedelta(days=days)).isoformat()
