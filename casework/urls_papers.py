"""Addresses of papers: sign one, read one, the whole file."""

from django.urls import path

from casework.views import papers

urlpatterns = [
    path("tickets/<slug:number>/papers/new", papers.new, name="paper_new"),
    path("tickets/<slug:number>/papers/all", papers.whole_file, name="papers_all"),
    path("tickets/<slug:number>/papers/<int:pk>", papers.show, name="paper"),
]
