"""`/my`: a party looks at the state of her case with her query code. No login, no number, nothing to find in the history.

Wrong, switched-off and expired codes get one and the same answer, and asking is limited per address and for all together.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from casework.queries.own import own
from casework.throttle import address_of, too_often


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def my(request: HttpRequest) -> HttpResponse:
    """The form, and after a POST the state of the case. The code travels in the body alone."""
    if request.method != "POST":
        return _page(request)
    most = settings.PARTY_CODE_PER_MINUTE
    if too_often(most["address"], f"my:{address_of(request)}") or too_often(most["all"], "my"):
        return _page(request, status=429, busy=True)
    found = own(request.POST.get("code", "")[:40])
    return _page(request, own=found, wrong=found is None)


def _page(request: HttpRequest, status: int = 200, **shown: object) -> HttpResponse:
    response = render(request, "casework/party/page.html", shown, status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    return response
