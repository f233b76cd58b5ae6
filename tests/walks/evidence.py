"""Guidance on evidence: what is there, what she was told to get, where to keep it."""

from tests.walks.parts import refuses
from tests.walks.walker import Walker
from tests.workflows.rights.protected import child

GUIDE = {"kept": ["police"], "told": ["medical", "messages"], "safe_place": True, "remarks": "原件存放在娘家。"}


def walk(cast: Walker):
    ticket = cast.does("fang", child(cast, "evidence"), "add_evidence", kept=["medical"])
    ticket = cast.does("fang", ticket, "guide", **GUIDE)
    assert ticket.data["kept"] == ["medical", "police"]
    return ticket


def something_is_there_or_told(cast: Walker) -> None:
    refuses(
        cast,
        "fang",
        child(cast, "evidence"),
        "guide",
        "At least one kind",
        at="told",
        **{**GUIDE, "kept": [], "told": []},
    )


def she_knows_where_he_does_not_find_it(cast: Walker) -> None:
    refuses(cast, "fang", child(cast, "evidence"), "guide", "", at="safe_place", **{**GUIDE, "safe_place": False})


def what_came_in_is_named(cast: Walker) -> None:
    refuses(cast, "fang", child(cast, "evidence"), "add_evidence", "Tick what came in", at="kept", kept=[])


REFUSALS = [something_is_there_or_told, she_knows_where_he_does_not_find_it, what_came_in_is_named]
