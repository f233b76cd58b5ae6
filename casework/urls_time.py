"""Addresses of everything about dates: calculator, calendar, rules."""

from django.urls import path

from casework.views import calendar, due, rules

urlpatterns = [
    path("due", due.show, name="due"),
    path("calendar", calendar.show, name="calendar"),
    path("calendar/day", calendar.edit, name="calendar_edit"),
    path("calendar/year", calendar.import_year, name="calendar_import"),
    path("rules", rules.show, name="rules"),
    path("rules/change", rules.change, name="rules_change"),
]
