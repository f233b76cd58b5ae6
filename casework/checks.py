"""Checks that need the tables: names a move may not have, and settings without which sealed data would be lost."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db.models import Model

from casework import sealed
from casework.models import Ticket
from workflows.base import Workflow


def reserved_names() -> set[str]:
    """Attributes of a Ticket and of Workflow that a move would hide."""
    own = {name for name in dir(Model) if not name.startswith("_")} | {
        field.name for field in Ticket._meta.get_fields()
    }
    words = {name for name in vars(Workflow) if not name.startswith("__")} | set(Workflow.__annotations__)
    events = {"attach", "deadline", "redate"}  # what the gate itself writes into the history
    return own | words | events | {field.attname for field in Ticket._meta.concrete_fields}


def check_settings(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        sealed.keyring()
    except sealed.SealError as error:
        return [Error(str(error), id="casework.E001")]
    return []
