"""Forms of the moves about people: parties, consent, contacts, merging, splitting, the query code."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows import classifications as codes
from workflows import partyroles as people
from workflows.forms import MoveForm, PartyField, TicketField
from workflows.rights.forms import long_text, must, pick, today
from workflows.rights.intake_people import ABOUT_HER_SEALED, PHONE, AboutFields, choice, text
from workflows.standard import ReasonForm

PURPOSES = [
    ("handle", _("To handle the matter and keep the file")),
    ("share", _("To pass it on to another body")),
    ("visit", _("To visit, or to tell the community")),
    ("mediation", _("To mediate with the other side")),
    ("evidence", _("To take photographs or recordings")),
    ("health", _("To use facts on health")),
]
BASES = [
    ("consent", _("Separate consent (单独同意)")),
    ("duty", _("Legal duty (法定职责)")),
    ("emergency", _("Emergency (紧急情况)")),
]
GIVERS = [("self", _("The person")), ("guardian", _("The guardian")), ("agent", _("A representative with authority"))]
TOLD_BY = [
    ("paper", _("In writing, signed")),
    ("voice", _("By voice, recorded")),
    ("online", _("Online")),
    ("not_yet", _("Not yet")),
]
CODE_REASONS = [
    ("asked", _("She does not want it")),
    ("seen", _("Somebody else may see it")),
    ("lost", _("It was lost or passed on")),
    ("danger", _("It could put her in danger")),
]
CLEARABLE = ("phone", "address", "registered_residence", "id_number", "employer", "safe_phone")
IDENTITY = ("name", "alias", "phone", "address", *ABOUT_HER_SEALED)


class PartyFields(AboutFields):
    """What may be said of a party. What identifies is sealed."""

    name = text(_("Name"), 40)
    alias = text(_("Also known as"), 40)
    phone = text(_("Phone"), 20, validators=[PHONE])
    relation = choice(_("Relation to the petitioner"), people.RELATIONS)
    sex = choice(_("Sex"), codes.SEXES)
    age_band = choice(_("Age"), codes.AGE_BANDS)
    address = text(_("House, flat, landmark"), 200)
    same_home = choice(_("Lives in the same home?"), people.YES_NO)
    private: ClassVar[tuple[str, ...]] = IDENTITY

    def plain_and_private(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The event says who and in which role, no more: the rest lies in the party, sealed with its version."""
        plain, _private = super().plain_and_private()
        return {name: plain[name] for name in ("role", "party") if plain.get(name)}, {}


class AddPartyForm(PartyFields):
    role = forms.ChoiceField(
        label=_("Part in the case"),
        choices=pick([(code, title) for code, title in people.PARTY_ROLES.items() if code != people.PETITIONER]),
    )
    field_order = ("role", "name", "phone", "relation", "sex", "birth_date", "age_band", "address", "same_home")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ("name", "phone", "relation", "alias")):
            raise ValidationError(
                _("Enter at least a name, a phone or the relation, so that this person can be told apart.")
            )
        return cleaned


