"""A report to the police by law: made, then told to the other bodies; nobody declines it."""

from tests.walks.parts import refuses
from tests.walks.walker import Walker
from tests.workflows.rights.protected import NO, child

REPORT = {
    "way": "staff", "station": "夫子庙派出所", "receipt": "J3201040017", "receiver": "值班民警李某", "told": "孩子多处淤青，母亲求助。",
}  # fmt: skip


def begin(cast: Walker, **facts):
    return child(cast, "police_report", **facts)


def walk(cast: Walker):
    ticket = begin(cast, mandatory=True, minor=True)
    ticket = cast.does("mei", ticket, "report", ground="injuries", **REPORT)
    assert ticket.state == "police_told"
    return cast.does("mei", ticket, "others_told", bodies=["civil_affairs"], told_by="电话告知区民政张科长")


def nobody_declines_what_the_law_asks(cast: Walker) -> None:
    refuses(cast, "mei", begin(cast, mandatory=True, minor=True), "decline", "required by law", **NO)


def in_danger_the_police_are_called_whatever_she_wishes(cast: Walker) -> None:
    refuses(cast, "mei", begin(cast, danger=True), "decline", "There is danger now", **NO)


def a_report_nobody_can_trace_proves_nothing(cast: Walker) -> None:
    ticket, untraced = begin(cast), {**REPORT, "receipt": "", "receiver": ""}
    refuses(cast, "mei", ticket, "report", "Ask for the receipt number", at="receipt", **untraced)


def a_mandatory_report_names_its_situation(cast: Walker) -> None:
    ticket = begin(cast, mandatory=True, minor=True)
    refuses(cast, "mei", ticket, "report", "Choose the situation", at="ground", **REPORT)


REFUSALS = [
    nobody_declines_what_the_law_asks, in_danger_the_police_are_called_whatever_she_wishes,
    a_report_nobody_can_trace_proves_nothing, a_mandatory_report_names_its_situation,
]  # fmt: skip
