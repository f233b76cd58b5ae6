"""The inbox page, the bell, and marking as read. Works without JavaScript; htmx only polls the bell and adds lines."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from casework.views.base import Request, is_swap, screen
from notifications import reading


@require_GET
@screen
def inbox(request: Request) -> HttpResponse:
    """What happened, why you got it, one button to the case. htmx fetches further pages as lines only."""
    page = reading.page(request.user, request.actor, request.GET.get("after", ""))
    first = "after" not in request.GET
    name = "notifications/_list.html" if is_swap(request) and not first else "notifications/page.html"
    return render(request, name, {"page": page, "first": first})


@require_GET
@screen
def open_message(request: Request, pk: int) -> HttpResponse:
    """Mark one message as read and go to its ticket. Somebody else's message is not there."""
    row = get_object_or_404(reading.of(request.user).select_related("ticket").only("ticket__number"), pk=pk)
    reading.mark_read(request.user, [row.pk])
    return redirect(f"/tickets/{row.ticket.number}")


@require_POST
@screen
def read(request: Request) -> HttpResponse:
    """Mark the messages named by `id`, or all, as read."""
    ids = [int(text) for text in request.POST.getlist("id") if text.isascii() and text.isdigit() and len(text) < 19]
    reading.mark_read(request.user, ids if "id" in request.POST else None)
    return redirect("inbox")


@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The bell with its number, polled every half minute; 304 while the number stays, 204 when the login has ended."""
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    count = reading.unread_count(request.user)
    tag = quote_etag(f"{request.user.pk}-{count}-{get_language()}")
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    response = render(request, "notifications/_bell.html", {"bell_count": count})
    response["ETag"] = tag
    return response
