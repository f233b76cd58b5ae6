"""The person behind parties of several tickets: the same ID number, or the same phone and name.

In memory and through blind indexes only; `Person` says nothing but "the same". Never across keys: equal values are equal.
"""

import re
import unicodedata
from datetime import datetime
from typing import Any

from django.db import connection

from casework import sealed
from casework.models import Party, Person
from workflows.classifications import MINOR_BANDS
from workflows.orders import PartyOrder
from workflows.partyroles import GUARDIANS

INDEXES = ("phone_index", "name_index", "id_index", "place_name_index", "household_index", "employer_index")
SEALED_FOR = {"id_no": "id_number", "household": "address"}  # what an index is made of, where it is called otherwise
COMMUNITY_DIGITS = 12
SALUTATIONS = ("女士", "先生", "小姐", "阿姨")
_MARKS = re.compile(r"[-—–－·,，。.、#号室户房（）()]+")
_DASHES = re.compile(r"[-—–－]+")
_NUMBERS = "一二三四五六七八九十"
_DIGITS = dict(zip("〇零一二两三四五六七八九", "001223456789", strict=True))
_WRITTEN = re.compile(r"第?([〇零一二两三四五六七八九十百]+)(?=号|栋|幢|座|单元|室|户|房|$|-)")
_BARE = re.compile(r"(\d+)-(\d+)-(\d+)")  # nothing but three numbers: building, entrance, flat

KNOWN_SQL = """
    SELECT id_index, phone_index, name_index, person_id FROM casework_party
    WHERE person_id IS NOT NULL AND (id_index = ANY(%s) OR phone_index = ANY(%s)) ORDER BY id DESC LIMIT 200
"""


def index(party: Party, described: dict[str, Any], place: str) -> None:
    """Fill the blind indexes of a party from what was entered; `place` is the community the matter lies in."""
    if (same := described.get("same_as")) is not None:  # brought along from another ticket: what it is found by stays
        for column in INDEXES:
            setattr(party, column, getattr(same, column))
        party.person_id = same.person_id
        return
    name = described.get("name") or ""
    party.phone_index = sealed.blind("phone", described.get("phone") or "")
    party.name_index = sealed.blind("name", name)
    party.id_index = sealed.blind("id", described.get("id_no") or "")
    party.place_name_index = place_name(place, name)
    party.household_index = household(place, described.get("household") or "")
    party.employer_index = sealed.blind("employer", described.get("employer") or "")


def place_name(place: str, name: str) -> bytes | None:
    """Index of a name within a community; None where it would find strangers: a larger place, “Ms Wang”."""
    full = "".join(name.split())
    if len(place) < COMMUNITY_DIGITS or len(full) < 2 or full.endswith(SALUTATIONS):
        return None
    return sealed.blind("place_name", f"{place}|{full}")


def home_of(detail: str) -> str:
    """A house and flat as they are compared, without the marks that people write or leave out; "" if it names no house."""
    folded = "".join(unicodedata.normalize("NFKC", detail).casefold().split())
    folded = _WRITTEN.sub(lambda found: _number(found.group(1)), folded)
    named = re.sub(r"号楼|幢|座", "栋", re.sub(r"第(?=\d)", "", folded)).replace("单元", "元")
    short = re.sub(r"-*([栋元])-*", r"\1", _MARKS.sub("-", named)).strip("-")
    short = _BARE.sub(r"\1栋\2元\3", short) if _BARE.fullmatch(_DASHES.sub("-", folded)) else short
    return short if len(short) > 1 and any(one.isdigit() or one in _NUMBERS for one in short) else ""


def _number(written: str) -> str:
    """`十二`, `一二` and `一百零二` in figures."""
    if not set(written) & set("十百"):
        return "".join(_DIGITS[one] for one in written)
    hundreds, _h, rest = written.rpartition("百")
    tens, has_tens, ones = rest.rpartition("十")
    total = 100 * int(_DIGITS.get(hundreds[-1:], "1" if "百" in written else "0"))
    total += 10 * int(_DIGITS.get(tens[-1:], "1")) if has_tens else 0
    return str(total + int(_DIGITS.get(ones[-1:], "0")))


def household(place: str, detail: str) -> bytes | None:
    """The household key: community and house, so that a second call from the same home is seen."""
    home = home_of(detail)
    return sealed.blind("household", f"{place}|{home}") if home else None


def merged(case: Any, old: Party, order: PartyOrder) -> dict[str, Any]:
    """The description of a corrected party: what the old version says, with what was entered anew on top."""
    key = sealed.unwrap(case.sealed_key, case.number)
    before = sealed.unseal(key, old.sealed, f"party|{case.number}|{old.code}") if old.sealed is not None else {}
    new = order.described
    hidden = {**before, **{name: value for name, value in new.get("sealed", {}).items() if value}}
    hidden = {name: value for name, value in hidden.items() if name not in order.clears}
    plain = {**old.plain, **new.get("plain", {})}
    found_by = {name: hidden.get(SEALED_FOR.get(name, name)) for name in ("phone", "name", "id_no", "employer")}
    home = new.get("household") or ("" if old.household_index is None else hidden.get("address"))
    return {"role": new.get("role") or old.role, "plain": plain, "sealed": hidden, "household": home, **found_by}


