"""Stories of what comes after closing: review, re-review and hearing of a petition, the archive."""

from django.utils import timezone

from casework.demo.walks import FOUND, HERE, days, handled, today
from casework.demo.world import Case, Steps
from workflows.roles import Actor


def petition(case: Case, n: int, place: str, *, until: str) -> Steps:
    """A reply that is not accepted: review by the district, re-review by the level above, ended for good (三级终结)."""
    yield from handled(case, n, place, outcome="D2", track="xinfang")
    street, officer = case.world.who("street", place[:9]), case.world.who("district", HERE)
    leader = case.world.who("supervisor", HERE)
    yield days(4)
    case.do(street, "ask_review", asked_on=today(case), body="district", request="对处理意见不服，请求复查。")
    if until == "reviewing":
        return
    yield days(5)
    _review(case, officer, "review_opinion", "decide_review")
    if until == "reviewed":
        return
    yield days(4)
    case.do(
        officer, "ask_re_review", asked_on=today(case), body="city_federation", request="对复查意见不服，请求复核。"
    )
    if until == "re_reviewing":
        return
    if until == "hearing":
        on = (timezone.localdate(case.world.now) + days(3)).isoformat()
        yield days(1)
        case.do(leader, "call_hearing", hearing_on=on)
        return
    yield days(6)
    _review(case, leader, "re_review_opinion", "decide_re_review")


def _review(case: Case, officer: Actor, kind: str, move: str) -> None:
    """The opinion of a review, signed by somebody who had no hand in the case, and what it comes to."""
    case.do(officer, "sign_paper", kind=kind, facts=FOUND, opinion="维持原处理意见。")
    case.do(
        officer, move, result="upheld", opinion_no=case.paper(kind), served_on=today(case), opinion="维持原处理意见。"
    )


def archived(case: Case, n: int, place: str) -> Steps:
    yield from handled(case, n, place, outcome="E1")
    yield days(6)
    case.do(case.world.who("district", HERE), "archive", shelf=f"2026-{n}")
