"""Where a mediation stands: who has agreed, who mediates, sessions, the agreement and what became of its promises."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from casework import access
from casework.panels import Panel
from casework.panels.limits import Limit, clock_of, nearest
from casework.queries import listed
from casework.queries.ticket import Whole
from casework.shapes import Text
from workflows.datetexts import joined
from workflows.rights import mediation_forms as ask
from workflows.rights import states as at
from workflows.rights.agreement import CONFIRM
from workflows.rights.confirmable import CONFIRMED
from workflows.rights.consent import has_other_side, name_of, needed
from workflows.rights.court import DECLINE

TERM = timedelta(days=30)
KEYS = ("consent", "mediations", "interest", "recused", "court", "agreement", "mediation_ended")


@dataclass(frozen=True)
class Word:
    """What one party said: `answer` "" = not asked yet."""

    who: Text
    answer: str
    text: Text
    on: date | None


@dataclass(frozen=True)
class Promise:
    number: str
    url: str
    due_on: date
    amount: str
    state: Text
    kept: bool
    missed: bool


@dataclass(frozen=True)
class Content:
    words: list[Word]
    other_missing: bool
    mediator: Text
    mediator_shut: bool
    court: dict[str, Any] | None
    court_answer: Text
    sessions: int
    private_talks: int
    next_session: date | None
    longer: Text
    agreement: dict[str, Any] | None
    effective: date | None
    promises: list[Promise]
    kept: int
    confirmed: Text
    court_confirms: Text
    court_until: Limit | None
    court_late: bool
    ended: Text
    warnings: list[Limit]


def panel(whole: Whole) -> Panel | None:
    case = whole.case
    if case.type != "rights" or (case.state != at.MEDIATING.code and not any(case.data.get(key) for key in KEYS)):
        return None
    data, working = case.data, case.state in {state.code for state in at.WORKING}
    promises = _promises(whole)
    agreement = data.get("agreement")
    mediator, shut = _mediator(case)
    content = Content(
        words=[_word(case, code) for code in needed(case)],
        other_missing=not has_other_side(case),
        mediator=mediator if working else "",
        mediator_shut=shut,
        court=data.get("court"),
        court_answer=_court_answer(data),
        sessions=data.get("sessions", 0),
        private_talks=data.get("private_talks", 0) if whole.may_reveal else 0,
        next_session=_day(data.get("next_session")),
        longer=_longer(case),
        agreement=agreement,
        effective=_day(agreement["effective"]) if agreement else None,
        promises=promises,
        kept=sum(one.kept for one in promises),
        confirmed=_confirmed(data),
        court_confirms=_court_confirms(data),
        court_until=(until := clock_of(whole, CONFIRM)),
        court_late=bool(until and until.due_at < whole.now),
        ended=str(dict(ask.GROUNDS).get(data.get("mediation_ended", ""), "")),
        warnings=nearest(whole, TERM) if working else [],
    )
    return Panel("mediation", _("Mediation"), "casework/panels/mediation.html", content)


def _word(case: Any, code: str) -> Word:
    said = case.data.get("consent", {}).get(code, {})
    if said.get("taken_back"):
        return Word(name_of(case, code), "", _("Consent taken back: ask again"), None)
    answer = said.get("answer", "")
    text = dict(ask.ANSWERS)[answer] if answer else _("Not asked yet")
    return Word(name_of(case, code), answer, text, _day(said.get("on")))


def _mediator(case: Any) -> tuple[Text, bool]:
    """What is known of the mediator's impartiality, and whether she must not go on."""
    if case.assignee_id in case.data.get("recused", []):
        return _("The person in charge has an interest or was objected to: somebody else takes over."), True
    if case.assignee_id and case.data.get("interest", {}).get("by") == case.assignee_id:
        return _("Declared: no tie to either side."), False
    return _("The person in charge has not declared her relation to the parties yet."), False


def _court_answer(data: dict[str, Any]) -> Text:
    court = data.get("court")
    if not court:
        return ""
    if court["reported"]:
        return _("Result reported to the court.")
    if data.get("court_to_return"):
        return _("The result is to be reported to the court.")
    if court["answer"] == DECLINE:
        return _("Not accepted")
    return _("Accepted") if court["answer"] else _("To be answered")


def _longer(case: Any) -> Text:
    asked = case.data.get("longer")
    if not asked:
        return ""
    missing = joined(str(name_of(case, code)) for code in needed(case) if code not in asked["by"])
    return _("%(days)s days more: the agreement of %(who)s is missing.") % {"days": asked["days"], "who": missing}


def _promises(whole: Whole) -> list[Promise]:
    """The performance tickets of the agreement that stands now and that the reader may see."""
    number = whole.case.data.get("agreement", {}).get("no")
    if not whole.case.data.get("children", {}).get("performance") or number is None:
        return []
    rows = access.tickets(whole.actor).filter(parent_id=whole.case.pk, type="performance").order_by("id")
    mine = [one for one in rows if one.data.get("agreement") == number]
    return [
        Promise(
            one.number,
            listed.address(one.number, ""),
            date.fromisoformat(one.data["due_on"]),
            one.data.get("amount", ""),
            listed.state_title(one.type, one.state),
            one.state == "performed",
            one.state == "missed",
        )
        for one in mine
    ]


def _confirmed(data: dict[str, Any]) -> Text:
    if "judicial_confirmed" in data:
        return _("Confirmed by the court.") if data["judicial_confirmed"] else _("Not confirmed by the court.")
    if data.get("confirmation_asked"):
        return _("Both have asked the court to confirm it.")
    return ""


def _court_confirms(data: dict[str, Any]) -> Text:
    """What a court confirms of the agreement that stands; "" without one, and once the court's part is over."""
    agreement = data.get("agreement")
    if not agreement or _confirmed(data):
        return ""
    if agreement["status_only"]:
        return _("Only about status: a court cannot confirm it, so no limit for that runs.") + f" {CONFIRMED}"
    if agreement.get("status_too"):
        return _(
            "A court confirms what it says of money, property, visits and upkeep, not of divorce, adoption or status: leave that out of the joint application."  # noqa: E501
        )
    return _("A court confirms what it says of money, property, visits and upkeep, if both ask for it together.")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
