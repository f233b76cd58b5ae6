"""An early warning: set off by a rule, handed up, looked into, confirmed; or dismissed with a reason."""

from tests.cast import COMMUNITY
from tests.walks.parts import claimed, on, refuses
from tests.walks.walker import Walker
from workflows.warnings.rules import book


def begin(cast: Walker):
    rule = next(iter(book()))
    return cast.opens(
        "clock",
        "warning",
        rule=rule.key,
        place=COMMUNITY,
        unit=COMMUNITY,
        n=3,
        first=on(-30),
        last=on(),
        risk="orange",
        at="",
    )


def walk(cast: Walker):
    ticket = claimed(cast, "mei", begin(cast))
    return cast.does("mei", ticket, "confirm", measure="visited", case="", risk="", found="已上门了解，情绪稳定。")


def nobody_raises_one_by_hand(cast: Walker) -> None:
    cast.may_not_open("fang", "warning", "does not register", place=COMMUNITY)


def what_goes_on_in_a_case_names_it(cast: Walker) -> None:
    refuses(
        cast,
        "mei",
        begin(cast),
        "confirm",
        "number of the case",
        at="case",
        measure="case",
        case="",
        risk="",
        found="有案件。",
    )


def it_goes_on_in_a_case_it_rests_on(cast: Walker) -> None:
    case, ticket = cast.call(), begin(cast)
    refuses(cast, "mei", ticket, "confirm", "does not rest on", at="case", measure="case", case=case.number, risk="", found="有案件。")  # fmt: skip


def it_is_dismissed_with_a_reason(cast: Walker) -> None:
    refuses(cast, "mei", begin(cast), "dismiss", "", at="reason", ground="wrong", reason="无")


REFUSALS = [
    nobody_raises_one_by_hand, what_goes_on_in_a_case_names_it, it_goes_on_in_a_case_it_rests_on, it_is_dismissed_with_a_reason,
]  # fmt: skip
