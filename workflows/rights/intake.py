"""Intake of a rights case: the form filled in while the caller is on the line, and what it makes of a ticket.

Minimum to register (domain.md §4.4): facts, request, how to reach her, or that she would not say.
An anonymous caller is a caller.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from workflows import classifications as codes
from workflows.forms import MoveForm
from workflows.ladder import Level, ancestor_at, level_of
from workflows.rights import intake_people as people
from workflows.rights import lane, lane_rules
from workflows.rights.forms import long_text, pick
from workflows.rights.intake_people import PHONE
from workflows.rights.rhythm import begin_rhythm
from workflows.warnings.words import note_words

CONTACT = ("name", "phone", "place_detail", "safe_phone", "safe_time")
STORED = (
    "nature",
    "caller",
    "age_band",
    "may_sms",
    "may_voicemail",
    "may_visit",
    "community_may_know",
    "refused_to_tell",
)
PLACE = RegexValidator(
    r"^(\d{6}|\d{9}|\d{12})$",
    _("Choose the community or street from the list. If only the street is known, choose the street."),
)


def _answer(question: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=question.text,
        choices=codes.ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Answer yes, no or not sure.")},
    )


class CallFields(MoveForm):
    """In the order of the call: can she talk, is she safe, where, what, how to reach her."""

    phone = forms.CharField(label=_("Phone"), max_length=20, required=False, validators=[PHONE])
    name = forms.CharField(
        label=_("How to address her"), max_length=40, required=False, help_text=_("Leave empty if she does not say.")
    )
    caller = forms.ChoiceField(label=_("Who is calling"), choices=codes.CALLERS, initial="self")
    sex = forms.ChoiceField(label=_("Sex"), choices=codes.SEXES, initial="f", required=False)
    age_band = forms.ChoiceField(
        label=_("Age of the person harmed"), choices=codes.AGE_BANDS, initial="unknown", required=False
    )
    violence_now = _answer(codes.QUESTIONS[0])
    weapon_or_injury = _answer(codes.QUESTIONS[1])
    threat_to_life = _answer(codes.QUESTIONS[2])
    dependants = _answer(codes.QUESTIONS[3])
    police_before = _answer(codes.QUESTIONS[4])
    place = forms.CharField(
        label=_("Place"),
        validators=[PLACE],
        error_messages={"required": _("Choose the community or street where it happens.")},
    )
    place_detail = forms.CharField(label=_("House, flat, landmark"), max_length=200, required=False)
    category = forms.ChoiceField(
        label=_("Category"),
        choices=[("", "---------"), *codes.category_choices()],
        error_messages={"required": _("Choose the category that fits best; it can be changed later.")},
    )
    nature = forms.ChoiceField(label=_("Nature"), choices=codes.NATURES, initial="help")
    channel = forms.ChoiceField(label=_("Channel"), choices=codes.CHANNELS, initial="hotline")
    story = long_text(
        _("What happened"), private_limit=10000, required=False, help_text=_("In her words. Stored encrypted.")
    )
    request = long_text(_("What she wants us to do"), required=False)
    refused_to_tell = forms.BooleanField(label=_("She would not say more"), required=False)
    occurred_at = forms.DateTimeField(label=_("When it happened"), required=False)
    safe_phone = forms.CharField(label=_("Safe phone"), max_length=20, required=False, validators=[PHONE])
    safe_time = forms.CharField(label=_("Safe time"), max_length=60, required=False)
    may_sms = forms.BooleanField(label=_("Text messages are safe"), required=False)
    may_voicemail = forms.BooleanField(label=_("Voice messages are safe"), required=False)
    may_visit = forms.BooleanField(label=_("A visit is safe"), required=False)
    community_may_know = forms.ChoiceField(
        label=_("May the community know?"),
        choices=pick([("yes", _("Yes")), ("no", _("No"))]),
        required=False,
        help_text=_("If not, the street handles it."),
    )

    def clean_occurred_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["occurred_at"]
        if moment and moment > timezone.now() + timedelta(minutes=5):
            raise ValidationError(_("This is in the future. Enter when it happened, or leave it empty."))
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("refused_to_tell") and "story" in cleaned and not cleaned["story"].strip():
            self.add_error("story", _("Write down what happened, or tick “She would not say more”."))
        return cleaned


class IntakeForm(people.PeopleFields, CallFields):
    """The call, and what may further be known of the people (domain.md §4.4)."""

    private = (*CONTACT, "story", "request", "occurred_at", *people.IDENTITY)


def first_unit(place: str, risk: str, community_may_know: str = "") -> str:
    """Who handles it first: red goes to the district, else the unit of the place, or its street if she wishes so."""
    if risk == "red":
        return ancestor_at(place, Level.DISTRICT)
    if community_may_know == "no" and level_of(place) is Level.COMMUNITY:
        return ancestor_at(place, Level.STREET)
    return place


def _screen(ticket: Any, cleaned: dict[str, Any]) -> None:
    """What the five questions and the facts of domain.md §2.5 make of a call: level and plain data."""
    people.derive_age(cleaned)
    answers = {question.name: cleaned[question.name] for question in codes.QUESTIONS}
    ticket.category, ticket.channel = cleaned["category"], cleaned["channel"]
    ticket.risk = codes.risk_of(answers, cleaned["category"], cleaned["age_band"])
    ticket.data.update(answers=answers, score=codes.score(answers), **people.flags(cleaned, ticket.category))


class Typed:
    """A call while it is being typed, as far as it goes: for the rules of the urgent lane only, it is no ticket yet."""

    number, risk = "", "blue"

    def __init__(self, typed: Mapping[str, Any]) -> None:
        form = IntakeForm(typed)
        form.is_valid()  # what is missing or wrong so far is left out
        self.data: dict[str, Any] = {}
        _screen(self, {**dict.fromkeys(form.base_fields, ""), **form.cleaned_data})

    @property
    def family(self) -> "Typed":
        return self

    def children(self, slug: str = "") -> list[Any]:
        return []


def rules_typed(typed: Mapping[str, Any]) -> tuple[set[str], bool]:
    """Names of the rules of domain.md §2.5 that what was typed so far meets, and whether a child may be concerned."""
    call = Typed(typed)
    return lane_rules.met(call) or (
        {lane_rules.BY_SCORE.name} if call.risk == "red" else set()
    ), lane_rules.minor_involved(call)


def fill(ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
    """Set a new ticket's columns and plain data from its cleaned intake form; return its parties."""
    ticket.place_id = cleaned["place"]
    _screen(ticket, cleaned)
    ticket.unit_id = first_unit(cleaned["place"], ticket.risk, cleaned["community_may_know"])
    ticket.level = int(level_of(ticket.unit_id))
    with translation.override("zh-hans"):
        ticket.title_text = codes.category_title(ticket.category)
    ticket.data.update({key: cleaned[key] for key in STORED if cleaned[key]})
    ticket.data["anonymous"] = not (cleaned["name"] or cleaned["phone"])
    begin_rhythm(ticket)
    if ticket.risk == "red" or lane_rules.hits(ticket):
        lane.enter(ticket)
    note_words(ticket, cleaned.get("story", ""), cleaned.get("request", ""))
    if cleaned["phone"] or cleaned["safe_phone"] or cleaned["name"]:
        ticket.give_code()
    return people.parties(cleaned)
