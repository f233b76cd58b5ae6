"""The calculator: any rule or amount, any start, and why the date is what it is. Nothing is stored; the question is the URL."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from casework import calendars
from casework.shapes import DuePage
from casework.time_forms import DueForm
from casework.views.base import is_swap, screen
from workflows.due import Budget, Unit
from workflows.explain import Explanation, explain
from workflows.policies import policies


@screen
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The form, and the answer when a question was asked. htmx asks for the answer alone."""
    asked = "start" in request.GET
    form = (
        DueForm(request.GET)
        if asked
        else DueForm(initial={"start": timezone.localtime(), "unit": Unit.WORKING_DAYS.value})
    )
    why, error = _answer(form) if asked and form.is_valid() else (None, "")
    page = DuePage(form=form, url=reverse("due"), why=why, error=error)
    template = "casework/due/_result.html" if is_swap(request) else "casework/due/page.html"
    return render(request, template, {"page": page})


def _answer(form: DueForm) -> tuple[Explanation | None, str]:
    asked: dict[str, Any] = form.cleaned_data
    rule = policies[asked["policy"]] if asked["policy"] else None
    own = asked["amount"] is not None and rule is None
    try:
        budget = Budget(asked["amount"], Unit(asked["unit"] or Unit.WORKING_DAYS)) if own else rule.budget  # type: ignore[union-attr]
        calendar = calendars.office("") if budget.unit is Unit.MINUTES else calendars.current()
        roll = "next" if asked["roll"] else (rule.roll if rule else "none")
        return explain(rule, asked["start"], budget, calendar, roll=roll, pauses=form.pauses()), ""
    except (ValueError, OverflowError) as error:
        return None, str(error)
