"""More of the other chapters in the demo: the club and its members, services, gifts, titles that are looked at again, research."""

from typing import Any

from casework.demo.chapter_walks import _officers, _person, _up, nominated
from casework.demo.walks import HERE, days, hours, today
from casework.demo.world import Case, Steps
from workflows.roles import CLOCK

ENTREPRENEUR = {
    "name": "杨海霞", "phone": "138 0000 6112", "business": "craft", "helped": ["jobless"], "jobs": 12,
    "deeds": "开办绒花工坊，带动十二名下岗姐妹就业。", "notice_consent": True,
}  # fmt: skip
POST = {
    "contact": "窗口负责人，办公电话", "declared": True, "kind": "window", "unit_name": "政务服务综合窗口", "people": 6, "women": 5,
    "led_by_woman": True, "promises": ["posted"], "deeds": "三年零投诉，为上班族延时服务。",
}  # fmt: skip
STAR = {
    "name": "刘春燕", "phone": "138 0000 6118", "field": "care", "skills": ["senior"], "years": 9, "deeds": "坚守养老护理岗位九年。",
    "notice_consent": True,
}  # fmt: skip


def objected(case: Case, n: int, place: str) -> Steps:
    """A family hangs on public notice; a neighbour objects by the public page, and a colleague looks into it."""
    family = {
        **_person(n + 3), "address": f"{n % 40 + 1}号", "road": "community", "kinds": ["green"], "members": 3, "years": 8,
        "deeds": "带动楼栋垃圾分类。", "all_agree": True, "declared": True, "notice_consent": True,
    }  # fmt: skip
    yield from nominated(case, n, place, slug="five_good_family", **family)
    yield days(1)
    case.do(CLOCK, "receive_objection", objection="楼道堆物的情况与事迹材料不一致，请核实。")
    yield hours(6)
    _officer, other = _officers(case)
    case.child("objection").do(other, "claim")


def member(case: Case, n: int, place: str) -> Steps:
    """She joins the entrepreneurs' club, and asks it for something a little later."""
    me, street, (officer, _other) = case.world.handler(place), case.world.who("street", place[:9]), _officers(case)
    company = {
        "company": "云锦文化有限公司",
        "credit_code": "91320104MA1P8AKE7X",
        "post": "总经理",
        "years": 8,
        "staff": 40,
    }
    case.open(me, {**_person(n), "place": place, **company}, "club_member")
    yield days(1)
    case.do(street, "claim")
    case.do(street, "pass_up", opinion="企业经营正常，热心公益。", checked=True)
    case.do(officer, "claim")
    case.do(officer, "decide", decision="grant", reason="", met_on=today(case), votes_for=9, votes_against=1)
    yield days(9)
    asked = Case(case.world)
    request = {"kind": "finance", "request": "希望了解小额贴息贷款的办理条件。"}
    asked.open(me, {**_person(n), "place": place, **request}, "club_request")
    yield hours(5)
    asked.do(street, "claim")


def home_help(case: Case, n: int, place: str) -> Steps:
    """Help at home for an old mother: a price is told before anybody comes."""
    me = case.world.handler(place)
    need = {"kind": "elderly", "hours": 10, "need": "照顾行动不便的母亲，每周三次。"}
    case.open(me, {**_person(n), "place": place, **need}, "home_service")
    yield hours(3)
    case.do(me, "claim")
    case.do(me, "quote", company="区家政服务公司", price="38", insured=True)
    yield hours(20)
    case.do(me, "order")


def reading_home(case: Case, n: int, place: str) -> Steps:
    """A household that reads together and lends its books is named an example."""
    home = {
        "members": 3,
        "books": 400,
        "hours": 7,
        "skills": ["reading"],
        "plan": "每周日晚家庭读书会。",
        "share": True,
    }
    case.open(case.world.handler(place), {**_person(n), "place": place, **home}, "learning_household")
    yield days(1)
    case.do(_up(case, place, visitors=2), "decide", decision="grant", reason="")


def model_site(case: Case, n: int, place: str) -> Steps:
    """A community applies for the title; the district has looked on the spot, and it hangs on public notice."""
    data = {
        "place": place, "kind": "community", "items": ["organised", "rights"], "volunteers": 40, "activities": 18, "self_score": 91,
        "evidence": "妇联组织健全，维权站每周开放。",
    }  # fmt: skip
    case.open(case.world.who("street", place[:9]), data, "model_community")
    yield days(1)
    officer = _up(case, place)
    yield days(2)
    seen: dict[str, Any] = {"visited_on": today(case), "reached": ["organised", "rights"], "score": 88}
    case.do(officer, "decide", **seen, decision="grant", reason="")


def gifts(case: Case, n: int, place: str) -> Steps:
    """Gifts for three households before the festival: approved by one, bought out of a fund by another, handed out."""
    fund, (officer, other) = Case(case.world), _officers(case)
    source = {"called": "节日慰问金", "source": "budget", "document_no": f"秦财〔2026〕{n}号", "amount": "20000"}
    fund.open(officer, {"place": HERE, **source}, "fund")
    households = "王阿姨一户\n李阿姨一户\n张阿姨一户"
    gift = {"place": place, "occasion": "spring", "households": 3, "each": "200", "names": households}
    case.open(case.world.who("street", place[:9]), gift, "gift_list")
    yield hours(4)
    case.do(officer, "claim")
    case.do(officer, "approve", decision="approve", reason="")
    yield days(1)
    case.do(other, "buy", fund=fund.number, amount="588.00", bought_on=today(case), slip=f"发票{n}号")
    yield days(1)
    case.do(officer, "hand_out", given=2, returned=1)


def studied(case: Case, n: int, place: str) -> Steps:
    """What families lack is studied and written down so that nobody is recognised; a colleague signs it off."""
    topic = {"place": place, "topic": "社区托育服务供给", "problem": "双职工家庭三岁以下托育难。"}
    case.open(case.world.who("street", place[:9]), topic, "research")
    officer, _other = _officers(case)
    yield days(1)
    case.do(officer, "claim")
    case.do(
        officer,
        "write",
        figures="社区三岁以下儿童 140 名，附近托位 26 个。",
        proposal="建议利用社区用房设普惠托育点。",
        nobody_named=True,
    )
    yield days(2)
    sign = {"decision": "send", "body": "区政协", "document_no": f"秦妇函〔2026〕{n}号"}
    case.do(case.world.who("supervisor", HERE), "sign_off", **sign)


def kitchen(case: Case, n: int, place: str) -> Steps:
    """Women of a community open a kitchen that brings meals; the district looks in on it for a year."""
    entity = {"called": "姐妹小厨", "services": ["meals"], "staff": 5, "site": f"贡院街{n % 40 + 1}号底商"}
    case.open(case.world.handler(place), {**_person(n), "place": place, **entity}, "service_entity")
    yield days(1)
    officer = _up(case, place)
    case.do(officer, "decide", decision="grant", reason="")
    yield days(5)
    case.do(officer, "record_opening", licence_no="JY23201040001", opened_on=today(case))
