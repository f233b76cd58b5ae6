"""The ticket's page: what I can do and what happened, how long and who."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework import access, history, places
from casework.errors import Refused
from casework.forms import bind_form, show_refusal
from casework.panels import panels
from casework.queries import listed, persons, queue, times, why
from casework.queries.path import path
from casework.queries.ticket import Line, Whole, load
from casework.queries.ticket import history as lines_of
from casework.queries.urgent import alarm
from casework.shapes import ClockView, HistoryLine, Link, Move, MoveForm, ShutMove, Text, TicketPage
from casework.timewords import ago, moment_words
from casework.views.base import Request, is_swap, new_key, screen, whole_number
from casework.views.folding import folded
from casework.views.queue import as_q, chosen
from casework.views.ticket_parts import FROM, Asked, UploadForm, address, more_of, with_origin
from workflows import diagrams
from workflows.base import Action
from workflows.classifications import OUTCOMES
from workflows.forms import MoveForm as EmptyForm

HANDED_ON = "handed_on"
PARTS = {name: f"casework/ticket/_{name}.html" for name in ("moves", "parties", "history")}


@screen
@require_safe
def show(request: Request, number: str) -> HttpResponse:
    """`/tickets/<number>`; `?move=` opens a form, `?ask=` a “why?”, `?from=` is the queue one came from."""
    get = request.GET
    asked = Asked(
        move=get.get("move", ""),
        ask=get.get("ask", ""),
        origin=get.get(FROM, ""),
        mine="mine" in get,
        whole_history=get.get("history") == "all",
        done=whole_number(get.get("done", "")) or 0,
    )
    try:
        return answer(request, number, asked)
    except Refused as refused:
        handed = request.session.get(HANDED_ON, {})
        if refused.code != "not_found" or number not in handed:
            raise
        return _handed_on(request, number, handed[number])


def answer(request: Request, number: str, asked: Asked, status: int = 200) -> HttpResponse:
    """The page, or for htmx the part it asks for."""
    page = build(load(request.actor, number, all_events=asked.whole_history), asked)
    part = PARTS.get(request.htmx.target or "") if is_swap(request) else None
    return render(request, part or "casework/ticket/page.html", {"page": page}, status=status)


def _handed_on(request: Request, number: str, unit: str) -> HttpResponse:
    """The case has left this person's sight by his own move: say where it went, and no more."""
    words = _("%(number)s was handed on to %(unit)s. You no longer see its content.")
    said = words % {"number": number, "unit": places.long_name(unit)}
    return render(request, "casework/ticket/handed_on.html", {"number": number, "said": said})


def build(whole: Whole, asked: Asked) -> TicketPage:
    here = address(whole.case.number, asked.origin)
    lines = lines_of(whole)
    return TicketPage(
        **_head(whole),
        **_doing(whole, asked),
        url=here,
        clocks=[_clock(whole, clock) for clock in whole.running()],
        parties=persons.parties(whole, asked.ask, asked.ask_error),
        facts=_facts(whole),
        history=[_history_line(whole, line, asked) for line in lines if not asked.mine or line.by == whole.actor.id],
        history_more_url=more_of(here, history="all") if whole.more_events else "",
        mine_only=Link(_("All entries"), here) if asked.mine else Link(_("Only mine"), more_of(here, mine="1")),
        files=persons.files(whole),
        upload_form=asked.upload or (UploadForm() if may_upload(whole) else None),
        upload_url=with_origin(reverse("files", args=[whole.case.number]), asked.origin) if may_upload(whole) else "",
        panels=panels(whole),
        **_chain(whole),
        story=persons.story(whole, asked.ask, asked.ask_error),
        reveal_reasons=access.REVEAL_REASONS,
        **_around(whole, asked.origin),
        done=_done(whole, asked.done, lines),
    )


def _head(whole: Whole) -> dict[str, Any]:
    """What it is, where it stands and with whom."""
    case = whole.case
    return {
        "number": case.number,
        "title": whole.workflow.heading(case),
        "type": whole.workflow.title,
        "risk": case.risk,
        "level": case.level,
        "unit": places.name_of(case.unit_id),
        "state": listed.state_title(case.type, case.state),
        "version": case.version,
        "holder": str(case.assignee) if case.assignee else None,
        "assisting": [places.name_of(code) for code in case.assisting],
        "channel": _entered(whole, "channel", case.channel),
        "closed": not case.is_open,
        "urgent": alarm(whole),
        "path": path(whole),
    }


def _doing(whole: Whole, asked: Asked) -> dict[str, Any]:
    """What I can do now, the form I opened, what is shut and why; the picture of the type with all of it."""
    possible = whole.moves()
    moves = [_move(whole, one, asked) for one, reason in sorted(possible, key=_rank) if not reason]
    return {
        "moves": moves,
        "folds": folded(moves),
        "shut": [ShutMove(one.label, reason) for one, reason in possible if reason],
        "form": _form(whole, asked),
        "diagram": diagrams.svg(
            whole.workflow,
            at=whole.case.state,
            walked=[(event.from_state, event.to_state) for event in reversed(whole.events) if event.from_state],
            open_moves={one.name for one, reason in possible if not reason},
            shut_moves={one.name for one, reason in possible if reason},
        ),
    }


def _around(whole: Whole, origin: str) -> dict[str, Any]:
    """The queue one came from and the tickets beside this one in it."""
    before, behind = _neighbours(whole, origin)
    return {"back": Link(_("Queue"), _back(origin)), "before_url": before, "behind_url": behind}


