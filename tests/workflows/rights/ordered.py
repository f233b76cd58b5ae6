"""Steps of a protection order that several test files walk: applied for, before the court, in force."""

from typing import Any

from casework.models import Ticket
from tests.cast import Cast
from tests.workflows.rights.protected import HEARD, on

APPLICATION: dict[str, Any] = {
    "applicant": "self",
    "point": "applicant",
    "court": "秦淮区人民法院",
    "measures": ["violence", "contact"],
    "facts": "九月以来多次殴打。",
    "evidence": "报警回执、照片、病历",
}
BREACH = {"happened_on": on(), "kinds": ["contact"], "danger_now": "no", "story": "在单位门口等她，跟到车站。"}


def prepared(cast: Cast, order: Ticket, **application: Any) -> Ticket:
    cast.does("fang", order, "record_wish", wish="yes", **HEARD)
    return cast.does("fang", order, "write_application", **{**APPLICATION, **application})


def accepted(cast: Cast, order: Ticket, **court: Any) -> Ticket:
    prepared(cast, order)
    cast.does("fang", order, "file_application", filed_on=on(), way="window")
    return cast.does("fang", order, "court_accepts", case_no="（2026）苏0104民保令1号", **court)


def in_force(cast: Cast, order: Ticket, days: int = 100) -> Ticket:
    accepted(cast, order)
    return cast.does("fang", order, "record_result", **ruling(days))


def ruling(days: int = 100) -> dict[str, Any]:
    return {
        "result": "issued", "decided_on": on(), "paper_no": "1", "measures": ["violence"], "informed": ["her", "police"],
        "valid_until": on(days),
    }  # fmt: skip


def rejected(cast: Cast, order: Ticket) -> Ticket:
    accepted(cast, order)
    return cast.does(
        "fang", order, "record_result", result="rejected", decided_on=on(), paper_no="1", reason="证据不足"
    )
