"""Forms of a child's own ticket (未成年人保护法 art 11; 家庭教育促进法 art 48, 49). All that tells of the child is sealed (L4)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm
from workflows.rights.forms import SHARING, long_text, pick
from workflows.rights.mediation_forms import past_day
from workflows.rights.protection import moment, several

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
YES_NO_UNSURE = [*YES_NO, ("unsure", _("Not known"))]
REPORT_GROUNDS = [  # 关于建立侵害未成年人案件强制报告制度的意见（试行）, the nine situations
    ("genital_injury", _("Injury of the private parts")),
    ("girl_under_14", _("Girl under 14: sexual abuse, pregnancy or abortion")),
    ("girl_14_up", _("Girl of 14 or older: pregnancy or abortion after sexual abuse")),
    ("injuries", _("Several injuries, malnutrition, unconscious; violence at home, bullying, abuse, drugged")),
    ("suicide", _("Suicide, self-harm, work injury, poisoning or other unnatural harm")),
    ("abandoned", _("Abandoned, or long without care")),
    ("missing", _("Unknown origin, missing, trafficked or bought")),
    ("begging", _("Made to beg")),
    ("other_grave", _("Other grave harm to body or mind")),
]
TOLD = [
    ("police", _("Police")),
    ("civil_affairs", _("Civil affairs")),
    ("education", _("Education bureau or school")),
    ("procuratorate", _("Procuratorate")),
    ("health", _("Hospital or health authority")),
]
POLICE = "police"
CONSENT = "consent"
MEASURES = [
    ("medical", _("Medical care")),
    ("counselling", _("Psychological help")),
    ("safe_place", _("Safe place or temporary guardianship by civil affairs (art 92)")),
    ("schooling", _("School goes on, or a change of school")),
    ("guidance", _("Family-education guidance")),
    ("legal", _("Legal aid or a representative of the child's own")),
    ("guardianship", _("Application to revoke guardianship (art 108)")),
    ("none_needed", _("Looked into: nothing is needed but visits")),
]
GUIDANCE, DIRECT = "guidance", "direct"
GUIDED = [
    (DIRECT, _("Spoken with directly: criticised, made to stop, guided (art 48)")),
    ("police", _("Through the police")),
    ("court", _("By an order of the court (art 49)")),
]
ENDS = [
    ("safe", _("Safe: visits found no harm for long enough")),
    ("adult", _("Has turned 18")),
    ("handed_over", _("Handed over to civil affairs or another district, receipt on file")),
]


class AssessForm(MoveForm):
    """Is there a child, is it safe, must it be reported? Nobody is asked for leave to look."""

    there = forms.ChoiceField(label=_("Is there a child?"), choices=pick(YES_NO))
    harm = forms.ChoiceField(
        label=_("What happened to the child"),
        choices=pick(
            [
                ("hurt", _("Was harmed")),
                ("saw", _("Saw or heard it")),
                ("none", _("Neither")),
                ("unsure", _("Not known")),
            ]
        ),
        required=False,
    )
    safe = forms.ChoiceField(label=_("Is the child safe now?"), choices=pick(YES_NO_UNSURE), required=False)
    heard = forms.ChoiceField(
        label=_("Was the child heard?"),
        choices=pick(
            [
                ("alone", _("Alone, in words fit for its age")),
                ("too_small", _("Too small; it was looked at")),
                ("not_yet", _("Not yet")),
            ]
        ),
        required=False,
    )
    grounds = several(
        _("Situations that must be reported"),
        REPORT_GROUNDS,
        help_text=_("Tick each that is there or suspected; one is enough."),
    )
    guardian_is_abuser = forms.ChoiceField(
        label=_("Is the guardian the one accused of the harm?"), choices=pick(YES_NO_UNSURE), required=False,
        help_text=_("If so, or if it is not known, the guardian is never asked, told or shown anything."),
    )  # fmt: skip
    found = long_text(_("What was found"), private_limit=5000)
    private = ("grounds", "found")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("there") == "yes":
            for name in ("harm", "safe", "heard", "guardian_is_abuser"):
                if not cleaned.get(name):
                    self.add_error(name, _("Answer this: there is a child. “Not known” or “not yet” is an answer too."))
            if cleaned.get("harm") == "hurt" and not cleaned.get("grounds"):
                self.add_error("grounds", _("A child was harmed: tick the situation; if no other fits, the last one."))
        elif cleaned.get("there") == "no" and cleaned.get("grounds"):
            self.add_error("there", _("A situation is ticked, so there is a child."))
        return cleaned


class GuardianForm(MoveForm):
    guardian_is_abuser = forms.ChoiceField(
        label=_("Is the guardian the one accused of the harm?"), choices=pick(YES_NO)
    )
    reason = long_text(_("What it rests on"))
    private = ("reason",)


class ReportForm(MoveForm):
    """To whom the child's situation was told, on what lawful basis, and the receipt."""

    told = several(_("Told to"), TOLD, missing=_("Tick who was told."))
    at = moment(_("Told at"))
    basis = forms.ChoiceField(label=_("Lawful basis for sharing"), choices=pick(SHARING))
    ground = forms.ChoiceField(
        label=_("Situation, if it must be reported"), choices=pick(REPORT_GROUNDS), required=False
    )
    receiver = forms.CharField(label=_("Received by"), max_length=80)
    receipt_no = forms.CharField(label=_("Receipt number"), max_length=60, required=False)
    facts = long_text(_("What was told"))
    private = ("ground", "receiver", "receipt_no", "facts")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if POLICE in cleaned.get("told", []) and not cleaned.get("receipt_no"):
            self.add_error("receipt_no", _("Ask the police for the number of their receipt and enter it."))
        return cleaned


class ConsentForm(MoveForm):
    about = forms.ChoiceField(
        label=_("Consent to"),
        choices=pick([("help", _("Help for the child")), ("share", _("Passing on what is known of the child"))]),
    )
    answer = forms.ChoiceField(label=_("Answer"), choices=pick([("yes", _("Consents")), ("no", _("Does not consent"))]))
    given_on = past_day(_("Given on"))
    words = long_text(_("In their words"), required=False)
    private = ("words",)


class MeasureForm(MoveForm):
    measures = several(_("What was done for the child"), MEASURES, missing=_("Tick what was done for the child."))
    guided = forms.ChoiceField(label=_("How the guardians were guided"), choices=pick(GUIDED), required=False)
    done_on = past_day(_("Date"))
    details = long_text(_("More about it"))
    private = ("details",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if GUIDANCE in cleaned.get("measures", []) and not cleaned.get("guided"):
            self.add_error("guided", _("Say how the guardians were guided."))
        return cleaned


class VisitForm(MoveForm):
    visited_on = past_day(_("Date"))
    saw_child = forms.ChoiceField(
        label=_("Was the child seen?"),
        choices=pick([("alone", _("Alone")), ("others", _("Only with others there")), ("no", _("No"))]),
    )
    safe = forms.ChoiceField(label=_("Is the child safe now?"), choices=pick(YES_NO_UNSURE))
    harmed = forms.BooleanField(label=_("New harm"), required=False)
    grounds = several(_("Situations that must be reported"), REPORT_GROUNDS)
    found = long_text(_("What was found"))
    private = ("grounds", "found")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("safe") == "yes" and cleaned.get("saw_child") != "alone":
            self.add_error("safe", _("Nobody knows that without having seen the child alone. Choose “Not known”."))
        return cleaned


class EndForm(MoveForm):
    ground = forms.ChoiceField(label=_("Ground"), choices=pick(ENDS))
    reason = long_text(_("Reason"))
    private = ("reason",)
