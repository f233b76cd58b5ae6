"""The rows of facts come out of the tickets again, each as the moves have left it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from casework import refacts
from casework.models import CaseFact
from tests.casework.reports.stories import busy
from tests.cast import Cast


def stored() -> dict[int, dict[str, object]]:
    """Every row, but for when it was written: a reminder changes the ticket and no fact."""
    columns = [field.attname for field in CaseFact._meta.concrete_fields if field.name != "updated_at"]
    return {one["ticket_id"]: one for one in CaseFact.objects.values(*columns)}


def test_every_row_is_reproduced(cast: Cast) -> None:
    busy(cast)
    before = stored()
    assert len(before) > 8
    assert {one["type"] for one in before.values()} > {"rights", "police_report"}
    assert refacts.remake(check=True).different == []
    CaseFact.objects.all().delete()
    done = refacts.remake()
    assert done.seen == len(done.different) == len(before)
    assert stored() == before


def test_a_row_that_differs_is_named_and_mended(cast: Cast) -> None:
    ticket = cast.call()
    cast.call()
    CaseFact.objects.filter(ticket=ticket).update(is_open=False, outcome="B3")
    with pytest.raises(CommandError, match="refacts"):
        call_command("refacts", "--check", stdout=StringIO())
    assert not CaseFact.objects.get(ticket=ticket).is_open, "a check changes nothing"
    said = StringIO()
    call_command("refacts", stdout=said)
    assert f"{ticket.number}: made again" in said.getvalue()
    fact = CaseFact.objects.get(ticket=ticket)
    assert (fact.is_open, fact.outcome) == (True, "")
