"""Sign-up for what has a limited number of places (报名, domain.md §5.7): opened, places taken and given back, closed.

Places are an account that cannot be overdrawn. Who signed up is sealed into the record; `data` has numbers only: `places`,
`signed_up`. Somebody may sign up for several (a stairwell head for her neighbours).
"""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, State, Text, Workflow, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.rights.intake_people import PHONE
from workflows.roles import SYSTEM, Actor
from workflows.shapes.frame import AT_HAND, ahead

SIGN_UP = State("sign_up", _("Open for sign-up"))
COUNTER = Counter("signed_up", _("Signed up"), amount="signed_up")


def deadline(*over: State) -> Deadline:
    """The last day to sign up; `over`: the states in which nobody signs up any more."""
    return Deadline(
        "ac.sign_up", starts=("open_sign_up",), stops=over, until="sign_up_over_on", then="sign_up_over", each=True,
        title=_("End of the sign-up"),
    )  # fmt: skip


def day_after(day: date) -> str:
    """A clock that ends with a day ends when the next one begins."""
    return (day + timedelta(days=1)).isoformat()


class OpenForm(MoveForm):
    places = forms.IntegerField(label=_("Places to sign up for"), min_value=1, max_value=100000)
    until = ahead(_("Last day to sign up"))


class OffForm(MoveForm):
    name = forms.CharField(label=_("Name"), max_length=40)
    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=1000, initial=1)
    private: ClassVar[tuple[str, ...]] = ("name",)


class SignUpForm(OffForm):
    phone = forms.CharField(label=_("Safe phone"), max_length=20, required=False, validators=[PHONE])
    private = ("name", "phone")


def before_the_day(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check: nobody signs up for what is over."""
    if entered["until"].isoformat() <= ticket.data["on"]:
        return {}
    return {"until": _("The activity is held before that. Choose a day up to its own.")}


def places_left(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check with the sentence for her; that no place is given twice is for the account to say."""
    left = int(ticket.left(ticket.number) or 0)
    if entered["people"] <= left:
        return {}
    return {"people": format_lazy(_("{n} places are left. Enter fewer, or tell her of the next activity."), n=left)}


def had_signed_up(ticket: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Check: no more places come back than were taken."""
    if entered["people"] <= ticket.data.get("signed_up", 0):
        return {}
    return {"people": _("Not so many had signed up. Enter how many of them do not come.")}


def signed_up(ready: State) -> type[Workflow]:
    """The moves of a sign-up: opened out of `ready`, closed back into it; `data["on"]` is the day of what is signed up for."""

    class SignedUp(Workflow):
        @action([ready], SIGN_UP, by=AT_HAND, label=_("Open it for sign-up"), form=OpenForm, checks=[before_the_day],
                tell=[tell.OPENER, tell.ASSISTING], icon="user",
                after=_("Nobody signs up beyond the places. Opened again, these come on top."))  # fmt: skip
        def open_sign_up(self, places: int, until: date) -> None:
            if "places" in self.data:
                self.book(self.number, places, purpose="places")
            else:
                self.open_account("seats", places)
            self.data.update(places=self.data.get("places", 0) + places, sign_up_over_on=day_after(until))

        @action([SIGN_UP], SAME, by=AT_HAND, label=_("Sign somebody up"), form=SignUpForm, checks=[places_left], icon="user",
                primary=True)  # fmt: skip
        def sign_up(self, name: str, people: int, phone: str) -> None:
            """The place is taken in the same step, or the whole is refused."""
            self.book(self.number, -people, purpose="sign_up")
            self.data["signed_up"] = self.data.get("signed_up", 0) + people

        @action([SIGN_UP, ready], SAME, by=AT_HAND, label=_("Somebody does not come"), form=OffForm, checks=[had_signed_up],
                icon="back")  # fmt: skip
        def sign_off(self, name: str, people: int) -> None:
            self.book(self.number, people, purpose="sign_off")
            self.data["signed_up"] -= people

        @action([SIGN_UP], ready, by=AT_HAND, label=_("Close the sign-up"), icon="check")
        def close_sign_up(self) -> None:
            """The list stands; places given back can go to others when it is opened again."""

        @action(
            [SIGN_UP], ready, by=[SYSTEM], label=_("The sign-up is over"), tell=[tell.HOLDER, tell.UNIT, tell.OPENER]
        )
        def sign_up_over(self) -> None:
            """The last day to sign up has passed."""

    return SignedUp