class CorrectPartyForm(PartyFields):
    party = PartyField(label=_("Who"))
    clear = forms.MultipleChoiceField(
        label=_("Take away"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(name, people.IDENTITY[name]) for name in CLEARABLE],
        help_text=_("What was wrong and has no right value yet."),
    )  # fmt: skip
    safe_phone = text(_("Safe phone"), 20, validators=[PHONE])
    safe_time = text(_("Safe time"), 60)
    private: ClassVar[tuple[str, ...]] = (*IDENTITY, "safe_phone", "safe_time")
    field_order = (
        "party",
        "name",
        "phone",
        "safe_phone",
        "safe_time",
        "relation",
        "sex",
        "birth_date",
        "age_band",
        "address",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        entered = any(value for name, value in cleaned.items() if name not in ("party", "id_type"))
        if not self.errors and not entered:
            raise ValidationError(_("Enter what is to be corrected. What you leave empty stays as it is."))
        return cleaned


class EndPartyForm(ReasonForm):
    party = PartyField(label=_("Who"))
    field_order = ("party", "reason")


class RelationForm(MoveForm):
    party = PartyField(label=_("Who"))
    to = PartyField(label=_("stands to"))
    relation = forms.ChoiceField(label=_("as"), choices=pick(people.RELATIONS))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("party") and cleaned.get("party") == cleaned.get("to"):
            self.add_error("to", _("Choose two different people."))
        return cleaned


class GuardianForm(MoveForm):
    guardian_is_abuser = forms.ChoiceField(
        label=_("Is the guardian the one accused of the harm?"), choices=pick(people.YES_NO),
        help_text=_("If so, or if it is not known, the guardian is never asked, told or shown anything."),
    )  # fmt: skip
    reason = long_text(_("What it rests on"))
    private: ClassVar[tuple[str, ...]] = ("reason",)


class PrivacyConsentForm(MoveForm):
    """Lawful basis for handling personal information (个人信息保护法 art 13, 18, 29, 31)."""

    party = PartyField(label=_("Whose data"))
    purpose = forms.ChoiceField(label=_("For what"), choices=pick(PURPOSES))
    basis = forms.ChoiceField(label=_("Lawful basis"), choices=pick(BASES))
    given_by = choice(_("Consent given by"), GIVERS)
    told_by = forms.ChoiceField(label=_("How she was told"), choices=pick(TOLD_BY))
    told_on = forms.DateField(label=_("When she was told"), required=False)
    words = long_text(_("What was said"), required=False)
    private: ClassVar[tuple[str, ...]] = ("words",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        basis, told_by, told_on = cleaned.get("basis"), cleaned.get("told_by"), cleaned.get("told_on")
        if basis == "consent" and not cleaned.get("given_by"):
            self.add_error("given_by", _("Say who consented."))
        if told_by == "not_yet" and basis and basis != "emergency":
            self.add_error(
                "told_by", _("Only in an emergency may she be told afterwards (个人信息保护法 art 18). Tell her first.")
            )
        if told_by and told_by != "not_yet" and not told_on and "told_on" not in self.errors:
            self.add_error("told_on", _("Enter the day on which she was told."))
        if told_on and told_on > today():
            self.add_error("told_on", _("This day has not come yet. Enter the day on which she was told."))
        return cleaned


class ToldAfterForm(MoveForm):
    told_by = forms.ChoiceField(label=_("How she was told"), choices=pick(TOLD_BY[:-1]))
    told_on = forms.DateField(label=_("When she was told"), initial=today)

    def clean_told_on(self) -> date:
        day: date = self.cleaned_data["told_on"]
        if day > today():
            raise ValidationError(_("This day has not come yet. Enter the day on which she was told."))
        return day


class WithdrawConsentForm(MoveForm):
    consent = forms.IntegerField(label=_("Number of the consent"), min_value=1, max_value=999)
    words = long_text(_("What was said"), required=False)
    private: ClassVar[tuple[str, ...]] = ("words",)


class ContactForm(MoveForm):
    channel = forms.ChoiceField(label=_("Channel"), choices=codes.CHANNELS)
    persons = forms.IntegerField(label=_("How many persons came"), min_value=1, max_value=999, initial=1)
    said = long_text(_("What was said"), private_limit=5000)
    new_facts = forms.BooleanField(label=_("New facts or new evidence"), required=False)
    private: ClassVar[tuple[str, ...]] = ("said",)


class MergeForm(ReasonForm):
    other = TicketField(label=_("Number of the case that goes on"), help_text=_("This case ends; that one takes over."))
    same_person = must(_("It is the same person"))
    same_matter = must(_("The facts and the reason are the same"))
    how_known = long_text(
        _("How you know that it is the same person"), required=False,
        help_text=_("Needed where phone, identity number and home differ."),
    )  # fmt: skip
    private: ClassVar[tuple[str, ...]] = ("reason", "how_known")
    field_order = ("other", "same_person", "same_matter", "reason", "how_known")


class LinkForm(ReasonForm):
    other = TicketField(label=_("Number of the other case"))
    field_order = ("other", "reason")


class RepeatForm(MoveForm):
    other = TicketField(label=_("Number of the earlier case"))


class SplitForm(ReasonForm):
    """Another matter of the same person becomes a case of its own: only the parties named go along."""

    category = forms.ChoiceField(label=_("Category of the new case"), choices=pick(codes.category_choices()))
    nature = forms.ChoiceField(label=_("Nature"), choices=codes.NATURES, initial="help")
    party = PartyField(label=_("Whose matter it is"))
    other_party = PartyField(label=_("Who else goes along"), required=False)
    story = long_text(_("What the new case is about"), private_limit=5000)
    request = long_text(_("What she wants us to do"), required=False)
    private: ClassVar[tuple[str, ...]] = ("reason", "story", "request")
    field_order = ("category", "nature", "party", "other_party", "story", "request", "reason")


class ShutCodeForm(MoveForm):
    because = forms.ChoiceField(label=_("Reason"), choices=pick(CODE_REASONS))


class OpenCodeForm(ReasonForm):
    asked_alone = must(_("She was asked alone and only she sees it"))
    field_order = ("asked_alone", "reason")
