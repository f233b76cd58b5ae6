"""What a preview showed, carried by the browser to the save: sealed, for one person, for an hour, for the state it was made on.

The save does what was shown or nothing: a changed, borrowed, old or overtaken preview is refused.
"""

import time
from typing import Any

from django.utils.translation import gettext as _

from casework import sealed
from casework.errors import Refused

LASTS_SECONDS = 3600


def keep(what: dict[str, Any], bound_to: str, actor_id: int | None, state: str) -> str:
    """The sealed form of a change as hexadecimal text. `state`: what the preview was computed on."""
    return sealed.seal_own({"what": what, "by": actor_id, "at": int(time.time()), "state": state}, bound_to).hex()


def redeem(text: str, bound_to: str, actor_id: int | None, state: str) -> dict[str, Any]:
    """The change a preview showed to this person; Refused("invalid") if it is not the one or no longer holds."""
    try:
        kept = sealed.unseal_own(bytes.fromhex(text), bound_to)
    except (ValueError, sealed.SealError):
        raise Refused("invalid", _("This preview cannot be read. Enter the change again.")) from None
    if kept["by"] != actor_id or time.time() - kept["at"] > LASTS_SECONDS or kept["state"] != state:
        raise Refused("invalid", _("This preview is too old. Enter the change again."))
    what: dict[str, Any] = kept["what"]
    return what
