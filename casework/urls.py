"""Addresses of the screens: the queue and the ticket here, the desk around them in `urls_desk`."""

from django.urls import include, path

from casework.views import files, moves, queue, reveal, search, ticket

urlpatterns = [
    path("queue", queue.show, name="queue"),
    path("queue/claim", queue.claim, name="queue_claim"),
    path("search", search.show, name="search"),
    path("tickets/<slug:number>", ticket.show, name="ticket"),
    path("tickets/<slug:number>/moves/<slug:name>", moves.make, name="move"),
    path("tickets/<slug:number>/reveal/<slug:code>", reveal.show, name="reveal"),
    path("tickets/<slug:number>/files", files.add, name="files"),
    path("tickets/<slug:number>/files/<slug:code>", files.fetch, name="file"),
    path("", include("casework.urls_papers")),
    path("", include("casework.urls_session")),
    path("", include("casework.urls_time")),
    path("", include("casework.urls_party")),
    path("", include("casework.urls_desk")),
    path("", include("casework.urls_warnings")),
    path("", include("casework.urls_imports")),
    path("", include("casework.urls_chapters")),
    path("", include("casework.urls_supervision")),
    path("", include("casework.urls_reports")),
]
