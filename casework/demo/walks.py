"""What happens to the demo's cases: each story is a generator that acts, then says how long it waits."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from casework import access
from casework.demo.places import DISTRICT
from casework.demo.stories import call
from casework.demo.world import Case, Steps
from workflows.roles import CLOCK, Actor

HERE = DISTRICT[0]
TRIED = "上门走访 2 次，电话沟通 3 次，双方未能达成一致。"
RECORD = "双方到场，同意继续协商，约定下周再谈。"
TALK = "她单独表示可以接受分期，但担心对方拖延。"
FACTS = "双方因家庭开支和子女照顾发生争吵，分开居住两周。"
TERMS = "双方今后遇事商量；按约定日期履行各自承诺。"
OTHERS = ("周先生", "吴先生", "郑先生", "孙先生")
REQUEST = "请求处理家庭纠纷并给予答复。"
FOUND = "经向双方和社区了解，情况基本属实，现有材料不足以支持全部请求。"
REPLY = "经了解情况并与双方沟通，现将处理结果答复如下，如有新的情况请再与我们联系。"
ANSWER = "对处理过程表示认可。"
COLLEAGUE = 1  # the second district officer: another pair of eyes


def hours(amount: float) -> timedelta:
    return timedelta(hours=amount)


def days(amount: float) -> timedelta:
    return timedelta(days=amount)


def today(case: Case) -> str:
    """The story's own day, as a form takes it."""
    return timezone.localdate(case.world.at).isoformat()


def registered_by(case: Case, n: int, place: str, **changes: Any) -> Actor:
    """Register it (hotline, or the community itself for visits); returns who will handle it there."""
    data = call(n, place, **changes)
    visit = data["channel"] == "visit"
    case.open(case.world.handler(place) if visit else case.world.who("operator", HERE, n), data)
    return case.world.handler(place)


def registered(case: Case, n: int, place: str) -> Steps:
    """Fresh: nobody has claimed it."""
    registered_by(case, n, place)
    yield days(999)


def triage(case: Case, n: int, place: str) -> Steps:
    me = registered_by(case, n, place)
    yield hours(1.5)
    case.do(me, "claim")


def accepted(case: Case, n: int, place: str, *, track: str = "") -> Steps:
    me = registered_by(case, n, place)
    yield hours(2)
    case.do(me, "claim")
    yield hours(18)
    case.do(me, "accept", track=track or ("mediation" if n % 2 else "hotline"), notice="oral")


def working(case: Case, n: int, place: str, *, track: str = "") -> Steps:
    """Being handled; it climbs by itself if its days run out."""
    yield from accepted(case, n, place, track=track)
    me = case.world.handler(place)
    yield hours(3)
    case.do(me, "begin")
    yield days(2)
    case.do(me, "note", note="已电话联系当事人，约定时间上门了解情况。")


def climbed(case: Case, n: int, place: str, *, claim: bool = True, finish: bool = False) -> Steps:
    """The community's 15 days pass; the clock hands it to the street, which works on it (or does not)."""
    yield from working(case, n, place)
    yield days(14)  # with the steps before, the level's limit has passed by then
    if not claim:
        return
    street = case.world.who("street", place[:9])
    yield days(2)
    signed = "sign_in" if _assignee(case) == street.id else "claim"
    if _assignee(case) in (None, street.id):
        case.do(street, signed)
        yield days(1)
        case.do(street, "note", note="已接手，先核对社区前期做过的工作。")
    if finish:
        yield days(15)
        officer = case.world.who("district", HERE)
        if _assignee(case) is None:
            case.do(officer, "claim")


def _assignee(case: Case) -> int | None:
    return access.tickets(CLOCK).values_list("assignee_id", flat=True).get(number=case.number)


def mediating(case: Case, n: int, place: str) -> Steps:
    yield from working(case, n, place)
    me = case.world.handler(place)
    yield hours(4)
    case.do(me, "add_person", role="other", name=OTHERS[n % len(OTHERS)], relation="spouse")
    day = today(case)
    for party, answer in ((case.party("petitioner"), "written"), (case.party("other"), "oral")):
        case.do(me, "record_consent", party=party, answer=answer, given_on=day, rights_told=True)
    case.do(me, "declare_interest", own_side="none", other_side="acquainted" if n % 3 == 0 else "none")
    case.do(me, "start_mediation", began_by="applied")
    yield days(1)
    day = today(case)
    case.do(me, "record_private_talk", party=case.party("petitioner"), held_on=day, said=TALK)
    yield days(1)
    day = today(case)
    both = [case.party("petitioner"), case.party("other")]
    case.do(me, "record_session", held_on=day, mode="room", present=both, record=RECORD, signing="signed")


