"""`/notices`: public notices without login, and the form with which anybody may object.

Reading tells nothing of the ticket. An objection goes through the gate as the clock's move and is limited like `/my`.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from casework import gate
from casework.errors import Refused
from casework.forms import bind_form
from casework.queries import notices
from casework.throttle import address_of, too_often
from casework.views.base import new_key, whole_number
from workflows.roles import CLOCK

KEY = 64  # characters of an idempotency key; more is nobody's form


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The notices that hang, then those that ended not long ago; `area` narrows to a unit and what lies inside it."""
    area = request.GET.get("area", "")
    area = area if area.isascii() and area.isdigit() and len(area) <= 12 else ""
    before = whole_number(request.GET.get("before", ""))
    found, following = notices.page(before, area)
    shown = {"notices": found, "area": area, "following": following, "first": before is not None}
    return _private(render(request, "casework/notices/list.html", shown))


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def show(request: HttpRequest, code: str) -> HttpResponse:
    """One notice; a POST is an objection to it."""
    found = notices.one(code)
    if found is None:
        return _private(render(request, "casework/notices/gone.html", status=404))
    notice, number = found
    if request.method != "POST":
        return _page(request, notice, sent="sent" in request.GET)
    most = settings.PARTY_CODE_PER_MINUTE
    if too_often(most["address"], f"notice:{address_of(request)}") or too_often(most["all"], "notice"):
        return _page(request, notice, request.POST, status=429, busy=True)
    if notice.form is None:
        return _page(request, notice, status=409)
    data = {name: request.POST.get(name, "") for name in notice.form.base_fields}
    key = request.POST.get("key", "")[:KEY]
    try:
        gate.perform(number, notices.MOVE, CLOCK, data, key=f"notice:{code}:{key}" if key else None)
    except Refused as refused:
        if refused.code == "invalid":
            return _page(request, notice, data, status=400, key=key)
        # It ended a moment ago, or the same form came twice with another text: say how it stands now, nothing more.
        return _page(request, (notices.one(code) or found)[0], data, status=409, moved_on=True)
    return HttpResponseRedirect(f"{reverse('notice', args=[code])}?sent", status=303)


def _page(
    request: HttpRequest,
    notice: notices.PublicNotice,
    data: Any = None,
    *,
    status: int = 200,
    key: str = "",
    **shown: Any,
) -> HttpResponse:
    form = bind_form(notice.form, None, CLOCK, data) if notice.form else None
    context = {"notice": notice, "form": form, "key": key or new_key(), "hotline": "12338", **shown}
    return _private(render(request, "casework/notices/page.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """What somebody writes against a neighbour must not stay in a shared computer."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    return response
