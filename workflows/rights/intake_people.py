"""What intake may further know of the people, and the parties it makes of it (domain.md §4.4).

All of it is optional and folded away on the page: the minimum to register stays facts, request and how to reach her.
What identifies somebody goes into the parties alone, sealed; the ticket's own data and events never hold it.
"""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows import classifications as codes
from workflows import partyroles as people
from workflows.forms import MoveForm

PHONE = RegexValidator(
    r"^\+?[0-9][0-9 \-]{4,19}$", _("Write digits only, for example 13800000000; leave it empty if it is withheld.")
)
GROUP = 5  # persons; then it is a group visit (信访工作条例 art 20: at most five speak for it)
ABOUT_HER_SEALED = (
    "id_type", "id_number", "birth_date", "nationality", "ethnic", "registered_residence", "job", "employer", "health",
    "children",
)  # fmt: skip
ABOUT_HER_PLAIN = ("marital", "education", "economy", "needs")
IDENTITY = (
    "other_name", "other_phone", "other_employer", "victim_name", "victim_phone", *ABOUT_HER_SEALED,
)  # fmt: skip
PARTY_ONLY = frozenset({
    *IDENTITY, *ABOUT_HER_PLAIN, "other_relation", "other_same_home", "victim_relation", "stay_anonymous",
})  # fmt: skip
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def pick(choices: Any) -> Any:
    return [("", "---------"), *choices]


def choice(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=pick(choices), required=False, **kwargs)


def text(label: Any, length: int = 60, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, **kwargs)


def several(label: Any, choices: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
    )


