"""Invented calls for the demo, told neutrally; nothing here happened to anybody."""

from typing import Any

CALM = dict.fromkeys(("violence_now", "weapon_or_injury", "threat_to_life", "dependants", "police_before"), "no")

STORIES: tuple[tuple[str, str, str, str, str, str], ...] = (  # category, nature, age band, sex, what happened, wish
    ("0106", "help", "30_39", "f", "离婚后对孩子周末探望的时间一直谈不拢，希望有人帮忙约时间。", "请社区约双方谈一次"),
    (
        "0104",
        "complaint",
        "40_49",
        "f",
        "与婆婆为家务和带孩子的分工长期争吵，最近半个月互不说话。",
        "希望有人上门劝一劝",
    ),
    ("0108", "help", "40_49", "f", "不清楚丈夫名下的借款是否要共同承担，催款电话打到家里。", "想知道该怎么办"),
    ("0107", "help", "60_up", "f", "三个子女对赡养费用分担有分歧，已有两个月没有收到生活费。", "请帮助协商分担办法"),
    ("0101", "consult", "30_39", "f", "准备协议离婚，想了解冷静期和孩子抚养的规定。", "咨询手续"),
    ("0404", "complaint", "30_39", "f", "家政公司拖欠两个月工资，多次去问都说下个月发。", "要回工资"),
    ("0402", "complaint", "18_29", "f", "怀孕后单位口头通知调岗降薪，没有书面材料。", "恢复原岗位"),
    ("0301", "help", "50_59", "f", "公房承租人变更时家里意见不一，怕自己没有住处。", "希望协调居住安排"),
    ("0109", "help", "50_59", "f", "父亲去世后，兄弟认为出嫁的女儿不应分得房屋份额。", "希望依法分割"),
    ("0110", "help", "18_29", "f", "订婚后分手，双方对彩礼返还数额有争议。", "希望调解"),
    ("0803", "help", "30_39", "f", "前夫已经三个月没有支付孩子的抚养费。", "希望督促支付"),
    ("0405", "consult", "40_49", "f", "失业后想办理灵活就业社保补贴，不知道去哪里申请。", "告知办理地点"),
    ("0206", "complaint", "18_29", "f", "有人在业主群里散布关于她的不实信息。", "停止传播并道歉"),
    ("0111", "help", "18_29", "f", "分手后对方反复到单位门口等候，影响上班。", "希望对方停止"),
    ("0902", "help", "40_49", "f", "独自抚养两个孩子，近期住院，想申请临时困难救助。", "申请救助"),
    ("0403", "consult", "30_39", "f", "产假期间生育津贴没有到账，想知道找谁。", "告知办理部门"),
)

URGENT: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (  # category, age band, what happened, wish, answers
    ("0102", "30_39", "来电人称与丈夫争执后被推倒，现已离开住处，在朋友家中，暂时安全。", "希望有安全的住处",
     {"violence_now": "yes"}),
    ("0102", "40_49", "来电人称家人酒后砸坏家具并威胁她，邻居已经帮忙报警。", "想申请人身安全保护令",
     {"threat_to_life": "yes", "police_before": "yes"}),
    ("0802", "u14", "学校老师来电，发现学生手臂有伤，孩子说不敢回家。", "请尽快核实", {"dependants": "yes"}),
    ("0102", "30_39", "来电人称此前有告诫书，今天对方再次上门争吵并动手。", "请帮助报警和安置",
     {"violence_now": "yes", "police_before": "yes", "dependants": "yes"}),
)  # fmt: skip

CALLERS = "王李张刘杨黄赵吴徐朱马胡郭林郑谢"
SCREENED: dict[int, dict[str, str]] = {  # answers of some calls: a child lives there, the police came once
    2: {"dependants": "yes"},
    5: {"police_before": "yes"},
    8: {"dependants": "yes", "police_before": "yes"},
    11: {"dependants": "unsure", "police_before": "unsure"},
}
STREETS_NEAR = ("12号院 3 幢", "沿街二楼", "5 幢 2 单元", "新村 18 号", "菜场后面的楼")


def call(number: int, place: str, **changes: Any) -> dict[str, Any]:
    """Intake data of the n-th ordinary call from `place`; some callers stay anonymous."""
    category, nature, age, sex, story, request = STORIES[number % len(STORIES)]
    data = {
        **CALM, "place": place, "category": category, "nature": nature, "age_band": age, "sex": sex, "story": story,
        "request": request, "caller": "self", "channel": ("hotline", "visit", "hotline", "phone", "online")[number % 5],
    }  # fmt: skip
    return {**data, **SCREENED.get(number % 13, {}), **_contact(number), **changes}


def urgent_call(number: int, place: str) -> dict[str, Any]:
    category, age, story, request, answers = URGENT[number % len(URGENT)]
    caller = "body" if age == "u14" else "self"
    data = {**CALM, **answers, "place": place, "category": category, "nature": "help", "age_band": age, "sex": "f"}
    return {**data, "story": story, "request": request, "caller": caller, "channel": "hotline", **_contact(number + 40)}


def _contact(number: int) -> dict[str, Any]:
    """A caller's contact; numbers of the invented range 138 0000, shared by some so that repeats can be seen."""
    if number % 9 == 4:
        return {"phone": "", "name": ""}
    surname = CALLERS[number % len(CALLERS)]
    contact: dict[str, Any] = {"phone": f"138 0000 {2000 + number % 37:04d}", "name": f"{surname}女士"}
    contact["place_detail"] = STREETS_NEAR[number % len(STREETS_NEAR)]
    if number % 3 == 0:
        contact |= {"safe_phone": contact["phone"], "safe_time": "工作日 12:00–13:00", "may_sms": number % 2 == 0}
    return contact
