"""City and province: other bodies, to which the district recommends and whose answer it records (domain.md §5.4, §5.5)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import Kind, State, Workflow
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.rights.forms import pick
from workflows.rights.mediation_forms import past_day
from workflows.roles import DISTRICT
from workflows.shapes.answer import asked_again, awaited

AT_CITY = State("at_city", _("With the city"), Kind.WAITING)
AT_PROVINCE = State("at_province", _("With the province"), Kind.WAITING)


class UpForm(MoveForm):
    document_no = forms.CharField(label=_("Number of the recommendation"), max_length=60)
    sent_on = past_day(_("Sent on"))


class AnswerForm(MoveForm):
    answer = forms.ChoiceField(label=_("Answer"), choices=pick([("named", _("Named")), ("not", _("Not chosen"))]))
    document_no = forms.CharField(label=_("Number of their document"), max_length=60)
    answered_on = past_day(_("Date of their document"))


def deadlines(*answered: str | State) -> tuple[Deadline, ...]:
    """Their own time each, and when they are asked again; `answered`: what says that they have answered."""
    return (
        Deadline("aw.city", starts=(AT_CITY,), stops=answered, each=True),
        Deadline("aw.province", starts=(AT_PROVINCE,), stops=answered, each=True),
        awaited("aw.ask_above", [AT_CITY, AT_PROVINCE], "ask_above", *answered),
    )


class AskedAbove(Workflow):
    ask_above = asked_again(
        [AT_CITY, AT_PROVINCE], _("Record that they were asked"), by=[DISTRICT], counted="asked_above"
    )
