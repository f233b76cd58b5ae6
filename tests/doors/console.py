"""What the browser's console says, and what of it is a complaint."""

from typing import Any

LEFT = ("htmx:sendError", "htmx:afterRequest", "htmx:sendAbort")


def counts(said: Any) -> bool:
    """Errors and warnings, but for a poll or an autosave that was under way when the page was left: the browser cuts it off."""
    cut_off = "ERR_ABORTED" in said.text or said.text.startswith(LEFT)
    return said.type in ("error", "warning") and not cut_off
