"""A legal question (法律咨询): answered at once or by a lawyer within days; words of violence open the urgent lane (domain.md §5.8 T9b)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, Kind, State, Text, action
from workflows.classifications import category_choices
from workflows.counters import Counter
from workflows.deadlines import AUTO_ASSIGN, Deadline
from workflows.forms import MoveForm
from workflows.registry import register
from workflows.rights.aid_forms import MEANS
from workflows.roles import HANDLERS, Actor
from workflows.shapes.correct import corrected
from workflows.shapes.frame import UNNAMED, ChapterType, PersonForm, ahead, holder_only, long_text, must, past_day, pick
from workflows.standard import ReasonForm, assignment, notes
from workflows.warnings.words import note_words, words

ASKED = State("asked", _("To be answered"))
WITH_LAWYER = State("with_lawyer", _("With a lawyer"))
ANSWERED = State("answered", _("Answered, to be confirmed"))
CLOSED = State("closed", _("Closed"), Kind.END)
INTO_CASE = State("into_case", _("Has become a case"), Kind.END)
INTO_AID = State("into_aid", _("Handed on to legal aid"), Kind.END)
OPEN = (ASKED, WITH_LAWYER, ANSWERED)


class QuestionForm(PersonForm):
    topic = forms.ChoiceField(label=_("Topic"), choices=pick(category_choices()))
    question = long_text(_("Her question"))
    wants_lawyer = forms.BooleanField(label=_("She wishes to speak with a lawyer"), required=False)
    limit_on = forms.DateField(label=_("Last day of a limitation period"), required=False)
    private = (*PersonForm.private, "question")


class LawyerForm(MoveForm):
    lawyer = forms.CharField(label=_("Lawyer or volunteer"), max_length=80)
    meets_on = ahead(_("Appointment on"))
    no_conflict = must(_("No conflict of interest: the lawyer does not act for the other side"))
    private = ("lawyer",)


class AnswerForm(MoveForm):
    answer = long_text(_("Answer"))
    private = ("answer",)


class CaseForm(MoveForm):
    story = long_text(_("What happened"))
    danger_now = forms.ChoiceField(
        label=_("Is violence happening, or just happened?"),
        choices=pick([("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))]),
    )
    private = ("story",)


class WordsForm(MoveForm):
    spoken_on = past_day(_("Spoken with her on"))
    found = must(_("It was asked alone and safely: there is no violence, no threat, and no child is harmed"))
    words = long_text(_("What she said"))
    private = ("words",)


class AidForm(MoveForm):
    means = forms.ChoiceField(label=_("Means"), choices=[("", _("Not known yet")), *MEANS], required=False)
    matter = long_text(_("Matter for which aid is asked"))
    private = ("matter",)


def words_looked_at(ticket: Any, actor: Actor) -> Text:
    """Guard: nothing closes a question with words of violence before somebody has spoken with her (domain.md §4.7 R2)."""
    if ticket.data.get("to_look_at"):
        return _(
            "Words of violence were told. Speak with her first: make it a rights case, or record that there is none."
        )
    return ""


def words_there(ticket: Any, actor: Actor) -> Text:
    return "" if ticket.data.get("to_look_at") else _("No words of violence wait to be looked at.")


@register
class LegalConsultation(
    assignment((ASKED, WITH_LAWYER, ANSWERED)), corrected(QuestionForm, (ASKED, WITH_LAWYER)), notes((ASKED, WITH_LAWYER)), ChapterType,
):  # fmt: skip
    slug, prefix, title, plan_chapter = "legal_consultation", "ZX", _("Legal consultation"), 9
    states = (ASKED, WITH_LAWYER, ANSWERED, CLOSED, INTO_CASE, INTO_AID)
    kept = ("topic", "wants_lawyer", "limit_on")
    intake_form = QuestionForm
    deadlines = (
        Deadline("warn.check_now", starts=("open", "correct"), stops=("no_violence", INTO_CASE), only="to_look_at", each=True),
        Deadline("lc.answer", starts=("open",), stops=(WITH_LAWYER, ANSWERED), then=AUTO_ASSIGN), Deadline("lc.lawyer", starts=(WITH_LAWYER,), stops=(ANSWERED,)),
        Deadline("vt.rate", starts=(ANSWERED,), stops=(CLOSED,)),
    )  # fmt: skip
    counters = (
        Counter("questions", _("Questions")), Counter("lawyer", _("With a lawyer"), where={"lawyer_met": True}, share_of="questions"),
        Counter("cases", _("Became cases"), states=(INTO_CASE,), share_of="questions"), Counter("aid", _("Handed on to legal aid"), states=(INTO_AID,), share_of="questions"),
        Counter("words", _("With words of violence"), where={"violence_told": True}, share_of="questions"), Counter("days", _("Days to the end"), by="closed", days_between=("opened", "closed")),
    )  # fmt: skip

    @classmethod
    def opened(cls, ticket: Any, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        """Words of violence are told to the district at once: somebody looks before anything else happens."""
        ticket.category = cleaned["topic"]
        cls._heard(ticket, cleaned["question"])
        return super().opened(ticket, cleaned)

    @classmethod
    def after_correction(cls, ticket: Any, new: dict[str, Any]) -> None:
        ticket.category = ticket.data["topic"]
        cls._heard(ticket, new.get("question", ""))

    @classmethod
    def _heard(cls, ticket: Any, question: str) -> None:
        if words().scan(question):
            note_words(ticket, question)
            ticket.data.update(to_look_at=True, violence_told=True)
            ticket.risk = "orange"
            ticket.also_tell += [tell.DISTRICT_DUTY, tell.SUPERVISORS]

    @action(
        [ASKED],
        WITH_LAWYER,
        by=HANDLERS,
        label=_("Arrange a lawyer"),
        form=LawyerForm,
        guards=[holder_only, words_looked_at],
        icon="user",
    )
    def arrange(self, lawyer: str, meets_on: date, no_conflict: bool) -> None:
        self.data.update(lawyer_met=True, meets_on=meets_on.isoformat())

    @action([ASKED, WITH_LAWYER], ANSWERED, by=HANDLERS, label=_("Answer"), form=AnswerForm, guards=[holder_only, words_looked_at], tell=[tell.OPENER],
            icon="check", primary=True)  # fmt: skip
    def answer(self, answer: str) -> None:
        """The answer is sealed into the event."""

    @action(
        [ANSWERED],
        CLOSED,
        by=HANDLERS,
        label=_("She has understood"),
        form=ReasonForm,
        guards=[words_looked_at],
        icon="check",
        primary=True,
    )
    def confirm(self, reason: str) -> None:
        """The note is sealed into the event."""

    @action(OPEN, SAME, by=HANDLERS, label=_("There is no violence"), form=WordsForm, guards=[words_there], tell=[tell.SUPERVISORS], icon="check",
            after=_("The supervisor is told. If it comes out later, make it a rights case."))  # fmt: skip
    def no_violence(self, spoken_on: date, found: bool, words: str) -> None:
        self.data["to_look_at"] = False

    @action(OPEN, INTO_AID, by=HANDLERS, label=_("Hand it on to legal aid"), form=AidForm, guards=[holder_only, words_looked_at], tell=[tell.OPENER],
            icon="link", after=_("A referral to legal aid is opened and linked, with her name and safe phone."))  # fmt: skip
    def into_legal_aid(self, means: str, matter: str) -> None:
        data = {
            "name": UNNAMED,
            "place": self.place_id,
            "category": self.data["topic"],
            "request": matter,
            "means": means,
        }
        data |= {"limit_on": self.data["limit_on"]} if self.data.get("limit_on") else {}
        self.refer("legal_aid", data, parties=tuple(self.data.get("parties", {})), carry=("name", "phone"))

    @action(OPEN, INTO_CASE, by=HANDLERS, label=_("Make it a rights case"), form=CaseForm, tell=[tell.UNIT, tell.SUPERVISORS],
            icon="alarm", after=_("A rights case of its own is opened and linked; danger takes it to the district at once."))  # fmt: skip
    def into_case(self, story: str, danger_now: str) -> None:
        questions = dict.fromkeys(("weapon_or_injury", "threat_to_life", "dependants", "police_before"), "unsure")
        people = tuple(self.data.get("parties", {}))
        self.refer("rights", {**questions, "violence_now": danger_now, "caller": "self", "place": self.place_id, "category": self.data["topic"],
                   "nature": "help", "channel": "phone", "story": story, "request": "—"}, parties=people, carry=("name", "phone", "id_number"))  # fmt: skip
