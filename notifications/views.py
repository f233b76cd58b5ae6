"""The inbox page, the bell, and marking as read. Works without JavaScript; htmx only polls the bell."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from casework import access
from notifications import reading


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What happened, why you got it, one button to the case. htmx fetches further pages as rows only."""
    page = reading.page(request.user, access.actor_of(request.user), request.GET.get("after", ""))
    rows_only = bool(getattr(request, "htmx", False)) and "after" in request.GET
    name = "notifications/_list.html" if rows_only else "notifications/page.html"
    return render(request, name, {"page": page, "first": "after" not in request.GET})


@login_required
@require_GET
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one message as read and go to its ticket. Somebody else's message is not there."""
    row = get_object_or_404(reading.of(request.user).select_related("ticket").only("ticket__number"), pk=pk)
    reading.mark_read(request.user, [row.pk])
    return redirect(f"/tickets/{row.ticket.number}")


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark the messages named by `id`, or all, as read."""
    ids = [int(text) for text in request.POST.getlist("id") if text.isascii() and text.isdigit() and len(text) < 19]
    reading.mark_read(request.user, ids if "id" in request.POST else None)
    return redirect(reverse("inbox"))


@login_required
@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The bell with its number, polled every half minute; 304 while the number stays."""
    count = reading.unread_count(request.user)
    tag = quote_etag(f"{request.user.pk}-{count}-{get_language()}")
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    response = render(request, "notifications/_bell.html", {"bell_count": count})
    response["ETag"] = tag
    return response
