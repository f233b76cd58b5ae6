"""Words of violence told where no rights case is (a question, a wish): somebody speaks with her before anything else happens.

`hear` looks for the words, keeps what kind they are, and tells district and supervisors at once. From then on the guard
`words_looked_at` holds up every move that would settle the ticket, and a short clock runs, until either a rights case of its own
is opened or somebody who asked her alone records that there is no violence (domain.md §4.7 R2).
`data`: `to_look_at` (it still waits), `violence_told` (it was told once), `words` (their kinds).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.base import SAME, State, Workflow, action
from workflows.counters import Counter
from workflows.deadlines import Deadline
from workflows.forms import MoveForm
from workflows.guards import needs, not_yet
from workflows.rights.forms import long_text, must, pick
from workflows.rights.mediation_forms import past_day
from workflows.roles import HANDLERS
from workflows.warnings.words import note_words, words


def counter(of: str) -> Counter:
    """How many told of it; `of`: the counter it is a share of."""
    return Counter("words", _("With words of violence"), where={"violence_told": True}, share_of=of)


def deadline(onto: State) -> Deadline:
    """The time in which somebody speaks with her; `onto`: the end in which it has become a case."""
    return Deadline("warn.check_now", starts=("open", "correct"), stops=("no_violence", onto), only="to_look_at", each=True)  # fmt: skip


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


def hear(ticket: Any, text: str) -> None:
    """Words of violence are told to the district at once: somebody looks before anything else happens."""
    if words().scan(text):
        note_words(ticket, text)
        ticket.data.update(to_look_at=True, violence_told=True)
        ticket.risk = "orange"
        ticket.also_tell += [tell.DISTRICT_DUTY, tell.SUPERVISORS]


# Nothing settles a ticket with words of violence before somebody has spoken with her (domain.md §4.7 R2).
words_looked_at = not_yet(
    "to_look_at",
    _("Words of violence were told. Speak with her first: make it a rights case, or record that there is none."),
)
words_there = needs("to_look_at", _("No words of violence wait to be looked at."))


def told(states: Iterable[State], onto: State) -> type[Workflow]:
    """The two ways out: there is none, or it is a rights case, which opens with her name and phone; then `onto`."""

    class Told(Workflow):
        @action(states, SAME, by=HANDLERS, label=_("There is no violence"), form=WordsForm, guards=[words_there], tell=[tell.SUPERVISORS], icon="check",
                after=_("The supervisor is told. If it comes out later, make it a rights case."))  # fmt: skip
        def no_violence(self, spoken_on: date, found: bool, words: str) -> None:
            self.data["to_look_at"] = False

        @action(states, onto, by=HANDLERS, label=_("Make it a rights case"), form=CaseForm, tell=[tell.UNIT, tell.SUPERVISORS],
                icon="alarm", after=_("A rights case of its own is opened and linked; danger takes it to the district at once."))  # fmt: skip
        def into_case(self, story: str, danger_now: str) -> None:
            questions = dict.fromkeys(("weapon_or_injury", "threat_to_life", "dependants", "police_before"), "unsure")
            where = {"place": self.place_id, "category": self.category, "channel": "phone", "caller": "self"}
            what = {"nature": "help", "story": story, "request": "—", "violence_now": danger_now}
            people = tuple(self.data.get("parties", {}))
            self.refer("rights", {**questions, **where, **what}, parties=people, carry=("name", "phone", "id_number"))

    return Told
