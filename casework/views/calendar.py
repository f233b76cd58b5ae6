"""The calendar editor: look, change, see first which open clocks would move, then let them follow."""

import calendar as months_of
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from casework import access, calendars, promises, redating
from casework.errors import Refused
from casework.models import CalendarDay, CalendarYear, Redating
from casework.shapes import CalendarDayView, CalendarPage, Link, Moved
from casework.time_forms import FIRST_YEAR, LAST_YEAR, DayForm, YearForm
from casework.timewords import short_day
from casework.views.base import Request, screen, whole_number
from workflows.datetexts import holiday_title
from workflows.policies import policies
from workflows.roles import DISTRICT, SUPERVISOR

EDITORS = (DISTRICT, SUPERVISOR)
BOUND = "calendar-edit"


@screen
@require_GET
def show(request: Request) -> HttpResponse:
    """A year at a glance."""
    return render(request, "casework/calendar/page.html", {"page": _page(request, _year(request))})


@screen
@require_POST
def edit(request: Request) -> HttpResponse:
    """`do=preview` shows which open clocks would move; `do=save` carries out what was shown, and only that."""
    _check(request)
    if request.POST.get("do") == "save":
        return _save(request)
    form = DayForm(request.POST)
    if not form.is_valid():
        return _again(request, form=form)
    return _preview(request, _day_change(form), form=form)


@screen
@require_POST
def import_year(request: Request) -> HttpResponse:
    """A published year as CSV, or the confirmation that the days stand as they are; shown before it is done."""
    _check(request)
    form = YearForm(request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, import_form=form)
    return _preview(request, _year_change(form), import_form=form)


def _check(request: Request) -> None:
    if not may_edit(request):
        raise Refused("forbidden", _("The calendar is edited by the district."))


def _again(request: Request, **forms: Any) -> HttpResponse:
    page = _page(request, _year(request), **forms)
    return render(request, "casework/calendar/page.html", {"page": page}, status=400)


def _preview(request: Request, change: dict[str, Any], **forms: Any) -> HttpResponse:
    shown = redating.preview_calendar(redating.calendar_with(*_rows(change), confirmed=change["confirmed"]))
    hidden = {"change": promises.keep(change, BOUND, request.actor.id, calendars.current().version)}
    moved = moved_rows(request, shown)
    page = _page(
        request, change["year"], preview=moved, preview_total=shown.moved, preview_earlier=shown.earlier, hidden=hidden,
        what=_what(change), **forms,
    )  # fmt: skip
    return render(request, "casework/calendar/page.html", {"page": page})


def _save(request: Request) -> HttpResponse:
    calendars.forget()
    change = promises.redeem(request.POST.get("change", ""), BOUND, request.actor.id, calendars.current().version)
    days, removed = _rows(change)
    redating.edit_calendar(
        request.actor.id, change["reason"], days=days, removed=removed, confirmed=change["confirmed"]
    )
    return HttpResponseRedirect(f"{reverse('calendar')}?year={change['year']}")


def moved_rows(request: Request, shown: redating.Preview) -> list[Moved]:
    """The first clocks of a preview; a case this person does not see is counted and has no link."""
    numbers = [shift.number for shift in shown.shifts]
    seen = set(access.tickets(request.actor).filter(number__in=numbers).values_list("number", flat=True))
    return [
        Moved(
            number=shift.number,
            url=reverse("ticket", args=[shift.number]) if shift.number in seen else "",
            clock=policies[shift.key].title,
            before=shift.old,
            after=shift.new,
            provisional=shift.provisional,
        )
        for shift in shown.shifts
    ]


def _what(change: dict[str, Any]) -> list[str]:
    """The change itself in a few words, so that the preview says what would be done."""
    kinds = dict(CalendarDay.Kind.choices)
    words = [
        f"{short_day(date.fromisoformat(day))} {kinds[kind]} {name}".strip() for day, kind, name in change["days"][:3]
    ]
    words += [
        _("%(day)s ordinary again") % {"day": short_day(date.fromisoformat(day))} for day in change["removed"][:3]
    ]
    more = len(change["days"]) + len(change["removed"]) - len(words)
    words += [_("and %(n)s more days") % {"n": more}] if more > 0 else []
    return words + [_("%(year)s confirmed") % {"year": year} for year in change["confirmed"]]


