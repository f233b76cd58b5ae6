"""Every error is `application/problem+json` (RFC 9457) with a stable `code`; sentences are for people."""

import math
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from api.formats import speak
from casework.access import NOT_HERE
from casework.errors import Refused

PROBLEM = "application/problem+json"
Text = str | Promise
# code: (status, title)
CODES: dict[str, tuple[int, Text]] = {
    "invalid": (400, _("Something is missing or wrong")),
    "parse_error": (400, _("The body cannot be read")),
    "bad_request": (400, _("The request cannot be read")),
    "unauthenticated": (401, _("Sign in first")),
    "forbidden": (403, _("You may not do this")),
    "not_found": (404, _("Not there")),
    "method_not_allowed": (405, _("Not possible at this address")),
    "closed": (409, _("Not possible now")),
    "key_reused": (409, _("The key was used for another request")),
    "changed": (412, _("The case has changed")),
    "too_large": (413, _("The body is too large")),
    "unsupported_media_type": (415, _("Send JSON")),
    "throttled": (429, _("Too many requests")),
    "server_error": (500, _("An error on our side")),
    "busy": (503, _("Busy")),
}
ASK_JSON = _("Send the body as application/json.")
SIGN_IN = _("Send the header Authorization: Bearer <token>. A token comes from POST auth/token.")
WAIT = _("Try again in %(seconds)s seconds.")
BUSY = _("Somebody else is changing this just now. Try again.")
BUSY_SECONDS = 2


def body(code: str, detail: Text = "", errors: Mapping[str, Any] | None = None, **facts: Any) -> dict[str, Any]:
    """The document of a problem."""
    status, title = CODES[code]
    return {
        "type": "about:blank",
        "title": str(title),
        "status": status,
        "detail": str(detail),
        "code": code,
        "errors": dict(errors or {}),
        **facts,
    }


def outside(request: HttpRequest, code: str) -> HttpResponse:
    """The same document where no view of the API answers (unknown addresses, a broken request)."""
    speak(request)
    response = JsonResponse(body(code), status=CODES[code][0], content_type=PROBLEM)
    response["Content-Language"] = request.LANGUAGE_CODE
    return response


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. What it does not know is an error of ours: None, and Django answers 500."""
    found = _problem(error)
    if found is None:
        return None
    set_rollback()
    document, headers = found
    return Response(document, status=document["status"], headers=headers, content_type=PROBLEM)


def _problem(error: Exception) -> tuple[dict[str, Any], dict[str, str]] | None:
    if isinstance(error, Refused):
        headers = {"ETag": f'"{error.facts["version"]}"'} if "version" in error.facts else {}
        return body(error.code, error.reason, error.errors, **error.facts), headers
    if isinstance(error, Http404):
        return body("not_found", NOT_HERE), {}
    if isinstance(error, PermissionDenied):
        return body("forbidden"), {}
    if isinstance(error, OperationalError):  # lock or statement time limit, or the database is away
        return body("busy", BUSY), {"Retry-After": str(BUSY_SECONDS)}
    return _of_drf(error) if isinstance(error, exceptions.APIException) else None


def _of_drf(error: exceptions.APIException) -> tuple[dict[str, Any], dict[str, str]] | None:
    if isinstance(error, exceptions.ValidationError):
        return body("invalid", _("Correct the fields named and send again."), flat(error.detail)), {}
    if isinstance(error, exceptions.NotAuthenticated):
        return body("unauthenticated", SIGN_IN), {"WWW-Authenticate": "Bearer"}
    if isinstance(error, exceptions.AuthenticationFailed):
        return body("unauthenticated", str(error.detail)), {"WWW-Authenticate": "Bearer"}
    if isinstance(error, exceptions.Throttled):
        seconds = str(math.ceil(error.wait or 1))
        return body("throttled", str(WAIT) % {"seconds": seconds}), {"Retry-After": seconds}
    if isinstance(error, exceptions.UnsupportedMediaType):
        return body("unsupported_media_type", ASK_JSON), {}
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 403: "forbidden"}.get(error.status_code, "")
    code = code or ("parse_error" if isinstance(error, exceptions.ParseError) else "bad_request")
    return body(code, str(error.detail)), {}


def flat(detail: Any, path: str = "") -> dict[str, list[str]]:
    """DRF's nested errors as {"field.inner": [sentences]}; errors of the whole stand under "_"."""
    if isinstance(detail, Mapping):
        found: dict[str, list[str]] = {}
        for name, inner in detail.items():
            step = "_" if name == "non_field_errors" else str(name)
            found |= flat(inner, f"{path}.{step}" if path else step)
        return found
    if isinstance(detail, list) and any(isinstance(item, Mapping | list) for item in detail):
        found = {}
        for place, inner in enumerate(detail):
            found |= flat(inner, f"{path}.{place}") if inner else {}
        return found
    return {path or "_": [str(item) for item in (detail if isinstance(detail, list) else [detail])]}
