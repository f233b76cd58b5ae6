"""`/healthz`: is this installation doing its work? For load balancers and watchers: no login, no personal data."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from casework.sweep import health

DOWN = {"ok": False, "database": False}


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and sweep and deliver ran within two minutes, else 503. One statement."""
    try:
        found = health()
    except DatabaseError:
        found = DOWN
    return JsonResponse(found, status=200 if found["ok"] else 503)
