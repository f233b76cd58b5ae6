"""Looking at what is sealed: say why, it is written down, it is shown for five minutes."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from casework import access
from casework.errors import Refused
from casework.models import Party
from casework.queries.persons import STORY
from casework.views import ticket as page
from casework.views.base import Request, is_swap, screen
from casework.views.moves import go
from casework.views.ticket_parts import FROM, Asked, address


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, number: str, code: str) -> HttpResponse:
    """`code` names a person of the case, or `story` for the narrative and the private parts of the history."""
    case = access.ticket(request.actor, number)
    origin = request.GET.get(FROM, "")
    if request.method != "POST":
        return go(request, address(number, origin, ask=code) + f"#party-{code}")
    try:
        access.reveal(request.actor, case, request.POST.get("reason", ""), **_subject(case, code))
    except Refused as refused:
        if refused.code != "invalid":
            raise
        asked = Asked(ask=code, ask_error=refused.reason, origin=origin)
        return page.answer(request, number, asked, status=refused.status)
    if is_swap(request) and code != STORY:
        return page.answer(request, number, Asked(origin=origin))
    return go(request, address(number, origin) + f"#party-{code}")


def _subject(case: Any, code: str) -> dict[str, Any]:
    if code == STORY:
        return {"what": "narrative"}
    party = Party.objects.filter(ticket=case, code=code).first()
    if party is None:
        raise Refused("not_found", access.NOT_HERE)
    return {"party": party, "what": "party"}
