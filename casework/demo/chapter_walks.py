"""Cases of the other chapters in the demo: a fund and aid paid out of it, an award round, a class with a waiting list, pairs matched."""

from typing import Any

from casework.demo.walks import HERE, days, hours, today
from casework.demo.world import Case, Steps
from workflows.roles import Actor

COLLEAGUE = 1
NAMES = ("王桂芳", "李秀英", "张玉梅", "刘春燕", "陈丽华", "杨海霞")
ACTIVITY = {
    "topic": "社区读书会", "people": 40, "budget": "800", "where": "社区活动室", "safety": "安排两名值守人员，雨天改期。",
    "contact": "活动负责人，办公电话",
}  # fmt: skip


def _person(n: int) -> dict[str, str]:
    return {"name": NAMES[n % len(NAMES)], "phone": f"138 0000 {6000 + n % 90:04d}"}


def _officers(case: Case) -> tuple[Actor, Actor]:
    """Two officers of the district: who checks and who decides are not the same."""
    return case.world.who("district", HERE), case.world.who("district", HERE, COLLEAGUE)


def _up(case: Case, place: str, **opinion: Any) -> Actor:
    """Community and street pass it up with their opinions; the district's officer claims it."""
    for who in (case.world.handler(place), case.world.who("street", place[:9])):
        case.do(who, "claim")
        case.do(who, "pass_up", opinion="入户了解，情况属实。", checked=True, **opinion)
    officer = case.world.who("district", HERE)
    case.do(officer, "claim")
    return officer


def aid(case: Case, n: int, place: str, *, until: str = "checking") -> Steps:
    """An aid application; its fund is opened with it, so that there is something to pay from."""
    fund = Case(case.world)
    officer, _other = _officers(case)
    fund.open(
        officer,
        {
            "place": HERE,
            "called": "巾帼助困金",
            "source": "budget",
            "document_no": f"秦财〔2026〕{n}号",
            "amount": "50000",
        },
        "fund",
    )
    data = {
        **_person(n),
        "address": f"长乐路{n}号",
        "place": place,
        "difficulty": ["illness"],
        "item": "cash",
        "wanted": "3000",
        "story": "患病需长期服药。",
        "notice_consent": True,
    }
    case.open(case.world.handler(place), data, "aid")
    if until == "checking":
        return
    yield days(1)
    officer = _up(case, place, visitors=2)
    yield days(1)
    case.do(officer, "decide", decision="grant", amount="2000")
    if until == "public":
        return
    yield days(10)
    _officer, other = _officers(case)
    case.do(other, "claim")
    case.do(other, "pay", fund=fund.number, amount="2000", paid_on=today(case), slip=f"凭证{n}号")


FAMILY = {
    "road": "community", "kinds": ["harmony", "filial"], "members": 4, "years": 12, "deeds": "照顾邻里老人多年。",
    "all_agree": True, "declared": True, "notice_consent": True,
}  # fmt: skip
PACESETTER = {
    "name": "陈丽华", "phone": "138 0000 6095", "trade": "health", "work_unit": "社区卫生服务中心护士长", "years": 16, "honours": ["district"],
    "deeds": "上门为失能老人护理十余年。", "declared": True, "notice_consent": True,
}  # fmt: skip


def nominated(case: Case, n: int, place: str, *, slug: str, **facts: Any) -> Steps:
    """Recommended, chosen within its street's quota, and hanging on public notice."""
    award, (officer, _other) = Case(case.world), _officers(case)
    places = {"award": slug, "year": 2026, "basis_no": "宁妇〔2026〕8号", "quotas": f"{place[:9]} 3"}
    award.open(officer, {"place": HERE, **places}, "award_round")
    case.open(case.world.handler(place), {"place": place, **facts}, slug)
    yield days(1)
    me, street = case.world.handler(place), case.world.who("street", place[:9])
    case.do(me, "claim")
    case.do(me, "hold_vote", voted_on=today(case), votes_for=41, votes_against=2)
    yield days(10)
    case.do(me, "recommend", score=90, opinion="居民评议通过。")
    case.do(street, "claim")
    case.do(street, "recommend", score=90, opinion="居民评议通过。")
    case.do(officer, "claim")
    case.do(officer, "select", decision="choose", round=award.number, score=92, opinion="同意。")


def family(case: Case, n: int, place: str) -> Steps:
    yield from nominated(case, n, place, slug="five_good_family", **_person(n), address=f"{n % 40 + 1}号", **FAMILY)


def training(case: Case, n: int, place: str) -> Steps:
    """A class with two seats and three who want one: the third waits and moves up when somebody leaves."""
    officer, _other = _officers(case)
    data = {
        "place": place, "subject": "child", "hours": 60, "seats": 2, "begins_on": (case.world.now + days(20)).date().isoformat(),
        "where": "区家政学校", "teacher": "持证讲师", "cost": "6000", "paid_by": "培训经费", "insured": True,
    }  # fmt: skip
    case.open(case.world.who("street", place[:9]), data, "training_class")
    yield hours(5)
    case.do(officer, "claim")
    case.do(officer, "approve", decision="approve")
    for at, group in enumerate(("unemployed", "rural", "other")):
        yield hours(2)
        case.do(officer, "enrol", **_person(n + at), group=group, wants_work=True)
        case.child("enrolment").do(officer, "check_enrolment", fits="yes")


