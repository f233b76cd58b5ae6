"""Cases of the demo that were bounced and ruled on, assisted, pressed, made a leader's own, or consulted on; and the catalogue."""

from datetime import timedelta

from django.utils import timezone

from casework import catalogue
from casework.demo.places import DISTRICT
from casework.demo.turns import dispatched
from casework.demo.walks import COLLEAGUE, HERE, days, hours, working
from casework.demo.world import Case, Steps, World

ENTRIES = (  # category, words, owner, rule
    ("01", "", "community", "婚姻家庭纠纷先由居住地社区调处，调处不成的报街道。"),
    ("0102", "", "district", "家庭暴力由区权益部直接承办，街道协办。"),
    ("0404", "", "labour", "拖欠劳动报酬由人社部门处理，妇联跟进结果。"),
    ("0402", "", "union", "孕期、产期调岗降薪先请工会参与协商。"),
    ("0301", "公房 承租", "housing", "公房承租权争议由房管部门认定。"),
    ("08", "", "district", "未成年人权益由区里承办，社区配合看护。"),
    ("0902", "", "civil_affairs", "临时困难救助由民政部门受理。"),
)
RULE = "探望、抚养安排的争议由孩子居住地社区承办。"


def write_catalogue(world: World) -> None:
    """The district's catalogue as it has stood for some months."""
    officer = world.who("district", HERE)
    since = timezone.localdate(world.now - timedelta(days=150))
    for category, words, owner, rule in ENTRIES:
        catalogue.put(HERE, category, words, owner, rule, by=officer.id, day=since)


def bounced(case: Case, n: int, place: str) -> Steps:
    """Sent to one community, returned with a proposal, ruled on by the district; the catalogue learns from it."""
    yield from dispatched(case, n, place, back=True)
    yield hours(4)
    neighbour = f"{place[:9]}{'002' if place.endswith('001') else '001'}"
    words = {"reason": "孩子随母居住在该社区，由该社区承办。", "into_catalogue": True, "rule": RULE}
    case.do(case.world.who("supervisor", DISTRICT[0]), "rule_owner", unit=neighbour, **words)
    yield hours(3)
    case.do(case.world.handler(neighbour), "claim")


def assisted(case: Case, n: int, place: str) -> Steps:
    """The community leads; a neighbouring one helps and reports."""
    yield from working(case, n, place)
    yield hours(2)
    me = case.world.handler(place)
    neighbour = f"{place[:9]}{'002' if place.endswith('001') else '001'}"
    by = (timezone.localdate(case.world.now) + days(3)).isoformat()
    case.do(me, "ask_assistance", assisting=[neighbour], tasks=["visit", "facts"], report_by=by)
    yield hours(20)
    helper = case.world.handler(neighbour)
    case.do(helper, "assist_report", done=["visit"], report="已上门看望老人，情况平稳，愿意参加协商。")


def pressed(case: Case, n: int, place: str, *, answer: bool = False) -> Steps:
    """A limit passed; the district's supervisor reminds, then presses with a new term."""
    yield from working(case, n, place, track="hotline")
    yield days(6)
    supervisor = case.world.who("supervisor", HERE)
    case.do(supervisor, "remind", about="overdue", words="已过办理期限，请今天与当事人联系。")
    yield days(1)
    term = (timezone.localdate(case.world.now) + days(1)).isoformat()
    facts = "已超过工单办理期限，当事人两次来电询问，未见答复记录。"
    case.do(supervisor, "press", ground="overdue", facts=facts, new_term=term, demands="当面答复当事人，书面说明原因。")
    if answer:
        yield hours(5)
        case.do(
            case.world.handler(place), "answer_press", cause="workload",
            explanation="同期在办事项较多，答复后未及时登记。", measures="已约定明日上午上门答复。",
        )  # fmt: skip


def led(case: Case, n: int, place: str) -> Steps:
    yield from working(case, n, place)
    yield hours(6)
    case.do(case.world.who("supervisor", HERE, COLLEAGUE), "take_as_leader")
    yield days(1)
    case.do(case.world.handler(place), "note", note="已向包案领导汇报双方意见。")


def consulted(case: Case, n: int, place: str, *, decided: bool = False) -> Steps:
    """Nobody knows whose it is: a joint consultation; its decision goes into the catalogue."""
    yield from working(case, n, place)
    yield hours(5)
    street = case.world.who("street", place[:9])
    on = (timezone.localdate(case.world.now) + days(0 if decided else 1)).isoformat()
    words = {"question": "owner", "details": "房管、民政和社区都认为不归本部门管。", "consult_on": on}
    case.do(street, "call_consultation", units=[place[:9]], bodies=["housing", "civil_affairs"], **words)
    if decided:
        yield days(1)
        today = timezone.localdate(case.world.at).isoformat()
        learnt = {
            "into_catalogue": True,
            "owner": "street",
            "words": "腾退 过渡",
            "rule": "腾退过渡安置由街道牵头会商。",
        }
        case.do(
            street, "record_consultation", held_on=today, decision="由街道牵头，房管配合。", unit=place[:9], **learnt
        )
