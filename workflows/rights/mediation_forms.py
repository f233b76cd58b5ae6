"""Forms of mediation (人民调解法; domain.md §1.2). Field names are the API's; private fields are stored encrypted."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import format_lazy
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
MAX_ITEMS, MAX_YEARS = 24, 20
PLAN_LINE = re.compile(
    r"^(?P<year>\d{4})\s*[-./年]\s*(?P<month>\d{1,2})\s*[-./月]\s*(?P<day>\d{1,2})\s*日?[\s,，、:：|]+"
    r"(?:(?P<amount>\d{1,9}(?:\.\d{1,2})?)\s*(?:元|yuan)[\s,，、:：|]*)?(?P<act>.*)$"
)


@dataclass(frozen=True)
class Item:
    """One thing promised: until when, how much money (None: no money), what."""

    due_on: date
    amount: Decimal | None
    act: str


def read_plan(text: str) -> list[Item]:
    """The performance plan, a line an item: date, amount in yuan if any, what is done. ValidationError names the lines."""
    items: list[Item] = []
    wrong: list[str | Promise] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            items.append(_item(line.strip()))
        except ValueError as error:
            wrong.append(format_lazy(_("Line {number}: {what}"), number=number, what=error.args[0]))
    if len(items) > MAX_ITEMS:
        wrong.append(format_lazy(_("At most {n} lines; put the rest into one line."), n=MAX_ITEMS))
    if wrong:
        raise ValidationError([str(one) for one in wrong])
    return items


def _item(line: str) -> Item:
    found = PLAN_LINE.match(line)
    if found is None:
        raise ValueError(_("begin with the date, then what is done, for example “2026-12-01 500 yuan maintenance”."))
    try:
        due = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise ValueError(_("this day is not in the calendar. Correct the date.")) from None
    if not found["act"].strip() and not found["amount"]:
        raise ValueError(_("write after the date what is done."))
    return Item(due, Decimal(found["amount"]) if found["amount"] else None, found["act"].strip()[:300])


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


class AgreementForm(MoveForm):
    """What the law lets an agreement say (art 29): parties, facts, issues, terms, how and when it is performed."""

    kind = forms.ChoiceField(
        label=_("Form of the agreement"),
        choices=pick([("written", _("Written agreement")), ("oral", _("Oral agreement"))]),
    )
    effective_on = past_day(
        _("In force from"), help_text=_("Written: the last of signatures and seal. Oral: when it was reached.")
    )
    facts = long_text(_("Main facts"))
    issues = long_text(_("What was in dispute"), required=False)
    terms = long_text(_("What was agreed"), private_limit=5000)
    status_only = forms.BooleanField(
        label=_("It is only about status: divorce, reconciliation, adoption, kinship"),
        required=False,
        help_text=_("A court cannot confirm such an agreement; no time limit for that will run."),
    )
    plan = long_text(
        _("Performance, one line each"),
        required=False,
        help_text=_("Date, amount if any, what is done: “2026-12-01 500 yuan maintenance”."),
    )
    signed_by = PartiesField(label=_("Signed, sealed or fingerprinted by"), roles=CONSENTING, required=False)
    mediator_signed = forms.BooleanField(label=_("The mediator has signed"), required=False)
    seal_affixed = forms.BooleanField(label=_("The committee’s seal is affixed"), required=False)
    private = ("facts", "issues", "terms", "plan")

    def clean_plan(self) -> str:
        text: str = self.cleaned_data["plan"]
        read_plan(text)
        return text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "plan" in cleaned:
            self._check_plan(cleaned)
        if cleaned.get("kind") == "written":
            for name in ("mediator_signed", "seal_affixed"):
                if not cleaned.get(name):
                    self.add_error(name, _("A written agreement takes effect only with it (人民调解法 art 29)."))
        return cleaned

    def _check_plan(self, cleaned: dict[str, Any]) -> None:
        items = read_plan(cleaned["plan"])
        if not items and not cleaned.get("status_only"):
            self.add_error("plan", _("Write at least one line: what is done by which day."))
        first = cleaned.get("effective_on")
        for item in items:
            if first and not first <= item.due_on <= first.replace(year=first.year + MAX_YEARS, day=min(first.day, 28)):
                sentence = _("{day} is before the agreement is in force, or too far away. Correct the date.")
                self.add_error("plan", str(format_lazy(sentence, day=item.due_on.isoformat())))


class ConfirmationForm(MoveForm):
    step = forms.ChoiceField(
        label=_("What happened"),
        choices=pick(
            [
                ("applied", _("Both applied to the court together")),
                ("confirmed", _("The court confirmed it")),
                ("rejected", _("The court did not confirm it")),
                ("not_wanted", _("The parties do not want it")),
            ]
        ),
    )
    on = past_day(_("Date"))
    paper_no = forms.CharField(label=_("Number of the court’s paper"), max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("step") in ("confirmed", "rejected") and not cleaned.get("paper_no"):
            self.add_error("paper_no", _("Enter the number of the court’s ruling."))
        return cleaned


class DelegationForm(MoveForm):
    """A court's delegation before filing (委派调解; 人民法院在线调解规则 art 12, 15, 24)."""

    court = forms.CharField(label=_("Court"), max_length=80)
    delegation_no = forms.CharField(label=_("Number of the delegation"), max_length=60)
    platform_no = forms.CharField(label=_("Number on the court’s platform"), max_length=60, required=False)
    delegated_on = past_day(_("Delegated on"))


class AnswerDelegationForm(MoveForm):
    answer = forms.ChoiceField(
        label=_("Answer to the court"), choices=pick([("accept", _("Accepted")), ("decline", _("Not accepted"))])
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    private = ("reason",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("answer") == "decline" and not cleaned.get("reason"):
            self.add_error("reason", _("Tell the court why it is not accepted."))
        return cleaned


class ReportCourtForm(MoveForm):
    result = forms.ChoiceField(
        label=_("Result reported"),
        choices=pick(
            [("agreed", _("Agreement")), ("failed", _("No agreement, file returned")), ("declined", _("Not accepted"))]
        ),
    )
    reported_on = past_day(_("Date"))
    paper_no = forms.CharField(label=_("Number of the letter"), max_length=60, required=False)
