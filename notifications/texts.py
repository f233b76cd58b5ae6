"""What a message says: what happened, what to do. Neutral by construction: every sentence stands here, none is made
from the case. A letter carries the ticket's number and nothing else of it, not even the name of a move: its reader may
share a phone or a screen with the person the case is about.
"""

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows import audiences as tell
from workflows.registry import registry

DEFAULT_LANGUAGE = "zh-hans"


@dataclass(frozen=True)
class Text:
    """`happened` and `todo` are sentences; `label` is one word for a list, `icon` its sign.

    `todo` is for those who handle the case; who supervises or follows it is asked to look, or to see that it is acted
    on.
    """

    label: str | Promise
    happened: str | Promise
    todo: str | Promise
    icon: str = "note"
    urgent: bool = False


CLAIM = _("Claim it, or give it to somebody.")
IN_CHARGE = _("Open it and sign for it.")
LOOK = _("Open it to see what is next.")
NOTHING = _("You need not do anything.")
SEE_TO_IT = _("See that it is acted on.")
WATCHERS = {
    tell.CASE_LEADER,
    tell.DISPATCHER,
    tell.SUPERVISORS,
    tell.LEADERS,
    tell.OPENER,
    tell.LEVEL_UP,
    tell.ASSISTING,
}
SAME_FOR_ALL = {"ask_help", "ask_assistance", "claim", "taken_over"}
NAMES_HELPERS = {"dispatch", "rule_owner"}  # moves that may ask units to assist as well

TEXTS: dict[str, Text] = {
    "open": Text(_("New"), _("A new case has reached your unit."), CLAIM, "plus"),
    "dispatch": Text(_("Sent to you"), _("A case was sent to your unit. Its time is running."), CLAIM, "drop"),
    "claim": Text(_("Claimed"), _("Somebody has claimed the case."), NOTHING, "check"),
    "assign": Text(_("Yours"), _("You are in charge of this case now."), IN_CHARGE, "user"),
    "reassign": Text(_("Yours"), _("You are in charge of this case now."), IN_CHARGE, "user"),
    "auto_assign": Text(
        _("Assigned"), _("Nobody claimed the case in time, so it was assigned automatically."), IN_CHARGE, "user"
    ),
    "hand_back": Text(_("Handed back"), _("A case was handed back to your unit."), CLAIM, "swap"),
    "ask_help": Text(
        _("Help asked for"),
        _("The level below asks for your help. It stays in charge."),
        _("Open it and answer."),
        "up",
    ),
    "hand_up": Text(_("Handed up"), _("The level below has handed a case up to you."), CLAIM, "up"),
    "escalate_overdue": Text(
        _("Escalated"), _("A deadline was missed below; the case is yours now."), CLAIM, "up", urgent=True
    ),
    "escalate_severe": Text(
        _("Urgent"), _("An urgent case has reached you."), _("Open it at once."), "up", urgent=True
    ),
    "return_order": Text(_("Returned"), _("A dispatched case has come back."), _("Rule who is in charge."), "back"),
    "rule_owner": Text(_("Ruled"), _("The district has ruled who is in charge of a case."), CLAIM, "flag"),
    "ask_assistance": Text(
        _("Asked to assist"), _("Your unit is asked to assist in a case."), _("Open it to see your part."), "link"
    ),
    "remind": Text(_("Reminded"), _("You are reminded of a case."), _("Act today and record it."), "bell"),
    "press": Text(
        _("Supervised"),
        _("A notice of supervision was signed."),
        _("Explain the delay and keep to the new term."),
        "over",
        urgent=True,
    ),
    "taken_over": Text(_("Taken over"), _("Another level has taken over this case."), NOTHING, "up"),
    "deadline.remind": Text(_("Reminder"), _("Half of the time of a deadline is used up."), LOOK, "clock"),
    "deadline.warn": Text(
        _("Warning"), _("A deadline is near."), _("Finish it in time, or ask for more time now."), "clock"
    ),
    "deadline.lapse": Text(_("Ended"), _("A period has ended."), LOOK, "clock"),
    "deadline.breach": Text(
        _("Overdue"), _("A deadline was missed."), _("Act now and say why it was late."), "over", urgent=True
    ),
    "deadline.press": Text(
        _("Pressed"),
        _("A missed deadline still stands. You are asked to act."),
        _("Act today and say why it was late."),
        "over",
        urgent=True,
    ),  # fmt: skip
    "deadline.leader": Text(
        _("To the leader"),
        _("A missed deadline still stands and was reported to the leader."),
        _("Act today and say why it was late."),
        "over",
        urgent=True,
    ),  # fmt: skip
}
NEWS = Text(_("News"), _("There is something new in this case."), LOOK)

WHY: dict[str, str | Promise] = {
    tell.HOLDER: _("because you are in charge"),
    tell.UNIT: _("because you work in the unit in charge"),
    tell.FORMER_UNIT: _("because your unit had it before"),
    tell.SUPERVISORS: _("because you supervise this unit"),
    tell.LEVEL_UP: _("because you work one level up"),
    tell.DISTRICT_DUTY: _("because you are on duty for the district"),
    tell.LEADERS: _("because you answer for the district"),
    tell.OPENER: _("because you registered it"),
    tell.ASSISTING: _("because your unit assists"),
    tell.PARENT: _("because you hold the case it belongs to"),
    tell.CASE_LEADER: _("because you have made this case your own"),
    tell.DISPATCHER: _("because you dispatched it"),
}


def text_of(kind: str, why: str) -> Text:
    """The words for somebody who is told because of the audience word `why`."""
    if kind in NAMES_HELPERS and why == tell.ASSISTING:
        kind = "ask_assistance"
    text = TEXTS.get(kind, NEWS)
    if why not in WATCHERS or kind in SAME_FOR_ALL:
        return text
    return replace(text, todo=SEE_TO_IT if text.urgent else LOOK)


def on_screen(kind: str, slug: str, why: str) -> Text:
    """The words for the inbox, behind the login: a move without words of its own is called by its name."""
    if kind in TEXTS:
        return text_of(kind, why)
    workflow = registry.get(slug)
    move = next((move for move in workflow.actions() if move.name == kind), None) if workflow else None
    if move is None:
        return NEWS
    return Text(move.label, NEWS.happened, LOOK, move.icon or NEWS.icon)


def letter(kind: str, why: str, number: str, language: str) -> tuple[str, str]:
    """(subject, body) in the recipient's language."""
    known = dict(settings.LANGUAGES)
    text = text_of(kind, why)
    with translation.override(language if language in known else DEFAULT_LANGUAGE):
        subject = _("%(number)s: %(label)s") % {"number": number, "label": text.label}
        closing = _("This address only sends. For the safety of the people concerned please do not forward it.")
        link = f"{settings.SITE_URL.rstrip('/')}/tickets/{number}"
        return str(subject), f"{number}\n{text.happened}{_space()}{text.todo}\n\n{link}\n\n{closing}\n"


def _space() -> str:
    """English puts a space between two sentences, Chinese does not."""
    return "" if (translation.get_language() or "").startswith("zh") else " "
