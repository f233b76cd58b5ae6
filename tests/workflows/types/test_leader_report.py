"""The leader is told the same day; of a group or public attention the committee and the government too."""

from tests.cast import Cast
from tests.workflows.rights.protected import HOUR, child, due, in_clear, refused, running

TOLD = {"told": ["leader"], "way": "phone", "direction": "请权益部今晚到场。"}


def test_the_leader_is_told_within_the_day_and_the_direction_stays_sealed(cast: Cast) -> None:
    report = child(cast, "leader_report")
    assert due(report, "dv.leader_report") - report.opened_at == 8 * HOUR
    report = cast.does("fang", report, "tell_leader", **TOLD)
    assert (report.state, report.data["told"], running(report)) == ("told", ["leader"], set())
    assert "今晚到场" not in in_clear(report)


def test_telling_only_others_is_not_enough(cast: Cast) -> None:
    report = child(cast, "leader_report")
    assert (
        "leader in charge" in refused(cast, "fang", report, "tell_leader", told=["city"], way="phone").errors["told"][0]
    )


def test_of_a_group_the_committee_and_the_government_hear_too(cast: Cast) -> None:
    report = child(cast, "leader_report", public=True)
    assert "25" in refused(cast, "fang", report, "tell_leader", **TOLD).errors["told"][0]
    assert cast.does("lu", report, "tell_leader", **{**TOLD, "told": ["leader", "committee"]}).state == "told"


def test_the_operator_does_not_tell_the_leader(cast: Cast) -> None:
    assert refused(cast, "ling", child(cast, "leader_report"), "tell_leader", **TOLD).code in ("forbidden", "not_found")
