"""Place search: suggestions while somebody types."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework.views.base import Request, screen
from casework.views.intake_parts import suggestions


@screen
@require_safe
def search(request: Request) -> HttpResponse:
    """`/places?q=…`: units of one's own district, as a fragment for the list or as JSON."""
    found = suggestions(request.actor, request.GET.get("q", "")[:40])
    if "application/json" in request.headers.get("Accept", ""):
        rows = [{"code": place.code, "name": str(place.name), "inside": str(place.inside)} for place in found]
        return JsonResponse({"places": rows})
    return render(request, "casework/intake/_places.html", {"places": found, "places_asked": True})
