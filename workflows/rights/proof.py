"""What each outcome has to prove before it may be handed in, replied and closed (办结方式与佐证, domain.md §2.6).

A table, not code in the moves: `REQUIRED` names for each outcome the things that must be there. Each has a title, the way
to get it, and a test of the case. The moves ask `missing`, the page shows `checklist`; both read the same table.
Before a result is handed in, the opinion of D1 and D2 may still be unsigned: it is signed after the review and then served
(信访工作条例 art 32), so those two are asked for later (`Stage`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.classifications import CATEGORIES
from workflows.outcomes import OUTCOMES
from workflows.rights import lane_ends, lane_rules
from workflows.rights.rules import rules

Text = str | Promise
Entered = Mapping[str, Any]
Test = Callable[[Any, Entered], bool]
NOTHING: Entered = {}
AFTERCARE = "aftercare"
MEDIATED = ("B1", "B2", "B3", "F1")  # an outcome of talking; never enough by itself where there is violence


class Stage(IntEnum):
    """When a thing must be there at the latest."""

    SUBMIT = 1
    REPLY = 2
    CLOSE = 3


@dataclass(frozen=True)
class Need:
    """One thing an outcome must show. `field`: the field of the form that can still supply it."""

    code: str
    title: Text
    remedy: Text
    met: Test
    by: Stage = Stage.SUBMIT
    field: str = ""


@dataclass(frozen=True)
class Checked:
    """A need and whether this case meets it."""

    need: Need
    met: bool


def _file(*kinds: str) -> Test:
    return lambda ticket, entered: any(ticket.data.get("files", {}).get(kind) for kind in kinds)


def papers(ticket: Any, kind: str) -> list[str]:
    """Numbers of the valid papers of a kind."""
    return list(ticket.data.get("papers", {}).get(kind, []))


def served(ticket: Any, kind: str) -> bool:
    """Is a paper of this kind signed and on record as served?"""
    return any(number in ticket.data.get("served", {}) for number in papers(ticket, kind))


def _number(ticket: Any, entered: Entered) -> bool:
    return bool(str(entered.get("proof") or ticket.data.get("proof_no", "")).strip())


def _statement(ticket: Any, entered: Entered) -> bool:
    return bool(str(entered.get("statement") or "").strip() or ticket.data.get("stated")) or _file("statement")(
        ticket, entered
    )


def _call_record(ticket: Any, entered: Entered) -> bool:
    return not ticket.data.get("refused_to_tell") or _file("record")(ticket, entered)


def _agreed(kind: str) -> Test:
    return lambda ticket, entered: (ticket.data.get("agreement") or {}).get("kind") == kind


def _body_paper(ticket: Any, entered: Entered) -> bool:
    return bool(ticket.data.get("body_paper") or ticket.data.get("report_no")) or _file("receipt", "report")(
        ticket, entered
    )


def _told(ticket: Any, entered: Entered) -> bool:
    """Told, or nobody to tell: 信访工作条例 art 23 asks for no notice where name and address are unclear."""
    return bool(ticket.data.get("told_on") or ticket.data.get("anonymous"))


def attempts_made(ticket: Any) -> bool:
    """Tries on enough different days, far enough apart, at different hours of the day."""
    rule, days = rules(), sorted({date.fromisoformat(day) for day in ticket.data.get("attempts", [])})
    parts = set(ticket.data.get("attempt_parts", []))
    return (
        len(days) >= rule.attempts
        and days[-1] - days[0] >= timedelta(days=rule.attempt_days)
        and len(parts) >= rule.attempt_parts
    )


def unfinished(ticket: Any) -> list[Text]:
    """Measures of the urgent lane that nobody may skip and that are still open; asked only where there are any."""
    return lane_ends.unfinished(ticket) if _in_lane(ticket) else []


def _in_lane(ticket: Any) -> bool:
    had = ticket.data.get("children", {})
    # Legal aid may also be plain help under an ordinary case; within the lane it never comes alone.
    return any(had.get(slug) for slug in lane_rules.PROTECTION if slug != lane_rules.AID)


def _measures(ticket: Any, entered: Entered) -> bool:
    """Did anything else happen for her safety than talks?"""
    return _in_lane(ticket)


def _safe(ticket: Any, entered: Entered) -> bool:
    return _in_lane(ticket) and not lane_ends.measures_missing(ticket)


def _watched(ticket: Any, entered: Entered) -> bool:
    """A follow-up plan was opened: from the first measures on, or by hand."""
    return bool(ticket.data.get("children", {}).get(AFTERCARE))


NUMBER = Need(
    "number", _("number of the paper"), _("Enter it in the field “Proof”."), _number, field="proof"
)  # fmt: skip
URGENT_DONE = Need(
    "urgent", _("every mandatory measure of the urgent lane is done"),
    _("Finish the open tickets under “Tickets around this case” that cannot be waived."),
    lambda ticket, entered: not unfinished(ticket),
)  # fmt: skip
MEASURES = Need(
    "measures", _("safety measures beside the talks (violence)"),
    _("Mediation is never the only measure: bring the case into the urgent lane and do what it asks for."), _measures,
)  # fmt: skip
WATCH = Need(
    "watch", _("a follow-up plan"), _("Use “Open a follow-up plan”."), _watched, Stage.CLOSE
)  # fmt: skip
OPINION = Need(
    "opinion", _("the signed opinion (处理意见书)"), _("Use “Sign a paper” and choose “Opinion on the petition”: it gets its number then."),
    lambda ticket, entered: bool(papers(ticket, "opinion")), Stage.REPLY,
)  # fmt: skip
OPINION_SERVED = Need(
    "served", _("the record of service of the opinion (送达回证)"),
    _("Use “Record a service” for it: way, day, who signed."),
    lambda ticket, entered: served(ticket, "opinion"), Stage.REPLY,
)  # fmt: skip
LAST_OPINION = Need(
    "last_opinion", _("the opinion of the re-review (复核意见书)"),
    _("Use “Sign a paper” for it, or add the other body's opinion as a file of the kind “Opinion”."),
    lambda ticket, entered: bool(papers(ticket, "re_review_opinion")) or _file("opinion")(ticket, entered),
)  # fmt: skip

REQUIRED: dict[str, tuple[Need, ...]] = {
    "A1": (
        Need("record", _("record of the call"),
             _("She would not say more at intake: add the record of the call as a file of the kind “Record”."),
             _call_record),
    ),
    "B1": (
        Need("agreement", _("a written agreement on record"), _("Use “Record the agreement” and choose “written”."),
             _agreed("written")),
        Need("agreement_file", _("the signed and sealed agreement"), _("Add its scan as a file of the kind “Agreement”."),
             _file("agreement")),
    ),
    "B2": (
        Need("agreement", _("the record of the oral agreement (口头协议登记表)"),
             _("Use “Record the agreement” and choose “oral”."), _agreed("oral")),
    ),
    "B3": (
        Need("statement", _("the party's statement"),
             _("Write down her words under “Her statement”, or add it as a file of the kind “Statement”."),
             _statement, field="statement"),
    ),
    "C1": (
        NUMBER,
        Need("receipt", _("the receipt of the court, tribunal or police"),
             _("Add it as a file of the kind “Receipt”, or record the body's answer with its number."), _body_paper),
    ),
    "C2": (
        NUMBER,
        Need("report", _("that body's report"),
             _("Use “Record the report”, or add it as a file of the kind “Report of a body”."), _body_paper),
    ),
    "C3": (
        Need("letter", _("number of the transfer letter"), _("Enter the number of the letter, or sign one."),
             lambda ticket, entered: bool(ticket.data.get("letter_no") or papers(ticket, "transfer")
                                          or papers(ticket, "assign_out"))),
        Need("told", _("the notice to the person where it went"), _("Say how she was told."), _told, field="notice"),
    ),
    "D1": (OPINION, OPINION_SERVED),
    "D2": (OPINION, OPINION_SERVED),
    "E1": (
        Need("slip", _("the payment or aid slip"), _("Add it as a file of the kind “Payment or aid slip”."),
             _file("payment")),
    ),
    "E2": (
        Need("measures", _("the safety measures: police, a shield, visits"),
             _("The tickets under “Tickets around this case” say what is still to be done."), _safe),
        Need("checklist", _("the checklist of measures, signed off by the district"),
             _("A district officer approves the result."),
             lambda ticket, entered: bool(ticket.data.get("signed_off")), Stage.CLOSE),
        WATCH,
    ),
    "F1": (
        Need("ended", _("the record of the end of mediation, with the other ways told"), _("Use “End mediation” first."),
             lambda ticket, entered: bool(ticket.data.get("mediation_ended"))),
    ),
    "F2": (
        Need("statement", _("the party's statement"), _("Write down her words under “Her statement”."), _statement,
             field="statement"),
    ),
    "F3": (
        Need("attempts", _("a log of attempts to reach her"),
             lazy(lambda: gettext("Record at least %(count)s attempts on different days, over %(days)s days or more, at "
                                  "%(parts)s different times of the day or more.")
                  % {"count": rules().attempts, "days": rules().attempt_days, "parts": rules().attempt_parts}, str)(),
             lambda ticket, entered: attempts_made(ticket)),
    ),
    "X1": (
        Need("told", _("the notice with the body that is competent"), _("Say how she was told."), _told, field="notice"),
    ),
    "Z1": (LAST_OPINION,),
}  # fmt: skip


def needs(ticket: Any, outcome: str) -> tuple[Need, ...]:
    """What this outcome must show in this case; () for codes that ask for nothing (merged, void)."""
    if outcome in ("X2", "X3", ""):
        return ()
    kind = CATEGORIES.get(ticket.category)
    violent = (MEASURES, WATCH) if kind and kind.violent and outcome in MEDIATED else ()
    urgent = (URGENT_DONE,) if _in_lane(ticket) else ()
    return (*REQUIRED.get(outcome, ()), *violent, *urgent)


def checklist(ticket: Any, outcome: str, entered: Entered = NOTHING) -> list[Checked]:
    """Every need of an outcome with whether it is met; `entered` is what a form says just now."""
    return [Checked(need, need.met(ticket, entered)) for need in needs(ticket, outcome)]


def missing(ticket: Any, outcome: str, stage: Stage = Stage.CLOSE, entered: Entered = NOTHING) -> list[Need]:
    """What is not there and must be by this stage."""
    return [one.need for one in checklist(ticket, outcome, entered) if not one.met and one.need.by <= stage]


def sentence(outcome: str, gaps: Iterable[Need]) -> str:
    """`“Help or aid delivered” needs: the payment or aid slip. Add it as …` in the active language; "" without gaps."""
    gaps = list(gaps)
    if not gaps:
        return ""
    words = {"outcome": OUTCOMES[outcome].title, "proof": gettext("; ").join(str(need.title) for need in gaps)}
    first = gettext("“%(outcome)s” needs: %(proof)s.") % words
    return " ".join([first, *dict.fromkeys(str(need.remedy) for need in gaps)])
