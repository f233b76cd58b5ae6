"""The person behind parties of several tickets: the same ID number, or the same phone and name.

In memory and through blind indexes only; `Person` says nothing but "the same". Never across keys: equal values are equal.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from casework import sealed
from casework.models import Party, Person

KNOWN_SQL = """
    SELECT id_index, phone_index, name_index, person_id FROM casework_party
    WHERE person_id IS NOT NULL AND (id_index = ANY(%s) OR phone_index = ANY(%s)) ORDER BY id DESC LIMIT 200
"""


def index(party: Party, described: dict[str, Any], place: str) -> None:
    """Fill the blind indexes of a party from what was entered; `place` is the community the matter lies in."""
    name = described.get("name") or ""
    party.phone_index = sealed.blind("phone", described.get("phone") or "")
    party.name_index = sealed.blind("name", name)
    party.id_index = sealed.blind("id", described.get("id_no") or "")
    party.place_name_index = sealed.blind("place_name", f"{place}|{name}") if name else None
    household = described.get("household") or ""
    party.household_index = sealed.blind("household", f"{place}|{household}") if household else None
    party.employer_index = sealed.blind("employer", described.get("employer") or "")


def identify(parties: list[Party], now: datetime) -> list[Person]:
    """Give each party that can be identified its person; returns the persons that are new. One query, none without an ID."""
    wanted = [
        one for one in parties if one.person_id is None and (one.id_index or (one.phone_index and one.name_index))
    ]
    if not wanted:
        return []
    by_id, by_phone = _known(wanted)
    made: dict[Any, Person] = {}
    for one in wanted:
        pair = (_raw(one.phone_index), _raw(one.name_index)) if one.phone_index and one.name_index else None
        found = by_id.get(_raw(one.id_index)) if one.id_index else None
        if found is None and pair:
            found = by_phone.get(pair)
        if found is not None:
            one.person_id = found
            continue
        key = _raw(one.id_index) or pair
        person = made.setdefault(key, Person(created_at=now))
        one.person = person
    return list(made.values())


def _known(wanted: list[Party]) -> tuple[dict[bytes | None, int], dict[tuple[bytes | None, bytes | None], int]]:
    ids = [one.id_index for one in wanted if one.id_index]
    phones = [one.phone_index for one in wanted if one.phone_index]
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_SQL, [ids, phones])
        rows = cursor.fetchall()
    by_id = {_raw(id_index): person for id_index, _phone, _name, person in reversed(rows) if id_index}
    by_phone = {(_raw(phone), _raw(name)): person for _id, phone, name, person in reversed(rows) if phone and name}
    return by_id, by_phone


def _raw(value: Any) -> bytes | None:
    return None if value is None else bytes(value)
