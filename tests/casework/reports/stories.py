"""A handful of cases in every stage, so that no page of the reports is empty."""

from datetime import timedelta

from django.utils import timezone

from casework import gate
from tests.cast import COMMUNITY, OTHER_COMMUNITY, SISTER, Cast
from tests.workflows.rights import agreed, ended


def busy(cast: Cast) -> None:
    """New, accepted, overdue and gone up, closed with proof, withdrawn, urgent."""
    now = timezone.now()
    past = now - timedelta(days=70)
    for place in (COMMUNITY, SISTER, OTHER_COMMUNITY):
        cast.call(place=place)
    cast.call(violence_now="yes", category="0102", age_band="14_17")
    old = cast.call(now=past)
    for move, data in (("claim", {}), ("accept", {"track": "mediation", "notice": "oral", "notice_no": ""})):
        cast.does("mei", old, move, now=past, **data)
    done = cast.call(now=past)
    cast.does("mei", done, "claim", now=past)
    cast.does("mei", done, "withdraw", now=past, free_will=True, statement="不再需要。")
    good = ended.settled(cast, ended.working(cast, now=past), now=past)
    ended.closed(cast, good, now=past + timedelta(days=2))
    agreed.agree(cast, agreed.mediating(cast, now=past), now=past)
    while gate.tick(now=now).full:
        pass
