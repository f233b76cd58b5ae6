"""Steps of a dispatch that several test files walk: from the street to a community, back, and the ruling."""

from typing import Any

from casework.models import Ticket
from tests.cast import COMMUNITY, SISTER, STREET, Cast
from tests.workflows.seen import running  # noqa: F401 (taken from here by the tests)

BACK = {"ground": "other_area", "proposed": SISTER, "reason": "当事人住在金陵路社区。"}
RULED = {"unit": SISTER, "reason": "按居住地确定。"}


def at_street(cast: Cast, who: str = "sun", **call: Any) -> Ticket:
    """Accepted by the street on the hotline track: its limit runs."""
    now = call.get("now")
    ticket = cast.call(**{"place": STREET, **call})
    cast.does(who, ticket, "claim", now=now)
    return cast.does(who, ticket, "accept", track="hotline", notice="oral", now=now)


def dispatched(cast: Cast, unit: str = COMMUNITY, *, call: dict[str, Any] | None = None, **more: Any) -> Ticket:
    now = (call or {}).get("now")
    return cast.does("sun", at_street(cast, **(call or {})), "dispatch", unit=unit, now=now, **more)


def returned(cast: Cast, **more: Any) -> Ticket:
    return cast.does("mei", dispatched(cast, **more), "return_order", **BACK)
