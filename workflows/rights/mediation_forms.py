"""Forms of mediation up to its result (人民调解法; domain.md §1.2): consent, impartiality, sessions, its end.

The agreement's forms are in `agreement_forms`, the court's in `court_forms`. Field names are the API's; private fields are
stored encrypted.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm, PartiesField, PartyField
from workflows.partyroles import OTHER, PETITIONER, VICTIM
from workflows.rights.forms import long_text, pick, today

CONSENTING = (PETITIONER, VICTIM, OTHER)  # whose word is asked; a child or a witness is heard, not asked to agree
REFUSED = "refused"
ANSWERS = [("written", _("Agrees in writing")), ("oral", _("Agrees by voice, recorded by me")), (REFUSED, _("Refuses"))]
WAYS = [
    ("arbitration", _("Arbitration")),
    ("administrative", _("Administrative help or ruling")),
    ("court", _("The court")),
    ("legal_aid", _("Legal aid")),
]
DANGER = "danger"
GROUNDS = [
    (REFUSED, _("A party refuses")),
    ("failed", _("No agreement")),
    ("expired", _("The time is over")),
    (DANGER, _("There are signs of violence or crime")),
]
NONE, ACQUAINTED = "none", "acquainted"
RELATIONS = [
    (NONE, _("None")),
    (ACQUAINTED, _("We know each other, nothing more")),
    ("family", _("Family or relative by marriage")),
    ("superior", _("Superior, employer or their staff")),
    ("interest", _("I gain or lose by the outcome")),
]


def past_day(label: Any, **kwargs: Any) -> forms.DateField:
    """A day that is over or today: what is recorded has happened."""
    return forms.DateField(label=label, initial=today, validators=[_not_after_today], **kwargs)


def _not_after_today(day: date) -> None:
    if day > today():
        raise ValidationError(_("This day has not come yet. Enter the day on which it happened."))


class ConsentForm(MoveForm):
    """One party's word; who agrees is told rights and duties first, who refuses the other ways (art 17, 23, 26)."""

    party = PartyField(label=_("Whose word"), roles=CONSENTING)
    answer = forms.ChoiceField(label=_("Answer"), choices=pick(ANSWERS))
    given_on = past_day(_("Given on"))
    rights_told = forms.BooleanField(label=_("The notice of rights and duties was given and explained"), required=False)
    ways_told = forms.MultipleChoiceField(
        label=_("If refused: other ways told"), choices=WAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    words = long_text(_("In their words"), required=False)
    private = ("words",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        answer = cleaned.get("answer")
        if answer and answer != REFUSED and not cleaned.get("rights_told"):
            self.add_error("rights_told", _("Explain the rights and duties first; then record the agreement."))
        if answer == REFUSED and not cleaned.get("ways_told"):
            self.add_error("ways_told", _("Who refuses is told the other ways. Tick those you named."))
        return cleaned


class InterestForm(MoveForm):
    """The mediator's own declaration (回避): the law wants neutrality, and a juror may not mediate what she may judge."""

    own_side = forms.ChoiceField(label=_("My relation to the applicant’s side"), choices=pick(RELATIONS))
    other_side = forms.ChoiceField(label=_("My relation to the other side"), choices=pick(RELATIONS))
    may_judge = forms.BooleanField(
        label=_("I may judge this matter as a people’s juror, or was its witness, expert or agent"), required=False
    )
    details = long_text(_("More about it"), required=False)
    private = ("details",)


class ObjectionForm(MoveForm):
    party = PartyField(label=_("Who objects"), roles=CONSENTING)
    reason = long_text(_("Reason"))
    private = ("reason",)


class StartForm(MoveForm):
    began_by = forms.ChoiceField(
        label=_("How it came about"),
        choices=pick([("applied", _("A party applied")), ("offered", _("We offered it"))]),
    )
    limits_told = forms.BooleanField(
        label=_("She was told that her time limits run on during mediation"),
        required=False,
        help_text=_("Needed when one of her limits ends within the term of the mediation."),
    )


class LongerForm(MoveForm):
    party = PartyField(label=_("Who agrees to more time"), roles=CONSENTING)
    days = forms.IntegerField(label=_("Days more"), min_value=1, max_value=30)
    way = forms.ChoiceField(label=_("Given"), choices=pick(ANSWERS[:2]))
    limits_told = forms.BooleanField(
        label=_("She was told that her time limits run on during mediation"), required=False
    )


class SessionForm(MoveForm):
    held_on = past_day(_("Date"))
    mode = forms.ChoiceField(
        label=_("Where"),
        choices=[
            ("room", _("Mediation room")),
            ("home", _("At home")),
            ("online", _("Online")),
            ("phone", _("Phone")),
            ("other", _("Elsewhere")),
        ],
    )
    present = PartiesField(label=_("Who was there"))
    others_present = forms.CharField(label=_("Who else was there"), max_length=200, required=False)
    record = long_text(_("Record"), private_limit=5000)
    signing = forms.ChoiceField(
        label=_("Read back and signed?"),
        choices=pick(
            [
                ("signed", _("Read back, signed by all")),
                ("some", _("Read back, not signed by all")),
                ("oral", _("Read back by phone or online, confirmed by voice")),
                ("no", _("Not read back")),
            ]
        ),
    )
    next_on = forms.DateField(label=_("Next session"), required=False)
    private = ("record", "others_present")


class PrivateTalkForm(MoveForm):
    """单独谈话: what one side says alone is never shown to the other side."""

    party = PartyField(label=_("With whom"))
    held_on = past_day(_("Date"))
    said = long_text(
        _("Said in private: not to be shown to the other side"),
        private_limit=5000,
        help_text=_("Stored encrypted; never printed, never seen by assisting units."),
    )
    private = ("said",)


class StopMediationForm(MoveForm):
    ground = forms.ChoiceField(
        label=_("Why it ends"),
        choices=pick(GROUNDS),
    )
    refused_by = PartyField(label=_("Who refuses"), roles=CONSENTING, required=False)
    ways_told = forms.MultipleChoiceField(
        label=_("Other ways told to both"),
        choices=WAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tell both the other ways first (人民调解法 art 26), then tick those you named.")
        },
    )
    record = long_text(_("Record"))
    private = ("record",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("ground") == REFUSED and not cleaned.get("refused_by"):
            self.add_error("refused_by", _("Say which party refuses."))
        return cleaned
