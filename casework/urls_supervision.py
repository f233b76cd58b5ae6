"""Addresses of supervision: its lists, dispatches that came back, the dispatch catalogue."""

from django.urls import path

from casework.views import catalogue, supervision

urlpatterns = [
    path("supervision", supervision.show, name="supervision"),
    path("dispatches", supervision.dispatches, name="supervision_dispatches"),
    path("dispatches/cases", supervision.dispatch_cases, name="supervision_dispatch_cases"),
    path("catalogue", catalogue.show, name="catalogue"),
    path("catalogue/add", catalogue.add, name="catalogue_add"),
    path("catalogue/<int:pk>/end", catalogue.end, name="catalogue_end"),
]