def _day_change(form: DayForm) -> dict[str, Any]:
    asked = form.cleaned_data
    day = str(asked["date"])
    put = [] if asked["kind"] == "remove" else [[day, asked["kind"], asked["name"]]]
    return {
        "days": put,
        "removed": [] if put else [day],
        "confirmed": [],
        "reason": asked["reason"],
        "year": asked["date"].year,
    }


def _year_change(form: YearForm) -> dict[str, Any]:
    asked = form.cleaned_data
    days = [[str(day.date), day.kind, day.name] for day in asked["days"]]
    listed = {day for day, *_rest in days}
    gone: list[str] = []
    if days:  # a published year replaces what was only expected
        table = CalendarDay.objects.filter(date__year=asked["year"], kind__in=["holiday", "workday"]).values_list(
            "date", flat=True
        )
        gone = [str(day) for day in table if str(day) not in listed]
    confirmed = [asked["year"]] if asked["confirm"] else []
    return {"days": days, "removed": gone, "confirmed": confirmed, "reason": asked["reason"], "year": asked["year"]}


def _rows(change: dict[str, Any]) -> tuple[list[CalendarDay], list[date]]:
    days = [
        CalendarDay(date=date.fromisoformat(day), kind=kind, name=name, source=change["reason"][:200])
        for day, kind, name in change["days"]
    ]
    return days, [date.fromisoformat(day) for day in change["removed"]]


def may_edit(request: Request) -> bool:
    return any(post.role in EDITORS and len(post.unit) == 6 for post in request.actor.posts)


def running() -> str:
    """What is being re-dated now, or ""."""
    job = Redating.objects.filter(finished_at__isnull=True).order_by("id").first()
    if job is None:
        return ""
    return _("Open clocks are following an edit: %(seen)s looked at, %(moved)s moved.") % {
        "seen": job.seen,
        "moved": job.moved,
    }


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year") or request.POST.get("year") or ""
    year = whole_number(text)
    return min(max(timezone.localdate().year if year is None else year, FIRST_YEAR), LAST_YEAR)


def _page(request: Request, year: int, **parts: Any) -> CalendarPage:
    row = CalendarYear.objects.filter(year=year).first()
    this = timezone.localdate().year
    calendars.forget()  # another process may just have saved an edit; this page shows it at once
    editable = may_edit(request)
    forms = (
        {"form": DayForm(initial={"date": None}), "import_form": YearForm(initial={"year": year})}
        if editable
        else {"form": None}
    )
    return CalendarPage(
        year=year,
        years=[
            Link(label=str(one), url=f"{reverse('calendar')}?year={one}", current=one == year)
            for one in range(this - 1, this + 3)
        ],
        confirmed=bool(row and row.confirmed),
        source=row.source if row else "",
        months=_months(year),
        url=reverse("calendar_edit"),
        import_url=reverse("calendar_import"),
        may_edit=editable,
        alarm=calendars.alarm(),
        running=running(),
        **{**forms, **parts},
    )


def _months(year: int) -> list[tuple[date, Sequence[Sequence[CalendarDayView | None]]]]:
    table = {day.date: day for day in CalendarDay.objects.filter(date__year=year)}

    def view(day: date) -> CalendarDayView:
        found = table.get(day)
        return CalendarDayView(
            day,
            found.kind if found else ("weekend" if day.weekday() > 4 else "plain"),
            holiday_title(found.name) if found and found.name else "",
        )

    grid = months_of.Calendar()
    return [
        (
            date(year, month, 1),
            [
                [view(day) if day.month == month else None for day in week]
                for week in grid.monthdatescalendar(year, month)
            ],
        )
        for month in range(1, 13)
    ]
