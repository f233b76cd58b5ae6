"""Addresses of bulk intake."""

from django.urls import path

from casework.views import imports

urlpatterns = [
    path("imports", imports.show, name="imports"),
    path("imports/<int:pk>", imports.job, name="import"),
    path("imports/<int:pk>/report.jsonl", imports.report, name="import_report"),
]
