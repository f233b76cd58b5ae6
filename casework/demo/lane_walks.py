"""The urgent lane in the demo: what the district does in the first hours, and how such a case is closed under protection."""

from casework.demo.stories import urgent_call
from casework.demo.walks import ANSWER, COLLEAGUE, HERE, REPLY, days, hours, today
from casework.demo.world import Case, Steps
from workflows.roles import Actor

PLAN = {
    "safe_phone": "138 0000 7788", "safe_time": "工作日 12:00–13:00", "place_to_go": "先去姐姐家，必要时去区庇护所。",
    "shelter": "has_place", "signal": "发“买菜”给邻居即代为报警。", "steps": "离开现场，到楼下值班室，拨打 110。",
}  # fmt: skip
SEEN = "孩子暂住外婆家，情绪平稳，学校老师会留意。"


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


def _report(case: Case, officer: Actor, n: int) -> None:
    """The police are told; for a child civil affairs too."""
    report = case.child("police_report")
    report.do(
        officer, "report", way="staff", at=case.world.at.isoformat(), station="辖区派出所", receipt=f"JJ2026{n:05d}",
        ground="injuries", told="来电人称家中发生暴力，请求出警。",
    )  # fmt: skip
    if report.state() == "police_told":
        report.do(officer, "others_told", bodies=["civil_affairs"], told_by="电话，值班室")


def _rest(case: Case, officer: Actor) -> Steps:
    """Her word on order, warning and legal aid; the child is looked at."""
    said = {"heard_alone": True, "options_told": ["order", "legal_aid", "later"], "words": "先不申请，需要时再说。"}
    if case.has("protection_order"):
        case.child("protection_order").do(officer, "record_wish", wish="no", explained=True, **said)
    if case.has("written_warning"):
        case.child("written_warning").do(officer, "decline", **said)
    if case.has("legal_aid"):
        case.child("legal_aid").do(officer, "decline", **said)
    yield hours(2)
    if case.has("minor_case"):
        child = case.child("minor_case")
        child.do(
            officer, "assess", there="yes", harm="saw", safe="yes", heard="alone", guardian_is_abuser="no", found=SEEN
        )
        child.do(officer, "record_report", told=["civil_affairs"], basis="duty", receiver="未保站值班员", facts=SEEN)
        child.do(
            officer, "record_measures", measures=["counselling"], done_on=today(case), details="已联系学校心理老师。"
        )
        child.do(officer, "begin_visits")
