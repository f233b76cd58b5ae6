"""What every screen shares: the actor of the request, resolved once, and a refusal as a page or a fragment.

A view that is wrapped by `screen` finds `request.actor`; a Refused that it lets through becomes a page in the house's
words. What is invisible and what is not there are answered alike.
"""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.views.decorators.debug import sensitive_post_parameters

from casework import access
from casework.errors import Refused
from workflows.roles import Actor

View = Callable[..., HttpResponse]
PAGES = {404: "404.html", 403: "403.html"}


class Request(HttpRequest):
    """A request of somebody who has signed in."""

    actor: Actor
    htmx: Any


def screen(view: View) -> View:
    """Sign in first; `request.actor` is the person with the posts held today (one query a request)."""

    @wraps(view)
    @sensitive_post_parameters()
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_login(request)
        asked = cast(Request, request)
        asked.actor = access.actor_of(request.user)
        try:
            return view(asked, *args, **kwargs)
        except Refused as refused:
            return refused_page(asked, refused)

    return inner


def _to_login(request: HttpRequest) -> HttpResponse:
    """The login page, and back afterwards to where the person was (never to an address that only takes POST)."""
    here = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    htmx = cast(Request, request).htmx
    if htmx:
        here = htmx.current_url_abs_path or "/"
    there = resolve_url(settings.LOGIN_URL)
    if here.startswith("/") and not here.startswith("//"):
        there += "?" + urlencode({"next": here})
    if htmx:
        return HttpResponse(headers={"HX-Redirect": there})
    return HttpResponseRedirect(there)


def refused_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A refusal that no page could show in place."""
    template = PAGES.get(refused.status, "casework/refused.html")
    response = render(request, template, {"reason": refused.reason, "refused": refused}, status=refused.status)
    if is_swap(request):  # the sentence takes the place of the page's content, not of a row in it
        response["HX-Retarget"] = response["HX-Reselect"] = "#main"
        response["HX-Reswap"] = "outerHTML"
    return response


def new_key() -> str:
    """An idempotency key for a form: sent twice, done once."""
    return secrets.token_urlsafe(18)


def whole_number(text: str) -> int | None:
    """A plain number from a request; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def is_swap(request: HttpRequest) -> bool:
    """Does htmx ask for a part of the page (and not for a boosted or restored whole page)?"""
    htmx = cast(Request, request).htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
