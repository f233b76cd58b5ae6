"""What the tickets of protection share: how one belongs to its case, her word about a measure, days and moments.

A refusal by her is never a tick: she was heard alone, the other ways were explained, and her words are kept, sealed
(domain.md §2.5; 反家庭暴力法 art 5). A guardian who is the one said to harm has no word in it at all.
"""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.base import Text
from workflows.datetexts import joined_lazy
from workflows.forms import MoveForm
from workflows.ladder import level_of
from workflows.rights.along import unit_of
from workflows.rights.forms import long_text, must, pick
from workflows.rights.guardian import guardian_is_abuser
from workflows.rights.lane_rules import RULE_TITLES
from workflows.roles import Actor

FACTS = ("mandatory", "danger", "called", "violence", "minor", "public", "guardian_is_abuser")
OPTIONS = [
    ("police", _("Call the police, any time: 110")),
    ("order", _("Protection order of the court")),
    ("warning", _("Written warning by the police")),
    ("shelter", _("A safe place to stay")),
    ("legal_aid", _("Legal aid, without a means test after violence")),
    ("counselling", _("Counselling")),
    ("later", _("She can come back to it at any time")),
]
YES, LATER, NO = "yes", "later", "no"
WISHES = [(YES, _("She wants it")), (LATER, _("She is thinking about it")), (NO, _("She does not want it"))]


def belongs(ticket: Any, cleaned: dict[str, Any], title: str) -> None:
    """A child of the lane: where it belongs, with its case's category and risk and the facts handed over."""
    case = ticket.family.parent
    ticket.category, ticket.risk, ticket.title_text = case.category, case.risk, title
    ticket.unit_id = unit_of(ticket.type, ticket.state, case)
    ticket.level = int(level_of(ticket.unit_id))
    ticket.assignee_id = case.assignee_id if ticket.unit_id == case.unit_id else None
    take_facts(ticket, cleaned)


def take_facts(ticket: Any, cleaned: dict[str, Any]) -> None:
    """The lane's facts into the ticket's plain data; of `rules` only names that are rules."""
    ticket.data.update({name: True for name in FACTS if cleaned.get(name)})
    rules = [name for name in cleaned.get("rules", "").split(",") if name in RULE_TITLES]
    if rules:
        ticket.data["rules"] = rules


def moment(label: Any, **kwargs: Any) -> forms.DateTimeField:
    """A point in time that has passed; empty = now (see `at_or_now`)."""
    help_text = kwargs.pop("help_text", _("Leave empty if it is now."))
    return forms.DateTimeField(label=label, required=False, help_text=help_text, validators=[_passed], **kwargs)


def _passed(value: datetime) -> None:
    if value > timezone.now():
        raise ValidationError(_("This is still to come. Enter when it happened, or leave it empty for now."))


def at_or_now(ticket: Any, entered: datetime | None) -> str:
    """ISO instant of what was entered, else of the move."""
    moved: datetime = entered or ticket.now
    return moved.isoformat()


def several(label: Any, choices: Any, *, missing: Any = "", **kwargs: Any) -> forms.MultipleChoiceField:
    """Boxes to tick; `missing`: what is said when none is ticked (then one must be)."""
    errors = {"required": missing} if missing else {}
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=bool(missing), widget=forms.CheckboxSelectMultiple,
        error_messages=errors, **kwargs,
    )  # fmt: skip


def listed(choices: Any, codes: list[str]) -> Text:
    """The labels of these codes one after another, in the language of whoever reads (a paper: Chinese)."""
    labels = [dict(choices)[code] for code in codes]
    return joined_lazy(labels)


class DeclineForm(MoveForm):
    """She does not want it: heard alone, other ways told, in her words."""

    heard_alone = must(_("She was heard alone, with nobody near whom she fears"))
    options_told = several(
        _("Ways explained to her"),
        OPTIONS,
        missing=_("Explain the other ways to her first, then tick those you named."),
    )
    words = long_text(_("In her words"))
    private = ("words",)


class WishForm(MoveForm):
    """Her answer to an offer; a “no” is recorded as fully as a DeclineForm."""

    explained = must(_("It was explained to her in words she understands: what it does and what it does not"))
    heard_alone = must(_("She was heard alone, with nobody near whom she fears"))
    wish = forms.ChoiceField(label=_("Her wish"), choices=pick(WISHES))
    options_told = several(_("If not: ways explained to her"), OPTIONS)
    words = long_text(_("In her words"), required=False)
    private = ("words",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("wish") == NO:
            if not cleaned.get("options_told"):
                self.add_error("options_told", _("Explain the other ways to her first, then tick those you named."))
            if not cleaned.get("words"):
                self.add_error("words", _("Write down her refusal in her own words."))
        return cleaned


class DecideForm(WishForm):
    """The answer of somebody who has thought about it."""

    wish = forms.ChoiceField(label=_("Her wish"), choices=pick([WISHES[0], WISHES[2]]))


# ── Guards and checks ─────────────────────────────────────────────────────────────────────────────────────────────────
NOT_HIS_WORD = _(
    "The guardian is the one said to harm the child: the guardian's word does not count and is not asked for. Act on the child's behalf (反家庭暴力法 art 23)."  # noqa: E501
)


def own_word(ticket: Any, actor: Actor) -> Text:
    """Guard: nobody declines for a child in the name of a guardian who harms it."""
    return NOT_HIS_WORD if ticket.data.get("minor") and guardian_is_abuser(ticket) else ""


def own_wish(ticket: Any, actor: Actor, cleaned: dict[str, Any]) -> dict[str, Text]:
    """Check: the same for a “no” in answer to an offer."""
    return {"wish": NOT_HIS_WORD} if cleaned["wish"] == NO and own_word(ticket, actor) else {}


def not_before(field: str, earliest: date | None, entered: date | None, what: Text) -> dict[str, Text]:
    """Errors by field if a day lies before the one that it follows upon."""
    if earliest is None or entered is None or entered >= earliest:
        return {}
    sentence = _("This is before {day}, {what}. Correct the date.")
    return {field: format_lazy(sentence, day=earliest.isoformat(), what=what)}


def day_of(ticket: Any, key: str) -> date | None:
    """The local day of an ISO date or instant in the ticket's data."""
    text = str(ticket.data.get(key) or "")
    if "T" not in text:
        return date.fromisoformat(text) if text else None
    return timezone.localdate(datetime.fromisoformat(text))
