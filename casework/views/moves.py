"""Making a move: a POST that goes through the gate and, if it is refused, comes back with all that was typed."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_POST

from casework import access, gate
from casework.errors import Refused
from casework.gate import Done
from casework.views import ticket as page
from casework.views.base import Request, is_swap, screen, whole_number
from casework.views.ticket_parts import FROM, Asked, address

CONTROLS = ("csrfmiddlewaretoken", "seen", "key")
KEPT = 20


@screen
@require_POST
def make(request: Request, number: str, name: str) -> HttpResponse:
    """POST /tickets/<number>/moves/<name>: 303 to the ticket; 400, 403, 409 or 412 with the form and the sentence."""
    data = entered(request.POST)
    seen = whole_number(request.POST.get("seen", ""))
    try:
        done = gate.perform(number, name, request.actor, data, seen=seen, key=request.POST.get("key"))
    except Refused as refused:
        if refused.code == "not_found":
            raise
        key = "" if refused.code == "key_reused" else request.POST.get("key", "")
        origin = request.GET.get(FROM, "")
        asked = Asked(move=name, data=data, refused=refused, key=key, origin=origin)
        return page.answer(request, number, asked, status=refused.status)
    return after(request, done)


def entered(post: QueryDict) -> QueryDict:
    """What was typed into the move's own fields."""
    data = post.copy()
    for name in CONTROLS:
        data.pop(name, None)
    return data


def after(request: Request, done: Done) -> HttpResponse:
    """To the ticket; if it has left the actor's sight, the page there says where it went."""
    ticket = done.ticket
    if not access.tickets(request.actor).filter(pk=ticket.pk).exists():
        handed = {**request.session.get(page.HANDED_ON, {}), ticket.number: ticket.unit_id}
        request.session[page.HANDED_ON] = dict(list(handed.items())[-KEPT:])
    return go(request, address(ticket.number, request.GET.get(FROM, ""), done=str(done.event.seq)))


def go(request: HttpRequest, there: str) -> HttpResponse:
    """303 to a page; htmx loads it as a whole, because a move changes most of it."""
    if is_swap(request):
        return HttpResponse(headers={"HX-Redirect": there})
    return HttpResponseRedirect(there, status=303)