def agreed(case: Case, n: int, place: str, *, until: str = "closed", outcome: str = "B1") -> Steps:
    """Mediated to an agreement; `until` says how far the review, the reply and the call have come."""
    yield from mediating(case, n, place)
    me = case.world.handler(place)
    yield days(1)
    if outcome == "B3":
        case.do(me, "submit", outcome=outcome, statement="双方自行和好，不再需要调解。", reply=REPLY)
    else:
        _agreement(case, me, oral=outcome == "B2")
        yield hours(1)
        case.do(me, "submit", outcome=outcome, proof=f"（2026）秦婚调字第{n}号", reply=REPLY)
    yield from finished(case, place, until)


def _agreement(case: Case, me: Actor, *, oral: bool) -> None:
    """Recorded with two promises; a written one with its scan."""
    day = timezone.localdate(case.world.at)
    plan = "\n".join(f"{day + days(after)} {act}" for after, act in ((7, "当面道歉"), (30, "800元 抚养费")))
    words = {"effective_on": day.isoformat(), "facts": FACTS, "terms": TERMS, "plan": plan}
    if oral:
        case.do(me, "record_agreement", kind="oral", **words)
        return
    both = [case.party("petitioner"), case.party("other")]
    case.do(me, "record_agreement", kind="written", signed_by=both, mediator_signed=True, seal_affixed=True, **words)
    case.add(me, "调解协议.txt", f"{FACTS}\n{TERMS}\n{plan}\n".encode(), "agreement")


EVIDENCE = {"C1": ("受理通知书.txt", "receipt"), "E1": ("救助金发放单.txt", "payment")}  # the file an outcome asks for


def handled(case: Case, n: int, place: str, *, outcome: str, until: str = "closed", track: str = "") -> Steps:
    """A result with its proof: a file, or an opinion that the leader signs and that is served."""
    yield from working(case, n, place, track=track)
    yield days(1)
    me = case.world.handler(place)
    if outcome in EVIDENCE:
        name, kind = EVIDENCE[outcome]
        case.add(me, name, f"{name} 第{n}号".encode(), kind)
    case.do(me, "submit", outcome=outcome, proof=f"秦妇函〔2026〕{n}号", reply=REPLY)
    if until != "pending_review" and outcome in ("D1", "D2"):
        yield hours(5)
        opinion(case)
    yield from finished(case, place, until)


def opinion(case: Case) -> None:
    """The leader signs the opinion, the district serves it."""
    words = {
        "demand": REQUEST,
        "facts": FOUND,
        "result": "explain",
        "opinion": REPLY,
        "law": "《信访工作条例》第三十二条",
    }
    case.do(case.world.who("supervisor", HERE), "sign_paper", kind="opinion", review_body="市妇联", **words)
    served = {"to": case.party("petitioner"), "way": "hand", "served_on": today(case), "signed_by": "本人"}
    case.do(case.world.who("district", HERE), "record_service", paper=case.paper("opinion"), **served)


def finished(case: Case, place: str, until: str) -> Steps:
    """Review by the street, reply, follow-up call by the district's operator or officer, closing."""
    if until == "pending_review":
        return
    yield days(1)
    day = today(case)
    case.do(case.world.who("street", place[:9]), "reply", served="hand", served_on=day, paper_no="")
    if until == "replied":
        return
    yield hours(20)
    caller = case.world.who("district", HERE, COLLEAGUE)
    case.do(caller, "begin_follow_up")
    if until == "follow_up":
        return
    yield hours(1)
    case.do(caller, "close", result="reached", satisfaction="satisfied", safe_now="yes", answer=ANSWER)


def reopened(case: Case, n: int, place: str) -> Steps:
    yield from agreed(case, n, place)
    yield days(3)
    officer = case.world.who("street", place[:9])
    case.do(officer, "reopen", ground="not_performed", reason="回访得知约定的事项没有履行。")


def suggestion(case: Case, n: int, place: str, *, answer: bool = False) -> Steps:
    words = ("建议在社区活动室增加晚间开放时间。", "建议普法讲座安排在周末。", "希望家政培训增加育儿课程。")
    case.open(
        case.world.who("operator", HERE, n), {"place": place, "suggestion": words[n % 3], "phone": ""}, "suggestion"
    )
    if answer:
        yield hours(4)
        me = case.world.handler(place)
        case.do(me, "claim")
        yield hours(20)
        case.do(me, "answer", answer="感谢您的建议，下个月起试行。", taken_up=True)
    yield days(999)
