"""Forms of the protection order (反家庭暴力法 art 23-34; 法释〔2022〕17号). Private fields are stored encrypted."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm
from workflows.rights.forms import long_text, must, pick
from workflows.rights.limits import last_day
from workflows.rights.mediation_forms import past_day
from workflows.rights.protection import moment, several

SELF, FEDERATION = "self", "federation"
APPLICANTS = [  # 反家庭暴力法 art 23; the last three by 法释〔2022〕17号 art 2 only
    (SELF, _("She herself")),
    (FEDERATION, _("The women's federation on her behalf")),
    ("relative", _("A near relative on her behalf")),
    ("police", _("The police on her behalf")),
    ("committee", _("The residents' or village committee on her behalf")),
    ("rescue", _("The rescue station on her behalf")),
    ("civil_affairs", _("Civil affairs on her behalf")),
    ("disabled", _("The disabled persons' federation on her behalf")),
    ("elders", _("A lawful organisation of the elderly on her behalf")),
]
BY_WILL_ONLY = ("civil_affairs", "disabled", "elders")
GROUNDS = [
    ("incapable", _("No, or limited, capacity by law (a child too)")),
    ("coerced", _("Forced or frightened out of applying")),
    ("old", _("Old age")),
    ("disabled", _("Disability")),
    ("ill", _("Serious illness")),
]
BY_HER_WILL = ("old", "disabled", "ill")  # 法释〔2022〕17号 art 2: “according to the party's will”
INCAPABLE = "incapable"
COURTS = [  # 反家庭暴力法 art 25
    ("applicant", _("Court where she lives")),
    ("respondent", _("Court where the other side lives")),
    ("place", _("Court where the violence happened")),
]
MEASURES = [  # 反家庭暴力法 art 29; 法释〔2022〕17号 art 10
    ("violence", _("No violence")),
    ("contact", _("No harassing, following or contacting of her and her near relatives")),
    ("move_out", _("The other side leaves her home")),
    ("words", _("No insults, slander or threats by phone or message")),
    ("places", _("Stay away from home, school and work")),
    ("other", _("Other measures")),
]
WAYS = [
    ("window", _("At the court's window")),
    ("online", _("Online")),
    ("post", _("By post")),
    ("oral", _("By word of mouth, written down by the court")),
]
ISSUED, REJECTED = "issued", "rejected"
EXTEND, VARY, REVOKE = "extend", "vary", "revoke"
CHANGES = [(EXTEND, _("Extend it")), (VARY, _("Change its measures")), (REVOKE, _("Lift it"))]
BREACHES = [
    ("violence", _("Violence again")),
    ("threat", _("Threats")),
    ("contact", _("Contact, harassing or following")),
    ("near", _("Came to her home, school or work")),
    ("not_left", _("Has not left the home")),
    ("other", _("Something else")),
]
KEPT = [("kept", _("It is kept")), ("unclear", _("Not clear"))]
VALID = "dv.order_valid_max"


class ApplicationForm(MoveForm):
    """What the application says, and who makes it."""

    applicant = forms.ChoiceField(label=_("Who applies"), choices=pick(APPLICANTS))
    ground = forms.ChoiceField(
        label=_("Why she cannot apply herself"), choices=pick(GROUNDS), required=False,
        help_text=_("Only where somebody else applies for her (反家庭暴力法 art 23)."),
    )  # fmt: skip
    her_will = forms.BooleanField(label=_("It is her own will; she was asked alone"), required=False)
    will = long_text(
        _("Her will in her words"),
        required=False,
        help_text=_("Printed on the declaration of will, for the court only."),
    )
    cannot_because = long_text(_("What keeps her from applying"), required=False)
    point = forms.ChoiceField(label=_("Which court"), choices=pick(COURTS))
    court = forms.CharField(label=_("Name of the court"), max_length=80)
    measures = several(_("Measures asked for"), MEASURES, missing=_("Tick at least one measure to ask the court for."))
    facts = long_text(_("Facts and reasons"), private_limit=5000)
    evidence = long_text(
        _("List of evidence"), help_text=_("The court asks whether it is “rather likely” (法释〔2022〕17号 art 6).")
    )
    urgent = forms.BooleanField(label=_("Urgent: ask for a decision within 24 hours"), required=False)
    private = ("will", "cannot_because", "court", "facts", "evidence")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        who, why = cleaned.get("applicant"), cleaned.get("ground")
        if who and who != SELF:
            if not why:
                self.add_error("ground", _("Say why she cannot apply herself, or let her apply."))
            elif who in BY_WILL_ONLY and why not in BY_HER_WILL:
                self.add_error(
                    "applicant", _("This body applies only for the old, disabled or seriously ill. Choose another one.")
                )
            if why in BY_HER_WILL and not cleaned.get("her_will"):
                self.add_error(
                    "her_will",
                    _("For the old, disabled or ill one applies according to their will: ask her alone first."),
                )
        if who == FEDERATION and why:
            self._papers_of_ours(cleaned, why)
        return cleaned

    def _papers_of_ours(self, cleaned: dict[str, Any], why: str) -> None:
        """The declaration of will needs its words, unless she can have none by law."""
        for name in ("will", "cannot_because"):
            if why != INCAPABLE and not cleaned.get(name):
                self.add_error(name, _("The declaration of will needs it: write it down."))


class FileForm(MoveForm):
    filed_on = past_day(_("Filed on"))
    way = forms.ChoiceField(label=_("Way"), choices=pick(WAYS))


class AcceptedForm(MoveForm):
    accepted_at = moment(_("Accepted at"), help_text=_("The court's hours run from here. Leave empty if it is now."))
    urgent = forms.BooleanField(label=_("The court treats it as urgent: 24 hours"), required=False)
    case_no = forms.CharField(label=_("Number of the court's case"), max_length=60)


class NotAcceptedForm(MoveForm):
    outcome = forms.ChoiceField(
        label=_("What the court said"),
        choices=pick([("incomplete", _("Something is missing: it can be supplied")), ("refused", _("Not accepted"))]),
    )
    reason = long_text(_("Reason"))
    private = ("reason",)


class TermForm(MoveForm):
    """A ruling that sets how long the order lasts: at most six months from the day it was made (art 30)."""

    decided_on = past_day(_("Day of the ruling"))
    valid_until = forms.DateField(
        label=_("Valid until (last day)"), required=False, help_text=_("At most 6 months from the ruling.")
    )
    paper_no = forms.CharField(label=_("Number of the ruling"), max_length=60)

    def needs_term(self, cleaned: dict[str, Any]) -> None:
        """Add what is wrong with the last day of an order that is in force from this ruling on."""
        made, until = cleaned.get("decided_on"), cleaned.get("valid_until")
        if "valid_until" in self.errors or made is None:
            return
        latest = last_day(VALID, made)
        if until is None:
            self.add_error("valid_until", _("Enter the last day of the order: its renewal is watched from it."))
        elif not made <= until <= latest:
            sentence = _("An order lasts from its day to {day} at the longest (反家庭暴力法 art 30). Correct the date.")
            self.add_error("valid_until", format_lazy(sentence, day=latest.isoformat()))


class ResultForm(TermForm):
    result = forms.ChoiceField(
        label=_("Result"),
        choices=pick([(ISSUED, _("The order is issued")), (REJECTED, _("The application is rejected"))]),
    )
    measures = several(_("Measures ordered"), MEASURES)
    informed = several(
        _("Who has the ruling"),
        [
            ("her", _("She")),
            ("other", _("The other side")),
            ("police", _("The police")),
            ("committee", _("The residents' committee")),
        ],
        help_text=_("The police and the committee help to carry it out (art 32)."),
    )
    reason = long_text(_("Reasons given, if rejected"), required=False)
    field_order = ("result", "decided_on", "paper_no", "measures", "valid_until", "informed", "reason")
    private = ("reason",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("result") == ISSUED:
            self.needs_term(cleaned)
            if not cleaned.get("measures"):
                self.add_error("measures", _("Tick what the court ordered."))
        if cleaned.get("result") == REJECTED and not cleaned.get("reason"):
            self.add_error("reason", _("Write down the court's reasons: reconsideration rests on them."))
        return cleaned


class ReconsiderForm(MoveForm):
    asked_on = past_day(_("Asked for on"))
    grounds = long_text(_("What speaks against the ruling"))
    private = ("grounds",)


class ChangeForm(MoveForm):
    change = forms.ChoiceField(label=_("What is asked for"), choices=pick(CHANGES))
    asked_on = past_day(_("Asked for on"))
    her_will = must(_("It is her own will; she was asked alone"))
    grounds = long_text(_("Grounds"))
    private = ("grounds",)


class ChangedForm(TermForm):
    granted = forms.ChoiceField(
        label=_("Result"), choices=pick([("yes", _("Granted")), ("no", _("Not granted: the order stays as it is"))])
    )
    field_order = ("granted", "decided_on", "paper_no", "valid_until")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("granted") == "yes" and cleaned.get("valid_until"):
            self.needs_term(cleaned)
        return cleaned


class CheckForm(MoveForm):
    checked_on = past_day(_("Date"))
    kept = forms.ChoiceField(
        label=_("Is the order kept?"), choices=pick(KEPT), help_text=_("If it is not, use “Record a breach”.")
    )
    said = long_text(_("What she says"), required=False)
    private = ("said",)


class BreachForm(MoveForm):
    happened_on = past_day(_("Happened on"))
    kinds = several(_("What was breached"), BREACHES, missing=_("Tick what happened."))
    danger_now = forms.ChoiceField(
        label=_("Is she in danger now?"), choices=pick([("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))])
    )
    police_called = forms.BooleanField(label=_("The police were called (110)"), required=False)
    story = long_text(_("What happened"))
    private = ("story",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("danger_now") == "yes" and not cleaned.get("police_called"):
            self.add_error("police_called", _("She is in danger: call 110 now, then tick the box and send."))
        return cleaned


class ActedForm(MoveForm):
    """A breach is for the court (reprimand, fine up to 1000 yuan, detention up to 15 days: art 34) and the police."""

    done = several(
        _("What was done"),
        [
            ("police", _("Reported to the police")),
            ("court", _("Reported to the court: reprimand, fine or detention (art 34)")),
            ("safety", _("Safety plan gone through again")),
            ("moved", _("She is in a safe place")),
        ],
        missing=_("Tick what was done about the breach. If nothing was, do it first."),
    )
    details = long_text(_("More about it"), required=False)
    private = ("details",)


def over_on(until: date) -> str:
    """The instant an order ends, as the day after its last (民法典 art 203)."""
    return (until + timedelta(days=1)).isoformat()
