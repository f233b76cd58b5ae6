"""Cases of the demo that take another turn: they wait, rest, go up, come down, leave, or turn out to be another case."""

from django.utils import timezone

from casework.demo.stories import call
from casework.demo.walks import HERE, TRIED, days, hours, registered_by, triage, working
from casework.demo.world import Case, Steps


def waiting(case: Case, n: int, place: str) -> Steps:
    yield from working(case, n, place)
    yield hours(5)
    due = (timezone.localdate(case.world.at) + days(9)).isoformat()
    case.do(case.world.handler(place), "wait_for", body="labour", paper_no=f"秦妇函〔2026〕{n}号", their_due=due)


def suspended(case: Case, n: int, place: str, *, approve: bool = True) -> Steps:
    yield from working(case, n, place)
    yield hours(6)
    until = (timezone.localdate(case.world.now) + days(12)).isoformat()
    case.do(
        case.world.handler(place),
        "ask_suspension",
        ground="party_away",
        resume_on=until,
        reason="当事人住院，出院后再谈。",
    )
    if approve:
        yield hours(3)
        case.do(case.world.who("street", place[:9]), "suspend")


def extended(case: Case, n: int, place: str, *, approve: bool = True) -> Steps:
    yield from working(case, n, place, track="mediation")
    yield days(3)
    case.do(case.world.handler(place), "ask_extension", days=20, reason="需要等待评估结论，情况复杂。")
    if approve:
        yield hours(5)
        case.do(case.world.who("supervisor", HERE), "approve_extension", person_told=True)


def handed_up(case: Case, n: int, place: str, *, only_help: bool = False) -> Steps:
    yield from working(case, n, place)
    yield days(1)
    me = case.world.handler(place)
    if only_help:
        case.do(me, "ask_help", reason="many_bodies", tried=TRIED, wanted="请街道联系司法所一起谈一次。")
    else:
        case.do(me, "hand_up", reason="mediation_failed", tried=TRIED)


def dispatched(case: Case, n: int, place: str, *, back: bool = False) -> Steps:
    """Registered at the street, which accepts it and sends it to a community."""
    case.open(case.world.who("operator", HERE, n), call(n, place[:9], channel="hotline"))
    officer = case.world.who("street", place[:9])
    yield hours(2)
    case.do(officer, "claim")
    yield hours(2)
    case.do(officer, "accept", track="hotline", notice="oral")
    yield hours(1)
    case.do(officer, "dispatch", unit=place, instruction="请先上门了解情况。")
    if back:
        yield hours(3)
        case.do(
            case.world.handler(place),
            "return_order",
            ground="other_area",
            proposed=_neighbour(place),
            reason="当事人住在相邻社区。",
        )


def _neighbour(place: str) -> str:
    """Another community of the same street."""
    return f"{place[:9]}{'002' if place.endswith('001') else '001'}"


def refused(case: Case, n: int, place: str) -> Steps:
    case.open(case.world.who("operator", HERE, n), call(n, place[:9], channel="hotline"))
    officer = case.world.who("street", place[:9])
    yield hours(2)
    case.do(officer, "claim")
    yield hours(3)
    words = {
        "ground": "litigation",
        "body": "court",
        "how_to_reach": "秦淮区人民法院立案庭，工作日 9:00–17:00",
        "notice": "paper",
    }
    case.do(officer, "not_accept", notice_no=f"秦妇告〔2026〕{n}号", **words)


def transferred(case: Case, n: int, place: str, *, report: bool = True) -> Steps:
    case.open(case.world.who("operator", HERE, n), call(n, place[:9], channel="hotline"))
    officer = case.world.who("street", place[:9])
    yield hours(2)
    case.do(officer, "claim")
    yield hours(4)
    due = (timezone.localdate(case.world.now) + days(6)).isoformat() if report else ""
    case.do(
        officer,
        "transfer",
        body="labour",
        letter_no=f"秦妇转〔2026〕{n}号",
        basis="consent",
        notice="oral",
        report_due=due,
    )


def withdrawn(case: Case, n: int, place: str) -> Steps:
    yield from working(case, n, place)
    yield hours(7)
    case.do(case.world.handler(place), "withdraw", free_will=True, statement="双方已经和好，不再需要处理。")


def voided(case: Case, n: int, place: str, *, confirm: bool = True) -> Steps:
    yield from triage(case, n, place)
    yield hours(2)
    case.do(case.world.handler(place), "ask_void", reason="与前一件重复登记。")
    if confirm:
        yield hours(4)
        case.do(case.world.who("district", HERE), "confirm_void", reason="核对无误，属重复登记。")


def merged(case: Case, n: int, place: str) -> Steps:
    """She calls again two days later and is registered anew; the street finds that it is the same matter."""
    yield from working(case, n, place)
    yield days(2)
    first, again = case.number, Case(case.world)
    registered_by(again, n, place, channel="phone")
    yield hours(3)
    again.do(
        case.world.who("street", place[:9]), "merge", other=first, same_person=True, same_matter=True,
        reason="同一来电人反映同一事项，并入在办件，按件次统计。", how_known="来电人自述并核对了前次来电内容。",
    )  # fmt: skip
