"""Shared office computers: a forgotten session ends by itself, and the back button shows nothing."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

STARTED, SEEN = "_started_at", "_seen_at"
# A page that polls sends this header, so that an unattended screen does not keep its session alive.
POLL_HEADER = "Sanji-Poll"
WRITE_EVERY = 60


class SessionLimits:
    """End a login after SESSION_IDLE_SECONDS without a person's request, and after SESSION_ABSOLUTE_SECONDS anyhow.

    The moment of the last request is written at most once a minute, so most requests cost no extra statement.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        if "_auth_user_id" in session:
            now = int(time.time())
            seen = session.get(SEEN, now)
            if now - session.get(STARTED, now) > settings.SESSION_ABSOLUTE_SECONDS or (
                now - seen > settings.SESSION_IDLE_SECONDS
            ):
                session.flush()
            elif STARTED not in session:
                session[STARTED] = session[SEEN] = now
            elif now - seen >= WRITE_EVERY and POLL_HEADER not in request.headers:
                session[SEEN] = now
        return self.get_response(request)


class NoStore:
    """Pages and answers are kept by no cache; static files (which never carry data) may be.

    A view that set its own Cache-Control keeps it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL) and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response