def note(data: dict[str, Any], party: Party) -> None:
    """Keep in plain data, by code, which present parties are minors (`ages`) and who stands for a child by law (`kin`).

    Rules about a child must know which person is meant, and rules read no tables.
    """
    for name, fact, values in (("ages", "age_band", MINOR_BANDS), ("kin", "relation", GUARDIANS)):
        kept = {code: value for code, value in data.get(name, {}).items() if code != party.code}
        if party.ended_at is None and party.plain.get(fact) in values:
            kept[party.code] = party.plain[fact]
        if kept or name in data:
            data[name] = kept


def still_the_same(old: Party, new: Party) -> bool:
    """Is the corrected party the person it was? Not if another identity number was entered: then that decides."""
    return new.id_index is None or _raw(new.id_index) == _raw(old.id_index)


def renamed(data: Any, old: str, new: str) -> Any:
    """Plain data with a party's former code replaced by that of its new version, wherever it stands."""
    if isinstance(data, dict):
        return {(new if key == old else key): renamed(value, old, new) for key, value in data.items()}
    if isinstance(data, list):
        return [renamed(value, old, new) for value in data]
    return new if data == old else data


def bring_along(case: Any, child: Any, codes: tuple[str, ...], carry: tuple[str, ...] | None = None) -> None:
    """Add parties of `case` to the description of a ticket opened out of it, to be sealed with its own key.

    `carry`: only these of their sealed facts go along, and she can be found there by no others.
    """
    if not codes:
        return
    key = sealed.unwrap(case.sealed_key, case.number)
    for one in Party.objects.filter(ticket_id=case.pk, code__in=codes, ended_at__isnull=True):
        hidden = sealed.unseal(key, one.sealed, f"party|{case.number}|{one.code}") if one.sealed is not None else {}
        hidden.pop("query_code", None)  # that one opens the other case
        child.described = [
            had for had in child.described if had["role"] != one.role or any(had.get("sealed", {}).values())
        ]
        if carry is not None:
            kept = {name: value for name, value in hidden.items() if name in carry}
            found_by = {name: kept.get(SEALED_FOR.get(name, name), "") for name in ("phone", "name", "id_no")}
            child.described.append({"role": "petitioner", "sealed": kept, **found_by})
            continue
        child.described.append({"role": one.role, "plain": one.plain, "sealed": hidden, "same_as": one})
        if one.role == "petitioner":
            child.data["anonymous"] = not (one.name_index or one.phone_index)


def identify(parties: list[Party], now: datetime) -> list[Person]:
    """Give each party that can be identified its person; returns the persons that are new. One query, none without an ID."""
    wanted = [
        one for one in parties if one.person_id is None and (one.id_index or (one.phone_index and one.name_index))
    ]
    if not wanted:
        return []
    by_id, by_phone, ids_of = _known(wanted)
    made: dict[Any, Person] = {}
    for one in wanted:
        pair = (_raw(one.phone_index), _raw(one.name_index)) if one.phone_index and one.name_index else None
        found = by_id.get(_raw(one.id_index)) if one.id_index else None
        if found is None and pair:
            found = by_phone.get(pair)
            if found is not None and one.id_index and ids_of.get(found, {_raw(one.id_index)}) != {_raw(one.id_index)}:
                found = None  # mother and daughter of one name at one phone: their identity numbers differ
        if found is not None:
            one.person_id = found
            continue
        key = _raw(one.id_index) or pair
        person = made.setdefault(key, Person(created_at=now))
        one.person = person
    return list(made.values())


def _known(
    wanted: list[Party],
) -> tuple[dict[bytes | None, int], dict[tuple[bytes | None, bytes | None], int], dict[int, set[bytes | None]]]:
    """Persons known by identity number, by phone and name, and the identity numbers of each."""
    ids = [one.id_index for one in wanted if one.id_index]
    phones = [one.phone_index for one in wanted if one.phone_index]
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_SQL, [ids, phones])
        rows = cursor.fetchall()
    by_id = {_raw(id_index): person for id_index, _phone, _name, person in reversed(rows) if id_index}
    by_phone = {(_raw(phone), _raw(name)): person for _id, phone, name, person in reversed(rows) if phone and name}
    ids_of: dict[int, set[bytes | None]] = {}
    for id_index, _phone, _name, person in rows:
        if id_index:
            ids_of.setdefault(person, set()).add(_raw(id_index))
    return by_id, by_phone, ids_of


def _raw(value: Any) -> bytes | None:
    return None if value is None else bytes(value)
