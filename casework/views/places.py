"""Place search: suggestions while somebody types."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from casework.views.base import Request, screen
from casework.views.intake_parts import suggestions

LONGEST = 60


@screen
@require_safe
def search(request: Request) -> HttpResponse:
    """`/places?q=…`: units of one's own district as JSON."""
    found = suggestions(request.actor, request.GET.get("q", "")[:LONGEST])
    rows = [{"code": place.code, "name": str(place.name), "inside": str(place.inside)} for place in found]
    return JsonResponse({"places": rows})


@screen
@require_POST
def choose(request: Request) -> HttpResponse:
    """The list to choose from on the intake page. What is typed may name a person's home, so it travels in the body."""
    query = request.POST.get("place_query", "")[:LONGEST]
    found = suggestions(request.actor, query)
    context = {"places": found, "chosen": request.POST.get("place", ""), "asked": bool(query)}
    return render(request, "casework/intake/_places.html", context)
