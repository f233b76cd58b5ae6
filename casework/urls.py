"""Addresses of the screens: the queue and the ticket here, the desk around them in `urls_desk`."""

from django.urls import include, path

from casework.views import files, moves, queue, reveal, search, ticket

urlpatterns = [
    path("queue", queue.show, name="queue"),
    path("queue/claim", queue.claim, name="queue_claim"),
    path("search", search.show, name="search"),
    path("tickets/<str:number>", ticket.show, name="ticket"),
    path("tickets/<str:number>/moves/<str:name>", moves.make, name="move"),
    path("tickets/<str:number>/reveal/<str:code>", reveal.show, name="reveal"),
    path("tickets/<str:number>/files", files.add, name="files"),
    path("tickets/<str:number>/files/<str:code>", files.fetch, name="file"),
    path("", include("casework.urls_session")),
    path("", include("casework.urls_time")),
    path("", include("casework.urls_desk")),
]