class AboutFields(MoveForm):
    """Further facts about one person. Shared by intake (the person harmed) and by the moves that add or correct a party."""

    birth_date = forms.DateField(label=_("Date of birth"), required=False, help_text=_("The age follows from it."))
    id_type = choice(_("Kind of identity paper"), people.ID_TYPES)
    id_number = text(_("Number of the identity paper"), 30, help_text=_("Only if she gives it. Stored encrypted."))
    nationality = text(_("Nationality"), 30, help_text=_("Only if it is not Chinese."))
    ethnic = text(_("Ethnic group"), 20)
    registered_residence = text(_("Registered residence (户籍)"), 200, help_text=_("Only if it is elsewhere."))
    marital = choice(_("Marital status"), people.MARITAL)
    education = choice(_("Education"), people.EDUCATION)
    job = text(_("Job"), 40)
    employer = text(_("Employer"), 80)
    economy = choice(_("Means"), people.ECONOMY)
    health = several(_("Health"), people.HEALTH)
    children = text(_("Children"), 200, help_text=_("How many, how old, where they are."))
    needs = several(_("Needs help with"), people.NEEDS)

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        if born and not date(1900, 1, 1) <= born <= timezone.localdate():
            raise ValidationError(_("Nobody was born on this day. Check the year."))
        return born

    def clean_id_number(self) -> str:
        number = re.sub(r"[\s-]", "", str(self.cleaned_data["id_number"])).upper()
        if number and not re.fullmatch(r"[0-9A-Z]{5,20}", number):
            raise ValidationError(_("Write letters and digits as they stand on the paper, or leave it empty."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        number = cleaned.get("id_number", "")
        resident = cleaned.get("id_type") in ("", "resident") and re.fullmatch(r"\d{17}[\dX]", number)
        if cleaned.get("id_type") == "resident" and number and not resident:
            self.add_error("id_number", _("A resident's number has 18 characters. Check it, or choose another paper."))
        elif resident and (born := born_by(number)) is None:
            self.add_error("id_number", _("A digit of this number is wrong. Read it once more."))
        elif resident and "birth_date" in cleaned:
            cleaned["id_type"] = "resident"
            if cleaned["birth_date"] not in (None, born):
                self.add_error("birth_date", _("The identity number says another day. Correct one of the two."))
            cleaned["birth_date"] = born
        return cleaned


class PeopleFields(AboutFields):
    """The other side, the person harmed where another one calls, a child's guardian, and how many came."""

    other_name = text(_("Name of the other side"), 40)
    other_phone = text(_("Phone of the other side"), 20, validators=[PHONE])
    other_relation = choice(_("The other side is to her"), people.RELATIONS)
    other_employer = text(_("Employer of the other side"), 80)
    other_same_home = choice(_("Does the other side live in the same home?"), people.YES_NO)
    victim_name = text(_("Name of the person harmed"), 40)
    victim_phone = text(_("Phone of the person harmed"), 20, validators=[PHONE])
    victim_relation = choice(_("The caller is to her"), people.RELATIONS)
    guardian_is_abuser = choice(
        _("Is the guardian the one accused of the harm?"), people.YES_NO,
        help_text=_("If so, or if it is not known, the guardian is never asked, told or shown anything."),
    )  # fmt: skip
    persons = forms.IntegerField(
        label=_("How many persons came"), min_value=1, max_value=999, required=False, initial=1,
        help_text=_("Of a group at most five speak for it (信访工作条例 art 20)."),
    )  # fmt: skip
    stay_anonymous = forms.BooleanField(label=_("She wishes to stay anonymous"), required=False)
    phone_use = choice(
        _("Who uses this phone?"), [("own", _("Only she")), ("shared", _("Others too"))],
        help_text=_("Where others use it, no query code is given out."),
    )  # fmt: skip

    def plain_and_private(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Without what lies in the parties: neither the event nor the ticket's sealed part repeats it."""
        plain, private = super().plain_and_private()
        if plain.get("persons") in (None, 1):
            plain.pop("persons", None)
        return (
            {name: value for name, value in plain.items() if name not in PARTY_ONLY},
            {name: value for name, value in private.items() if name not in PARTY_ONLY},
        )


def born_by(number: str) -> date | None:
    """Date of birth in a resident identity number (GB 11643); None if its check digit or its date is wrong."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    if _CHECKS[total % 11] != number[17]:
        return None
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born <= timezone.localdate() else None


def derive_age(cleaned: dict[str, Any]) -> None:
    """The age band follows from a date of birth, whatever was chosen."""
    if born := cleaned.get("birth_date"):
        cleaned["age_band"] = people.band_of(born, timezone.localdate())


def parties(cleaned: dict[str, Any]) -> list[dict[str, Any]]:
    """The parties of a new case: the petitioner; the person harmed where another one calls; the other side."""
    herself = cleaned["caller"] == "self"
    found = [_petitioner(cleaned, herself)]
    if not herself:
        found.append(_victim(cleaned))
    if any(cleaned.get(name) for name in ("other_name", "other_phone", "other_relation", "other_employer")):
        found.append(_other(cleaned))
    return found


def _petitioner(cleaned: dict[str, Any], herself: bool) -> dict[str, Any]:
    """The caller: identity sealed, the blind indexes get phone, name, ID and home."""
    sealed = {key: cleaned[key] for key in ("name", "phone", "safe_phone", "safe_time") if cleaned[key]}
    plain: dict[str, Any] = {"caller": cleaned["caller"]}
    described = {"role": people.PETITIONER, "phone": cleaned["phone"], "name": cleaned["name"]}
    if herself:
        described |= _about(cleaned, sealed, plain)
    elif cleaned.get("victim_relation"):
        plain["relation"] = cleaned["victim_relation"]
    if cleaned.get("stay_anonymous"):
        plain["stay_anonymous"] = True
    plain["safe_contact"] = [way for way in ("may_sms", "may_voicemail", "may_visit") if cleaned[way]]
    return {**described, "plain": plain, "sealed": sealed}


def _victim(cleaned: dict[str, Any]) -> dict[str, Any]:
    """The person harmed, where somebody else calls for her."""
    sealed = {"name": cleaned.get("victim_name"), "phone": cleaned.get("victim_phone")}
    plain: dict[str, Any] = {}
    about = _about(cleaned, sealed, plain)
    return {
        "role": people.VICTIM, "phone": sealed["phone"], "name": sealed["name"], **about, "plain": plain,
        "sealed": sealed,
    }  # fmt: skip


def _about(cleaned: dict[str, Any], sealed: dict[str, Any], plain: dict[str, Any]) -> dict[str, Any]:
    """Put what is known of the person harmed into `sealed` and `plain`; returns what her blind indexes are made of."""
    plain.update(facts_of(cleaned, ("sex", "age_band", *ABOUT_HER_PLAIN)))
    sealed.update(hidden_of(cleaned))
    if cleaned["place_detail"]:
        sealed["address"] = cleaned["place_detail"]
    return {
        "id_no": cleaned.get("id_number"), "household": cleaned["place_detail"], "employer": cleaned.get("employer"),
    }  # fmt: skip


def _other(cleaned: dict[str, Any]) -> dict[str, Any]:
    """The other side; who lives in the same home gets the same household key."""
    plain = {"relation": cleaned.get("other_relation"), "same_home": cleaned.get("other_same_home")}
    names = ("name", "phone", "employer")
    sealed = {name: cleaned[f"other_{name}"] for name in names if cleaned.get(f"other_{name}")}
    home = cleaned["place_detail"] if cleaned.get("other_same_home") == "yes" else ""
    return {
        "role": people.OTHER, "plain": {key: value for key, value in plain.items() if value}, "sealed": sealed,
        "household": home, **sealed,
    }  # fmt: skip


def facts_of(cleaned: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Codes among what was entered that identify nobody."""
    return {name: cleaned[name] for name in names if cleaned.get(name)}


def hidden_of(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What was entered about a person and is sealed, ready for JSON."""
    found = {name: cleaned[name] for name in ABOUT_HER_SEALED if cleaned.get(name)}
    if born := found.get("birth_date"):
        found["birth_date"] = born.isoformat()
    return found


def flags(cleaned: dict[str, Any], category: str) -> dict[str, Any]:
    """Plain flags of the case that other rules read: minor, under 14, the guardian accused, a group, a shared phone."""
    kind = codes.CATEGORIES.get(category)
    minor = cleaned["age_band"] in codes.MINOR_BANDS or bool(kind and kind.minor)
    persons = int(cleaned.get("persons") or 1)
    found = {
        "minor": minor,
        "under_14": cleaned["age_band"] == "u14",
        "incapable": "incapable" in (cleaned.get("health") or ()),
        "guardian_is_abuser": cleaned.get("guardian_is_abuser") in ("yes", "unsure"),
        "persons": persons if persons > 1 else 0,
        "group": persons >= GROUP,
        "phone_shared": cleaned.get("phone_use") == "shared",
    }
    return {name: value for name, value in found.items() if value}
