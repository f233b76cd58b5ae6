"""Addresses of the desk: home, intake, board, places, health."""

from django.templatetags.static import static
from django.urls import path
from django.views.generic import RedirectView

from casework.views import board, cockpit, health, home, intake, places

urlpatterns = [
    path("", home.home, name="home"),
    path("intake", intake.intake, name="intake"),
    path("intake/contacts", intake.earlier_contacts, name="intake_contacts"),
    path("intake/places", places.choose, name="intake_places"),
    path("intake/risk", intake.risk, name="intake_risk"),
    path("intake/draft", intake.draft, name="intake_draft"),
    path("intake/discard", intake.discard, name="intake_discard"),
    path("intake/done/<str:number>", intake.done, name="intake_done"),
    path("intake/<slug:slug>", intake.intake, name="intake_type"),
    path("places", places.search, name="places"),
    path("board", board.show, name="board"),
    path("board/cases", board.cases, name="board_cases"),
    path("cockpit", cockpit.show, name="cockpit"),
    path("cockpit/cases", cockpit.cases, name="cockpit_cases"),
    path("healthz", health.healthz, name="healthz"),
    path("favicon.ico", RedirectView.as_view(url=static("casework/favicon.svg"))),  # the administration asks for it
]
