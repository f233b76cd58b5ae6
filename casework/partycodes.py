"""The code with which a party looks at the state of her case: made at random, kept as a keyed digest only.

It is written within the unit of work of the move that asks for it. In clear it lies nowhere but in the petitioner's sealed
part, from where the acceptance notice takes it. Where a look at it could endanger her it is switched off by itself.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Any

from django.conf import settings

from casework.models import PartyCode
from casework.work import Work
from workflows.registry import registry

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O, no 1 I L: it is read out and written down by hand
LENGTH, GROUP = 12, 4  # 31^12, about 59 bits
SEALED_AS = "query_code"
NEVER_GIVEN = "never"
_FOLD = str.maketrans("０１２３４５６７８９", "0123456789")


def new() -> str:
    """A random code in groups of four: K7QM-3XWD-9TRA."""
    drawn = "".join(secrets.choice(ALPHABET) for _n in range(LENGTH))
    return "-".join(drawn[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def normal(text: str) -> str:
    """A code as it is compared: capitals and digits only; "" for what cannot be one."""
    kept = "".join(one for one in text.translate(_FOLD).upper() if one.isascii() and one.isalnum())
    return kept if len(kept) == LENGTH and not set(kept) - set(ALPHABET) else ""


def digest(text: str) -> bytes | None:
    """Keyed digest of a code (its own domain under INDEX_KEY); None for what cannot be one."""
    code = normal(text)
    if not code:
        return None
    return hmac.new(base64.b64decode(settings.INDEX_KEY), f"party_code|{code}".encode(), hashlib.sha256).digest()


def at_opening(work: Work, case: Any) -> None:
    """Make the code that the opening of `case` asks for; it goes into the petitioner's sealed part before that is sealed."""
    asked = [order for order in case.orders.codes if order.do == "issue"]
    case.orders.codes = [order for order in case.orders.codes if order.do != "issue"]
    petitioner = next((one for one in case.described if one["role"] == "petitioner"), None)
    if not asked or petitioner is None:
        return
    code = new()
    petitioner["sealed"] = {**petitioner.get("sealed", {}), SEALED_AS: code}
    row = PartyCode(ticket=case, digest=digest(code), created_at=work.now)
    _settle(case, row, work)
    work.party_codes.append(row)
    case.query_code = code if row.shut_at is None else ""


def carry_out(work: Work, case: Any) -> list[dict[str, str]]:
    """What a move asked of the code, and switching it off if the move made it unsafe; returns what the event says."""
    told: list[dict[str, str]] = []
    row: PartyCode | None = None
    for order in case.orders.codes:
        row = row or (PartyCode.objects.filter(ticket_id=case.pk).first() if case.pk else None)
        if order.do == "issue":
            row = row or PartyCode(ticket=case, created_at=work.now)
            code = new()
            row.digest, row.created_at = digest(code), work.now
            _into_petitioner(case, code)
            case.data["code_allowed"] = case.workflow.code_unsafe(case) if case.data.get("code") == "on" else []
            _settle(case, row, work)
        elif row is not None:
            shut = order.do == "shut"
            row.shut_at, row.shut_because = (work.now, order.because) if shut else (None, "")
            case.data["code_allowed"] = [] if shut else case.workflow.code_unsafe(case)
            _say(case, row)
        told.append({"code": order.do, **({"because": order.because} if order.because else {})})
    if row is None and case.data.get("code") == "on" and (why := danger(case)):
        row = PartyCode.objects.filter(ticket_id=case.pk).first()
        if row is not None:
            row.shut_at, row.shut_because = work.now, why
            _say(case, row)
            told.append({"code": "shut", "because": why})
    if row is not None:
        (work.party_codes if row.pk is None else work.changed_codes).append(row)
    return told


def danger(case: Any) -> str:
    """The first reason against it that the district has not weighed when it switched the code on."""
    weighed = case.data.get("code_allowed", ())
    return next((why for why in registry[case.type].code_unsafe(case) if why not in weighed), "")


def _settle(case: Any, row: PartyCode, work: Work) -> None:
    why = danger(case)
    row.shut_at, row.shut_because = (work.now, why) if why else (None, "")
    _say(case, row)


def _say(case: Any, row: PartyCode) -> None:
    """Plain data that guards and screens read: is it on, and if not, why."""
    case.data["code"] = "off" if row.shut_at else "on"
    case.data["code_off"] = row.shut_because


def _into_petitioner(case: Any, code: str) -> None:
    present = case.data.get("parties", {})
    mine = next((one for one, role in present.items() if role == "petitioner"), "")
    if mine:
        case.correct_party(mine, {"sealed": {SEALED_AS: code}})
