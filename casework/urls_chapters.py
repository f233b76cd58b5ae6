"""Addresses of the plan's chapters, public notices, funds and matching."""

from django.urls import path

from casework.views import chapters, funds, match, notices, plan

urlpatterns = [
    path("chapters", chapters.index, name="chapters"),
    path("chapters/<int:number>", chapters.show, name="chapter"),
    path("chapters/<int:number>/cases", chapters.cases, name="chapter_cases"),
    path("chapters/<int:number>/export", chapters.export, name="chapter_export"),
    path("chapters/<int:number>/plan", plan.show, name="chapter_plan"),
    path("funds", funds.index, name="funds"),
    path("funds/export", funds.export, name="funds_export"),
    path("funds/<int:pk>", funds.show, name="fund"),
    path("funds/<int:pk>/export", funds.export_one, name="fund_export"),
    path("match/<slug:slug>", match.show, name="match"),
    path("match/<slug:slug>/<slug:number>", match.show, name="match_one"),
    path("notices", notices.index, name="notices"),
    path("notices/<slug:code>", notices.show, name="notice"),
]
