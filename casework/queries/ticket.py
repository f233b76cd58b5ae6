"""One ticket with everything its page shows, in a constant number of statements; its history in neutral words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.forms import DateField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework import access, clocks, gate, moving, places, reading
from casework.binding import bind
from casework.models import Attachment, Clock, Event, Party, ReadLog, Ticket, User
from casework.redating import REDATE
from casework.ticking import DEADLINE
from casework.timewords import due_words, short_day
from workflows.base import Action, Workflow
from workflows.datetexts import joined
from workflows.forms import PartiesField, PartyField, PersonField, UnitField, UnitsField
from workflows.partyroles import party_title
from workflows.policies import policies
from workflows.roles import Actor
from workflows.soundness import OPEN_MOVE

Text = str | Promise
HISTORY = 100
NOT_SHOWN = ("key", "fingerprint")
RUNGS: dict[str, Text] = {
    "remind": _("Reminder: half of the time for “{clock}” is used"),
    "warn": _("Warning: 80 % of the time for “{clock}” is used"),
    "breach": _("“{clock}” was missed"),
    "press": _("Pressed: “{clock}” is still not done"),
    "leader": _("The leader was told: “{clock}” is still not done"),
    "lapse": _("The time for “{clock}” is over"),
    "then": _("The time for “{clock}” is over"),
}
EVENTS: dict[str, Text] = {  # written into a ticket by a move of another one
    "merged_in": _("Took in another case"),
    "linked": _("Another case was linked with it"),
}
GOES_UP = ("hand_up", "escalate_overdue", "escalate_severe")


@dataclass(frozen=True)
class Line:
    """One line of the history. `private`: labelled texts while a grant is open; `hidden`: there is some to ask for."""

    name: str
    at: datetime
    by: int | None
    who: str
    text: Text
    change: Text = ""
    facts: tuple[tuple[Text, Text], ...] = ()
    goes_up: bool = False
    hidden: bool = False
    private: tuple[tuple[Text, str], ...] = ()


@dataclass
class Whole:
    """A ticket bound to its type and its reader, with its rows. `events` newest first."""

    case: Any
    actor: Actor
    now: datetime
    clocks: list[Clock]
    events: list[Event]
    parties: list[Party]
    attachments: list[Attachment]
    grants: list[ReadLog]
    may_reveal: bool
    people: dict[int, str] = field(default_factory=dict)
    more_events: bool = False

    @property
    def workflow(self) -> type[Workflow]:
        found: type[Workflow] = self.case.workflow
        return found

    def running(self) -> list[Clock]:
        """Running clocks: ours, then other bodies', then the person's rights; each by due instant."""
        order = {"ours": 0, "ext": 1, "party": 2}
        return sorted(filter(clocks.is_running, self.clocks), key=lambda one: (order.get(one.who, 3), one.due_at))

    def moves(self) -> list[tuple[Action, Text]]:
        return moving.moves_for(self.case, self.actor)

    def narrative_grant(self) -> ReadLog | None:
        return next((grant for grant in self.grants if grant.what == "narrative"), None)

    def party_grant(self, party: Party) -> ReadLog | None:
        return next((grant for grant in self.grants if grant.party_id == party.pk), None)


def bound(actor: Actor, number: str) -> Any:
    """The ticket, authorised and bound to its type; Refused("not_found") if it is not there or not his."""
    ticket = access.tickets(actor).filter(number=number).select_related("assignee", "opened_by").first()
    if ticket is None:
        raise gate.Refused("not_found", access.NOT_HERE)
    return bind(ticket, actor, timezone.now())


def load(actor: Actor, number: str, *, all_events: bool = False) -> Whole:
    """Everything of a ticket page: seven statements, one more for the names of others than holder and opener."""
    case = bound(actor, number)
    newest = Event.objects.filter(ticket=case).defer(*NOT_SHOWN).order_by("-seq")
    events = list(newest if all_events else newest[: HISTORY + 1])
    more = not all_events and len(events) > HISTORY
    whole = Whole(
        case=case,
        actor=actor,
        now=case.now,
        clocks=clocks.of([case.pk])[case.pk],
        events=events[:HISTORY] if more else events,
        parties=list(Party.objects.filter(ticket=case)),
        attachments=list(Attachment.objects.filter(ticket=case)),
        grants=access.grants(actor, case),
        may_reveal=access.may_reveal(actor, case),
        more_events=more,
    )
    whole.people = _people(whole)
    return whole


def _people(whole: Whole) -> dict[int, str]:
    """Names by id of everybody the page speaks of."""
    known: dict[int, str] = {
        user.pk: str(user) for user in (whole.case.assignee, whole.case.opened_by) if user is not None
    }
    named = {event.actor_id for event in whole.events} | {event.data.get("assignee") for event in whole.events}
    missing = {one for one in named | {one.added_by_id for one in whole.attachments} if isinstance(one, int)} - set(
        known
    )
    return known | names(missing)


def names(ids: set[int]) -> dict[int, str]:
    """What these people are called, by id; nothing is read for nobody."""
    found = User.objects.filter(pk__in=ids).values_list("pk", "full_name", "username") if ids else ()
    return {pk: name or username for pk, name, username in found}


def history(whole: Whole) -> list[Line]:
    """The history, newest first. Never a private text without an open grant."""
    hidden: frozenset[str] = frozenset() if whole.may_reveal else whole.workflow.confidential
    return [_line(whole, event) for event in whole.events if event.name not in hidden]


def _line(whole: Whole, event: Event) -> Line:
    move = _move(whole.workflow, event)
    grant = whole.narrative_grant()
    has_private = event.sealed is not None
    private: tuple[tuple[Text, str], ...] = ()
    if has_private and grant is not None:
        private = labelled(move.form if move else None, reading.event(whole.case, event, grant))
    return Line(
        name=event.name,
        at=event.at,
        by=event.actor_id,
        who=whole.people.get(event.actor_id, "") if event.actor_id else "",
        text=_what(whole, event, move),
        change=_state_change(whole.workflow, event),
        facts=_facts(whole, event, move),
        goes_up=event.name in GOES_UP,
        hidden=has_private and not private,
        private=private,
    )


def _move(workflow: type[Workflow], event: Event) -> Action | None:
    variants = [move for move in workflow.actions() if move.name == event.name]
    exact = [move for move in variants if any(source.code == event.from_state for source in move.sources)]
    return next(iter(exact or variants), None)


def _what(whole: Whole, event: Event, move: Action | None) -> Text:
    if event.name == DEADLINE:
        return _joined(_rung(whole, rung) for rung in event.data.get("rungs", []))
    if event.name == REDATE:
        return _joined(_redated(whole, one) for one in event.data.get("clocks", []))
    if event.name == OPEN_MOVE:
        return _("Opened the case")
    if event.name == gate.ATTACH:
        return _("Added a file")
    return move.label if move else EVENTS.get(event.name, event.name)


def _rung(whole: Whole, rung: Mapping[str, Any]) -> str:
    return str(format_lazy(RUNGS.get(rung["do"], "{clock}"), clock=policy_title(whole, rung["key"])))


def _joined(parts: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(parts))


def _redated(whole: Whole, change: Mapping[str, Any]) -> str:
    old, new = (due_words(datetime.fromisoformat(change[name])) for name in ("old", "new"))
    words = {"clock": policy_title(whole, change["key"]), "old": old, "new": new}
    return str(format_lazy(_("“{clock}” moved from {old} to {new}"), **words))


def policy_title(whole: Whole, key: str) -> Text:
    """Name of a deadline by its policy key, in the reader's language."""
    title = next((one.title for one in whole.workflow.deadlines if one.policy == key and one.title), None)
    if title:
        return title
    return policies[key].title if key in policies else key


