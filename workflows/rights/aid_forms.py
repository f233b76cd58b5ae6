"""Forms of the referral to legal aid (法律援助法 art 31-49). Field names are the API's; private fields are stored encrypted."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import classifications as codes
from workflows.forms import MoveForm
from workflows.rights.forms import SHARING, long_text, must, pick
from workflows.rights.intake import PLACE
from workflows.rights.intake_people import PHONE
from workflows.rights.lane_forms import LaneForm
from workflows.rights.mediation_forms import past_day
from workflows.roles import Actor

VIOLENCE, HARDSHIP = "violence", "hardship"
MEANS = [
    (VIOLENCE, _("Violence, abuse or desertion: no means test (art 32)")),
    ("honour", _("Hero's or martyr's kin, or harmed in doing a good deed: no means test (art 32)")),
    ("retrial", _("Acquitted on retrial, asks for state compensation: no means test (art 32)")),
    ("special", _("Child, elderly or disabled without regular income: means not checked (art 42)")),
    ("relief", _("Receives social or judicial relief or special care: means not checked (art 42)")),
    ("migrant", _("Migrant worker, for wages or work injury: means not checked (art 42)")),
    (HARDSHIP, _("Hardship: the statement of means goes along (art 41)")),
]
EXEMPT = (VIOLENCE, "honour", "retrial")
GRANTED, REFUSED = "granted", "refused"
WHY_REFUSED = [
    ("scope", _("Outside what legal aid covers")),
    ("means", _("Not held to be in hardship")),
    ("facts", _("No facts or no grounds of law")),
    ("ended", _("Ended early by the legal aid body (art 48)")),
    ("other", _("Another reason")),
]
RESULTS = [
    ("won", _("Won")),
    ("partly", _("Won in part")),
    ("settled", _("Settled by mediation or agreement")),
    ("lost", _("Lost")),
    ("advice", _("Ended with advice or a written paper")),
    ("withdrawn", _("She withdrew")),
]
LANE = tuple(LaneForm.base_fields)


class AidForm(LaneForm):
    """Opened by the lane (its facts; all else comes from the case) or by hand (applicant, place and matter are then needed)."""

    name = forms.CharField(label=_("Applicant"), max_length=40, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False, validators=[PHONE])
    place = forms.CharField(label=_("Place"), max_length=12, required=False, validators=[PLACE])
    category = forms.ChoiceField(label=_("Category"), choices=pick(codes.category_choices()), required=False)
    request = long_text(_("Matter for which aid is asked"), required=False)
    means = forms.ChoiceField(label=_("Means"), choices=pick(MEANS), required=False)
    limit_on = forms.DateField(
        label=_("Last day of a limitation period"), required=False,
        help_text=_("If few days are left, the legal aid body may give aid first (art 44)."),
    )  # fmt: skip
    private = ("name", "phone", "request")
    needed: ClassVar[dict[str, Any]] = {
        "name": _("Enter for whom aid is asked."),
        "place": _("Choose a place from the list."),
        "category": _("Choose the category that fits best; it can be changed later."),
        "request": _("Write down what the aid is for."),
    }
    by_hand = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LANE:  # facts of a case: nobody types them
            self.fields[name].widget = forms.HiddenInput()

    def bound_to(self, case: Any, actor: Actor) -> None:
        self.by_hand = case is None or case.family.parent is None
        for name, sentence in self.needed.items():
            self.fields[name].required = self.by_hand
            self.fields[name].error_messages["required"] = sentence

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.by_hand:
            cleaned.update({name: "" if name == "rules" else False for name in LANE if name in cleaned})
        return cleaned


class SubmitForm(MoveForm):
    body = forms.CharField(label=_("Legal aid centre"), max_length=80)
    received_on = past_day(
        _("Received there on"), help_text=_("The centre's time for its decision runs from this day.")
    )
    matter = long_text(_("Matter for which aid is asked"))
    means = forms.ChoiceField(
        label=_("Means"), choices=[("", _("As recorded")), *MEANS], required=False,
        help_text=_("Who was harmed by violence, abuse or desertion needs to show no means (art 32)."),
    )  # fmt: skip
    preserve = forms.BooleanField(
        label=_("Property or evidence has to be preserved at once, or she must be protected at once"), required=False
    )
    basis = forms.ChoiceField(label=_("Lawful basis for sharing"), choices=pick(SHARING))
    private = ("matter",)


class MissingForm(MoveForm):
    """What is missing is told once, all of it (art 43)."""

    told_on = past_day(_("Told on"))
    missing = long_text(_("What is missing"))
    private = ("missing",)


class NotSuppliedForm(MoveForm):
    told_her = must(
        _("She was told that what is not supplied counts as withdrawn (art 43), and that she may apply again")
    )
    words = long_text(_("In her words"), required=False)
    private = ("words",)


class DecisionForm(MoveForm):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=pick([(GRANTED, _("Granted")), (REFUSED, _("Not granted"))])
    )
    decided_on = past_day(_("Decided on"))
    paper_no = forms.CharField(label=_("Number of the decision"), max_length=60)
    ground = forms.ChoiceField(label=_("If not: why"), choices=pick(WHY_REFUSED), required=False)
    reason = long_text(_("Reasons given in writing"), required=False)
    rights_told = forms.BooleanField(
        label=_("If not: she was told that she may object to the justice bureau (art 49)"), required=False
    )
    private = ("reason",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == REFUSED:
            refusal_told(self, cleaned)
        return cleaned


def refusal_told(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """A refusal is in writing with its reasons, and she hears of her right to object."""
    for name, sentence in (
        ("ground", _("Choose the ground: refusals are counted by it.")),
        ("reason", _("A refusal gives its reasons in writing: write them down.")),
        ("rights_told", _("Tell her first that she may object, then tick the box.")),
    ):
        if not cleaned.get(name):
            form.add_error(name, sentence)


class EndedForm(MoveForm):
    ended_on = past_day(_("Ended on"))
    reason = long_text(_("Reasons given in writing"))
    rights_told = must(_("She was told that she may object to the justice bureau (art 49)"))
    private = ("reason",)


class LawyerForm(MoveForm):
    appointed_on = past_day(_("Appointed on"))
    lawyer = forms.CharField(label=_("Lawyer and office"), max_length=120)
    woman_wished = forms.BooleanField(label=_("She wished for a woman lawyer, and has one"), required=False)
    private = ("lawyer",)


class ProgressForm(MoveForm):
    asked_on = past_day(_("Date"))
    progress = long_text(_("How it goes"))
    private = ("progress",)


class ObjectForm(MoveForm):
    received_on = past_day(_("Received by the justice bureau on"))
    grounds = long_text(_("What she objects to"))
    private = ("grounds",)


class ObjectionForm(MoveForm):
    upheld = forms.ChoiceField(
        label=_("What the justice bureau decided"),
        choices=pick([("yes", _("Aid is to be given")), ("no", _("The refusal stands"))]),
    )
    decided_on = past_day(_("Decided on"))
    paper_no = forms.CharField(label=_("Number of the decision"), max_length=60)


class ResultForm(MoveForm):
    result = forms.ChoiceField(label=_("Result"), choices=pick(RESULTS))
    ended_on = past_day(_("Ended on"))
    details = long_text(_("More about it"), required=False)
    private = ("details",)
