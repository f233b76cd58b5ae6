"""The urgent lane in the demo: what the district does in the first hours, and how such a case is closed under protection."""

from casework.demo.stories import urgent_call
from casework.demo.walks import ANSWER, COLLEAGUE, HERE, REPLY, days, hours, today
from casework.demo.world import Case, Steps

PLAN = {
    "safe_phone": "138 0000 7788", "safe_time": "工作日 12:00–13:00", "place_to_go": "先去姐姐家，必要时去区庇护所。",
    "shelter": "has_place", "signal": "发“买菜”给邻居即代为报警。", "steps": "离开现场，到楼下值班室，拨打 110。",
}  # fmt: skip


def urgent(case: Case, n: int, place: str, *, until: str = "registered") -> Steps:
    """Straight to the district; its tickets one by one; closed when she is shielded and somebody goes on looking."""
    case.open(case.world.who("operator", HERE, n), urgent_call(n, place))
    if until == "registered":
        return
    officer, colleague = case.world.who("district", HERE), case.world.who("district", HERE, COLLEAGUE)
    yield hours(0.1)
    case.do(officer, "claim")
    _report(case, officer, n)
    yield hours(1)
    case.do(officer, "accept", track="dv", notice="oral")
    case.do(officer, "begin")
    case.child("leader_report").do(
        officer, "tell_leader", told=["leader"], way="phone", direction="请权益部全程跟进，注意保密。"
    )
    yield hours(3)
    case.child("safety_plan").do(officer, "make_plan", **PLAN)
    if until == "in_progress":
        return
    yield hours(5)
    case.child("evidence").do(
        officer, "guide", kept=["police"], told=["medical", "messages", "witness"], safe_place=True
    )
    yield from _rest(case, officer)
    yield days(3)
    case.do(officer, "submit", outcome="E2", proof=f"安全核查表第{n}号", reply=REPLY)
    yield days(1)
    case.do(colleague, "reply", served="oral", served_on=today(case), paper_no="")
    yield hours(20)
    case.do(colleague, "begin_follow_up")
    case.do(colleague, "close", result="reached", satisfaction="satisfied", safe_now="yes", answer=ANSWER)