def _neighbours(whole: Whole, origin: str) -> tuple[str, str]:
    """Addresses of the tickets before and behind this one in the queue one came from."""
    params = dict(parse_qsl(origin))
    if params.get("tab") not in queue.TABS:
        return "", ""
    here = queue.Cursor.read(params.get("at", "")) or queue.Cursor.of(whole.case)
    filters = chosen(params)
    found = queue.neighbours(whole.actor, params["tab"], as_q(filters), here, whole.now)
    line = urlencode({"tab": params["tab"], **filters})
    places_there = {side: address(number, f"{line}&at={at}") for side, (number, at) in found.items()}
    return places_there.get("before", ""), places_there.get("behind", "")


def _back(origin: str) -> str:
    """The queue one came from, without the place in it."""
    params = dict(parse_qsl(origin))
    if params.get("tab") not in queue.TABS:
        return reverse("queue")
    return f"{reverse('queue')}?{urlencode({'tab': params['tab'], **chosen(params)})}"


def _entered(whole: Whole, name: str, code: str) -> Text:
    """The label of a choice made at intake."""
    choices = getattr(whole.workflow.intake_form.base_fields.get(name), "choices", ())
    found: Text = dict(choices).get(code, code)
    return found


def _rank(pair: tuple[Action, Text]) -> tuple[bool, bool]:
    """The main move first; what ends a case last, where nobody presses it by accident."""
    move, _reason = pair
    return not move.primary, move.icon == "x"


def _move(whole: Whole, move: Action, asked: Asked) -> Move:
    return Move(
        name=move.name,
        label=move.label,
        url=address(whole.case.number, asked.origin, move=move.name),
        icon=move.icon,
        primary=move.primary,
        current=move.name == asked.move,
    )


def _form(whole: Whole, asked: Asked) -> MoveForm | None:
    """The form of the move asked for; after a refusal with everything that was typed and the sentence."""
    case, refused = whole.case, asked.refused
    move = case.workflow.action_named(asked.move, case.state) if asked.move else None
    if move is None:
        if refused is None:
            return None
        move = next((one for one in case.workflow.actions() if one.name == asked.move), None)
        if move is None:
            return None
    elif refused is None and any(one.name == move.name and reason for one, reason in whole.moves()):
        return None
    form = bind_form(move.form or EmptyForm, case, whole.actor, asked.data)
    if refused is not None:
        show_refusal(form, refused)
    return MoveForm(
        name=move.name,
        label=move.label,
        form=form,
        url=with_origin(reverse("move", args=[case.number, move.name]), asked.origin),
        cancel_url=address(case.number, asked.origin),
        seen=case.version,
        key=asked.key or new_key(),
        after=[move.after] if move.after else [],
        conflict=_conflict(whole) if refused is not None and refused.code == "changed" else "",
        primary_label=move.label,
        refused=refused.reason if refused is not None and refused.code not in ("changed", "invalid") else "",
    )


def _conflict(whole: Whole) -> str:
    """Who changed it, how long ago."""
    event = whole.events[0]
    who = whole.people.get(event.actor_id, "") if event.actor_id else _("The clock")
    seconds = max(0, int((timezone.now() - event.at).total_seconds()))
    words = _("%(who)s changed this case %(ago)s.")
    return words % {"who": who, "ago": ago(seconds)}


def _clock(whole: Whole, clock: Any) -> ClockView:
    policy = why.policy_of(clock)
    return ClockView(
        title=times.clock_title(clock, whole.case.type),
        time=times.time_left(clock, whole.now),
        citation=policy.citation if policy else "",
        why=why.explain_clock(clock, whole.case),
        note="" if policy else _("This day was set by a person; the history says who and why."),
        key=f"{clock.key}-{clock.generation}",
    )


def _facts(whole: Whole) -> list[tuple[Text, Text]]:
    case = whole.case
    facts: list[tuple[Text, Text]] = [
        (_("Place"), places.long_name(case.place_id)),
        (_("Registration"), _registered(whole)),
    ]
    if case.outcome:
        known = OUTCOMES.get(case.outcome)
        facts.append((_("Outcome"), known.title if known else case.outcome))
    return facts


def _registered(whole: Whole) -> str:
    who = whole.people.get(whole.case.opened_by_id, "")
    return f"{moment_words(whole.case.opened_at)} {who}".strip()


def _history_line(whole: Whole, line: Line, asked: Asked) -> HistoryLine:
    facts = _("; ").join(
        _("%(label)s: %(value)s") % {"label": str(label).rstrip("?？"), "value": value} for label, value in line.facts
    )
    detail = " · ".join(str(part) for part in (line.change, facts) if part)
    ask = address(whole.case.number, asked.origin, ask=persons.STORY) + f"#party-{persons.STORY}"
    kind: Any = "up" if line.goes_up else "system" if line.by is None else "note" if line.name == "note" else "move"
    return HistoryLine(
        at=line.at,
        what=line.text,
        who=line.who,
        detail=detail,
        kind=kind,
        has_sealed=line.hidden,
        url=ask if line.hidden and whole.may_reveal else "",
        sealed=line.private,
    )


def _chain(whole: Whole) -> dict[str, Any]:
    """Is the history whole? Proved on every view of a history that fits the page."""
    if whole.more_events:
        return {}
    broken = history.first_break(whole.case, reversed(whole.events)) is not None
    return {"chain_checked": whole.now, "chain_broken": broken}


def may_upload(whole: Whole) -> bool:
    takes_files = whole.case.is_open or whole.case.state in whole.workflow.filing
    return takes_files and access.adds_files(whole.actor, whole.case)


def _done(whole: Whole, seq: int, lines: list[Line]) -> str:
    """“… is done.” after one's own move, as long as nothing newer has happened."""
    event = whole.events[0]
    if not seq or event.seq != seq or event.actor_id != whole.actor.id:
        return ""
    return _("“%(move)s” is done.") % {"move": lines[0].text}
