"""Finding a case by number, phone, name, place or category. What was typed is posted and never stands in an address."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casework.queries import find, listed, queue
from casework.shapes import SearchPage
from casework.views.base import Request, screen

LONGEST = 100


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request) -> HttpResponse:
    """GET shows the empty form. POST answers with the rows, or goes straight to the ticket of a full number."""
    words = request.POST.get("q", "").strip()[:LONGEST]
    if not words:
        return render(request, "casework/search/page.html", {"page": SearchPage("", asked=request.method == "POST")})
    found = find.tickets(request.actor, words, limit=queue.PAGE + 1)
    if len(found) == 1 and found[0].number.casefold() == words.casefold():
        return HttpResponseRedirect(listed.address(found[0].number), status=303)
    shown = found[: queue.PAGE]
    rows = listed.rows(request.actor, shown, queue.deciding_clocks(shown), timezone.now())
    hint = _("Only the newest %(n)s are shown. Add a word to narrow it down.") % {"n": queue.PAGE}
    page = SearchPage(words, rows, asked=True, hint=hint if len(found) > queue.PAGE else "")
    return render(request, "casework/search/page.html", {"page": page})
