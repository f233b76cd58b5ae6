"""Addresses of the plan's chapters, public notices, funds and matching."""

from django.urls import path

from casework.views import chapters, plan

urlpatterns = [
    path("chapters", chapters.index, name="chapters"),
    path("chapters/<int:number>", chapters.show, name="chapter"),
    path("chapters/<int:number>/cases", chapters.cases, name="chapter_cases"),
    path("chapters/<int:number>/export", chapters.export, name="chapter_export"),
    path("chapters/<int:number>/plan", plan.show, name="chapter_plan"),
]