def wish(case: Case, n: int, place: str) -> Steps:
    """A woman of a community wishes for a class; the district's classes are offered to her."""
    case.open(
        case.world.handler(place),
        {
            **_person(n + 4),
            "place": place,
            "subjects": ["child", "home"],
            "group": "rural",
            "age": 38,
            "wants_work": True,
        },
        "class_wish",
    )
    yield hours(3)
    case.do(case.world.handler(place), "claim")


def seeker(case: Case, n: int, place: str) -> Steps:
    """A woman looks for work; a vacancy that fits is published."""
    vacancy = Case(case.world)
    street = case.world.who("street", place[:9])
    job = {"place": place[:9], "employer": "秦淮家政服务中心", "contact": "人事，办公电话", "job": "育婴员", "skills": ["care", "home"], "times": ["full"],
           "places": 3, "wage": "5500", "text": "照护婴幼儿，有培训。"}  # fmt: skip
    vacancy.open(street, job, "vacancy")
    vacancy.do(street, "claim")
    vacancy.do(street, "audit", lawful=["licence", "wage", "no_sex"], decision="publish")
    case.open(
        case.world.handler(place),
        {**_person(n), "place": place, "skills": ["care"], "times": ["full", "part"], "wage": "5000", "share_cv": True},
        "job_referral",
    )
    yield hours(20)
    me = case.world.handler(place)
    case.do(me, "claim")
    case.do(me, "verify")


def volunteer(case: Case, n: int, place: str) -> Steps:
    """A volunteer on duty, and a task that looks for one."""
    street = case.world.who("street", place[:9])
    case.open(
        street,
        {
            **_person(n),
            "place": place,
            "kinds": ["rights"],
            "skills": ["law", "counselling"],
            "times": ["evening"],
            "pledge": True,
        },
        "volunteer",
    )
    case.do(street, "claim")
    case.do(street, "check_volunteer", suited="yes")
    yield days(2)
    case.do(street, "record_training", trained_on=today(case), hours=8, topics=["privacy", "law"])
    task = Case(case.world)
    me = case.world.handler(place)
    task.open(
        me,
        {"place": place, "need": "陪同去法院立案。", "skills": ["law"], "times": ["evening"], "first_name": "小周"},
        "volunteer_task",
    )
    task.do(me, "claim")
    task.do(me, "send_out")


def spring_bud(case: Case, n: int, place: str) -> Steps:
    """A girl waits for a pledge, and a pledge is paid in that fits her."""
    officer, _other = _officers(case)
    pledge = Case(case.world)
    pledge.open(
        officer,
        {**_person(n), "place": HERE, "kind": "company", "amount": "1500", "terms": 6, "stage": "any"},
        "pledge",
    )
    pledge.do(officer, "claim")
    pledge.do(officer, "agree", agreement_no=f"春蕾{n}号", charity="市儿童少年基金会")
    pledge.do(officer, "pay_in", amount="3000", came_on=today(case), slip=f"收据{n}号")
    girl = {
        **_person(n + 1), "place": place, "stage": "primary", "grade": 4, "need": "1200", "school": "附近小学", "guardian": "外婆",
        "guardian_consents": True, "family": "随外婆生活，收入低。",
    }  # fmt: skip
    case.open(case.world.handler(place), girl, "spring_bud")
    yield days(1)
    officer = _up(case, place, visitors=2)
    case.do(officer, "decide", decision="grant")


def activity(
    case: Case, n: int, place: str, *, slug: str = "culture_activity", approved: bool = True, **more: Any
) -> Steps:
    """An activity of the community: small, so that the street approves it."""
    on = (case.world.now + days(40)).date().isoformat()
    case.open(case.world.handler(place), {**ACTIVITY, "place": place, "on": on, **more}, slug)
    yield hours(4)
    if approved:
        me, street = case.world.handler(place), case.world.who("street", place[:9])
        case.do(me, "claim")
        case.do(me, "pass_up")
        case.do(street, "claim")
        case.do(street, "approve", decision="approve")
        until = (case.world.now + days(30)).date().isoformat()
        case.do(street, "open_sign_up", places=40, until=until)
        yield hours(20)
        case.do(me, "sign_up", **_person(n), people=2)


def startup(case: Case, n: int, place: str) -> Steps:
    data = {
        **_person(n),
        "place": place,
        "project": "社区小厨房",
        "stage": "start",
        "needs": ["place", "training"],
        "staff": 3,
        "plan": "为老人送餐。",
    }
    case.open(case.world.handler(place), data, "startup_support")
    yield days(1)
    _up(case, place)


def question(case: Case, n: int, place: str) -> Steps:
    case.open(
        case.world.who("operator", HERE, n),
        {**_person(n), "place": place, "topic": "0101", "question": "协议离婚后孩子户口怎么迁？"},
        "legal_consultation",
    )
    yield hours(3)
    me = case.world.handler(place)
    case.do(me, "claim")
    case.do(me, "answer", answer="可凭离婚协议和户口簿到派出所办理。")
