"""Forms of the written warning (反家庭暴力法 art 16, 17; 公通字〔2024〕34号 [V]). Private fields are stored encrypted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm
from workflows.rights import protection as share
from workflows.rights.forms import long_text, must, pick
from workflows.rights.mediation_forms import past_day

VISITORS = [("police", _("Police")), ("committee", _("Residents' or village committee")), ("federation", _("Women's federation")),
            ("social_worker", _("Social worker"))]  # fmt: skip
GROUNDS = [
    ("not_violence", _("Not held to be domestic violence")),
    ("evidence", _("Too little evidence")),
    ("punished", _("Punished instead: detention, fine or criminal case")),
    ("mediated", _("“Settled by mediation”")),
    ("other", _("Another reason")),
]


class AskForm(MoveForm):
    asked_on = past_day(_("Asked on"))
    way = forms.ChoiceField(
        label=_("How"),
        choices=pick(
            [
                ("with_her", _("Went there with her")),
                ("herself", _("She asked herself")),
                ("letter", _("By letter")),
                ("phone", _("By phone")),
            ]
        ),
    )
    her_will = must(_("It is her own will, or the law protects her without it (a child, no capacity)"))
    station = forms.CharField(label=_("Police station"), max_length=80)
    facts = long_text(_("Facts and evidence given"))
    private = ("station", "facts")


class DeliveryForm(MoveForm):
    """The warning goes to both; the committee and the police then visit (art 17)."""

    issued_on = past_day(_("Issued on"))
    delivered_on = past_day(_("Delivered on"), help_text=_("The first visit counts from here."))
    paper_no = forms.CharField(label=_("Number of the warning"), max_length=60)
    informed = share.several(
        _("Who has it"),
        [("other", _("The one who did it")), ("her", _("She")), ("committee", _("Residents' or village committee"))],
        missing=_("Tick who has the warning. Who has not yet gets it from the police."),
    )


class RefusedForm(MoveForm):
    ground = forms.ChoiceField(label=_("Why"), choices=pick(GROUNDS))
    told_on = past_day(_("Told on"))
    reason = long_text(_("What the police said"))
    private = ("reason",)


class VisitForm(MoveForm):
    visited_on = past_day(_("Date"))
    visitors = share.several(_("Who visited"), VISITORS, missing=_("Tick who made the visit."))
    spoken_with = share.several(
        _("Who was spoken with"),
        [
            ("her", _("She")),
            ("other", _("The one who did it")),
            ("child", _("A child")),
            ("nobody", _("Nobody was met")),
        ],
        missing=_("Tick who was spoken with, or that nobody was met."),
    )
    alone = forms.BooleanField(label=_("She was spoken with alone"), required=False)
    again = forms.ChoiceField(
        label=_("Has it happened again?"),
        choices=pick([("no", _("No")), ("yes", _("Yes")), ("unsure", _("Not known"))]),
    )
    found = long_text(_("What was found"))
    private = ("found",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "her" in cleaned.get("spoken_with", []) and not cleaned.get("alone"):
            self.add_error("alone", _("Speak with her alone: beside him she cannot say how it is. Then tick the box."))
        if cleaned.get("again") == "no" and "her" not in cleaned.get("spoken_with", ["her"]):
            self.add_error("again", _("Only she can say that it has not happened again. Choose “Not known”."))
        return cleaned