def _state_change(workflow: type[Workflow], event: Event) -> Text:
    if not event.from_state or event.from_state == event.to_state:
        return ""
    old, new = (state_title(workflow, code) for code in (event.from_state, event.to_state))
    return format_lazy("{old} → {new}", old=old, new=new)


def state_title(workflow: type[Workflow], code: str) -> Text:
    """Title of a state; its code if the type no longer has it."""
    return next((state.title for state in workflow.states if state.code == code), code)


def _facts(whole: Whole, event: Event, move: Action | None) -> tuple[tuple[Text, Text], ...]:
    """What was entered in clear, by label; and who took over from whom."""
    facts: list[tuple[Text, Text]] = []
    fields = move.form.base_fields if move and move.form else {}
    for name, value in event.data.items():
        if name in fields and value not in ("", None, [], False):
            facts.append((fields[name].label or name, _shown(whole, fields[name], value)))
    if "assignee" in event.data and "assignee" not in fields and event.data["assignee"] != event.actor_id:
        nobody = event.data["assignee"] is None
        facts.append((_("Person in charge"), _("nobody") if nobody else whole.people.get(event.data["assignee"], "")))
    if "from_unit" in event.data:
        words = {"old": places.name_of(event.data["from_unit"]), "new": places.name_of(event.unit)}
        facts.append((_("Responsible"), format_lazy("{old} → {new}", **words)))
    return tuple(facts)


def _shown(whole: Whole, entered: Any, value: Any) -> Text:
    """A stored value in words; a party by its role, numbered where there are several, for the name is sealed."""
    if not isinstance(entered, PartyField | PartiesField):
        return shown_value(entered, value, whole.people)
    return joined(str(_party_title(whole, code)) for code in (value if isinstance(value, list) else [value]))


def _party_title(whole: Whole, code: str) -> Text:
    """What a present or former party is called; the number is that of the list one chose from."""
    role = next((one.role for one in whole.parties if one.code == code), "")
    alike = [other for other, title in whole.case.data.get("parties", {}).items() if title == role]
    return party_title(role, alike.index(code) + 1 if code in alike and len(alike) > 1 else 0)


def shown_value(entered: Any, value: Any, people: Mapping[int, str]) -> Text:
    """A stored value as people read it: the label of a choice, the name of a person or a unit."""
    if isinstance(entered, PersonField):
        return people.get(value, str(value))
    if isinstance(entered, UnitField):
        return places.name_of(value)
    if isinstance(entered, UnitsField):
        return joined(places.name_of(code) for code in value)
    if isinstance(entered, DateField) and isinstance(value, str):
        return short_day(date.fromisoformat(value))
    if value is True:
        return _("Yes")
    labels = dict(_flat(getattr(entered, "choices", ())))
    if isinstance(value, list):
        return joined(str(labels.get(str(one), one)) for one in value)
    found: Text = labels.get(str(value), str(value))
    return found


def _flat(choices: Any) -> Iterable[tuple[str, Text]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from ((str(inner), text) for inner, text in label)
        else:
            yield str(value), label


def labelled(form: type[Any] | None, texts: Mapping[str, Any]) -> tuple[tuple[Text, str], ...]:
    """Private texts by the labels of the form they were typed into."""
    fields = form.base_fields if form else {}
    return tuple((fields[name].label or name if name in fields else name, str(value)) for name, value in texts.items())


def still_visible(actor: Actor, ticket: Ticket) -> bool:
    return access.tickets(actor).filter(pk=ticket.pk).exists()
